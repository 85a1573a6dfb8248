package main

import (
	"slices"

	"bonuskasse/hardware"
	"bonuskasse/pos"
	"bonuskasse/pos/screen"
	"bonuskasse/pos/till"
)

// shot is one picture of the gallery.
type shot struct {
	name     string
	customer bool // it is of the customer's window
	drive    func(g *stage) error
}

// does is a shot's drive that cannot fail.
func does(f func(g *stage)) func(*stage) error {
	return func(g *stage) error { f(g); return nil }
}

// section opens a section of Settings, with the arrows in its rows.
func section(name string, more ...screen.KeyName) func(*stage) error {
	return does(func(g *stage) {
		g.keys(screen.KeyF10)
		for range map[string]int{"look": 0, "devices": 1, "programme": 2, "tiers": 3, "people": 4, "shop": 5, "office": 6}[name] {
			g.send(screen.Key{Name: screen.KeyDown})
		}
		g.keys(append([]screen.KeyName{screen.KeyEnter}, more...)...)
	})
}

func cartOf(g *stage) {
	g.scan(hardware.KindClubCard, "10001")
	g.buy(0, 0, 0, 1, 6, 4)
}

// pasted is what was copied from a spreadsheet: slips of a Saturday, with the
// mistakes that people make.
const pasted = "soren\t120\tskjorte\nkaren\t75\t\n10003\t200\t\nmaja\t1,5\tto slips\nines\t60\t\nsoren\t120\t\nmaja\t35\tbuket til Åse\nsorne\t80\t\nkaren\t9000\tfest\n"

// slips is a clerk with those slips before them, and the next row begun.
func slips(g *stage) {
	g.shell.SignIn(g.ctx, g.shop.yrsa)
	g.keys(screen.KeyF4, "Ctrl+V")
}

func down(n int) (keys []screen.KeyName) {
	for range n {
		keys = append(keys, screen.KeyDown)
	}
	return keys
}

// shots are taken in this order, over one shop: those that sell or give back
// come last.
var shots = slices.Concat(memberShots, officeShots, programmeShots, switchShots(), tillShots, giftShots, deskShots, apartShots, appointmentShots, longShots)

