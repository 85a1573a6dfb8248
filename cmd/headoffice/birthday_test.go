package main

import (
	"context"
	"testing"
	"time"

	"connectrpc.com/connect"

	"bonuskasse/pos"
	"bonuskasse/pos/till"
	"bonuskasse/sync/link"
	"bonuskasse/sync/wire"
)

// TestABirthdayIsGivenForOnce: by the head office, however many tills know the
// member and whoever asks again; and not again where a till gave while it was
// alone.
func TestABirthdayIsGivenForOnce(t *testing.T) {
	o := serve(t)
	ctx := context.Background()
	a, b := openDesk(t, "a"), openDesk(t, "b")
	if _, err := a.SetProgram(ctx, map[string]string{"birthday_points": "25"}, till.By(pos.System)); err != nil {
		t.Fatal(err)
	}
	today := shopTime(t, time.Now().Add(time.Second)) // the programme holds by then
	born := func(username, card string, on time.Time) {
		t.Helper()
		if _, err := a.AddMember(ctx, till.NewMember{Username: username, Name: username, Tier: "Bonus 5%", Card: card, Birthday: "1980-" + on.Format("01-02")}, till.By(pos.System)); err != nil {
			t.Fatal(err)
		}
	}
	born("alone", "10001", today)
	if ticked, err := a.Tick(ctx, today); err != nil || ticked.Birthdays != 1 {
		t.Fatalf("%+v %v", ticked, err)
	}
	born("anna", "10002", today)
	born("bo", "10003", today.AddDate(0, 0, 20))
	a.enrol(t, o, "a")
	b.enrol(t, o, "b")
	a.meet(t)
	b.meet(t)
	s := o.database(t)
	given := 0
	for range 3 {
		for _, d := range []*desk{a, b} {
			if ticked, err := d.Tick(ctx, today); err != nil || ticked.Birthdays != 0 {
				t.Fatalf("a till of a chain gives: %+v %v", ticked, err)
			}
		}
		n, _, err := s.Birthdays(ctx, today)
		if err != nil {
			t.Fatal(err)
		}
		given += n
	}
	if given != 1 {
		t.Fatalf("%d were given", given)
	}
	if n, _, err := s.Birthdays(ctx, today.AddDate(1, 0, 0)); err != nil || n != 2 {
		t.Fatalf("a year later: %d %v", n, err)
	}
	a.meet(t)
	b.meet(t)
	for _, d := range []*desk{a, b} {
		for card, want := range map[string]int64{"10001": 50, "10002": 50, "10003": 0} {
			if balance, _ := d.balance(t, card); balance != want {
				t.Errorf("card %s has %d points, and should have %d", card, balance, want)
			}
		}
		d.whole(t)
	}
	o.do(t, "verify")
}

// TestABirthdayOfAShopThatIsComing: a shop gave while it was alone, and its journal
// comes in parts. The head office waits for all of it, whenever it looks, and gives
// nothing twice.
func TestABirthdayOfAShopThatIsComing(t *testing.T) {
	o := serve(t)
	ctx := context.Background()
	a := openDesk(t, "a")
	if _, err := a.SetProgram(ctx, map[string]string{"birthday_points": "25"}, till.By(pos.System)); err != nil {
		t.Fatal(err)
	}
	today := shopTime(t, time.Now().Add(time.Second))
	if _, err := a.AddMember(ctx, till.NewMember{Username: "anna", Name: "Anna", Tier: "Bonus 5%", Card: "10001", Birthday: "1980-" + today.Format("01-02")}, till.By(pos.System)); err != nil {
		t.Fatal(err)
	}
	if ticked, err := a.Tick(ctx, today); err != nil || ticked.Birthdays != 1 {
		t.Fatalf("%+v %v", ticked, err)
	}
	a.enrol(t, o, "a")
	s := o.database(t)
	office, _ := raw(t, a)
	p, waited := link.Port{Store: a.store}, 0
	for {
		b, prev, err := p.Unsent(ctx, 1, 1<<20)
		if err != nil {
			t.Fatal(err)
		}
		if len(b.Events) == 0 {
			break
		}
		k, err := office.PushEvents(ctx, connect.NewRequest(wire.Batch(b, prev)))
		if err != nil {
			t.Fatal(err)
		}
		if err := a.store.Acked(ctx, b.Incarnation, k.Msg.Seq); err != nil {
			t.Fatal(err)
		}
		given, waits, err := s.Birthdays(ctx, today)
		if err != nil || given != 0 {
			t.Fatalf("after event %d, %s: %d given, %v", k.Msg.Seq, b.Events[0].Type, given, err)
		}
		waited += waits
	}
	if waited == 0 {
		t.Error("nobody had to wait")
	}
	if given, waits, err := s.Birthdays(ctx, today); err != nil || given != 0 || waits != 0 {
		t.Errorf("when all is here: %d given, %d wait, %v", given, waits, err)
	}
	a.meet(t)
	if balance, _ := a.balance(t, "10001"); balance != 25 {
		t.Errorf("Anna has %d points", balance)
	}
}

