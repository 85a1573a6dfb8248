package main

import (
	"context"
	"strings"
	"testing"
	"time"

	"bonuskasse/pos"
	"bonuskasse/pos/till"
)

// TestServicesOfATillThatIsGivenUp: what a till had booked and rung up comes to the
// customer though the till is lost, once: also where it had given the points and told
// nobody, and though it comes back afterwards.
func TestServicesOfATillThatIsGivenUp(t *testing.T) {
	ctx := context.Background()
	o, a, b, soren := salon(t)
	x := a.book(t, soren)
	a.cut(t, "10001") // is the booking's payment
	y := a.book(t, soren)
	z, err := a.Book(ctx, till.Booking{Member: soren, Service: "haircut", Ends: time.Now().AddDate(0, 0, 1)}, till.By(pos.System))
	if err != nil {
		t.Fatal(err)
	}
	meetTwice(t, a, b)
	mend := a.apart(t)
	a.tick(t)
	if balance, _ := a.balance(t, "10001"); balance != 100 {
		t.Fatalf("%d points at the till that tells nobody", balance)
	}
	b.tick(t)
	b.meet(t)
	if balance, _ := b.balance(t, "10001"); balance != 0 {
		t.Fatalf("%d points at a till that did not book", balance)
	}
	s := o.database(t)
	at := time.Now().Add(time.Second)
	give := func(want int) {
		t.Helper()
		if given, err := s.AwardGivenUp(ctx, at); err != nil || len(given) != want {
			t.Fatalf("%+v were given, and should be %d: %v", given, want, err)
		}
	}
	give(0)
	o.do(t, "till", "revoke", "Kasse a", "--lost")
	give(2)
	mend()
	if _, err := a.agent.Round(ctx, false); err == nil {
		t.Error("a till that is lost is let in")
	}
	give(0)
	meetTwice(t, b)
	b.tick(t)
	meetTwice(t, b)
	if balance, _ := b.balance(t, "10001"); balance != 100 {
		t.Errorf("%d points, and should be 100", balance)
	}
	if got := []string{b.state(t, x.ID), b.state(t, y.ID)}; got[0] != "paid" || got[1] != "awarded" {
		t.Errorf("the appointments are %v", got)
	}
	b.whole(t)
	o.do(t, "verify")
	// One is called off while the head office gives for it: F9 says who did.
	mend = b.apart(t)
	if _, err := b.CancelAppointment(ctx, z.ID, false, till.By(pos.System)); err != nil {
		t.Fatal(err)
	}
	at = at.AddDate(0, 0, 2)
	give(1)
	mend()
	meetTwice(t, b)
	if x, text := b.told(t, pos.ServiceEnded); x.TillTwo != "Kasse b" || !strings.Contains(text, "gave its 50 points at the head office") {
		t.Errorf("%s: %+v", text, x)
	}
	if balance, _ := b.balance(t, "10001"); balance != 100 {
		t.Errorf("%d points, and should be 100", balance)
	}
	b.whole(t)
	o.do(t, "verify")
}
