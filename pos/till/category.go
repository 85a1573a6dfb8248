package till

import (
	"context"
	"strings"
	"unicode"

	"bonuskasse/pos"
	"bonuskasse/pos/journal/journalpb"
)

// Categories are the categories that goods have, and those that say something,
// by name.
func (t *Till) Categories(ctx context.Context) (list []pos.Category, err error) {
	err = t.store.View(ctx, func(r Reader) error {
		list, err = r.Categories()
		return err
	})
	return list, err
}

// SetCategory says what holds for the goods of a category, from the next line
// that is added to a sale. Goods that say a switch themselves (Product.Own)
// keep it. With nothing set the category says nothing any more.
func (t *Till) SetCategory(ctx context.Context, c pos.Category, who Who) error {
	if err := who.needs(pos.Manager); err != nil {
		return err
	}
	// As an import takes them, letter by letter: goods name their category so.
	if c.Name == "" || len(c.Name) > maxCategory || strings.ContainsFunc(c.Name, unicode.IsControl) {
		return pos.Refuse(pos.BadName)
	}
	if c.FixedPoints != nil && (*c.FixedPoints < 0 || *c.FixedPoints > maxFixedPoints) {
		return pos.Refuse(pos.BadPoints)
	}
	return t.store.Do(ctx, func(tx Tx) error {
		body := who.body()
		body.What = &journalpb.Body_CategorySet{CategorySet: &journalpb.CategorySet{
			Category: c.Name, Discountable: c.Discountable, Earns: c.Earns, BonusPayable: c.BonusPayable, FixedPoints: c.FixedPoints,
		}}
		_, err := tx.Append(t.now(), body, pos.ID{}, 0)
		return err
	})
}

// maxCategory is the longest name of a category, in bytes.
const maxCategory = 100

// maxFixedPoints is the most that one unit may earn.
const maxFixedPoints = 1_000_000_000

// inCategory is an article with the switches of its category.
func (t *Till) inCategory(ctx context.Context, p pos.Product) (pos.Product, error) {
	if p.Category == "" || p.Own == pos.AllSwitches {
		return p, nil
	}
	err := t.store.View(ctx, func(r Reader) error {
		c, err := r.Category(p.Category)
		p = p.In(c)
		return err
	})
	return p, err
}

func samePoints(a, b *int64) bool {
	if a == nil || b == nil {
		return a == b
	}
	return *a == *b
}
