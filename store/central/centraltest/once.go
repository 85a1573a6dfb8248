package centraltest

import (
	"time"

	"bonuskasse/pos"
	"bonuskasse/pos/chain"
	"bonuskasse/pos/journal/journalpb"
)

// Give gives points that no sale earned.
func (x *Till) Give(member pos.ID, origin string, source pos.ID, points int64) {
	g := &journalpb.PointsGiven{Member: member[:], Origin: origin, Lots: []*journalpb.GivenLot{{Points: points, AccruedAt: x.Now.UnixMilli()}}}
	if !source.IsZero() {
		g.Source = source[:]
	}
	x.Say(&journalpb.Body{What: &journalpb.Body_PointsGiven{PointsGiven: g}}, member, points)
}

// bringPooled is bring where who has brought them is one of a pool, which gets it.
func (x *Till) bringPooled(friend, by, knownAs, pool pos.ID) {
	x.Give(friend, "referral", by, 20)
	x.Say(&journalpb.Body{What: &journalpb.Body_PointsGiven{PointsGiven: &journalpb.PointsGiven{Member: pool[:], Whom: knownAs[:], Origin: "referrer", Source: friend[:],
		Lots: []*journalpb.GivenLot{{Points: 30, AccruedAt: x.Now.UnixMilli()}}}}}, pool, 30)
}

// Appointment books a service, or says what became of it.
func (x *Till) Appointment(id, member pos.ID, points int64, state pos.AppointmentState) {
	x.Say(&journalpb.Body{What: &journalpb.Body_AppointmentSet{AppointmentSet: &journalpb.AppointmentSet{
		Appointment: id[:], Member: member[:], Sku: "cut", Points: points, State: string(state), DueAt: x.Now.UnixMilli()}}}, member, 0)
}

// Award gives the points of an appointment.
func (x *Till) Award(id, member pos.ID, points int64) {
	x.Say(&journalpb.Body{What: &journalpb.Body_ServiceAwarded{ServiceAwarded: &journalpb.ServiceAwarded{
		Member: member[:], Appointment: id[:], Points: points, At: x.Now.UnixMilli()}}}, member, points)
}

// givenOnce: of what counts once the first that is received stands, and what a till
// gives again is taken back; what may come again is not touched.
func givenOnce(d *desk) {
	x, y := d.till("one"), d.till("two")
	review := ID("review")
	for _, t := range []*Till{x, y} {
		t.Give(anna, "welcome", pos.ID{}, 10)
		t.Give(anna, "referral", birte, 20)
		t.Give(birte, "referrer", anna, 30)
		t.Give(anna, "review", review, 40)
		t.Give(anna, "adjustment", pos.ID{}, 5)
	}
	d.push(y)
	d.conflicts()
	d.push(x)
	list := d.conflicts(chain.GivenTwice, chain.GivenTwice, chain.GivenTwice, chain.GivenTwice)
	for _, c := range list {
		if c.Till != x.ID || c.TillTwo != y.ID || c.Points != map[string]int64{"welcome": 10, "referral": 20, "referrer": 30, "review": 40}[c.Subject] {
			d.Fatalf("%+v", c)
		}
	}
	d.sums(anna, 80, 0, 70, 75, 75)
	d.sums(birte, 30, 0, 30, 30, 30)
}

// serviceOnce: an appointment gives its points once, whoever gives them, and none
// where a person has said so, in whatever order that is heard.
func serviceOnce(d *desk) {
	x, y := d.till("one"), d.till("two")
	at := func(state pos.AppointmentState, name string) (id pos.ID) {
		id = ID(name)
		c, err := d.store.Fact(d.ctx, chain.Appointment, string(id[:]))
		d.ok(err)
		if len(c.Said) != 1 {
			d.Fatalf("%+v", c)
		}
		got := pos.AppointmentState(c.Said[0].Body.GetAppointmentSet().GetState())
		if c.Said[0].Body.GetServiceAwarded() != nil {
			got = pos.AppointmentAwarded
		}
		if got != state {
			d.Fatalf("%s is %s, and not %s", name, got, state)
		}
		return id
	}
	for _, name := range []string{"twice", "off first", "off last", "moved"} {
		x.Appointment(ID(name), anna, 50, pos.AppointmentBooked)
	}
	d.push(x)
	y.Award(ID("twice"), anna, 50)
	y.Appointment(ID("off first"), anna, 50, pos.AppointmentCancelled)
	y.Appointment(ID("off last"), anna, 50, pos.AppointmentMissed)
	x.Award(ID("twice"), anna, 50)
	x.Award(ID("off first"), anna, 50)
	x.Award(ID("off last"), anna, 50)
	d.push(x) // the last one's end is not heard of
	d.sums(anna, 150, 0, 0, 150)
	d.push(y)
	d.conflicts(chain.ServiceTwice, chain.ServiceEnded, chain.ServiceEnded)
	d.sums(anna, 50, 0, 150, 150, 50)
	at(pos.AppointmentAwarded, "twice")
	at(pos.AppointmentCancelled, "off first")
	at(pos.AppointmentMissed, "off last")
	// A change of the time that comes late brings nothing back.
	y.Appointment(ID("off last"), anna, 50, pos.AppointmentBooked)
	d.push(y)
	at(pos.AppointmentMissed, "off last")
	h, err := d.store.AccountOf(d.ctx, anna)
	d.ok(err)
	if n := h.Points.State.Points.PendingPoints(); n != 50 {
		d.Fatalf("%d points wait, and only the one that was not over should", n)
	}
}

