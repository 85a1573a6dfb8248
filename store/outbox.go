package store

import (
	"context"

	"bonuskasse/pos"
)

// Acked notes that the head office has acknowledged an incarnation's journal up
// to a sequence. It never goes back. Where with that it knows of all that was spent
// beyond the rights, the offline period ends.
func (s *Store) Acked(ctx context.Context, incarnation pos.ID, seq int64) error {
	return s.do(ctx, func(t *tx) error {
		t.changed()
		var ordinal, acked int64
		found, err := t.s.get("SELECT i.ordinal, coalesce(o.acked, 0) FROM incarnation i LEFT JOIN outbox o ON o.incarnation = i.ordinal WHERE i.id = ?",
			args(incarnation[:]), &ordinal, &acked)
		if err != nil || !found || seq <= acked {
			return err
		}
		err = t.s.exec(`INSERT INTO outbox (incarnation, acked, checksum) VALUES (?, ?, ?)
			ON CONFLICT DO UPDATE SET acked = excluded.acked, checksum = excluded.checksum`, ordinal, seq, outboxSum(ordinal, seq))
		if err != nil {
			return err
		}
		return t.endOffline(refOf(ordinal, seq))
	})
}

func outboxSum(ordinal, acked int64) []byte { return checksum(number(ordinal), number(acked)) }
