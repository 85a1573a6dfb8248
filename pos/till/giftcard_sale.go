package till

import (
	"context"
	"time"

	"bonuskasse/pos"
	"bonuskasse/pos/journal/journalpb"
	"bonuskasse/pos/loyalty"
)

// maxGiftCards bounds how many pieces of one gift card article a line may be.
const maxGiftCards = 20

// SellGiftCard puts a gift card of any amount on the sale. Its code is drawn
// now, and the card is there when the sale is completed.
func (t *Till) SellGiftCard(_ context.Context, d *pos.Draft, amount pos.Money) error {
	name := ""
	if t.papers != nil {
		name = t.papers.GiftCardName(t.shop.Language)
	}
	return t.addGiftCard(d, pos.Product{Name: name, Price: amount})
}

// addGiftCards puts an article of the kind gift_card on the sale: a card for
// each piece.
func (t *Till) addGiftCards(d *pos.Draft, p pos.Product, qtyMilli int64) error {
	if qtyMilli%1000 != 0 || qtyMilli > maxGiftCards*1000 {
		return pos.Refuse(pos.BadQuantity)
	}
	for range qtyMilli / 1000 {
		if err := t.addGiftCard(d, p); err != nil {
			return err
		}
	}
	return nil
}

// addGiftCard adds a line that is no turnover, whatever the article says: the
// money is the holder's until it buys something, and is taxed and earns then.
func (t *Till) addGiftCard(d *pos.Draft, p pos.Product) error {
	if err := goodGiftCard(p.Price); err != nil {
		return err
	}
	code, err := pos.NewGiftCardCode(t.random)
	if err != nil {
		return err
	}
	line := pos.LineItem{SKU: p.SKU, Name: p.Name, Kind: pos.GiftCardLine, QtyMilli: 1000, UnitPrice: p.Price, GiftCard: code}
	if len(p.Barcodes) > 0 {
		line.Barcode = p.Barcodes[0]
	}
	d.Lines = append(d.Lines, line)
	t.keep(d)
	return nil
}

// makeSold makes the gift cards that a sale sells. A sale without one asks
// nothing of the store.
func (t *Till) makeSold(tx Tx, sale pos.Sale, p Program, who Who) error {
	for _, l := range sale.Lines {
		if l.GiftCard == "" || l.Voided {
			continue
		}
		in := newGiftCard{Code: l.GiftCard, Kind: pos.PaidCard, Amount: l.Net, Member: sale.Member, Sale: sale.ID}
		if _, err := t.makeGiftCard(tx, p, in, who); err != nil {
			return err
		}
	}
	return nil
}

// sellsGiftCard tells whether the receipt carries a gift card: it is printed
// without asking.
func sellsGiftCard(s pos.Sale) bool {
	for _, l := range s.Lines {
		if l.GiftCard != "" && !l.Voided {
			return true
		}
	}
	return false
}

// giftCardsFor reads the cards that are to pay, those with promotional money
// first, and adds up what they hold.
func giftCardsFor(r Reader, codes []string, now time.Time) (cards []GiftCardRow, sum loyalty.Tender, err error) {
	var paid []GiftCardRow
	seen := map[string]bool{}
	for _, text := range codes {
		g, err := readGiftCard(r, text)
		if err != nil {
			return nil, sum, err
		}
		if err := g.MayPay(pos.At(now)); err != nil {
			return nil, sum, err
		}
		switch {
		case seen[g.Code]:
		case g.Kind == pos.PromotionalCard:
			cards = append(cards, g)
			sum.PromoGiftCard += int64(g.Balance)
		default:
			paid = append(paid, g)
			sum.GiftCard += int64(g.Balance)
		}
		seen[g.Code] = true
	}
	return append(cards, paid...), sum, nil
}

// payBy spreads what gift cards pay over the cards, in their order.
func payBy(cards []GiftCardRow, promo, paid pos.Money) (uses []pos.GiftCardUse) {
	for _, g := range cards {
		left := &paid
		if g.Kind == pos.PromotionalCard {
			left = &promo
		}
		pays := min(g.Balance, *left)
		*left -= pays
		uses = append(uses, pos.GiftCardUse{Code: g.Code, Kind: g.Kind, Amount: pays, Left: g.Balance - pays})
	}
	return uses
}

// cardsBack is what of a refund goes back to gift cards.
type cardsBack struct{ promo, paid pos.Money }

// backToCards gives back to the cards that paid: their share to promotional
// ones, and to paid ones what they paid before any money goes back. A gift card
// that was sold itself was paid for in money. A sale that no card paid asks
// nothing of the store.
func backToCards(r Reader, sale pos.Sale, e *journalpb.SaleRefunded) (back cardsBack, err error) {
	if err := mayEmpty(r, sale, e.Lines); err != nil {
		return back, err
	}
	if len(sale.GiftCards) == 0 {
		return back, nil
	}
	var promo, goods pos.Money
	for _, l := range e.Lines {
		promo += pos.Money(l.PromoGiftCardBack)
		if sale.Lines[l.Line].Kind != pos.GiftCardLine {
			goods += pos.Money(l.MoneyBack)
		}
	}
	goods = min(goods, pos.Money(e.MoneyBack)) // what is held back is no money
	cards, err := r.GiftCardsPaid(sale.ID)
	if err != nil {
		return back, err
	}
	for _, u := range cards {
		left, sum := &goods, &back.paid
		if u.Kind == pos.PromotionalCard {
			left, sum = &promo, &back.promo
		}
		n := min(u.Amount, *left)
		if n <= 0 {
			continue
		}
		*left -= n
		*sum += n
		e.GiftCards = append(e.GiftCards, &journalpb.GiftCardUse{Code: u.Code, Amount: int64(n)})
	}
	return back, nil
}

// mayEmpty refuses to take back a gift card of which more was spent than would
// stay on it: GiftCardShort, with what is left.
func mayEmpty(r Reader, sale pos.Sale, lines []*journalpb.RefundLine) error {
	back := map[string]int64{}
	for _, l := range lines {
		if code := sale.Lines[l.Line].GiftCard; code != "" {
			back[code] += l.Net
		}
	}
	for code, net := range back {
		g, err := r.GiftCard(code)
		if err != nil {
			return err
		}
		if int64(g.Balance) < net {
			return pos.Refuse(pos.GiftCardShort, int64(g.Balance))
		}
	}
	return nil
}

// emptySold takes what goes back as money off the gift cards that the sale
// sold, and blocks those on which nothing is left.
func (t *Till) emptySold(tx Tx, sale pos.Sale, lines []*journalpb.RefundLine, who Who) error {
	for _, l := range lines {
		code := sale.Lines[l.Line].GiftCard
		if code == "" {
			continue
		}
		g, err := tx.GiftCard(code)
		if err != nil {
			return err
		}
		if err := t.correctGiftCard(tx, code, -pos.Money(l.Net), g.Blocked || int64(g.Balance) == l.Net, who); err != nil {
			return err
		}
	}
	return nil
}
