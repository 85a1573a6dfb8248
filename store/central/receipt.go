package central

import (
	"bytes"
	"context"

	"bonuskasse/pos/checkpoint"
	"bonuskasse/pos/journal"
	"bonuskasse/pos/journal/journalpb"
)

// Witnessed is an event that a code on a paper stands for.
type Witnessed struct {
	Event journal.Event
	Body  *journalpb.Body // sealed as it came
	Till  string          // its name
	Shop  string
	Proof *checkpoint.EventProof // nil: in the journal, and in no checkpoint yet
}

// byCode says what is printed as the index event_receipt does, and so is found by it.
const byCode = eventSelect + "WHERE type IN ('sale_completed', 'sale_refunded') AND substr(hash, 1, 5) = ? ORDER BY id"

// ByCode are the sales and refunds whose event's hash begins with what a receipt
// prints: one, but for a chance in a million million.
func (s *Store) ByCode(ctx context.Context, bits [5]byte) (list []Witnessed, err error) {
	err = s.db.read(ctx, func(t *tx) error {
		list = nil
		var rows []eventRow
		var r eventRow
		if err := t.do.each(byCode, args(bits[:]), r.dest(), func() error {
			c := r
			c.member, c.payload, c.hash, c.signature = bytes.Clone(r.member), bytes.Clone(r.payload), bytes.Clone(r.hash), bytes.Clone(r.signature)
			rows = append(rows, c)
			return nil
		}); err != nil {
			return err
		}
		for i := range rows {
			w, err := t.witnessed(&rows[i])
			if err != nil {
				return err
			}
			list = append(list, w)
		}
		return nil
	})
	return list, err
}

func (t *tx) witnessed(r *eventRow) (w Witnessed, err error) {
	h := &history{tx: t, lives: map[int64]*lifeRow{}}
	l, err := h.lifeOf(lifeOf(r.id))
	if err != nil {
		return w, err
	}
	if w.Event, err = r.event(l); err != nil {
		return w, err
	}
	if w.Event.Prev, _, err = t.hashAt(l.no, w.Event.Seq-1); err != nil {
		return w, err
	}
	// A row that was changed is not what the customer holds.
	if err := w.Event.Verify(w.Event.Prev, l.PublicKey); err != nil {
		return w, err
	}
	if w.Body, err = decode(r.payload); err != nil {
		return w, err
	}
	id := l.Till
	if err := t.tills("WHERE id = ?", args(id[:]), func(x tillRow) error {
		w.Till, w.Shop = x.Name, x.Shop
		return nil
	}); err != nil {
		return w, err
	}
	w.Proof, err = t.proof(r.id, w.Event.Hash)
	return w, err
}
