package store

import (
	"bonuskasse/pos"
	"bonuskasse/pos/ledger"
	"bonuskasse/pos/till"
)

// Deals are what the people at the till did for members since a moment: two
// ranges of events, and no look at a member or a person for each.
func (r *reader) Deals(since pos.Millis) (list []pos.Deal, err error) {
	first, err := r.firstSince(since)
	if err != nil {
		return nil, err
	}
	own, err := r.ownAccounts()
	if err != nil {
		return nil, err
	}
	add := func(d pos.Deal, person []byte) {
		d.Person = pos.IDFromBytes(person)
		d.Own = own[ownAccount{d.Person, d.Member}]
		list = append(list, d)
	}
	err = r.s.each(`SELECT member, person, completed FROM sale
		WHERE event >= ? AND completed >= ? AND member IS NOT NULL AND person IS NOT NULL AND refund_of IS NULL`,
		args(first, int64(since)), func(rows *row) error {
			var d pos.Deal
			var person []byte
			err := rows.Scan(&d.Member, &person, &d.At)
			add(d, person)
			return err
		})
	if err != nil {
		return nil, err
	}
	// A coupon that was given was on no paper: nobody made it.
	err = r.s.each(`SELECT g.member, g.person, g.at, g.points, g.origin, b.person, coalesce(c.made, 0)
		FROM given g LEFT JOIN coupon c ON g.origin = ? AND c.code = g.code AND c.way <> ? LEFT JOIN coupon_batch b ON b.no = c.batch
		WHERE g.event >= ? AND g.at >= ? AND g.points > 0`,
		args(string(ledger.FromCoupon), till.CouponGiven, first, int64(since)), func(rows *row) error {
			var d pos.Deal
			var person, maker []byte
			var origin ledger.Origin
			if err := rows.Scan(&d.Member, &person, &d.At, &d.Points, &origin, &maker, &d.Made); err != nil {
				return err
			}
			d.Maker = pos.IDFromBytes(maker)
			switch origin {
			case ledger.FromCoupon:
				d.Kind = pos.CouponDeal
			case ledger.FromNoted, ledger.FromAdjustment, ledger.FromReview:
				d.Kind = pos.GiftDeal
			default:
				return nil
			}
			add(d, person)
			return nil
		})
	return list, err
}

type ownAccount struct {
	person pos.ID
	member int64
}

// ownAccounts are the accounts of the people at the till, also those that were
// merged into another.
func (r *reader) ownAccounts() (map[ownAccount]bool, error) {
	people, err := r.People()
	if err != nil {
		return nil, err
	}
	own := map[ownAccount]bool{}
	for _, p := range people {
		if p.Member.IsZero() {
			continue
		}
		err := r.s.each(`WITH RECURSIVE mine (no) AS (
				SELECT no FROM account WHERE id IN (?, (SELECT member FROM person WHERE id = ?))
				UNION SELECT m.alias_of FROM mine JOIN member m ON m.no = mine.no WHERE m.alias_of IS NOT NULL)
			SELECT no FROM mine`, args(p.Member[:], p.ID[:]), func(rows *row) error {
			at := ownAccount{person: p.ID}
			err := rows.Scan(&at.member)
			own[at] = true
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	return own, nil
}

// MemberOfDeal is the member of an account's number.
func (r *reader) MemberOfDeal(no int64) (pos.Member, error) {
	var id []byte
	found, err := r.s.get("SELECT a.id FROM account a JOIN member m ON m.no = a.no WHERE a.no = ?", args(no), &id)
	if err == nil && !found {
		err = pos.Refuse(pos.UnknownMember)
	}
	if err != nil {
		return pos.Member{}, err
	}
	return r.Member(pos.IDFromBytes(id))
}

// SettledAlarms are until when each alarm was looked at.
func (r *reader) SettledAlarms() (map[string]pos.Millis, error) {
	settled := map[string]pos.Millis{}
	err := r.s.each("SELECT alarm, until FROM alarm_settled", nil, func(rows *row) error {
		var name string
		var until pos.Millis
		err := rows.Scan(&name, &until)
		settled[name] = until
		return err
	})
	return settled, err
}
