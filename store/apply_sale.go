package store

import (
	"errors"
	"slices"

	"bonuskasse/pos"
	"bonuskasse/pos/chain"
	"bonuskasse/pos/journal/journalpb"
	"bonuskasse/pos/ledger"
)

// The flags of a sale_line.
const (
	lineDiscountable = 1 << iota
	lineEarns
	lineBonusPayable
	lineVoided
	lineClub
)

const insertSale = `INSERT INTO sale (event, id, receipt, completed, person, member, card, card_typed, program, tier,
	subtotal, points_used, bonus_value, payable, rounding, to_pay, change, accrual_base, points_earned, points_scheduled,
	balance_after, held_back, refund_of, account)
	VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`

const insertLines = `INSERT INTO sale_line (sale, line, sku, barcode, name, kind, qty_milli, unit_price, vat_bp,
	manual_discount_bp, flags, fixed_points, gross, discount, net, bonus_value, points_used, promo_gift_card,
	points_earned, points_scheduled, returned_milli, card, gift_card)`

const insertTenders = "INSERT INTO tender (sale, n, kind, amount, change)"

func (f *fold) saleCompleted(w *journalpb.SaleCompleted) error {
	member, err := f.memberNo(w.Member)
	if err != nil {
		return err
	}
	account, err := f.memberNo(w.Account)
	if err != nil {
		return err
	}
	err = f.s.exec(insertSale, int64(f.ref), notNil(w.Sale), w.Receipt, w.Completed, bytesOrNull(w.Person), member, w.Card, bit(w.CardTyped),
		w.Program, w.Tier, w.Subtotal, w.PointsUsed, w.BonusValue, w.Payable, w.Rounding, w.ToPay, w.Change, w.AccrualBase,
		w.PointsEarned, w.PointsScheduled, w.BalanceAfter, int64(0), nil, account)
	if breaks(err) {
		return pos.Refuse(pos.AlreadyThere, w.Receipt)
	}
	if err != nil {
		return err
	}
	if err := f.insertLines(w.Lines); err != nil {
		return err
	}
	if err := f.insertTenders(w.Tenders); err != nil {
		return err
	}
	if err := f.giftCardsUsed(w.Sale, w.GiftCards, -1); err != nil || member == nil {
		return err
	}
	if err := f.spent(w.Member, w.Completed, w.LadderBase); err != nil {
		return err
	}
	return f.salePoints(w)
}

// salePoints redeems, accrues and schedules, in that order: a sale's own
// points do not pay for it.
func (f *fold) salePoints(w *journalpb.SaleCompleted) error {
	a, err := f.account(chain.Holder(w.Account, w.Member))
	if err != nil {
		return err
	}
	if err := f.spentBeyond(a, w.BeyondPoints, w.OverridePoints); err != nil || f.over(a) {
		return err
	}
	at := ledger.Millis(w.Completed)
	if w.PointsUsed > 0 {
		if err := f.redeem(a, w.PointsUsed, at); err != nil {
			return err
		}
	}
	if w.PointsEarned > 0 {
		if err := f.accrue(a, ledger.Lot{ID: f.ref, Points: w.PointsEarned, Origin: ledger.FromSale, AccruedAt: at, ExpiresAt: ledger.Millis(w.ExpiresAt)}); err != nil {
			return err
		}
	}
	for i, l := range w.Lines {
		if l.PointsScheduled <= 0 {
			continue
		}
		p := ledger.Pending{ID: f.ref, Part: i, Points: l.PointsScheduled, DueAt: ledger.Millis(w.ScheduledDueAt)}
		if err := f.schedule(a.no, p); err != nil {
			return err
		}
		if a.points != nil {
			a.points.Schedule(p)
		}
		if err := f.post(a, new(ledger.Account).Schedule(p)); err != nil {
			return err
		}
	}
	return nil
}

func (f *fold) redeem(a *account, points int64, at ledger.Millis) error {
	return f.with(a, func(l *ledger.Account) ([]ledger.Entry, error) {
		uses, e, err := l.Redeem(f.ref, points, at)
		if errors.Is(err, ledger.ErrNotEnough) {
			return nil, pos.Refuse(pos.BonusOverCap, l.Available(at))
		}
		if err != nil {
			return nil, err
		}
		for _, u := range uses {
			if err := f.s.exec("INSERT INTO lot_use (sale, part, points, restored, accrued_at, expires_at, paid) VALUES (?, ?, ?, 0, ?, ?, ?)",
				int64(u.Sale), int64(u.Part), u.Points, int64(u.AccruedAt), int64(u.ExpiresAt), bit(u.Paid)); err != nil {
				return nil, err
			}
		}
		return []ledger.Entry{e}, nil
	})
}

