package main

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// The calls with which a sale changes its files, and the errors that a disk
// gives. sqlite here makes raw system calls, so a preloaded library would not
// see them; strace does.
var (
	diskCalls  = []string{"fsync", "fdatasync", "pwrite64", "write", "ftruncate"}
	diskErrors = []string{"EIO", "ENOSPC"}
)

// TestInject fails each write and each fsync of a sale in turn: once, as a bad
// sector does, and from there on, as a full disk does. What was acknowledged
// must be in the store; what was not may be, but only whole; and the till says
// what is wrong and exits with 3.
//
//	INJECT=all go test -run Inject ./cmd/tillctl   (every call; without it the first two and the last of each kind)
//
// It needs strace, and the right to trace one's own children (ptrace).
func TestInject(t *testing.T) {
	s := newShop(t)
	args := []string{"sale", "--line", "GROEDx1", "--card", "10001", "--bonus", "max", "--cash", "exact"}
	s.must(nil, "sale", "--line", "GROEDx5", "--card", "10001", "--cash", "exact")

	counts := s.countCalls(t, args)
	if counts["fsync"]+counts["fdatasync"] == 0 || counts["pwrite64"] == 0 {
		t.Fatalf("a sale syncs nothing: %v", counts)
	}
	t.Logf("a sale makes %v", counts)
	sales, said := s.sales(), map[string]int{}
	for _, call := range diskCalls {
		for _, n := range which(counts[call]) {
			for _, wrong := range diskErrors {
				for _, lasting := range []string{"", "+"} {
					rule := fmt.Sprintf("%s:error=%s:when=%d%s", call, wrong, n, lasting)
					sales += s.inject(rule, args, sales, said)
				}
			}
		}
	}
	t.Logf("what the till said: %v", said)
	if len(said) == 0 {
		t.Error("no injected error was noticed")
	}
	s.must(nil, args...) // and the shop goes on
	s.verify("at the end")
}

// which of n calls are failed.
func which(n int) []int {
	var list []int
	for i := 1; i <= n; i++ {
		if os.Getenv("INJECT") == "all" || i <= 2 || i == n {
			list = append(list, i)
		}
	}
	return list
}

// inject runs one sale with one rule, and reports how many sales it added.
func (s *shop) inject(rule string, args []string, before int, said map[string]int) int {
	s.t.Helper()
	out, errs, exit := s.finish(s.traced("inject="+rule, args))
	_, acked := answer(out)
	switch {
	case exit == exitDone && !acked:
		s.t.Errorf("%s: the sale ended well and said %q", rule, out)
	case exit != exitDone && exit != exitTrouble:
		s.t.Errorf("%s: exit %d, want %d\n%s%s", rule, exit, exitTrouble, out, errs)
	case exit == exitTrouble:
		said[whatWasSaid(s.t, rule, out, errs)]++
	}
	s.verify("after " + rule)
	added := s.sales() - before
	if added < 0 || added > 1 || acked && added != 1 {
		s.t.Errorf("%s: acknowledged %v, and %d sales more", rule, acked, added)
	}
	return max(added, 0)
}

// whatWasSaid is the code of the trouble, which must have come with a sentence
// for a person and a cause for the log.
func whatWasSaid(t testing.TB, rule, out, errs string) string {
	t.Helper()
	code := ""
	for line := range strings.Lines(out) { // after an acknowledgement, if there is one
		var said struct {
			Error string `json:"error"`
		}
		if json.Unmarshal([]byte(line), &said) == nil && said.Error != "" {
			code = said.Error
		}
	}
	sentence, cause := false, false
	for line := range strings.Lines(errs) {
		switch {
		case strings.HasPrefix(line, "time="): // the log
		case strings.HasPrefix(line, "tillctl: "+code+": "):
			cause = true
		case strings.HasSuffix(line, ".\n") && len(strings.Fields(line)) > 4:
			sentence = true
		}
	}
	if code == "" || !sentence || !cause {
		t.Errorf("%s: code %q, a sentence %v, a cause %v in\n%s%s", rule, code, sentence, cause, out, errs)
	}
	return code
}

