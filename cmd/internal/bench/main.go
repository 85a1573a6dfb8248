// Command bench measures the till beside its floors, in one run on one
// machine: what the disk, a bare look-up and an empty window cost here, and
// what the till adds to that. `make bench` runs it.
//
//	go run ./cmd/internal/bench -members 1000000 -sales 1000000 -keep build/bench
//
// It prints what it measured and judges it against bars that are ratios to a
// floor, so that a slow machine is no excuse and a fast one no merit.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"time"
)

func main() {
	members := flag.Int("members", 1_000_000, "members in the store")
	sales := flag.Int("sales", 1_000_000, "sales in the store")
	keep := flag.String("keep", "build/bench", "folder of the store, made once and used again")
	programs := flag.String("programs", "build", "folder of the programs till and tillctl")
	runs := flag.Int("runs", 15, "starts of each window")
	idle := flag.Duration("idle", 20*time.Second, "how long an idle window is watched")
	windows := flag.Bool("windows", false, "measure the windows alone, on the store of an earlier run")
	flag.Parse()
	if err := bench(*members, *sales, *keep, *programs, *runs, *idle, *windows); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func bench(members, sales int, keep, programs string, runs int, idle time.Duration, windows bool) error {
	dir := filepath.Join(keep, fmt.Sprintf("%d-%d", members, sales))
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	if !windows {
		if err := storeFigures(filepath.Join(programs, "tillctl"), dir, members, sales); err != nil {
			return err
		}
	}
	empty := filepath.Join(programs, "empty")
	build := exec.Command("go", "build", "-tags", os.Getenv("BONUSKASSE_TAGS"), "-ldflags", "-s -w", "-o", empty, "./cmd/till/internal/empty")
	build.Stderr = os.Stderr
	if err := build.Run(); err != nil {
		return fmt.Errorf("the empty window: %w", err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Minute)
	defer cancel()
	return windowFigures(ctx, empty, filepath.Join(programs, "till"), dir, runs, idle)
}
