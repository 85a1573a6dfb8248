package coupons_test

import (
	"context"
	"testing"

	"bonuskasse/pos"
	"bonuskasse/pos/screen"
	"bonuskasse/pos/screen/coupons"
	"bonuskasse/pos/screen/screentest"
	"bonuskasse/pos/till"
)

var must = screentest.Must

// sheetsKept remembers the sheets that were saved.
type sheetsKept struct {
	screentest.Handover
	name string
	p    till.CouponPaper
	err  error
	stop func() // is called in the middle of the drawing
	kept int
	gone int
}

func (s *sheetsKept) DrawSheets(ctx context.Context, name string, p till.CouponPaper, told func(done, of int)) (string, till.DrawnSheets, error) {
	told(1, 2)
	if s.stop != nil {
		s.stop()
	}
	if ctx.Err() != nil {
		return "", nil, ctx.Err()
	}
	s.name, s.p = name, p
	return "/shop/papers/" + name + ".pdf", s, s.err
}

func (s *sheetsKept) Keep() error { s.kept++; return nil }
func (s *sheetsKept) Drop()       { s.gone++ }

// testShop is a shop with coupons, and a folder that their sheets go to.
type testShop struct{ *screentest.Shop }

func newTestShop(t *testing.T) (*testShop, *sheetsKept) {
	t.Helper()
	s, kept := &testShop{screentest.New(t)}, &sheetsKept{}
	s.Shell.Add(screen.CouponsPlace, coupons.New(s.Till, s.Desk, kept))
	s.Shell.Add(screen.SalePlace, screen.NewSale(s.Till, s.Desk))
	s.SignIn("Bo")
	s.Show(screen.CouponsPlace)
	return s, kept
}

func (s *testShop) state() coupons.State {
	return s.Shell.Screen(screen.CouponsPlace).State().(coupons.State)
}

func (s *testShop) codes(n int) till.MadeCoupons {
	s.T.Helper()
	made, err := s.Till.MakeCoupons(s.T.Context(), till.NewCoupons{Count: n, Points: 50, Output: till.OnSheets}, till.By(pos.System))
	must(s.T, err)
	return made
}

func (s *testShop) held(username string) int64 {
	s.T.Helper()
	m, err := s.Till.MemberByUsername(s.T.Context(), username)
	must(s.T, err)
	return m.Account.Holding()
}
