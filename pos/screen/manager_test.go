package screen_test

import (
	"testing"
	"time"

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

// TestOwnPIN: everybody changes their own, and nobody without the old one.
func TestOwnPIN(t *testing.T) {
	s := newTestShop(t)
	s.SignIn("Inga")
	s.section("people")
	s.enter("own_pin")
	s.Answer("save", -1, "0000")
	s.Answer("save", -1, "471147")
	if q := s.Shell.State().Question; q == nil || q.Wrong.Key != "error.wrong_pin" {
		t.Fatalf("by a wrong old one: %+v", q)
	}
	s.Answer(screen.Cancel, -1, "")
	s.enter("own_pin")
	s.Answer("save", -1, testPIN)
	s.Answer("save", -1, "471147")
	if s.Asked() != "" || s.Said() != "settings.saved" {
		t.Fatalf("asked %q, said %q", s.Asked(), s.Said())
	}
	if _, err := s.Till.SignIn(t.Context(), s.People["Inga"].ID, "471147"); err != nil {
		t.Error(err)
	}
}

// TestPeopleRules: limits, own account, own purchases and the lock are settings
// that hold at once.
func TestPeopleRules(t *testing.T) {
	s := newTestShop(t)
	s.section("people")
	s.enter("limits:cashier")
	if v := s.row("discount_bp").Value; v.Key != "value" || v.Args[0] != screen.Rate(2000) {
		t.Errorf("a discount: %+v", v)
	}
	if v := s.row("redeem_points").Value; v.Key != "settings.limit.none" {
		t.Errorf("bonus: %+v", v)
	}
	s.enter("discount_bp")
	s.Answer("save", -1, "7,5")
	s.enter("redeem_points")
	s.Answer("save", -1, "500")
	s.enter("refund")
	s.Answer("save", -1, "")
	limits, err := s.Till.Limits(t.Context())
	must(t, err)
	if d, r, m := limits.Of(pos.Cashier, till.DiscountLimit), limits.Of(pos.Cashier, till.RedeemLimit), limits.Of(pos.Cashier, till.RefundLimit); d != 750 || r != 500 || m != till.Unlimited {
		t.Errorf("limits are %d, %d, %d", d, r, m)
	}
	s.enter("discount_bp")
	s.Answer("save", -1, "101")
	if q := s.Shell.State().Question; q == nil || q.Wrong.Key != "error.bad_setting" {
		t.Errorf("101 %%: %+v", q)
	}
	s.Answer(screen.Cancel, -1, "")
	s.Keys(screen.KeyEscape)

	s.enter("alarms")
	s.enter("coupons")
	s.Answer("save", -1, "9")
	s.Keys(screen.KeyEscape)
	s.enter("own_sale")
	s.Answer("pick", 1, "")
	s.enter("idle")
	s.Answer("save", -1, "2")
	set, err := s.Till.Settings(t.Context())
	must(t, err)
	if set["alarm.coupons"] != "9" || set["people.own_sale"] != "never" || set["people.idle_minutes"] != "2" {
		t.Errorf("settings are %v", set)
	}

	s.enter("person:" + s.People["Inga"].ID.String())
	s.enter("member")
	s.Answer("save", -1, "nobody at all")
	if q := s.Shell.State().Question; q == nil || q.Wrong.Key != "error.unknown_member" {
		t.Errorf("nobody: %+v", q)
	}
	s.Answer("save", -1, "10001")
	if v := s.row("member").Value; v.Args[0] != "Søren Åkjær" {
		t.Errorf("her own account is %+v", v)
	}
	// Two minutes later the till is locked.
	s.Shell.Add(screen.LockPlace, screen.NewLock(s.Till, nil))
	s.Send(screen.Tick{At: s.Now.Add(119 * time.Second)})
	if p := s.Shell.State().Place; p == screen.LockPlace {
		t.Error("locked too early")
	}
	s.Send(screen.Tick{At: s.Now.Add(121 * time.Second)})
	if p := s.Shell.State().Place; p != screen.LockPlace {
		t.Errorf("after two minutes the till shows %s", p)
	}
}