// traced is a command under strace, which looks only at the shop's own files:
// the Go runtime writes to others, and no disk fails those.
func (s *shop) traced(what string, args []string) *exec.Cmd {
	cmd := s.command(args...)
	strace := []string{"-f", "-qq", "-o", filepath.Join(filepath.Dir(s.dir), "trace"), "-e", "trace=" + strings.Join(diskCalls, ",")}
	if what != "" {
		strace = append(strace, "-e", what)
	}
	for _, name := range s.files() {
		strace = append(strace, "-P", name)
	}
	traced := exec.Command("strace", append(append(strace, cmd.Path), cmd.Args[1:]...)...)
	traced.Env = cmd.Env
	return traced
}

// files are the shop's files, and those that a sale makes beside them.
func (s *shop) files() []string {
	s.t.Helper()
	entries, err := os.ReadDir(s.dir)
	if err != nil {
		s.t.Fatal(err)
	}
	seen := map[string]bool{}
	var names []string
	add := func(name string) {
		if !seen[name] {
			seen[name] = true
			names = append(names, name)
		}
	}
	for _, e := range entries {
		name := filepath.Join(s.dir, e.Name())
		add(name)
		if strings.HasSuffix(name, ".db") {
			add(name + "-wal")
			add(name + "-shm")
			add(name + "-journal")
		}
	}
	return names
}

// countCalls counts the calls of one sale. An injection counts in each thread
// for itself, so none comes later than the sum over all threads.
func (s *shop) countCalls(t *testing.T, args []string) map[string]int {
	t.Helper()
	if out, errs, exit := s.finish(s.traced("", args)); exit != 0 {
		t.Fatalf("strace: exit %d\n%s%s", exit, out, errs)
	}
	trace, err := os.ReadFile(filepath.Join(filepath.Dir(s.dir), "trace"))
	if err != nil {
		t.Fatal(err)
	}
	threads := map[string]map[string]int{}
	counts := map[string]int{}
	for line := range strings.Lines(string(trace)) {
		thread, rest, _ := strings.Cut(line, " ")
		call, _, made := strings.Cut(strings.TrimSpace(rest), "(")
		if !made || !slices.Contains(diskCalls, call) { // a signal
			continue
		}
		if threads[call] == nil {
			threads[call] = map[string]int{}
		}
		threads[call][thread]++
		counts[call] = max(counts[call], threads[call][thread])
	}
	return counts
}

// sales is how many sales the journal has.
func (s *shop) sales() int {
	s.t.Helper()
	var x struct {
		Totals struct {
			Sales int `json:"sales"`
		} `json:"totals"`
		Sales int `json:"sales"`
	}
	s.must(&x, "report", "x")
	return max(x.Sales, x.Totals.Sales)
}

// TestReadOnlyFolder sells in a folder that may not be written.
func TestReadOnlyFolder(t *testing.T) {
	s := newShop(t)
	before := s.sales()
	s.unprivileged()
	if err := filepath.Walk(s.dir, func(name string, info os.FileInfo, err error) error {
		if err != nil {
			return err
		}
		return os.Chmod(name, map[bool]os.FileMode{true: 0o555, false: 0o444}[info.IsDir()])
	}); err != nil {
		t.Fatal(err)
	}
	out, errs, exit := s.finish(s.asNobody("sale", "--line", "GROED", "--cash", "exact"))
	if exit != exitTrouble || !strings.Contains(out, `"error":"folder_read_only"`) {
		t.Errorf("exit %d, %s%s", exit, out, errs)
	}
	if err := os.Chmod(s.dir, 0o755); err != nil {
		t.Fatal(err)
	}
	if after := s.sales(); after != before {
		t.Errorf("%d sales before, %d after: %s", before, after, strconv.Quote(out))
	}
}
