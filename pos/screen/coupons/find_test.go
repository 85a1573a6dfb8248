package coupons_test

import (
	"crypto/rand"
	"testing"

	"bonuskasse/pos"
	"bonuskasse/pos/screen"
	"bonuskasse/pos/till"
)

// Found by code, batch, points, member and state; the rest says why not.
func TestFindCoupons(t *testing.T) {
	s, _ := newTestShop(t)
	made := s.codes(3)
	m, err := s.Till.MemberByUsername(t.Context(), "soren")
	must(t, err)
	_, err = s.Till.RegisterCoupon(t.Context(), made.Codes[0], m.Member.ID, till.CouponTyped, till.By(pos.System))
	must(t, err)
	for _, x := range []struct {
		typed string
		rows  int
		says  string
	}{
		{"", 3, ""}, {"#1", 3, "coupons.by.batch"}, {"#9", 0, "error.unknown_batch"}, {"=50", 3, "coupons.by.points"}, {"=x", 0, "error.bad_points"},
		{"soren", 1, "coupons.by.member"}, {"nobody", 0, "error.unknown_coupon"}, {"akjaer", 1, "coupons.by.member"}, {"åkjær", 1, "coupons.by.member"}, {made.Codes[1][:6], 1, "coupons.by.code"},
		{pos.GroupCouponCode(made.Codes[1]), 1, "coupons.by.code"}, {"2026-11-24", 3, "coupons.by.day"}, {"2026-11-25", 0, "coupons.by.day"},
	} {
		s.Typed(x.typed)
		s.Keys(screen.KeyEnter)
		s.Keys(screen.KeyEscape)
		s.Typed(x.typed)
		s.Shell.Handle(t.Context(), screen.Tap{Do: "state", At: 0})
		if st := s.state(); len(st.Rows) != x.rows || st.Found.Key != x.says {
			t.Errorf("%q finds %d, says %q; want %d, %q", x.typed, len(st.Rows), st.Found.Key, x.rows, x.says)
		}
	}
	s.Typed("")
	for i, want := range []int{3, 2, 1, 0, 0} {
		s.Send(screen.Tap{Do: "state", At: i})
		if st := s.state(); len(st.Rows) != want {
			t.Errorf("of state %q there are %d, want %d", st.Filter, len(st.Rows), want)
		}
	}
}

// A name that is several members' is asked about; what is not found says what
// was looked for, and is not said of the next search.
func TestFindCouponsOfAMember(t *testing.T) {
	s, _ := newTestShop(t)
	made := s.codes(2)
	for _, m := range []till.NewMember{{Name: "Anna Berg", Username: "anna"}, {Name: "Anna Bergmann", Username: "annab"}} {
		_, err := s.Till.AddMember(t.Context(), m, till.By(pos.System))
		must(t, err)
	}
	b, err := s.Till.MemberByUsername(t.Context(), "annab")
	must(t, err)
	_, err = s.Till.RegisterCoupon(t.Context(), made.Codes[0], b.Member.ID, till.CouponTyped, till.By(pos.System))
	must(t, err)

	s.Typed("ann")
	s.Keys(screen.KeyEnter)
	if st := s.state(); st.Found.Key != "coupons.by.several" || st.Open != nil {
		t.Fatalf("%+v, open %+v", st.Found, st.Open)
	}
	q := s.Shell.State().Question
	if q == nil || len(q.Rows) != 2 {
		t.Fatalf("%+v", q)
	}
	at := 0
	if q.Rows[1].Head.Args[0] == "Anna Bergmann" {
		at = 1
	}
	s.Answer("ok", at, "")
	if st := s.state(); len(st.Rows) != 1 || st.Rows[0].Code != made.Codes[0] || st.Found.Key != "coupons.by.member" {
		t.Errorf("%d rows, %+v", len(st.Rows), st.Found)
	}

	for _, x := range []struct{ typed, says string }{
		{"anna", "coupons.none.member"}, {"nobody", "error.unknown_coupon"}, {"#9", "error.unknown_batch"}, {"=51", "coupons.none"},
	} {
		s.Typed(x.typed)
		s.Keys(screen.KeyEnter)
		if got := s.Shell.State().Notice.Text.Key; got != x.says {
			t.Errorf("%q says %q, want %q", x.typed, got, x.says)
		}
	}
	s.Typed("annab")
	s.Keys(screen.KeyEnter)
	if n := s.Shell.State().Notice; !n.Text.IsZero() {
		t.Errorf("what was found says %+v", n)
	}
	s.Send(screen.Tap{Do: "state", At: 3})
	s.Keys(screen.KeyEscape, screen.KeyEscape) // the open one, and what was typed
	s.Send(screen.Tap{Do: "state", At: 3})
	s.Typed("annab")
	s.Keys(screen.KeyEnter)
	if got := s.Shell.State().Notice.Text.Key; got != "coupons.none.state" {
		t.Errorf("no void coupon says %q", got)
	}
}

// What is done after a search was not meant for a coupon that the list does not
// show: it would be void in the other's place.
func TestASearchClosesTheOtherCoupon(t *testing.T) {
	s, _ := newTestShop(t)
	first := s.codes(1).Codes[0]
	other, err := pos.NewCouponCode(rand.Reader)
	must(t, err)
	for what, typed := range map[string]string{"a batch that is not": "#9", "no member": "nobody", "a code that is not": other} {
		s.Typed(first)
		s.Keys(screen.KeyEnter)
		if st := s.state(); st.Open == nil || st.Open.Code != first {
			t.Fatalf("%+v is open", st.Open)
		}
		s.Typed(typed)
		s.Keys(screen.KeyEnter, "Ctrl+D")
		if st := s.Shell.State(); st.Question != nil || s.state().Open != nil {
			t.Errorf("%s: asks %+v", what, st.Question)
		}
	}
}
