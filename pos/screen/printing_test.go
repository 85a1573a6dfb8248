package screen_test

import (
	"testing"

	"bonuskasse/hardware"
	"bonuskasse/pos"
	"bonuskasse/pos/screen"
	"bonuskasse/pos/till"
)

// TestNothingAloneNamesNoNumber: who may give nothing alone reads that a manager
// stands by it, and of no limit of 0.
func TestNothingAloneNamesNoNumber(t *testing.T) {
	limits := []till.Limit{till.DiscountLimit, till.RefundLimit, till.RedeemLimit, till.CouponLimit, till.PointsRowLimit, till.PointsListLimit}
	for _, limit := range limits {
		for most, want := range map[int64]string{0: ".never", 500: ""} {
			said := screen.SentenceOf(pos.Refuse(limit.Code(), most))
			if said.Key != "error."+string(limit.Code())+want || (len(said.Args) == 0) != (most == 0) {
				t.Errorf("%s of %d is said as %+v", limit, most, said)
			}
		}
	}
}

// TestACouponIsMadeWithoutAPrinter: it is made, and its paper waits.
func TestACouponIsMadeWithoutAPrinter(t *testing.T) {
	s, _ := couponScreen(t)
	s.Send(screen.Status{News: func(strip *screen.Strip) {
		strip.Printer = hardware.State{Status: hardware.Absent, Reason: hardware.NotConfigured}
	}})
	s.Keys("Ctrl+N")
	s.Answer("ok", -1, "75")
	s.Answer("receipts", -1, "")
	if s.coupons().Open == nil || s.Said() != "coupons.made.waits" {
		t.Errorf("said %q", s.Said())
	}
	s.Keys("Ctrl+P")
	if s.Said() != "papers.no_printer" {
		t.Errorf("printed again, it says %q", s.Said())
	}
}
