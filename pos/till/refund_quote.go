package till

import (
	"context"

	"bonuskasse/pos"
)

// RefundQuote is what a return would give back, before it is done.
type RefundQuote struct {
	Net            pos.Money
	MoneyBack      pos.Money // what would be handed over, rounded to coins if cash
	Rounding       pos.Money
	GiftCardBack   pos.Money      // what goes back to gift cards, of either kind
	Back           pos.TenderKind // how the money goes back
	PointsBack     int64
	BonusValueBack pos.Money // what those points were worth
	PointsReversed int64
	HeldBack       pos.Money // kept of the money for points already spent
	BalanceAfter   int64     // of a member: may be below zero
	// NeedsManager says that the person must ask one: see RefundLimit.
	NeedsManager bool
}

// QuoteRefund computes a return as Refund would for a person, and does nothing.
// Its refusals are Refund's, but for those a manager may lift: they are
// NeedsManager.
func (t *Till) QuoteRefund(ctx context.Context, req Return, who Who) (q RefundQuote, err error) {
	err = t.store.View(ctx, func(r Reader) error {
		q, err = t.quoteRefund(r, req, who)
		return err
	})
	return q, err
}

func (t *Till) quoteRefund(r Reader, req Return, who Who) (q RefundQuote, err error) {
	sale, err := r.SaleByReceipt(req.Receipt)
	if err != nil {
		return q, err
	}
	if !sale.RefundOf.IsZero() {
		return q, pos.Refuse(pos.UnknownReceipt, req.Receipt)
	}
	e, err := refundLines(sale, req.Lines)
	if err != nil {
		return q, err
	}
	program, err := r.Program(sale.Program)
	if err != nil {
		return q, err
	}
	var before *Standing
	if !sale.Member.IsZero() {
		s, err := accountOfSale(r, sale)
		if err != nil {
			return q, err
		}
		before = &s
		if err := reverseAwarded(r, sale, e, s); err != nil {
			return q, err
		}
	}
	shop, err := r.Shop()
	if err != nil {
		return q, err
	}
	refundPoints(e, before, shop, program, millis(t.now()))
	cards, err := backToCards(r, sale, e)
	if err != nil {
		return q, err
	}
	exact := pos.Money(e.MoneyBack) - cards.paid
	q = RefundQuote{
		Net: pos.Money(e.Net), MoneyBack: exact, GiftCardBack: cards.paid + cards.promo, Back: req.Back,
		PointsBack: e.PointsBack, BonusValueBack: pos.Money(e.BonusValueBack),
		PointsReversed: e.PointsReversed, HeldBack: pos.Money(e.HeldBack),
	}
	err = within(r, who, RefundLimit, e.MoneyBack)
	if before != nil && err == nil {
		err = mayRingUp(r, who, *before)
	}
	switch {
	case pos.NeedsManager(err):
		q.NeedsManager = true
	case err != nil:
		return q, err
	}
	if q.Back == "" {
		q.Back = paidBy(sale)
	}
	if q.Back == pos.Cash {
		q.MoneyBack = pos.RoundCash(q.MoneyBack, pos.Money(program.CashRounding))
		q.Rounding = q.MoneyBack - exact
	}
	if before != nil {
		q.BalanceAfter = before.Account.Balance(millis(t.now())) + e.PointsBack - e.PointsReversed
	}
	return q, nil
}
