package main

import (
	"context"
	"crypto/rand"
	"io"
	"path/filepath"
	"testing"
	"time"

	"bonuskasse/hardware"
	"bonuskasse/pos"
	"bonuskasse/pos/till"
)

// prints makes a batch of cards at a till, from a number or the next (0).
func prints(t *testing.T, d *till.Till, from, count int64) (first int64, code pos.Code) {
	t.Helper()
	in := till.NewCards{From: from, Count: count, Kind: pos.BothCard, Symbology: pos.CardCode128, Layout: hardware.CardsCR80}
	b, err := d.MakeCards(context.Background(), in, func(context.Context, hardware.CardJob) error { return nil }, till.By(pos.System))
	if err != nil && pos.CodeOf(err) == "" {
		t.Fatal(err)
	}
	return b.First, pos.CodeOf(err)
}

// alone is a till whose head office cannot be asked.
func (d *desk) alone(t *testing.T) *till.Till {
	t.Helper()
	a, err := till.New(context.Background(), d.store, till.Options{Now: time.Now, Random: rand.Reader})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(a.Close)
	return a
}

// TestNoTwoTillsPrintOneNumber: tills of a chain number cards out of blocks that
// are theirs alone, also with no line; what they lack they ask for.
func TestNoTwoTillsPrintOneNumber(t *testing.T) {
	o := serve(t)
	a, b := openDesk(t, "a"), openDesk(t, "b")
	if first, code := prints(t, a.Till, 0, 30); first != 10001 || code != "" {
		t.Fatalf("a shop that works alone begins at %d: %s", first, code)
	}
	a.enrol(t, o, "a")
	a.meet(t)
	b.enrol(t, o, "b")
	b.meet(t)

	seen := map[int64]string{}
	take := func(who string, first, count int64, code pos.Code) {
		t.Helper()
		if code != "" {
			t.Fatalf("till %s, a batch of %d: %s", who, count, code)
		}
		for n := first; n < first+count; n++ {
			if seen[n] != "" || n <= 10030 {
				t.Fatalf("card %d of till %s is one of %q", n, who, seen[n])
			}
			seen[n] = who
		}
	}
	apartA, apartB := a.alone(t), b.alone(t)
	for range 3 {
		first, code := prints(t, apartA, 0, 30)
		take("a", first, 30, code)
		first, code = prints(t, apartB, 0, 30)
		take("b", first, 30, code)
	}
	if _, code := prints(t, apartA, 0, 30); code != pos.NoCardNumbers {
		t.Errorf("ten numbers are left, and no line: %q", code)
	}
	if _, code := prints(t, apartB, 10031, 5); code != pos.CardNotOurs {
		t.Errorf("numbers of another till: %q", code)
	}
	for _, d := range []*desk{a, b} { // with a line there are more, as many as are wanted
		first, code := prints(t, d.Till, 0, 500)
		take("with a line", first, 500, code)
	}

	// A till put back from a backup does not know what it printed after that.
	backup := filepath.Join(t.TempDir(), "shop.db")
	a.meet(t)
	if err := a.store.Backup(context.Background(), backup, nil); err != nil {
		t.Fatal(err)
	}
	first, code := prints(t, apartA, 0, 20)
	take("a", first, 20, code)
	r := restore(t, a, backup)
	if _, code := prints(t, r.alone(t), 0, 20); code != pos.NoCardNumbers {
		t.Errorf("a restored till numbers cards before it has spoken with the head office: %q", code)
	}
	r.meet(t)
	first, code = prints(t, r.alone(t), 0, 20)
	take("restored", first, 20, code)
	r.whole(t)
	b.whole(t)
}

// TestTheFirstCardOfAChain: what the head office sets by its own commands takes no
// numbers.
func TestTheFirstCardOfAChain(t *testing.T) {
	o := serve(t)
	if code := run(o.with("programme", "set", "cap_bp=2500"), io.Discard, io.Discard); code != 0 {
		t.Fatalf("exit %d", code)
	}
	a := openDesk(t, "a")
	a.enrol(t, o, "a")
	a.meet(t)
	a.meet(t)
	if first, code := prints(t, a.alone(t), 0, 100); first != 10001 || code != "" {
		t.Errorf("the first card of a chain is %d %s", first, code)
	}
}
