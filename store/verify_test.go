package store

import (
	"context"
	"testing"

	"bonuskasse/pos"
	"bonuskasse/pos/till"
)

// busyShop is a shop with a little of everything in it.
func busyShop(t testing.TB) *shopUnderTest {
	t.Helper()
	u := newShop(t)
	ctx := context.Background()
	app := u.till()
	who := till.By(pos.System)
	who.Reason = "test"
	fixed := int64(7)
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(u.Fill(ctx, Filling{Members: 20, Sales: 60, Seed: 3}, nil))
	must(app.SetProducts(ctx, []pos.Product{{SKU: "K1", Barcodes: []string{"4006381333931"}, Name: "Klipning", Price: 300_00, VATBp: 2500,
		Kind: pos.Service, Earns: true, FixedPoints: &fixed}}, who))
	must(app.Set(ctx, "language.paper", "da", who))
	_, err := app.AddMember(ctx, till.NewMember{Username: "soren", Name: "Søren Åkjær", Tier: pos.FirstTier, Card: "90001"}, who)
	must(err)
	sell(t, app, "90001", 0)
	done := sell(t, app, "90001", 200)
	_, err = app.Refund(ctx, till.Return{Receipt: done.Sale.Receipt, Lines: []till.ReturnLine{{Line: 0, QtyMilli: 1000}}}, who)
	must(err)
	d, err := app.NewSale(ctx, pos.System)
	must(err)
	must(app.AddBarcode(ctx, &d, "4006381333931", 1000))
	_, err = app.AttachCard(ctx, &d, "90001", true)
	must(err)
	_, err = app.Complete(ctx, d, till.Payment{Cash: till.Exact})
	must(err)
	must(app.OpenDrawer(ctx, who))
	must(u.SaveDraft(ctx, pos.Draft{ID: pos.ID{1}, Opened: 5, Label: "suspended"}))
	must(u.AddJob(ctx, till.Job{ID: pos.ID{2}, Made: 6, Title: "receipt", Document: []byte("{}"), State: till.JobWaiting}))
	shop, err := app.Shop(ctx)
	must(err)
	must(u.Acked(ctx, shop.Incarnation, 3))
	return u
}

func TestVerifyWhole(t *testing.T) {
	u := busyShop(t)
	r, err := u.Verify(context.Background(), nil)
	if err != nil || !r.OK || r.Events < 60 {
		t.Fatalf("%+v %v", r, err)
	}
}
