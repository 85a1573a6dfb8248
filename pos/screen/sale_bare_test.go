package screen_test

import (
	"context"
	"testing"

	"bonuskasse/pos"
	"bonuskasse/pos/screen"
	"bonuskasse/pos/till"
)

// bare is a till that has no goods, until some come.
type bare struct {
	*till.Till
	stocked bool
}

func (b *bare) FindProducts(ctx context.Context, text string, limit int) ([]pos.Product, error) {
	if !b.stocked {
		return nil, nil
	}
	return b.Till.FindProducts(ctx, text, limit)
}

// TestSaleOfAShopWithoutGoods: it is told so until goods come, by a list or by
// the line.
func TestSaleOfAShopWithoutGoods(t *testing.T) {
	s := newTestShop(t)
	b := &bare{Till: s.Till}
	s.Shell.Add(screen.SalePlace, screen.NewSale(b, s.Desk))
	s.Show(screen.SalePlace)
	noGoods := func() bool { return s.Shell.Screen(screen.SalePlace).State().(screen.SaleState).NoGoods }
	if !noGoods() {
		t.Error("it does not say that there is nothing to sell")
	}
	b.stocked = true
	if s.Send(screen.Changed{}); noGoods() {
		t.Error("goods came, and it says that there are none")
	}
	b.stocked = false
	if s.Send(screen.Changed{}); noGoods() {
		t.Error("it looks for goods at each change of a shop that has some")
	}
}
