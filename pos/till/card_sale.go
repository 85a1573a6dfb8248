package till

import (
	"context"
	"strings"
	"time"

	"bonuskasse/pos"
)

// CardFees are the articles that a card is sold as: those of kind card_fee.
func (t *Till) CardFees(ctx context.Context) (list []pos.Product, err error) {
	err = t.store.View(ctx, func(r Reader) error {
		list, err = r.CardFees()
		return err
	})
	return list, err
}

// SellCard puts a card on the sale for its price. It becomes the member's of
// the sale when that is completed. sku names the article; empty takes the
// first of the kind card_fee, NoCardFee where there is none.
func (t *Till) SellCard(ctx context.Context, d *pos.Draft, number, sku string) error {
	if err := t.refusePAN(ctx, number); err != nil {
		return err
	}
	number, err := pos.CleanCardNumber(number)
	if err != nil {
		return err
	}
	for _, l := range d.Lines {
		if !l.Voided && l.Card == number {
			return pos.Refuse(pos.CardTaken, number)
		}
	}
	var fee pos.Product
	err = t.store.View(ctx, func(r Reader) error {
		if _, err := freeCard(r, number); err != nil {
			return err
		}
		list, err := r.CardFees()
		for _, p := range list {
			if fee.SKU == "" && (sku == "" || strings.EqualFold(p.SKU, sku)) {
				fee = p
			}
		}
		if err == nil && fee.SKU == "" {
			err = pos.Refuse(pos.NoCardFee)
		}
		return err
	})
	if err != nil {
		return err
	}
	d.Lines = append(d.Lines, pos.LineItem{
		SKU: fee.SKU, Name: fee.Name + " " + number, Kind: pos.CardFee, QtyMilli: 1000, UnitPrice: fee.Price, VATBp: fee.VATBp,
		Discountable: fee.Discountable, Earns: fee.Earns, BonusPayable: fee.BonusPayable, Card: number,
	})
	t.keep(d)
	return nil
}

// issueSold gives the sale's member the cards that it sells. A sale without one
// asks nothing of the store.
func issueSold(tx Tx, now time.Time, sale pos.Sale, who Who) error {
	for _, l := range sale.Lines {
		if l.Card == "" || l.Voided {
			continue
		}
		if sale.Member.IsZero() {
			return pos.Refuse(pos.NoMember)
		}
		if _, err := issueCard(tx, now, l.Card, pos.BothCard, sale.Member, who); err != nil {
			return err
		}
	}
	return nil
}

// takeSold blocks the cards whose price goes back, where they are still what
// the sale made of them: a card that nobody paid for gives no discount.
func takeSold(tx Tx, now time.Time, sale pos.Sale, lines []int64, who Who) error {
	for _, at := range lines {
		number := sale.Lines[at].Card
		if number == "" {
			continue
		}
		c, err := tx.Card(number)
		if pos.CodeOf(err) == pos.UnknownCard {
			continue
		}
		if err != nil {
			return err
		}
		if c.State != pos.Issued {
			continue
		}
		c.State = pos.CardBarred
		if err := appendCard(tx, now, c, who); err != nil {
			return err
		}
	}
	return nil
}
