package screen

import (
	"context"

	"bonuskasse/pos"
)

// SellGift is handed to the sale by a screen: a gift card to be sold.
type SellGift struct{ Amount pos.Money }

func (s *Sale) sellGift(ctx context.Context, amount pos.Money, do *Turn) {
	if s.change(ctx, do, func() error { return s.till.SellGiftCard(ctx, &s.draft, amount) }) {
		s.chosen = -1
		do.Sound(GoodSound)
	}
}

// gift tells what is on a gift card whose code was scanned or typed on the
// sale: it pays once everything is rung up. false is no gift card.
func (s *Sale) gift(ctx context.Context, text string, do *Turn) bool {
	if _, err := pos.ReadGiftCardCode(text); err != nil {
		return false
	}
	d, err := s.till.GiftCard(ctx, text, do.Who())
	if pos.CodeOf(err) == pos.UnknownGiftCard {
		return false // a word that looks like a code stays a word
	}
	if err == nil {
		err = d.MayPay(pos.At(do.Now))
	}
	if do.Refuse(err) {
		return true
	}
	do.Sound(GoodSound)
	do.Say(Go, "sale.gift_card", d.Balance)
	return true
}
