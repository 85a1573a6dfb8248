package centraltest

import (
	"time"

	"bonuskasse/pos"
	"bonuskasse/pos/chain"
)

var (
	anna  = ID("anna")
	birte = ID("birte")
	never time.Time
)

func enrolment(d *desk) {
	x := NewTill(d, "one")
	token := [32]byte{9}
	e := chain.Enrolment{CodeHash: [32]byte{1}, TokenHash: token, Till: x.ID, Lives: []chain.Life{x.Life()}, At: pos.At(x.Now)}
	_, err := d.store.Enrol(d.ctx, e)
	d.refused(err, chain.BadCode)
	d.ok(d.store.AddCode(d.ctx, chain.Code{Hash: [32]byte{1}, TillName: "Front", Shop: "Aarhus", Until: pos.At(x.Now.Add(time.Hour))}))
	late := e
	late.At += 2 * 3600 * 1000
	_, err = d.store.Enrol(d.ctx, late)
	d.refused(err, chain.BadCode)
	for range 2 { // the answer was lost
		till, err := d.store.Enrol(d.ctx, e)
		d.ok(err)
		if till.Name != "Front" || till.Shop != "Aarhus" || len(till.Lives) != 1 || till.Lives[0].Incarnation != x.Incarnation {
			d.Fatalf("%+v", till)
		}
	}
	other := e
	other.Till = ID("two")
	_, err = d.store.Enrol(d.ctx, other)
	d.refused(err, chain.BadCode) // it is used
	till, err := d.store.TillByToken(d.ctx, token)
	d.ok(err)
	if till.ID != x.ID {
		d.Fatalf("the token is of %v", till.ID)
	}
	d.ok(d.store.Revoke(d.ctx, x.ID, false, pos.At(x.Now)))
	_, err = d.store.TillByToken(d.ctx, token)
	d.refused(err, chain.Revoked)
	_, err = d.store.Push(d.ctx, x.Batch(1), pos.At(x.Now))
	d.refused(err, chain.Revoked)
}

func push(d *desk) {
	x, y := d.till("one"), d.till("two")
	x.Join(anna, "Anna")
	x.Sell(anna, 100, 0, never)
	if l := d.push(x); l.Applied != 3 || l.Head != x.Events[2].Hash {
		d.Fatalf("%+v", l)
	}
	l, err := d.store.Push(d.ctx, x.Batch(1), pos.At(x.Now)) // said again
	d.ok(err)
	if l.Applied != 3 {
		d.Fatalf("%+v", l)
	}
	d.sums(anna, 100, 0, 0, 100)
	x.Sell(anna, 7, 0, never)
	x.Sell(anna, 8, 0, never)
	_, err = d.store.Push(d.ctx, x.Batch(5), pos.At(x.Now))
	d.refused(err, chain.Gap)
	if l, err = d.store.Push(d.ctx, x.Batch(2), pos.At(x.Now)); err != nil || l.Applied != 5 {
		d.Fatalf("%+v, %v", l, err)
	}
	d.sums(anna, 115, 0, 0, 115)

	c := d.pull(y, 0)
	kinds := map[chain.Kind]int{}
	for _, change := range c.List {
		kinds[change.Kind]++
		switch change.Kind {
		case chain.Member:
			if change.Opens == nil || len(change.Said) != 1 || change.Said[0].Of.Till != x.ID {
				d.Fatalf("%+v", change)
			}
		case chain.Account:
			if change.Points.State.Points.Holding() != 115 || change.Points.Home != x.ID || change.Points.Free != 0 {
				d.Fatalf("%+v", change.Points)
			}
		}
	}
	if len(c.List) != 3 || kinds[chain.MemberTier] != 1 || c.More {
		d.Fatalf("%v", kinds)
	}
	if again := d.pull(y, c.Next); len(again.List) != 0 || again.Next != c.Next {
		d.Fatalf("%+v", again)
	}
	if own := d.pull(x, 0); len(own.List) != 0 || len(own.Applied) != 1 || own.Applied[0].Applied != 5 {
		d.Fatalf("a till is sent what it said: %+v", own)
	}

	// A copy of the till that went on by itself.
	fork := NewTill(d, "one")
	fork.Join(birte, "Birte")
	_, err = d.store.Push(d.ctx, fork.Batch(1), pos.At(x.Now))
	d.refused(err, chain.Fork)
	d.conflicts(chain.Forked)
}

func rights(d *desk) {
	x, y := d.till("one"), d.till("two")
	x.Join(anna, "Anna")
	x.Sell(anna, 100, 0, never)
	d.push(x)
	seen := d.pull(y, 0).Next

	want := chain.Lease{ID: ID("lease"), Account: anna, Till: y.ID, Incarnation: y.Incarnation, Want: 60}
	l, err := d.store.Lease(d.ctx, want, pos.At(x.Now))
	d.ok(err)
	if l.Granted != 0 || len(l.Keepers) != 1 || l.Keepers[0].Rights != 100 || l.Keepers[0].Till != x.ID {
		d.Fatalf("%+v", l)
	}
	c := d.pull(x, 0)
	if len(c.Recalls) != 1 || c.Recalls[0].Account != anna || c.Recalls[0].Points != 60 {
		d.Fatalf("%+v", c)
	}
	x.Release(anna, 60)
	d.push(x)
	d.sums(anna, 100, 60, 0, 40)
	if c := d.pull(x, 0); len(c.Recalls) != 0 {
		d.Fatalf("%+v", c.Recalls)
	}
	for range 2 { // asked again, the same is granted once
		if l, err = d.store.Lease(d.ctx, want, pos.At(x.Now)); err != nil || l.Granted != 60 {
			d.Fatalf("%+v, %v", l, err)
		}
	}
	d.sums(anna, 100, 0, 0, 60, 40)
	if c = d.pull(y, seen); len(c.Leases) != 1 || c.Leases[0].ID != want.ID || c.Leases[0].Granted != 60 {
		d.Fatalf("%+v", c.Leases)
	}
	y.Accept(l)
	y.Sell(anna, 0, 50, never)
	d.push(y)
	d.sums(anna, 50, 0, 0, 40, 10)
	if c = d.pull(y, seen); len(c.Leases) != 0 {
		d.Fatalf("%+v", c.Leases)
	}
	if c := d.pull(x, 0); c.List[0].Points.State.Points.Holding() != 50 {
		d.Fatalf("%+v", c.List)
	}
}

