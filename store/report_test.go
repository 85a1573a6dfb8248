package store

import (
	"context"
	"errors"
	"testing"
	"time"

	"bonuskasse/pos"
	"bonuskasse/pos/journal/journalpb"
	"bonuskasse/pos/till"
)

// counted is a store that counts what its readers are asked for.
type counted struct {
	*Store
	passes, receipts, totals int
}

type countedReader struct {
	till.Reader
	to *counted
}

func (c *counted) View(ctx context.Context, work func(till.Reader) error) error {
	return c.Store.View(ctx, func(r till.Reader) error { return work(countedReader{r, c}) })
}

func (r countedReader) Totals(from, to pos.Millis) (till.Totals, error) {
	r.to.totals++
	return r.Reader.Totals(from, to)
}

func (r countedReader) SaleSums(from, to pos.Millis, each func(till.SaleSum) error) error {
	r.to.passes++
	return r.Reader.SaleSums(from, to, func(x till.SaleSum) error {
		r.to.receipts++
		return each(x)
	})
}

// TestYearOfSalesIsOnePass: a year by day, with both changes of the clock in it,
// a return and a gift card, reads each receipt once, and each day is what its X
// report says.
func TestYearOfSalesIsOnePass(t *testing.T) {
	u := newShop(t)
	ctx := context.Background()
	c := &counted{Store: u.Store}
	app, err := till.New(ctx, c, till.Options{Now: u.opt.Now, Random: u.opt.Random})
	if err != nil {
		t.Fatal(err)
	}
	defer app.Close()
	who := till.By(pos.System)
	zone := app.Zone()
	receipts := 0
	for n := range 90 {
		u.now = time.Date(2026, 3, 2+4*n, 22, 30, 0, 0, time.UTC) // 23:30 in winter, 0:30 in summer
		done := sell(t, app, "", 0)
		receipts++
		if n%7 == 3 {
			if _, err := app.Refund(ctx, till.Return{Receipt: done.Sale.Receipt, Lines: []till.ReturnLine{{Line: 0, QtyMilli: 1000}}}, who); err != nil {
				t.Fatal(err)
			}
			receipts++
		}
	}
	from, to := pos.At(time.Date(2026, 3, 1, 0, 0, 0, 0, zone)), pos.At(time.Date(2027, 3, 1, 0, 0, 0, 0, zone))
	*c = counted{Store: u.Store}
	got, err := app.SalesReport(ctx, from, to, who)
	if err != nil {
		t.Fatal(err)
	}
	if c.passes != 1 || c.receipts != receipts || c.totals != 0 {
		t.Errorf("%d passes over %d receipts of %d, %d days added up alone", c.passes, c.receipts, receipts, c.totals)
	}
	if len(got.Days) < 85 || got.Sum.Sales != 90 || got.Sum.Net != 90*300_00-13*100_00 {
		t.Errorf("%d days, sum %+v", len(got.Days), got.Sum)
	}
	for i, d := range got.Days {
		at := d.Day.Time(zone)
		if at.Hour() != 0 || i > 0 && d.Day >= got.Days[i-1].Day {
			t.Errorf("day %d is of %s", i, at)
		}
		var so till.Totals
		err := u.View(ctx, func(r till.Reader) error {
			so, err = r.Totals(d.Day, pos.At(at.AddDate(0, 0, 1)))
			return err
		})
		want := till.SalesDay{Day: d.Day, Sales: so.Sales, Refunds: so.Refunds, Net: so.Net - so.Returned, Bonus: so.BonusValue,
			Earned: so.PointsEarned, Used: so.PointsUsed, GiftCardsSold: so.GiftCardsSold}
		if err != nil || d != want {
			t.Errorf("%s: %+v, the X report has %+v (%v)", at, d, want, err)
		}
	}
}

