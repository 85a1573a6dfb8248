package store

import (
	"context"
	"errors"
	"strconv"
	"time"

	"bonuskasse/pos"
)

// checkpointer writes the log back into the file beside the work, so that no
// customer waits for it: a commit that has to do it takes ten times as long.
type checkpointer struct {
	wake chan struct{}
	stop chan struct{}
	done chan struct{}
}

const (
	// lookEvery commits what is new in the log is written back.
	lookEvery = 32
	// wideBytes of one event are of many members, whose pages lie apart: its commit
	// fills the log as hundreds of sales do.
	wideBytes = 1 << 13
	// lookEveryWide of them it is too.
	lookEveryWide = 8
	// backAt frames (of a page each) the log is begun anew.
	backAt = 1000
)

// startCheckpointer opens a connection of its own.
func (s *Store) startCheckpointer(ctx context.Context) (*checkpointer, error) {
	q, err := openSession(ctx, s.path(fileDB), asWriter, 0)
	if err != nil {
		return nil, err
	}
	c := &checkpointer{wake: make(chan struct{}, 1), stop: make(chan struct{}), done: make(chan struct{})}
	go func() {
		defer close(c.done)
		defer q.close()
		for {
			select {
			case <-c.wake:
				s.writeBack(q, c.stop)
			case <-c.stop:
				return
			}
		}
	}()
	return c, nil
}

// writeBack does most of it beside the sales, and the rest, which is short,
// while none is committed: only then does the log begin anew, and a log that
// is written over is synced faster than one that grows. What cannot be done
// now, because another program reads or writes, is done the next time.
func (s *Store) writeBack(q *session, stop <-chan struct{}) {
	frames, back, err := passive(q)
	if err != nil || frames < backAt {
		return
	}
	if frames-back > backAt/4 {
		return
	}
	select {
	case s.writing <- struct{}{}:
		defer s.give()
		passive(q)
	case <-stop:
	}
}

// passive writes back what no one is using: frames of the log, and how many of
// them are in the file.
func passive(q *session) (frames, back int64, err error) {
	var busy int64
	_, err = q.get("PRAGMA wal_checkpoint(PASSIVE)", nil, &busy, &frames, &back)
	return frames, back, err
}

// committed counts a commit; called by the one who writes.
func (c *checkpointer) committed(n int64) {
	if n%lookEvery == 0 {
		c.look()
	}
}

// look has the log looked at soon.
func (c *checkpointer) look() {
	select {
	case c.wake <- struct{}{}:
	default:
	}
}

func (c *checkpointer) close() {
	close(c.stop)
	<-c.done
}

// Scrub writes the whole log back and empties it: what was deleted (with
// secure_delete, session.go) is then in no file of the shop. It waits for
// whoever reads, and for a checkpoint that runs, as long as a writer would; then
// it is pos.DatabaseBusy.
func (s *Store) Scrub(ctx context.Context) error {
	const pause = 20 * time.Millisecond
	for until := time.Now().Add(busyMs * time.Millisecond); time.Now().Before(until); {
		if empty, err := s.emptyLog(ctx); err != nil || empty {
			return err
		}
		// SQLite itself does not wait for another checkpoint.
		select {
		case <-time.After(pause):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return &pos.Trouble{Code: pos.DatabaseBusy, Err: errors.New("the log could not be emptied: somebody reads")}
}

// emptyLog tries it once, and lets the writers in again: a sale need not wait for
// whoever reads.
func (s *Store) emptyLog(ctx context.Context) (empty bool, err error) {
	if err := s.take(ctx); err != nil {
		return false, err
	}
	defer s.give()
	if s.writer == nil {
		return false, errClosed
	}
	// While it waits for a reader nobody writes: it waits in short turns.
	if err := s.writer.exec("PRAGMA busy_timeout = 20"); err != nil {
		return false, err
	}
	defer func() {
		if again := s.writer.exec("PRAGMA busy_timeout = " + strconv.Itoa(busyMs)); err == nil {
			err = again
		}
	}()
	var busy, frames, back int64
	_, err = s.writer.get("PRAGMA wal_checkpoint(TRUNCATE)", nil, &busy, &frames, &back)
	return busy == 0, err
}
