package till

import (
	"bonuskasse/pos"
	"bonuskasse/pos/journal"
	"bonuskasse/pos/journal/journalpb"
)

// saleCompleted is the event of a sale that was paid; typed says that its card was
// typed and not read.
func saleCompleted(s pos.Sale, typed bool) *journalpb.Body_SaleCompleted {
	e := &journalpb.SaleCompleted{
		Sale: s.ID[:], Receipt: s.Receipt, Completed: int64(s.Completed), Card: s.Card, CardTyped: typed,
		Program: s.Program, Tier: s.Tier, Subtotal: int64(s.Subtotal), PointsUsed: s.PointsUsed,
		BonusValue: int64(s.BonusValue), Payable: int64(s.Payable), Rounding: int64(s.Rounding),
		ToPay: int64(s.ToPay), Change: int64(s.Change), AccrualBase: int64(s.AccrualBase),
		PointsEarned: s.PointsEarned, PointsScheduled: s.PointsScheduled, BalanceAfter: s.BalanceAfter,
	}
	if !s.Member.IsZero() {
		e.Member, e.LadderBase = s.Member[:], int64(s.AccrualBase)
	}
	if !s.Account.IsZero() {
		e.Account = s.Account[:]
	}
	if !s.Person.IsZero() {
		e.Person = s.Person[:]
	}
	for _, l := range s.Lines {
		e.Lines = append(e.Lines, journal.FromLine(l))
	}
	e.Tenders = tendersOf(s.Tenders)
	for _, u := range s.GiftCards {
		e.GiftCards = append(e.GiftCards, &journalpb.GiftCardUse{Code: u.Code, Amount: int64(u.Amount)})
	}
	return &journalpb.Body_SaleCompleted{SaleCompleted: e}
}

func tendersOf(list []pos.Tender) (out []*journalpb.Tender) {
	for _, t := range list {
		out = append(out, &journalpb.Tender{Kind: string(t.Kind), Amount: int64(t.Amount), Change: int64(t.Change)})
	}
	return out
}

// saleVoided is the event of one that was cancelled before it was completed.
func saleVoided(d pos.Draft) *journalpb.Body_SaleVoided {
	e := &journalpb.SaleVoided{Sale: d.ID[:]}
	for _, l := range d.Lines {
		e.Lines = append(e.Lines, journal.FromLine(l))
	}
	return &journalpb.Body_SaleVoided{SaleVoided: e}
}
