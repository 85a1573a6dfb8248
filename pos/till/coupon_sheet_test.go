package till_test

import (
	"context"
	"errors"
	"slices"
	"testing"

	"bonuskasse/pos"
	"bonuskasse/pos/till"
)

// papers are sheets in memory.
type papers struct {
	p         till.CouponPaper
	kept, cut int
	err       error
	between   func() // what happens while they are drawn
}

func (s *papers) draw(_ context.Context, p till.CouponPaper) (till.DrawnSheets, error) {
	s.p = p
	if s.between != nil {
		s.between()
		s.between = nil
	}
	return s, s.err
}

func (s *papers) Keep() error { s.kept++; return nil }
func (s *papers) Drop()       { s.cut++ }

func (c *club) listed() int {
	c.t.Helper()
	rows, _, err := c.FindCoupons(c.t.Context(), till.CouponQuery{Limit: 1000})
	c.must(err)
	return len(rows)
}

// TestNoHalfBatch: sheets that are given up or cannot be written leave no
// coupon and no event; a batch that came between gets the number, and the sheets
// are drawn again with the next one.
func TestNoHalfBatch(t *testing.T) {
	c := newClub(t)
	s := &papers{}
	in := till.NewCoupons{Count: 30, Points: 50, Output: till.OnSheets, Draw: s.draw}
	before := c.events()
	for _, why := range []error{context.Canceled, errors.New("no space left")} {
		s.err = why
		if _, err := c.MakeCoupons(t.Context(), in, till.By(c.bo)); !errors.Is(err, why) || c.listed() != 0 || c.events() != before {
			t.Fatalf("%v: %v, %d coupons, %d events more", why, err, c.listed(), c.events()-before)
		}
	}
	s.err = nil
	s.between = func() { c.coupon() }
	made, err := c.MakeCoupons(t.Context(), in, till.By(c.bo))
	c.must(err)
	if made.No != 2 || s.p.Coupons[0].Batch != 2 || s.kept != 1 || s.cut != 1 || c.listed() != 31 || len(s.p.Coupons) != 30 {
		t.Errorf("batch %d, on the sheets %d; kept %d, dropped %d; %d coupons", made.No, s.p.Coupons[0].Batch, s.kept, s.cut, c.listed())
	}
	c.verify()
}

// TestSheetsAgain: a sheet, or those behind it, is the one it was; only what is
// free is on it, marked as a copy; nothing is doubled, and given up is not noted.
func TestSheetsAgain(t *testing.T) {
	c := newClub(t)
	boss := till.By(c.bo)
	first := &papers{}
	made, err := c.MakeCoupons(t.Context(), till.NewCoupons{Count: 30, Points: 50, Output: till.OnSheets, Draw: first.draw}, boss)
	c.must(err)
	onSheet := func(p till.CouponPaper, sheet int) (codes []string) {
		for _, x := range p.Coupons {
			if x.Sheet == sheet {
				codes = append(codes, x.Code)
			}
		}
		return codes
	}
	second := onSheet(first.p, 2)
	_, err = c.RegisterCoupon(t.Context(), second[3], c.id["karen"], till.CouponTyped, boss)
	c.must(err)
	if at, err := c.SheetOf(t.Context(), second[0]); err != nil || at.Sheet != 2 || at.Of != 3 {
		t.Errorf("%+v %v", at, err)
	}
	given := &papers{err: context.Canceled}
	before := c.events()
	if _, err := c.PrintBatch(t.Context(), till.BatchPaper{Batch: made.ID.String(), From: 1, Draw: given.draw, Output: till.OnSheets}, boss); !errors.Is(err, context.Canceled) || c.events() != before {
		t.Errorf("given up: %v, %d events more", err, c.events()-before)
	}
	for _, x := range []struct {
		from, to, want int
	}{{2, 2, 11}, {2, 3, 17}, {0, 0, 29}, {3, 0, 6}} {
		s := &papers{}
		p, err := c.PrintBatch(t.Context(), till.BatchPaper{Batch: made.ID.String(), From: x.from, To: x.to, Draw: s.draw, Output: till.OnSheets}, boss)
		c.must(err)
		if len(p.Coupons) != x.want || s.kept != 1 {
			t.Errorf("%d to %d: %d coupons, kept %d times", x.from, x.to, len(p.Coupons), s.kept)
		}
		for _, one := range p.Coupons {
			if !one.Copy || one.Code == second[3] {
				t.Errorf("%+v is no copy, or used", one)
			}
		}
		if again := onSheet(p, 2); len(again) > 0 && !slices.Equal(again, slices.Concat(second[:3], second[4:])) {
			t.Errorf("sheet 2 is another one: %q, not %q", again, second)
		}
	}
	if _, err := c.PrintBatch(t.Context(), till.BatchPaper{Batch: made.ID.String(), From: 4}, boss); pos.CodeOf(err) != pos.NoneFree {
		t.Errorf("a sheet that is not there: %v", err)
	}
	if _, err := c.PrintBatch(t.Context(), till.BatchPaper{Batch: made.ID.String()}, till.By(c.inga)); pos.CodeOf(err) != pos.NotAllowed {
		t.Errorf("a clerk: %v", err)
	}
	if d, err := c.CouponBy(t.Context(), second[0]); err != nil || d.Prints != 4 || c.listed() != 30 {
		t.Errorf("printed %d times (%v), %d coupons", d.Prints, err, c.listed())
	}
	c.verify()
}
