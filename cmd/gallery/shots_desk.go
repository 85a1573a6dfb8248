package main

import (
	"context"
	"time"

	"bonuskasse/hardware"
	"bonuskasse/pos"
	"bonuskasse/pos/screen"
	"bonuskasse/pos/screen/reports"
	"bonuskasse/pos/table"
	"bonuskasse/pos/till"
)

// waiting is a shop where reviews wait for a manager, and points that a clerk
// gave; one of them is the manager's own.
func waiting(g *stage) error {
	t, boss := g.shop.till, till.By(pos.System)
	if list, err := t.Proposals(g.ctx, "", boss); err != nil || len(list) > 0 {
		return err // the shots share one shop
	}
	set := map[string]string{"review_points": "50", "approve_reviews": "true", "approve_manual": "true"}
	if _, err := t.SetProgram(g.ctx, set, boss); err != nil {
		return err
	}
	for _, x := range []struct {
		username, about string
		stars           int64
	}{{"soren", "A-4", 5}, {"karen", "A-1", 4}, {"ines", "Salon de thé, rue Nederdammen", 5}, {"soren", "Betjeningen en travl lørdag før jul", 3}} {
		m, err := t.MemberByUsername(g.ctx, x.username)
		if err != nil {
			return err
		}
		if _, err := t.AddReview(g.ctx, till.Review{Member: m.Member.ID, About: x.about, Stars: x.stars}, till.By(g.shop.yrsa)); err != nil {
			return err
		}
	}
	karen, err := t.MemberByUsername(g.ctx, "karen")
	if err != nil {
		return err
	}
	yrsa := till.By(g.shop.yrsa)
	yrsa.Reason = "Pose glemt ved afhentning"
	_, err = t.Adjust(g.ctx, karen.Member.ID, 40, yrsa)
	return err
}

// waitingThen is waiting, and what is done then.
func waitingThen(do func(g *stage)) func(*stage) error {
	return func(g *stage) error {
		if err := waiting(g); err != nil {
			return err
		}
		do(g)
		return nil
	}
}

func toApprovals(g *stage) {
	g.keys(screen.KeyF8)
	g.runes("w")
}

// reviewFiles is a folder with a list of reviews, some of them bad.
type reviewFiles struct{ counter }

// Read is part of screen.ListFiles.
func (reviewFiles) Read(string) (table.Sheet, error) {
	return table.Read([]byte("username;about;stars\nkaren;Kaffe, malet 250 g;4\nsorne;Ribe te 100 g;5\ninès;A-5;9\nines;A-5;5\nmaja;;3\n")), nil
}

// offDrawer counts a drawer that is not what it should be.
func offDrawer(g *stage) {
	g.keys(screen.KeyF8)
	g.runes("z")
	g.answer("close", -1, "1000")
	g.answer("ok", -1, "500")
}

// toReport opens a report by its row; below 0 the list of them.
func toReport(row int) func(*stage) {
	return func(g *stage) {
		g.keys(screen.KeyF8)
		g.runes("r")
		if row >= 0 {
			g.answer("ok", row, "")
		}
	}
}

func toMessages(g *stage) {
	g.keys(screen.KeyF8)
	g.runes("b")
}

// Save is part of reports.Files.
func (reviewFiles) Save(string, reports.Sheet, string) error { return nil }

// pastMonth is the shop's till with a month of sales: the shop itself has a day.
type pastMonth struct{ *till.Till }

// SalesReport is part of reports.SalesTill.
func (p pastMonth) SalesReport(context.Context, pos.Millis, pos.Millis, till.Who) (r till.SalesReport, err error) {
	for n := range 24 {
		day := till.SalesDay{Day: pos.At(noon.AddDate(0, 0, -n).Truncate(24 * time.Hour)), Sales: int64(20 + n*7%13), Net: pos.Money(4642_98 + n*n*137_00%5200_00),
			Bonus: 97_80, Earned: 27764, Used: 9780}
		if noon.AddDate(0, 0, -n).Weekday() == time.Sunday {
			continue
		}
		r.Days = append(r.Days, day)
		r.Sum.Sales += day.Sales
		r.Sum.Net += day.Net
	}
	return r, nil
}

var deskShots = []shot{
	{name: "approvals-empty", drive: does(toApprovals)},
	{name: "approvals", drive: waitingThen(func(g *stage) { toApprovals(g); g.runes("++") })},
	{name: "reviews", drive: waitingThen(func(g *stage) { g.keys(screen.KeyF8); g.runes("v") })},
	{name: "reviews-bad", drive: waitingThen(func(g *stage) {
		g.keys(screen.KeyF8)
		g.runes("vi")
		g.answer("ok", 2, "")
	})},
	{name: "reviews-about", drive: waitingThen(func(g *stage) {
		g.keys(screen.KeyF8)
		g.runes("v")
		g.keys(screen.KeyEnter)
		g.answer("ok", -1, "ines")
	})},
	{name: "reports-points", drive: waitingThen(func(g *stage) { g.keys(screen.KeyF8); g.runes("p") })},
	{name: "reports-sales", drive: func(g *stage) error {
		g.shell.Add(reports.SalesPlace, reports.NewSales(pastMonth{g.shop.till}, reviewFiles{}))
		g.keys(screen.KeyF8)
		g.runes("s")
		g.keys(screen.KeyDown, screen.KeyDown)
		return nil
	}},
	{name: "reports-more", drive: waitingThen(toReport(-1))},
	{name: "reports-customers", drive: waitingThen(toReport(2))},
	{name: "reports-cards", drive: waitingThen(toReport(3))},
	{name: "reports-coupons", drive: waitingThen(toReport(4))},
	{name: "reports-owed", drive: waitingThen(toReport(5))},
	{name: "reports-owed-then", drive: waitingThen(func(g *stage) { toReport(5)(g); g.keys(screen.KeyRight) })},
	{name: "reports-z", drive: waitingThen(func(g *stage) { g.keys(screen.KeyF8); g.runes("z") })},
	{name: "reports-z-left", drive: waitingThen(func(g *stage) { g.keys(screen.KeyF8); g.runes("z"); g.answer("close", -1, "1000") })},
	{name: "reports-z-off", drive: waitingThen(offDrawer)},
	{name: "reports-z-done", drive: waitingThen(func(g *stage) { offDrawer(g); g.answer("close", -1, "Forkert byttepenge") })},
	{name: "messages", drive: waitingThen(toMessages)},
	{name: "messages-templates", drive: waitingThen(func(g *stage) {
		toMessages(g)
		g.keys(screen.KeyEnter, screen.KeyDown, screen.KeyDown)
		g.scan(hardware.KindClubCard, "10001")
	})},
	{name: "messages-edit", drive: waitingThen(func(g *stage) {
		toMessages(g)
		g.keys(screen.KeyEnter, screen.KeyDown, screen.KeyDown)
		g.scan(hardware.KindClubCard, "10001")
		g.keys(screen.KeyEnter)
	})},
	{name: "messages-wrong", drive: waitingThen(func(g *stage) {
		toMessages(g)
		g.keys(screen.KeyEnter, screen.KeyEnter)
		g.typed("Hej {nvan}, velkommen til {shop}")
	})},
	{name: "approvals-refuse", drive: waitingThen(func(g *stage) { toApprovals(g); g.keys(screen.KeyDelete) })},
}