// givenUp: what waits under the events of a till that was given up, the head office
// gives: when it is due, once, and not what the till had told that it gave.
func givenUp(d *desk) {
	x, y, untold := d.till("one"), d.till("two"), ID("untold")
	for _, name := range []string{"told", "untold", "off", "moved"} {
		x.Appointment(ID(name), anna, 50, pos.AppointmentBooked)
	}
	move := func(t *Till, name string, due time.Time) {
		id := ID(name)
		t.Say(&journalpb.Body{What: &journalpb.Body_AppointmentSet{AppointmentSet: &journalpb.AppointmentSet{Appointment: id[:], Member: anna[:], Sku: "cut", Points: 50,
			State: string(pos.AppointmentBooked), DueAt: due.UnixMilli()}}}, anna, 0)
	}
	move(x, "earlier", x.Now.AddDate(0, 0, 9))
	x.Award(ID("told"), anna, 50)
	sale, haircut := ID("sale"), &journalpb.Line{Sku: "cut", PointsScheduled: 30}
	x.Say(&journalpb.Body{What: &journalpb.Body_SaleCompleted{SaleCompleted: &journalpb.SaleCompleted{Sale: sale[:], Member: birte[:], Completed: x.Now.UnixMilli(),
		PointsScheduled: 30, ScheduledDueAt: x.Now.UnixMilli(), Lines: []*journalpb.Line{{Sku: "tea"}, haircut}}}}, birte, 0)
	d.push(x)
	x.Award(untold, anna, 50)
	y.Now = x.Now
	y.Appointment(ID("off"), anna, 50, pos.AppointmentCancelled)
	move(y, "moved", x.Now.Add(2*time.Hour))
	d.push(y)
	now := x.Now.Add(time.Hour)
	give := func(want int) {
		d.Helper()
		given, err := d.store.AwardGivenUp(d.ctx, now)
		d.ok(err)
		if len(given) != want {
			d.Fatalf("%+v were given, and %d should be", given, want)
		}
	}
	give(0) // the till is at work
	d.ok(d.store.Revoke(d.ctx, x.ID, true, pos.At(now)))
	d.conflicts(chain.LostTillRights)
	d.sums(anna, 50, 50, 0)
	give(2)
	give(0)
	d.sums(anna, 100, 100, 0)
	d.sums(birte, 30, 30, 0)
	c, err := d.store.Fact(d.ctx, chain.Appointment, string(untold[:]))
	d.ok(err)
	if len(c.Said) != 1 || c.Said[0].Body.GetServiceAwarded() == nil {
		d.Fatalf("the tills are told %+v", c)
	}
	// What is said of it later is as if the till had given it.
	y.Appointment(untold, anna, 50, pos.AppointmentMissed)
	d.push(y)
	d.conflicts(chain.LostTillRights, chain.ServiceEnded)
	d.sums(anna, 50, 50, 0)
	now = now.Add(2 * time.Hour)
	give(1)
	give(0)
	d.sums(anna, 100, 100, 0)
	// One that another till moves to an earlier day is given for at once when it is due.
	move(y, "earlier", now.Add(time.Minute))
	d.push(y)
	give(0)
	now = now.Add(2 * time.Minute)
	give(1)
	d.sums(anna, 150, 150, 0)
}

