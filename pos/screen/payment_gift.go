package screen

import (
	"context"
	"strings"

	"bonuskasse/pos"
)

// codes are the gift cards among the parts.
func (p *Payment) codes() (list []string) {
	for _, t := range p.paid {
		if t.Method == ByGiftCard {
			list = append(list, t.Code)
		}
	}
	return list
}

// spread gives each gift card what it pays now: bonus that is added takes some
// of it over.
func (p *Payment) spread() {
	for i, t := range p.paid {
		for _, u := range p.offer.GiftCards {
			if t.Method == ByGiftCard && t.Code == u.Code {
				p.paid[i].Amount, p.paid[i].Left, p.paid[i].Promo = u.Amount, u.Left, u.Kind == pos.PromotionalCard
			}
		}
	}
}

// mayGift refuses a gift card where money has paid already: gift cards come
// before money.
func (p *Payment) mayGift(do *Turn) bool {
	if p.paidBy(ByCash)+p.paidBy(ByBankCard)+p.paidBy(ByMobile) == 0 {
		return true
	}
	do.Say(Look, "payment.gift_card.first")
	do.Sound(RefusedSound)
	return false
}

// gift takes a gift card, typed or scanned. It pays what it can; the balance
// that it leaves stands with the part.
func (p *Payment) gift(ctx context.Context, text string, do *Turn) {
	if !p.mayGift(do) {
		return
	}
	d, err := p.till.GiftCard(ctx, strings.TrimSpace(text), do.Who())
	if err == nil {
		err = d.MayPay(pos.At(p.now))
	}
	if do.Refuse(err) {
		return
	}
	for _, have := range p.codes() {
		if have == d.Code {
			p.st.Method, p.st.Entry = NoMethod, ""
			do.Say(Look, "payment.gift_card.twice")
			return
		}
	}
	o, err := p.till.Quote(ctx, p.draft, p.points(), append(p.codes(), d.Code)...)
	if do.Refuse(err) {
		return
	}
	pays := pos.Money(0)
	for _, u := range o.GiftCards {
		if u.Code == d.Code {
			pays = u.Amount
		}
	}
	if pays == 0 { // only gift cards are sold, or the others pay it all
		p.st.Method, p.st.Entry = NoMethod, ""
		do.Say(Look, "payment.gift_card.not_payable")
		do.Sound(RefusedSound)
		return
	}
	p.paid = append(p.paid, TenderRow{Method: ByGiftCard, Code: d.Code})
	p.st.Method, p.st.Entry = NoMethod, ""
	do.Clear()
	do.Sound(GoodSound)
	if p.requote(ctx, p.points(), do) {
		do.Say(Go, "payment.gift_card.pays", pays, d.Balance-pays)
		if d.State == pos.ExpiredGiftCard {
			do.Say(Look, "payment.gift_card.expired", pays, d.Balance-pays, d.PayableUntil)
		}
	}
}
