package reports

import (
	"context"
	"slices"
	"time"

	"bonuskasse/pos"
	"bonuskasse/pos/screen"
	"bonuskasse/pos/till"
)

// Zoned is a till that says what time its shop has.
type Zoned interface{ Zone() *time.Location }

// tableReport is a report of a period that is a table: on the screen some of its
// columns, beside it all of the chosen row, in a file everything.
type tableReport struct {
	sheet Sheet
	// shown are the columns of the list; the first of them is the row's name.
	shown []int
	sum   screen.Sentence
	chart *screen.BarChart
	// notes are told beside each row, under its figures.
	notes []screen.Sentence
	// members are those of the rows, where rows are members.
	members []pos.ID
}

// tableSpec is what tells one such report from the next.
type tableSpec struct {
	name   string   // of its file
	views  []string // ways to look at it, by their words; nil: one
	period Period   // at first
	// periods are turned through; nil: all that reports have.
	periods []Period
	// words say the period; nil: its name.
	words func(p Period, from, to pos.Millis) screen.Sentence
	asOf  bool // it tells of the end of the period, and not of all its days
	load  func(ctx context.Context, from, to pos.Millis, who till.Who) (func(view int) tableReport, error)
}

// TableKeys are the keys of reports that are tables.
var TableKeys = []screen.KeyUse{
	{Key: screen.KeyUp, Also: screen.KeyDown, Do: "walk", Word: "help.points_report.walk"},
	{Key: screen.KeyRight, Also: screen.KeyLeft, Do: "period", Word: "help.points_report.period"},
	{Key: "D", Do: "days", Word: "help.points_report.days"},
	{Key: "E", Also: "Ctrl+S", Do: "export", Word: "help.points_report.export"},
	{Key: screen.KeyEscape, Do: "close", Word: "help.points_report.close"},
}

// CustomersKeys are those of the customers.
var CustomersKeys = append(slices.Clone(TableKeys),
	screen.KeyUse{Key: "K", Do: "view", Word: "help.customers_report.view"}, screen.KeyUse{Key: screen.KeyEnter, Also: "Ctrl+M", Do: "member", Word: "help.points_report.member"})

// Table is the presenter of a report that is a table.
type Table struct {
	screen.Browsing
	spec     tableSpec
	zone     *time.Location
	files    Files
	keys     []screen.KeyUse
	period   Period
	from, to pos.Millis
	view     int
	made     func(view int) tableReport
	report   tableReport
}

func newTable(t Zoned, files Files, keys []screen.KeyUse, spec tableSpec) *Table {
	r := &Table{spec: spec, zone: t.Zone(), files: files, keys: keys, period: spec.period}
	r.forget()
	return r
}

// State is a screen.BrowseState.
func (r *Table) State() any { return r.List }

// Keys is what Help shows.
func (r *Table) Keys() []screen.KeyUse { return r.keys }

// tableLoaded is what the till answered.
type tableLoaded struct {
	made func(view int) tableReport
	err  error
}

// Handle is part of screen.Screen.
func (r *Table) Handle(_ context.Context, e screen.Event, do *screen.Turn) bool {
	if r.Walked(e) {
		return true
	}
	if what, ok := screen.Asked(e, r.keys); ok {
		return r.act(what, do)
	}
	switch e := e.(type) {
	case screen.Entered:
		if e.From == screen.ReportsPlace {
			r.period, r.view = r.spec.period, 0
		}
		r.load(do)
	case screen.SignedIn: // it was for another person's eyes
		r.forget()
	case tableLoaded:
		if r.forget(); !do.Refuse(e.err) {
			r.made = e.made
			r.show()
		}
	case reportSaved:
		e.say(do)
	case screen.Picked:
		r.act("member", do)
	default:
		return false
	}
	return true
}

func (r *Table) act(what string, do *screen.Turn) bool {
	switch what {
	case "period":
		r.turn(1, do)
	case screen.Earlier:
		r.turn(-1, do)
	case "days":
		askDays(r.zone, do, func(from, to pos.Millis, do *screen.Turn) {
			r.period, r.from, r.to = PeriodDays, from, to
			r.load(do)
		})
	case "view":
		if n := len(r.spec.views); n > 0 && r.made != nil {
			r.view = (r.view + 1) % n
			r.show()
		}
	case "member":
		if at := r.List.Chosen; at >= 0 && at < len(r.report.members) {
			do.Go(screen.MemberPlace, screen.OpenMember{ID: r.report.members[at]})
		}
	case "export":
		day := r.from
		if r.spec.asOf {
			day = r.to - 1
		}
		askExport(r.files, r.spec.name, day, r.zone, r.report.sheet, do)
	case "close":
		do.Go(screen.ReportsPlace, nil)
	default:
		return false
	}
	return true
}

func (r *Table) turn(by int, do *screen.Turn) {
	list := r.spec.periods
	if list == nil {
		list = periods
	}
	r.period = r.period.turnIn(list, r.spec.period, by)
	r.load(do)
}

func (r *Table) forget() {
	r.Empty()
	r.made, r.report, r.List.Chart, r.List.Loading, r.List.Off = nil, tableReport{}, nil, false, []string{"export", "member"}
}

func (r *Table) load(do *screen.Turn) {
	if r.period != PeriodDays {
		r.from, r.to = r.period.Span(do.Now.In(r.zone))
	}
	who, from, to := do.Who(), r.from, r.to
	r.forget()
	r.List.Loading = true
	r.filters()
	do.Run(func(ctx context.Context) screen.Event {
		made, err := r.spec.load(ctx, from, to, who)
		return tableLoaded{made, err}
	})
}

func (r *Table) filters() {
	words := r.period.words(r.from, r.to)
	if r.spec.words != nil {
		words = r.spec.words(r.period, r.from, r.to)
	}
	r.List.Filters = []screen.Sentence{words, screen.Say("points_report.days.short")}
	if len(r.spec.views) > 0 {
		r.List.Filters[1] = screen.Say(r.spec.views[r.view])
	}
}

func (r *Table) show() {
	r.filters()
	r.report = r.made(r.view)
	t := r.report
	var rows []screen.BrowseRow
	for _, values := range t.sheet.Rows {
		rows = append(rows, t.row(values))
	}
	r.List.Chosen = 0
	r.Fill(rows)
	r.List.Sum, r.List.Chart, r.List.Off = t.sum, t.chart, nil
	if len(rows) == 0 {
		r.List.Off = []string{"export"}
	}
	if len(t.members) == 0 {
		r.List.Off = append(r.List.Off, "member")
	}
}

// row shows some of the values in the list, and beside it the others.
func (t tableReport) row(values []any) screen.BrowseRow {
	row := screen.BrowseRow{Head: ValueWords(values[t.shown[0]]), Text: t.notes}
	for i, column := range t.shown {
		row.Cells = append(row.Cells, screen.BrowseCell{Text: ValueWords(values[column]), Strong: i == len(t.shown)-1})
	}
	for i, v := range values {
		if i != t.shown[0] {
			row.Facts = append(row.Facts, fact(t.sheet.Head[i], ValueWords(v)))
		}
	}
	return row
}

// fact is what stands beside the list of the row that is chosen.
func fact(name, value screen.Sentence) screen.Figure { return screen.Figure{Label: name, Value: value} }

// ValueWords are a value of a sheet in words.
func ValueWords(v any) screen.Sentence {
	switch v := v.(type) {
	case screen.Sentence:
		return v
	case string:
		if v == "" {
			return screen.Sentence{}
		}
		return screen.Name(v)
	}
	return screen.Say("value", v)
}
