package central

import (
	"context"
	"errors"
	"fmt"
	"time"

	"bonuskasse/pos"
	"bonuskasse/pos/chain"
	"bonuskasse/pos/journal"
)

// eventColumns are events that are about to be written.
type eventColumns struct {
	id, clock, version, rights       []int64
	kind                             []string
	member, payload, hash, signature [][]byte
}

func (c *eventColumns) add(id int64, e *journal.Event) {
	c.id, c.clock, c.version, c.rights = append(c.id, id), append(c.clock, int64(e.Clock)), append(c.version, e.Version), append(c.rights, e.RightsDelta)
	c.kind = append(c.kind, e.Type)
	c.member, c.payload = append(c.member, idBytes(e.Member)), append(c.payload, e.Payload)
	c.hash, c.signature = append(c.hash, e.Hash[:]), append(c.signature, e.Signature)
}

func idBytes(id pos.ID) []byte {
	if id.IsZero() {
		return []byte{}
	}
	return id[:]
}

func (w *work) writeEvents() error {
	c := w.events
	if len(c.id) == 0 {
		return nil
	}
	w.events = eventColumns{}
	return w.do.append("event (id, clock, type, version, member, rights_delta, payload, hash, signature)",
		[]any{c.id, c.clock, c.kind, c.version, c.member, c.rights, c.payload, c.hash, c.signature})
}

func (w *work) writeIndex() error {
	if len(w.index) == 0 {
		return nil
	}
	list := sortedIndex(w.index)
	w.index = nil
	accounts, events := make([][]byte, len(list)), make([]int64, len(list))
	for i := range list {
		accounts[i], events[i] = list[i].account[:], list[i].event
	}
	return w.do.append("account_event (account, event)", []any{accounts, events})
}

// writeOwn seals the head office's own events behind its journal's head. Of
// several instances one does so at a time.
func (w *work) writeOwn() error {
	if len(w.own) == 0 {
		return nil
	}
	var l lifeRow
	if err := w.tx.lives("WHERE no = ? FOR UPDATE", args(w.s.life), func(row lifeRow) error {
		l = row
		return nil
	}); err != nil {
		return err
	}
	for _, o := range w.own {
		e, err := journal.New(o.body, o.member, 0)
		if err != nil {
			return err
		}
		l.clock = l.clock.After(w.at.Time(time.UTC))
		l.Applied++
		e.Till, e.Incarnation, e.Seq, e.Clock = w.s.office.ID, w.s.office.ID, l.Applied, l.clock
		e.Seal(l.Head, w.s.office.Key)
		l.Head = e.Hash
		id := eventID(l.no, l.Applied)
		w.events.add(id, &e)
		for _, account := range chain.Accounts(&e, o.body) {
			w.index = append(w.index, indexKey{account, id})
		}
		if err := w.ownFacts(&chain.Event{Event: e, Body: o.body}); err != nil {
			return err
		}
	}
	for _, step := range []func() error{w.writeEvents, w.writeIndex, w.writeFacts} {
		if err := step(); err != nil {
			return err
		}
	}
	return w.saveLife(l)
}

const eventSelect = "SELECT id, clock, type, version, member, rights_delta, payload, hash, signature FROM event "

// eventRow is a place that an event is scanned into.
type eventRow struct {
	id, clock, version, rights       int64
	kind                             string
	member, payload, hash, signature []byte
}

func (r *eventRow) dest() []any {
	return []any{&r.id, &r.clock, &r.kind, &r.version, &r.member, &r.rights, &r.payload, &r.hash, &r.signature}
}

var errHash = errors.New("central: a hash has the wrong length")

// event is the row as an event of a life; the hash before it is not in the row.
func (r *eventRow) event(l *lifeRow) (e journal.Event, err error) {
	e = journal.Event{Till: l.Till, Incarnation: l.Incarnation, Seq: seqOf(r.id), Clock: journal.Clock(r.clock), Type: r.kind, Version: r.version,
		Member: pos.IDFromBytes(r.member), RightsDelta: r.rights, Payload: r.payload, Signature: r.signature}
	if copy(e.Hash[:], r.hash) != len(e.Hash) {
		err = fmt.Errorf("event %d of life %d: %w", e.Seq, l.no, errHash)
	}
	return e, err
}

// hashAt is the hash of one event; false where it is not there.
func (t *tx) hashAt(life, seq int64) (h journal.Hash, found bool, err error) {
	if seq == 0 {
		return h, true, nil
	}
	var b []byte
	found, err = t.one("SELECT hash FROM event WHERE id = ?", args(eventID(life, seq)), &b)
	copy(h[:], b)
	return h, found, err
}

// Events calls work for each event of a life, in order, from a sequence on. The
// event is the callee's.
func (s *Store) Events(ctx context.Context, till, incarnation pos.ID, from int64, work func(*journal.Event) error) error {
	return s.db.read(ctx, func(t *tx) error {
		l, err := t.life(till, incarnation)
		if err != nil {
			return err
		}
		if l == nil {
			return chain.Refuse(chain.UnknownTill, till)
		}
		return t.events(l, max(from, 1), work)
	})
}

func (t *tx) events(l *lifeRow, from int64, work func(*journal.Event) error) error {
	prev, found, err := t.hashAt(l.no, from-1)
	if err != nil || !found {
		return err
	}
	var r eventRow
	return t.do.each(eventSelect+"WHERE id >= ? AND id < ? ORDER BY id", args(eventID(l.no, from), eventID(l.no+1, 0)), r.dest(), func() error {
		if err := t.ctx.Err(); err != nil {
			return err
		}
		e, err := r.event(l)
		if err != nil {
			return err
		}
		e.Prev, prev = prev, e.Hash
		return work(&e)
	})
}