// broughtOnce: a friend who is two members is given for once, in whatever order the
// gifts and the merge are heard, and so is who brought them, who may be two as well.
// What was given before the merge to both, as to two members, stands.
func broughtOnce(d *desk) {
	for _, c := range []struct {
		says   string
		twice  int   // things to settle
		points int64 // of the friend, and of who brought them
		play   func(x, y *Till, keep, alias, by pos.ID)
	}{
		{"the merge first", 2, 1, func(x, y *Till, keep, alias, by pos.ID) {
			x.Merge(alias, keep)
			x.bring(keep, by, by)
			d.push(x)
			y.Now = x.Now
			y.bring(alias, by, by)
			d.push(y)
		}},
		{"the other gift first", 2, 1, func(x, y *Till, keep, alias, by pos.ID) {
			y.bring(alias, by, by)
			x.Now = y.Now
			x.Merge(alias, keep)
			x.bring(keep, by, by)
			d.push(y)
			d.push(x)
		}},
		{"the merge last", 2, 1, func(x, y *Till, keep, alias, by pos.ID) {
			z := d.till("three " + keep.String())
			z.Now = y.Now
			z.Merge(alias, keep)
			x.Now, y.Now = z.Now.Add(time.Second), z.Now.Add(time.Minute)
			x.bring(keep, by, by)
			y.bring(alias, by, by)
			d.push(x)
			d.push(y)
			d.conflicts()
			d.push(z)
		}},
		{"both before the merge", 0, 2, func(x, y *Till, keep, alias, by pos.ID) {
			x.bring(keep, by, by)
			y.bring(alias, by, by)
			x.Now = y.Now
			x.Merge(alias, keep)
			d.push(y)
			d.push(x)
		}},
		{"who brought them is merged", 2, 1, func(x, y *Till, keep, alias, by pos.ID) {
			other := ID("other " + by.String())
			x.Merge(by, other)
			x.bring(keep, by, other)
			y.bring(keep, by, by)
			d.push(y)
			d.push(x)
		}},
		{"who brought them is merged, heard last", 2, 1, func(x, y *Till, keep, alias, by pos.ID) {
			z, other := d.till("three "+keep.String()), ID("other "+by.String())
			x.bring(keep, by, other)
			y.bring(keep, by, by)
			d.push(x)
			d.push(y)
			d.conflicts(chain.GivenTwice) // the friend is one, whoever brought them
			z.Merge(by, other)
			d.push(z)
		}},
		{"who brought them is of a pool and merged, heard last", 2, 1, func(x, y *Till, keep, alias, by pos.ID) {
			z, other, pool := d.till("three "+keep.String()), ID("other "+by.String()), ID("pool "+by.String())
			x.bringPooled(keep, by, other, pool)
			y.bringPooled(keep, by, by, pool)
			d.push(x)
			d.push(y)
			d.conflicts(chain.GivenTwice)
			z.Merge(by, other)
			d.push(z)
		}},
		{"who brought them is merged, heard last, and only one had joined a pool", 2, 1, func(x, y *Till, keep, alias, by pos.ID) {
			z, other, pool := d.till("three "+keep.String()), ID("other "+by.String()), ID("pool "+by.String())
			x.bringPooled(keep, by, by, pool)
			y.bring(keep, by, other)
			d.push(x)
			d.push(y)
			d.conflicts(chain.GivenTwice)
			z.Merge(by, other)
			d.push(z)
		}},
	} {
		name := func(what string) pos.ID { return ID(what + c.says) }
		x, y := d.till("one"+c.says), d.till("two"+c.says)
		keep, alias, by := name("keep"), name("alias"), name("by")
		x.brought(keep, by)
		x.brought(alias, by)
		d.push(x)
		c.play(x, y, keep, alias, by)
		list, _, err := d.store.Conflicts(d.ctx, false)
		d.ok(err)
		if len(list) != c.twice {
			d.Fatalf("%s: to settle: %+v", c.says, list)
		}
		for _, t := range list {
			if t.Kind != chain.GivenTwice || t.Till == t.TillTwo || t.Member != keep && t.Subject == "referral" {
				d.Fatalf("%s: %+v", c.says, t)
			}
			d.ok(d.store.Settle(d.ctx, t.ID, "told", pos.At(x.Now)))
		}
		sum := func(members ...pos.ID) (points int64) {
			for _, m := range members {
				h, err := d.store.AccountOf(d.ctx, m)
				d.ok(err)
				points += h.Points.State.Points.Holding() - h.Points.State.Points.Debt
			}
			return points
		}
		if friend, bringer := sum(keep, alias), sum(by, ID("other "+by.String()), ID("pool "+by.String())); friend != 20*c.points || bringer != 30*c.points {
			d.Fatalf("%s: %d and %d points", c.says, friend, bringer)
		}
		d.whole()
	}
}

// Merge makes a member an alias of another.
func (x *Till) Merge(alias, keep pos.ID) {
	x.Say(&journalpb.Body{What: &journalpb.Body_MemberMerged{MemberMerged: &journalpb.MemberMerged{Alias: alias[:], Keep: keep[:]}}}, alias, 0)
}

// brought makes a member whom another brought.
func (x *Till) brought(member, by pos.ID) {
	x.Say(&journalpb.Body{What: &journalpb.Body_MemberSet{MemberSet: &journalpb.MemberSet{Member: member[:], Tier: "Basic", Status: "active",
		ReferredBy: by[:], Personal: &journalpb.Personal{Name: "M"}}}}, member, 0)
}

// bring gives for a friend, and to who has brought them, by the name that they have
// at this till.
func (x *Till) bring(friend, by, knownAs pos.ID) {
	x.Give(friend, "referral", by, 20)
	x.Give(knownAs, "referrer", friend, 30)
}
