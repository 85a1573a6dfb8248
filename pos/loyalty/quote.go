package loyalty

import "bonuskasse/pos"

// Line is what the rules must know of a line of a sale.
type Line struct {
	Kind             pos.LineKind `json:"kind"`
	QtyMilli         int64        `json:"qty_milli"`
	UnitPrice        int64        `json:"unit_price"` // minor units, with VAT
	VATBp            int64        `json:"vat_bp"`
	ManualDiscountBp int64        `json:"manual_discount_bp"`
	Discountable     bool         `json:"discountable"`
	Earns            bool         `json:"earns"`
	BonusPayable     bool         `json:"bonus_payable"`
	FixedPoints      *int64       `json:"fixed_points"`
}

// MaxBonus as a Tender's Bonus asks for the most that the cap allows.
const MaxBonus int64 = -1

// Tender says how a sale is to be paid, before the rest is paid by card,
// mobile or cash.
type Tender struct {
	Bonus         int64 // points, or MaxBonus
	PromoGiftCard int64 // what the promotional gift card holds, minor units
	GiftCard      int64 // what the paid gift card holds, minor units
	Cash          bool  // the rest is cash, so it is rounded to a coin
}

// Quotation is a sale as the rules see it: every amount of it, and each line's
// share, which is what a later return is computed from.
type Quotation struct {
	Subtotal        int64        `json:"subtotal"`
	Eligible        int64        `json:"-"`
	MaxPoints       int64        `json:"max_points"`
	PointsUsed      int64        `json:"points_used"`
	BonusValue      int64        `json:"bonus_value"`
	Payable         int64        `json:"payable"`
	PromoGiftCard   int64        `json:"promo_gift_card"`
	GiftCard        int64        `json:"gift_card"`
	Rounding        int64        `json:"rounding"`
	ToPay           int64        `json:"to_pay"`
	AccrualBase     int64        `json:"accrual_base"`
	PointsEarned    int64        `json:"points_earned"`
	PointsScheduled int64        `json:"points_scheduled"`
	Lines           []QuotedLine `json:"lines"`
}

// QuotedLine is a line's share of the sale's amounts.
type QuotedLine struct {
	QtyMilli        int64 `json:"-"`
	Gross           int64 `json:"gross"`
	Discount        int64 `json:"discount"`
	Club            bool  `json:"-"` // the discount is the tier's, not the cashier's
	Net             int64 `json:"net"`
	BonusValue      int64 `json:"bonus_value"`
	PointsUsed      int64 `json:"points_used"`
	PromoGiftCard   int64 `json:"promo_gift_card"`
	PointsEarned    int64 `json:"points_earned"`
	PointsScheduled int64 `json:"-"`
}

// Quote computes a sale in the order of the domain page: prices, cap, bonus,
// gift cards, rounding, accrual. available is the member's points that may be
// used; a guest has none.
//
// On a refusal (BonusOverCap, BonusNotAStep) the Quotation holds the subtotal
// and the most points allowed, so that the screen can say what would do.
func Quote(p Program, t Tier, available int64, lines []Line, tender Tender) (Quotation, error) {
	var q Quotation
	if err := check(p, t, lines, tender); err != nil {
		return q, err
	}
	q.Lines = make([]QuotedLine, len(lines))
	for i, l := range lines {
		q.Lines[i] = price(l, t)
		q.Subtotal += q.Lines[i].Net
		if q.Subtotal > int64(pos.MaxSale) { // asked at each line: a sum of many would not fit 64 bits
			return q, pos.Refuse(pos.AmountTooLarge)
		}
		if l.BonusPayable {
			q.Eligible += q.Lines[i].Net
		}
	}
	q.MaxPoints = p.MaxPoints(q.Subtotal, q.Eligible, available)
	used := tender.Bonus
	if used == MaxBonus {
		used = q.MaxPoints
	}
	switch {
	case used > q.MaxPoints:
		return q, pos.Refuse(pos.BonusOverCap, q.MaxPoints)
	case used%p.RedeemStep != 0:
		return q, pos.Refuse(pos.BonusNotAStep, p.RedeemStep)
	}
	q.redeem(p, lines, used)
	q.payByGiftCards(lines, tender)
	due := q.Payable - q.PromoGiftCard - q.GiftCard
	q.ToPay = due
	if tender.Cash {
		q.ToPay = int64(pos.RoundCash(pos.Money(due), pos.Money(p.CashRounding)))
	}
	q.Rounding = q.ToPay - due
	q.accrue(p, t, lines)
	return q, nil
}

