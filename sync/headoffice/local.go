package headoffice

import (
	"context"
	"crypto/ed25519"
	"slices"

	"bonuskasse/pos"
	"bonuskasse/pos/chain"
	"bonuskasse/pos/journal"
	tillsync "bonuskasse/sync"
	"bonuskasse/sync/wire"
)

// Local is the head office as its own till sees it, which is in the same process
// and needs no wire. That till sets what the chain owns, and takes nothing else:
// a chain has a million members, and a price needs none of them.
type Local struct {
	Store Store
	Till  pos.ID
	Now   Clock
}

var _ tillsync.Office = (*Local)(nil)

func (l *Local) at() pos.Millis { return pos.At(l.Now()) }

func (l *Local) lives(ctx context.Context) ([]chain.Life, error) {
	tills, err := l.Store.Tills(ctx)
	if err != nil {
		return nil, err
	}
	at := slices.IndexFunc(tills, func(t chain.Till) bool { return t.ID == l.Till })
	if at < 0 {
		return nil, chain.Refuse(chain.UnknownTill, l.Till)
	}
	if tills[at].Revoked {
		return nil, chain.Refuse(chain.Revoked, tills[at].Name)
	}
	return tills[at].Lives, nil
}

// Hello is part of sync.Office.
func (l *Local) Hello(ctx context.Context, _ tillsync.Identity) (tillsync.Greeting, error) {
	lives, err := l.lives(ctx)
	return tillsync.Greeting{Lives: lives, MaxEvents: wire.MaxEvents, MaxBytes: wire.MaxBytes}, err
}

// Push is part of sync.Office.
func (l *Local) Push(ctx context.Context, b chain.Batch, _ journal.Hash) (a chain.Ack, err error) {
	c, err := l.Store.Chain(ctx)
	if err != nil {
		return a, err
	}
	life, err := l.Store.Push(ctx, b, l.at())
	if err != nil {
		return a, err
	}
	a = chain.Ack{Incarnation: life.Incarnation, Seq: life.Applied, Head: life.Head}
	a.Signature = ed25519.Sign(c.Key, chain.AckBytes(l.Till, a))
	return a, nil
}

// Pull is part of sync.Office: what others have set of what the chain owns.
func (l *Local) Pull(ctx context.Context, _ pos.ID, since chain.Cursor, _ int64, _ bool) (c chain.Changes, err error) {
	// The cursor is read first: what comes meanwhile comes again.
	if c.Next, err = l.Store.Now(ctx); err != nil {
		return c, err
	}
	if c.ToSettle, err = l.tills(ctx); err != nil {
		return c, err
	}
	if c.Applied, err = l.lives(ctx); err != nil || c.Next == since {
		return c, err
	}
	for _, k := range chain.OwnedKinds {
		things, err := l.Store.Facts(ctx, k)
		if err != nil {
			return c, err
		}
		for _, x := range things {
			if x.At > since && x.At <= c.Next && len(x.Said) > 0 && x.Said[0].Of.Till != l.Till {
				c.List = append(c.List, x)
			}
		}
	}
	return c, nil
}

// Lease is part of sync.Office: the head office's till spends nothing.
func (l *Local) Lease(_ context.Context, x chain.Lease) (chain.Lease, error) { return x, nil }

// CardBlock is part of sync.Office.
func (l *Local) CardBlock(ctx context.Context, incarnation pos.ID, b chain.CardBlock) (chain.CardBlock, error) {
	return l.Store.CardBlock(ctx, l.Till, incarnation, b)
}

// Conflicts is part of sync.Office; `headoffice settle` asks the store itself. How
// many tills there are is all that is told here, and its mark: it counts in what
// they may lose together.
func (l *Local) Conflicts(ctx context.Context, _ bool) (tillsync.ToSettle, error) {
	n, err := l.tills(ctx)
	return tillsync.ToSettle{Mark: n, Tills: n}, err
}

func (l *Local) tills(ctx context.Context) (int64, error) {
	list, err := l.Store.Tills(ctx)
	return Selling(list), err
}

// Settle is part of sync.Office.
func (l *Local) Settle(ctx context.Context, id pos.ID, note string) error {
	return l.Store.Settle(ctx, id, note, l.at())
}
