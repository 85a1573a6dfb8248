package store

import (
	"context"

	"bonuskasse/pos/chain"
	"bonuskasse/pos/journal"
	"bonuskasse/pos/journal/journalpb"
	"bonuskasse/pos/ledger"
	"bonuskasse/pos/till"
)

// Take makes pulled changes the till's, then the cursor, and accepts the leases
// that were granted. Where an event of the till's own that they do not know yet
// touches the same thing, they wait: once that event is sent, the next Take folds
// them. A long list is taken in parts, so that a sale waits for one of them at the
// most; where it ends between two, it comes again, and what was taken is set anew.
func (s *Store) Take(ctx context.Context, c chain.Changes) error { return s.takeIn(ctx, c, takeAtOnce) }

// takeAtOnce is the changes of one transaction.
const takeAtOnce = 200

func (s *Store) takeIn(ctx context.Context, c chain.Changes, atOnce int) error {
	for len(c.List) > atOnce {
		_, cursor, err := s.Link(ctx)
		if err != nil {
			return err
		}
		if err := s.takePart(ctx, chain.Changes{List: c.List[:atOnce], Applied: c.Applied, Next: cursor}); err != nil {
			return err
		}
		c.List = c.List[atOnce:]
	}
	return s.takePart(ctx, c)
}

func (s *Store) takePart(ctx context.Context, c chain.Changes) error {
	return s.do(ctx, func(t *tx) error {
		link, _, err := linkRow(t.s)
		if err != nil {
			return err
		}
		applied, err := t.appliedRef(c.Applied)
		if err != nil {
			return err
		}
		for _, change := range c.List {
			if err := t.keepPulled(change, applied); err != nil {
				return err
			}
		}
		if err := t.foldWaiting(applied); err != nil {
			return err
		}
		for _, l := range c.Leases {
			if err := t.accept(l); err != nil {
				return err
			}
		}
		return keepLink(t.s, link, int64(c.Next))
	})
}

func linkRow(q *session) (data []byte, cursor int64, err error) {
	_, err = q.get("SELECT json, cursor FROM link", nil, &data, &cursor)
	return append([]byte(nil), data...), cursor, err
}

// appliedRef is the event of this till up to which the head office's state has
// taken in all.
func (t *tx) appliedRef(lives []chain.Life) (ref ledger.Ref, err error) {
	for _, l := range lives {
		if l.Applied == 0 {
			continue
		}
		var ordinal int64
		found, err := t.s.get("SELECT ordinal FROM incarnation WHERE id = ?", args(l.Incarnation[:]), &ordinal)
		if err != nil {
			return 0, err
		}
		if !found { // lived after the backup that this till was restored from: to it, another till
			continue
		}
		ref = max(ref, refOf(ordinal, l.Applied))
	}
	return ref, nil
}

// What becomes of a thing that was pulled: pulled.folded.
const (
	pulledWaits  = 0
	pulledFolded = 1
	pulledUnread = 2 // a newer program will know what it says
)

// keepPulled keeps a change, to be folded.
func (t *tx) keepPulled(c chain.Change, applied ledger.Ref) error {
	if k := c.Opens; k != nil {
		var there int64
		erased, err := t.s.get("SELECT 1 FROM member m JOIN account a ON a.no = m.no WHERE a.id = ? AND m.status = 'erased'", args(k.Member[:]), &there)
		if err != nil {
			return err
		}
		if !erased {
			err = t.s.exec("INSERT INTO personal_key (member, key, checksum) VALUES (?, ?, ?) ON CONFLICT (member) DO UPDATE SET key = excluded.key, checksum = excluded.checksum",
				k.Member[:], k.Key[:], keySum(k.Member[:], k.Key[:]))
			if err != nil {
				return err
			}
		}
	}
	state, err := pulledBytes(c)
	if err != nil {
		return err
	}
	return t.savePulled(c.Kind, c.Key, applied, pulledWaits, state)
}

