package paper

import (
	"sort"
	"time"

	"bonuskasse/assets"
	"bonuskasse/hardware"
	"bonuskasse/pos"
	"bonuskasse/pos/ledger"
	"bonuskasse/pos/till"
)

// Receipt is the paper of a sale or of a refund.
func (Papers) Receipt(f till.ReceiptFacts) hardware.Document {
	s := f.Sale
	w := newWriter(f.Language, f.Shop.Currency, f.Zone, s.Completed)
	w.inMoney = f.Program.InMoney()
	w.doc.Title = w.t("receipt") + " " + s.Receipt
	w.doc.Meta = map[string]string{"receipt": s.Receipt}
	refund := !s.RefundOf.IsZero()
	if f.Kick != "" {
		w.add(hardware.OpenDrawer(f.Kick))
	}
	w.header(f.Shop, f.Settings)
	if refund {
		w.add(hardware.TextLine(w.t("return")).Centre().Tall().Strong(), hardware.Feed(1))
	}
	w.add(hardware.Row(w.t("receipt")+" "+s.Receipt, w.moment(s.Completed)))
	if refund {
		w.add(hardware.TextLine(w.t("return_of", s.RefundReceipt)))
	}
	if f.Cashier != "" {
		w.add(hardware.TextLine(w.t("cashier", f.Cashier)))
	}
	w.add(hardware.Rule())
	for _, l := range s.Lines {
		if !l.Voided {
			w.line(l, refund)
		}
	}
	w.add(hardware.Rule())
	w.sums(s, refund)
	w.vat(s)
	w.member(f, refund)
	if f.Coupon != nil {
		w.add(hardware.Rule(), hardware.Feed(1))
		w.coupon(*f.Coupon, f.Program)
		w.add(hardware.TextLine(w.t("coupon.rule.once")).Centre(), hardware.TextLine(w.t("coupon.rule.how")).Centre())
	}
	for _, g := range f.GiftCards {
		w.add(hardware.Rule(), hardware.Feed(1))
		w.giftCard(g)
	}
	w.add(hardware.Rule())
	if !refund {
		w.add(hardware.TextLine(w.t("thanks")).Centre())
	}
	if s.Head != "" {
		w.add(hardware.TextLine(w.t("head", s.Head)).Centre())
	}
	w.add(hardware.Feed(1), hardware.Code(s.Receipt))
	doc := w.end(f.Shop)
	if f.Copy {
		doc = doc.AsCopy()
	}
	return doc
}

// line is an article, and its discount below it. A refund's lines have
// negative quantities and amounts; the quantity is shown as what came back.
func (w *writer) line(l pos.LineItem, refund bool) {
	qty, shown := l.QtyMilli, l.Gross
	if refund {
		qty, shown = max(qty, -qty), l.Net
	}
	if qty == 1000 {
		w.add(hardware.Row(l.Name, w.amount(shown)))
	} else {
		w.add(hardware.Row3(l.Name, assets.Quantity(w.lang, qty)+" x "+w.amount(l.UnitPrice), w.amount(shown)))
	}
	if refund || l.Discount == 0 {
		return
	}
	key, bp := "discount", l.ManualDiscountBp
	if l.Club {
		key, bp = "club_discount", 0
	}
	label := w.t(key)
	if bp > 0 {
		label += " " + assets.Percent(w.lang, bp)
	}
	w.add(hardware.Row("  "+label, w.amount(-l.Discount)))
}

// sums is what it comes to and how it was paid. Bonus stands on a line of its
// own before the amount to pay.
func (w *writer) sums(s pos.Sale, refund bool) {
	if s.BonusValue != 0 || s.Rounding != 0 || s.HeldBack != 0 || len(s.GiftCards) > 0 {
		w.add(hardware.Row(w.t("subtotal"), w.amount(s.Subtotal)))
	}
	if s.BonusValue != 0 {
		key := "bonus_redeemed"
		if refund {
			key = "bonus_back"
		}
		label := w.t(key)
		if !w.inMoney {
			label = w.t(key+"_points", w.points(max(s.PointsUsed, -s.PointsUsed)))
		}
		w.add(hardware.Row(label, w.amount(-s.BonusValue)))
	}
	w.giftCardsPaid(s, refund)
	w.row("held_back", s.HeldBack)
	w.row("rounding", s.Rounding)
	key := "to_pay"
	if refund {
		key = "to_pay_back"
	}
	w.add(hardware.Row(w.t(key), w.money(s.ToPay)).Tall().Strong(), hardware.Feed(1))
	for _, t := range s.Tenders {
		if t.Kind != pos.BonusTender && t.Kind != pos.PromoGiftCard && t.Kind != pos.PaidGiftCard {
			w.add(hardware.Row(w.t("tender."+string(t.Kind)), w.amount(t.Amount)))
		}
	}
	w.row("change", s.Change)
}

// vat is the tax in what was paid, by rate. Bonus is a discount given at the
// till: it lowers what is taxed, line by line.
func (w *writer) vat(s pos.Sale) {
	paid := map[int64]pos.Money{}
	for _, l := range s.Lines {
		if !l.Voided && l.Kind != pos.GiftCardLine { // a gift card is taxed when it buys something
			paid[l.VATBp] += l.Net - l.BonusValue - l.PromoGiftCard
		}
	}
	rates := make([]int64, 0, len(paid))
	for bp := range paid {
		if bp > 0 {
			rates = append(rates, bp)
		}
	}
	if len(rates) == 0 {
		return
	}
	sort.Slice(rates, func(i, j int) bool { return rates[i] > rates[j] })
	w.add(hardware.Feed(1))
	for _, bp := range rates {
		gross := paid[bp]
		tax := pos.Money(pos.HalfUpMulDiv(int64(gross), bp, 10_000+bp))
		w.add(hardware.Row(w.t("vat", assets.Percent(w.lang, bp), w.amount(gross)), w.amount(tax)))
	}
}

