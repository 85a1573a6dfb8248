package store

import (
	"strings"
	"testing"

	"bonuskasse/pos"
	"bonuskasse/pos/till"
)

// TestCouponSearchesReadIndexes: whatever is asked, no list reads the whole
// table. Only the page itself is sorted, once its codes are known.
func TestCouponSearchesReadIndexes(t *testing.T) {
	u := busyShop(t)
	member, batch := pos.ID{1}, pos.ID{2}
	after := till.CouponAfter{Changed: 5, Code: "AAA"}
	for name, q := range map[string]till.CouponQuery{
		"code": {Code: "AB"}, "member": {Member: member}, "batch": {Batch: batch}, "points": {Points: 50}, "free": {State: pos.FreeCoupon},
		"expired": {State: pos.ExpiredCoupon, From: 1, To: 2}, "registered of a member": {State: pos.RegisteredCoupon, Member: member},
		"void of a batch": {State: pos.VoidCoupon, Batch: batch, Points: 50}, "free of so many points": {State: pos.FreeCoupon, Points: 50},
	} {
		for _, q.After = range []till.CouponAfter{{}, after} {
			q.Limit = 10
			for _, lead := range leadsOf(q) {
				query, a := couponQuery(q, lead.index, lead.where, lead.args)
				err := u.readers.use(t.Context(), func(s *session) error {
					return s.each("EXPLAIN QUERY PLAN "+query, a, func(r *row) error {
						var id, parent, unused int64
						var detail string
						if err := r.Scan(&id, &parent, &unused, &detail); err != nil {
							return err
						}
						if strings.HasPrefix(detail, "SCAN") || strings.Contains(detail, "TEMP B-TREE") && parent != 0 {
							t.Errorf("%s: %s\n%s", name, detail, query)
						}
						return nil
					})
				})
				if err != nil {
					t.Fatalf("%s: %v", name, err)
				}
			}
		}
	}
}