var tillShots = []shot{
	{name: "first-start", drive: does(func(g *stage) { g.shell.Start(g.ctx, screen.FirstStartPlace) })},
	{name: "first-start-pin", drive: does(func(g *stage) {
		g.shell.Start(g.ctx, screen.FirstStartPlace)
		for _, text := range []string{"", "Ribe Te & Kaffe", "", "", "Bo Krogh", "2580", "2581"} {
			g.typed(text)
			g.keys(screen.KeyEnter)
		}
	})},
	{name: "lock", drive: does(func(g *stage) { g.keys(screen.KeyF12) })},
	{name: "sale-empty", drive: does(func(*stage) {})},
	{name: "sale", drive: does(cartOf)},
	{name: "sale-guest", drive: does(func(g *stage) { g.buy(0, 1, 2) })},
	{name: "sale-refused", drive: does(func(g *stage) { cartOf(g); g.scan(hardware.KindPaymentCard, "") })},
	{name: "sale-question", drive: does(func(g *stage) { cartOf(g); g.keys(screen.KeyEscape) })},
	{name: "payment", drive: does(func(g *stage) { cartOf(g); g.runes("+") })},
	{name: "payment-bonus", drive: does(func(g *stage) { cartOf(g); g.runes("+3") })},
	{name: "payment-why", drive: does(func(g *stage) { cartOf(g); g.runes("+3"); g.keys("Ctrl+W") })},
	{name: "payment-own", drive: does(func(g *stage) {
		g.shell.SignIn(g.ctx, g.shop.inga)
		g.scan(hardware.KindClubCard, "10004")
		g.buy(0, 2)
		g.runes("+")
	})},
	{name: "member-empty", drive: does(func(g *stage) { g.keys(screen.KeyF3) })},
	{name: "member", drive: does(func(g *stage) { g.keys(screen.KeyF3); g.scan(hardware.KindClubCard, "10001") })},
	{name: "noted-empty", drive: does(func(g *stage) { g.keys(screen.KeyF4) })},
	{name: "noted", drive: does(func(g *stage) { slips(g); g.typed("mar") })},
	{name: "noted-wrong", drive: does(func(g *stage) { slips(g); g.keys(screen.KeyUp, screen.KeyUp) })},
	{name: "noted-mend", drive: does(func(g *stage) { slips(g); g.keys(screen.KeyUp, screen.KeyUp); g.runes("/") })},
	{name: "noted-bad", drive: does(func(g *stage) { slips(g); g.runes("+") })},
	{name: "noted-give", drive: does(func(g *stage) {
		g.keys(screen.KeyF4)
		g.typed("soren")
		g.keys(screen.KeyEnter)
		g.typed("120")
		g.runes("+")
	})},
	{name: "cards", drive: does(func(g *stage) { g.keys(screen.KeyF6) })},
	{name: "cards-open", drive: func(g *stage) error {
		if err := g.shop.printCards(g.ctx); err != nil {
			return err
		}
		g.keys(screen.KeyF6)
		g.scan(hardware.KindClubCard, "20003")
		g.answer(screen.Cancel, -1, "")
		return nil
	}},
	{name: "cards-issue", drive: func(g *stage) error {
		if err := g.shop.printCards(g.ctx); err != nil {
			return err
		}
		g.keys(screen.KeyF6)
		g.scan(hardware.KindClubCard, "20003")
		return nil
	}},
	{name: "cards-batch", drive: does(func(g *stage) { g.keys(screen.KeyF6, "Ctrl+N", screen.KeyDown, screen.KeyDown, screen.KeyDown) })},
	{name: "cards-personal", drive: does(func(g *stage) { personal(g); g.answer(screen.Cancel, -1, "") })},
	{name: "cards-members", drive: does(personal)},
	{name: "cards-design", drive: func(g *stage) error {
		if err := g.shop.design(g.ctx); err != nil {
			return err
		}
		g.keys(screen.KeyF6, "Ctrl+T")
		g.answer("ok", 0, "")
		return nil
	}},
	{name: "cards-again", drive: func(g *stage) error {
		if err := g.shop.printCards(g.ctx); err != nil {
			return err
		}
		g.keys(screen.KeyF6)
		g.typed("20005")
		g.keys(screen.KeyEnter, "Ctrl+P")
		return nil
	}},
	{name: "coupons", drive: does(func(g *stage) { g.keys(screen.KeyF5) })},
	{name: "coupons-free", drive: does(func(g *stage) { g.keys(screen.KeyF5); g.scan(hardware.KindCoupon, g.shop.signed) })},
	{name: "coupons-used", drive: does(func(g *stage) { g.keys(screen.KeyF5); g.scan(hardware.KindCoupon, g.shop.used) })},
	{name: "coupons-void", drive: does(func(g *stage) {
		g.keys(screen.KeyF5)
		g.send(screen.Tap{Do: "state", At: 3})
		g.keys(screen.KeyEnter)
	})},
	{name: "coupons-register", drive: does(func(g *stage) {
		g.keys(screen.KeyF5)
		g.scan(hardware.KindCoupon, g.shop.signed)
		g.keys("Ctrl+R")
	})},
	{name: "coupons-batch", drive: does(func(g *stage) {
		g.keys(screen.KeyF5, "Ctrl+A")
		g.answer("ok", -1, "24")
		g.answer("ok", -1, "100")
	})},
	{name: "coupons-approve", drive: does(func(g *stage) {
		g.shell.SignIn(g.ctx, g.shop.inga)
		g.keys(screen.KeyF5, "Ctrl+N")
		g.answer("ok", -1, "200")
		g.answer("receipts", -1, "")
	})},
	{name: "coupons-again", drive: func(g *stage) error {
		made, err := g.shop.till.MakeCoupons(g.ctx, till.NewCoupons{Count: 60, Points: 25, Title: "Uge 48", Output: till.OnSheets}, till.By(g.shop.bo))
		if err != nil {
			return err
		}
		g.keys(screen.KeyF5)
		g.scan(hardware.KindCoupon, made.Paper.Coupons[30].QR)
		g.keys("Ctrl+P")
		return nil
	}},
	{name: "coupons-drawing", drive: does(func(g *stage) {
		g.held = true
		g.keys(screen.KeyF5, "Ctrl+A")
		g.answer("ok", -1, "240")
		g.answer("ok", -1, "100")
		g.answer("sheets", -1, "")
	})},
	{name: "sale-coupon", drive: does(func(g *stage) { cartOf(g); g.scan(hardware.KindCoupon, g.shop.signed) })},
	{name: "reports", drive: does(func(g *stage) { g.keys(screen.KeyF8) })},
	{name: "alarms", drive: does(func(g *stage) { g.keys(screen.KeyF8); g.runes("A"); g.keys(screen.KeyDown) })},
	{name: "alarms-settle", drive: does(func(g *stage) { g.keys(screen.KeyF8); g.runes("A"); g.keys(screen.KeyEnter) })},
	{name: "reports-receipt", drive: does(func(g *stage) { g.keys(screen.KeyF8); g.typed(g.shop.last); g.keys(screen.KeyEnter) })},
	{name: "reports-why", drive: does(func(g *stage) { g.keys(screen.KeyF8); g.typed(g.shop.last); g.keys("Ctrl+W") })},
	{name: "reports-mend", drive: does(func(g *stage) {
		g.keys(screen.KeyF8, "Ctrl+E")
		g.answer("ok", -1, "karen")
	})},
	{name: "help", drive: does(func(g *stage) { g.keys(screen.KeyF8, screen.KeyF1, screen.KeyDown, screen.KeyDown) })},
	{name: "settings-look", drive: section("look")},
	{name: "settings-devices", drive: section("devices")},
	{name: "settings-devices-live", drive: func(g *stage) error {
		if err := section("devices", down(7)...)(g); err != nil {
			return err
		}
		g.keys(screen.KeyEnter)
		g.scan(hardware.KindClubCard, "10001")
		g.scan(hardware.KindPaymentCard, "")
		g.scan(hardware.KindProduct, stock[2].sku)
		return nil
	}},
	{name: "settings-printer", drive: section("devices", screen.KeyEnter)},
	{name: "settings-programme", drive: section("programme")},
	{name: "settings-programme-changed", drive: func(g *stage) error {
		if err := section("programme", down(6)...)(g); err != nil {
			return err
		}
		g.keys(screen.KeyEnter)
		g.answer("save", -1, "50")
		return nil
	}},
	{name: "settings-tiers", drive: section("tiers")},
	{name: "settings-tier", drive: section("tiers", screen.KeyDown, screen.KeyEnter)},
	{name: "settings-people", drive: section("people")},
	{name: "settings-person", drive: section("people", screen.KeyEnter, screen.KeyDown, screen.KeyEnter)},
	{name: "settings-limits", drive: section("people", append(down(5), screen.KeyEnter, screen.KeyDown)...)},
	{name: "settings-alarms", drive: section("people", append(down(9), screen.KeyEnter, screen.KeyDown)...)},
	{name: "settings-shop", drive: section("shop")},
	{name: "settings-backup", drive: func(g *stage) error {
		if err := g.shop.till.Set(g.ctx, till.BackupSetting, "/media/bo/KOPI", till.By(g.shop.bo)); err != nil {
			return err
		}
		return section("shop", down(9)...)(g)
	}},
	{name: "settings-office", drive: section("office", screen.KeyDown, screen.KeyDown, screen.KeyDown)},
	{name: "settings-cashier", drive: func(g *stage) error {
		g.shell.SignIn(g.ctx, g.shop.inga)
		return section("programme", screen.KeyDown)(g)
	}},
	{name: "return-empty", drive: does(func(g *stage) { g.shell.GoTo(g.ctx, screen.RefundPlace); g.front.Draw() })},
	{name: "return", drive: does(func(g *stage) { openReturn(g, g.shop.last); g.runes("++"); g.keys(screen.KeyDown); g.runes("+") })},
	{name: "return-question", drive: does(func(g *stage) { openReturn(g, g.shop.last); g.runes("++"); g.keys(screen.KeyEnter) })},
	{name: "return-manager", drive: does(func(g *stage) {
		g.shell.SignIn(g.ctx, g.shop.inga)
		openReturn(g, g.shop.big)
		g.keys(screen.KeyEnter)
		g.answer("return", -1, "")
	})},
	{name: "customer-welcome", customer: true, drive: does(func(*stage) {})},
	{name: "customer-sale", customer: true, drive: does(cartOf)},
	{name: "customer-guest", customer: true, drive: does(func(g *stage) { g.buy(0, 1, 2, 3, 4, 5, 6, 7, 8) })},
	{name: "customer-thanks", customer: true, drive: does(func(g *stage) { cartOf(g); g.runes("+1"); g.typed("500"); g.keys(screen.KeyEnter) })},
	{name: "thanks-ask", drive: func(g *stage) error {
		set := func(ask string) error {
			_, err := g.shop.till.SetProgram(g.ctx, map[string]string{"ask_first": ask}, till.By(pos.System))
			return err
		}
		if err := set("true"); err != nil {
			return err
		}
		cartOf(g)
		g.runes("+1")
		g.typed("500")
		g.keys(screen.KeyEnter)
		return set("false")
	}},
	{name: "thanks", drive: does(func(g *stage) { cartOf(g); g.runes("+1"); g.typed("500"); g.keys(screen.KeyEnter) })},
	{name: "noted-lists", drive: does(func(g *stage) {
		g.keys(screen.KeyF4)
		for _, list := range [][]string{{"soren", "120", "karen", "75", "ines", "60"}, {"maja", "35", "soren", "20"}} {
			for _, text := range list {
				g.typed(text)
				g.keys(screen.KeyEnter)
			}
			g.runes("+")
			g.answer("give", -1, "")
		}
		g.keys("Ctrl+L", screen.KeyDown)
	})},
	{name: "import", drive: does(func(g *stage) { g.shell.GoTo(g.ctx, screen.ImportPlace); g.keys(down(2)...) })},
	{name: "import-no-file", drive: does(func(g *stage) {
		g.shell.GoTo(g.ctx, screen.ImportPlace)
		g.typed("klub")
		g.keys(screen.KeyEnter)
	})},
	{name: "import-look", drive: does(func(g *stage) { importing(g, 2) })},
	{name: "import-columns", drive: does(func(g *stage) { importing(g, 2); g.keys(screen.KeyRight, screen.KeyDown, screen.KeyDown) })},
	{name: "import-column", drive: does(func(g *stage) {
		importing(g, 2)
		g.keys(screen.KeyRight, screen.KeyDown, screen.KeyDown, screen.KeyEnter)
	})},
	{name: "import-bad", drive: does(func(g *stage) { importing(g, 2); g.keys(screen.KeyLeft) })},
	{name: "import-ask-bad", drive: does(func(g *stage) { importing(g, 2); g.keys("Ctrl+S") })},
	{name: "import-ask", drive: does(func(g *stage) { importing(g, 3); g.keys("Ctrl+S") })},
	{name: "import-run", drive: does(func(g *stage) {
		importing(g, 3)
		g.held = true
		g.keys("Ctrl+S")
		g.answer("import", -1, "")
		g.send(screen.Tick{At: g.shop.now})
	})},
	{name: "thanks-coupon", drive: func(g *stage) error {
		for key, value := range map[string]string{till.GuestCouponSetting: till.CouponAsk, till.GuestTierSetting: pos.FirstTier} {
			if err := g.shop.till.Set(g.ctx, key, value, till.By(g.shop.bo)); err != nil {
				return err
			}
		}
		g.buy(0, 1, 2)
		g.runes("+1")
		g.keys(screen.KeyEnter)
		return g.shop.till.Set(g.ctx, till.GuestCouponSetting, till.CouponOff, till.By(g.shop.bo))
	}},
	{name: "return-done", drive: does(func(g *stage) {
		openReturn(g, g.shop.last)
		g.runes("++")
		g.keys(screen.KeyEnter)
		g.answer("return", -1, "")
	})},
	{name: "import-done", drive: does(func(g *stage) {
		importing(g, 3)
		g.keys("Ctrl+S")
		g.answer("import", -1, "")
	})},
}

func openReturn(g *stage, receipt string) {
	g.shell.GoTo(g.ctx, screen.RefundPlace)
	g.typed(receipt)
	g.keys(screen.KeyEnter)
}
