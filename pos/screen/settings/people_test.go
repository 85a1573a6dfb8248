package settings_test

import (
	"testing"
	"time"

	"bonuskasse/pos"
	"bonuskasse/pos/screen"
	"bonuskasse/pos/till"
)

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
