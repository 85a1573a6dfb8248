package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// beTillctl makes the test binary the program itself, so that tests can start
// it, kill it and fail its writes without building another.
const beTillctl = "BONUSKASSE_TEST_BE_TILLCTL"

func TestMain(m *testing.M) {
	if os.Getenv(beTillctl) != "" {
		main()
	}
	testscript.Main(m, map[string]func(){"tillctl": main})
}

// shop is a shop in a temporary folder, driven as a script drives it.
type shop struct {
	t   testing.TB
	dir string
	env []string
}

// newShop makes a real shop with goods, a programme in kroner and a member
// with card 10001 who earns 5 %.
func newShop(t testing.TB) *shop {
	t.Helper()
	dir := t.TempDir()
	s := &shop{t: t, dir: filepath.Join(dir, "shop"), env: append(os.Environ(), beTillctl+"=1", "BONUSKASSE_CONFIG=", "HOME="+dir, "XDG_CONFIG_HOME="+dir)}
	s.must(nil, "init", "--currency", "DKK", "--language", "da", "--name", "Torvets Butik")
	csv := filepath.Join(dir, "goods.csv")
	goods := "sku,barcode,name,category,price,vat_bp,kind,discountable,earns,bonus_payable,fixed_points\n" +
		"AEBLE,5701234567899,Æblemost,drikke,2495,2500,goods,1,1,1,\n" +
		"GROED,5709876543217,Rødgrød,mad,10000,2500,goods,1,1,1,\n"
	if err := os.WriteFile(csv, []byte(goods), 0o644); err != nil {
		t.Fatal(err)
	}
	s.must(nil, "product", "import", csv)
	s.must(nil, "member", "add", "--username", "soren", "--name", "Søren Åkjær", "--tier", "Bonus 5%", "--card", "10001")
	return s
}

// command is tillctl on this shop, not started.
func (s *shop) command(args ...string) *exec.Cmd {
	self, err := os.Executable()
	if err != nil {
		s.t.Fatal(err)
	}
	cmd := exec.Command(self, append([]string{"--shop", s.dir, "--json"}, args...)...)
	cmd.Env = s.env
	return cmd
}

// run is a finished tillctl: what it said and how it ended.
func (s *shop) run(args ...string) (stdout, stderr string, exit int) {
	s.t.Helper()
	return s.finish(s.command(args...))
}

// finish runs a command to its end.
func (s *shop) finish(cmd *exec.Cmd) (stdout, stderr string, exit int) {
	s.t.Helper()
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	err := cmd.Run()
	if e := (*exec.ExitError)(nil); errors.As(err, &e) {
		return out.String(), errs.String(), e.ExitCode()
	}
	if err != nil {
		s.t.Fatal(err)
	}
	return out.String(), errs.String(), 0
}

// must runs tillctl and decodes its answer.
func (s *shop) must(into any, args ...string) {
	s.t.Helper()
	out, errs, exit := s.run(args...)
	if exit != 0 {
		s.t.Fatalf("tillctl %s: exit %d\n%s%s", strings.Join(args, " "), exit, out, errs)
	}
	if into == nil {
		return
	}
	if err := json.Unmarshal([]byte(out), into); err != nil {
		s.t.Fatalf("tillctl %s: %v in %q", strings.Join(args, " "), err, out)
	}
}

// verify fails the test where the journal and the tables differ.
func (s *shop) verify(when string) {
	s.t.Helper()
	var report struct {
		OK              bool   `json:"ok"`
		FirstDifference string `json:"first_difference"`
	}
	out, errs, exit := s.run("verify")
	if err := json.Unmarshal([]byte(out), &report); err != nil || exit != 0 || !report.OK {
		s.t.Fatalf("verify %s: exit %d, %s%s", when, exit, out, errs)
	}
}

// acknowledged is what a till that has printed its answer has promised.
type acknowledged struct {
	Sale    string `json:"sale"`
	Receipt string `json:"receipt"`
	Head    string `json:"head"`
}

// answer is the promise in what a sale printed, if it came to print one whole.
func answer(out string) (acknowledged, bool) {
	var a acknowledged
	line, _, whole := strings.Cut(out, "\n")
	return a, whole && json.Unmarshal([]byte(line), &a) == nil && a.Receipt != ""
}