func (t *tx) savePulled(k chain.Kind, key string, after ledger.Ref, folded int64, state []byte) error {
	return t.s.exec(`INSERT INTO pulled (kind, key, after, folded, state, checksum) VALUES (?, ?, ?, ?, ?, ?)
		ON CONFLICT (kind, key) DO UPDATE SET after = excluded.after, folded = excluded.folded, state = excluded.state, checksum = excluded.checksum`,
		int64(k), []byte(key), int64(after), folded, state, pulledSum(int64(k), []byte(key), int64(after), folded, state))
}

// foldWaiting folds what was kept, but for things that an event of the till's own
// after applied touches. What a program before this one could not read is tried
// once.
func (t *tx) foldWaiting(applied ledger.Ref) error {
	var rows []pulledRow
	read := func(r *row) error {
		p, err := scanPulled(r)
		rows = append(rows, p)
		return err
	}
	err := t.s.each("SELECT after, state FROM pulled WHERE folded = 0", nil, read)
	if err == nil && !t.store.reread {
		err = t.s.each("SELECT after, state FROM pulled WHERE folded = 2", nil, read)
	}
	t.store.reread = err == nil
	if err != nil || len(rows) == 0 {
		return err
	}
	touched, err := t.touchedAfter(applied)
	if err != nil {
		return err
	}
	ready := rows[:0]
	for _, p := range rows {
		if !touched[thing{p.change.Kind, p.change.Key}] {
			ready = append(ready, p)
		}
	}
	t.changed()
	t.fold.s = t.s
	waits, err := t.fold.foldRows(ready)
	if err != nil {
		return err
	}
	waiting := map[thing]bool{}
	for _, p := range waits {
		waiting[thing{p.change.Kind, p.change.Key}] = true
	}
	for _, p := range ready {
		becomes := int64(pulledFolded)
		switch {
		case p.unread():
			becomes = pulledUnread
		case waiting[thing{p.change.Kind, p.change.Key}]:
			continue
		}
		state, err := pulledBytes(sealedAgain(p.change))
		if err != nil {
			return err
		}
		if err := t.savePulled(p.change.Kind, p.change.Key, applied, becomes, state); err != nil {
			return err
		}
		if p.change.Kind == chain.Program {
			t.store.programs.Clear()
		}
	}
	return nil
}

// sealedAgain hides what was opened to be folded: in the clear it is not kept.
func sealedAgain(c chain.Change) chain.Change {
	for _, s := range c.Said {
		journal.HidePersonal(s.Body)
	}
	return c
}

// changed forgets what the transaction and the store knew of the tables.
func (t *tx) changed() {
	clear(t.members)
	clear(t.fold.accounts)
	t.plain, t.keep = false, false
	t.store.seen = nil
}

// thing is what a fact is about.
type thing struct {
	kind chain.Kind
	key  string
}

// touchedAfter is what the till's own events after one touch.
func (t *tx) touchedAfter(after ledger.Ref) (map[thing]bool, error) {
	touched := map[thing]bool{}
	err := eventsFrom(t.s, t.store, after+1, func(_ ledger.Ref, e *journal.Event) error {
		body, err := e.Body()
		if err != nil {
			return damaged(err)
		}
		thingsOf(e, body, func(k chain.Kind, key string) { touched[thing{k, key}] = true })
		return nil
	})
	return touched, err
}

func thingsOf(e *journal.Event, body *journalpb.Body, work func(chain.Kind, string)) {
	for _, f := range chain.Facts(body) {
		work(f.Kind, f.Key)
	}
	for _, id := range chain.Accounts(e, body) {
		work(chain.Account, string(id[:]))
	}
}

// do is Do for the store itself.
func (s *Store) do(ctx context.Context, work func(*tx) error) error {
	return s.Do(ctx, func(t till.Tx) error { return work(t.(*tx)) })
}
