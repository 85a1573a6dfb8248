package main

import (
	"context"
	"strings"
	"testing"
	"time"

	"bonuskasse/pos"
	"bonuskasse/pos/till"
)

// salon is two tills of a chain that sells a haircut for 50 points, and a member of
// both; the points come at once when an appointment is over.
func salon(t *testing.T) (o *office, a, b *desk, soren pos.ID) {
	t.Helper()
	ctx := context.Background()
	o = serve(t)
	a, b = openDesk(t, "a"), openDesk(t, "b")
	if _, err := a.SetProgram(ctx, map[string]string{"service_delay_minutes": "0", "review_points": "20", "referral_points": "30", "referrer_points": "40"}, till.By(pos.System)); err != nil {
		t.Fatal(err)
	}
	a.cuts(t)
	soren = a.member(t, "soren", "Søren Åkjær", "10001")
	a.enrol(t, o, "Kasse a")
	b.enrol(t, o, "Kasse b")
	meetTwice(t, a, b)
	return o, a, b, soren
}

// cuts lets a till sell haircuts, for 50 points each.
func (d *desk) cuts(t *testing.T) {
	t.Helper()
	points := int64(50)
	haircut := pos.Product{SKU: "haircut", Name: "Klip", Kind: pos.Service, Price: 300_00, VATBp: 2500, Earns: true, BonusPayable: true, FixedPoints: &points}
	if err := d.SetProducts(context.Background(), []pos.Product{haircut}, till.By(pos.System)); err != nil {
		t.Fatal(err)
	}
}

func meetTwice(t *testing.T, desks ...*desk) {
	t.Helper()
	for range 2 {
		for _, d := range desks {
			d.meet(t)
		}
	}
}

// book books a haircut that was over a minute ago.
func (d *desk) book(t *testing.T, member pos.ID) till.AppointmentRow {
	t.Helper()
	x, err := d.Book(context.Background(), till.Booking{Member: member, Service: "haircut", Ends: time.Now().Add(-time.Minute)}, till.By(pos.System))
	if err != nil {
		t.Fatal(err)
	}
	return x
}

// cut rings up a haircut.
func (d *desk) cut(t *testing.T, card string) till.Done {
	t.Helper()
	ctx := context.Background()
	p, err := d.Product(ctx, "haircut")
	if err != nil {
		t.Fatal(err)
	}
	s, err := d.NewSale(ctx, pos.System)
	if err != nil {
		t.Fatal(err)
	}
	if err := d.AddProduct(ctx, &s, p, 1000); err != nil {
		t.Fatal(err)
	}
	if _, err := d.AttachCard(ctx, &s, card, false); err != nil {
		t.Fatal(err)
	}
	done, err := d.Complete(ctx, s, till.Payment{BankCard: till.Exact})
	if err != nil {
		t.Fatal(err)
	}
	return done
}

func (d *desk) tick(t *testing.T) {
	t.Helper()
	if _, err := d.Tick(context.Background(), time.Now().Add(time.Second)); err != nil {
		t.Fatal(err)
	}
}

func (d *desk) state(t *testing.T, id pos.ID) string {
	t.Helper()
	var a till.AppointmentRow
	err := d.store.View(context.Background(), func(r till.Reader) (err error) {
		a, err = r.Appointment(id)
		return err
	})
	if err != nil {
		return string(pos.CodeOf(err))
	}
	return string(a.State)
}

