package reports

import (
	"context"
	"time"

	"bonuskasse/pos"
	"bonuskasse/pos/screen"
	"bonuskasse/pos/till"
)

// SalesPlace is the sales by day; a manager comes here from Reports.
const SalesPlace screen.Place = "sales_report"

// SalesTill is what the sales report needs of the till.
type SalesTill interface {
	SalesReport(ctx context.Context, from, to pos.Millis, who till.Who) (till.SalesReport, error)
	Zone() *time.Location
}

// SalesKeys are the keys of the sales by day.
var SalesKeys = []screen.KeyUse{
	{Key: screen.KeyUp, Also: screen.KeyDown, Do: "walk", Word: "help.sales_report.walk"},
	{Key: screen.KeyRight, Also: screen.KeyLeft, Do: "period", Word: "help.points_report.period"},
	{Key: "D", Do: "days", Word: "help.points_report.days"},
	{Key: "E", Also: "Ctrl+S", Do: "export", Word: "help.points_report.export"},
	{Key: screen.KeyEscape, Do: "close", Word: "help.points_report.close"},
}

// Sales is the presenter of the sales by day.
type Sales struct {
	screen.Browsing
	till     SalesTill
	files    Files
	period   Period
	from, to pos.Millis
	report   till.SalesReport
}

// NewSales makes it.
func NewSales(t SalesTill, files Files) *Sales {
	s := &Sales{till: t, files: files, period: PeriodMonth}
	s.Empty()
	return s
}

// State is a screen.BrowseState.
func (s *Sales) State() any { return s.List }

// Keys is what Help shows.
func (s *Sales) Keys() []screen.KeyUse { return SalesKeys }

type salesLoaded struct {
	report till.SalesReport
	err    error
}

// Handle is part of screen.Screen.
func (s *Sales) Handle(_ context.Context, e screen.Event, do *screen.Turn) bool {
	if s.Walked(e) {
		return true
	}
	if what, ok := screen.Asked(e, SalesKeys); ok {
		return s.act(what, do)
	}
	switch e := e.(type) {
	case screen.Entered:
		s.load(do)
	case screen.SignedIn:
		s.report = till.SalesReport{}
		s.Empty()
		s.List.Chart = nil
	case salesLoaded:
		s.loaded(e, do)
	case reportSaved:
		e.say(do)
	case screen.Picked: // the one that is chosen, again: it is all there beside it
	default:
		return false
	}
	return true
}

func (s *Sales) act(what string, do *screen.Turn) bool {
	switch what {
	case "period":
		s.turn(1, do)
	case screen.Earlier:
		s.turn(-1, do)
	case "days":
		askDays(s.till.Zone(), do, func(from, to pos.Millis, do *screen.Turn) {
			s.period, s.from, s.to = PeriodDays, from, to
			s.load(do)
		})
	case "export":
		askExport(s.files, "sales", s.from, s.till.Zone(), SalesSheet(s.report), do)
	case "close":
		do.Go(screen.ReportsPlace, nil)
	default:
		return false
	}
	return true
}

func (s *Sales) turn(by int, do *screen.Turn) {
	s.period = s.period.turn(by)
	s.load(do)
}

func (s *Sales) load(do *screen.Turn) {
	if s.period != PeriodDays {
		s.from, s.to = s.period.Span(do.Now.In(s.till.Zone()))
	}
	who, from, to := do.Who(), s.from, s.to
	s.List.Loading = true
	s.List.Filters = []screen.Sentence{s.period.words(from, to), screen.Say("points_report.days.short")}
	do.Run(func(ctx context.Context) screen.Event {
		r, err := s.till.SalesReport(ctx, from, to, who)
		return salesLoaded{r, err}
	})
}

func (s *Sales) loaded(e salesLoaded, do *screen.Turn) {
	s.report = e.report
	days := e.report.Days
	var rows []screen.BrowseRow
	chart := &screen.BarChart{Title: screen.Say("sales_report.chart")}
	most := pos.Money(0)
	for _, x := range days {
		rows = append(rows, salesRow(x))
		chart.Bars = append(chart.Bars, int64(x.Net))
		most = max(most, x.Net)
	}
	s.List.Chosen = 0
	s.Fill(rows)
	s.List.Chart, s.List.Off, s.List.Sum = nil, []string{"export"}, screen.Sentence{}
	if n := len(days); n > 0 {
		chart.Most, chart.Oldest, chart.Newest = screen.Say("value", most), screen.Say("value", days[n-1].Day), screen.Say("value", days[0].Day)
		s.List.Chart, s.List.Off = chart, nil
		s.List.Sum = screen.Say("sales_report.sum", screen.Say("reports.z.sales", e.report.Sum.Sales+e.report.Sum.Refunds), e.report.Sum.Net)
	}
	if do.Refuse(e.err) {
		s.Empty()
		s.List.Chart = nil
	}
}

func salesRow(x till.SalesDay) screen.BrowseRow {
	return screen.BrowseRow{
		Head: screen.Say("value", x.Day),
		Cells: []screen.BrowseCell{
			{Text: screen.Say("value", x.Day)}, {Text: screen.Say("value", x.Sales+x.Refunds)}, {Text: screen.Say("value", x.Net), Strong: true},
		},
		Facts: []screen.Figure{
			fact(screen.Say("paper.x.sales"), screen.Say("value", x.Sales)), fact(screen.Say("paper.x.refunds"), screen.Say("value", x.Refunds)),
			fact(screen.Say("paper.x.net"), screen.Say("value", x.Net)), fact(screen.Say("paper.x.bonus"), screen.Say("value", x.Bonus)),
			fact(screen.Say("reports.points_earned"), screen.Say("value", x.Earned)), fact(screen.Say("reports.points_used"), screen.Say("value", x.Used)),
		},
	}
}

// SalesSheet is a sales report as a table, for the window and the terminal.
func SalesSheet(r till.SalesReport) Sheet {
	sheet := Sheet{Name: screen.Say("sales_report.name"), Head: []screen.Sentence{
		screen.Say("sales_report.column.day"), screen.Say("paper.x.sales"), screen.Say("paper.x.refunds"), screen.Say("paper.x.net"), screen.Say("paper.x.bonus"),
		screen.Say("paper.x.gift_cards_sold"), screen.Say("reports.points_earned"), screen.Say("reports.points_used"),
	}}
	for _, x := range r.Days {
		sheet.Rows = append(sheet.Rows, []any{x.Day, x.Sales, x.Refunds, x.Net, x.Bonus, x.GiftCardsSold, x.Earned, x.Used})
	}
	return sheet
}
