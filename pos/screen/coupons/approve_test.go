package coupons_test

import (
	"testing"

	"bonuskasse/pos/screen"
)

// TestManagerSeesWhatCouponIsApproved: how much, for whom, and which limit it is
// above, are said where the PIN is asked for.
func TestManagerSeesWhatCouponIsApproved(t *testing.T) {
	s, _ := newTestShop(t)
	s.Clerk()
	s.SignIn("Yrsa")
	s.Show(screen.CouponsPlace)
	asked := func(what, limit string) {
		t.Helper()
		q := s.Shell.State().Question
		if q == nil || q.Title.Key != "manager.pin" || q.Text.Key != "manager.why" {
			t.Fatalf("%+v", q)
		}
		if got := q.Text.Args[0].(screen.Sentence).Key + " " + q.Text.Args[1].(screen.Sentence).Key; got != what+" "+limit {
			t.Errorf("asked with %q", got)
		}
		s.Answer(screen.Cancel, -1, "")
	}
	s.Keys("Ctrl+N")
	s.Answer("ok", -1, "20000")
	s.Answer("receipts", -1, "")
	asked("coupons.make.asked", "error.limit_coupon_points")
	s.Keys("Ctrl+K")
	s.Answer("ok", -1, "20000")
	s.Answer("ok", -1, "karen")
	asked("coupons.register.asked", "error.limit_coupon_points")
}
