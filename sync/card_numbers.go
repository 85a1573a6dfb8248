package sync

import (
	"context"
	"crypto/sha256"
	"encoding/binary"

	"bonuskasse/pos"
	"bonuskasse/pos/chain"
)

// A till keeps numbers of cards for when it has no line: so many, and it gets as
// many more when half of them are in batches.
const cardsKept = 100

// refill sees to it that there are numbers. It comes after all that was unsent, so
// that the head office knows which numbers the till has used itself.
func (a *Agent) refill(ctx context.Context, office Office) (took bool, err error) {
	if a.opt.NoCards {
		return false, nil
	}
	left, err := a.till.CardNumbersLeft(ctx)
	if err != nil || left > cardsKept/2 {
		return false, err
	}
	return true, a.takeNumbers(ctx, office, cardsKept)
}

// CardNumbers asks the head office for numbers of cards which nobody else will use.
func (a *Agent) CardNumbers(ctx context.Context, count int64) error {
	if s := a.Status(); s.Cause != nil && s.Line != Alone {
		return s.Cause
	}
	office, _, err := a.reach(ctx)
	if err != nil {
		return err
	}
	defer a.Wake()
	return a.takeNumbers(ctx, office, max(count, cardsKept))
}

// takeNumbers asks under a name that follows from where the journal stands and how
// many are asked for: one that asks again because the answer was lost gets the same
// numbers.
func (a *Agent) takeNumbers(ctx context.Context, office Office, count int64) error {
	id, err := a.till.Identity(ctx)
	if err != nil || len(id.Lives) == 0 {
		return err
	}
	life := id.Lives[len(id.Lives)-1]
	said := binary.BigEndian.AppendUint64(life.Incarnation[:], uint64(life.Applied))
	name := sha256.Sum256(binary.BigEndian.AppendUint64(said, uint64(count)))
	b, err := office.CardBlock(ctx, life.Incarnation, chain.CardBlock{ID: pos.IDFromBytes(name[:16]), Count: count})
	if err != nil {
		return err
	}
	return a.till.TakeCardBlock(ctx, b)
}
