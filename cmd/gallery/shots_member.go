package main

import (
	"bonuskasse/hardware"
	"bonuskasse/pos/screen"
)

// adjusting is a person about to put a member's bonus right.
func adjusting(g *stage) {
	g.keys(screen.KeyF3)
	g.scan(hardware.KindClubCard, "10001")
	g.keys("Ctrl+J")
}

// memberShots are the member's screen and the form.
var memberShots = []shot{
	{name: "member-photo", drive: does(func(g *stage) {
		g.keys(screen.KeyF3)
		g.scan(hardware.KindClubCard, "10002")
		g.keys("Ctrl+E")
		g.answer("ok", 3, "")
	})},
	{name: "member-unknown-card", drive: does(func(g *stage) { g.keys(screen.KeyF3); g.scan(hardware.KindClubCard, "10050") })},
	{name: "member-details", drive: does(func(g *stage) {
		g.keys(screen.KeyF3)
		g.scan(hardware.KindClubCard, "10001")
		g.keys("Ctrl+L", "Ctrl+L", "Ctrl+L")
	})},
	{name: "member-more", drive: does(func(g *stage) {
		g.keys(screen.KeyF3)
		g.scan(hardware.KindClubCard, "10001")
		g.keys("Ctrl+E")
	})},
	{name: "member-why", drive: does(func(g *stage) {
		g.keys(screen.KeyF3)
		g.scan(hardware.KindClubCard, "10001")
		g.keys("Ctrl+W")
	})},
	{name: "member-adjust-points", drive: does(adjusting)},
	{name: "member-adjust-why", drive: does(func(g *stage) { adjusting(g); g.answer("ok", -1, "-4000") })},
	{name: "member-adjust-refused", drive: does(func(g *stage) { adjusting(g); g.answer("ok", -1, "120"); g.answer("ok", -1, " ") })},
	{name: "member-adjust-manager", drive: does(func(g *stage) {
		g.shell.SignIn(g.ctx, g.shop.inga)
		adjusting(g)
		g.answer("ok", -1, "120")
		g.answer("ok", -1, "Undskyld for ventetiden")
	})},
	{name: "member-mend", drive: does(func(g *stage) {
		g.keys(screen.KeyF3)
		g.scan(hardware.KindClubCard, "10001")
		g.keys("Ctrl+E")
		g.answer("ok", 5, "")
		g.answer("ok", -1, "karen")
	})},
	{name: "member-erase", drive: does(func(g *stage) {
		g.keys(screen.KeyF3)
		g.scan(hardware.KindClubCard, "10001")
		g.keys("Ctrl+E")
		g.answer("ok", 9, "")
	})},
	{name: "member-pool", drive: does(func(g *stage) { g.keys(screen.KeyF3); g.scan(hardware.KindClubCard, "10004") })},
	{name: "member-invited", drive: does(func(g *stage) { g.keys(screen.KeyF3); g.typed("yrsa"); g.keys(screen.KeyEnter) })},
	{name: "member-organisations", drive: does(func(g *stage) { g.keys(screen.KeyF3, "Ctrl+E"); g.answer("ok", 2, "") })},
	{name: "join", drive: does(func(g *stage) {
		g.keys(screen.KeyF3, "Ctrl+N")
		g.typed("Åse Bæk")
		g.keys(screen.KeyEnter)
		g.typed("20 30 40 50")
		g.scan(hardware.KindClubCard, "10050")
	})},
	{name: "join-known", drive: does(func(g *stage) {
		g.keys(screen.KeyF3, "Ctrl+N")
		g.typed("Søren Aakjaer")
		g.keys(screen.KeyEnter)
		g.typed("29 77 88 99")
		g.keys("Ctrl+S")
		g.answer(screen.Cancel, -1, "")
	})},
	{name: "join-twice", drive: does(func(g *stage) {
		g.keys(screen.KeyF3, "Ctrl+N")
		g.typed("Søren Aakjaer")
		g.keys(screen.KeyEnter)
		g.typed("29 77 88 99")
		g.keys("Ctrl+S")
	})},
	{name: "join-consent", drive: does(func(g *stage) {
		g.keys(screen.KeyF3, "Ctrl+N")
		g.typed("Åse Bæk")
		g.keys(append(down(4), screen.KeyRight)...)
	})},
	{name: "join-change", drive: does(func(g *stage) {
		g.keys(screen.KeyF3)
		g.scan(hardware.KindClubCard, "10001")
		g.keys("Ctrl+E")
		g.answer("ok", 2, "")
		g.keys(down(9)...)
	})},
	{name: "join-refused", drive: does(func(g *stage) {
		g.keys(screen.KeyF3, "Ctrl+N")
		g.typed("Åse Bæk")
		g.keys(down(2)...)
		g.typed("aase")
		g.keys("Ctrl+S")
	})},
}
