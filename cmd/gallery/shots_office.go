package main

import (
	"context"
	"time"

	"bonuskasse/pos"
	"bonuskasse/pos/screen"
	"bonuskasse/pos/till"
	"bonuskasse/pos/ui"
)

// apart is the shop's till as one of a chain that has lost its line, with things
// to settle: the shop itself is alone.
type apart struct {
	*till.Till
	list []till.ToSettle
}

func (a apart) ToSettle(context.Context) (till.Settling, error) {
	return till.Settling{List: a.list, Office: till.Office{Joined: true, TillName: "Kasse 2", Told: pos.At(noon.Add(-26 * time.Minute)), Tills: 5,
		RightsPoints: 12480, RightsMembers: 31, CardNumbers: 50}}, nil
}

func (a apart) Line() screen.LineNow {
	return screen.LineNow{State: "no_line", Since: pos.At(noon.Add(-25 * time.Minute)), Heard: pos.At(noon.Add(-25 * time.Minute)), Unsent: 14, Chain: "Ribe Te & Kaffe"}
}

func (a apart) Enrol(context.Context, string, string, string) (screen.Joined, error) {
	return screen.Joined{Till: "Kasse 2", Chain: "Ribe Te & Kaffe"}, nil
}

// toOffice opens F9 of a till with things to settle.
func toOffice(list func(soren, karen pos.Member) []till.ToSettle) func(*stage) error {
	return func(g *stage) error {
		soren, err := g.shop.till.MemberByUsername(g.ctx, "soren")
		if err != nil {
			return err
		}
		karen, err := g.shop.till.MemberByUsername(g.ctx, "karen")
		if err != nil {
			return err
		}
		a := apart{g.shop.till, list(soren.Member, karen.Member)}
		g.shell.Add(screen.OfficePlace, screen.NewOffice(a, a))
		g.front.Add(screen.OfficePlace, ui.NewOffice)
		g.send(screen.Status{News: func(s *screen.Strip) { s.ToSettle = int64(len(a.list)) }})
		g.keys(screen.KeyF9)
		return nil
	}
}

func troubles(soren, karen pos.Member) []till.ToSettle {
	at := func(hours int) pos.Millis { return pos.At(noon.Add(-time.Duration(hours) * time.Hour)) }
	return []till.ToSettle{
		{Who: soren, Conflict: pos.Conflict{ID: pos.ID{1}, Kind: pos.CouponTwice, At: at(22), Till: "Kasse 2", TillTwo: "Kasse 4", Subject: "7Q2KM-0XW9A", Points: 50}},
		{Conflict: pos.Conflict{ID: pos.ID{2}, Kind: pos.GiftOverspent, At: at(21), Till: "Kasse 4", Subject: "Y0J25-DT6FR", Points: 80_00}},
		{Who: karen, Other: soren, Conflict: pos.Conflict{ID: pos.ID{3}, Kind: pos.CardTwice, At: at(5), Till: "Kasse 2", TillTwo: "Kasse 1", Subject: "10211"}},
		{Conflict: pos.Conflict{ID: pos.ID{4}, Kind: pos.Forked, At: at(3), Till: "Kasse 3"}},
		{Conflict: pos.Conflict{ID: pos.ID{5}, Kind: pos.ClockFarOff, At: at(1), Till: "Kasse 5", Points: 21}},
	}
}

var officeShots = []shot{
	{name: "office", drive: toOffice(troubles)},
	{name: "office-settle", drive: func(g *stage) error {
		if err := toOffice(troubles)(g); err != nil {
			return err
		}
		g.keys(screen.KeyDown, screen.KeyDown, screen.KeyEnter)
		return nil
	}},
	{name: "office-empty", drive: toOffice(func(pos.Member, pos.Member) []till.ToSettle { return nil })},
}
