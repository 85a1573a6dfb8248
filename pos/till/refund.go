package till

import (
	"cmp"
	"context"
	"slices"

	"bonuskasse/pos"
	"bonuskasse/pos/journal/journalpb"
	"bonuskasse/pos/ledger"
	"bonuskasse/pos/loyalty"
)

// ReturnLine names a line of a sale (its place, from 0) and a quantity.
type ReturnLine struct {
	Line     int
	QtyMilli int64 // 0 is all that is left of it
}

// Return is a request to take goods back.
type Return struct {
	Receipt string
	Lines   []ReturnLine
	// Back says how the money goes back; empty is as it was paid, cash where
	// cash was part of it.
	Back pos.TenderKind
}

// Refunded is a return that is done.
type Refunded struct {
	Refund         pos.Sale
	Net            pos.Money
	MoneyBack      pos.Money // what is handed over, rounded to coins if cash
	GiftCardBack   pos.Money // what went back to paid gift cards
	PromoBack      pos.Money // and to promotional ones
	PointsBack     int64
	PointsReversed int64
	HeldBack       pos.Money
	Standing       *Standing // after; nil for a guest
	Job            pos.ID
}

// restoreDays is how long restored points live at the least.
const restoreDays = 30

// Refund takes goods back: money as money, bonus as points with their old
// expiry (or 30 days, if that is later), earned points reversed. It is computed
// from the sale as it was, by no rule of today.
func (t *Till) Refund(ctx context.Context, req Return, who Who) (done Refunded, err error) {
	err = t.store.Do(ctx, func(tx Tx) error {
		done, err = t.refund(tx, req, who)
		return err
	})
	if err != nil {
		return Refunded{}, err
	}
	return done, nil
}

func (t *Till) refund(tx Tx, req Return, who Who) (Refunded, error) {
	now := t.now()
	sale, err := tx.SaleByReceipt(req.Receipt)
	if err != nil {
		return Refunded{}, err
	}
	if !sale.RefundOf.IsZero() {
		return Refunded{}, pos.Refuse(pos.UnknownReceipt, req.Receipt)
	}
	e, err := refundLines(sale, req.Lines)
	if err != nil {
		return Refunded{}, err
	}
	program, err := tx.Program(sale.Program)
	if err != nil {
		return Refunded{}, err
	}
	var before *Standing
	if !sale.Member.IsZero() {
		s, err := accountOfSale(tx, sale)
		if err != nil {
			return Refunded{}, err
		}
		before = &s
		if err := mayRingUp(tx, who, s); err != nil {
			return Refunded{}, err
		}
		if err := reverseAwarded(tx, sale, e, s); err != nil {
			return Refunded{}, err
		}
	}
	shop, err := tx.Shop()
	if err != nil {
		return Refunded{}, err
	}
	delta := refundPoints(e, before, shop, program, millis(now))
	if err := within(tx, who, RefundLimit, e.MoneyBack); err != nil {
		return Refunded{}, err
	}
	way := req.Back
	if way == "" {
		way = paidBy(sale)
	}
	cards, err := backToCards(tx, sale, e)
	if err != nil {
		return Refunded{}, err
	}
	exact := pos.Money(e.MoneyBack) - cards.paid
	money := exact
	if way == pos.Cash {
		money = pos.RoundCash(money, pos.Money(program.CashRounding))
	}
	e.Rounding = int64(money - exact)
	for _, back := range []pos.Tender{{Kind: pos.PromoGiftCard, Amount: cards.promo}, {Kind: pos.PaidGiftCard, Amount: cards.paid}, {Kind: way, Amount: money}} {
		if back.Amount > 0 {
			e.Tenders = append(e.Tenders, &journalpb.Tender{Kind: string(back.Kind), Amount: -int64(back.Amount)})
		}
	}
	id, err := t.newID()
	if err != nil {
		return Refunded{}, err
	}
	receipt, err := tx.NextReceipt()
	if err != nil {
		return Refunded{}, err
	}
	e.Refund, e.Receipt, e.Completed = id[:], receipt, now.UnixMilli()
	e.Sale, e.SaleReceipt = sale.ID[:], sale.Receipt
	e.RestoredNotBefore = pos.EndOfDay(now.In(t.zone).AddDate(0, 0, restoreDays)).UnixMilli()
	if !sale.Member.IsZero() {
		e.Member = before.Member.ID[:]
		e.LadderBase = ladderBack(program, sale, e.Lines)
		if before.Holder != before.Member.ID {
			e.Account = before.Holder[:]
		}
		if err := t.backElsewhere(tx, e, sale, before, program); err != nil {
			return Refunded{}, err
		}
		e.BalanceAfter = before.Account.Balance(millis(now)) + e.PointsBack - e.PointsReversed
	}
	body := who.body()
	e.Person = body.By
	body.What = &journalpb.Body_SaleRefunded{SaleRefunded: e}
	holder := pos.ID{}
	if before != nil {
		holder = before.Holder
	}
	if _, err := tx.Append(now, body, holder, delta); err != nil {
		return Refunded{}, err
	}
	back := make([]int64, len(e.Lines))
	for i, l := range e.Lines {
		back[i] = l.Line
	}
	if err := takeSold(tx, now, sale, back, who); err != nil {
		return Refunded{}, err
	}
	if err := t.emptySold(tx, sale, e.Lines, who); err != nil {
		return Refunded{}, err
	}
	if before == nil {
		if err := t.returnCoupon(tx, sale, who); err != nil {
			return Refunded{}, err
		}
	}
	done, err := t.refunded(tx, id, e, money, before != nil)
	done.GiftCardBack, done.PromoBack = cards.paid, cards.promo
	return done, err
}

