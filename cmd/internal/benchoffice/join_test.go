package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// TestMain lets the test's own binary be the till that is killed.
func TestMain(m *testing.M) {
	if dir := os.Getenv(asTill); dir != "" {
		os.Exit(pullUntilDone(dir))
	}
	os.Exit(m.Run())
}

// TestJoin: a new till that is killed while it takes a chain's members goes on
// from where it was, and lacks none.
func TestJoin(t *testing.T) {
	program := filepath.Join(t.TempDir(), "headoffice")
	build := exec.CommandContext(t.Context(), "go", "build", "-tags", os.Getenv("BONUSKASSE_TAGS"), "-o", program, "bonuskasse/cmd/headoffice")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if err := joinFigures(t.Context(), program, 3000, 3); err != nil {
		t.Fatal(err)
	}
}
