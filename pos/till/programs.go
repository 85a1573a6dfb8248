package till

import "context"

// Programs are all versions of the programme, as the store has them.
func (t *Till) Programs(ctx context.Context) (list []Program, err error) {
	err = t.store.View(ctx, func(r Reader) error {
		list, err = r.Programs()
		return err
	})
	return list, err
}
