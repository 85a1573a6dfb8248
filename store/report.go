package store

import (
	"bonuskasse/pos"
	"bonuskasse/pos/journal"
	"bonuskasse/pos/ledger"
	"bonuskasse/pos/till"
)

// PointMoves are what events of a span did to members' points, the newest first.
// It reads all postings: an index by event would cost every sale a page, and a
// report is asked for now and then. In a pool they are told of the member.
func (r *reader) PointMoves(from, to pos.Millis, limit int) (list []till.PointsRow, err error) {
	first, err := r.firstSince(from)
	if err != nil {
		return nil, err
	}
	last, err := r.firstSince(to)
	if err != nil {
		return nil, err
	}
	err = r.s.each(`SELECT e.clock, e.type, coalesce(g.origin, ''), coalesce(s.receipt, ''), a.id, coalesce(m.username, ''), coalesce(m.name, ''),
			coalesce(g.note, ''), coalesce(w.name, ''), sum(p.points) AS moved
		FROM posting p JOIN event e ON e.id = p.event LEFT JOIN sale s ON s.event = p.event LEFT JOIN given g ON g.event = p.event
		JOIN account a ON a.no = coalesce(s.member, g.whom, p.member) LEFT JOIN member m ON m.no = a.no
		LEFT JOIN person w ON w.id = coalesce(s.person, g.person)
		WHERE p.event >= ? AND p.event <= ? AND e.clock >= ? AND e.clock < ? AND p.account IN (?, ?)
		GROUP BY p.event, p.member HAVING moved <> 0 ORDER BY p.event DESC LIMIT ?`,
		args(first, last, clockFrom(from), clockFrom(to), int64(ledger.MemberPoints), int64(ledger.MemberDebt), int64(limit)),
		func(rows *row) error {
			var x till.PointsRow
			var clock int64
			var kind, origin string
			var member []byte
			err := rows.Scan(&clock, &kind, &origin, &x.Receipt, &member, &x.Username, &x.Name, &x.Note, &x.Person, &x.Points)
			x.At, x.Member, x.Kind = pos.Millis(journal.Clock(clock).Millis()), pos.IDFromBytes(member), till.PointsKind(kind, origin)
			list = append(list, x)
			return err
		})
	return list, err
}

// clockFrom is the first reading of the journal's clock in a millisecond.
func clockFrom(at pos.Millis) int64 { return int64(journal.ClockAt(int64(at))) }

// SaleSums reads each receipt of the span and its lines once. There is no upper
// bound by event: a receipt's clock may have been behind the journal's.
func (r *reader) SaleSums(from, to pos.Millis, each func(till.SaleSum) error) error {
	first, err := r.firstSince(from)
	if err != nil {
		return err
	}
	return r.s.each(`SELECT s.completed, s.refund_of IS NULL, s.bonus_value, s.points_earned, s.points_used,
			coalesce(sum(l.net) FILTER (WHERE l.kind <> 'gift_card'), 0), coalesce(sum(l.net) FILTER (WHERE l.kind = 'gift_card'), 0)
		FROM sale s LEFT JOIN sale_line l ON l.sale = s.event AND l.flags & ? = 0
		WHERE s.event >= ? AND s.completed >= ? AND s.completed < ? GROUP BY s.event`,
		args(int64(lineVoided), first, int64(from), int64(to)), func(rows *row) error {
			var x till.SaleSum
			var sale bool
			if err := rows.Scan(&x.At, &sale, &x.Bonus, &x.Earned, &x.Used, &x.Net, &x.GiftCardsSold); err != nil {
				return err
			}
			x.Sales, x.Refunds = bit(sale), bit(!sale)
			return each(x)
		})
}
