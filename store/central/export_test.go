package central

import (
	"context"

	"bonuskasse/pos"
	"bonuskasse/pos/chain"
)

// PushHeld is Push, with a moment before the commit when all is written.
func (s *Store) PushHeld(ctx context.Context, b chain.Batch, at pos.Millis, hold func()) error {
	return s.db.write(ctx, func(t *tx) error {
		if _, err := s.work(t, at).receive(b); err != nil {
			return err
		}
		hold()
		return nil
	})
}

// Tamper changes the database behind the store's back.
func (s *Store) Tamper(ctx context.Context, query string, a ...any) error {
	return s.db.write(ctx, func(t *tx) error {
		_, err := t.exec(query, a...)
		return err
	})
}

// Sums are an account's, and those of its holdings.
func (s *Store) Sums(ctx context.Context, id pos.ID) (points, free, debt, held int64, err error) {
	err = s.db.read(ctx, func(t *tx) error {
		a, err := t.sums(id, false)
		if err != nil {
			return err
		}
		points, free, debt = a.points, a.free(), a.debt()
		_, err = t.one("SELECT CAST(coalesce(sum(rights), 0) AS bigint) FROM holding WHERE account = ?", args(id[:]), &held)
		return err
	})
	return points, free, debt, held, err
}
