package rooms

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"
)

// TestMigrationsAreNumbered: two that were made at the same time have one
// number, and no shop would open.
func TestMigrationsAreNumbered(t *testing.T) {
	for _, dir := range []string{"store/migrations", "store/central/migrations"} {
		files, err := filepath.Glob(filepath.Join("..", "..", "..", filepath.FromSlash(dir), "*.sql"))
		if err != nil || len(files) == 0 {
			t.Fatalf("%s has %d files: %v", dir, len(files), err)
		}
		for i, file := range files { // Glob sorts them
			if name := filepath.Base(file); !strings.HasPrefix(name, fmt.Sprintf("%04d_", i+1)) {
				t.Errorf("%s/%s stands where %04d belongs", dir, name, i+1)
			}
		}
	}
}
