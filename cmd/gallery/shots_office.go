package main

import (
	"context"
	"time"

	"bonuskasse/pos"
	"bonuskasse/pos/chain"
	"bonuskasse/pos/journal/journalpb"
	"bonuskasse/pos/screen"
	"bonuskasse/pos/screen/settings"
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

// Office is what Settings counts the tills by.
func (a apart) Office(context.Context) (till.Office, error) {
	return till.Office{Joined: true, TillName: "Kasse 2", Tills: 5}, nil
}

func (a apart) Line() screen.LineNow {
	return screen.LineNow{State: "no_line", Since: pos.At(noon.Add(-25 * time.Minute)), Heard: pos.At(noon.Add(-25 * time.Minute)), Unsent: 14, Chain: "Ribe Te & Kaffe"}
}

func (a apart) Enrol(context.Context, string, string, string) (settings.Joined, error) {
	return settings.Joined{Till: "Kasse 2", Chain: "Ribe Te & Kaffe"}, nil
}

func (a apart) Check(context.Context, string, string, string) (till.Joining, error) {
	return till.Joining{Chain: "Ribe Te & Kaffe", Till: "Kasse 2", Tills: 5, Clashes: []till.Clash{
		{Kind: "goods", Key: "4021", Name: "Earl Grey", Price: 59_00, Theirs: "Earl Grey, 100 g", TheirPrice: 64_00},
		{Kind: "tier", Key: "Guld", Price: 800, TheirPrice: 1000},
		{Kind: "cards", Price: 10001, Count: 200, TheirPrice: 10001, Theirs: "10500"},
		{Kind: "card", Key: "10017"},
		{Kind: "username", Key: "karen"},
		{Kind: "person", Name: "Bo Krogh"},
	}}, nil
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

// wrongClock is a till with a line whose clock is a year behind.
type wrongClock struct{ apart }

func (w wrongClock) Line() screen.LineNow {
	return screen.LineNow{State: "online", Since: pos.At(noon), Heard: pos.At(noon), Chain: "Ribe Te & Kaffe", Off: -365 * 24 * time.Hour}
}

// toTwice opens F9 of such a till, with what counts once and was given twice.
func toTwice(g *stage) error {
	at := func(hours int) pos.Millis { return pos.At(noon.Add(-time.Duration(hours) * time.Hour)) }
	given := func(soren, karen pos.Member) []till.ToSettle {
		return []till.ToSettle{
			{Who: karen, Conflict: pos.Conflict{ID: pos.ID{1}, Kind: pos.ServiceTwice, At: at(22), Till: "Kasse 1", TillTwo: "Kasse 2", Subject: "Klip og farve", Points: 150}},
			{Who: soren, Conflict: pos.Conflict{ID: pos.ID{2}, Kind: pos.ServiceEnded, At: at(5), Till: "Kasse 4", TillTwo: "Kasse 2", Subject: "Smagning", Points: 40}},
			{Who: soren, Conflict: pos.Conflict{ID: pos.ID{3}, Kind: pos.GivenTwice, At: at(1), Till: "Kasse 2", TillTwo: "Kasse 4", Subject: "review", Points: 20}},
		}
	}
	soren, err := g.shop.till.MemberByUsername(g.ctx, "soren")
	if err != nil {
		return err
	}
	karen, err := g.shop.till.MemberByUsername(g.ctx, "karen")
	if err != nil {
		return err
	}
	a := wrongClock{apart{g.shop.till, given(soren.Member, karen.Member)}}
	g.shell.Add(screen.OfficePlace, screen.NewOffice(a, a))
	g.front.Add(screen.OfficePlace, ui.NewOffice)
	g.send(screen.Status{News: func(s *screen.Strip) {
		s.ToSettle, s.Line = int64(len(a.list)), screen.Line{Online: true, Since: pos.At(noon), Clock: screen.ClockOff(a.Line().Off)}
	}})
	g.keys(screen.KeyF9)
	return nil
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
	{name: "office-twice", drive: toTwice},
	{name: "settings-joining", drive: func(g *stage) error {
		err := section("office")(g)
		for _, x := range [][2]string{{"address", "kasse.example.dk:8443"}, {"code", "7Q2KM-0XW9A"}} {
			g.choose(x[0])
			g.keys(screen.KeyEnter)
			g.answer("save", -1, x[1])
		}
		g.choose("join")
		g.keys(screen.KeyEnter)
		return err
	}},
	{name: "office-empty", drive: toOffice(func(pos.Member, pos.Member) []till.ToSettle { return nil })},
}

// lender is a head office whose other till keeps what the shop's lacks.
type lender struct{}

func (lender) Borrow(_ context.Context, _ pos.ID, points int64) (int64, []till.Keeper, error) {
	return 0, []till.Keeper{{Name: "Kasse 3", Points: points}}, nil
}

func (lender) LetGo(pos.ID) {}

func (lender) CardNumbers(context.Context, int64) error { return nil }

// apartShots are of a till that has given most of its rights away. They come after
// all others: who has joined a chain is alone no more.
var apartShots = []shot{
	{name: "payment-apart", drive: toPayApart},
	{name: "payment-override", drive: func(g *stage) error {
		err := toPayApart(g)
		g.runes("3")
		g.send(screen.Typed{Text: "30"})
		g.keys(screen.KeyEnter)
		return err
	}},
	{name: "payment-over-rights", drive: func(g *stage) error {
		err := toPayApart(g)
		g.runes("3")
		g.send(screen.Typed{Text: "70"})
		g.keys(screen.KeyEnter)
		return err
	}},
	{name: "apart-batch", drive: func(g *stage) error {
		err := toPayApart(g)
		g.keys(screen.KeyEscape, screen.KeyF6)
		g.send(screen.Key{Name: "Ctrl+N"})
		return err
	}},
}

func toPayApart(g *stage) error {
	s := g.shop
	shop, err := s.till.Shop(g.ctx)
	if err != nil {
		return err
	}
	if !shop.Enrolled {
		if _, err := s.till.SetProgram(g.ctx, map[string]string{"floor_override_points": "4000", "cap_bp": "5000"}, till.By(pos.System)); err != nil {
			return err
		}
		if err := s.store.Join(g.ctx, []byte(`{}`), &journalpb.ChainJoined{Chain: []byte("0123456789abcdef"), Name: "Kasse 2"}); err != nil {
			return err
		}
		_, soren, err := s.till.MemberByCard(g.ctx, "10001")
		if err != nil {
			return err
		}
		if _, _, err := s.store.Release(g.ctx, []chain.Recall{{Account: soren.Holder, Points: soren.Rights - 2000}}, nil); err != nil {
			return err
		}
	}
	cartOf(g)
	g.runes("+")
	return nil
}
