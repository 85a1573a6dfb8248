package central

import (
	"context"
	"slices"

	"bonuskasse/pos"
	"bonuskasse/pos/chain"
)

// AddShop names a shop of the chain; twice is once.
func (s *Store) AddShop(ctx context.Context, name string) error {
	return s.db.write(ctx, func(t *tx) error {
		_, err := t.exec("INSERT INTO shop (name) VALUES (?) ON CONFLICT (name) DO NOTHING", name)
		return err
	})
}

// Shops are all that were named, and those that tills are in, by name.
func (s *Store) Shops(ctx context.Context) (list []string, err error) {
	err = s.db.read(ctx, func(t *tx) error {
		list = nil
		var name string
		return t.do.each("SELECT name FROM shop UNION SELECT shop FROM till WHERE shop <> '' AND desk = 0", nil, []any{&name}, func() error {
			list = append(list, name)
			return nil
		})
	})
	slices.Sort(list) // not by the database: engines order words each in their own way
	return list, err
}

// PlaceTill gives a till its name and its shop. Refusal: UnknownTill.
func (s *Store) PlaceTill(ctx context.Context, till pos.ID, name, shop string) error {
	return s.db.write(ctx, func(t *tx) error {
		n, err := t.exec("UPDATE till SET name = ?, shop = ? WHERE id = ?", name, shop, till[:])
		if err == nil && n == 0 {
			err = chain.Refuse(chain.UnknownTill, till)
		}
		return err
	})
}
