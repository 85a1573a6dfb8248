package screen

import (
	"context"
)

// SellCard is handed to the sale by a screen: a printed card to be sold.
type SellCard struct{ Number string }

func (s *Sale) sellCard(ctx context.Context, number string, do *Turn) bool {
	ok := s.change(ctx, do, func() error { return s.till.SellCard(ctx, &s.draft, number, "") })
	if ok {
		s.chosen = -1
		do.Sound(GoodSound)
		if s.draft.Member.IsZero() {
			do.Say(Look, "sale.card_needs_member")
		}
	}
	return ok
}

// offerCard asks what becomes of a card out of the drawer: it makes a member,
// or is sold, where the shop sells cards.
func (s *Sale) offerCard(ctx context.Context, number string, do *Turn) {
	q := newCard(number, true)
	fees, err := s.till.CardFees(ctx)
	if err != nil || len(fees) == 0 {
		do.Ask(q)
		return
	}
	join := q.Then
	q.Choices = append([]Choice{q.Choices[0], {Do: "sell", Word: Say("cards.issue.sell", fees[0].Price)}}, q.Choices[1:]...)
	q.Then = func(ctx context.Context, r Reply, do *Turn) error {
		if r.Do == "sell" {
			s.sellCard(ctx, number, do)
			return nil
		}
		return join(ctx, r, do)
	}
	do.Ask(q)
}
