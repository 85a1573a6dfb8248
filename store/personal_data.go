package store

import (
	"math"
	"slices"

	"bonuskasse/pos"
	"bonuskasse/pos/till"
)

// What an export of personal data reads: all of one member's, the oldest first.

// SalesOf are a member's sales and refunds, with their lines.
func (r *reader) SalesOf(member pos.ID) (list []pos.Sale, err error) {
	var ids [][]byte
	err = r.s.each("SELECT s.id FROM sale s JOIN account a ON a.no = "+whose+" WHERE a.id = ? ORDER BY s.event", args(member[:]), func(rows *row) error {
		var id []byte
		err := rows.Scan(&id)
		ids = append(ids, slices.Clone(id))
		return err
	})
	for _, id := range ids {
		if err != nil {
			return nil, err
		}
		var s pos.Sale
		s, err = r.Sale(pos.IDFromBytes(id))
		list = append(list, s)
	}
	return list, err
}

// OwnHistory is what happened on a member's own account.
func (r *reader) OwnHistory(member pos.ID) ([]till.HistoryRow, error) {
	a, err := r.accountRow(member)
	if err != nil || a == nil {
		return nil, err
	}
	list, err := r.historyOf(a.no, a.no, math.MaxInt32)
	for i := range list {
		list[i].Of = ""
	}
	slices.Reverse(list)
	return list, err
}

// GivenTo is points that no sale earned, on their own account or in a pool.
func (r *reader) GivenTo(member pos.ID) (list []till.GivenRow, err error) {
	err = r.s.each(`SELECT at, origin, points, code, note FROM given
		WHERE member = (SELECT no FROM account WHERE id = ?) OR whom = (SELECT no FROM account WHERE id = ?) ORDER BY event`,
		args(member[:], member[:]), func(rows *row) error {
			var g till.GivenRow
			err := rows.Scan(&g.At, &g.Origin, &g.Points, &g.Code, &g.Note)
			list = append(list, g)
			return err
		})
	return list, err
}

// CouponsOf are the coupons that were registered to a member.
func (r *reader) CouponsOf(member pos.ID) (list []till.CouponUse, err error) {
	err = r.s.each("SELECT c.changed, c.code, c.points, c.state FROM coupon c JOIN account a ON a.no = c.member WHERE a.id = ? ORDER BY c.changed, c.code",
		args(member[:]), func(rows *row) error {
			var c till.CouponUse
			err := rows.Scan(&c.At, &c.Code, &c.Points, &c.State)
			list = append(list, c)
			return err
		})
	return list, err
}

// Photo is a member's photo as JPEG; nil is none.
func (r *reader) Photo(member pos.ID) (jpeg []byte, err error) {
	_, err = r.s.get("SELECT p.jpeg FROM photo p JOIN account a ON a.no = p.member WHERE a.id = ?", args(member[:]), &jpeg)
	return slices.Clone(jpeg), err
}

// Aliases are those who were merged into a member, and into them.
func (r *reader) Aliases(member pos.ID) (list []pos.Member, err error) {
	of := []pos.ID{member}
	for len(of) > 0 {
		id := of[0]
		of = of[1:]
		err := r.s.each(memberColumns+"WHERE m.alias_of = (SELECT no FROM account WHERE id = ?) ORDER BY m.no", args(id[:]), func(rows *row) error {
			var m memberRow
			err := rows.Scan(m.dest()...)
			m.settle()
			of = append(of, m.ID)
			list = append(list, m.Member)
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	return list, nil
}
