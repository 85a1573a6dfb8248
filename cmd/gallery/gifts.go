package main

import (
	"context"

	"bonuskasse/hardware"
	"bonuskasse/pos"
	"bonuskasse/pos/screen"
	"bonuskasse/pos/till"
)

// giftCards are those of the pictures: one that a customer has half spent.
type giftCards struct{ spent, promo, receipt string }

// gifts fills the catalogue, sells a gift card and spends some of it; a second
// time it only says which.
func (s *shop) gifts(ctx context.Context) (giftCards, error) {
	if s.giftCards.spent != "" {
		return s.giftCards, nil
	}
	boss := till.By(s.bo)
	few, none := int64(4), int64(0)
	for _, w := range []pos.Reward{
		{SKU: "KAFFE", Name: "Kop kaffe", Kind: pos.ThingReward, Points: 2500, Active: true},
		{SKU: "GK50", Name: "Gavekort 50 kr.", Kind: pos.GiftCardReward, Points: 5000, Amount: 50_00, Active: true},
		{SKU: "BILLET", Name: "Billet til Ribe Vikingecenter", Kind: pos.ThingReward, Points: 160_000, Stock: &few, Active: true},
		{SKU: "KANDE", Name: "Tekande", Kind: pos.ThingReward, Points: 4000, Stock: &none, Active: true},
		{SKU: "SOMMER", Name: "Sommerens is", Kind: pos.ThingReward, Points: 3000},
	} {
		if err := s.till.SetReward(ctx, w, boss); err != nil {
			return giftCards{}, err
		}
	}
	sell, err := s.till.NewSale(ctx, s.bo)
	if err == nil {
		err = s.till.SellGiftCard(ctx, &sell, 500_00)
	}
	if err != nil {
		return giftCards{}, err
	}
	sold, err := s.till.Complete(ctx, sell, till.Payment{BankCard: till.Exact})
	if err != nil {
		return giftCards{}, err
	}
	code := sold.Sale.Lines[0].GiftCard
	buy, err := s.till.NewSale(ctx, s.bo)
	if err == nil {
		err = s.till.AddBarcode(ctx, &buy, stock[2].sku, 2000)
	}
	var bought till.Done
	if err == nil {
		bought, err = s.till.Complete(ctx, buy, till.Payment{GiftCards: []string{code}, BankCard: till.Exact})
	}
	if err != nil {
		return giftCards{}, err
	}
	boss.Reason = "Forsinket levering"
	given, err := s.till.GiveGiftCard(ctx, 25_00, pos.ID{}, boss)
	s.giftCards = giftCards{spent: code, promo: given.Code, receipt: bought.Sale.Receipt}
	return s.giftCards, err
}

// withGifts is a drive over a shop that has them.
func withGifts(drive func(g *stage, c giftCards)) func(*stage) error {
	return func(g *stage) error {
		c, err := g.shop.gifts(g.ctx)
		if err == nil {
			drive(g, c)
		}
		return err
	}
}

var giftShots = []shot{
	{name: "gifts-empty", drive: does(func(g *stage) { g.keys(screen.KeyF7) })},
	{name: "gifts", drive: withGifts(func(g *stage, _ giftCards) {
		g.keys(screen.KeyF7)
		g.scan(hardware.KindClubCard, "10001")
	})},
	{name: "gifts-card", drive: withGifts(func(g *stage, c giftCards) {
		g.keys(screen.KeyF7)
		g.read(pos.GiftCardText(c.spent))
	})},
	{name: "gifts-buy", drive: withGifts(func(g *stage, _ giftCards) {
		g.keys(screen.KeyF7)
		g.scan(hardware.KindClubCard, "10001")
		g.keys(screen.KeyDown, screen.KeyEnter)
	})},
	{name: "gifts-sell", drive: withGifts(func(g *stage, _ giftCards) { g.keys(screen.KeyF7, "Ctrl+N") })},
	{name: "gifts-reward", drive: withGifts(func(g *stage, _ giftCards) { g.keys(screen.KeyF7, "Ctrl+T") })},
	{name: "sale-gift-card", drive: withGifts(func(g *stage, _ giftCards) {
		g.buy(0)
		g.keys(screen.KeyF7, "Ctrl+N")
		g.answer("ok", -1, "250")
	})},
	{name: "payment-gift-card-code", drive: withGifts(func(g *stage, _ giftCards) { cartOf(g); g.runes("+4") })},
	{name: "payment-gift-card", drive: withGifts(func(g *stage, c giftCards) {
		cartOf(g)
		g.runes("+")
		g.read(pos.GiftCardText(c.promo))
		g.read(pos.GiftCardText(c.spent))
	})},
	{name: "thanks-gift-card", drive: withGifts(func(g *stage, c giftCards) {
		cartOf(g)
		g.runes("+")
		g.read(pos.GiftCardText(c.promo))
		g.read(pos.GiftCardText(c.spent))
		g.runes("1")
		g.keys(screen.KeyEnter)
	})},
	{name: "gifts-return", drive: withGifts(func(g *stage, c giftCards) {
		openReturn(g, c.receipt)
		g.runes("+")
	})},
}

// read scans what is none of the shop's own forms.
func (g *stage) read(text string) {
	g.send(screen.Scanned{Scan: hardware.Scan{Kind: hardware.KindUnknown, Reason: hardware.WhyForeign, Text: text}})
}
