package loyalty

import "bonuskasse/pos"

// Refund is what a returned quantity of a line gives back.
type Refund struct {
	Net                int64 `json:"net"`
	PointsBack         int64 `json:"points_back"`
	PromoGiftCardBack  int64 `json:"promo_gift_card_back"`
	MoneyBack          int64 `json:"money_back"`
	PointsReversed     int64 `json:"points_reversed"`
	ScheduledReversed  int64 `json:"-"`
	BonusValueReturned int64 `json:"-"`
}

// Return computes what comes back when, after returned thousandths of a line
// were returned already, qty more are. Every amount X of the line gives back
// floor(X*b/Q) - floor(X*a/Q), so that parts always add up to the whole. The
// line is as it was sold: today's rules are never used for yesterday's return.
//
// More than was sold is refused with ReturnOverSold, and nothing changes.
func Return(line QuotedLine, returned, qty int64) (Refund, error) {
	if qty <= 0 {
		return Refund{}, pos.Refuse(pos.BadQuantity)
	}
	if qty > line.QtyMilli-returned {
		return Refund{}, pos.Refuse(pos.ReturnOverSold)
	}
	part := func(x int64) int64 { return Part(x, line.QtyMilli, returned, returned+qty) }
	r := Refund{
		Net:                part(line.Net),
		PointsBack:         part(line.PointsUsed),
		PromoGiftCardBack:  part(line.PromoGiftCard),
		PointsReversed:     part(line.PointsEarned),
		ScheduledReversed:  part(line.PointsScheduled),
		BonusValueReturned: part(line.BonusValue),
	}
	r.MoneyBack = r.Net - r.BonusValueReturned - r.PromoGiftCardBack
	return r, nil
}

// Part is what an amount x of a line of qty gives back when what was returned
// of it moves from a to b.
func Part(x, qty, a, b int64) int64 {
	return pos.FloorMulDiv(x, b, qty) - pos.FloorMulDiv(x, a, qty)
}
