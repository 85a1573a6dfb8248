package simtest

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"bonuskasse/pos"
	"bonuskasse/pos/ledger"
	tillsync "bonuskasse/sync"
)

// Chains are founded once a process, one for each set of rules, and copied for
// each seed.
type Chains struct {
	dir string
}

// roomy is where folders are made: in memory where the machine has room there, so
// that no seed waits for a disk.
func roomy() string {
	const memory = "/dev/shm"
	if info, err := os.Stat(memory); err == nil && info.IsDir() {
		return memory
	}
	return ""
}

// Found founds them, in a folder of its own.
func Found(ctx context.Context) (*Chains, error) {
	dir, err := os.MkdirTemp(roomy(), "bonuskasse-sim-")
	if err != nil {
		return nil, err
	}
	c := &Chains{dir}
	for i, r := range allRules {
		w, err := found(ctx, c.template(i), r)
		if err == nil {
			err = w.close()
		}
		if err != nil {
			return nil, errors.Join(fmt.Errorf("no chain of %+v: %w", r, err), c.Close())
		}
	}
	return c, nil
}

func (c *Chains) template(i int) string { return filepath.Join(c.dir, fmt.Sprint("rules", i)) }

// Close removes them.
func (c *Chains) Close() error { return os.RemoveAll(c.dir) }

const (
	stepsOf     = 60 // things that happen in a seed
	rereadEvery = 10 // a seed in so many ends with a verify of every program
)

// Run plays a seed. What it finds is an error that tells all that happened.
func (c *Chains) Run(ctx context.Context, seed uint64) error {
	_, err := c.run(ctx, seed)
	return err
}

func (c *Chains) run(ctx context.Context, seed uint64) (trace string, err error) {
	i := int(seed % uint64(len(allRules)))
	dir, err := os.MkdirTemp(c.dir, "seed-")
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(dir)
	w, err := enter(ctx, c.template(i), dir, seed, allRules[i])
	if err != nil {
		return "", fmt.Errorf("seed %d: %w", seed, err)
	}
	w.reread = seed/uint64(len(allRules))%rereadEvery == 0
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v", p)
		}
		trace = strings.Join(w.trace, "\n")
		if err = errors.Join(err, w.close()); err != nil {
			err = fmt.Errorf("seed %d, rules %+v: %w\n%s", seed, w.rules, err, trace)
		}
	}()
	for range stepsOf {
		w.now = w.now.Add(time.Duration(w.chance.IntN(240)) * time.Second)
		s, d := w.any(), w.alive()
		w.note("till %d %s", d.no, s.name)
		if err := s.do(ctx, w, d); err != nil {
			return "", err
		}
		if err := w.check(ctx); err != nil {
			return "", err
		}
	}
	w.note("all calm down")
	return "", w.calm(ctx)
}

// lineError lets pass what a network does, and what the head office answers to a
// till that has come back from the dead; the rest is a fault of ours.
func (w *world) lineError(err error) error {
	if err == nil || errors.Is(err, errDead) || errors.Is(err, context.DeadlineExceeded) {
		return nil
	}
	switch tillsync.LineOf(err) {
	case tillsync.NoLine:
		return nil
	case tillsync.Replaced:
		return nil
	}
	return err
}

func millis(t time.Time) ledger.Millis { return ledger.Millis(pos.At(t)) }
