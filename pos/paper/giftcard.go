package paper

import (
	"bonuskasse/assets"
	"bonuskasse/hardware"
	"bonuskasse/pos"
	"bonuskasse/pos/till"
)

// GiftCard is the paper of a gift card: what is on it and for how long, its QR
// code, its code for typing, how it is used.
func (Papers) GiftCard(p till.GiftCardPaper) hardware.Document {
	w := newWriter(p.Language, p.Shop.Currency, p.Zone, p.Made)
	w.doc.Title = w.t("gift_card") + " " + giftCardEnd(p.Card.Code)
	w.header(p.Shop, p.Settings)
	w.giftCard(p.Card)
	w.add(hardware.Rule(), hardware.TextLine(w.t("gift_card.parts")).Centre(), hardware.TextLine(w.t("gift_card.keep")).Centre())
	doc := w.end(p.Shop)
	if p.Copy {
		doc = doc.AsCopy()
	}
	return doc
}

// GiftCardName is what the line is called that sells one.
func (Papers) GiftCardName(language string) string { return assets.T(language, "gift_card") }

// giftCard is the gift card itself, on a paper of its own or on a receipt.
func (w *writer) giftCard(g till.GiftCardRow) {
	key := "gift_card"
	if g.Kind == pos.PromotionalCard {
		key = "gift_card.promotional"
	}
	w.add(hardware.TextLine(w.t(key)).Centre().Strong(), hardware.TextLine(w.money(g.Balance)).Centre().Double().Strong(),
		hardware.QR(pos.GiftCardText(g.Code)), hardware.TextLine(pos.GroupCouponCode(g.Code)).Centre().Tall().Strong(),
		hardware.TextLine(w.until(g.ValidUntil)).Centre())
}

// giftCardsPaid is what gift cards paid, or got back, with what is left. Whoever
// has a code has the money: a receipt says its end only.
func (w *writer) giftCardsPaid(s pos.Sale, refund bool) {
	for _, u := range s.GiftCards {
		amount := -u.Amount
		if refund {
			amount = u.Amount
		}
		w.add(hardware.Row(w.t("tender."+string(u.Kind.Tender()))+" "+giftCardEnd(u.Code), w.amount(amount)))
		w.add(hardware.TextLine("  " + w.t("gift_card.left", w.money(u.Left))))
	}
}

// giftCardEnd is as much of a code as tells two cards of one customer apart.
func giftCardEnd(code string) string {
	return "…" + code[max(0, len(code)-4):]
}
