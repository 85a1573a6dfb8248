// Command year plays a year of a shop, by a seed, over the till itself: its
// verbs, its store, a clock that is not the wall's. Each evening it asks
// whether the books are right, and at the end hands the journal's export to
// another program (recount), which knows nothing of the till, and lays what
// that computes beside what the till has shown.
//
//	make year SEEDS=100 FROM=1
//
// The shop lies in memory (/dev/shm) where there is such a folder, because a
// sale waits for the disk; everything else is as in a shop. A seed that fails
// says the day, the member and the event, and how to play it again.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"time"
)

func main() {
	seeds := flag.Int("seeds", 1, "how many years")
	from := flag.Uint64("from", 1, "the first seed")
	size := Size{}
	flag.IntVar(&size.Members, "members", 500, "members at the year's end")
	flag.IntVar(&size.Sales, "sales", 40_000, "sales in the year")
	keep := flag.String("export", "", "keep the last year's export in this file")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := years(ctx, *seeds, *from, size, *keep); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func years(ctx context.Context, seeds int, from uint64, size Size, keep string) error {
	dir, err := os.MkdirTemp(inMemory(), "year-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	recount, err := buildRecount(ctx, dir)
	if err != nil {
		return err
	}
	passed, failed := 0, 0
	var slowest time.Duration
	began := time.Now()
	for seed := from; seed < from+uint64(seeds) && ctx.Err() == nil; seed++ {
		start := time.Now()
		home := filepath.Join(dir, fmt.Sprint(seed))
		y, err := Play(ctx, home, seed, size, recount)
		if keep != "" {
			err = errors.Join(err, copyFile(keep, filepath.Join(home, exportFile)))
		}
		os.RemoveAll(home)
		if err != nil {
			failed++
			fmt.Printf("seed %d FAILED: %v\n  again: make year SEEDS=1 FROM=%d MEMBERS=%d SALES=%d\n", seed, err, seed, size.Members, size.Sales)
			break // the first difference is what one wants to look at
		}
		passed++
		slowest = max(slowest, time.Since(start))
		fmt.Printf("seed %d: %s, in %.1f s\n", seed, y, time.Since(start).Seconds())
	}
	fmt.Printf("%d passed, %d failed; %.0f s, the slowest year %.1f s\n", passed, failed, time.Since(began).Seconds(), slowest.Seconds())
	if failed > 0 {
		return errors.New("a year does not add up")
	}
	return ctx.Err()
}

func copyFile(to, from string) error {
	data, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	return os.WriteFile(to, data, 0o600)
}

// inMemory is a folder that no disk stands behind; "" where there is none.
func inMemory() string {
	if info, err := os.Stat("/dev/shm"); err == nil && info.IsDir() {
		return "/dev/shm"
	}
	return ""
}

// buildRecount builds the other program: it is run, never called.
func buildRecount(ctx context.Context, dir string) (string, error) {
	file := filepath.Join(dir, "recount")
	cmd := exec.CommandContext(ctx, "go", "build", "-o", file, "bonuskasse/cmd/internal/recount")
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("building recount: %w\n%s", err, out)
	}
	return file, nil
}
