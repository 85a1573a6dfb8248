package main

import (
	"bonuskasse/hardware"
	"bonuskasse/pos"
	"bonuskasse/pos/screen"
	"bonuskasse/pos/till"
)

// A person and an article with more letters than a screen has room for, and an
// amount with more figures.
const (
	longName  = "Maximiliane-Alexandrine von Østergård-Vestergaard de la Tour"
	longMail  = "maximiliane.alexandrine.von.oestergaard@langtdomaenenavn.example.dk"
	longGoods = "ØKOLOGISK HINDBÆRMARMELADE MED VANILJE OG CHOKOLADESTYKKER FRA VESTERHAVSØERNE"
	longCode  = "5701234009993"
	longCard  = "10090"
)

// withLong is a shop that has them.
func withLong(then func(g *stage)) func(*stage) error {
	return func(g *stage) error {
		boss := till.By(pos.System)
		if _, err := g.shop.till.Card(g.ctx, longCard); err != nil {
			m, err := g.shop.till.AddMember(g.ctx, till.NewMember{Username: "maximiliane", Name: longName, Phone: "+45 20 88 99 11", Email: longMail}, boss)
			if err != nil {
				return err
			}
			if err := g.shop.till.IssueCard(g.ctx, m.ID, longCard, pos.BothCard, boss); err != nil {
				return err
			}
		}
		then(g)
		return nil
	}
}

func longCart(g *stage) {
	g.scan(hardware.KindClubCard, longCard)
	g.buy(1)
	g.runes("*")
	g.typed("12")
	g.runes("*")
	g.scan(hardware.KindProduct, longCode)
}

// longShots are of what does not fit: nothing makes the window grow, no amount
// is cut, and words end in "…".
var longShots = []shot{
	{name: "long-sale", drive: withLong(longCart)},
	{name: "long-discount", drive: withLong(func(g *stage) { longCart(g); g.runes("%") })},
	{name: "long-payment", drive: withLong(func(g *stage) { longCart(g); g.runes("+") })},
	{name: "long-cash", drive: withLong(func(g *stage) { longCart(g); g.runes("+1") })},
	{name: "long-member", drive: withLong(func(g *stage) { g.keys(screen.KeyF3); g.scan(hardware.KindClubCard, longCard) })},
	{name: "long-details", drive: withLong(func(g *stage) {
		g.keys(screen.KeyF3)
		g.scan(hardware.KindClubCard, longCard)
		g.keys("Ctrl+L", "Ctrl+L", "Ctrl+L")
	})},
	{name: "long-card", drive: withLong(func(g *stage) { g.keys(screen.KeyF6); g.scan(hardware.KindClubCard, longCard) })},
	{name: "long-thanks", drive: withLong(func(g *stage) {
		longCart(g)
		g.runes("+1")
		g.keys(screen.KeyEnter)
	})},
	{name: "long-receipt", drive: withLong(func(g *stage) {
		g.keys(screen.KeyF8)
		g.keys(screen.KeyEnter)
	})},
}
