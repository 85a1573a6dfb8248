package screentest

import (
	"context"

	"bonuskasse/pos/till"
	"bonuskasse/store"
)

// Flaky is a store whose commit can be told to fail.
type Flaky struct {
	*store.Store
	Fail     error // given instead of the next commit
	After    bool  // the commit happens all the same
	Reopened int   // how often it was opened again
}

// Do is part of till.Store.
func (f *Flaky) Do(ctx context.Context, work func(till.Tx) error) error {
	if f.Fail == nil {
		return f.Store.Do(ctx, work)
	}
	err := f.Fail
	f.Fail = nil
	if f.After {
		if err := f.Store.Do(ctx, work); err != nil {
			return err
		}
	}
	return err
}

// Reopen is part of screen.Safe.
func (f *Flaky) Reopen(ctx context.Context) error {
	f.Reopened++
	return f.Store.Reopen(ctx)
}
