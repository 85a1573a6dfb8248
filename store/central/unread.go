package central

import (
	"context"

	"bonuskasse/pos"
	"bonuskasse/pos/chain"
)

// An event of a newer till, of a type that this program does not know, counts its
// rights at once, and nothing else of it: its points stand on the account, and the
// account's unread says how many of them are nobody's to have. The program that knows
// the type counts again when it starts.

// reread counts the accounts again of which a program before this one had something
// unread.
func (s *Store) reread(ctx context.Context) error {
	var ids []pos.ID
	if err := s.db.read(ctx, func(t *tx) error {
		var id []byte
		return t.do.each("SELECT id FROM account WHERE unread <> 0 ORDER BY id", nil, []any{&id}, func() error {
			ids = append(ids, pos.IDFromBytes(id))
			return nil
		})
	}); err != nil {
		return err
	}
	for _, id := range ids {
		if err := s.db.write(ctx, func(t *tx) error { return s.work(t, 0).reread(id) }); err != nil {
			return err
		}
	}
	return nil
}

func (w *work) reread(id pos.ID) error {
	sums, err := w.sums(id, true)
	if err != nil {
		return err
	}
	h := &history{tx: w.tx, lives: map[int64]*lifeRow{}, events: map[int64]chain.Event{}}
	lists, err := h.of([]pos.ID{id})
	if err != nil {
		return err
	}
	var now accountRow
	for i := range lists[id] {
		e := &lists[id][i]
		moves := chain.Movements(&e.Event, e.Body)
		if e.Till == w.s.office.ID {
			moves = chain.OfficeMovements(e.Body)
		}
		for _, m := range moves {
			if m.Account == id {
				now.points, now.unread = now.points+m.Points, now.unread+m.Unread
			}
		}
	}
	if now.unread == sums.unread {
		return nil
	}
	a := w.account(id)
	a.points, a.unread, a.expires = now.points-sums.points, now.unread-sums.unread, 1
	w.touch(chain.Account, string(id[:]), 0)
	return w.finish()
}
