package till_test

import (
	"testing"

	"bonuskasse/assets"
	"bonuskasse/pos/ledger"
	"bonuskasse/pos/till"
)

// TestHappened: points that were taken do not read as points that were given.
func TestHappened(t *testing.T) {
	for _, c := range []struct {
		kind   string
		origin ledger.Origin
		want   string
	}{
		{"sale_completed", "", "Køb"},
		{"points_given", ledger.FromNoted, "Noterede point"},
		{"points_taken", ledger.FromNoted, "Noteret liste taget tilbage"},
		{"points_given", ledger.FromCoupon, "Pointkupon"},
		{"points_taken", ledger.FromCoupon, "Taget tilbage: Pointkupon"},
		{"points_taken", ledger.FromAdjustment, "Rettet i hånden"},
		{"points_taken", ledger.FromMerge, "Flyttet ved sammenlægning"},
	} {
		key, of := till.Happened(c.kind, string(c.origin))
		got := assets.T("da", key)
		if of != "" {
			got = assets.T("da", key, assets.T("da", of))
		}
		if got != c.want {
			t.Errorf("%s of %q is %q, want %q", c.kind, c.origin, got, c.want)
		}
	}
}
