package sync

import (
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"slices"
	"sync"
	"time"

	"bonuskasse/pos"
	"bonuskasse/pos/chain"
	"bonuskasse/sync/wire"
)

// Options are what an agent takes from outside.
type Options struct {
	// Dial reaches the head office of a link; nil is Dial over the wire.
	Dial func(Link, pos.ID) (Office, error)
	Now  func() time.Time // nil is time.Now
	Log  *slog.Logger     // nil is silent
	// Changed is told when the status is another; it must not wait.
	Changed func(Status)
	Program string // the till's name and version, for the head office's log
	NoCards bool   // it makes no cards, and needs no numbers for them
	// Sleep waits within a payment; nil waits on the machine's clock. It gives an
	// error where there is no more time.
	Sleep func(ctx context.Context, d time.Duration) error
}

// Status is what a till shows of its line.
type Status struct {
	Line   Line
	Unsent int64
	Since  time.Time // when the line became what it is
	Heard  time.Time // when the head office last answered
	// Off is how far the till's clock is before the head office's, below zero behind;
	// 0 is that it is right.
	Off   time.Duration
	Cause error // of a line that is not Online; for the log
}

// Agent brings a till's journal to the head office and what others did to the
// till. No sale waits for it: it reads the journal beside the sales, and what it
// writes are transactions as short as a sale's.
type Agent struct {
	till Till
	opt  Options
	wake chan struct{}

	round sync.Mutex // one round at a time

	mu      sync.Mutex
	status  Status
	held    map[pos.ID]time.Time // accounts whose rights a payment needs, until then
	dialled dialled
}

// NewAgent makes an agent of a till.
func NewAgent(t Till, o Options) *Agent {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Dial == nil {
		o.Dial = func(l Link, till pos.ID) (Office, error) { return Dial(l, till, o.Program, o.Now) }
	}
	if o.Sleep == nil {
		o.Sleep = sleep
	}
	return &Agent{till: t, opt: o, wake: make(chan struct{}, 1), status: Status{Line: Alone, Since: o.Now()}, held: map[pos.ID]time.Time{}}
}

func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

// Wake says that there may be something to send.
func (a *Agent) Wake() {
	select {
	case a.wake <- struct{}{}:
	default:
	}
}

// Status is how things are.
func (a *Agent) Status() Status {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.status
}

// Done is what a round has done.
type Done struct {
	Pushed int `json:"pushed"` // events
	Pulled int `json:"pulled"` // changes
}

// Back-off after an error: from the shortest, doubling, to the longest; each wait
// is drawn between half and all of it, so that five hundred tills that lost one
// line do not come back in one second.
const (
	shortest = time.Second
	longest  = time.Minute
)

// Run works until ctx ends.
func (a *Agent) Run(ctx context.Context) {
	defer a.hangUp()
	wait := shortest
	for ctx.Err() == nil {
		heard := a.Status().Heard
		_, err := a.Round(ctx, true)
		if a.Status().Heard.After(heard) {
			wait = shortest // it had a line, perhaps for hours, and has just lost it
		}
		pause := time.Duration(0)
		switch {
		case errors.Is(err, ErrAlone):
			pause = wire.LongPoll
		case err != nil && ctx.Err() == nil:
			pause = wait/2 + rand.N(wait/2)
			wait = min(2*wait, longest)
		default:
			wait = shortest
		}
		if pause == 0 {
			continue
		}
		timer := time.NewTimer(pause)
		select {
		case <-ctx.Done():
		case <-timer.C:
		case <-a.wakeIf(errors.Is(err, ErrAlone)): // a till that has just joined
		}
		timer.Stop()
	}
}

// wakeIf is the wake channel, or one that never speaks: a sale does not hurry a
// till that has no line.
func (a *Agent) wakeIf(listen bool) <-chan struct{} {
	if listen {
		return a.wake
	}
	return nil
}

