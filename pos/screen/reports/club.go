package reports

import (
	"context"

	"bonuskasse/pos"
	"bonuskasse/pos/screen"
	"bonuskasse/pos/till"
)

// The reports about the club; a manager comes to each from Reports.
const (
	CustomersPlace screen.Place = "customers_report"
	CardsPlace     screen.Place = "cards_report"
	CouponsPlace   screen.Place = "coupons_report"
	LiabilityPlace screen.Place = "liability_report"
)

// ClubTill is what they need of the till.
type ClubTill interface {
	Zoned
	CustomersReport(ctx context.Context, from, to pos.Millis, who till.Who) (till.CustomersReport, error)
	CardsReport(ctx context.Context, from, to pos.Millis, who till.Who) (till.CardsReport, error)
	CouponsReport(ctx context.Context, from, to pos.Millis, who till.Who) (till.CouponsReport, error)
	Liability(ctx context.Context, asOf pos.Millis, progress func(done, of int64), who till.Who) (till.Liability, error)
}

// Club is the presenters of the reports about the club, by their places.
func Club(t ClubTill, files Files) map[screen.Place]screen.Screen {
	return map[screen.Place]screen.Screen{
		CustomersPlace: newTable(t, files, CustomersKeys, tableSpec{name: "customers", views: customerViews, period: PeriodMonth,
			load: func(ctx context.Context, from, to pos.Millis, who till.Who) (func(int) tableReport, error) {
				r, err := t.CustomersReport(ctx, from, to, who)
				return func(view int) tableReport { return customersTable(r, view) }, err
			}}),
		CardsPlace: newTable(t, files, TableKeys, tableSpec{name: "cards", period: PeriodMonth,
			load: func(ctx context.Context, from, to pos.Millis, who till.Who) (func(int) tableReport, error) {
				r, err := t.CardsReport(ctx, from, to, who)
				return func(int) tableReport { return cardsTable(r) }, err
			}}),
		CouponsPlace: newTable(t, files, TableKeys, tableSpec{name: "coupons", period: PeriodMonth,
			load: func(ctx context.Context, from, to pos.Millis, who till.Who) (func(int) tableReport, error) {
				r, err := t.CouponsReport(ctx, from, to, who)
				return func(int) tableReport { return couponsTable(r) }, err
			}}),
		LiabilityPlace: newTable(t, files, TableKeys, tableSpec{name: "bonus-owed", asOf: true, period: PeriodToday, periods: []Period{PeriodToday, PeriodLastMonth, PeriodLastYear},
			words: func(p Period, _, to pos.Millis) screen.Sentence {
				if p != PeriodToday {
					return screen.Say("liability_report.as_of", to-1)
				}
				return screen.Say("liability_report.now")
			},
			load: func(ctx context.Context, _, to pos.Millis, who till.Who) (func(int) tableReport, error) {
				r, err := t.Liability(ctx, to-1, nil, who)
				return func(int) tableReport { return liabilityTable(r) }, err
			}}),
	}
}

// customerViews are ways to look at the customers.
var customerViews = []string{
	"customers_report.view.all", "customers_report.view.new", "customers_report.view.active", "customers_report.view.sleeping", "customers_report.view.tiers",
}

// heads are the headings of a sheet.
func heads(keys ...string) (list []screen.Sentence) {
	for _, k := range keys {
		list = append(list, screen.Say(k))
	}
	return list
}

// CustomersSheet is a report of customers as a table, CustomersSum in a sentence.
func CustomersSheet(r till.CustomersReport) Sheet { return customersTable(r, 0).sheet }

// CustomersSum tells how many are what, and what they bought.
func CustomersSum(r till.CustomersReport) screen.Sentence {
	return screen.Say("customers_report.sum", r.Members, r.New, r.Active, r.Sleeping, r.Turnover)
}

func customersTable(r till.CustomersReport, view int) tableReport {
	if customerViews[view] == "customers_report.view.tiers" {
		return tiersTable(r)
	}
	t := tableReport{shown: []int{0, 5, 6}, sum: CustomersSum(r), sheet: Sheet{Name: screen.Say("customers_report.name"),
		Head: heads("customers_report.column.member", "points_report.column.username", "member.tier", "customers_report.column.state",
			"customers_report.column.joined", "customers_report.column.sales", "paper.x.net", "reports.points_earned", "reports.points_used",
			"customers_report.column.last")}}
	for _, c := range r.Rows {
		if !inView(c, customerViews[view]) {
			continue
		}
		state := "sleeping"
		switch {
		case c.New:
			state = "new"
		case c.Active:
			state = "active"
		}
		t.sheet.Rows = append(t.sheet.Rows, []any{c.Name, c.Username, c.Tier, screen.Say("customers_report.state." + state), c.Joined, c.Sales, c.Turnover, c.Earned, c.Used, dayOrNone(c.Last)})
		t.members = append(t.members, c.Member)
	}
	return t
}

// inView tells whether a view of the customers has one.
func inView(c till.CustomerRow, view string) bool {
	switch view {
	case "customers_report.view.new":
		return c.New
	case "customers_report.view.active":
		return c.Active
	case "customers_report.view.sleeping":
		return c.Sleeps()
	}
	return true
}