// BenchmarkSalesYear is a year of sales by day: its cost is of receipts, not of
// days.
func BenchmarkSalesYear(b *testing.B) {
	s, _ := benchShop(b)
	ctx := context.Background()
	app, err := till.New(ctx, s, till.Options{Now: time.Now})
	if err != nil {
		b.Fatal(err)
	}
	defer app.Close()
	for b.Loop() {
		now := time.Now()
		if _, err := app.SalesReport(ctx, pos.At(now.AddDate(-1, 0, 0)), pos.At(now), till.By(pos.System)); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkClubYear is the report on customers, and that on cards, of a year.
func BenchmarkClubYear(b *testing.B) {
	s, _ := benchShop(b)
	ctx := context.Background()
	app, err := till.New(ctx, s, till.Options{Now: time.Now})
	if err != nil {
		b.Fatal(err)
	}
	defer app.Close()
	for name, report := range map[string]func(from, to pos.Millis) error{
		"customers": func(from, to pos.Millis) error {
			_, err := app.CustomersReport(ctx, from, to, till.By(pos.System))
			return err
		},
		"cards": func(from, to pos.Millis) error {
			_, err := app.CardsReport(ctx, from, to, till.By(pos.System))
			return err
		},
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				now := time.Now()
				if err := report(pos.At(now.AddDate(-1, 0, 0)), pos.At(now)); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// TestCountFitsItsJournal: a closing whose drawer should have held something else
// than the journal comes to is not written.
func TestCountFitsItsJournal(t *testing.T) {
	u := newShop(t)
	sell(t, u.till(), "", 0) // 300.00 in cash
	for expected, fits := range map[int64]bool{300_00: true, 299_00: false} {
		err := u.Do(context.Background(), func(tx till.Tx) error {
			body := &journalpb.Body{What: &journalpb.Body_ShiftClosed{ShiftClosed: &journalpb.ShiftClosed{Number: "1-Z0001",
				Count: &journalpb.DrawerCount{Expected: expected, Counted: 300_00}}}}
			if _, err := tx.Append(u.now, body, pos.ID{}, 0); err != nil {
				return err
			}
			return errUndo
		})
		if got := errors.Is(err, errUndo); got != fits {
			t.Errorf("expected %d: %v", expected, err)
		}
	}
}

var errUndo = errors.New("undo")

// TestCustomersOfMendedSales: a sale is whose it is now, and so is what came back
// of it; it is counted once.
func TestCustomersOfMendedSales(t *testing.T) {
	u := newShop(t)
	app, ctx, who := u.till(), context.Background(), till.Who{Person: pos.System, Reason: "wrong card"}
	for name, card := range map[string]string{"soren": "10001", "karen": "10002"} {
		if _, err := app.AddMember(ctx, till.NewMember{Username: name, Name: name, Tier: pos.FirstTier, Card: card}, who); err != nil {
			t.Fatal(err)
		}
	}
	done := sell(t, app, "10001", 0) // 300.00
	if _, err := app.Refund(ctx, till.Return{Receipt: done.Sale.Receipt, Lines: []till.ReturnLine{{Line: 0, QtyMilli: 1000}}}, who); err != nil {
		t.Fatal(err)
	}
	turnover := func() map[string]pos.Money {
		r, err := app.CustomersReport(ctx, pos.At(u.now)-1e9, pos.At(u.now)+1e9, who)
		if err != nil || r.Turnover != 200_00 || r.Members != 2 || r.Active != 1 || r.Sleeping != 0 {
			t.Fatalf("%+v, %v", r, err)
		}
		return map[string]pos.Money{r.Rows[0].Username: r.Rows[0].Turnover, r.Rows[1].Username: r.Rows[1].Turnover}
	}
	if got := turnover(); got["soren"] != 200_00 || got["karen"] != 0 {
		t.Errorf("before: %v", got)
	}
	karen, err := app.MemberByUsername(ctx, "karen")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := app.MendSale(ctx, till.Mend{Receipt: done.Sale.Receipt, Member: karen.Member.ID}, who); err != nil {
		t.Fatal(err)
	}
	if got := turnover(); got["soren"] != 0 || got["karen"] != 200_00 {
		t.Errorf("after: %v", got)
	}
}
