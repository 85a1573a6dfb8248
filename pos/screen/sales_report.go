package screen

import (
	"context"
	"strings"
	"time"

	"bonuskasse/pos"
	"bonuskasse/pos/till"
)

// SalesPlace is the sales by day; a manager comes here from Reports.
const SalesPlace Place = "sales_report"

// SalesTill is what the sales report needs of the till.
type SalesTill interface {
	SalesReport(ctx context.Context, from, to pos.Millis, who till.Who) (till.SalesReport, error)
	Zone() *time.Location
}

// SalesKeys are the keys of the sales by day.
var SalesKeys = []KeyUse{
	{Key: KeyUp, Also: KeyDown, Do: "walk", Word: "help.sales_report.walk"},
	{Key: KeyRight, Also: KeyLeft, Do: "period", Word: "help.points_report.period"},
	{Key: "D", Do: "days", Word: "help.points_report.days"},
	{Key: "E", Also: "Ctrl+S", Do: "export", Word: "help.points_report.export"},
	{Key: KeyEscape, Do: "close", Word: "help.points_report.close"},
}

// SalesReport is the presenter of the sales by day.
type SalesReport struct {
	Browsing
	till     SalesTill
	files    ReportFiles
	period   Period
	from, to pos.Millis
	report   till.SalesReport
}

// NewSalesReport makes it.
func NewSalesReport(t SalesTill, files ReportFiles) *SalesReport {
	s := &SalesReport{till: t, files: files, period: PeriodMonth}
	s.Empty()
	return s
}

// State is a BrowseState.
func (s *SalesReport) State() any { return s.List }

// Keys is what Help shows.
func (s *SalesReport) Keys() []KeyUse { return SalesKeys }

type salesLoaded struct {
	report till.SalesReport
	err    error
}

// Handle is part of Screen.
func (s *SalesReport) Handle(_ context.Context, e Event, do *Turn) bool {
	if s.Walked(e) {
		return true
	}
	switch e := e.(type) {
	case Entered:
		s.load(do)
	case SignedIn:
		s.report = till.SalesReport{}
		s.Empty()
		s.List.Chart = nil
	case salesLoaded:
		s.loaded(e, do)
	case reportSaved:
		e.say(do)
	case Picked: // the one that is chosen, again: it is all there beside it
	case Rune:
		return s.act(KeyFor(SalesKeys, KeyName(strings.ToUpper(string(e.Rune)))), do)
	case Key:
		if e.Name == KeyLeft {
			s.period = s.period.turn(-1)
			s.load(do)
			return true
		}
		return s.act(KeyFor(SalesKeys, e.Name), do)
	case Tap:
		return s.act(e.Do, do)
	default:
		return false
	}
	return true
}

func (s *SalesReport) act(what string, do *Turn) bool {
	switch what {
	case "period":
		s.period = s.period.turn(1)
		s.load(do)
	case "days":
		askDays(s.till.Zone(), do, func(from, to pos.Millis, do *Turn) {
			s.period, s.from, s.to = PeriodDays, from, to
			s.load(do)
		})
	case "export":
		askExport(s.files, "sales", s.from, s.till.Zone(), SalesSheet(s.report), do)
	case "close":
		do.Go(ReportsPlace, nil)
	default:
		return false
	}
	return true
}

func (s *SalesReport) load(do *Turn) {
	if s.period != PeriodDays {
		s.from, s.to = s.period.Span(do.Now.In(s.till.Zone()))
	}
	who, from, to := do.Who(), s.from, s.to
	s.List.Loading = true
	s.List.Filters = []Sentence{s.period.words(from, to), Say("points_report.days.short")}
	do.Run(func(ctx context.Context) Event {
		r, err := s.till.SalesReport(ctx, from, to, who)
		return salesLoaded{r, err}
	})
}

func (s *SalesReport) loaded(e salesLoaded, do *Turn) {
	s.report = e.report
	days := e.report.Days
	var rows []BrowseRow
	chart := &BarChart{Title: Say("sales_report.chart")}
	most := pos.Money(0)
	for _, x := range days {
		rows = append(rows, salesRow(x))
		chart.Bars = append(chart.Bars, int64(x.Net))
		most = max(most, x.Net)
	}
	s.List.Chosen = 0
	s.Fill(rows)
	s.List.Chart, s.List.Off, s.List.Sum = nil, []string{"export"}, Sentence{}
	if n := len(days); n > 0 {
		chart.Most, chart.Oldest, chart.Newest = Say("value", most), Say("value", days[n-1].Day), Say("value", days[0].Day)
		s.List.Chart, s.List.Off = chart, nil
		s.List.Sum = Say("sales_report.sum", Say("reports.z.sales", e.report.Sum.Sales+e.report.Sum.Refunds), e.report.Sum.Net)
	}
	if do.Refuse(e.err) {
		s.Empty()
		s.List.Chart = nil
	}
}

func salesRow(x till.SalesDay) BrowseRow {
	return BrowseRow{
		Head: Say("value", x.Day),
		Cells: []BrowseCell{
			{Text: Say("value", x.Day)}, {Text: Say("value", x.Sales+x.Refunds)}, {Text: Say("value", x.Net), Strong: true},
		},
		Facts: []Figure{
			{Say("paper.x.sales"), Say("value", x.Sales)}, {Say("paper.x.refunds"), Say("value", x.Refunds)},
			{Say("paper.x.net"), Say("value", x.Net)}, {Say("paper.x.bonus"), Say("value", x.Bonus)},
			{Say("reports.points_earned"), Say("value", x.Earned)}, {Say("reports.points_used"), Say("value", x.Used)},
		},
	}
}

// SalesSheet is a sales report as a table, for the window and the terminal.
func SalesSheet(r till.SalesReport) ReportSheet {
	sheet := ReportSheet{Name: Say("sales_report.name"), Head: []Sentence{
		Say("sales_report.column.day"), Say("paper.x.sales"), Say("paper.x.refunds"), Say("paper.x.net"), Say("paper.x.bonus"),
		Say("paper.x.gift_cards_sold"), Say("reports.points_earned"), Say("reports.points_used"),
	}}
	for _, x := range r.Days {
		sheet.Rows = append(sheet.Rows, []any{x.Day, x.Sales, x.Refunds, x.Net, x.Bonus, x.GiftCardsSold, x.Earned, x.Used})
	}
	return sheet
}
