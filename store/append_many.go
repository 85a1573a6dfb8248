package store

import (
	"bufio"
	"context"
	"iter"
	"time"

	"bonuskasse/pos"
	"bonuskasse/pos/journal"
	"bonuskasse/pos/journal/journalpb"
)

// A list of members is made, sealed and encoded on one processor while another
// writes the list before it.

// readyEvent is an event that only needs its place in the journal.
type readyEvent struct {
	body  *journalpb.Body
	event journal.Event
	keys  []any // rows of personal_key, of members who are all new
	err   error
}

// AppendMany implements till.Tx.
func (t *tx) AppendMany(ctx context.Context, now time.Time, bodies iter.Seq[*journalpb.Body], after func(*journalpb.Body)) error {
	if t.failed != nil {
		return t.failed
	}
	t.many = true
	ready, stop := make(chan readyEvent, 1), make(chan struct{})
	go func() {
		defer close(ready)
		random := bufio.NewReaderSize(t.store.opt.Random, 1<<14)
		for body := range bodies {
			select {
			case ready <- makeReady(body, random):
			case <-stop:
				return
			}
		}
	}()
	err := func() error {
		for r := range ready {
			if err := ctx.Err(); err != nil {
				return err
			}
			if err := t.appendReady(now, r); err != nil {
				return err
			}
			after(r.body)
		}
		return nil
	}()
	close(stop)
	for range ready { // it draws from what others draw from: it has ended
	}
	if err != nil {
		t.failed = err
	}
	return err
}

// makeReady seals a list of members as new ones; any other event is left to be
// sealed in its turn.
func makeReady(body *journalpb.Body, random *bufio.Reader) readyEvent {
	r := readyEvent{body: body}
	if len(body.GetMembersImported().GetMembers()) == 0 {
		return r
	}
	k := newKeys{random: random}
	if r.err = journal.SealPersonal(body, random, k.of); r.err == nil {
		r.event, r.err = journal.New(body, pos.ID{}, 0)
	}
	r.keys = k.rows
	return r
}

func (t *tx) appendReady(now time.Time, r readyEvent) error {
	if r.err != nil {
		return trouble(r.err)
	}
	list := r.body.GetMembersImported().GetMembers()
	known := len(list) == 0
	if !known {
		var err error
		if known, err = t.anyKey(list); err != nil {
			return err
		}
	}
	if known {
		_, err := t.append(now, r.body, pos.ID{}, 0)
		return err
	}
	if err := insertKeys(t.s, r.keys); err != nil {
		return err
	}
	_, err := t.chain(now, r.event, r.body)
	return err
}
