package store

import (
	"context"
	"errors"

	"bonuskasse/pos"
	"bonuskasse/pos/till"
)

// Do runs work in one write transaction. An error from work, or from any
// Append in it, undoes it all.
func (s *Store) Do(ctx context.Context, work func(till.Tx) error) error {
	return s.write(ctx, s.transaction(work))
}

// DoMany is Do for lists of many new rows, on a connection that is made for them
// (asImporter).
func (s *Store) DoMany(ctx context.Context, work func(till.Tx) error) error {
	return s.locked(ctx, func() error {
		w, err := openSession(ctx, s.path(fileDB), asImporter, s.opt.maxPages)
		if err != nil {
			return err
		}
		defer w.close()
		s.seen = nil // is of the writer's connection
		defer func() { s.seen = nil }()
		return s.writeBy(w, s.transaction(work))
	})
}

// transaction is what a till's verb does in one.
func (s *Store) transaction(work func(till.Tx) error) func(*session) (after func(), err error) {
	return func(w *session) (after func(), err error) {
		t, err := s.begin(w)
		if err != nil {
			return nil, err
		}
		if err := work(t); err != nil {
			return nil, err
		}
		if t.failed != nil {
			return nil, t.failed
		}
		if err := t.fold.writeWords(); err != nil {
			return nil, err
		}
		return t.committed, nil
	}
}

// write runs work in a transaction, and after when it is committed.
func (s *Store) write(ctx context.Context, work func(*session) (after func(), err error)) error {
	return s.locked(ctx, func() error { return s.writeBy(s.writer, work) })
}

// locked runs work as the one writer of this program, and in its turn among
// others.
func (s *Store) locked(ctx context.Context, work func() error) error {
	if s.opt.ReadOnly {
		return &pos.Trouble{Code: pos.ReadOnlyFolder, Err: errors.New("the shop is open for reading alone")}
	}
	if err := s.take(ctx); err != nil {
		return err
	}
	defer s.give()
	if s.writer == nil {
		return errClosed
	}
	if cause := s.unsafe.Load(); cause != nil {
		return &pos.Trouble{Code: pos.OutcomeUnknown, Err: cause}
	}
	leave, err := s.turns.pass(ctx)
	if err != nil {
		return err
	}
	defer leave()
	return work()
}

// writeBy is the transaction.
//
// An error of COMMIT says nothing about what is on the disk: the store stops
// writing until Reopen has looked.
func (s *Store) writeBy(w *session, work func(*session) (after func(), err error)) error {
	if err := w.exec("BEGIN IMMEDIATE"); err != nil {
		return err
	}
	open := true
	defer func() {
		if open { // an error, or a panic on its way up
			w.exec("ROLLBACK") // after some errors SQLite has rolled back itself
		}
	}()
	after, err := work(w)
	if err != nil {
		return err
	}
	open = false
	if err := w.exec("COMMIT"); err != nil {
		return s.uncertain(w, err)
	}
	s.ahead = nil // what was read is older than this
	if after != nil {
		after()
	}
	if n := s.commits.Add(1); s.back != nil {
		s.back.committed(n)
	}
	return nil
}

func (s *Store) uncertain(w *session, cause error) error {
	w.exec("ROLLBACK")
	t := &pos.Trouble{Code: pos.OutcomeUnknown, Err: cause}
	s.unsafe.Store(t)
	return t
}

// View runs work on one consistent state, beside writers.
func (s *Store) View(ctx context.Context, work func(till.Reader) error) error {
	return s.readers.use(ctx, func(r *session) error {
		if err := r.exec("BEGIN"); err != nil {
			return err
		}
		defer r.exec("ROLLBACK")
		return work(&reader{store: s, s: r, keep: true})
	})
}

// Commits counts what this program has committed since it opened the shop: where
// it is what it was, only another program can have changed something.
func (s *Store) Commits() int64 { return s.commits.Load() }
