package till

import (
	"context"

	"bonuskasse/pos"
)

// notedRules are what rows are held to that does not stand in them: who gives,
// the most points that they give alone (or Unlimited), and how a payment card's
// number is known.
type notedRules struct {
	who       Who
	row, list int64
	pan       func(text string) bool
}

func (t *Till) notedRules(ctx context.Context, who Who) (r notedRules, err error) {
	r = notedRules{who: who, row: Unlimited, list: Unlimited}
	if r.pan, err = t.panFinder(ctx); err != nil || who.needs(pos.Manager) == nil {
		return r, err
	}
	l, err := t.Limits(ctx)
	r.row, r.list = l.Of(who.Person.Role, PointsRowLimit), l.Of(who.Person.Role, PointsListLimit)
	return r, err
}

// panFinder tells payment cards' numbers from other text, of many rows.
func (t *Till) panFinder(ctx context.Context) (func(text string) bool, error) {
	if t.isPAN == nil {
		return func(string) bool { return false }, nil
	}
	d, err := t.Devices(ctx)
	return func(text string) bool { return text != "" && t.isPAN(d.Numbers, text) }, err
}

func over(most, n int64) bool { return most != Unlimited && n > most }
