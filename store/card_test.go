package store

import (
	"context"
	"fmt"
	"strings"
	"testing"
)

// TestCardListsReadIndexes: no list of cards and no look for a free number
// reads all of them, or sorts.
func TestCardListsReadIndexes(t *testing.T) {
	u := busyShop(t)
	err := u.readers.use(context.Background(), func(s *session) error {
		for _, query := range []string{
			"SELECT number FROM card WHERE value BETWEEN 1 AND 9 ORDER BY value, number LIMIT 1",
			"SELECT coalesce(max(value), 0) FROM card WHERE value BETWEEN 1 AND 9",
			"SELECT coalesce(max(first + count), 0) FROM card_batch WHERE first + count BETWEEN 1 AND 9",
			"SELECT number FROM card c WHERE c.state = 'issued' AND (c.value, c.number) > (1, '1') ORDER BY c.value, c.number LIMIT 9",
			"SELECT number FROM card c WHERE true AND (c.value, c.number) > (1, '1') ORDER BY c.value, c.number LIMIT 9",
			"SELECT sku FROM product p WHERE p.kind = 'card_fee' ORDER BY p.sku",
		} {
			err := s.each("EXPLAIN QUERY PLAN "+query, nil, func(r *row) error {
				if step := fmt.Sprint(r.values); !strings.Contains(step, "INDEX") || strings.Contains(step, "TEMP B-TREE") {
					t.Errorf("%s: %s", query, step)
				}
				return nil
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