// dayOrNone is a moment; the zero one was never.
func dayOrNone(at pos.Millis) any {
	if at == 0 {
		return screen.Say("report.never")
	}
	return at
}

func tiersTable(r till.CustomersReport) tableReport {
	t := tableReport{shown: []int{0, 1, 3}, sum: CustomersSum(r), sheet: Sheet{Name: screen.Say("customers_report.view.tiers"),
		Head: heads("member.tier", "customers_report.column.members", "customers_report.state.active", "paper.x.net")}}
	for _, x := range r.Tiers {
		t.sheet.Rows = append(t.sheet.Rows, []any{x.Tier, x.Members, x.Active, x.Turnover})
	}
	return t
}

// CardsSheet is a report of cards as a table.
func CardsSheet(r till.CardsReport) Sheet { return cardsTable(r).sheet }

// CardsSum tells how many cards are in which state.
func CardsSum(r till.CardsReport) screen.Sentence {
	s := r.Sum
	return screen.Say("cards_report.sum", s.Cards, s.Printed, s.Issued, s.Replaced, s.Blocked)
}

func cardsTable(r till.CardsReport) tableReport {
	t := tableReport{shown: []int{0, 3, 4}, sum: CardsSum(r), sheet: Sheet{Name: screen.Say("cards_report.name"),
		Head: heads("cards_report.column.batch", "cards_report.column.made", "cards_report.column.cards", "cards_report.column.drawer", "card.state.issued",
			"card.state.replaced", "card.state.blocked", "cards_report.column.issued_in", "cards_report.column.replaced_in", "cards_report.column.blocked_in")}}
	for _, x := range r.Rows {
		batch, made := screen.Say("report.batch", x.Batch), any(x.Made)
		if x.Batch == 0 {
			batch, made = screen.Say("cards_report.no_batch"), ""
		}
		t.sheet.Rows = append(t.sheet.Rows, []any{batch, made, x.Cards, x.Printed, x.Issued, x.Replaced, x.Blocked, x.IssuedIn, x.ReplacedIn, x.BlockedIn})
	}
	return t
}

// CouponsSheet is a report of coupons as a table.
func CouponsSheet(r till.CouponsReport) Sheet { return couponsTable(r).sheet }

// CouponsSum tells what became of how many.
func CouponsSum(r till.CouponsReport) screen.Sentence {
	s := r.Sum
	return screen.Say("coupons_report.sum", s.Made.Count, s.Registered.Count, s.Registered.Points, s.Void.Count, s.Expired.Count)
}

func couponsTable(r till.CouponsReport) tableReport {
	t := tableReport{shown: []int{0, 1, 3}, sum: CouponsSum(r), sheet: Sheet{Name: screen.Say("coupons_report.name")}}
	t.sheet.Head = heads("cards_report.column.batch")
	for _, k := range []string{"made", "registered", "void", "expired", "free"} {
		t.sheet.Head = append(t.sheet.Head, screen.Say("coupons_report.column."+k), screen.Say("coupons_report.points."+k))
	}
	for _, x := range r.Rows {
		row := []any{couponBatchWords(x)}
		for _, s := range []till.CouponSum{x.Made, x.Registered, x.Void, x.Expired, x.Free} {
			row = append(row, s.Count, s.Points)
		}
		t.sheet.Rows = append(t.sheet.Rows, row)
	}
	return t
}

func couponBatchWords(x till.CouponsRow) screen.Sentence {
	switch {
	case x.Receipts:
		return screen.Say("coupons_report.receipts")
	case x.Batch == 0:
		return screen.Say("coupons_report.elsewhere")
	case x.Title != "":
		return screen.Say("report.batch.title", x.Batch, screen.Plain(x.Title))
	}
	return screen.Say("report.batch", x.Batch)
}

// LiabilitySheet is what is owed, by the months that it expires in.
func LiabilitySheet(l till.Liability) Sheet { return liabilityTable(l).sheet }

// LiabilitySum is all of it, paid and free apart.
func LiabilitySum(l till.Liability) screen.Sentence {
	return screen.Say("liability_report.sum", l.Points, l.Value, l.Paid, l.Free)
}

func liabilityTable(l till.Liability) tableReport {
	t := tableReport{shown: []int{0, 1, 2}, sum: LiabilitySum(l), sheet: Sheet{Name: screen.Say("liability_report.name"),
		Head: heads("liability_report.column.month", "points_report.column.points", "liability_report.column.value", "liability_report.column.paid", "liability_report.column.free")}}
	for _, m := range l.Months {
		t.sheet.Rows = append(t.sheet.Rows, []any{monthWords(m.Month), m.Points, m.Value, m.Paid, m.Free})
	}
	if n := len(l.Months); n > 1 {
		last := n - 1
		chart := &screen.BarChart{Forward: true, Title: screen.Say("liability_report.chart"), Newest: monthWords(l.Months[last].Month), Oldest: monthWords(l.Months[0].Month)}
		most := pos.Money(0)
		for _, m := range l.Months {
			chart.Bars = append(chart.Bars, int64(m.Value))
			most = max(most, m.Value)
		}
		chart.Most = screen.Say("value", most)
		t.chart = chart
	}
	return t
}

func monthWords(first pos.Millis) screen.Sentence {
	if first == 0 {
		return screen.Say("report.never")
	}
	return screen.Say("value", screen.Month(first))
}
