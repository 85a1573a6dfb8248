package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	mrand "math/rand/v2"
	"path/filepath"
	"slices"
	"time"

	"bonuskasse/cmd/internal/floor"
	"bonuskasse/pos"
	"bonuskasse/pos/chain"
	"bonuskasse/pos/till"
	"bonuskasse/store"
)

// The two tills of the measure: one has a week to send, the other is new and has
// the chain to take.
const (
	saleMembers = 20_000
	saleBacklog = 120_000 // sales
	slice       = 1500 * time.Millisecond
	saleSlices  = 6

	firstCard = 10001 // of a filled shop
	customers = 1000
	goods     = 200
)

// saleFigures measures a sale's commit at a till that pushes, and at one that
// pulls, each in turn with the same till at rest.
func saleFigures(ctx context.Context, program string) error {
	return inTemp(func(dir string) error {
		// In a shop the head office has a machine of its own: here it takes what the
		// till leaves of this one.
		o, err := startOffice(ctx, filepath.Join(dir, "office"), "nice", "-n", "19", program)
		if err != nil {
			return err
		}
		defer o.stop()
		fmt.Println("a sale's commit, in turn with the same till at rest")
		sender, err := newShop(ctx, filepath.Join(dir, "sender"), "sender")
		if err != nil {
			return err
		}
		defer sender.Close()
		if err := sender.Fill(ctx, store.Filling{Members: saleMembers, Sales: saleBacklog, Seed: 1}, nil); err != nil {
			return err
		}
		if err := sender.join(ctx, o); err != nil {
			return err
		}
		if err := sender.turns(ctx, "while it pushes"); err != nil {
			return err
		}
		if err := sender.meet(ctx); err != nil {
			return err
		}
		taker, err := newShop(ctx, filepath.Join(dir, "taker"), "taker")
		if err != nil {
			return err
		}
		defer taker.Close()
		if err := taker.Fill(ctx, store.Filling{}, nil); err != nil { // goods alone
			return err
		}
		if err := taker.join(ctx, o); err != nil {
			return err
		}
		return taker.turns(ctx, "while it pulls")
	})
}

// turns sells at rest and while the agent works, in turn.
func (s *shop) turns(ctx context.Context, name string) error {
	t, err := till.New(ctx, s.Store, till.Options{Now: time.Now, Random: rand.Reader})
	if err != nil {
		return err
	}
	defer t.Close()
	for known := false; !known; { // a new till has nobody to sell to yet
		if _, _, err := t.MemberByCard(ctx, fmt.Sprint(firstCard+customers-1)); err == nil {
			known = true
		} else if err := s.work(ctx, 300*time.Millisecond, func() error { return nil }); err != nil {
			return err
		}
	}
	rnd := mrand.New(mrand.NewPCG(1, 2))
	var rest, busy []time.Duration
	for range saleSlices {
		if err := sell(ctx, t, rnd, &rest, time.Now().Add(slice)); err != nil {
			return err
		}
		if err := s.work(ctx, slice, func() error { return sell(ctx, t, rnd, &busy, time.Now().Add(slice)) }); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	for _, p := range []struct {
		name string
		at   int
		bar  float64
	}{{"p50", 50, 1.5}, {"p99", 99, 0}} {
		floor.Row(name+", "+p.name, percentile(busy, p.at), percentile(rest, p.at), "ms", p.bar)
	}
	fmt.Printf("  %d sales at rest, %d %s; %s\n", len(rest), len(busy), name, floor.Load())
	return nil
}

// work lets the agent work for a while, and something else at the same time.
func (s *shop) work(ctx context.Context, d time.Duration, beside func() error) error {
	working, stop := context.WithTimeout(ctx, d)
	defer stop()
	ended := make(chan error, 1)
	go func() {
		for {
			_, err := s.agent.Round(working, false)
			if chain.WhyOf(err) != chain.Busy {
				ended <- err
				return
			}
			time.Sleep(50 * time.Millisecond) // it has asked faster than a till may, and asks again
		}
	}()
	err := beside()
	if e := <-ended; e == nil {
		err = errors.Join(err, errors.New("there was too little to do"))
	} else if working.Err() == nil {
		err = errors.Join(err, e)
	}
	return err
}

func percentile(took []time.Duration, at int) float64 {
	slices.Sort(took)
	return float64(took[len(took)*at/100].Microseconds()) / 1000
}

// sell sells three articles to a member again and again, as the till's own
// benchmark does.
func sell(ctx context.Context, t *till.Till, rnd *mrand.Rand, took *[]time.Duration, until time.Time) error {
	for time.Now().Before(until) {
		d, err := t.NewSale(ctx, pos.System)
		if err != nil {
			return err
		}
		for range 3 {
			if err := t.AddBarcode(ctx, &d, fmt.Sprintf("B%04d", 1+rnd.IntN(goods)), 1000); err != nil {
				return err
			}
		}
		if _, err := t.AttachCard(ctx, &d, fmt.Sprint(firstCard+rnd.IntN(customers)), false); err != nil {
			return err
		}
		t.Saved()
		start := time.Now()
		if _, err := t.Complete(ctx, d, till.Payment{BankCard: till.Exact}); err != nil {
			return err
		}
		*took = append(*took, time.Since(start))
	}
	return nil
}
