package store

import (
	"slices"
	"strings"

	"bonuskasse/pos"
	"bonuskasse/pos/ledger"
	"bonuskasse/pos/till"
)

// LotsPast counts the lots whose day is over at a moment, in the index alone.
func (r *reader) LotsPast(at pos.Millis) (lots int64, err error) {
	_, err = r.s.get("SELECT count(*) FROM lot WHERE expires_at > 0 AND expires_at < ?", args(int64(at)), &lots)
	return lots, err
}

// HoldersPast reads the next lots by the index of their ends alone, and gives
// their holders in the order of the tables: what is written then lies together.
func (r *reader) HoldersPast(at pos.Millis, lots int) (list []int64, err error) {
	err = r.s.each("SELECT member FROM lot WHERE expires_at > 0 AND expires_at < ? ORDER BY expires_at LIMIT ?", args(int64(at), int64(lots)), func(rows *row) error {
		var no int64
		err := rows.Scan(&no)
		list = append(list, no)
		return err
	})
	slices.Sort(list)
	return slices.Compact(list), err
}

// PointsPast reads the accounts of many holders at once, and keeps them for the
// event that follows.
func (t *tx) PointsPast(holders []int64, at pos.Millis) (list []till.PastPoints, err error) {
	accounts, read := t.readAhead(holders)
	if !read {
		if accounts, err = t.fold.accountsOf(holders); err != nil {
			return nil, err
		}
	}
	for _, a := range accounts {
		p := till.PastPoints{Holder: a.id}
		for _, l := range a.points.Lots {
			if !l.Good(ledger.Millis(at)) {
				p.Points += l.Left
				p.Lots++
			}
		}
		if p.Lots > 0 {
			list = append(list, p)
		}
	}
	return list, nil
}

// LotsGood adds up what is left of the lots that are good at a moment.
func (r *reader) LotsGood(at pos.Millis) (till.LotSums, error) {
	sums := till.LotSums{}
	err := r.s.each("SELECT expires_at, paid, sum(left_over) FROM lot WHERE expires_at = 0 OR expires_at >= ? GROUP BY expires_at, paid",
		args(int64(at)), func(row *row) error {
			var x till.LotSum
			var n int64
			err := row.Scan(&x.ExpiresAt, &x.Paid, &n)
			sums[x] = n
			return err
		})
	return sums, err
}

// ReferralGiven asks for both gifts by what they are for.
func (r *reader) ReferralGiven(member, by pos.ID) (bool, error) {
	var event int64
	return r.s.get(`SELECT event FROM given WHERE source = ? AND place = 0 AND origin = ? AND coalesce(whom, member) = (SELECT no FROM account WHERE id = ?)
		UNION ALL SELECT event FROM given WHERE source = ? AND place = 0 AND origin = ? LIMIT 1`,
		args(by[:], string(ledger.FromReferral), member[:], member[:], string(ledger.FromReferrer)), &event)
}

// Birthdays are found by the index of the days, and what was given by that of
// the members: of who was merged into one too, on whatever account it is.
func (r *reader) Birthdays(feast pos.Feast, after int64, limit int) (list []till.Birthday, err error) {
	var a []any
	year := int64(feast.Day.Year())
	for _, day := range feast.On {
		a = append(a, day)
	}
	a = append(a, after, string(pos.Active), int64(pos.At(feast.Until)), year, string(ledger.FromBirthday), int64(limit))
	err = r.s.each(`SELECT a.id, m.no FROM member m JOIN account a ON a.no = m.no
		WHERE m.birthday <> '' AND substr(m.birthday, 6) IN (`+strings.TrimSuffix(strings.Repeat("?, ", len(feast.On)), ", ")+`) AND m.no > ? AND m.status = ? AND m.joined <= ?
			AND NOT EXISTS (WITH RECURSIVE person (no) AS (SELECT m.no UNION SELECT x.no FROM person p CROSS JOIN member x ON x.alias_of = p.no)
				SELECT 1 FROM person p CROSS JOIN given g ON g.member = p.no OR g.whom = p.no WHERE g.place = ? AND g.origin = ? AND (g.whom IS NULL OR g.whom = p.no))
		ORDER BY m.no LIMIT ?`, a, func(rows *row) error {
		var id []byte
		var b till.Birthday
		err := rows.Scan(&id, &b.No)
		b.Member = pos.IDFromBytes(id)
		list = append(list, b)
		return err
	})
	return list, err
}
