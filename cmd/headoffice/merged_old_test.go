package main

import (
	"context"
	"testing"
	"time"

	"bonuskasse/pos"
	"bonuskasse/pos/journal/journalpb"
	"bonuskasse/pos/till"
)

// oldMerge is a merge as a shop that worked alone once made it: what waits for the
// alias goes over with the points, under one event.
func (d *desk) oldMerge(t *testing.T, keep, alias pos.ID, waits ...*journalpb.MovedPending) {
	t.Helper()
	err := d.store.Do(context.Background(), func(tx till.Tx) error {
		for _, x := range []struct {
			of   pos.ID
			body *journalpb.Body
		}{
			{alias, &journalpb.Body{What: &journalpb.Body_PointsTaken{PointsTaken: &journalpb.PointsTaken{Member: alias[:], Origin: "merge", Source: keep[:], All: true}}}},
			{keep, &journalpb.Body{What: &journalpb.Body_PointsGiven{PointsGiven: &journalpb.PointsGiven{Member: keep[:], Origin: "merge", Source: alias[:], Pending: waits}}}},
			{alias, &journalpb.Body{What: &journalpb.Body_MemberMerged{MemberMerged: &journalpb.MemberMerged{Alias: alias[:], Keep: keep[:]}}}},
		} {
			if _, err := tx.Append(time.Now(), x.body, x.of, 0); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestWhatAnOldMergeMovedIsGivenOnce: a shop that worked alone once moved what waits
// under one event, and has joined a chain since. Each is given once, when it is due: by
// the till, whether or not it has heard of the member from the head office; or by the
// head office, where that till is lost.
func TestWhatAnOldMergeMovedIsGivenOnce(t *testing.T) {
	for _, c := range []struct {
		says   string
		heard  bool   // the head office has told a of the account
		gone   bool   // a is lost before it is due
		tells  bool   // and had given, and told, before that
		calls  string // where the second appointment is called off
		points int64
	}{
		{says: "at once", points: 150},
		{says: "when it was heard of", heard: true, points: 150},
		{says: "by the head office", heard: true, gone: true, points: 150},
		{says: "by the till, which is lost then", heard: true, gone: true, tells: true, points: 150},
		{says: "but what was called off", heard: true, calls: "a", points: 100},
		{says: "but what was called off, by the head office", heard: true, calls: "a", gone: true, points: 100},
		{says: "but what was called off elsewhere", heard: true, calls: "b", points: 100},
		{says: "but what was called off elsewhere, by the head office", heard: true, calls: "b", gone: true, points: 100},
	} {
		t.Run(c.says, func(t *testing.T) {
			ctx := context.Background()
			o, a, b := serve(t), openDesk(t, "a"), openDesk(t, "b")
			a.cuts(t)
			keep, alias := a.member(t, "soren", "Søren Åkjær", "10001"), a.member(t, "sören", "Søren A", "10002")
			due := time.Now().AddDate(0, 0, 2)
			var waits []*journalpb.MovedPending
			var booked []pos.ID
			for range 2 {
				x, err := a.Book(ctx, till.Booking{Member: alias, Service: "haircut", Ends: due}, till.By(pos.System))
				if err != nil {
					t.Fatal(err)
				}
				booked = append(booked, x.ID)
				waits = append(waits, &journalpb.MovedPending{Appointment: x.ID[:], Points: 50, DueAt: int64(x.DueAt)})
			}
			sold := a.cut(t, "10002").Sale.ID
			waits = append(waits, &journalpb.MovedPending{Sale: sold[:], Points: 50, DueAt: due.UnixMilli()})
			a.oldMerge(t, keep, alias, waits...)
			a.enrol(t, o, "Kasse a")
			b.enrol(t, o, "Kasse b")
			meetTwice(t, a, b)
			if c.heard {
				if _, err := b.Adjust(ctx, keep, 7, till.Who{Person: pos.System, Reason: "test"}); err != nil {
					t.Fatal(err)
				}
				c.points += 7
				meetTwice(t, b, a)
			}
			for _, d := range []*desk{a, b} {
				if _, s, err := d.MemberByCard(ctx, "10001"); err != nil || s.Account.PendingPoints() != 150 {
					t.Errorf("%d points wait: %v", s.Account.PendingPoints(), err)
				}
				d.whole(t)
			}
			if c.calls != "" {
				if _, err := map[string]*desk{"a": a, "b": b}[c.calls].CancelAppointment(ctx, booked[1], false, till.By(pos.System)); err != nil {
					t.Fatal(err)
				}
				meetTwice(t, b, a)
				a.whole(t)
			}
			head := o.database(t)
			later, desks := due.AddDate(0, 0, 1), []*desk{a, b}
			if !c.gone || c.tells {
				if _, err := a.Tick(ctx, later); err != nil {
					t.Fatal(err)
				}
				a.whole(t)
				a.meet(t)
			}
			if c.gone {
				o.do(t, "till", "revoke", "Kasse a", "--lost")
				desks = desks[1:]
			}
			for range 2 {
				if _, err := head.AwardGivenUp(ctx, later); err != nil {
					t.Fatal(err)
				}
				meetTwice(t, desks...)
				for _, d := range desks {
					if _, err := d.Tick(ctx, later.Add(time.Hour)); err != nil {
						t.Fatal(err)
					}
				}
			}
			meetTwice(t, desks...)
			for _, d := range desks {
				_, s, err := d.MemberByCard(ctx, "10001")
				if p := s.Account; err != nil || p.Holding() != c.points || p.Debt != 0 || p.PendingPoints() != 0 && c.calls != "b" {
					t.Errorf("%d points, %d of debt and %d that wait: %v", p.Holding(), p.Debt, p.PendingPoints(), err)
				}
				if toSettle, err := d.ToSettle(ctx); err != nil || !c.gone && len(toSettle.List) != 0 {
					t.Errorf("%+v %v", toSettle.List, err)
				}
				d.whole(t)
			}
			o.do(t, "verify")
		})
	}
}
