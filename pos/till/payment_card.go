package till

import (
	"context"

	"bonuskasse/pos"
)

// refusePAN refuses what a person typed if a payment card's number stands in
// it, as a swiped one is refused: the refusal says nothing of it, and nothing
// is kept.
func (t *Till) refusePAN(ctx context.Context, typed ...string) error {
	if t.isPAN == nil {
		return nil
	}
	d, err := t.Devices(ctx)
	if err != nil {
		return err
	}
	for _, text := range typed {
		if text != "" && t.isPAN(d.Numbers, text) {
			return pos.Refuse(pos.PaymentCard)
		}
	}
	return nil
}

// panOf tells a payment card's number from the rest, for many texts.
func (t *Till) panOf(ctx context.Context) (func(text string) bool, error) {
	if t.isPAN == nil {
		return func(string) bool { return false }, nil
	}
	d, err := t.Devices(ctx)
	return func(text string) bool {
		const shortest = 13 // digits
		return len(text) >= shortest && t.isPAN(d.Numbers, text)
	}, err
}

// unknown is the refusal of a number that nobody knows. Its sentence repeats
// the number, so a payment card's is refused as that instead.
func (t *Till) unknown(ctx context.Context, number string, err error) error {
	if code := pos.CodeOf(err); code != pos.UnknownBarcode && code != pos.UnknownCard {
		return err
	}
	if pan := t.refusePAN(ctx, number); pan != nil {
		return pan
	}
	return err
}
