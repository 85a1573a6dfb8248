package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestBatchGivenUp ends a batch in the middle of the drawing: asked to, the
// command gives the numbers back; killed, it leaves a whole batch that can be
// drawn again. Either way there is no file.
func TestBatchGivenUp(t *testing.T) {
	s := newShop(t)
	pdf := filepath.Join(t.TempDir(), "cards.pdf")
	var next struct{ First int64 }
	var again struct{ First, Last int64 }
	s.must(&next, "card", "next")
	first := next.First
	for _, c := range []struct {
		signal os.Signal
		then   int64 // where the next batch begins
	}{{syscall.SIGTERM, first}, {syscall.SIGKILL, first + 10_000}} {
		cmd := s.command("card", "batch", "--count", "10000", "--symbology", "qr", "--pdf", pdf)
		var errs bytes.Buffer
		cmd.Stderr = &errs
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		// The numbers are taken before anything is drawn.
		for began := time.Now(); next.First == first; s.must(&next, "card", "next") {
			if time.Since(began) > time.Minute {
				t.Fatal("no numbers are taken")
			}
		}
		if err := cmd.Process.Signal(c.signal); err != nil {
			t.Fatal(err)
		}
		err := cmd.Wait()
		if s.must(&next, "card", "next"); err == nil || next.First != c.then {
			t.Errorf("%s: %v, the next number is %d: %s", c.signal, err, next.First, errs.String())
		}
		if _, err := os.Stat(pdf); err == nil {
			t.Errorf("%s leaves a file", c.signal)
		}
	}
	s.must(&again, "--reason", "lights out", "card", "reprint", "--from", "20000", "--pdf", pdf)
	if again.First != 20000 || again.Last != first+9999 {
		t.Errorf("%+v", again)
	}
	var report struct{ OK bool }
	if s.must(&report, "verify"); !report.OK || !strings.HasPrefix(read(t, pdf), "%PDF") {
		t.Errorf("%+v", report)
	}
}

func read(t *testing.T, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}