// backElsewhere says what comes back to a member into whom that of the sale was merged
// since. Their account knows nothing of the sale, here or at the head office: so the
// return itself says which lots come back, and where services wait.
func (t *Till) backElsewhere(r Reader, e *journalpb.SaleRefunded, sale pos.Sale, s *Standing, p Program) error {
	if cmp.Or(sale.Account, sale.Member) == s.Holder {
		return nil
	}
	waits, err := r.PendingOf(*s)
	if err != nil {
		return err
	}
	for _, d := range waits {
		if d.Sale == sale.ID && d.Member != s.Holder {
			e.Waits = d.Member[:]
		}
	}
	if e.PointsBack == 0 {
		return nil
	}
	uses, err := usesOf(r, sale)
	if err != nil {
		return err
	}
	var back ledger.Account
	back.Restore(0, e.PointsBack, uses, ledger.Millis(e.RestoredNotBefore))
	// What was taken last comes back first, as it does where nobody was merged: debt is
	// repaid out of the same lots.
	slices.SortFunc(back.Lots, func(a, b ledger.Lot) int { return cmp.Compare(b.Part, a.Part) })
	for _, l := range back.Lots {
		e.Restored = append(e.Restored, &journalpb.GivenLot{Points: l.Points, AccruedAt: int64(l.AccruedAt), ExpiresAt: int64(l.ExpiresAt), Paid: l.Paid})
	}
	// Which lots the sale took is forgotten when the head office has told the state of
	// the account. The last that they can have ended is as what was earned on that day.
	if rest := e.PointsBack - back.Holding(); rest > 0 {
		end := int64(t.expiry(p, sale.Completed.Time(t.zone)))
		if end != 0 {
			end = max(end, e.RestoredNotBefore)
		}
		e.Restored = append(e.Restored, &journalpb.GivenLot{Points: rest, AccruedAt: int64(sale.Completed), ExpiresAt: end})
	}
	return nil
}

// usesOf are the lots that a sale took from, with what came back of it so far.
func usesOf(r Reader, sale pos.Sale) ([]ledger.Use, error) {
	uses, err := r.Uses(sale.ID)
	if err != nil {
		return nil, err
	}
	var back int64
	for i := range uses {
		uses[i].Restored = 0
	}
	for _, l := range sale.Lines {
		if l.PointsUsed > 0 {
			back += loyalty.Part(l.PointsUsed, l.QtyMilli, 0, l.ReturnedMilli)
		}
	}
	new(ledger.Account).Restore(0, back, uses, 0)
	return uses, nil
}

// accountOfSale is the member of a sale and the account that it was about: a
// pool's, even where they have left it since; the account of whom they were
// merged into.
func accountOfSale(r Reader, sale pos.Sale) (Standing, error) {
	s, err := standingOf(r, sale.Member)
	if err != nil {
		return s, err
	}
	holder := sale.Account
	if holder.IsZero() {
		holder = s.Member.ID
	}
	if holder != s.Holder {
		s.Holder = holder
		s.Account, s.Rights, err = r.Account(holder)
	}
	return s, err
}

