package store

import (
	"cmp"
	"slices"

	"google.golang.org/protobuf/proto"

	"bonuskasse/pos"
	"bonuskasse/pos/journal"
	"bonuskasse/pos/journal/journalpb"
	"bonuskasse/pos/ledger"
	"bonuskasse/pos/till"
)

// History is what happened to a member's points, the newest first: on their own
// account and those of their aliases, and, where they share one, in the pool.
func (r *reader) History(member pos.ID, limit int) (list []till.HistoryRow, err error) {
	m, err := r.member("WHERE a.id = ?", member[:])
	if err != nil {
		return nil, err
	}
	if list, err = r.historyOf(m.no, m.no, limit); err != nil {
		return nil, err
	}
	for i := range list {
		list[i].Of = "" // their own doing
	}
	aliases, err := r.Aliases(member)
	if err != nil {
		return nil, err
	}
	for _, a := range aliases {
		row, err := r.accountRow(a.ID)
		if err != nil {
			return nil, err
		}
		more, err := r.historyOf(row.no, m.no, limit)
		if err != nil {
			return nil, err
		}
		for _, h := range more {
			h.Of = a.Name
			list = append(list, h)
		}
	}
	pool, err := r.pool(m.Organisation)
	if err != nil {
		return nil, err
	}
	if pool != nil {
		more, err := r.historyOf(pool.no, m.no, limit)
		if err != nil {
			return nil, err
		}
		for _, h := range more {
			if h.Of == m.Name {
				h.Of = ""
			}
			h.Pool = true
			list = append(list, h)
		}
	}
	slices.SortStableFunc(list, func(a, b till.HistoryRow) int { return cmp.Compare(b.Ref, a.Ref) })
	return list[:min(limit, len(list))], nil
}

// historyOf is what happened on one account, as one member sees it: what was
// written beside points of another in the pool is the other's alone.
func (r *reader) historyOf(no, seenBy int64, limit int) (list []till.HistoryRow, err error) {
	err = r.s.each(`SELECT p.event, e.clock, e.type, e.payload, coalesce(s.receipt, ''), coalesce(m.name, ''),
			coalesce(g.origin, ''), coalesce(CASE WHEN g.whom IS NULL OR g.whom = ? THEN g.note END, ''),
			sum(CASE WHEN p.account IN (?, ?) THEN p.points ELSE 0 END)
		FROM (SELECT event, account, points FROM posting WHERE member = ?
			UNION ALL SELECT event, ?, points FROM heard WHERE member = ?) p JOIN event e ON e.id = p.event LEFT JOIN sale s ON s.event = p.event LEFT JOIN given g ON g.event = p.event
		LEFT JOIN member m ON m.no = coalesce(s.member, g.whom)
		GROUP BY p.event ORDER BY p.event DESC LIMIT ?`,
		args(seenBy, int64(ledger.MemberPoints), int64(ledger.MemberDebt), no, int64(ledger.MemberPoints), no, int64(limit)), func(rows *row) error {
			var h till.HistoryRow
			var clock int64
			var payload []byte
			if err := rows.Scan(&h.Ref, &clock, &h.Type, &payload, &h.Receipt, &h.Of, &h.Origin, &h.Note, &h.Points); err != nil {
				return err
			}
			h.At = pos.Millis(journal.Clock(clock).Millis())
			body := new(journalpb.Body)
			if err := proto.Unmarshal(payload, body); err != nil {
				return damaged(err)
			}
			h.Reason = cmp.Or(body.Reason, h.Note)
			list = append(list, h)
			return nil
		})
	return list, err
}
