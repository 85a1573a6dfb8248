//go:build linux && strace

package store

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"

	"bonuskasse/pos"
	"bonuskasse/pos/till"
)

// TestInjectedFaults lets the system refuse one call after another of a till
// that opens and sells, by strace: `go test -tags strace -run Injected ./store`
// (two or three minutes). Whatever fails, what was printed is there, the
// journal is whole, and no incarnation is begun.
func TestInjectedFaults(t *testing.T) {
	u := busyShop(t)
	incarnation := u.shopNow().Incarnation
	u.Close()
	whole := map[string][]byte{}
	for _, name := range []string{fileDB, fileKey, fileGuard} {
		data, err := os.ReadFile(u.path(name))
		if err != nil {
			t.Fatal(err)
		}
		whole[name] = data
	}
	outcomes := map[string]int{}
	for _, c := range []struct {
		call string
		most int
	}{{"pwrite64", 45}, {"fsync", 12}, {"fdatasync", 3}, {"ftruncate", 6}} {
		for _, errno := range []string{"EIO", "ENOSPC"} {
			for n := 1; n <= c.most; n++ {
				name := fmt.Sprintf("%s %s %d", c.call, errno, n)
				os.Remove(u.path(fileDB + "-wal"))
				os.Remove(u.path(fileDB + "-shm"))
				for file, data := range whole {
					if err := os.WriteFile(u.path(file), data, 0o600); err != nil {
						t.Fatal(err)
					}
				}
				sold, trouble := sellUnderFault(t, u.dir, c.call, errno, n)
				outcomes[c.call+" "+errno+": "+trouble]++
				checkAfterFault(t, name, u.dir, sold, incarnation)
			}
		}
	}
	for what, n := range outcomes {
		t.Log(n, what)
	}
}

func sellUnderFault(t *testing.T, dir, call, errno string, n int) (sold []string, trouble string) {
	cmd := exec.Command("strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace="+call,
		"-e", fmt.Sprintf("inject=%s:error=%s:when=%d", call, errno, n), os.Args[0], dir)
	cmd.Env = append(os.Environ(), childEnv+"=sell", "STORE_TEST_CHILD_MS=1500")
	var out bytes.Buffer
	cmd.Stdout = &out
	err := cmd.Run() // the child ends with an error where the fault reached it
	if _, ended := err.(*exec.ExitError); err != nil && !ended {
		t.Fatal(err)
	}
	trouble = "none"
	for line := range strings.Lines(out.String()) {
		if receipt, ok := strings.CutPrefix(line, "sold "); ok {
			sold = append(sold, strings.TrimSpace(receipt))
		}
		if said, ok := strings.CutPrefix(line, "trouble "); ok {
			trouble, _, _ = strings.Cut(said, ":")
		}
	}
	return sold, trouble
}

func checkAfterFault(t *testing.T, name, dir string, sold []string, incarnation pos.ID) {
	ctx := context.Background()
	s, err := Open(ctx, dir, childOptions())
	if err != nil {
		t.Errorf("%s: %v", name, err)
		return
	}
	defer s.Close()
	err = s.View(ctx, func(r till.Reader) error {
		for _, receipt := range sold {
			if _, err := r.SaleByReceipt(receipt); err != nil {
				t.Errorf("%s: receipt %s was printed: %v", name, receipt, err)
			}
		}
		shop, err := r.Shop()
		if shop.Incarnation != incarnation {
			t.Errorf("%s: an incarnation began", name)
		}
		return err
	})
	if err != nil {
		t.Errorf("%s: %v", name, err)
	}
	if r, err := s.Verify(ctx, nil); err != nil || !r.OK {
		t.Errorf("%s: %+v %v", name, r, err)
	}
}
