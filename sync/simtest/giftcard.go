package simtest

import (
	"context"
	"fmt"
	"slices"

	"bonuskasse/pos"
	"bonuskasse/pos/chain"
	"bonuskasse/pos/till"
)

// Gift cards are money on paper, and no till holds rights to it: whoever has one may
// spend it where they like, and at tills that are apart more than is on it. No rule
// can forbid that without a line; what must be is that it is found, that a person is
// told, and that all say the same of the card.

// giftCard is one of the customers' papers, and the receipts that may go back.
type giftCard struct {
	code string
	used []paidBy
}

// paidBy is a sale that a card paid something of, and how far the till's sales are
// in a copy of it: see restore.
type paidBy struct {
	desk    int
	life    pos.ID
	receipt string
}

// sellGiftCard is money for a paper; or no money: a manager makes it a present.
func (w *world) sellGiftCard(ctx context.Context, d *desk) error {
	amount := pos.Money(100_00 + w.chance.Int64N(400_00))
	if w.chance.IntN(3) == 0 {
		g, err := d.GiveGiftCard(ctx, amount, pos.ID{}, till.Who{Person: manager, Reason: "sim"})
		if w.refused(err) {
			return nil
		}
		if err != nil {
			return err
		}
		return w.hasGiftCard(ctx, d, g.Code, amount)
	}
	draft, err := d.NewSale(ctx, pos.System)
	if err != nil {
		return err
	}
	if err := d.SellGiftCard(ctx, &draft, amount); err != nil {
		return err
	}
	done, err := d.Complete(ctx, draft, till.Payment{BankCard: till.Exact})
	if w.refused(err) {
		return w.abandon(ctx, d, draft)
	}
	if err != nil {
		return err
	}
	return w.hasGiftCard(ctx, d, done.Sale.Lines[0].GiftCard, amount)
}

func (w *world) hasGiftCard(ctx context.Context, d *desk, code string, amount pos.Money) error {
	w.note("  gift card %s of %d", code, amount)
	w.giftCards = append(w.giftCards, &giftCard{code: code})
	return w.book.add(ctx, d, entry{giftCard: code, money: amount})
}

// payByGiftCard buys for no more than the card is believed to have, or for more and
// the rest by bank card.
func (w *world) payByGiftCard(ctx context.Context, d *desk) error {
	if len(w.giftCards) == 0 {
		return nil
	}
	g := w.giftCards[min(w.chance.IntN(3), len(w.giftCards)-1)] // few, so that they meet
	there, err := d.GiftCard(ctx, g.code, clerk)
	if w.refused(err) {
		return nil
	}
	if err != nil {
		return err
	}
	price := pos.Money(100_00 + w.chance.Int64N(400_00))
	draft, err := d.NewSale(ctx, pos.System)
	if err != nil {
		return err
	}
	tea := pos.Product{SKU: "tea", Name: "Te", Kind: pos.Goods, Price: price, VATBp: 2500, Discountable: true, Earns: true, BonusPayable: true}
	if err := d.AddProduct(ctx, &draft, tea, 1000); err != nil {
		return err
	}
	done, err := d.Complete(ctx, draft, till.Payment{GiftCards: []string{g.code}, BankCard: till.Exact})
	if w.refused(err) {
		return w.abandon(ctx, d, draft)
	}
	if err != nil {
		return err
	}
	var paid pos.Money
	for _, u := range done.Sale.GiftCards {
		paid += u.Amount
	}
	if want := min(there.Balance, price); paid != want {
		return fmt.Errorf("till %d: gift card %s has %d here and paid %d of %d", d.no, g.code, there.Balance, paid, price)
	}
	life, err := d.life(ctx)
	if err != nil {
		return err
	}
	w.note("  gift card %s pays %d of %d", g.code, paid, price)
	g.used = append(g.used, paidBy{d.no, life, done.Sale.Receipt})
	return w.book.add(ctx, d, entry{giftCard: g.code, money: -paid})
}

