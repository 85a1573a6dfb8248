package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestKillNoted kills the giving of a list at random moments, and repeats it
// until it says that it is done. However often that was, each list was given
// once: a member's balance is the sum of the lists that were acknowledged.
//
//	KILLS=500 SEED=7 go test -run KillNoted ./cmd/tillctl
func TestKillNoted(t *testing.T) {
	kills, seed := number(t, "KILLS", 25), number(t, "SEED", 20261124)
	dice := rand.New(rand.NewPCG(uint64(seed), 3))
	s := newShop(t)
	var lines strings.Builder
	lines.WriteString("username,points,note\n")
	const rows = 40
	for n := range rows {
		fmt.Fprintf(&lines, "soren,%d,slip %d\n", n+1, n)
	}
	file := filepath.Join(t.TempDir(), "list.csv")
	if err := os.WriteFile(file, []byte(lines.String()), 0o644); err != nil {
		t.Fatal(err)
	}
	const sum = rows * (rows + 1) / 2
	var given struct{ Committed, Already bool }
	began := time.Now()
	s.must(&given, "noted", file, "--list", strings.Repeat("0", 31)+"f")
	usual := time.Since(began)

	lists, killed, found := int64(1), int64(0), 0
	for killed < kills {
		id := fmt.Sprintf("%032x", 0x1000+lists)
		for {
			cmd := s.command("noted", file, "--list", id)
			var out, errs bytes.Buffer
			cmd.Stdout, cmd.Stderr = &out, &errs
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			gone := time.AfterFunc(time.Duration(dice.Int64N(int64(usual*3/2))), func() { cmd.Process.Kill() })
			err := cmd.Wait()
			gone.Stop()
			if cmd.ProcessState.ExitCode() == -1 {
				killed++
				continue
			}
			if err != nil {
				t.Fatalf("list %s: %v\n%s", id, err, errs.String())
			}
			given.Already = false
			if err := json.Unmarshal(out.Bytes(), &given); err != nil || !given.Committed {
				t.Fatalf("list %s: %v in %s", id, err, out.String())
			}
			if given.Already {
				found++
			}
			break
		}
		lists++
	}
	s.verify("at the end")
	var member struct {
		Balance int64 `json:"balance_points"`
	}
	s.must(&member, "member", "show", "--username", "soren")
	if member.Balance != lists*sum {
		t.Errorf("%d lists of %d points gave %d, want %d", lists, sum, member.Balance, lists*sum)
	}
	t.Logf("SEED=%d: %d kills, %d lists, %d of them were given by a try that was killed; one takes %v", seed, killed, lists, found, usual.Round(time.Millisecond))
}
