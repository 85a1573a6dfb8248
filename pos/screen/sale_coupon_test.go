package screen_test

import (
	"testing"

	"bonuskasse/hardware"
	"bonuskasse/pos"
	"bonuskasse/pos/screen"
	"bonuskasse/pos/till"
)

// On the sale a coupon is counted to the member on it, after a question; a
// guest's waits for the card. A typed code does the same.
func TestCouponOnTheSale(t *testing.T) {
	s := newTestShop(t)
	s.Shell.Add(screen.SalePlace, screen.NewSale(s.Till, s.Desk))
	made, err := s.Till.MakeCoupons(t.Context(), till.NewCoupons{Count: 2, Points: 50, Output: till.OnSheets}, till.By(pos.System))
	must(t, err)
	s.Show(screen.SalePlace)
	s.Reads(hardware.KindCoupon, made.Paper.Coupons[0].QR)
	if s.Said() != "error.coupon_needs_member" || s.Asked() != "" {
		t.Errorf("a guest: said %q, asked %q", s.Said(), s.Asked())
	}
	s.Reads(hardware.KindClubCard, "10001")
	s.Reads(hardware.KindCoupon, made.Paper.Coupons[0].QR)
	if s.Asked() != "sale.coupon.title" {
		t.Fatalf("asked %q, said %q", s.Asked(), s.Said())
	}
	s.Answer("ok", -1, "")
	sale := s.Shell.Screen(screen.SalePlace).State().(screen.SaleState)
	if s.balance("soren") != 50 || s.Said() != "coupons.registered" || sale.Member.Points != 50 {
		t.Errorf("soren has %d, the sale shows %+v, said %q", s.balance("soren"), sale.Member, s.Said())
	}
	s.Reads(hardware.KindCoupon, made.Paper.Coupons[0].QR)
	if s.Said() != "error.coupon_used" || s.Asked() != "" {
		t.Errorf("again: said %q, asked %q", s.Said(), s.Asked())
	}
	s.Typed(pos.GroupCouponCode(made.Codes[1]))
	s.Keys(screen.KeyEnter)
	s.Answer("ok", -1, "")
	if s.balance("soren") != 100 {
		t.Errorf("typed: soren has %d", s.balance("soren"))
	}
}

// A guest who is asked gets a coupon by one key; who is not, none.
func TestThanksOffersACoupon(t *testing.T) {
	s := newTestShop(t)
	s.Shell.Add(screen.SalePlace, screen.NewSale(s.Till, s.Desk))
	s.Shell.Add(screen.PaymentPlace, screen.NewPayment(s.Till, nil, s.Desk))
	boss := till.By(pos.System)
	must(t, s.Till.Set(t.Context(), till.GuestCouponSetting, till.CouponAsk, boss))
	must(t, s.Till.Set(t.Context(), till.GuestTierSetting, pos.FirstTier, boss))
	s.Show(screen.SalePlace)
	s.Reads(hardware.KindProduct, "5701234001041")
	s.Runes("+1")
	s.Keys(screen.KeyEnter)
	pay := func() screen.PaymentState {
		return s.Shell.Screen(screen.PaymentPlace).State().(screen.PaymentState)
	}
	if th := pay().Thanks; th == nil || th.Coupon != 250 {
		t.Fatalf("%+v", th)
	}
	s.Keys("Ctrl+K")
	jobs, err := s.Till.Jobs(t.Context())
	if err != nil || len(jobs) != 2 || pay().Thanks.Coupon != 0 || s.Said() != "thanks.coupon.done" {
		t.Errorf("%d papers (%v), %+v, said %q", len(jobs), err, pay().Thanks, s.Said())
	}
	s.Keys("Ctrl+K") // nothing is offered any more
	if jobs, _ := s.Till.Jobs(t.Context()); len(jobs) != 2 {
		t.Errorf("%d papers after a second press", len(jobs))
	}
}
