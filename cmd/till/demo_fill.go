package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"time"

	"bonuskasse/pos"
	"bonuskasse/pos/till"
	"bonuskasse/store"
)

// fill makes the demo's goods, people and members, and what they bought in the
// past year, so that there are balances, and points that expire soon.
func (d *demo) fill(ctx context.Context, s *store.Store) error {
	now := time.Now().AddDate(0, -12, 1)
	t, err := till.New(ctx, s, till.Options{Now: func() time.Time { return now }, Random: rand.Reader})
	if err != nil {
		return err
	}
	defer t.Close()
	boss := till.By(pos.System)
	if _, err := t.SetProgram(ctx, map[string]string{"expiry_months": "12"}, boss); err != nil {
		return err
	}
	for _, tier := range []pos.Tier{
		{Name: "Guld", RateBp: 800, DiscountBp: 1000, Threshold: 5000_00},
		{Name: pos.NoBonusTier, DiscountBp: 500, Default: true},
	} {
		if err := t.SetTier(ctx, tier, boss); err != nil {
			return err
		}
	}
	if err := t.SetProducts(ctx, demoProducts(), boss); err != nil {
		return err
	}
	for _, p := range []pos.Person{{Name: "Inga", Role: pos.Cashier}, {Name: "Bo", Role: pos.Manager}} {
		if _, err := t.SetPerson(ctx, p, demoPINs[p.Name], boss); err != nil {
			return err
		}
	}
	if err := t.Set(ctx, till.IdleSetting, "0", boss); err != nil { // a demo waits for whoever looks
		return err
	}
	for i, m := range demoMembers {
		_, err := t.AddMember(ctx, till.NewMember{
			Username: m.username, Name: m.name, Phone: m.phone, Email: m.email, Language: m.language, Tier: m.tier,
			Card: fmt.Sprint(10001 + i), CardKind: m.kind,
		}, boss)
		if err != nil {
			return err
		}
	}
	return demoPast(ctx, t, &now)
}

func demoProducts() (list []pos.Product) {
	for _, g := range demoGoods {
		list = append(list, pos.Product{
			SKU: g.sku, Barcodes: []string{g.gtin}, Name: g.name, Category: g.category, Price: g.price, VATBp: 2500,
			Kind: pos.Goods, Discountable: true, Earns: true, BonusPayable: true,
		})
	}
	list = append(list, pos.Product{
		SKU: demoBag, Barcodes: []string{"5701234001270"}, Name: "Bærepose", Category: "Emballage", Price: 5_00, VATBp: 2500, Kind: pos.Goods,
	})
	for _, s := range demoServices {
		p := pos.Product{
			SKU: s.sku, Name: s.name, Category: "Service", Price: s.price, VATBp: 2500,
			Kind: pos.Service, Earns: true, BonusPayable: true,
		}
		if s.points > 0 {
			p.FixedPoints = &s.points
		}
		list = append(list, p)
	}
	return list
}

// demoPast is what was bought: by whom, so many days after the first day, what
// and how much of it.
func demoPast(ctx context.Context, t *till.Till, now *time.Time) error {
	first := *now
	for _, b := range []struct {
		card string
		day  int
		sku  string
		qty  int64
	}{
		{"10002", 2, "TO-1", 2000}, {"10001", 12, "KF-250", 4000}, {"10003", 20, "TE-100", 6000},
		{"10004", 40, "PO-1", 3000}, {"10005", 90, "OS-1", 1850}, {"10002", 130, "KO-1", 6000},
		{"10001", 200, "HO-350", 10000}, {"10007", 220, "RU-1", 2000}, {"10004", 300, "TO-1", 4000},
		{"10001", 330, "TO-1", 3000}, {"10002", 350, "SO-1", 5000},
	} {
		*now = first.AddDate(0, 0, b.day)
		draft, err := t.NewSale(ctx, pos.System)
		if err != nil {
			return err
		}
		if err := t.AddBarcode(ctx, &draft, b.sku, b.qty); err != nil {
			return err
		}
		if _, err := t.AttachCard(ctx, &draft, b.card, false); err != nil {
			return err
		}
		if _, err := t.Complete(ctx, draft, till.Payment{BankCard: till.Exact}); err != nil {
			return err
		}
	}
	return nil
}
