package paper

import (
	"strings"

	"bonuskasse/assets"
	"bonuskasse/hardware"
	"bonuskasse/pos"
	"bonuskasse/pos/till"
)

// programme is the programme in two lines: what bonus pays, and what it is worth
// for how long.
func (w *writer) programme(p till.Program) {
	w.add(hardware.Feed(1), hardware.TextLine(w.pays(p)), hardware.TextLine(w.lasts(p)))
}

// pays is how much of a purchase bonus may pay, and of which.
func (w *writer) pays(p till.Program) string {
	if p.CapBp == 0 || p.CapValuePerSale != nil && *p.CapValuePerSale == 0 || p.CapPointsPerSale != nil && *p.CapPointsPerSale == 0 {
		return w.t("rules.pays_nothing")
	}
	text := w.t("rules.pays_all")
	if p.CapBp < 10_000 {
		text = w.t("rules.pays", assets.Percent(w.lang, p.CapBp))
	}
	if p.CapValuePerSale != nil {
		text += w.t("rules.at_most", w.money(pos.Money(*p.CapValuePerSale)))
	}
	if p.CapPointsPerSale != nil {
		text += w.t("rules.at_most", w.worth(*p.CapPointsPerSale))
	}
	text = sentence(text)
	if p.MinPurchase > 0 {
		text += " " + sentence(w.t("rules.purchase_from", w.money(pos.Money(p.MinPurchase))))
	}
	if p.MinBalancePoints > 0 {
		text += " " + sentence(w.t("rules.balance_from", w.worth(p.MinBalancePoints)))
	}
	return text
}

// lasts is what bonus is worth, and for how long.
func (w *writer) lasts(p till.Program) string {
	if w.inMoney {
		if p.ExpiryMonths == 0 {
			return w.t("rules.money")
		}
		return w.n("rules.money_months", p.ExpiryMonths)
	}
	worth := sentence(w.t("rules.worth", w.worth(p.Points), w.money(pos.Money(p.PointsWorth))))
	if p.ExpiryMonths == 0 {
		return worth + " " + w.t("rules.for_ever")
	}
	return worth + " " + w.n("rules.months", p.ExpiryMonths)
}

// sentence ends a text with the one stop that "kr." may bring along.
func sentence(text string) string { return strings.TrimSuffix(text, ".") + "." }
