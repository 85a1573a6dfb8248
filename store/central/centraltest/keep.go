package centraltest

import (
	"time"

	"bonuskasse/pos"
	"bonuskasse/pos/chain"
	"bonuskasse/pos/journal/journalpb"
)

// keptAtHome: what is free of a member goes to the till where they shop, up to
// the programme's limit, but not while another till waits; and what others hold is
// called back for it.
func keptAtHome(d *desk) {
	x, y := d.till("one"), d.till("two")
	x.Program(1, `{"points":1,"points_worth":1,"rights_kept_points":80}`)
	x.Sell(anna, 200, 0, never)
	x.Release(anna, 150)
	y.Sell(anna, 1, 0, never)
	d.push(x)
	d.push(y)
	d.sums(anna, 201, 150, 0, 50, 1)
	if c := d.pull(y, 0); len(c.Leases) != 0 {
		d.Fatalf("not at home: %+v", c.Leases)
	}
	x.Sell(anna, 1, 0, never)
	d.push(x)
	c := d.pull(x, 0)
	if len(c.Leases) != 1 || c.Leases[0].Granted != 29 || c.Leases[0].Account != anna {
		d.Fatalf("%+v", c.Leases)
	}
	d.sums(anna, 202, 121, 0, 80, 1)
	if away := d.pull(y, 0).Recalls; len(away) != 1 || away[0] != (chain.Recall{Account: anna, Points: 1}) {
		d.Fatalf("what lies idle at another till is not called back: %+v", away)
	}
	if own := d.pull(x, 0).Recalls; len(own) != 0 {
		d.Fatalf("the home is asked for its own: %+v", own)
	}
	again := d.pull(x, 0)
	if len(again.Leases) != 1 || again.Leases[0].ID != c.Leases[0].ID {
		d.Fatalf("%+v", again.Leases)
	}
	x.Accept(c.Leases[0])
	d.push(x)
	if again = d.pull(x, 0); len(again.Leases) != 0 {
		d.Fatalf("%+v", again.Leases)
	}

	// The other till needs more than is free: the home is asked, and gets nothing
	// until the other has been served.
	l, err := d.store.Lease(d.ctx, chain.Lease{ID: ID("a"), Account: anna, Till: y.ID, Incarnation: y.Incarnation, Want: 150}, pos.At(x.Now))
	d.ok(err)
	if l.Granted != 121 || len(l.Keepers) != 1 || !l.Keepers[0].Online {
		d.Fatalf("%+v", l)
	}
	x.Release(anna, 29)
	recalls := d.pull(x, 0).Recalls
	if len(recalls) != 1 || recalls[0].Points != 29 {
		d.Fatalf("%+v", recalls)
	}
	d.push(x)
	x.Sell(anna, 1, 0, never)
	d.push(x)
	l, err = d.store.Lease(d.ctx, chain.Lease{ID: ID("b"), Account: anna, Till: y.ID, Incarnation: y.Incarnation, Want: 29}, pos.At(x.Now))
	d.ok(err)
	if l.Granted != 29 {
		d.Fatalf("%+v", l)
	}

	far := pos.At(x.Now.Add(time.Hour))
	d.ok(d.store.Seen(d.ctx, y.ID, far))
	if l, err = d.store.Lease(d.ctx, chain.Lease{ID: ID("c"), Account: anna, Till: y.ID, Incarnation: y.Incarnation, Want: 10}, far); err != nil || l.Keepers[0].Online {
		d.Fatalf("a keeper that was not heard of for an hour is not online: %+v, %v", l, err)
	}
}

func expire(d *desk) {
	x := d.till("one")
	soon := Start.AddDate(0, 1, 0)
	x.Sell(anna, 100, 0, soon)
	x.Sell(anna, 40, 0, never)
	x.Sell(birte, 70, 0, soon)
	x.Release(anna, 60)
	x.Release(birte, 70)
	d.push(x)
	run := func(at time.Time, want int) {
		d.Helper()
		n, err := d.store.Expire(d.ctx, pos.At(at), 1000)
		d.ok(err)
		if n != want {
			d.Fatalf("%d accounts, not %d", n, want)
		}
	}
	run(soon, 0) // on its last day it is good
	after := soon.Add(time.Hour)
	run(after, 2)
	d.sums(anna, 80, 0, 0, 80)
	d.sums(birte, 0, 0, 0)
	run(after, 0)
	c, err := d.store.Pull(d.ctx, x.ID, x.Incarnation, 0, 100, pos.At(after))
	d.ok(err)
	if len(c.Recalls) != 1 || c.Recalls[0].Points != 40 {
		d.Fatalf("%+v", c.Recalls)
	}
	x.Release(anna, 40)
	d.push(x)
	run(after, 1)
	d.sums(anna, 40, 0, 0, 40)
	run(after, 0)
}

