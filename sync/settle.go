package sync

import (
	"context"
	"time"

	"bonuskasse/pos"
)

// askAfter is how old what a till knows of the things to settle may become: it
// says on its screen how old it is.
const askAfter = 10 * time.Minute

// toSettle asks what is to be settled where that is another than the till knows.
func (a *Agent) toSettle(ctx context.Context, office Office, mark int64) error {
	known, at, err := a.till.ToSettle(ctx)
	if err != nil || known == mark && a.opt.Now().Sub(at.Time(time.UTC)) < askAfter {
		return err
	}
	s, err := office.Conflicts(ctx, false)
	if err != nil {
		return err
	}
	return a.till.TakeToSettle(ctx, s)
}

// Conflicts are the things to settle, as the head office tells them now; with
// settled, those that were settled too.
func (a *Agent) Conflicts(ctx context.Context, settled bool) ([]pos.Conflict, error) {
	office, _, err := a.reach(ctx)
	if err != nil {
		return nil, err
	}
	s, err := office.Conflicts(ctx, settled)
	return s.List, err
}
