package centraltest

import (
	"time"

	"bonuskasse/pos"
	"bonuskasse/pos/chain"
	"bonuskasse/pos/journal/journalpb"
)

// NextYear says something of a type that no program knows yet, and that changes the
// till's rights by so much.
func (x *Till) NextYear(member pos.ID, rights int64) {
	body := &journalpb.Body{}
	body.ProtoReflect().SetUnknown([]byte{0x9a, 0x06, 0x02, 0x08, 0x01})
	x.Say(body, member, rights)
}

// unread: what a newer till has spent in its own way is nobody's to have, though its
// points still stand on the account: not another till's, nor an expiry's, nor who the
// member is merged into's.
func unread(d *desk) {
	x, y := d.till("one"), d.till("two")
	soon := Start.AddDate(0, 1, 0)
	x.Sell(anna, 30, 0, soon)
	x.Sell(anna, 70, 0, never)
	x.NextYear(anna, -30)
	d.push(x)
	d.push(y)
	d.sums(anna, 100, 0, 0, 70)
	lease := func(id string, want, granted int64) {
		d.Helper()
		l, err := d.store.Lease(d.ctx, chain.Lease{ID: ID(id), Account: anna, Till: y.ID, Incarnation: y.Incarnation, Want: want}, pos.At(x.Now))
		d.ok(err)
		if l.Granted != granted {
			d.Fatalf("%d granted, and not %d", l.Granted, granted)
		}
		if granted > 0 {
			y.Accept(l)
		}
	}
	lease("a", 30, 0)
	x.Release(anna, 70)
	d.push(x)
	d.sums(anna, 100, 70, 0)
	if n, err := d.store.Expire(d.ctx, pos.At(soon.Add(time.Hour)), 1000); err != nil || n != 0 { // of the soonest to end it was spent
		d.Fatal(n, err)
	}
	lease("b", 100, 70)
	d.push(y)
	d.sums(anna, 100, 0, 0, 70)
	y.Release(anna, 70)
	x.NextYear(anna, 20) // and what it brings in its own way is there, and its own
	d.push(x)
	d.push(y)
	d.sums(anna, 100, 70, 0, 20)
	x.Release(anna, 20)
	x.Merge(anna, birte)
	d.push(x)
	if n, err := d.store.FollowMerged(d.ctx, pos.At(x.Now)); err != nil || n != 0 {
		d.Fatal(n, err)
	}
	d.sums(anna, 100, 90, 0)
	d.sums(birte, 0, 0, 0)
}