func restored(d *desk) {
	x, y := d.till("one"), d.till("two")
	x.Join(anna, "Anna")
	x.Sell(anna, 100, 0, never)
	d.push(x)
	again := x.Restore(2, 2)
	again.Sell(anna, 5, 0, never)
	l, err := d.store.Push(d.ctx, again.Batch(1), pos.At(again.Now))
	d.ok(err)
	if l.Ordinal != 2 || l.Applied != 2 {
		d.Fatalf("%+v", l)
	}
	d.sums(anna, 105, 100, 0, 5) // what the old life held is free
	x.Sell(anna, 0, 100, never)  // the old one was not dead
	_, err = d.store.Push(d.ctx, x.Batch(3), pos.At(x.Now))
	d.refused(err, chain.Fenced)
	d.conflicts(chain.FencedEvents)
	if c := d.pull(again, 0); len(c.List) == 0 {
		d.Fatal("a restored till must be sent what it has forgotten")
	}
	_, err = d.store.Lease(d.ctx, chain.Lease{ID: ID("old"), Account: anna, Till: x.ID, Incarnation: x.Incarnation, Want: 1}, pos.At(x.Now))
	d.refused(err, chain.Fenced)

	d.ok(d.store.Revoke(d.ctx, x.ID, true, pos.At(again.Now)))
	list := d.conflicts(chain.FencedEvents, chain.LostTillRights)
	if list[1].Points < 5 { // with what the home kept
		d.Fatalf("%+v", list)
	}
	d.sums(anna, 105, 105, 0)
	_ = y
}

// restoredTwice: a till is put back twice from one copy, and the first letter of
// the life between comes last. It does not fence the one that goes on.
func restoredTwice(d *desk) {
	x := d.till("one")
	x.Join(anna, "Anna")
	x.Sell(anna, 100, 0, never)
	d.push(x)
	between := x.Restore(2, 2)
	between.Sell(anna, 7, 0, never)
	x.Now = x.Now.Add(time.Minute)
	lives := x.Restore(3, 2)
	lives.Sell(anna, 5, 0, never)
	d.push(lives)
	_, err := d.store.Push(d.ctx, between.Batch(1), pos.At(lives.Now))
	d.refused(err, chain.Fenced)
	d.conflicts(chain.FencedEvents)
	lives.Sell(anna, 3, 0, never)
	_, err = d.store.Push(d.ctx, lives.Batch(3), pos.At(lives.Now))
	d.ok(err)
	d.sums(anna, 108, 100, 0, 8)
}

// atOnce: tills push, pull and lease at the same time, of the same members; the
// books are right afterwards.
func atOnce(d *desk) {
	const tills, sales = 4, 60
	members := []pos.ID{anna, birte, ID("carl"), ID("dorte")}
	done := make(chan error, 2*tills)
	for i := range tills {
		x := d.till("till " + string(rune('a'+i)))
		for n := range sales {
			x.Sell(members[(n+i)%len(members)], 10, 0, never)
			x.Release(members[(n+i)%len(members)], 5)
		}
		go func() {
			var err error
			for from := 0; from < len(x.Events) && err == nil; from += 10 {
				b := x.Batch(int64(from) + 1)
				b.Events = b.Events[:min(10, len(b.Events))]
				_, err = d.store.Push(d.ctx, b, pos.At(x.Now))
			}
			done <- err
		}()
		go func() {
			var err error
			var c chain.Changes
			for n := 0; n < 10 && err == nil; n++ {
				l := chain.Lease{ID: ID(x.ID.String() + string(rune('a'+n))), Account: members[n%len(members)], Till: x.ID, Incarnation: x.Incarnation, Want: 7}
				if _, err = d.store.Lease(d.ctx, l, pos.At(x.Now)); err == nil {
					c, err = d.store.Pull(d.ctx, x.ID, x.Incarnation, c.Next, 5, pos.At(x.Now))
				}
			}
			done <- err
		}()
	}
	for range 2 * tills {
		d.ok(<-done)
	}
	d.whole()
	for _, m := range members {
		h, err := d.store.AccountOf(d.ctx, m)
		d.ok(err)
		held := int64(0)
		for _, k := range h.Keepers {
			held += k.Rights
		}
		if got := h.Points.State.Points.Holding(); got != tills*sales*10/int64(len(members)) || h.Points.Free+held != got {
			d.Fatalf("%d points, %d free, %d held", got, h.Points.Free, held)
		}
	}
}
