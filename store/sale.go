package store

import (
	"database/sql"

	"google.golang.org/protobuf/proto"

	"bonuskasse/pos"
	"bonuskasse/pos/journal"
	"bonuskasse/pos/journal/journalpb"
	"bonuskasse/pos/till"
)

const saleColumns = `SELECT s.event, s.id, s.receipt, s.completed, s.person, a.id, s.card, s.program, s.tier, s.subtotal, s.points_used,
	s.bonus_value, s.payable, s.rounding, s.to_pay, s.change, s.accrual_base, s.points_earned, s.points_scheduled, s.balance_after,
	o.id, o.receipt, e.hash, p.id, s.held_back
	FROM sale s JOIN event e ON e.id = s.event LEFT JOIN account a ON a.no = s.member LEFT JOIN sale o ON o.event = s.refund_of
	LEFT JOIN account p ON p.no = s.account `

// Sale is a completed sale or a refund. A refund is a sale of negative
// quantities and amounts: its lines are what came back, its points_used what
// was given back, its points_earned what was taken.
func (r *reader) Sale(id pos.ID) (pos.Sale, error) { return r.saleNow(r.sale("WHERE s.id = ?", id[:])) }

// AsSold is a sale as it was sold, whatever was said of it since.
func (r *reader) AsSold(id pos.ID) (pos.Sale, error) { return r.sale("WHERE s.id = ?", id[:]) }

func (r *reader) saleNow(s pos.Sale, err error) (pos.Sale, error) {
	if err == nil {
		err = r.mended(&s)
	}
	return s, err
}

// SaleByReceipt is a sale by the number on its paper.
func (r *reader) SaleByReceipt(receipt string) (pos.Sale, error) {
	s, err := r.saleNow(r.sale("WHERE s.receipt = ?", receipt))
	if pos.CodeOf(err) == pos.UnknownReceipt {
		err = pos.Refuse(pos.UnknownReceipt, receipt)
	}
	return s, err
}

func (r *reader) sale(where string, what any) (s pos.Sale, err error) {
	var event int64
	var id, person, member, refundOf, hash, account []byte
	var refundReceipt sql.NullString
	found, err := r.s.get(saleColumns+where, args(what), &event, &id, &s.Receipt, &s.Completed, &person, &member, &s.Card, &s.Program, &s.Tier,
		&s.Subtotal, &s.PointsUsed, &s.BonusValue, &s.Payable, &s.Rounding, &s.ToPay, &s.Change, &s.AccrualBase, &s.PointsEarned,
		&s.PointsScheduled, &s.BalanceAfter, &refundOf, &refundReceipt, &hash, &account, &s.HeldBack)
	if err == nil && !found {
		err = pos.Refuse(pos.UnknownReceipt)
	}
	if err != nil {
		return s, err
	}
	s.ID, s.Person, s.Member, s.RefundOf = pos.IDFromBytes(id), pos.IDFromBytes(person), pos.IDFromBytes(member), pos.IDFromBytes(refundOf)
	s.RefundReceipt, s.Account = refundReceipt.String, pos.IDFromBytes(account)
	s.Head = journal.Hash(fixed(hash)).Code()
	err = r.s.each(lineColumns+"WHERE sale = ? ORDER BY line", args(event), func(rows *row) error {
		l, err := scanLine(rows)
		s.Lines = append(s.Lines, l)
		return err
	})
	if err != nil {
		return s, err
	}
	byGiftCard := false
	err = r.s.each("SELECT kind, amount, change FROM tender WHERE sale = ? ORDER BY n", args(event), func(rows *row) error {
		var t pos.Tender
		err := rows.Scan(&t.Kind, &t.Amount, &t.Change)
		s.Tenders = append(s.Tenders, t)
		byGiftCard = byGiftCard || t.Kind == pos.PaidGiftCard || t.Kind == pos.PromoGiftCard
		return err
	})
	if err != nil || !byGiftCard {
		return s, err
	}
	paid := s.ID
	if !s.RefundOf.IsZero() {
		paid = s.RefundOf
	}
	s.GiftCards, err = r.giftCardsAt(paid, event)
	return s, err
}