// TestABirthdayWhileTheHeadOfficeWasOff: it gives when it is on again, once, and for
// the day that it was.
func TestABirthdayWhileTheHeadOfficeWasOff(t *testing.T) {
	o := serve(t)
	ctx := context.Background()
	a := openDesk(t, "a")
	if _, err := a.SetProgram(ctx, map[string]string{"birthday_points": "25"}, till.By(pos.System)); err != nil {
		t.Fatal(err)
	}
	today := shopTime(t, time.Now())
	for username, on := range map[string]time.Time{"before": today.AddDate(0, 0, -1), "away": today.AddDate(0, 0, 3), "later": today.AddDate(0, 0, 8)} {
		if _, err := a.AddMember(ctx, till.NewMember{Username: username, Name: username, Tier: "Bonus 5%", Birthday: "1980-" + on.Format("01-02")}, till.By(pos.System)); err != nil {
			t.Fatal(err)
		}
	}
	a.enrol(t, o, "a")
	a.meet(t)
	s := o.database(t)
	given := 0
	for range 2 {
		n, _, err := s.Birthdays(ctx, today.AddDate(0, 0, 6))
		if err != nil {
			t.Fatal(err)
		}
		given += n
	}
	a.meet(t)
	for username, want := range map[string]int64{"before": 0, "away": 25, "later": 0} {
		m, err := a.MemberByUsername(ctx, username)
		if err != nil || m.Account.Holding() != want {
			t.Errorf("%s has %d points, and should have %d: %v", username, m.Account.Holding(), want, err)
		}
	}
	if given != 1 {
		t.Errorf("given %d times", given)
	}
	o.do(t, "verify")
}

// shopTime is a moment as the desks' shop sees it: a birthday is a day there.
func shopTime(t *testing.T, at time.Time) time.Time {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Copenhagen")
	if err != nil {
		t.Fatal(err)
	}
	return at.In(zone)
}

// TestABirthdayIsGivenForOnceWhoeverHasThePoints: who leaves an employer whose people
// have one account, or is merged into another, has had it all the same.
func TestABirthdayIsGivenForOnceWhoeverHasThePoints(t *testing.T) {
	o := serve(t)
	ctx := context.Background()
	system := till.By(pos.System)
	a := openDesk(t, "a")
	if _, err := a.SetProgram(ctx, map[string]string{"birthday_points": "25"}, system); err != nil {
		t.Fatal(err)
	}
	today := shopTime(t, time.Now().Add(time.Second))
	born := "1980-" + today.Format("01-02")
	pool, err := a.SetOrganisation(ctx, pos.Organisation{Name: "Værket", Pooled: true}, system)
	if err != nil {
		t.Fatal(err)
	}
	member := func(username, born string, works pos.ID) pos.ID {
		t.Helper()
		m, err := a.AddMember(ctx, till.NewMember{Username: username, Name: username, Tier: "Bonus 5%", Birthday: born, Organisation: works}, system)
		if err != nil {
			t.Fatal(err)
		}
		return m.ID
	}
	anna, bo, again := member("anna", born, pool.ID), member("bo", born, pos.ID{}), member("again", "", pos.ID{})
	a.enrol(t, o, "a")
	a.meet(t)
	s := o.database(t)
	give := func(on time.Time, want int) {
		t.Helper()
		a.meet(t)
		if n, _, err := s.Birthdays(ctx, on); err != nil || n != want {
			t.Errorf("on %s: %d given, and should be %d: %v", on.Format(time.DateOnly), n, want, err)
		}
		a.meet(t)
	}
	give(today, 2)

	nobody := pos.ID{}
	if _, err := a.ChangeMember(ctx, anna, till.MemberChange{Organisation: &nobody}, system); err != nil {
		t.Fatal(err)
	}
	if _, err := a.MergeMembers(ctx, again, bo, system); err != nil {
		t.Fatal(err)
	}
	if _, err := a.ChangeMember(ctx, again, till.MemberChange{Birthday: &born}, system); err != nil {
		t.Fatal(err)
	}
	give(today.AddDate(0, 0, 2), 0)
	give(today.AddDate(1, 0, 0), 2)
	a.whole(t)
	o.do(t, "verify")
}
