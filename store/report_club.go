package store

import (
	"cmp"
	"slices"

	"google.golang.org/protobuf/proto"

	"bonuskasse/pos"
	"bonuskasse/pos/journal/journalpb"
	"bonuskasse/pos/till"
)

// Customers reads all sales before the end once: no index leads from a member to
// their sales, which would cost every sale a page. A sale that was mended is whose
// it is now, a return whose its sale is, and what a merged member bought the
// other's.
func (r *reader) Customers(from, to pos.Millis, each func(till.CustomerRow) error) error {
	return r.s.each(`WITH bought AS (
			SELECT coalesce(w.alias_of, w.no) AS no, max(iif(s.refund_of IS NULL, s.completed, 0)) AS last,
				sum(s.completed >= ?1 AND s.refund_of IS NULL) AS sales, sum(iif(s.completed >= ?1, s.points_earned, 0)) AS earned,
				sum(iif(s.completed >= ?1, s.points_used, 0)) AS used,
				sum(iif(s.completed >= ?1, (SELECT coalesce(sum(l.net), 0) FROM sale_line l
					WHERE l.sale = s.event AND l.flags & ?3 = 0 AND l.kind <> 'gift_card'), 0)) AS turnover
			FROM sale s LEFT JOIN sale o ON o.event = s.refund_of
				LEFT JOIN (SELECT sale, member, max(event) FROM sale_mended GROUP BY sale) x ON x.sale = coalesce(o.id, s.id)
				JOIN member w ON w.no = iif(x.sale IS NULL, s.member, x.member)
			WHERE s.completed < ?2 GROUP BY 1)
		SELECT a.id, coalesce(m.username, ''), m.name, m.tier, m.joined, coalesce(b.sales, 0), coalesce(b.turnover, 0), coalesce(b.earned, 0),
			coalesce(b.used, 0), coalesce(b.last, 0)
		FROM member m JOIN account a ON a.no = m.no LEFT JOIN bought b ON b.no = m.no
		WHERE m.alias_of IS NULL AND m.status <> ?4 AND m.joined < ?2 ORDER BY 7 DESC, 10 DESC, m.no`,
		args(int64(from), int64(to), int64(lineVoided), string(pos.Erased)), func(rows *row) error {
			var c till.CustomerRow
			var id []byte
			err := rows.Scan(&id, &c.Username, &c.Name, &c.Tier, &c.Joined, &c.Sales, &c.Turnover, &c.Earned, &c.Used, &c.Last)
			if err != nil {
				return err
			}
			c.Member, c.New, c.Active = pos.IDFromBytes(id), c.Joined >= from, c.Sales > 0
			return each(c)
		})
}

// CardsByBatch counts the table for what is, and reads the journal of the span for
// what was done: a card keeps only the moment that it was issued.
func (r *reader) CardsByBatch(from, to pos.Millis) ([]till.CardsRow, error) {
	blocked, replaced, err := r.cardsStopped(from, to)
	if err != nil {
		return nil, err
	}
	list := []till.CardsRow{}
	err = r.s.each(`SELECT coalesce(b.no, 0), coalesce(b.made, 0), c.batch, count(*), sum(c.state = 'printed'), sum(c.state = 'issued'),
			sum(c.state = 'replaced'), sum(c.state = 'blocked'), sum(c.issued >= ? AND c.issued < ?)
		FROM card c LEFT JOIN card_batch b ON b.id = c.batch GROUP BY c.batch`,
		args(int64(from), int64(to)), func(rows *row) error {
			var x till.CardsRow
			var batch []byte
			err := rows.Scan(&x.Batch, &x.Made, &batch, &x.Cards, &x.Printed, &x.Issued, &x.Replaced, &x.Blocked, &x.IssuedIn)
			id := pos.IDFromBytes(batch)
			x.BlockedIn, x.ReplacedIn = int64(len(blocked[id])), int64(len(replaced[id]))
			list = append(list, x)
			return err
		})
	slices.SortFunc(list, func(a, b till.CardsRow) int { return cmp.Compare(b.Batch, a.Batch) })
	return list, err
}

// cardsStopped are the numbers of the cards that were blocked, or replaced, in a
// span, by their batch.
func (r *reader) cardsStopped(from, to pos.Millis) (blocked, replaced map[pos.ID]map[string]bool, err error) {
	blocked, replaced = map[pos.ID]map[string]bool{}, map[pos.ID]map[string]bool{}
	first, err := r.firstSince(from)
	if err != nil {
		return nil, nil, err
	}
	err = r.s.each("SELECT payload FROM event WHERE id >= ? AND type = 'card_set' AND clock >= ? AND clock < ?",
		args(first, clockFrom(from), clockFrom(to)), func(rows *row) error {
			var payload []byte
			if err := rows.Scan(&payload); err != nil {
				return err
			}
			body := new(journalpb.Body)
			if err := proto.Unmarshal(payload, body); err != nil {
				return damaged(err)
			}
			c := body.GetCardSet()
			into := blocked
			switch pos.CardState(c.GetState()) {
			case pos.CardBarred:
			case pos.Replaced:
				into = replaced
			default:
				return nil
			}
			batch := pos.IDFromBytes(c.Batch)
			if into[batch] == nil {
				into[batch] = map[string]bool{}
			}
			into[batch][c.Number] = true
			return nil
		})
	return blocked, replaced, err
}

// CouponsByBatch reads each coupon once. Those on receipts are told together: each
// is a batch of its own.
func (r *reader) CouponsByBatch(from, to, now pos.Millis) ([]till.CouponsRow, error) {
	list := []till.CouponsRow{}
	err := r.s.each(`WITH told AS (
			SELECT iif(b.sale IS NULL, coalesce(b.no, 0), -1) AS batch, iif(b.sale IS NULL, coalesce(b.title, ''), '') AS title, c.points AS points,
				c.made >= ?1 AND c.made < ?2 AS made,
				c.state = 'registered' AND c.changed >= ?1 AND c.changed < ?2 AS registered,
				c.state = 'void' AND c.changed >= ?1 AND c.changed < ?2 AS void,
				c.state = 'free' AND c.valid_until > 0 AND c.valid_until < ?3 AND c.valid_until >= ?1 AND c.valid_until < ?2 AS expired,
				c.state = 'free' AND (c.valid_until = 0 OR c.valid_until >= ?3) AS free
			FROM coupon c LEFT JOIN coupon_batch b ON b.no = c.batch)
		SELECT batch, title, sum(made), sum(made * points), sum(registered), sum(registered * points), sum(void), sum(void * points),
			sum(expired), sum(expired * points), sum(free), sum(free * points)
		FROM told GROUP BY batch HAVING sum(made + registered + void + expired + free) > 0 ORDER BY batch < 1, batch DESC`,
		args(int64(from), int64(to), int64(now)), func(rows *row) error {
			var x till.CouponsRow
			err := rows.Scan(&x.Batch, &x.Title, &x.Made.Count, &x.Made.Points, &x.Registered.Count, &x.Registered.Points, &x.Void.Count,
				&x.Void.Points, &x.Expired.Count, &x.Expired.Points, &x.Free.Count, &x.Free.Points)
			x.Batch, x.Receipts = max(x.Batch, 0), x.Batch < 0
			list = append(list, x)
			return err
		})
	return list, err
}