// refundLines computes every line that comes back. One line may be named
// twice.
func refundLines(sale pos.Sale, lines []ReturnLine) (*journalpb.SaleRefunded, error) {
	if len(lines) == 0 {
		return nil, pos.Refuse(pos.EmptySale)
	}
	e := new(journalpb.SaleRefunded)
	returned := make([]int64, len(sale.Lines))
	for i, l := range sale.Lines {
		returned[i] = l.ReturnedMilli
	}
	for _, in := range lines {
		if in.Line < 0 || in.Line >= len(sale.Lines) || sale.Lines[in.Line].Voided {
			return nil, pos.Refuse(pos.UnknownLine, in.Line)
		}
		l := sale.Lines[in.Line]
		qty := in.QtyMilli
		if qty == 0 {
			qty = l.QtyMilli - returned[in.Line]
		}
		if qty == 0 {
			return nil, pos.Refuse(pos.ReturnOverSold)
		}
		r, err := loyalty.Return(loyalty.QuotedLine{
			QtyMilli: l.QtyMilli, Net: int64(l.Net), BonusValue: int64(l.BonusValue), PointsUsed: l.PointsUsed,
			PromoGiftCard: int64(l.PromoGiftCard), PointsEarned: l.PointsEarned, PointsScheduled: l.PointsScheduled,
		}, returned[in.Line], qty)
		if err != nil {
			return nil, err
		}
		returned[in.Line] += qty
		e.Lines = append(e.Lines, &journalpb.RefundLine{
			Line: int64(in.Line), QtyMilli: qty, Net: r.Net, PointsBack: r.PointsBack, PromoGiftCardBack: r.PromoGiftCardBack,
			MoneyBack: r.MoneyBack, PointsReversed: r.PointsReversed, ScheduledReversed: r.ScheduledReversed, BonusValueBack: r.BonusValueReturned,
		})
		e.Net += r.Net
		e.PointsBack += r.PointsBack
		e.BonusValueBack += r.BonusValueReturned
		e.MoneyBack += r.MoneyBack
		e.PointsReversed += r.PointsReversed
	}
	return e, nil
}

// reverseAwarded reverses the points of services that the member has by now: only
// what still waits can be called off.
func reverseAwarded(r Reader, sale pos.Sale, e *journalpb.SaleRefunded, s Standing) error {
	if !slices.ContainsFunc(e.Lines, func(l *journalpb.RefundLine) bool { return l.ScheduledReversed > 0 }) {
		return nil
	}
	due, err := r.PendingOf(s)
	if err != nil {
		return err
	}
	waits := make(map[int64]int64, len(due))
	for _, d := range due {
		if d.Sale == sale.ID {
			waits[d.Line] += d.Points
		}
	}
	for _, l := range e.Lines {
		waiting := min(l.ScheduledReversed, waits[l.Line])
		waits[l.Line] -= waiting
		l.PointsReversed += l.ScheduledReversed - waiting
		e.PointsReversed += l.ScheduledReversed - waiting
		l.ScheduledReversed = waiting
	}
	return nil
}

// refundPoints is what the refund does to the till's rights over the member.
// Where earned points are spent already, the programme says whether the account
// goes below zero, or their value is kept from the money.
func refundPoints(e *journalpb.SaleRefunded, s *Standing, shop Shop, p Program, at ledger.Millis) int64 {
	if s == nil {
		return 0
	}
	// What comes back comes first, so that it can pay what is reversed.
	repaid := min(s.Account.Debt, e.PointsBack)
	taken := min(e.PointsReversed, s.Account.Usable(at)+e.PointsBack-repaid)
	if short := e.PointsReversed - taken; short > 0 && p.HoldBackReversed {
		if value := p.Value(short); value <= e.MoneyBack {
			e.HeldBack, e.PointsReversed = value, taken
		} else {
			e.HeldBack = e.MoneyBack
			e.PointsReversed -= p.PointsFor(e.HeldBack)
		}
		e.MoneyBack -= e.HeldBack
	}
	back := e.PointsBack - repaid
	return back - min(taken, holdable(shop, s.Account.Usable(at)+back, s.Rights+back))
}

// paidBy is how the money of a sale came in: cash where cash was part of it.
func paidBy(s pos.Sale) pos.TenderKind {
	kind := pos.Cash
	for _, t := range s.Tenders {
		switch t.Kind {
		case pos.Cash:
			return pos.Cash
		case pos.BankCard, pos.Mobile:
			kind = t.Kind
		}
	}
	return kind
}

func (t *Till) refunded(tx Tx, id pos.ID, e *journalpb.SaleRefunded, money pos.Money, member bool) (Refunded, error) {
	done := Refunded{
		Net: pos.Money(e.Net), MoneyBack: money, PointsBack: e.PointsBack,
		PointsReversed: e.PointsReversed, HeldBack: pos.Money(e.HeldBack),
	}
	var err error
	if done.Refund, err = tx.Sale(id); err != nil {
		return done, err
	}
	if member {
		s, err := accountOfSale(tx, done.Refund)
		if err != nil {
			return done, err
		}
		done.Standing = &s
	}
	done.Job, err = t.queueReceipt(tx, ReceiptFacts{Sale: done.Refund, Standing: done.Standing})
	return done, err
}
