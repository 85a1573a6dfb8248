package sync

import (
	"context"
	"time"

	"bonuskasse/pos"
	"bonuskasse/pos/chain"
)

// Borrowed is what came of asking for rights.
type Borrowed struct {
	Granted int64
	Keepers []chain.Keeper // who has the rest
}

// holdFor is how long the rights that were borrowed are kept for the payment.
const holdFor = 2 * time.Minute

// Borrow asks the head office for the rights that a payment lacks, and holds what
// the till has of the account until the payment is over. Tills that keep the
// rest, and have a line, are asked to release it; ctx says how long to wait. An
// error is that nothing more could be had, and the till has what it had.
func (a *Agent) Borrow(ctx context.Context, account pos.ID, points int64) (b Borrowed, err error) {
	if s := a.Status(); s.Cause != nil && s.Line != Alone { // nobody waits for a line that is known to be gone
		return b, s.Cause
	}
	a.hold(account)
	office, _, err := a.reach(ctx)
	if err != nil {
		return b, err
	}
	for points > 0 {
		l, err := a.till.Ask(ctx, account, points)
		if err != nil {
			return b, err
		}
		if l, err = office.Lease(ctx, l); err != nil {
			return b, err // it is asked for again, under its id, in the next round
		}
		if err := a.till.Accept(ctx, l); err != nil {
			return b, err
		}
		b.Granted += l.Granted
		b.Keepers = l.Keepers
		points -= l.Granted
		if points <= 0 || !anyOnline(l.Keepers) {
			break
		}
		if a.opt.Sleep(ctx, 150*time.Millisecond) != nil {
			return b, nil
		}
	}
	a.Wake()
	return b, nil
}

func anyOnline(keepers []chain.Keeper) bool {
	for _, k := range keepers {
		if k.Online {
			return true
		}
	}
	return false
}

func (a *Agent) hold(account pos.ID) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.held[account] = a.opt.Now().Add(holdFor)
}

// LetGo says that the payment is over, or was voided: the rights need not be
// held.
func (a *Agent) LetGo(account pos.ID) {
	a.mu.Lock()
	delete(a.held, account)
	a.mu.Unlock()
	a.Wake()
}

func (a *Agent) isHeld(account pos.ID) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	until, held := a.held[account]
	if held && a.opt.Now().After(until) {
		delete(a.held, account)
		held = false
	}
	return held
}
