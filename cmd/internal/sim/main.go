// Command sim plays seeds of a simulated chain (sync/simtest) on all processors
// and says how many passed. A seed that fails tells all that happened in it, and
// brings the same again: sim -from SEED -seeds 1.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"sync/atomic"
	"time"

	"bonuskasse/sync/simtest"
)

func main() {
	seeds := flag.Uint64("seeds", 1000, "how many seeds")
	from := flag.Uint64("from", 1, "the first seed")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	if player, err := simtest.Player(ctx); player {
		stop()
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(2)
		}
		return
	}
	code := play(ctx, *from, *seeds)
	stop()
	os.Exit(code)
}

func play(ctx context.Context, from, seeds uint64) int {
	chains, err := simtest.Found(ctx)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 2
	}
	defer chains.Close()
	var passed, failed atomic.Uint64
	began := time.Now()
	tell := time.NewTicker(10 * time.Second)
	defer tell.Stop()
	go func() {
		for range tell.C {
			fmt.Fprintf(os.Stderr, "%d of %d\n", passed.Load()+failed.Load(), seeds)
		}
	}()
	err = chains.Play(ctx, from, seeds, func(_ uint64, err error) {
		if err != nil {
			failed.Add(1)
			fmt.Println(err)
			return
		}
		passed.Add(1)
	})
	fmt.Printf("%d passed, %d failed in %s\n", passed.Load(), failed.Load(), time.Since(began).Round(time.Second))
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 2
	}
	if failed.Load() > 0 || passed.Load() < seeds {
		return 1
	}
	return 0
}
