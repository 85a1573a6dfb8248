package sync

import (
	"context"

	"bonuskasse/pos"
)

// Conflicts are the things to settle, as the head office tells them.
func (a *Agent) Conflicts(ctx context.Context, settled bool) ([]Conflict, error) {
	office, _, err := a.reach(ctx)
	if err != nil {
		return nil, err
	}
	return office.Conflicts(ctx, settled)
}

// Settle says that a person has looked at one.
func (a *Agent) Settle(ctx context.Context, id pos.ID, note string) error {
	office, _, err := a.reach(ctx)
	if err != nil {
		return err
	}
	return office.Settle(ctx, id, note)
}