// Round greets, sends all that is unsent and takes all that is new. With wait it
// then waits for news, until something is to be sent.
func (a *Agent) Round(ctx context.Context, wait bool) (done Done, err error) {
	a.round.Lock()
	defer a.round.Unlock()
	defer func() {
		if err != nil {
			a.hangUp()
		}
		a.note(ctx, err)
	}()
	office, id, err := a.reach(ctx)
	if err != nil {
		return done, err
	}
	greeting, err := office.Hello(ctx, id)
	if err != nil {
		return done, err
	}
	a.compare(ctx, greeting)
	if err := a.known(ctx, id, greeting); err != nil {
		return done, err
	}
	if !heardOf(id, greeting) { // the head office grants nothing to a life that it does not know
		if err := a.push(ctx, office, greeting, &done); err != nil {
			return done, err
		}
	}
	if err := a.askAgain(ctx, office); err != nil {
		return done, err
	}
	for {
		if err := a.exchange(ctx, office, greeting, &done); err != nil {
			return done, err
		}
		a.note(ctx, nil)
		if !wait {
			return done, nil
		}
		if err := a.listen(ctx, office, &done); err != nil {
			return done, err
		}
		if err := a.clockAgain(ctx, office, id); err != nil {
			return done, err
		}
	}
}

// known takes up what the head office says it has: an ack may have been lost. Of
// the life that goes on it believes so only where both end alike. Else what is
// unsent is sent: the head office passes over what it has, and finds out, and
// notes, if another machine went on with this journal.
func (a *Agent) known(ctx context.Context, id Identity, g Greeting) error {
	for _, there := range g.Lives {
		for i, here := range id.Lives {
			if there.Incarnation != here.Incarnation || there.Applied == 0 {
				continue
			}
			// Of an earlier life, before a backup was restored, the head office may
			// well have more.
			if i == len(id.Lives)-1 {
				if there.Applied > here.Applied && id.Unsent == 0 {
					return chain.Refuse(chain.Fork, "the head office has more of this journal than there is")
				}
				if there.Applied != here.Applied || there.Head != here.Head {
					continue
				}
			}
			if err := a.till.Acked(ctx, chain.Ack{Incarnation: there.Incarnation, Seq: min(there.Applied, here.Applied), Head: there.Head}); err != nil {
				return err
			}
		}
	}
	return nil
}

// heardOf tells whether the head office knows the life that goes on. One that was
// begun because a backup was restored it learns of by its first event.
func heardOf(id Identity, g Greeting) bool {
	return len(id.Lives) == 0 || slices.ContainsFunc(g.Lives, func(there chain.Life) bool {
		return there.Incarnation == id.Lives[len(id.Lives)-1].Incarnation
	})
}

// askAgain asks for leases whose answer was lost: the same is granted once.
func (a *Agent) askAgain(ctx context.Context, office Office) error {
	asks, err := a.till.Asks(ctx)
	if err != nil {
		return err
	}
	for _, l := range asks {
		l, err := office.Lease(ctx, l)
		if err != nil {
			return err
		}
		if err := a.till.Accept(ctx, l); err != nil {
			return err
		}
	}
	return nil
}

// exchange releases what the till does not keep, sends what is unsent, and takes
// what is new.
func (a *Agent) exchange(ctx context.Context, office Office, g Greeting, done *Done) error {
	var recalls []chain.Recall
	for {
		released, more, err := a.till.Release(ctx, recalls, a.isHeld)
		if err != nil {
			return err
		}
		deaf := len(recalls) > 0 && released == 0 // what is asked for is not here, and asking again is no help
		recalls = nil
		if err := a.push(ctx, office, g, done); err != nil {
			return err
		}
		c, err := a.pull(ctx, office, false, done)
		if err != nil {
			return err
		}
		for _, r := range c.Recalls {
			if !deaf && !a.isHeld(r.Account) {
				recalls = append(recalls, r)
			}
		}
		if !more && !c.More && len(recalls) == 0 {
			if took, err := a.refill(ctx, office); err != nil || !took {
				return err
			}
			return a.push(ctx, office, g, done)
		}
	}
}

