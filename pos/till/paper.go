package till

import (
	"context"

	"bonuskasse/hardware"
	"bonuskasse/pos"
)

// PrintPaper queues a paper that is about no sale: the customers' questions, a
// test. The Spooler prints it in its turn.
func (t *Till) PrintPaper(ctx context.Context, doc hardware.Document) (job pos.ID, err error) {
	err = t.store.Do(ctx, func(tx Tx) error {
		job, err = t.queue(tx, doc, pos.ID{})
		return err
	})
	return job, err
}
