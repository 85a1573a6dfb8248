package handover

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// printing puts programs of CUPS into the path that say and note what a test wants.
func printing(t *testing.T, lpstat, lp string) (dir string) {
	t.Helper()
	dir = t.TempDir()
	for name, script := range map[string]string{"lpstat": lpstat, "lp": lp} {
		if script == "" {
			continue
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte("#!/bin/sh\n"+script), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	t.Setenv("PATH", dir)
	return dir
}

func TestPrinters(t *testing.T) {
	const two = `case $1 in -e) echo Kontor; echo Zebra;; -d) echo "`
	for _, c := range []struct {
		name, lpstat string
		want         []string
	}{
		{"the usual one first", two + `system default destination: Zebra";; esac`, []string{"Zebra", "Kontor"}},
		{"none is usual", two + `no system default destination";; esac`, []string{"Kontor", "Zebra"}},
		{"no service answers", `echo "lpstat: Bad file descriptor" >&2; exit 1`, nil},
		{"no printing at all", "", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			printing(t, c.lpstat, "")
			if got := (System{}).Printers(t.Context()); !slices.Equal(got, c.want) {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
}

// TestPrintFile: in its own size, and why not is in the error.
func TestPrintFile(t *testing.T) {
	dir := printing(t, "", `echo "$@" > "$0.args"`)
	if err := (System{}).PrintFile(t.Context(), "Zebra", "-cards.pdf", true); err != nil {
		t.Fatal(err)
	}
	args, err := os.ReadFile(filepath.Join(dir, "lp.args"))
	if want := "-d Zebra -o print-scaling=none -o sides=two-sided-long-edge -- -cards.pdf\n"; err != nil || string(args) != want {
		t.Errorf("%q, want %q", args, want)
	}
	printing(t, "", `echo "lp: The printer or class does not exist." >&2; exit 1`)
	if err := (System{}).PrintFile(t.Context(), "Zebra", "cards.pdf", false); err == nil || !strings.Contains(err.Error(), "does not exist") {
		t.Errorf("%v", err)
	}
	if (System{}).CanShow() {
		t.Error("it would show a file with a program that is not there")
	}
}
