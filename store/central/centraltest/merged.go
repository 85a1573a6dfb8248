package centraltest

import (
	"time"

	"bonuskasse/pos"
	"bonuskasse/pos/chain"
)

// mergedLate: a till that has not heard of a merge goes on with the alias. What it
// has is called back, though another till was asked for points of the alias a moment
// before, by somebody else, and has none left to answer with.
func mergedLate(d *desk) {
	x, y := d.till("one"), d.till("two")
	sale := x.Sell(anna, 30, 0, never)
	d.push(x)
	d.push(y)
	l, err := d.store.Lease(d.ctx, chain.Lease{ID: ID("a"), Account: anna, Till: y.ID, Incarnation: y.Incarnation, Want: 30}, pos.At(x.Now))
	d.ok(err)
	if l.Granted != 0 || len(l.Keepers) != 1 {
		d.Fatalf("%+v", l)
	}
	x.Return(anna, sale, 30, 30)
	x.Merge(anna, birte)
	y.Sell(anna, 50, 0, never)
	d.push(x)
	d.push(y)
	at := x.Now.Add(time.Minute)
	follow := func(want int) {
		d.Helper()
		if n, err := d.store.FollowMerged(d.ctx, pos.At(at)); err != nil || n != want {
			d.Fatalf("%d accounts followed, and should be %d: %v", n, want, err)
		}
	}
	follow(0)
	now, err := d.store.Now(d.ctx)
	d.ok(err)
	follow(0) // it is asked: nothing is new
	if again, err := d.store.Now(d.ctx); err != nil || again != now {
		d.Fatalf("who is asked is asked again each time: %d, %d, %v", now, again, err)
	}
	c, err := d.store.Pull(d.ctx, y.ID, y.Incarnation, now, 100, pos.At(at))
	d.ok(err)
	if len(c.Recalls) != 1 || c.Recalls[0] != (chain.Recall{Account: anna, Points: 50}) {
		d.Fatalf("the till is not asked for what it has: %+v", c.Recalls)
	}
	y.Release(anna, 50)
	d.push(y)
	follow(1)
	d.sums(anna, 0, 0, 0)
	d.sums(birte, 50, 50, 0)
}
