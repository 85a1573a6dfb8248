package store

import (
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"
	"math"

	"bonuskasse/pos"
	"bonuskasse/pos/journal"
	"bonuskasse/pos/journal/journalpb"
	"bonuskasse/pos/ledger"
)

func errLengths(ref ledger.Ref) error {
	return fmt.Errorf("event %d.%d: an id or a hash has the wrong length", ordinalOf(ref), seqOf(ref))
}

// follower follows the journal from event to event.
type follower struct {
	ref   ledger.Ref
	clock journal.Clock
	hash  journal.Hash
	id    pos.ID
	key   ed25519.PublicKey
}

// next checks an event's place, time, hash and, for the first of an
// incarnation, what it says about the one before. The signature is left to the
// caller.
func (c *follower) next(ref ledger.Ref, e *journal.Event, body *journalpb.Body) error {
	name := fmt.Sprintf("event %d.%d (%s)", ordinalOf(ref), seqOf(ref), e.Type)
	prev := c.hash
	switch {
	case ref == c.ref+1:
	case seqOf(ref) == 1 && ordinalOf(ref) == ordinalOf(c.ref)+1:
		prev = journal.Hash{}
		if err := c.begin(name, ref, e, body); err != nil {
			return err
		}
	default:
		return differs("after event %d.%d comes %d.%d: the sequence has a gap", ordinalOf(c.ref), seqOf(c.ref), ordinalOf(ref), seqOf(ref))
	}
	if e.Clock <= c.clock {
		return differs("%s: the clock goes back from %d to %d", name, c.clock, e.Clock)
	}
	if t := journal.TypeOf(body); t != "" && t != e.Type {
		return differs("%s: the payload says %s", name, t)
	}
	if err := e.VerifyHash(prev); err != nil {
		return differs("%s: %v", name, err)
	}
	c.ref, c.clock, c.hash = ref, e.Clock, e.Hash
	return nil
}

func (c *follower) begin(name string, ref ledger.Ref, e *journal.Event, body *journalpb.Body) error {
	switch w := body.GetWhat().(type) {
	case *journalpb.Body_ShopOpened:
		if ordinalOf(ref) != 1 {
			return differs("%s: a shop opens once", name)
		}
		c.key = w.ShopOpened.PublicKey
	case *journalpb.Body_IncarnationStarted:
		s := w.IncarnationStarted
		if pos.IDFromBytes(s.Previous) != c.id || s.PreviousSeq != seqOf(c.ref) || journal.Hash(fixed(s.PreviousHash)) != c.hash {
			return differs("%s: it does not follow the incarnation before it", name)
		}
		c.key = s.PublicKey
	default:
		return differs("%s: an incarnation cannot begin with this", name)
	}
	if len(c.key) != ed25519.PublicKeySize {
		return differs("%s: its key is no key", name)
	}
	c.id = e.Incarnation
	return nil
}

// batchSize events have their signatures checked on all processors, while one
// of them replays.
const batchSize = 512

type replayed struct {
	ref  ledger.Ref
	e    *journal.Event
	body *journalpb.Body
	key  ed25519.PublicKey
}

// journal checks every event and replays it into the fresh tables.
func (v *verifier) journal(ctx context.Context) error {
	if _, err := v.live.get("SELECT count(*) FROM event", nil, &v.total); err != nil {
		return err
	}
	if err := v.fresh.exec("BEGIN"); err != nil {
		return err
	}
	if err := v.keys(); err != nil {
		return err
	}
	c := &follower{}
	f := &fold{s: v.fresh}
	if err := v.pulled(f); err != nil {
		return err
	}
	var batch []replayed
	flush := func() error {
		wrong := make(chan error, 1)
		go func() { wrong <- signatures(batch) }()
		err := v.replay(f, batch)
		if sig := <-wrong; sig != nil {
			return sig
		}
		v.events += int64(len(batch))
		v.progress.tell("journal", v.events, v.total)
		batch = batch[:0]
		return err
	}
	// A store of its own for the incarnations: what this one remembers may be
	// older than the file.
	bare := &Store{}
	err := eachEvent(ctx, bare, v.live, func(ref ledger.Ref, e *journal.Event) error {
		body, err := e.Body()
		if err != nil {
			return differs("event %d.%d: %v", ordinalOf(ref), seqOf(ref), err)
		}
		if err := c.next(ref, e, body); err != nil {
			return errors.Join(flush(), err)
		}
		if batch = append(batch, replayed{ref, e, body, c.key}); len(batch) < batchSize {
			return nil
		}
		return flush()
	})
	if err != nil {
		return err
	}
	if err := flush(); err != nil {
		return err
	}
	if err := v.ownedUpTo(f, math.MaxInt64); err != nil {
		return err
	}
	if err := v.allCame(); err != nil {
		return err
	}
	if err := f.writeWords(); err != nil {
		return err
	}
	if v.events == 0 {
		return differs("the journal is empty")
	}
	if err := v.strangers(); err != nil {
		return err
	}
	return v.fresh.exec("COMMIT")
}

func (v *verifier) replay(f *fold, batch []replayed) error {
	for _, r := range batch {
		if err := insertEvent(v.fresh, r.ref, r.e); err != nil {
			return err
		}
		err := v.open(r.body)
		if err == nil {
			err = v.ownedUpTo(f, r.ref)
		}
		if err == nil {
			err = f.apply(r.ref, r.e, r.body)
		}
		if err == nil {
			err = v.waited(f, r.e, r.body)
		}
		switch code := pos.TroubleOf(err); {
		case err == nil:
		case code == pos.DiskFull, code == pos.DiskTrouble, code == pos.ReadOnlyFolder:
			return err
		default:
			return differs("event %d.%d (%s) cannot be replayed: %v", ordinalOf(r.ref), seqOf(r.ref), r.e.Type, err)
		}
	}
	return nil
}

// signatures checks a batch, and names the first that is wrong.
func signatures(batch []replayed) error {
	list := make([]journal.Signed, len(batch))
	for i, r := range batch {
		list[i] = r.e.SignedBy(r.key)
	}
	if i := journal.Forged(list); i >= 0 {
		r := batch[i]
		return differs("event %d.%d (%s): %v", ordinalOf(r.ref), seqOf(r.ref), r.e.Type, journal.ErrSignature)
	}
	return nil
}
