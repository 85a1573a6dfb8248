package store

import "slices"

// ahead are accounts that a transaction lets be read beside itself for the one
// that follows: a day's end reads the next holders while it writes, and while the
// disk keeps, what is past of these.
type ahead struct {
	holders []int64
	version int64 // of the file, inside that transaction (PRAGMA data_version)
	commits int64 // of this program, before it

	done     chan struct{}
	accounts []*account
	err      error
}

// Ahead reads the accounts of holders for PointsPast of the next transaction.
// None of them may be changed by this one.
func (t *tx) Ahead(holders []int64) {
	s := t.store
	version, err := t.version()
	if err != nil || len(holders) == 0 {
		return // then it is read when it is asked for
	}
	a := &ahead{holders: slices.Clone(holders), version: version, commits: s.commits.Load(), done: make(chan struct{})}
	s.ahead = a
	go func() {
		defer close(a.done)
		a.err = s.readers.use(bg, func(r *session) error {
			if err := r.exec("BEGIN"); err != nil {
				return err
			}
			defer r.exec("ROLLBACK")
			f := fold{s: r}
			var err error
			a.accounts, err = f.accountsOf(a.holders)
			return err
		})
	}()
}

// readAhead are the accounts that the transaction before let be read, where that
// is all that was committed since: by this program its own transaction alone, by
// another nothing.
func (t *tx) readAhead(holders []int64) (list []*account, ok bool) {
	s := t.store
	a := s.ahead
	s.ahead = nil
	if a == nil || a.commits+1 != s.commits.Load() || !slices.Equal(a.holders, holders) {
		return nil, false
	}
	if version, err := t.version(); err != nil || version != a.version {
		return nil, false
	}
	if <-a.done; a.err != nil {
		return nil, false
	}
	for _, x := range a.accounts {
		t.fold.remember(x)
	}
	return a.accounts, true
}

// version tells whether another connection has committed.
func (t *tx) version() (v int64, err error) {
	_, err = t.s.get("PRAGMA data_version", nil, &v)
	return v, err
}