// soon is how far ahead a receipt warns of points that expire.
const soon = 30 * 24 * time.Hour

// member is the customer's side: earned, used, left, and what expires soon.
func (w *writer) member(f till.ReceiptFacts, refund bool) {
	if f.Standing == nil {
		return
	}
	s, m := f.Sale, f.Standing
	w.add(hardware.Rule())
	if m.Member.Name != "" { // of one who was erased nothing is left
		w.add(hardware.TextLine(m.Member.Name).Strong())
	}
	if s.Card != "" {
		w.add(hardware.TextLine(w.t("card", s.Card)))
	}
	if f.Pool != "" {
		w.add(hardware.TextLine(w.t("pool", f.Pool)))
	}
	figure := func(key string, n int64) {
		if n != 0 {
			w.add(hardware.Row(w.t(key), w.bonus(n)))
		}
	}
	if refund {
		figure("points_back", -s.PointsUsed)
		figure("points_reversed", s.PointsEarned)
	} else {
		figure("points_used", -s.PointsUsed)
		figure("points_earned", s.PointsEarned)
		figure("points_scheduled", s.PointsScheduled)
	}
	label := w.t("balance")
	if !w.inMoney {
		label = w.t("balance_worth", w.money(pos.Money(f.Program.Value(s.BalanceAfter))))
	}
	w.add(hardware.Row(label, w.bonus(s.BalanceAfter)).Strong())
	if !f.Copy { // what expires, and what comes next, was said on the day
		w.ahead(f)
	}
	w.programme(f.Program)
}

// ahead is what expires soon, and how far it is to the next level.
func (w *writer) ahead(f till.ReceiptFacts) {
	for _, l := range expiring(f.Standing.Account, f.Sale.Completed) {
		day := pos.Millis(l.ExpiresAt).Time(w.zone)
		w.add(hardware.Row(w.t("expires", assets.Date(w.lang, day)), w.bonus(l.Left)))
	}
	if f.Reached != "" {
		w.add(hardware.TextLine(w.t("level_reached", f.Reached)).Strong())
	}
	if f.Next != nil {
		w.add(hardware.TextLine(w.t("next_level", w.money(f.Next.Left), f.Next.Tier.Name)))
	}
}

// expiring adds up what expires within thirty days, by its day.
func expiring(a ledger.Account, at pos.Millis) (soonest []ledger.Lot) {
	until := ledger.Millis(int64(at) + soon.Milliseconds())
	for _, l := range a.Lots {
		if l.ExpiresAt == 0 || l.ExpiresAt < ledger.Millis(at) || l.ExpiresAt > until {
			continue
		}
		if n := len(soonest); n > 0 && soonest[n-1].ExpiresAt == l.ExpiresAt {
			soonest[n-1].Left += l.Left
		} else {
			soonest = append(soonest, l)
		}
	}
	return soonest
}

// XReport is the paper of an X report.
func (Papers) XReport(x till.XReport) hardware.Document {
	w := newWriter(x.Language, x.Shop.Currency, x.Zone, x.Made)
	title := w.t("x_report")
	w.doc.Title = title + " " + w.moment(x.Made)
	if x.Number != "" {
		title = w.t("z_report", x.Number)
		w.doc.Title = title
	}
	w.inMoney = x.InMoney
	w.header(x.Shop, nil)
	w.add(hardware.TextLine(title).Centre().Tall().Strong(), hardware.Feed(1))
	w.add(hardware.Row(w.t("till_no", x.Shop.TillNo), w.moment(x.Made)))
	w.add(hardware.TextLine(w.t("since", w.moment(x.From))))
	if x.Person != "" {
		w.add(hardware.TextLine(w.t("z_person", x.Person)))
	}
	w.add(hardware.Rule())
	count := func(key string, n int64) { w.add(hardware.Row(w.t(key), w.points(n))) }
	sum := func(key string, m pos.Money) { w.add(hardware.Row(w.t(key), w.amount(m))) }
	count("x.sales", x.Sales)
	count("x.refunds", x.Refunds)
	sum("x.gross", x.Gross)
	sum("x.discounts", -x.Discounts)
	sum("x.returned", -x.Returned)
	w.add(hardware.Row(w.t("x.net"), w.amount(x.Net-x.Returned)).Strong())
	if x.GiftCardsSold != 0 {
		sum("x.gift_cards_sold", x.GiftCardsSold)
	}
	sum("x.bonus", -x.BonusValue)
	sum("rounding", x.Rounding)
	w.add(hardware.Rule())
	for _, kind := range []pos.TenderKind{pos.Cash, pos.BankCard, pos.Mobile, pos.PaidGiftCard, pos.PromoGiftCard} {
		if m, ok := x.Tenders[kind]; ok {
			sum("tender."+string(kind), m)
		}
	}
	w.drawer(x.Drawer)
	w.add(hardware.Rule())
	for _, v := range x.VAT {
		w.add(hardware.Row(w.t("vat", assets.Percent(w.lang, v.Bp), w.amount(v.Net)), w.amount(v.VAT)))
	}
	w.add(hardware.Rule())
	w.add(hardware.Row(w.t("points_earned"), w.bonus(x.PointsEarned)), hardware.Row(w.t("points_used"), w.bonus(x.PointsUsed)))
	count("x.voids", x.Voids)
	count("x.copies", x.Copies)
	count("x.drawer", x.DrawerOpens)
	if x.Currency != "" {
		w.add(hardware.Feed(1), hardware.TextLine(w.t("currency", x.Currency)).Centre())
	}
	return w.end(x.Shop)
}
