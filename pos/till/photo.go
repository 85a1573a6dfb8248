package till

import (
	"context"

	"bonuskasse/pos"
	"bonuskasse/pos/journal/journalpb"
)

// maxPhoto is the most bytes of a photo that is kept; photo.Shrink gives a
// tenth of it.
const maxPhoto = 256 << 10

// SetPhoto gives a member a photo, a small JPEG (photo.Shrink makes one); none
// takes it away.
func (t *Till) SetPhoto(ctx context.Context, member pos.ID, jpeg []byte, who Who) error {
	if err := who.needs(pos.Cashier); err != nil {
		return err
	}
	if len(jpeg) > maxPhoto {
		return pos.Refuse(pos.PhotoTooLarge)
	}
	return t.store.Do(ctx, func(tx Tx) error {
		m, err := knownMember(tx, member)
		if err != nil {
			return err
		}
		return t.appendPhoto(tx, m.ID, jpeg, who)
	})
}

func (t *Till) appendPhoto(tx Tx, member pos.ID, jpeg []byte, who Who) error {
	body := who.body()
	body.What = &journalpb.Body_PhotoSet{PhotoSet: &journalpb.PhotoSet{Member: member[:], Jpeg: jpeg}}
	_, err := tx.Append(t.now(), body, member, 0)
	return err
}

// Photo is a member's photo as JPEG; nil is none.
func (t *Till) Photo(ctx context.Context, member pos.ID) (jpeg []byte, err error) {
	err = t.store.View(ctx, func(r Reader) error {
		jpeg, err = r.Photo(member)
		return err
	})
	return jpeg, err
}
