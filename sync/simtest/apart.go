package simtest

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"sync"
	"sync/atomic"
)

// Players are processes that each play one seed at a time on one processor. SQLite in
// Go has one allocator and a few locks a process, and its seeds would wait for each
// other in them: two processes play half as many seeds again as two goroutines do.

// playerEnv asks a program to be a player, of the chains in a folder: see Player.
const playerEnv = "BONUSKASSE_SIM_PLAYER"

// verdict is what a player says of a seed.
type verdict struct {
	Seed  uint64
	Fault string `json:",omitempty"`
}

// Player makes this process a player, if Play started it as one: it plays the
// seeds that it is told of, until there are no more, and returns true. Any program
// that calls Play calls it first.
func Player(ctx context.Context) (bool, error) {
	chains := &Chains{os.Getenv(playerEnv)}
	if chains.dir == "" {
		return false, nil
	}
	var err error
	in, out := json.NewDecoder(bufio.NewReader(os.Stdin)), json.NewEncoder(os.Stdout)
	for err == nil {
		var v verdict
		if err = in.Decode(&v); err == nil {
			if fault := chains.Run(ctx, v.Seed); fault != nil {
				v.Fault = fault.Error()
			}
			err = out.Encode(v)
		}
	}
	if errors.Is(err, io.EOF) {
		err = nil
	}
	return true, err
}

// Play plays n seeds, by as many players as there are processors, each a process of
// this same program, and tells of each seed how it went, of one after the other. It
// plays no further when ctx has ended. An error is that they could not be played.
func (c *Chains) Play(ctx context.Context, from, n uint64, told func(seed uint64, err error)) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	var next atomic.Uint64
	var mu sync.Mutex
	var players sync.WaitGroup
	var faults error
	for range runtime.GOMAXPROCS(0) {
		players.Go(func() {
			err := play(ctx, c.dir, func() (uint64, bool) {
				i := next.Add(1) - 1
				return from + i, i < n && ctx.Err() == nil
			}, func(v verdict) {
				mu.Lock()
				defer mu.Unlock()
				if ctx.Err() != nil {
					return
				}
				var fault error
				if v.Fault != "" {
					fault = errors.New(v.Fault)
				}
				told(v.Seed, fault)
			})
			if err != nil && ctx.Err() == nil {
				mu.Lock()
				faults = errors.Join(faults, err)
				mu.Unlock()
				stop()
			}
		})
	}
	players.Wait()
	return faults
}

// play starts a player and hands it one seed after the other.
func play(ctx context.Context, dir string, next func() (uint64, bool), told func(verdict)) (err error) {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	// What it leaves in memory is little, and the collector had a tenth of its time.
	cmd := exec.CommandContext(ctx, self)
	cmd.Env = append(os.Environ(), playerEnv+"="+dir, "GOMAXPROCS=1", "GOGC=off", "GOMEMLIMIT=512MiB")
	cmd.Stderr = os.Stderr
	to, err := cmd.StdinPipe()
	if err != nil {
		return err
	}
	by, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	defer func() {
		if wrong := errors.Join(to.Close(), cmd.Wait()); wrong != nil {
			err = errors.Join(err, fmt.Errorf("a player: %w", wrong))
		}
	}()
	out, in := json.NewEncoder(to), json.NewDecoder(bufio.NewReader(by))
	for seed, more := next(); more; seed, more = next() {
		if err := out.Encode(verdict{Seed: seed}); err != nil {
			return err
		}
		var v verdict
		if err := in.Decode(&v); err != nil {
			return fmt.Errorf("seed %d: the player says nothing: %w", seed, err)
		}
		told(v)
	}
	return nil
}
