package main

import (
	"context"
	"testing"
	"time"

	"bonuskasse/store/central"
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
	s, err := central.OpenSQLite(ctx, o.data, central.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	give := func(want int) {
		t.Helper()
		if given, err := s.AwardGivenUp(ctx, time.Now().Add(time.Second)); err != nil || len(given) != want {
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
}
