package screen_test

import (
	"testing"

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
