//go:build mutants

package simtest

import (
	"context"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"bonuskasse/pos/mutant"
)

// brokenEnv is the rule that a player breaks.
const brokenEnv = "BONUSKASSE_SIM_BREAKS"

func init() {
	if broken := mutant.All[os.Getenv(brokenEnv)]; broken != nil {
		*broken = true
	}
}

// TestMutants breaks one rule at a time; the simulator finds each.
func TestMutants(t *testing.T) {
	c := foundAll(t)
	for _, name := range slices.Sorted(maps.Keys(mutant.All)) {
		t.Run(name, func(t *testing.T) {
			t.Setenv(brokenEnv, name)
			ctx, enough := context.WithCancel(t.Context())
			defer enough()
			most, caught := seeds(t, 1000), ""
			err := c.Play(ctx, 1, most, func(_ uint64, err error) {
				if err != nil {
					caught, _, _ = strings.Cut(err.Error(), "\n")
					enough()
				}
			})
			switch {
			case err != nil:
				t.Fatal(err)
			case caught == "":
				t.Errorf("%d seeds did not notice", most)
			default:
				t.Logf("caught by %s", caught)
			}
		})
	}
}