// expireUnheard: a day's end was worked through before two tills without a line
// could tell of what they had done on it.
func expireUnheard(d *desk) {
	bought, spent, x := d.till("bought"), d.till("spent"), d.till("one")
	soon := Start.AddDate(0, 1, 0)
	after := soon.Add(time.Hour)
	bought.Now, spent.Now, x.Now = Start.Add(time.Minute), Start.Add(2*time.Minute), Start.Add(3*time.Minute)
	bought.Sell(anna, 25, 0, never)
	bought.Release(anna, 25)
	spent.Sell(anna, 0, 10, never)
	x.Sell(anna, 30, 0, soon)
	x.Release(anna, 30)
	// free is what the head office could lend: the balance, and the 10 that a till
	// has used beyond what it held.
	ended := func(balance, free int64) {
		d.Helper()
		_, err := d.store.Expire(d.ctx, pos.At(after), 1000)
		d.ok(err)
		h, err := d.store.AccountOf(d.ctx, anna)
		d.ok(err)
		if p := h.Points.State.Points; p.Holding()-p.Debt != balance || h.Points.Free != free {
			d.Fatalf("a balance of %d and %d free, and should be %d and %d", p.Holding()-p.Debt, h.Points.Free, balance, free)
		}
		d.whole()
	}
	d.push(x)
	ended(0, 0) // 30 are over
	d.push(spent)
	ended(0, 10) // 10 of them had been used before: 20 were over
	d.push(bought)
	ended(15, 25) // those 10 were of the 25: 30 were over after all
	ended(15, 25)
}

func cardBlocks(d *desk) {
	x, y := d.till("one"), d.till("two")
	d.push(x)
	b, err := d.store.CardBlock(d.ctx, x.ID, x.Incarnation, chain.CardBlock{ID: ID("first"), Count: 50})
	d.ok(err)
	if b.First != pos.FirstCard {
		d.Fatalf("the first card of a chain is %d", b.First)
	}
	x.Say(&journalpb.Body{What: &journalpb.Body_CardsMade{CardsMade: &journalpb.CardsMade{Batch: x.ID[:], First: pos.FirstCard + 50, Count: 500}}}, pos.ID{}, 0)
	d.push(x)
	next := int64(pos.FirstCard + 550)
	for i, till := range []*Till{x, y, y} {
		want := chain.CardBlock{ID: ID("block" + string(rune('a'+i))), Count: 50}
		for range 2 { // the answer was lost
			b, err := d.store.CardBlock(d.ctx, till.ID, till.Incarnation, want)
			d.ok(err)
			if b.First != next || b.Count != 50 {
				d.Fatalf("%+v, and should begin with %d", b, next)
			}
		}
		next += 50
	}
	_, err = d.store.CardBlock(d.ctx, x.ID, ID("another life"), chain.CardBlock{ID: ID("z"), Count: 1})
	d.refused(err, chain.UnknownTill)
}

// parts: a pull of many changes comes in parts, in the order of commits, and
// nothing twice.
func parts(d *desk) {
	x, y := d.till("one"), d.till("two")
	list := &journalpb.MembersImported{}
	for i := range 40 {
		id := ID("member " + string(rune('a'+i)))
		list.Members = append(list.Members, &journalpb.NewMember{
			Member: &journalpb.MemberSet{Member: id[:], Tier: "Basic", Personal: &journalpb.Personal{Name: "M"}},
			Cards:  []*journalpb.CardSet{{Number: string(rune('a' + i)), Member: id[:], State: "active"}},
			Lots:   []*journalpb.GivenLot{{Points: int64(i)}},
		})
	}
	x.Say(&journalpb.Body{What: &journalpb.Body_MembersImported{MembersImported: list}}, pos.ID{}, 0)
	d.push(x)
	seen := map[string]bool{}
	var since chain.Cursor
	var last chain.Change
	for more := true; more; {
		c, err := d.store.Pull(d.ctx, y.ID, y.Incarnation, since, 7, pos.At(y.Now))
		d.ok(err)
		for _, x := range c.List {
			key := string(rune(x.Kind)) + x.Key
			if seen[key] || x.At <= last.At {
				d.Fatalf("%+v comes twice, or out of order", x)
			}
			seen[key], last = true, x
			if x.Kind == chain.Account && x.Points.State.Points.Holding() == 0 {
				d.Fatalf("%+v", x.Points)
			}
		}
		since, more = c.Next, c.More
	}
	if len(seen) != 40*3+39 { // member, tier, card, and an account where there are points
		d.Fatalf("%d things", len(seen))
	}
	now, err := d.store.Now(d.ctx)
	d.ok(err)
	if now != since {
		d.Fatalf("the newest cursor is %d, and the pull ended at %d", now, since)
	}
	facts, err := d.store.Facts(d.ctx, chain.Card)
	d.ok(err)
	if len(facts) != 40 || facts[0].Key != "a" || facts[39].Said[0].Body.GetCardSet() == nil {
		d.Fatalf("%d cards", len(facts))
	}
}
