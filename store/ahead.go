package store

import "slices"

// ahead are accounts that a transaction lets be read beside itself for the one
// that follows: a day's end reads the next holders while it writes, and while the
// disk keeps, what is past of these. The store has it from that commit to the next
// one of this program, whatever that is.
type ahead struct {
	holders []int64
	version int64 // of the file, inside that transaction

	done     chan struct{}
	accounts []*account
	err      error
}

// Ahead reads the accounts of holders for PointsPast of the next transaction.
// None of them may be changed by this one.
func (t *tx) Ahead(holders []int64) {
	version, err := dataVersion(t.s)
	if err != nil || len(holders) == 0 {
		return // then it is read when it is asked for
	}
	a := &ahead{holders: slices.Clone(holders), version: version, done: make(chan struct{})}
	t.ahead = a
	s := t.store
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

// readAhead are the accounts that the transaction before let be read, where they are
// there and no other program has committed since. Who holds the writer waits for no
// reader.
func (t *tx) readAhead(holders []int64) (list []*account, ok bool) {
	a := t.store.ahead
	if a == nil || !slices.Equal(a.holders, holders) {
		return nil, false
	}
	select {
	case <-a.done:
	default:
		return nil, false
	}
	if version, err := dataVersion(t.s); err != nil || version != a.version || a.err != nil {
		return nil, false
	}
	for _, x := range a.accounts {
		t.fold.remember(x)
	}
	return a.accounts, true
}