// TestABookedServiceCountsOnceInAChain: booked at one till, and rung up, called off
// or missed at another, with and without a line, before and after its points came.
func TestABookedServiceCountsOnceInAChain(t *testing.T) {
	cancel := func(missed bool) func(*testing.T, *desk, till.AppointmentRow) {
		return func(t *testing.T, b *desk, x till.AppointmentRow) {
			if _, err := b.CancelAppointment(context.Background(), x.ID, missed, till.By(pos.System)); err != nil {
				t.Fatal(err)
			}
		}
	}
	ring := func(t *testing.T, b *desk, _ till.AppointmentRow) { b.cut(t, "10001") }
	for _, c := range []struct {
		says    string
		knows   bool // b has heard of the booking
		apart   bool // a awards before it hears of what b does
		does    func(*testing.T, *desk, till.AppointmentRow)
		want    int64
		state   string
		settles pos.ConflictKind
	}{
		{"rung up where it is known", true, false, ring, 50, "paid", ""},
		{"called off", true, false, cancel(false), 0, "cancelled", ""},
		{"missed", true, false, cancel(true), 0, "missed", ""},
		{"rung up while apart", true, true, ring, 50, "paid", pos.ServiceTwice},
		{"rung up before it was heard of", false, true, ring, 50, "paid", pos.ServiceTwice},
		{"called off while apart", true, true, cancel(false), 0, "cancelled", pos.ServiceEnded},
		{"missed while apart", true, true, cancel(true), 0, "missed", pos.ServiceEnded},
	} {
		t.Run(c.says, func(t *testing.T) {
			o, a, b, soren := salon(t)
			mend := func() {}
			if !c.knows {
				mend = b.apart(t)
			}
			x := a.book(t, soren)
			a.meet(t)
			if c.knows {
				b.meet(t)
				mend = b.apart(t)
			}
			c.does(t, b, x)
			if !c.apart {
				mend()
				meetTwice(t, b, a)
			}
			a.tick(t)
			b.tick(t)
			mend()
			a.meet(t)
			b.meet(t)
			for range 2 { // b may find out now, and what it rang up comes due
				b.tick(t)
				a.tick(t)
				meetTwice(t, b, a)
			}
			for _, d := range []*desk{a, b} {
				if balance, _ := d.balance(t, "10001"); balance != c.want {
					t.Errorf("%d points, and should be %d", balance, c.want)
				}
				if got := d.state(t, x.ID); got != c.state {
					t.Errorf("the appointment is %s", got)
				}
				d.whole(t)
			}
			if c.settles != "" {
				y, text := a.told(t, c.settles)
				if y.Points != 50 || !strings.Contains(text, "Klip") || !strings.Contains(text, "Søren") {
					t.Errorf("%s %+v", text, y)
				}
			} else if s, err := a.ToSettle(context.Background()); err != nil || len(s.List) > 0 {
				t.Errorf("to settle: %+v %v", s.List, err)
			}
			o.do(t, "verify")
		})
	}
}

// TestOneCalendarAtTwoTills: what two tills take of one calendar while apart is one
// appointment.
func TestOneCalendarAtTwoTills(t *testing.T) {
	ctx := context.Background()
	o, a, b, _ := salon(t)
	mendA, mendB := a.apart(t), b.apart(t)
	ends := time.Now().Add(-time.Minute).Format(time.RFC3339)
	rows := []till.CalendarRow{{Line: 1, UID: "x@salon", Username: "soren", Service: "haircut", Ends: ends}}
	for _, d := range []*desk{a, b} {
		if got, err := d.ImportAppointments(ctx, rows, till.By(pos.System)); err != nil || got.Added != 1 {
			t.Fatalf("%+v %v", got, err)
		}
	}
	a.tick(t)
	mendA()
	mendB()
	meetTwice(t, a, b)
	b.tick(t)
	meetTwice(t, b, a)
	for _, d := range []*desk{a, b} {
		if balance, _ := d.balance(t, "10001"); balance != 50 {
			t.Errorf("%d points", balance)
		}
		if got, err := d.ImportAppointments(ctx, rows, till.By(pos.System)); err != nil || got.Unchanged != 1 {
			t.Errorf("once more: %+v %v", got, err)
		}
		d.whole(t)
	}
	o.do(t, "verify")
}