func check(p Program, t Tier, lines []Line, tender Tender) error {
	if err := p.Check(); err != nil {
		return err
	}
	if err := t.Check(); err != nil {
		return err
	}
	for _, l := range lines {
		switch {
		case l.QtyMilli <= 0 || l.QtyMilli > pos.MaxQtyMilli:
			return pos.Refuse(pos.BadQuantity)
		case l.UnitPrice < 0:
			return pos.Refuse(pos.BadAmount)
		case l.UnitPrice > int64(pos.MaxUnitPrice):
			return pos.Refuse(pos.AmountTooLarge)
		case l.VATBp < 0 || l.VATBp > 10_000, l.ManualDiscountBp < 0 || l.ManualDiscountBp > 10_000:
			return pos.Refuse(pos.BadRate)
		case l.FixedPoints != nil && (*l.FixedPoints < 0 || *l.FixedPoints > 1_000_000_000):
			return pos.Refuse(pos.BadSetting, "fixed_points")
		case !l.Kind.Known():
			return pos.Refuse(pos.BadSetting, "kind")
		}
	}
	if tender.Bonus < MaxBonus || tender.PromoGiftCard < 0 || tender.GiftCard < 0 {
		return pos.Refuse(pos.BadAmount)
	}
	return nil
}

// price is step 1: the larger of the two discounts, never both.
func price(l Line, t Tier) QuotedLine {
	gross := pos.HalfUpMulDiv(l.QtyMilli, l.UnitPrice, 1000)
	manual := pos.HalfUpMulDiv(gross, l.ManualDiscountBp, 10_000)
	var club int64
	if l.Discountable {
		club = pos.HalfUpMulDiv(gross, t.DiscountBp, 10_000)
	}
	d := max(manual, club)
	return QuotedLine{QtyMilli: l.QtyMilli, Gross: gross, Discount: d, Club: club > manual, Net: gross - d}
}

// redeem is step 4: the value of the points, split over the lines they may pay.
func (q *Quotation) redeem(p Program, lines []Line, used int64) {
	q.PointsUsed, q.BonusValue = used, p.Value(used)
	q.Payable = q.Subtotal - q.BonusValue
	weights := make([]int64, len(lines))
	for i, l := range lines {
		if l.BonusPayable {
			weights[i] = q.Lines[i].Net
		}
	}
	values := pos.LargestRemainder(q.BonusValue, weights)
	points := pos.LargestRemainder(used, weights)
	for i := range q.Lines {
		q.Lines[i].BonusValue, q.Lines[i].PointsUsed = values[i], points[i]
	}
}

// payByGiftCards is step 5: promotional before paid, and neither buys a gift
// card. The promotional amount is split by what each line still owes, because
// it is bonus too: it does not earn, and a return gives it back to the card.
func (q *Quotation) payByGiftCards(lines []Line, tender Tender) {
	owed := make([]int64, len(lines))
	var sum int64
	for i, l := range lines {
		if l.Kind != pos.GiftCardLine {
			owed[i] = q.Lines[i].Net - q.Lines[i].BonusValue
			sum += owed[i]
		}
	}
	q.PromoGiftCard = min(tender.PromoGiftCard, sum)
	q.GiftCard = min(tender.GiftCard, sum-q.PromoGiftCard)
	for i, part := range pos.LargestRemainder(q.PromoGiftCard, owed) {
		q.Lines[i].PromoGiftCard = part
	}
}
