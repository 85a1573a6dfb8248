package paper

import (
	"bonuskasse/assets"
	"bonuskasse/hardware"
	"bonuskasse/pos"
	"bonuskasse/pos/ledger"
	"bonuskasse/pos/till"
)

// movesShown is how many of the newest events an explanation names; those before
// are one sum.
const movesShown = 250

func (w *writer) whyMember(m till.MemberWhy) {
	w.doc.Title = w.t("why.title", m.Name)
	if m.Pool != "" {
		w.say(w.t("pool", m.Pool))
	}
	w.add(hardware.Row(w.t("balance"), w.bonus(m.Balance)).Strong())
	if m.Debt > 0 {
		w.say(w.t("why.debt", w.bonus(m.Debt)))
	}
	if m.Why != "" {
		w.add(hardware.Row(w.t("why.usable"), w.bonus(m.Usable)))
		w.under(assets.Code(w.lang, string(m.Why)))
	}
	w.whyLevel(m)
	if len(m.Pending) > 0 {
		w.part("why.pending")
		for _, p := range m.Pending {
			what := w.t("why.appointment")
			switch {
			case p.Receipt != "":
				what = w.t("receipt") + " " + p.Receipt
			case p.Elsewhere:
				what = w.t("why.service_elsewhere")
			}
			w.add(hardware.Row(what+", "+w.t("why.due", w.moment(p.DueAt)), w.bonus(p.Points)))
			if p.Of != "" {
				w.under(w.t("why.of_alias", p.Of))
			}
		}
	}
	if len(m.Lots) > 0 {
		w.part("why.made_of")
		for _, l := range m.Lots {
			w.add(hardware.Row(w.origin(l.Origin)+" "+w.day(pos.Millis(l.AccruedAt))+", "+w.lasting(pos.Millis(l.ExpiresAt))+", "+w.paid(l.Paid), w.bonus(l.Left)))
		}
		if m.Debt > 0 {
			w.add(hardware.Row(w.t("why.owed"), w.bonus(-m.Debt)))
		}
	}
	w.whyMoves(m)
}

// whyMoves lists what happened, the newest first.
func (w *writer) whyMoves(m till.MemberWhy) {
	w.part("why.moves")
	if m.PastDay > 0 {
		w.add(hardware.Row(w.t("why.past_day"), w.bonus(-m.PastDay)))
	}
	shown := m.Moves
	if len(shown) > movesShown {
		shown = shown[len(shown)-movesShown:]
	}
	for i := len(shown) - 1; i >= 0; i-- {
		x := shown[i]
		w.add(hardware.Row(w.moment(x.At)+" "+w.what(x.Move), w.signed(x.Points)))
		text := ""
		for _, part := range []string{x.Whose, x.By} {
			if part != "" {
				text += part + " · "
			}
		}
		w.under(text + w.t("till_no", m.Till) + " · " + w.t("why.balance_then", w.bonus(x.Balance)))
		if came, went := bothWays(x.Move); came != 0 && went != 0 {
			w.under(w.t("why.in_and_out", w.signed(came), w.signed(went)))
		}
		if x.Note != "" {
			w.under(x.Note)
		}
		if x.Debt > 0 {
			w.under(w.t("why.became_debt", w.bonus(x.Debt)))
		} else if x.Debt < 0 {
			w.under(w.t("why.repaid", w.bonus(-x.Debt)))
		}
		if x.Pending != 0 {
			w.under(w.t("why.waits", w.signed(x.Pending)))
		}
	}
	earlier := m.Balance + m.PastDay - m.Elsewhere
	for _, x := range shown {
		earlier -= x.Points
	}
	if len(shown) < len(m.Moves) {
		w.add(hardware.Row(w.t("why.earlier"), w.signed(earlier)))
	}
	if m.Elsewhere != 0 {
		w.add(hardware.Row(w.t("why.elsewhere"), w.signed(m.Elsewhere)))
	}
}

// bothWays is what an event put into lots, and what it took from others: a
// purchase that bonus paid part of does both.
func bothWays(m till.Move) (came, went int64) {
	for _, l := range m.Lots {
		if l.Points > 0 {
			came += l.Points
		} else {
			went += l.Points
		}
	}
	return came, went
}

// what is an event in words: where points came from, or what took them.
func (w *writer) what(m till.Move) string {
	text := w.happened(m.Type, m.Origin)
	if m.Receipt != "" {
		text += " " + m.Receipt
	}
	return text
}

func (w *writer) happened(typ string, origin ledger.Origin) string {
	key, of := till.Happened(typ, string(origin))
	if of != "" {
		return assets.T(w.lang, key, assets.T(w.lang, of))
	}
	return assets.T(w.lang, key)
}

func (w *writer) origin(o ledger.Origin) string { return assets.T(w.lang, "origin."+string(o)) }

func (w *writer) whyLevel(m till.MemberWhy) {
	w.part("why.level", w.level(m.Tier.Name))
	w.say(w.t("why.gives", w.percent(m.Tier.RateBp), w.percent(m.Tier.DiscountBp)))
	switch l := m.Ladder; {
	case l.Pinned:
		w.say(w.t("why.pinned"))
	case l.On:
		spend := w.t("why.spend_ever")
		if l.Months > 0 {
			spend = w.n("why.spend", l.Months)
		}
		w.add(hardware.Row(spend, w.amount(l.Spend)))
		if l.Next != "" {
			w.add(hardware.Row(w.t("why.next", w.level(l.Next)), w.amount(l.Left)))
		}
		if l.Review > 0 {
			w.say(w.t("why.review", w.day(l.Review)))
		}
	}
}

func (w *writer) whyLot(l till.LotWhy) {
	w.doc.Title = w.t("why.lot", l.Name)
	w.add(hardware.Row(w.t("why.lot_points"), w.bonus(l.Points)), hardware.Row(w.t("why.lot_left"), w.bonus(l.Left)).Strong(), hardware.Rule())
	from := w.origin(l.Origin)
	if l.Made != nil {
		from = w.what(*l.Made)
	}
	w.add(hardware.Row(from, w.day(pos.Millis(l.AccruedAt))))
	if l.Made != nil && l.Made.By != "" {
		w.under(l.Made.By)
	}
	if l.Made != nil && l.Made.Note != "" {
		w.under(l.Made.Note)
	}
	w.say(sentence(upper(w.lasting(pos.Millis(l.ExpiresAt)))))
	switch {
	case l.Brought:
		w.under(w.t("why.brought"))
	case l.Months > 0:
		w.under(w.n("why.months", l.Months, l.Program))
	default:
		w.under(w.t("why.no_end", l.Program))
	}
	if l.Over {
		w.say(w.t("why.over"))
	}
	key := "why.is_free"
	if l.Paid {
		key = "why.is_paid"
	}
	w.say(w.t(key))
	if l.Repaid > 0 {
		w.say(w.t("why.repaid", w.bonus(l.Repaid)))
	}
	w.part("why.took")
	if len(l.Taken) == 0 && l.Unknown == 0 {
		w.say(w.t("why.nothing_took"))
	}
	for _, x := range l.Taken {
		w.add(hardware.Row(w.moment(x.At)+" "+w.what(x.Move), w.signed(-x.Taken)))
		w.under(w.t("why.left_then", w.bonus(x.After)))
	}
	if l.Unknown > 0 {
		w.add(hardware.Row(w.t("why.unknown"), w.signed(-l.Unknown)))
	}
}