// TestWhatCountsOnceInAChain: a review that one till entered is known at the others,
// where a manager may approve it; what two give while apart is taken back once.
func TestWhatCountsOnceInAChain(t *testing.T) {
	ctx := context.Background()
	boss := till.By(pos.System)
	boss.Reason = "seen"
	o, a, b, soren := salon(t)
	review := func(d *desk, about string) (till.ProposalRow, error) {
		return d.AddReview(ctx, till.Review{Member: soren, About: about, Stars: 5}, boss)
	}
	x, err := review(a, "haircut")
	if err != nil || x.State != pos.ProposalOpen {
		t.Fatalf("%+v %v", x, err)
	}
	meetTwice(t, a, b)
	if _, err := review(b, "Klip"); pos.CodeOf(err) != pos.AlreadyProposed {
		t.Errorf("the same review at another till: %v", err)
	}
	if list, err := b.Proposals(ctx, pos.ProposalOpen, boss); err != nil || len(list) != 1 || list[0].Username != "soren" || list[0].Note != "Klip ★★★★★" {
		t.Errorf("%+v %v", list, err)
	}
	if y, err := b.Approve(ctx, x.ID, boss); err != nil || y.State != pos.ProposalApproved {
		t.Errorf("%+v %v", y, err)
	}
	meetTwice(t, b, a)
	if _, err := a.Approve(ctx, x.ID, boss); pos.CodeOf(err) != pos.ProposalDecided {
		t.Errorf("approved again where it was entered: %v", err)
	}
	if got, _ := a.balance(t, "10001"); got != 20 {
		t.Errorf("%d points for a review", got)
	}

	mendA, mendB := a.apart(t), b.apart(t)
	for _, d := range []*desk{a, b} {
		y, err := review(d, "Butikken")
		if err == nil {
			_, err = d.Approve(ctx, y.ID, boss)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	mendA()
	mendB()
	meetTwice(t, a, b)
	for _, d := range []*desk{a, b} {
		if got, _ := d.balance(t, "10001"); got != 40 {
			t.Errorf("%d points for two reviews", got)
		}
		d.whole(t)
	}
	if c, text := a.told(t, pos.GivenTwice); c.Till != "Kasse b" || c.TillTwo != "Kasse a" || c.Points != 20 || !strings.Contains(text, "(Review)") {
		t.Errorf("%s %+v", text, c)
	}
	o.do(t, "verify")
}

// TestWordsOfMessagesAreTheChains: they are set at the head office, come to every
// till, and no till sets its own.
func TestWordsOfMessagesAreTheChains(t *testing.T) {
	ctx := context.Background()
	o, a, b, _ := salon(t)
	err := a.SetTemplate(ctx, pos.WelcomeMessage, "da", pos.MessageText{Subject: "Hej", Text: "Hej {name}"}, till.By(pos.System))
	if pos.CodeOf(err) != pos.ChainOwned {
		t.Errorf("a till sets its own words: %v", err)
	}
	o.do(t, "message", "template", "set", "welcome", "--language", "da", "--subject", "Velkommen", "--text", "Velkommen, {name}")
	if _, errs, code := o.try("message", "template", "set", "welcome", "--subject", "x", "--text", "{nmae}"); code == exitDone || !strings.Contains(errs, "nmae") {
		t.Errorf("a variable that there is not: %d %s", code, errs)
	}
	for _, d := range []*desk{a, b} {
		d.meet(t)
		if x, err := d.Template(ctx, pos.WelcomeMessage, "da"); err != nil || !x.Own || x.Text != "Velkommen, {name}" {
			t.Errorf("%+v %v", x, err)
		}
		d.whole(t)
	}
	o.do(t, "message", "template", "set", "welcome", "--language", "da")
	a.meet(t)
	if x, err := a.Template(ctx, pos.WelcomeMessage, "da"); err != nil || x.Own {
		t.Errorf("taken back: %+v %v", x, err)
	}
}
