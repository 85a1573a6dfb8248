package store

import (
	"cmp"
	"slices"

	"google.golang.org/protobuf/proto"

	"bonuskasse/pos"
	"bonuskasse/pos/journal/journalpb"
	"bonuskasse/pos/till"
)

// CardsByBatch counts the table for what is, and reads the journal of the span for
// what was done: a card keeps only the moment that it was issued.
func (r *reader) CardsByBatch(from, to pos.Millis) ([]till.CardsRow, error) {
	blocked, replaced, err := r.cardsStopped(from, to)
	if err != nil {
		return nil, err
	}
	batches := map[pos.ID]*till.CardsRow{}
	err = r.s.each("SELECT id, no, made FROM card_batch", nil, func(rows *row) error {
		x := new(till.CardsRow)
		var id []byte
		err := rows.Scan(&id, &x.Batch, &x.Made)
		batches[pos.IDFromBytes(id)] = x
		return err
	})
	if err != nil {
		return nil, err
	}
	// Added up here: SQLite would sort all cards first.
	err = r.s.each("SELECT batch, state, issued FROM card", nil, func(rows *row) error {
		var id []byte
		var state string
		var issued int64
		if err := rows.Scan(&id, &state, &issued); err != nil {
			return err
		}
		x := batches[pos.IDFromBytes(id)]
		if x == nil {
			x = new(till.CardsRow)
			batches[pos.IDFromBytes(id)] = x
		}
		x.Cards++
		switch pos.CardState(state) {
		case pos.Printed:
			x.Printed++
		case pos.Issued:
			x.Issued++
		case pos.Replaced:
			x.Replaced++
		case pos.CardBarred:
			x.Blocked++
		}
		if at := pos.Millis(issued); at >= from && at < to {
			x.IssuedIn++
		}
		return nil
	})
	list := []till.CardsRow{}
	for id, x := range batches {
		if x.Cards > 0 {
			x.BlockedIn, x.ReplacedIn = int64(len(blocked[id])), int64(len(replaced[id]))
			list = append(list, *x)
		}
	}
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
