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

// Conflicts are what is to be settled, the oldest first; with settled, all. mark
// is Changes.ToSettle of the same moment.
func (s *Store) Conflicts(ctx context.Context, settled bool) (list []chain.Conflict, mark int64, err error) {
	err = s.db.read(ctx, func(t *tx) error {
		list = nil
		if mark, err = t.toSettle(); err != nil {
			return err
		}
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
	return list, mark, err
}

// settlement is that a person has looked at a conflict, and what they noted.
type settlement struct {
	conflict pos.ID
	note     string
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
		w := s.work(t, at)
		w.settled = []settlement{{id, note}}
		body := &journalpb.Body{What: &journalpb.Body_ConflictSettled{ConflictSettled: &journalpb.ConflictSettled{Conflict: id[:], Note: note}}}
		if err := w.act(body, pos.ID{}); err != nil {
			return err
		}
		return w.finish()
	})
}

// writeConflicts keeps what was found, and what was settled at a till: of two
// people who settle the same, the one who is heard first.
func (w *work) writeConflicts() error {
	for _, c := range w.conflicts {
		n, err := w.exec(`INSERT INTO conflict (id, kind, at, till, till_two, member, subject, points, settled, note) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, ?)
			ON CONFLICT (id) DO NOTHING`, c.ID[:], string(c.Kind), int64(c.At), c.Till[:], c.TillTwo[:], c.Member[:], c.Subject, c.Points, c.Note)
		if err != nil {
			return err
		}
		w.toSettle = w.toSettle || n > 0
	}
	for _, x := range w.settled {
		n, err := w.exec("UPDATE conflict SET settled = ?, note = ? WHERE id = ? AND settled = 0", int64(w.at), x.note, x.conflict[:])
		if err != nil {
			return err
		}
		w.toSettle = w.toSettle || n > 0
	}
	if !w.toSettle {
		return nil
	}
	_, err := w.exec("INSERT INTO meta (name, n) VALUES ('to_settle', 1) ON CONFLICT (name) DO UPDATE SET n = meta.n + 1")
	return err
}

// toSettle is the mark of the things to settle: it grows with each that comes or
// goes.
func (t *tx) toSettle() (mark int64, err error) {
	_, err = t.one("SELECT n FROM meta WHERE name = 'to_settle'", nil, &mark)
	return mark, err
}
