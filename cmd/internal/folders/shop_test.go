package folders_test

import (
	"path/filepath"
	"testing"

	"bonuskasse/cmd/internal/folders"
)

func TestShopAmongAPersonsData(t *testing.T) {
	for name, c := range map[string]struct {
		system string
		env    map[string]string
		want   string
	}{
		"Linux":                     {"linux", map[string]string{"HOME": "/home/bo"}, "/home/bo/.local/share/bonuskasse/shop"},
		"Linux, data elsewhere":     {"linux", map[string]string{"HOME": "/home/bo", "XDG_DATA_HOME": "/data"}, "/data/bonuskasse/shop"},
		"a path that is not whole":  {"linux", map[string]string{"HOME": "/home/bo", "XDG_DATA_HOME": "data"}, "/home/bo/.local/share/bonuskasse/shop"},
		"Windows":                   {"windows", map[string]string{"LOCALAPPDATA": "/Users/bo/AppData/Local"}, "/Users/bo/AppData/Local/Bonuskasse/shop"},
		"a Mac":                     {"darwin", map[string]string{"HOME": "/Users/bo"}, "/Users/bo/Library/Application Support/Bonuskasse/shop"},
		"nobody's home":             {"linux", nil, ""},
		"Windows without a profile": {"windows", map[string]string{"HOME": "/home/bo"}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			if got := folders.Shop(c.system, func(key string) string { return c.env[key] }); filepath.ToSlash(got) != c.want {
				t.Errorf("%q, and should be %q", got, c.want)
			}
		})
	}
}
