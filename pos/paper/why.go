package paper

import (
	"unicode"
	"unicode/utf8"

	"bonuskasse/assets"
	"bonuskasse/hardware"
	"bonuskasse/pos"
	"bonuskasse/pos/loyalty"
	"bonuskasse/pos/till"
)

// Why is an explanation: of a sale, a member, a lot, or of what bonus may pay
// now. It is read on the screen and in a terminal, and can be printed.
func (Papers) Why(y till.Why) hardware.Document {
	w := newWriter(y.Language, y.Shop.Currency, y.Zone, 0)
	w.inMoney = y.Program.InMoney()
	switch {
	case y.Sale != nil:
		w.whySale(*y.Sale)
	case y.Member != nil:
		w.whyMember(*y.Member)
	case y.Lot != nil:
		w.whyLot(*y.Lot)
	case y.Offer != nil:
		w.doc.Title = w.t("why.cap_now")
		w.whyCap(y.Offer.Cap, y.Program)
		if y.Offer.Why != "" {
			w.say(assets.Code(w.lang, string(y.Offer.Why)))
		}
		w.lotsUsed("why.would_use", y.Offer.Lots)
	}
	return w.doc
}

// part begins a part of an explanation.
func (w *writer) part(key string, args ...any) {
	w.add(hardware.Rule(), hardware.TextLine(w.t(key, args...)).Strong())
}

func (w *writer) say(text string) { w.add(hardware.TextLine(text)) }

// under is what belongs to the row above it.
func (w *writer) under(text string) { w.add(hardware.TextLine("  " + text)) }

// upper begins a sentence.
func upper(text string) string {
	first, size := utf8.DecodeRuneInString(text)
	return string(unicode.ToUpper(first)) + text[size:]
}

// signed is bonus that came, with a plus, or went.
func (w *writer) signed(n int64) string {
	if n > 0 {
		return "+" + w.bonus(n)
	}
	return w.bonus(n)
}

func (w *writer) day(at pos.Millis) string { return assets.Date(w.lang, at.Time(w.zone)) }

func (w *writer) percent(bp int64) string { return assets.Percent(w.lang, bp) }

// level is a tier's name as people know it.
func (w *writer) level(name string) string {
	if name == pos.NoBonusTier {
		return assets.T(w.lang, "tier.no_bonus")
	}
	return name
}

func (w *writer) whySale(s till.SaleWhy) {
	w.doc.Title = w.t("why.sale", s.Receipt)
	w.add(hardware.Row(w.t("receipt")+" "+s.Receipt, w.moment(s.Completed)))
	if s.ReturnOf != "" {
		w.say(w.t("return_of", s.ReturnOf))
	}
	switch {
	case s.Username == "":
		w.say(w.t("why.guest"))
	case s.ReturnOf != "":
		w.say(s.Name)
	case s.Certain:
		w.say(w.t("why.member", s.Name, w.level(s.Tier.Name), w.percent(s.Tier.RateBp), w.percent(s.Tier.DiscountBp)))
	default:
		w.say(s.Name)
		w.say(w.t("why.uncertain", w.level(s.Tier.Name)))
	}
	if s.CardKind == pos.BonusCard || s.CardKind == pos.DiscountCard {
		w.say(w.t("why.card." + string(s.CardKind)))
	}
	w.say(w.t("why.program", s.Program, w.moment(s.ProgramFrom)))
	for _, m := range s.Mended {
		from := m.From
		if m.Was.IsZero() {
			from = w.t("why.a_guest")
		}
		by := m.Name
		if m.By.IsZero() {
			by = assets.T(w.lang, "person.system")
		}
		w.say(sentence(w.t("why.mended", w.moment(m.At), by, from, w.mendReason(m.Reason))))
	}
	if s.ReturnOf != "" {
		w.whyReturn(s)
		return
	}
	if s.Username == "" {
		return
	}
	w.part("why.earned")
	for _, l := range s.Lines {
		w.whyLine(l, s.Rules())
	}
	if s.Certain && s.RatedBase != 0 {
		rate := s.Tier.RateBp
		if s.CardKind == pos.DiscountCard {
			rate = 0
		}
		w.add(hardware.Row(w.t("why.rated", w.amount(s.RatedBase), w.percent(rate)), w.exactly(s.RatedMilli)))
		if s.RatedMilli%1000 != 0 {
			w.add(hardware.Row(w.t("why.rounded"), w.bonus(s.Rated)))
		}
	}
	w.add(hardware.Row(w.t("points_earned"), w.signed(s.PointsEarned)).Strong())
	if s.PointsScheduled > 0 {
		w.add(hardware.Row(w.t("points_scheduled"), w.signed(s.PointsScheduled)))
	}
	if len(s.Mended) > 0 {
		return // no bonus paid it
	}
	w.part("why.cap")
	w.whyCap(s.Cap, s.Rules())
	w.add(hardware.Row(w.t("why.used"), w.bonus(s.PointsUsed)).Strong())
	if s.PointsUsed > 0 && !w.inMoney {
		w.add(hardware.Row(w.t("why.used_worth"), w.amount(s.BonusValue)))
	}
	w.lotsUsed("why.lots", s.Lots)
	w.part("why.balance")
	w.add(hardware.Row(w.t("why.before"), w.bonus(s.Before)), hardware.Row(w.t("why.less_used"), w.signed(-s.PointsUsed)),
		hardware.Row(w.t("why.plus_earned"), w.signed(s.PointsEarned)), hardware.Row(w.t("why.after"), w.bonus(s.After)).Strong())
}

// mendReason is why a sale was another's: words where the window gave it.
func (w *writer) mendReason(reason string) string {
	if key := "reports.mend.reason." + reason; assets.Has(w.lang, key) {
		return assets.T(w.lang, key)
	}
	return reason
}

