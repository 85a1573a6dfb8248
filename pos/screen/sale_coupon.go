package screen

import (
	"context"

	"bonuskasse/pos"
	"bonuskasse/pos/till"
)

// coupon is a coupon that was scanned or typed on the sale: it is counted to the
// member on the sale when a person says so.
func (s *Sale) coupon(ctx context.Context, text, way string, do *Turn) bool {
	var member *pos.Member
	if s.offer.Standing != nil {
		member = &s.offer.Standing.Member
	}
	askCoupon(ctx, s.till, text, way, member, do, s.requote)
	return true
}

// typedCoupon takes what was typed as a coupon's code where it is one that the
// till knows: a number of goods that looks like a code stays one of goods.
func (s *Sale) typedCoupon(ctx context.Context, text string, do *Turn) bool {
	if _, err := pos.ReadCouponCode(text); err != nil {
		return false
	}
	if _, err := s.till.CouponBy(ctx, text); err != nil {
		return false
	}
	s.entry = ""
	return s.coupon(ctx, text, till.CouponTyped, do)
}
