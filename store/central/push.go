package central

import (
	"context"
	"errors"
	"fmt"
	"time"

	"bonuskasse/pos"
	"bonuskasse/pos/chain"
	"bonuskasse/pos/journal/journalpb"
	"bonuskasse/pos/mutant"
)

// farOff is how far a till's clock may be before the head office's.
const farOff = 5 * time.Minute

// Push takes up a batch whose hashes and signatures were checked against the
// life's head. What is applied already is passed over; the rest is applied in one
// transaction. A first event that starts a new life fences those before it.
//
// Refusals: Gap, Fork, Fenced, UnknownTill, Revoked, BadBatch. A fork, and events
// of a life that was fenced, are noted as something to settle.
func (s *Store) Push(ctx context.Context, b chain.Batch, at pos.Millis) (life chain.Life, err error) {
	var noted *chain.Conflict
	err = s.db.write(ctx, func(t *tx) error {
		noted = nil
		w := s.work(t, at)
		l, err := w.receive(b)
		if w.conflicts != nil && err != nil {
			noted = &w.conflicts[0] // the transaction is undone, and the conflict with it
		}
		life = l.Life
		return err
	})
	if noted != nil {
		err = errors.Join(err, s.db.write(ctx, func(t *tx) error {
			w := s.work(t, at)
			w.conflicts = []chain.Conflict{*noted}
			return w.finish()
		}))
	}
	return life, err
}

func (w *work) receive(b chain.Batch) (l lifeRow, err error) {
	till, err := w.lockTill(b.Till)
	if err != nil {
		return l, err
	}
	if till.Revoked {
		return l, chain.Refuse(chain.Revoked, till.Name)
	}
	if len(b.Events) == 0 {
		return l, chain.Refuse(chain.BadBatch, "it is empty")
	}
	lives, err := w.livesOf(b.Till)
	if err != nil {
		return l, err
	}
	known := false
	for _, x := range lives {
		if x.Incarnation == b.Incarnation {
			l, known = x, true
		}
	}
	events := b.Events
	if !known {
		if l, err = w.newLife(b, lives); err != nil {
			return l, err
		}
	} else if events, err = w.unapplied(l, events); err != nil || len(events) == 0 {
		return l, err
	}
	if l.Applied == 0 { // it lives: those before it do no more
		for _, x := range lives {
			if x.Ordinal >= l.Ordinal || mutant.FenceSkipped {
				continue
			}
			if _, err := w.fence(x, "restored"); err != nil {
				return l, err
			}
		}
	}
	for i := range b.Keys {
		w.keys[b.Keys[i].Member] = b.Keys[i].Key
	}
	w.by = l.no
	w.lifeNumbers[lifeKey{l.Till, l.Incarnation}] = l.no
	for i := range events {
		if err := w.take(&l, &events[i]); err != nil {
			return l, err
		}
	}
	last := &events[len(events)-1].Event
	l.Applied, l.Head, l.clock = last.Seq, last.Hash, max(l.clock, last.Clock)
	if ahead := pos.Millis(last.Clock.Millis()) - w.at; ahead > pos.Millis(farOff.Milliseconds()) {
		w.conflict(chain.Conflict{Kind: chain.ClockFarOff, Till: l.Till, Points: int64(ahead) / time.Minute.Milliseconds()},
			fmt.Append(nil, pos.DayOf(w.at)))
	}
	if err := w.saveLife(l); err != nil {
		return l, err
	}
	w.from = l.Life
	return l, w.finish()
}

// newLife is of an incarnation that nobody has heard of: its first event says
// where it comes from.
func (w *work) newLife(b chain.Batch, lives []lifeRow) (l lifeRow, err error) {
	first := &b.Events[0]
	if first.Seq != 1 {
		return l, &chain.RefusedError{Why: chain.Gap, Detail: "of an incarnation that is not known"}
	}
	started, ok := first.Body.GetWhat().(*journalpb.Body_IncarnationStarted)
	if !ok {
		return l, chain.Refuse(chain.UnknownTill, "incarnation ", b.Incarnation)
	}
	// A till that was put back twice from one copy has two lives with the same life
	// before. The first letter of the one that was given up may come last: it must
	// not fence the one that goes on. Which is which only clocks can tell; points are
	// safe either way, since one of the two is fenced.
	last := newest(lives)
	if last.Incarnation != pos.IDFromBytes(started.IncarnationStarted.Previous) && first.Clock < last.clock {
		w.conflict(chain.Conflict{Kind: chain.FencedEvents, Till: b.Till, Points: int64(len(b.Events))}, b.Incarnation[:])
		return l, chain.Refuse(chain.Fenced, "incarnation ", b.Incarnation)
	}
	l = lifeRow{Life: chain.Life{Till: b.Till, Incarnation: b.Incarnation, Ordinal: last.Ordinal + 1, PublicKey: started.IncarnationStarted.PublicKey}}
	return l, w.addLife(&l)
}

// unapplied leaves out what is applied already. Refusals: Gap, Fork, Fenced.
func (w *work) unapplied(l lifeRow, events []chain.Event) ([]chain.Event, error) {
	first := events[0].Seq
	if first > l.Applied+1 {
		return nil, &chain.RefusedError{Why: chain.Gap, Applied: l.Applied}
	}
	fork := func(seq int64) error {
		w.conflict(chain.Conflict{Kind: chain.Forked, Till: l.Till}, l.Incarnation[:])
		return &chain.RefusedError{Why: chain.Fork, Detail: fmt.Sprintf("incarnation %s at %d", l.Incarnation, seq), Applied: l.Applied}
	}
	// The batch's own hashes are right, so the last one says all of those before.
	if known := min(int64(len(events)), l.Applied-first+1); known > 0 {
		last := &events[known-1].Event
		h, found, err := w.hashAt(l.no, last.Seq)
		if err != nil {
			return nil, err
		}
		if !found || h != last.Hash {
			return nil, fork(last.Seq)
		}
		events = events[known:]
	}
	switch {
	case len(events) == 0:
	case events[0].Prev != l.Head:
		return nil, fork(events[0].Seq)
	case l.Fenced:
		w.conflict(chain.Conflict{Kind: chain.FencedEvents, Till: l.Till, Points: int64(len(events))}, l.Incarnation[:])
		return nil, chain.Refuse(chain.Fenced, "incarnation ", l.Incarnation)
	}
	return events, nil
}
