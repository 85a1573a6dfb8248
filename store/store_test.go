package store

import (
	"context"
	"fmt"
	"math/rand"
	"testing"
	"time"

	"bonuskasse/pos"
	"bonuskasse/pos/loyalty"
	"bonuskasse/pos/till"
)

// bench is a shop for a test, with a clock and randomness of its own.
type shopUnderTest struct {
	*Store
	t   testing.TB
	dir string
	opt Options
	now time.Time
}

func testOptions(now *time.Time, seed int64) Options {
	return Options{Random: rand.New(rand.NewSource(seed)), Now: func() time.Time {
		*now = now.Add(time.Second)
		return *now
	}}
}

var testShop = till.Shop{Name: "Ribe Te", Currency: pos.DKK, Language: "da", TillNo: 1, TimeZone: "Europe/Copenhagen"}

func newShop(t testing.TB) *shopUnderTest {
	t.Helper()
	u := &shopUnderTest{t: t, dir: t.TempDir(), now: time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)}
	u.opt = testOptions(&u.now, 1)
	err := Init(context.Background(), u.dir, testShop, u.opt, func(tx till.Tx) error {
		return till.FirstFacts(tx, u.now, pos.DKK)
	})
	if err != nil {
		t.Fatal(err)
	}
	u.open()
	return u
}

func (u *shopUnderTest) open() {
	u.t.Helper()
	s, err := Open(context.Background(), u.dir, u.opt)
	if err != nil {
		u.t.Fatal(err)
	}
	u.Store = s
	u.t.Cleanup(func() { s.Close() })
}

func (u *shopUnderTest) till() *till.Till {
	u.t.Helper()
	app, err := till.New(context.Background(), u.Store, till.Options{Now: u.opt.Now, Random: u.opt.Random})
	if err != nil {
		u.t.Fatal(err)
	}
	u.t.Cleanup(app.Close)
	return app
}

// sell completes a sale of one article for a member, by the till's own verbs.
func sell(t testing.TB, app *till.Till, card string, bonus int64) till.Done {
	t.Helper()
	return sellLines(t, app, card, bonus, 1)
}

// sellLines sells so many different articles at once.
func sellLines(t testing.TB, app *till.Till, card string, bonus int64, lines int) till.Done {
	t.Helper()
	ctx := context.Background()
	d, err := app.NewSale(ctx, pos.System)
	if err != nil {
		t.Fatal(err)
	}
	for n := range lines {
		p := pos.Product{SKU: fmt.Sprint("R", n+1), Barcodes: []string{"5701234567899"}, Name: "Rødgrød", Price: 100_00, VATBp: 2500, Kind: pos.Goods,
			Discountable: true, Earns: true, BonusPayable: true}
		if err := app.AddProduct(ctx, &d, p, 3000); err != nil {
			t.Fatal(err)
		}
	}
	if card != "" {
		if _, err := app.AttachCard(ctx, &d, card, false); err != nil {
			t.Fatal(err)
		}
	}
	done, err := app.Complete(ctx, d, till.Payment{Bonus: bonus, Cash: till.Exact})
	if err != nil {
		t.Fatal(err)
	}
	return done
}

func TestSellReadBack(t *testing.T) {
	u := newShop(t)
	app := u.till()
	ctx := context.Background()
	who := till.By(pos.System)
	m, err := app.AddMember(ctx, till.NewMember{Username: "soren", Name: "Søren Åkjær", Phone: "+45 20 12 34 56", Tier: pos.FirstTier, Card: "10001"}, who)
	if err != nil {
		t.Fatal(err)
	}
	done := sell(t, app, "10001", 0)
	if done.Sale.Receipt != "1-000001" || done.Standing.Account.Holding() != 1500 {
		t.Fatalf("receipt %s, holding %d", done.Sale.Receipt, done.Standing.Account.Holding())
	}
	done = sell(t, app, "10001", loyalty.MaxBonus)
	if done.Sale.PointsUsed != 1500 {
		t.Fatalf("used %d", done.Sale.PointsUsed)
	}
	got, err := app.SaleByReceipt(ctx, "1-000002")
	if err != nil {
		t.Fatal(err)
	}
	if got.ID != done.Sale.ID || got.ToPay != done.Sale.ToPay || len(got.Lines) != 1 || len(got.Tenders) != 2 || got.Head != done.Sale.Head {
		t.Fatalf("read back %+v, sold %+v", got, done.Sale)
	}
	back, err := app.Refund(ctx, till.Return{Receipt: "1-000002", Lines: []till.ReturnLine{{Line: 0, QtyMilli: 1000}}}, who)
	if err != nil {
		t.Fatal(err)
	}
	if back.PointsBack != 500 || back.Refund.RefundReceipt != "1-000002" || back.Refund.Lines[0].QtyMilli != -1000 || back.Refund.ToPay != -back.MoneyBack {
		t.Fatalf("refund %+v", back)
	}
	for _, q := range []string{"sorensen", "Soren", "aakj", "åkj", "akjaer", "20123456", "0045 2012", "10001", "soren akjær"} {
		list, err := app.FindMembers(ctx, q, 5)
		if err != nil {
			t.Fatal(err)
		}
		if want := q != "sorensen"; want != (len(list) == 1 && list[0].ID == m.ID) {
			t.Errorf("%q finds %v", q, list)
		}
	}
	x, err := app.X(ctx)
	if err != nil {
		t.Fatal(err)
	}
	var paid pos.Money
	for kind, n := range x.Tenders {
		if kind != pos.BonusTender {
			paid += n
		}
	}
	if x.Tenders[pos.BonusTender] != x.BonusValue {
		t.Errorf("the bonus of the day is %d as a tender and %d in all", x.Tenders[pos.BonusTender], x.BonusValue)
	}
	if x.Sales != 2 || x.Refunds != 1 || x.Net-x.Returned-x.BonusValue+x.Rounding != paid {
		t.Fatalf("x report %+v", x.Totals)
	}
	h, err := app.History(ctx, m.ID, 10)
	if err != nil || len(h) != 3 {
		t.Fatalf("history %v %v", h, err)
	}
}