func (f *fold) insertLines(lines []*journalpb.Line) error {
	const width = 23
	values := make([]any, 0, width*len(lines))
	for i, l := range lines {
		flags := bit(l.Discountable)*lineDiscountable | bit(l.Earns)*lineEarns | bit(l.BonusPayable)*lineBonusPayable |
			bit(l.Voided)*lineVoided | bit(l.Club)*lineClub
		values = append(values, int64(f.ref), int64(i), l.Sku, l.Barcode, l.Name, l.Kind, l.QtyMilli, l.UnitPrice, l.VatBp, l.ManualDiscountBp,
			flags, numberOrNull(l.FixedPoints), l.Gross, l.Discount, l.Net, l.BonusValue, l.PointsUsed, l.PromoGiftCard, l.PointsEarned,
			l.PointsScheduled, int64(0), l.Card, l.GiftCard)
	}
	return f.s.insert(insertLines, width, values)
}

func (f *fold) insertTenders(list []*journalpb.Tender) error {
	var values []any
	for i, t := range list {
		values = append(values, int64(f.ref), int64(i), t.Kind, t.Amount, t.Change)
	}
	return f.s.insert(insertTenders, 5, values)
}

// saleRef finds the event of a sale.
func (f *fold) saleRef(id []byte) (ledger.Ref, error) {
	var ref int64
	found, err := f.s.get("SELECT event FROM sale WHERE id = ?", args(notNil(id)), &ref)
	if err == nil && !found {
		err = pos.Refuse(pos.UnknownReceipt)
	}
	return ledger.Ref(ref), err
}

// saleRefunded keeps a refund as a sale of negative amounts, with a line for
// each line that came back.
func (f *fold) saleRefunded(w *journalpb.SaleRefunded) error {
	sale, err := f.saleRef(w.Sale)
	if err != nil {
		return err
	}
	member, err := f.memberNo(w.Member)
	if err != nil {
		return err
	}
	account, err := f.memberNo(w.Account)
	if err != nil {
		return err
	}
	var program, completed int64
	var tier, card string
	if _, err := f.s.get("SELECT program, tier, card, completed FROM sale WHERE event = ?", args(int64(sale)), &program, &tier, &card, &completed); err != nil {
		return err
	}
	var toPay, scheduled int64
	for _, t := range w.Tenders {
		if k := pos.TenderKind(t.Kind); k != pos.PaidGiftCard && k != pos.PromoGiftCard { // those are no money in the hand
			toPay += t.Amount
		}
	}
	for _, l := range w.Lines {
		scheduled += l.ScheduledReversed
	}
	err = f.s.exec(insertSale, int64(f.ref), notNil(w.Refund), w.Receipt, w.Completed, bytesOrNull(w.Person), member, card, int64(0),
		program, tier, -w.Net, -w.PointsBack, -w.BonusValueBack, -w.MoneyBack, -w.Rounding, toPay, int64(0), int64(0),
		-w.PointsReversed, -scheduled, w.BalanceAfter, w.HeldBack, int64(sale), account)
	if breaks(err) {
		return pos.Refuse(pos.AlreadyThere, w.Receipt)
	}
	if err != nil {
		return err
	}
	lines := make([]*journalpb.Line, len(w.Lines))
	for i, l := range w.Lines {
		if lines[i], err = f.returnLine(sale, l); err != nil {
			return err
		}
	}
	if err := f.insertLines(lines); err != nil {
		return err
	}
	if err := f.insertTenders(w.Tenders); err != nil {
		return err
	}
	if err := f.giftCardsUsed(w.Sale, w.GiftCards, 1); err != nil || member == nil {
		return err
	}
	if err := f.spent(w.Member, completed, -w.LadderBase); err != nil {
		return err
	}
	return f.refundPoints(sale, w)
}

// returnLine notes on the sale's line what came back, and is the refund's line.
func (f *fold) returnLine(sale ledger.Ref, r *journalpb.RefundLine) (*journalpb.Line, error) {
	err := f.s.exec("UPDATE sale_line SET returned_milli = returned_milli + ? WHERE sale = ? AND line = ?", r.QtyMilli, int64(sale), r.Line)
	if breaks(err) {
		return nil, pos.Refuse(pos.ReturnOverSold)
	}
	if err != nil {
		return nil, err
	}
	l, found, err := readLine(f.s, int64(sale), r.Line)
	if err != nil {
		return nil, err
	}
	if !found || l.Voided {
		return nil, pos.Refuse(pos.UnknownLine, r.Line)
	}
	return &journalpb.Line{
		Sku: l.SKU, Barcode: l.Barcode, Name: l.Name, Kind: string(l.Kind), QtyMilli: -r.QtyMilli, UnitPrice: int64(l.UnitPrice),
		VatBp: l.VATBp, ManualDiscountBp: l.ManualDiscountBp, Discountable: l.Discountable, Earns: l.Earns, BonusPayable: l.BonusPayable,
		FixedPoints: l.FixedPoints, Club: l.Club,
		Gross: -r.Net, Net: -r.Net, BonusValue: -r.BonusValueBack, PointsUsed: -r.PointsBack, PromoGiftCard: -r.PromoGiftCardBack,
		PointsEarned: -r.PointsReversed, PointsScheduled: -r.ScheduledReversed,
	}, nil
}

