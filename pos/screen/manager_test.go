package screen_test

import (
	"testing"

	"bonuskasse/pos"
	"bonuskasse/pos/screen"
	"bonuskasse/pos/till"
)

// ownCounter is a counter whose cashier is also a member of the club, with the
// card 10001, and may use 20.00 of a customer's bonus alone.
func ownCounter(t *testing.T, member bool) *counter {
	t.Helper()
	c := newCounter(t)
	boss := till.By(pos.System)
	if member {
		s, err := c.till.MemberByUsername(t.Context(), "soren")
		must(t, err)
		inga := c.shell.State().Strip.Person
		inga.Member = s.Member.ID
		inga, err = c.till.SetPerson(t.Context(), inga, "", boss)
		must(t, err)
		c.shell.SignIn(t.Context(), inga)
	}
	must(t, c.till.Set(t.Context(), "limit.cashier.redeem_points", "2000", boss))
	return c
}

// TestManagerStandsByAPayment: what a cashier may not do alone is asked before
// anybody has paid, once a payment, and the sale's event names the manager.
func TestManagerStandsByAPayment(t *testing.T) {
	const club = `rg am card:10001 "+" `
	for _, c := range []struct {
		name, play, want, asked, said string
		own                           bool
		limit                         string
	}{
		{name: "her own purchase", own: true, play: club, want: "due 12495", asked: "manager.pin"},
		{name: "a wrong PIN", own: true, play: club + `[approve=0000]`, want: "due 12495", asked: "manager.pin"},
		{name: "approved", own: true, play: club + `[approve=2580] "2" <Enter>`, want: "thanks: paid 12495 change 0 earned 624 used 0 balance 9574"},
		{name: "approved with bonus above her limit", own: true, play: club + `[approve=2580] "3" <Enter> "2" <Enter>`, want: "thanks: paid 8747 change 0 earned 437 used 3748 balance 5639"},
		{name: "nobody approves", own: true, play: club + `[cancel] "2" <Enter>`, want: "due 0 bank_card 12495", asked: "manager.pin"},
		{name: "approved when it is paid", own: true, play: club + `[cancel] "2" <Enter> [approve=2580]`, want: "thanks: paid 12495 change 0 earned 624 used 0 balance 9574"},
		{name: "another's purchase", play: club + `"2" <Enter>`, want: "thanks: paid 12495 change 0 earned 624 used 0 balance 9574"},
		{name: "bonus up to the limit", limit: "3748", play: club + `"3" <Enter>`, want: "due 8747 bonus 3748"},
		{name: "bonus above it", play: club + `"3" <Enter>`, want: "due 12495 [bonus 37,48]", asked: "manager.pin"},
		{name: "bonus above it, approved", play: club + `"3" <Enter> [approve=2580]`, want: "due 8747 bonus 3748"},
		{name: "to its end", play: club + `"3" <Enter> [approve=2580] "1100" <Enter>`, want: "thanks: paid 8750 change 1250 earned 437 used 3748 balance 5639"},
	} {
		t.Run(c.name, func(t *testing.T) {
			x := ownCounter(t, c.own)
			if c.limit != "" {
				must(t, x.till.Set(t.Context(), "limit.cashier.redeem_points", c.limit, till.By(pos.System)))
			}
			x.play(c.play)
			if got := paying(x.pay()); got != c.want {
				t.Errorf("the payment is %q, want %q", got, c.want)
			}
			if x.asked() != c.asked || x.said() != c.said {
				t.Errorf("asked %q, said %q", x.asked(), x.said())
			}
		})
	}
}

// TestApprovalIsOfOnePayment: the next customer is asked about anew.
func TestApprovalIsOfOnePayment(t *testing.T) {
	c := ownCounter(t, true)
	c.play(`rg card:10001 "+" [approve=2580] "2" <Enter> <Enter> rg card:10001 "+"`)
	if c.asked() != "manager.pin" {
		t.Errorf("asked %q", c.asked())
	}
	if q := c.shell.State().Question; q == nil || q.Text.Key != "manager.why" || q.Text.Args[1].(screen.Sentence).Key != "error.own_sale" {
		t.Errorf("the question says %+v", q)
	}
}

// TestNobodyApprovesTheirOwn: a manager on the till is no second pair of eyes.
func TestNobodyApprovesTheirOwn(t *testing.T) {
	c := ownCounter(t, false)
	people, err := c.till.People(t.Context())
	must(t, err)
	for _, p := range people {
		if p.Name == "Bo" {
			s, err := c.till.MemberByUsername(t.Context(), "soren")
			must(t, err)
			p.Member = s.Member.ID
			p, err = c.till.SetPerson(t.Context(), p, "", till.By(pos.System))
			must(t, err)
			c.shell.SignIn(t.Context(), p)
		}
	}
	c.play(`rg card:10001 "+"`)
	if c.asked() != "" || c.said() != "error.not_allowed" {
		t.Errorf("asked %q, said %q", c.asked(), c.said())
	}
}
