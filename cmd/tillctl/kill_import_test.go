package main

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestKillImport kills imports of a list at random moments, as a pulled plug
// does to the process: all its members are there, or none, and the journal
// verifies. An import that said that it was done is kept.
func TestKillImport(t *testing.T) {
	kills := number(t, "KILLS", 40) / 8
	dice := rand.New(rand.NewPCG(uint64(number(t, "SEED", 20261123)), 2))
	s := newShop(t)
	const members = 4000
	list := func(n int64) string {
		var b strings.Builder
		b.WriteString("name;phone;card;points\n")
		for i := range int64(members) {
			fmt.Fprintf(&b, "Member %d;%d;%d;%d\n", i, 20_000_000+n*members+i, 100_000+n*members+i, i%100)
		}
		file := filepath.Join(t.TempDir(), "list.csv")
		if err := os.WriteFile(file, []byte(b.String()), 0o600); err != nil {
			t.Fatal(err)
		}
		return file
	}
	there := func(n int64) (found int) {
		for _, i := range []int64{0, members / 2, members - 1} {
			if _, _, exit := s.run("member", "show", "--card", fmt.Sprint(100_000+n*members+i)); exit == 0 {
				found++
			}
		}
		return found
	}
	began := time.Now()
	var first struct{ Imported int }
	s.must(&first, "member", "import", list(0))
	usual := time.Since(began)
	if first.Imported != members {
		t.Fatalf("%d imported", first.Imported)
	}
	killed, kept, attempts := int64(0), 0, int64(0)
	for killed < kills {
		attempts++
		var out strings.Builder
		cmd := s.command("member", "import", list(attempts))
		cmd.Stdout = &out
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		gone := time.AfterFunc(time.Duration(dice.Int64N(int64(usual*5/4))), func() { cmd.Process.Kill() })
		cmd.Wait()
		gone.Stop()
		if cmd.ProcessState.ExitCode() == -1 {
			killed++
		}
		var done struct{ Committed bool }
		said := json.Unmarshal([]byte(out.String()), &done) == nil && done.Committed
		switch found := there(attempts); {
		case found != 0 && found != 3:
			t.Fatalf("attempt %d: %d of 3 members are there", attempts, found)
		case said && found == 0:
			t.Fatalf("attempt %d said that it was done, and is not there", attempts)
		case found == 3:
			kept++
		}
	}
	s.verify("after the kills")
	t.Logf("%d kills in %d attempts, %d lists are in; an import takes %v", killed, attempts, kept, usual.Round(time.Millisecond))
}
