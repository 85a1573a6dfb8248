//go:build mutants

package simtest

import (
	"context"
	"maps"
	"slices"
	"strings"
	"testing"

	"bonuskasse/pos/mutant"
)

// TestMutants breaks one rule at a time; the simulator finds each.
func TestMutants(t *testing.T) {
	c := foundAll(t)
	for _, name := range slices.Sorted(maps.Keys(mutant.All)) {
		t.Run(name, func(t *testing.T) {
			broken := mutant.All[name]
			*broken = true
			defer func() { *broken = false }()
			most := seeds(t, 1000)
			for seed := range most {
				if err := c.Run(context.Background(), seed+1); err != nil {
					said, _, _ := strings.Cut(err.Error(), "\n")
					t.Logf("caught by %s", said)
					return
				}
			}
			t.Errorf("%d seeds did not notice", most)
		})
	}
}