// backToGiftCard takes back what a card paid, where it was bought: what it paid goes
// back to it.
func (w *world) backToGiftCard(ctx context.Context, d *desk) error {
	life, err := d.life(ctx)
	if err != nil {
		return err
	}
	for _, g := range w.giftCards {
		i := slices.IndexFunc(g.used, func(p paidBy) bool { return p.desk == d.no && p.life == life })
		if i < 0 {
			continue
		}
		receipt := g.used[i].receipt
		g.used = slices.Delete(g.used, i, i+1)
		done, err := d.Refund(ctx, till.Return{Receipt: receipt, Lines: []till.ReturnLine{{}}, Back: pos.BankCard}, clerk)
		if w.refused(err) {
			return nil
		}
		if err != nil {
			return err
		}
		back := done.GiftCardBack + done.PromoBack
		w.note("  gift card %s gets %d back", g.code, back)
		return w.book.add(ctx, d, entry{giftCard: g.code, money: back})
	}
	return nil
}

// blockGiftCard is a paper that somebody has lost, or found again.
func (w *world) blockGiftCard(ctx context.Context, d *desk) error {
	if len(w.giftCards) == 0 {
		return nil
	}
	g := w.giftCards[w.chance.IntN(len(w.giftCards))]
	block := w.chance.IntN(2) == 0
	_, err := d.BlockGiftCard(ctx, g.code, block, till.Who{Person: manager, Reason: "sim"})
	if w.refused(err) {
		return nil
	}
	w.note("  gift card %s blocked: %v", g.code, block)
	return err
}

// onGiftCard is what the book says of a card: what is on it, what was put on it, and
// how many lives of tills have moved it.
func (b *book) onGiftCard(code string, applied map[pos.ID]int64) (balance, put pos.Money, lives int) {
	seen := map[pos.ID]bool{}
	for _, e := range b.entries {
		if e.giftCard != code || e.gone && e.seq > applied[e.incarnation] {
			continue
		}
		balance += e.money
		put += max(e.money, 0)
		seen[e.incarnation] = true
	}
	return balance, put, len(seen)
}

// giftCardsAgree: the head office has what the book has of each card, each till the
// same (and nothing of a card that is short); a card that is short is told of, and
// none is short but by tills that were apart.
func (w *world) giftCardsAgree(ctx context.Context) error {
	applied, _, err := w.applied(ctx)
	if err != nil {
		return err
	}
	told, _, err := w.office.Conflicts(ctx, true)
	if err != nil {
		return err
	}
	for _, g := range w.giftCards {
		balance, put, lives := w.book.onGiftCard(g.code, applied)
		if put == 0 { // nobody has heard of it but a till that is no more
			continue
		}
		if least := -put * pos.Money(lives-1); balance < least {
			return fmt.Errorf("gift card %s is short of %d, and %d tills may have made it short of %d", g.code, -balance, lives, -least)
		}
		var short pos.Money
		for _, c := range told {
			if c.Kind == chain.GiftOverspent && c.Subject == g.code {
				short += pos.Money(c.Points)
			}
		}
		switch {
		case short < -balance:
			return fmt.Errorf("gift card %s is short of %d, and people were told of %d", g.code, -balance, short)
		case short > 0 && lives == 1:
			return fmt.Errorf("gift card %s was used by one till alone, and is said to be short of %d", g.code, short)
		}
		there, err := w.office.Fact(ctx, chain.GiftCard, g.code)
		if err != nil {
			return err
		}
		if there.Gift == nil || there.Gift.Balance != balance {
			return fmt.Errorf("gift card %s has %d by the book, and at the head office %+v", g.code, balance, there.Gift)
		}
		for _, d := range w.desks {
			if d.lost {
				continue
			}
			here, err := d.giftCard(ctx, g.code)
			if err != nil {
				return fmt.Errorf("gift card %s at till %d: %w", g.code, d.no, err)
			}
			if here.Balance != max(balance, 0) || here.Blocked != there.Gift.Blocked {
				return fmt.Errorf("gift card %s has %d and is blocked %v at till %d, and %d and %v at the head office",
					g.code, here.Balance, here.Blocked, d.no, balance, there.Gift.Blocked)
			}
		}
	}
	return nil
}

// giftCard is a card as a till has it, whoever asks.
func (d *desk) giftCard(ctx context.Context, code string) (g till.GiftCardRow, err error) {
	err = d.store.View(ctx, func(r till.Reader) error {
		g, err = r.GiftCard(code)
		return err
	})
	return g, err
}
