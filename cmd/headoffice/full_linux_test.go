package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"sync"
	"syscall"
	"testing"

	"bonuskasse/pos"
	"bonuskasse/pos/till"
	tillsync "bonuskasse/sync"
)

// TestAFullDiskAtTheHeadOffice: each write of the head office's begins to fail
// with ENOSPC. The till is told so in a word of its own, sells on and keeps all
// that is unsent; when there is room again, everything arrives once.
func TestAFullDiskAtTheHeadOffice(t *testing.T) {
	ctx := context.Background()
	k := newKillable(t, "")
	d := openDesk(t, "a")
	if _, err := d.AddMember(ctx, till.NewMember{Username: "soren", Name: "Søren", Tier: "Bonus 5%", Card: "10001"}, till.By(pos.System)); err != nil {
		t.Fatal(err)
	}
	d.enrol(t, &k.office, "Kasse 1")
	d.meet(t)

	k.kill()
	end := k.startFull(t, 60)
	t.Cleanup(end)
	var full error
	for try := 0; full == nil; try++ {
		if try == 500 {
			t.Fatal("no write has failed")
		}
		if _, err := d.sell(t, "10001", 0); err != nil {
			t.Fatal(err)
		}
		_, full = d.agent.Round(ctx, false)
	}
	if line := tillsync.LineOf(full); line != tillsync.FullOffice {
		t.Errorf("the till is told %q: %v", line, full)
	}
	before, err := d.store.Me(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.sell(t, "10001", 0); err != nil {
		t.Errorf("no sale while the head office's disk is full: %v", err)
	}
	after, err := d.store.Me(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if before.Unsent == 0 || after.Unsent <= before.Unsent {
		t.Errorf("%d events wait, and after one more sale %d", before.Unsent, after.Unsent)
	}

	end()
	k.start(t)
	d.meet(t)
	k.kill() // the database is looked at by one
	applied(t, &k.office, d)
}

// startFull is start, with a disk that is full for each thread after so many
// writes.
func (k *killable) startFull(t *testing.T, writes int) (end func()) {
	t.Helper()
	args := append([]string{"-f", "-qq", "-o", "/dev/null", "-e", "trace=pwrite64", "-e", fmt.Sprintf("inject=pwrite64:error=ENOSPC:when=%d+", writes),
		os.Args[0]}, k.with("serve", "--listen", k.listen)...)
	k.cmd = exec.Command("strace", args...)
	k.cmd.Env = append(os.Environ(), "BONUSKASSE_RUN=headoffice")
	// Both are ended together: who is traced outlives the one who traces.
	k.cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	out, err := k.cmd.StdoutPipe()
	if err == nil {
		err = k.cmd.Start()
	}
	if errors.Is(err, exec.ErrNotFound) {
		t.Fatal("strace is not installed: make test does so")
	}
	if err != nil {
		t.Fatal(err)
	}
	full := k.cmd
	end = sync.OnceFunc(func() {
		_ = syscall.Kill(-full.Process.Pid, syscall.SIGKILL)
		_ = full.Wait()
	})
	lines := bufio.NewReader(out)
	line, err := lines.ReadString('\n')
	if err != nil {
		t.Fatalf("the head office does not start: %v", err)
	}
	if _, err := fmt.Sscanf(line, "ready on %s fingerprint %s", &k.url, &k.fingerprint); err != nil {
		t.Fatalf("%q: %v", line, err)
	}
	go io.Copy(io.Discard, lines)
	return end
}
