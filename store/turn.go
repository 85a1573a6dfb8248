package store

import (
	"context"
	"errors"
	"os"
	"time"

	"bonuskasse/pos"
)

// Programs that write take turns. SQLite has no queue: who waits for its lock
// looks again now and then, and one that writes without a pause is always
// quicker. So a writer passes a turnstile of two locked files: it stands in
// fileQueue until it holds fileTurn, which is the writer's while it writes. One
// that has just written must stand behind whoever waits, and a sale waits for
// one transaction of another program, not for all of them.
//
// The locks are only about the order: what keeps writers apart is SQLite's own.
const (
	fileQueue = "queue"
	fileTurn  = "turn"
)

type turnstile struct{ queue, turn *os.File }

// openTurnstile makes the files where they are missing.
func openTurnstile(queue, turn string) (t *turnstile, err error) {
	t = new(turnstile)
	if t.queue, err = os.OpenFile(queue, os.O_RDWR|os.O_CREATE, 0o600); err != nil {
		return nil, trouble(err)
	}
	if t.turn, err = os.OpenFile(turn, os.O_RDWR|os.O_CREATE, 0o600); err != nil {
		t.close()
		return nil, trouble(err)
	}
	return t, nil
}

// pass waits for the turn, as long as SQLite would wait for its lock; then it is
// pos.DatabaseBusy. leave ends the turn.
//
// Where the folder's file system knows no locks (some of a network do not),
// there is no queue, and SQLite's own lock is all.
func (t *turnstile) pass(ctx context.Context) (leave func(), err error) {
	if t == nil { // a shop that is being made is nobody else's
		return func() {}, nil
	}
	until := time.Now().Add(busyMs * time.Millisecond)
	if err := t.hold(ctx, t.queue, until); err != nil {
		return nil, err
	}
	defer unlock(t.queue)
	if err := t.hold(ctx, t.turn, until); err != nil {
		return nil, err
	}
	return func() { unlock(t.turn) }, nil
}

func (t *turnstile) hold(ctx context.Context, f *os.File, until time.Time) error {
	const pause = 500 * time.Microsecond
	for {
		held, err := tryLock(f)
		if held || err != nil {
			return nil
		}
		if time.Now().After(until) {
			return &pos.Trouble{Code: pos.DatabaseBusy, Err: errors.New("another program writes: " + f.Name() + " is locked")}
		}
		select {
		case <-time.After(pause):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

func (t *turnstile) close() error {
	var errs []error
	for _, f := range []*os.File{t.queue, t.turn} {
		if f != nil {
			errs = append(errs, f.Close())
		}
	}
	return trouble(errors.Join(errs...))
}