// mended lays over a sale what was said of it last.
func (r *reader) mended(s *pos.Sale) error {
	list, err := r.mendings(s.ID)
	if err != nil || len(list) == 0 {
		return err
	}
	last := list[len(list)-1]
	w := last.said
	s.Mended = &last.SaleMend
	s.Member, s.Account, s.Card, s.Tier = pos.IDFromBytes(w.Member), pos.IDFromBytes(w.Account), w.Card, w.Tier
	s.AccrualBase, s.PointsEarned, s.PointsScheduled, s.BalanceAfter = pos.Money(w.AccrualBase), w.PointsEarned, 0, w.BalanceAfter
	for i := range s.Lines {
		s.Lines[i].PointsEarned, s.Lines[i].PointsScheduled = 0, 0
		if i < len(w.Lines) {
			s.Lines[i].PointsEarned = w.Lines[i]
		}
	}
	return nil
}

// mending is what was once said of a sale.
type mending struct {
	pos.SaleMend
	said *journalpb.SaleMended
}

func (r *reader) mendings(sale pos.ID) (list []mending, err error) {
	err = r.s.each("SELECT e.payload, e.clock FROM sale_mended m JOIN event e ON e.id = m.event WHERE m.sale = ? ORDER BY m.event", args(sale[:]), func(row *row) error {
		var payload []byte
		var clock int64
		if err := row.Scan(&payload, &clock); err != nil {
			return err
		}
		body := new(journalpb.Body)
		if err := proto.Unmarshal(payload, body); err != nil {
			return damaged(err)
		}
		w := body.GetSaleMended()
		list = append(list, mending{said: w, SaleMend: pos.SaleMend{
			At: pos.Millis(journal.Clock(clock).Millis()), By: pos.IDFromBytes(body.By), Reason: body.Reason, Was: pos.IDFromBytes(w.GetWasMember()), RateBp: w.GetRateBp(),
		}})
		return nil
	})
	return list, err
}

// Mendings are what was said of a sale since, the oldest first.
func (r *reader) Mendings(sale pos.ID) (list []pos.SaleMend, err error) {
	all, err := r.mendings(sale)
	for _, m := range all {
		list = append(list, m.SaleMend)
	}
	return list, err
}

// whose is the row of the member that a sale s is of: of that was said last, or as
// it was sold.
const whose = `(SELECT iif(x.event IS NULL, s.member, x.member)
	FROM (SELECT 1) LEFT JOIN sale_mended x ON x.event = (SELECT max(y.event) FROM sale_mended y WHERE y.sale = s.id))`

func fixed(b []byte) (h [32]byte) {
	copy(h[:], b)
	return h
}

const lineColumns = `SELECT sku, barcode, name, kind, qty_milli, unit_price, vat_bp, manual_discount_bp, flags, fixed_points, gross, discount, net,
	bonus_value, points_used, promo_gift_card, points_earned, points_scheduled, returned_milli, card, gift_card FROM sale_line `

func scanLine(rows *row) (l pos.LineItem, err error) {
	var flags int64
	err = rows.Scan(&l.SKU, &l.Barcode, &l.Name, &l.Kind, &l.QtyMilli, &l.UnitPrice, &l.VATBp, &l.ManualDiscountBp, &flags, &l.FixedPoints,
		&l.Gross, &l.Discount, &l.Net, &l.BonusValue, &l.PointsUsed, &l.PromoGiftCard, &l.PointsEarned, &l.PointsScheduled, &l.ReturnedMilli, &l.Card, &l.GiftCard)
	l.Discountable, l.Earns, l.BonusPayable = flags&lineDiscountable != 0, flags&lineEarns != 0, flags&lineBonusPayable != 0
	l.Voided, l.Club = flags&lineVoided != 0, flags&lineClub != 0
	return l, err
}

func readLine(s *session, sale, line int64) (l pos.LineItem, found bool, err error) {
	err = s.each(lineColumns+"WHERE sale = ? AND line = ?", args(sale, line), func(rows *row) error {
		found = true
		l, err = scanLine(rows)
		return err
	})
	return l, found, err
}

// LastSales are the newest sales and refunds.
func (r *reader) LastSales(limit int) (list []till.SaleRow, err error) {
	err = r.s.each(`SELECT s.id, s.receipt, s.completed, s.to_pay, coalesce(m.name, ''), s.refund_of IS NOT NULL,
			(SELECT count(*) FROM sale_line l WHERE l.sale = s.event AND l.flags & ? = 0)
		FROM sale s LEFT JOIN member m ON m.no = `+whose+` ORDER BY s.event DESC LIMIT ?`, args(int64(lineVoided), int64(limit)), func(rows *row) error {
		var x till.SaleRow
		var id []byte
		err := rows.Scan(&id, &x.Receipt, &x.Completed, &x.ToPay, &x.Member, &x.Refund, &x.Lines)
		x.ID = pos.IDFromBytes(id)
		list = append(list, x)
		return err
	})
	return list, err
}