// exactly is points before they are rounded, given in thousandths.
func (w *writer) exactly(milli int64) string {
	if w.inMoney { // a point is a hundredth of what is shown
		return w.bonus(milli/1000) + w.rest(milli%1000)
	}
	return assets.Quantity(w.lang, milli)
}

// rest is the figures behind an amount of money that is not whole.
func (w *writer) rest(milli int64) string {
	if milli == 0 {
		return ""
	}
	text := assets.Quantity(w.lang, 1000+milli) // 1.500
	return text[1+len(assets.Point(w.lang)):]
}

func (w *writer) whyLine(l till.LineWhy, p till.Program) {
	qty := ""
	if l.QtyMilli != 1000 {
		qty = assets.Quantity(w.lang, l.QtyMilli) + " x"
	}
	w.add(hardware.Row3(l.Name, qty, w.signed(l.Earned+l.Scheduled)))
	because := ""
	if l.Category != "" {
		because = " " + w.t("why.by_category", l.Category)
	}
	if l.How == loyalty.ByRate {
		w.under(w.base(l, p))
		return
	}
	w.under(w.t("why.how."+string(l.How)) + because)
}

// base is what of a line counts.
func (w *writer) base(l till.LineWhy, p till.Program) string {
	text := w.t("why.how.rate", w.amount(pos.Money(l.Base)))
	switch paid := l.BonusValue + l.Promo; {
	case paid != 0 && p.AccrualBase == loyalty.ExVAT:
		return text + " " + w.t("why.less_both", w.amount(l.Net), w.amount(paid), w.percent(l.VATBp))
	case paid != 0:
		return text + " " + w.t("why.less_bonus", w.amount(l.Net), w.amount(paid))
	case p.AccrualBase == loyalty.ExVAT:
		return text + " " + w.t("why.less_vat", w.amount(l.Net), w.percent(l.VATBp))
	}
	return text
}

// whyCap is how the most that bonus may pay came about, step by step.
func (w *writer) whyCap(c loyalty.Cap, p till.Program) {
	w.add(hardware.Row(w.t("why.subtotal"), w.amount(pos.Money(c.Subtotal))), hardware.Row(w.t("why.eligible"), w.amount(pos.Money(c.Eligible))),
		hardware.Row(w.t("why.share", w.percent(p.CapBp)), w.amount(pos.Money(c.Share))))
	if p.CapValuePerSale != nil {
		w.add(hardware.Row(w.t("why.most_value"), w.amount(pos.Money(*p.CapValuePerSale))))
	}
	if p.CapPointsPerSale != nil {
		w.add(hardware.Row(w.t("why.most_points"), w.bonus(*p.CapPointsPerSale)))
	}
	if p.MinPurchase > 0 {
		w.add(hardware.Row(w.t("why.min_purchase"), w.amount(pos.Money(p.MinPurchase))))
	}
	if p.MinBalancePoints > 0 {
		w.add(hardware.Row(w.t("why.min_balance"), w.bonus(p.MinBalancePoints)))
	}
	w.add(hardware.Row(w.t("why.available"), w.bonus(c.Available)))
	if c.StepRest > 0 {
		w.add(hardware.Row(w.t("why.step", w.bonus(p.RedeemStep)), w.bonus(-c.StepRest)))
	}
	w.add(hardware.Row(w.t("why.could"), w.bonus(c.Points)).Strong())
	w.under(w.t("why.bound." + string(c.Bound)))
}

// lotsUsed are the lots that points came out of, or would.
func (w *writer) lotsUsed(key string, lots []till.LotUse) {
	if len(lots) == 0 {
		return
	}
	w.say(w.t(key))
	for _, l := range lots {
		w.add(hardware.Row("  "+w.t("why.lot_earned", w.day(l.AccruedAt))+", "+w.lasting(l.ExpiresAt)+", "+w.paid(l.Paid), w.bonus(l.Points)))
		if l.Restored > 0 {
			w.under("  " + w.t("why.restored", w.bonus(l.Restored)))
		}
	}
}

func (w *writer) lasting(at pos.Millis) string {
	if at == 0 {
		return w.t("why.never")
	}
	return w.t("why.until", w.day(at))
}

func (w *writer) paid(paid bool) string {
	if paid {
		return w.t("why.paid")
	}
	return w.t("why.free")
}

// whyReturn is what came back, each line its part of what it was sold with.
func (w *writer) whyReturn(s till.SaleWhy) {
	w.part("why.returned")
	w.say(w.t("why.part"))
	for _, l := range s.Lines {
		w.add(hardware.Row3(l.Name, assets.Quantity(w.lang, -l.QtyMilli)+" x", w.amount(l.Net)))
		if s.Username == "" {
			continue
		}
		if l.Earned != 0 {
			w.add(hardware.Row("  "+w.t("points_reversed"), w.signed(l.Earned)))
		}
		if l.Scheduled != 0 {
			w.add(hardware.Row("  "+w.t("why.scheduled_back"), w.signed(l.Scheduled)))
		}
		if l.Used != 0 {
			w.add(hardware.Row("  "+w.t("points_back"), w.signed(-l.Used)))
		}
	}
	if s.Username == "" {
		return
	}
	w.row("held_back", s.HeldBack)
	w.part("why.balance")
	w.add(hardware.Row(w.t("why.before"), w.bonus(s.Before)), hardware.Row(w.t("points_back"), w.signed(-s.PointsUsed)),
		hardware.Row(w.t("points_reversed"), w.signed(s.PointsEarned)), hardware.Row(w.t("why.after"), w.bonus(s.After)).Strong())
}
