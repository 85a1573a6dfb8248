package central

import (
	"bytes"
	"cmp"
	"context"
	"slices"

	"bonuskasse/pos"
	"bonuskasse/pos/chain"
	"bonuskasse/pos/journal/journalpb"
)

// Conflicts are what is to be settled, the oldest first; with settled, all.
func (s *Store) Conflicts(ctx context.Context, settled bool) (list []chain.Conflict, err error) {
	err = s.db.read(ctx, func(t *tx) error {
		list = nil
		var c chain.Conflict
		var id, till, two, member []byte
		var kind string
		var at, done int64
		return t.do.each("SELECT id, kind, at, till, till_two, member, subject, points, settled, note FROM conflict", nil,
			[]any{&id, &kind, &at, &till, &two, &member, &c.Subject, &c.Points, &done, &c.Note}, func() error {
				c.ID, c.Kind, c.At = pos.IDFromBytes(id), chain.ConflictKind(kind), pos.Millis(at)
				c.Till, c.TillTwo, c.Member, c.Settled = pos.IDFromBytes(till), pos.IDFromBytes(two), pos.IDFromBytes(member), pos.Millis(done)
				if settled || done == 0 {
					list = append(list, c)
				}
				return nil
			})
	})
	slices.SortFunc(list, func(a, b chain.Conflict) int { return cmp.Or(cmp.Compare(a.At, b.At), bytes.Compare(a.ID[:], b.ID[:])) })
	return list, err
}

// Settle notes that a person has looked at a conflict. It is an event of the
// head office's own; again is nothing. A conflict that is not there is refused
// as Clash.
func (s *Store) Settle(ctx context.Context, id pos.ID, note string, at pos.Millis) error {
	return s.db.write(ctx, func(t *tx) error {
		var settled int64
		found, err := t.one("SELECT settled FROM conflict WHERE id = ? FOR UPDATE", args(id[:]), &settled)
		if err != nil {
			return err
		}
		if !found {
			return chain.Refuse(chain.Clash, "there is no conflict ", id)
		}
		if settled != 0 {
			return nil
		}
		if _, err := t.exec("UPDATE conflict SET settled = ?, note = ? WHERE id = ?", int64(at), note, id[:]); err != nil {
			return err
		}
		w := s.work(t, at)
		body := &journalpb.Body{What: &journalpb.Body_ConflictSettled{ConflictSettled: &journalpb.ConflictSettled{Conflict: id[:], Note: note}}}
		if err := w.act(body, pos.ID{}); err != nil {
			return err
		}
		return w.finish()
	})
}