func (a *Agent) push(ctx context.Context, office Office, g Greeting, done *Done) error {
	link, err := a.till.Link(ctx)
	if err != nil {
		return err
	}
	events, size := g.MaxEvents, g.MaxBytes
	if events <= 0 {
		events = wire.MaxEvents
	}
	if size <= 0 {
		size = wire.MaxBytes
	}
	for {
		b, prev, err := a.till.Unsent(ctx, events, size)
		if err != nil || len(b.Events) == 0 {
			return err
		}
		ack, err := office.Push(ctx, b, prev)
		if err != nil {
			return err
		}
		if err := checkAck(link, b, ack); err != nil {
			return err
		}
		if err := a.till.Acked(ctx, ack); err != nil {
			return err
		}
		done.Pushed += len(b.Events)
		a.note(ctx, nil)
	}
}

// checkAck makes sure that the head office has signed what was sent.
func checkAck(l Link, b chain.Batch, k chain.Ack) error {
	last := b.Events[len(b.Events)-1]
	switch {
	case k.Incarnation != b.Incarnation || k.Seq < last.Seq:
		return chain.Refuse(chain.Gap, fmt.Sprintf("%d was sent, and %d is acknowledged", last.Seq, k.Seq))
	case k.Seq == last.Seq && k.Head != last.Hash:
		return chain.Refuse(chain.Fork, k.Seq)
	case len(l.HeadOfficeKey) == ed25519.PublicKeySize && !ed25519.Verify(l.HeadOfficeKey, chain.AckBytes(b.Till, k), k.Signature):
		return &LineError{Stranger, errors.New("the acknowledgement is not signed by the head office")}
	}
	return nil
}

func (a *Agent) pull(ctx context.Context, office Office, wait bool, done *Done) (c chain.Changes, err error) {
	since, err := a.till.Cursor(ctx)
	if err != nil {
		return c, err
	}
	id, err := a.till.Identity(ctx)
	if err != nil {
		return c, err
	}
	mark, _, err := a.till.ToSettle(ctx)
	if err != nil {
		return c, err
	}
	incarnation := id.Lives[len(id.Lives)-1].Incarnation
	if c, err = office.Pull(ctx, incarnation, since, mark, wait); err != nil {
		return c, err
	}
	if err := a.till.Take(ctx, c); err != nil {
		return c, err
	}
	if err := a.toSettle(ctx, office, c.ToSettle); err != nil {
		return c, err
	}
	done.Pulled += len(c.List)
	return c, nil
}

// listen waits for news, or for something to send.
func (a *Agent) listen(ctx context.Context, office Office, done *Done) error {
	waiting, stop := context.WithCancel(ctx)
	defer stop()
	go func() {
		select {
		case <-a.wake:
			stop()
		case <-waiting.Done():
		}
	}()
	c, err := a.pull(waiting, office, true, done)
	if err != nil && ctx.Err() == nil && waiting.Err() != nil {
		return nil // something is to be sent
	}
	if err != nil {
		return err
	}
	if len(c.Recalls) == 0 {
		return nil
	}
	released, _, err := a.till.Release(ctx, c.Recalls, a.isHeld)
	if err == nil && released == 0 && len(c.List) == 0 && len(c.Leases) == 0 {
		// The rights are held for a payment, or not here: the head office would ask
		// again at once, and again.
		_ = a.opt.Sleep(waiting, shortest)
	}
	return err
}

// note keeps the status, and tells it where it is another.
func (a *Agent) note(ctx context.Context, err error) {
	if err != nil && ctx.Err() != nil {
		return // the till is closing
	}
	now := a.opt.Now()
	id, idErr := a.till.Identity(ctx)
	a.mu.Lock()
	was := a.status
	s := Status{Line: LineOf(err), Since: was.Since, Heard: was.Heard, Unsent: was.Unsent, Off: was.Off, Cause: err}
	if idErr == nil {
		s.Unsent = id.Unsent
	}
	if s.Line != was.Line {
		s.Since = now
	}
	if err == nil {
		s.Heard = now
	}
	a.status = s
	a.mu.Unlock()
	if s.Line != was.Line {
		a.opt.Log.Info("line", "state", string(s.Line), "unsent", s.Unsent, "cause", err)
	}
	if a.opt.Changed != nil && (s.Line != was.Line || s.Unsent != was.Unsent) {
		a.opt.Changed(s)
	}
}
