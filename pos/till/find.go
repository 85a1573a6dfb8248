package till

import (
	"context"

	"bonuskasse/pos"
	"bonuskasse/pos/journal"
	"bonuskasse/pos/journal/journalpb"
)

// Found is what a number means, in the order it is asked: club card, product,
// member. Where two match, both are set and the cashier is asked.
type Found struct {
	Card    *pos.Card
	Member  *Standing
	Product *pos.Product
}

// Ambiguous reports whether the cashier must choose.
func (f Found) Ambiguous() bool { return f.Member != nil && f.Product != nil }

// Find asks what a typed or scanned number means. A blocked card is refused
// even where a product has the same number: the customer holds a card.
func (t *Till) Find(ctx context.Context, number string) (f Found, err error) {
	c, s, err := t.memberByCard(ctx, number)
	switch {
	case err == nil:
		f.Card, f.Member = &c, &s
	case pos.CodeOf(err) != pos.UnknownCard:
		return f, err
	}
	p, err := t.product(ctx, number)
	switch {
	case err == nil:
		f.Product = &p
	case pos.CodeOf(err) != pos.UnknownBarcode:
		return f, err
	}
	if f.Member == nil && f.Product == nil {
		return f, t.unknown(ctx, number, pos.Refuse(pos.UnknownBarcode, number))
	}
	return f, nil
}

// Product finds goods by barcode, then by SKU.
func (t *Till) Product(ctx context.Context, code string) (pos.Product, error) {
	p, err := t.product(ctx, code)
	return p, t.unknown(ctx, code, err)
}

func (t *Till) product(ctx context.Context, code string) (p pos.Product, err error) {
	err = t.store.View(ctx, func(r Reader) error {
		p, err = r.ProductByBarcode(pos.NormalBarcode(code))
		if pos.CodeOf(err) == pos.UnknownBarcode {
			if p, err = r.ProductBySKU(code); pos.CodeOf(err) != "" {
				err = pos.Refuse(pos.UnknownBarcode, code)
			}
		}
		return err
	})
	return p, err
}

// FindProducts searches goods by name, SKU or barcode; empty text lists all.
func (t *Till) FindProducts(ctx context.Context, text string, limit int) (list []pos.Product, err error) {
	err = t.store.View(ctx, func(r Reader) error {
		list, err = r.FindProducts(text, limit)
		return err
	})
	return list, err
}

// SetProducts makes or changes goods: all of them or none. A manager does that.
func (t *Till) SetProducts(ctx context.Context, list []pos.Product, who Who) error {
	if err := who.needs(pos.Manager); err != nil {
		return err
	}
	for _, p := range list {
		if p.FixedPoints != nil && (*p.FixedPoints < 0 || *p.FixedPoints > maxFixedPoints) {
			return pos.Refuse(pos.BadPoints)
		}
	}
	const batch = 500 // an event stays well under a megabyte
	return t.store.Do(ctx, func(tx Tx) error {
		for len(list) > 0 {
			n := min(batch, len(list))
			e := new(journalpb.ProductsSet)
			for _, p := range list[:n] {
				e.Products = append(e.Products, journal.FromProduct(p))
			}
			list = list[n:]
			body := who.body()
			body.What = &journalpb.Body_ProductsSet{ProductsSet: e}
			if _, err := tx.Append(t.now(), body, pos.ID{}, 0); err != nil {
				return err
			}
		}
		return nil
	})
}