// refundPoints gives used points back before it takes earned ones, so that
// what comes back can pay for what goes. What waited is called off.
func (f *fold) refundPoints(sale ledger.Ref, w *journalpb.SaleRefunded) error {
	a, err := f.account(chain.Holder(w.Account, w.Member))
	if err != nil {
		return err
	}
	if !f.over(a) {
		if err := f.pointsBack(a, sale, w); err != nil {
			return err
		}
	}
	if !slices.ContainsFunc(w.Lines, func(r *journalpb.RefundLine) bool { return r.ScheduledReversed > 0 }) {
		return nil
	}
	if a, err = f.account(chain.WaitsAt(w)); err != nil {
		return err
	}
	return f.with(a, func(l *ledger.Account) (entries []ledger.Entry, err error) {
		for _, r := range w.Lines {
			if r.ScheduledReversed == 0 {
				continue
			}
			under, part, err := f.waitsAs(l, sale, int(r.Line), movedLine(w.Sale, r.Line))
			if err != nil {
				return nil, err
			}
			entries = append(entries, l.Unschedule(f.ref, under, part, r.ScheduledReversed))
		}
		return entries, nil
	})
}

func (f *fold) pointsBack(a *account, sale ledger.Ref, w *journalpb.SaleRefunded) error {
	said := chain.Restored(f.ref, w)
	var uses []ledger.Use
	if len(said) == 0 {
		var err error
		if uses, err = f.usesFor(a, sale); err != nil {
			return err
		}
	}
	before := append([]ledger.Use(nil), uses...)
	err := f.with(a, func(l *ledger.Account) (entries []ledger.Entry, err error) {
		switch {
		case len(said) > 0:
			for _, lot := range said {
				entries = append(entries, l.Accrue(lot))
			}
		case w.PointsBack > 0:
			entries = append(entries, l.Restore(f.ref, w.PointsBack, uses, ledger.Millis(w.RestoredNotBefore)))
			entries = append(entries, f.restoreRest(l, w, uses, before)...)
		}
		if w.PointsReversed > 0 {
			_, e := l.Reverse(f.ref, sale, w.PointsReversed, ledger.Millis(w.Completed))
			entries = append(entries, e)
		}
		return entries, nil
	})
	if err != nil {
		return err
	}
	for i, u := range uses {
		if u.Restored == before[i].Restored {
			continue
		}
		if err := f.s.exec("UPDATE lot_use SET restored = ? WHERE sale = ? AND part = ?", u.Restored, int64(sale), int64(u.Part)); err != nil {
			return err
		}
	}
	return nil
}

// usesFor are the uses that a return into an account gives back, where it does not say
// so itself (chain.Restored). In a chain there are none of a sale of another account,
// that of a member who was merged since: either account may be pulled without the
// other (restoreRest).
func (f *fold) usesFor(a *account, sale ledger.Ref) ([]ledger.Use, error) {
	var n int64
	others, err := f.s.get("SELECT 1 FROM sale WHERE event = ? AND coalesce(account, member) <> ? AND EXISTS (SELECT 1 FROM joined)", args(int64(sale), a.no), &n)
	if err != nil || others {
		return nil, err
	}
	return readUses(f.s, sale)
}

// restoreRest gives back used points whose lots are known no more, because the
// state of the account was pulled since the sale: as a lot of their own.
func (f *fold) restoreRest(l *ledger.Account, w *journalpb.SaleRefunded, uses, before []ledger.Use) []ledger.Entry {
	rest := w.PointsBack
	for i, u := range uses {
		rest -= u.Restored - before[i].Restored
	}
	if rest == 0 {
		return nil
	}
	return []ledger.Entry{l.Accrue(ledger.Lot{ID: f.ref, Part: len(uses), Points: rest, Origin: ledger.FromReturn,
		AccruedAt: ledger.Millis(w.Completed), ExpiresAt: ledger.Millis(w.RestoredNotBefore)})}
}

func readUses(s *session, sale ledger.Ref) (uses []ledger.Use, err error) {
	err = s.each("SELECT part, points, restored, accrued_at, expires_at, paid FROM lot_use WHERE sale = ? ORDER BY part", args(int64(sale)), func(r *row) error {
		u := ledger.Use{Sale: sale}
		err := r.Scan(&u.Part, &u.Points, &u.Restored, &u.AccruedAt, &u.ExpiresAt, &u.Paid)
		uses = append(uses, u)
		return err
	})
	return uses, err
}
