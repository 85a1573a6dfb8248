package reports

import (
	"cmp"
	"context"
	"time"

	"bonuskasse/pos"
	"bonuskasse/pos/screen"
	"bonuskasse/pos/till"
)

// PointsPlace is the loyalty points report; a manager comes here from Reports.
const PointsPlace screen.Place = "points_report"

// PointsTill is what the points report needs of the till.
type PointsTill interface {
	screen.Finds
	PointsReport(ctx context.Context, f till.PointsFilter, who till.Who) (till.PointsReport, error)
	Zone() *time.Location
}

// PointsKeys are the keys of the points report.
var PointsKeys = []screen.KeyUse{
	{Key: screen.KeyUp, Also: screen.KeyDown, Do: "walk", Word: "help.points_report.walk"},
	{Key: screen.KeyRight, Also: screen.KeyLeft, Do: "period", Word: "help.points_report.period"},
	{Key: "D", Do: "days", Word: "help.points_report.days"},
	{Key: "K", Do: "kind", Word: "help.points_report.kind"},
	{Key: "N", Do: "person", Word: "help.points_report.person"},
	{Key: "M", Do: "whose", Word: "help.points_report.whose"},
	{Key: screen.KeyEnter, Also: "Ctrl+M", Do: "member", Word: "help.points_report.member"},
	{Key: "E", Also: "Ctrl+S", Do: "export", Word: "help.points_report.export"},
	{Key: screen.KeyEscape, Do: "close", Word: "help.points_report.close"},
}

// Points is the presenter of the loyalty points report.
type Points struct {
	screen.Browsing
	till   PointsTill
	files  Files
	period Period
	filter till.PointsFilter
	whose  string // the member's name
	report till.PointsReport
}

// NewPoints makes it.
func NewPoints(t PointsTill, files Files) *Points {
	p := &Points{till: t, files: files, period: PeriodMonth}
	p.Empty()
	return p
}

// State is a screen.BrowseState.
func (p *Points) State() any { return p.List }

// Keys is what Help shows.
func (p *Points) Keys() []screen.KeyUse { return PointsKeys }

type pointsLoaded struct {
	report till.PointsReport
	err    error
}

// Handle is part of screen.Screen.
func (p *Points) Handle(_ context.Context, e screen.Event, do *screen.Turn) bool {
	if p.Walked(e) {
		return true
	}
	if what, ok := screen.Asked(e, PointsKeys); ok {
		return p.act(what, do)
	}
	switch e := e.(type) {
	case screen.Entered:
		if e.From == screen.ReportsPlace {
			p.period, p.filter, p.whose = PeriodMonth, till.PointsFilter{}, ""
		}
		p.load(do)
	case screen.SignedIn:
		p.report = till.PointsReport{}
		p.Empty()
	case pointsLoaded:
		p.loaded(e, do)
	case reportSaved:
		e.say(do)
	case screen.Picked:
		return p.act("member", do)
	default:
		return false
	}
	return true
}

func (p *Points) act(what string, do *screen.Turn) bool {
	switch what {
	case "period":
		p.turn(1, do)
	case screen.Earlier:
		p.turn(-1, do)
	case "days":
		askDays(p.till.Zone(), do, func(from, to pos.Millis, do *screen.Turn) {
			p.period, p.filter.From, p.filter.To = PeriodDays, from, to
			p.load(do)
		})
	case "kind":
		p.askOne("points_report.kind", p.report.Kinds, PointsKindWords, &p.filter.Kind, do)
	case "person":
		p.askOne("points_report.person", p.report.People, personWords, &p.filter.Person, do)
	case "whose":
		p.askWhose(do)
	case "member":
		if at := p.List.Chosen; at >= 0 && p.report.Rows[at].Username != "" {
			do.Go(screen.MemberPlace, screen.OpenMember{ID: p.report.Rows[at].Member})
		}
	case "export":
		p.export(do)
	case "close":
		do.Go(screen.ReportsPlace, nil)
	default:
		return false
	}
	return true
}

func (p *Points) turn(by int, do *screen.Turn) {
	p.period = p.period.turn(by)
	p.load(do)
}

func (p *Points) load(do *screen.Turn) {
	if p.period != PeriodDays {
		p.filter.From, p.filter.To = p.period.Span(do.Now.In(p.till.Zone()))
	}
	who, f := do.Who(), p.filter
	p.List.Loading = true
	p.List.Filters = []screen.Sentence{
		p.period.words(f.From, f.To), screen.Say("points_report.kind.all"), screen.Say("points_report.person.all"), screen.Say("points_report.whose.all"),
	}
	if f.Kind != "" {
		p.List.Filters[1] = PointsKindWords(f.Kind)
	}
	if f.Person != "" {
		p.List.Filters[2] = screen.Name(f.Person)
	}
	if !f.Member.IsZero() {
		p.List.Filters[3] = screen.Name(p.whose)
	}
	do.Run(func(ctx context.Context) screen.Event {
		r, err := p.till.PointsReport(ctx, f, who)
		return pointsLoaded{r, err}
	})
}

func (p *Points) loaded(e pointsLoaded, do *screen.Turn) {
	p.report = e.report
	var rows []screen.BrowseRow
	for _, x := range e.report.Rows {
		rows = append(rows, pointsRow(x))
	}
	p.List.Chosen = 0
	p.Fill(rows)
	p.List.Sum = PointsSum(e.report)
	p.List.Off = nil
	if len(rows) == 0 {
		p.List.Off = []string{"member", "export"}
	}
	if do.Refuse(e.err) {
		p.Empty()
	}
}

func pointsRow(x till.PointsRow) screen.BrowseRow {
	name := screen.Name(x.Name)
	if x.Name == "" {
		name = screen.Say("approvals.erased")
	}
	kind, person, mood := PointsRowWords(x), personWords(x.Person), screen.Calm
	if x.Points > 0 {
		mood = screen.Go
	}
	about := cmp.Or(x.Receipt, x.Note)
	row := screen.BrowseRow{
		Head: name,
		Cells: []screen.BrowseCell{
			{Text: name, Second: screen.Name(about), Strong: true},
			{Text: kind, Second: person},
			{Text: screen.Say("value", x.Points), Second: screen.Say("value", x.At), Mood: mood, Strong: true},
		},
		Facts: []screen.Figure{
			fact(screen.Say("points_report.column.points"), screen.Say("value", x.Points)),
			fact(screen.Say("points_report.column.kind"), kind),
			fact(screen.Say("points_report.column.person"), person),
			fact(screen.Say("points_report.column.at"), screen.Say("value", screen.Moment(x.At))),
		},
	}
	if x.Receipt != "" {
		row.Facts = append(row.Facts, fact(screen.Say("points_report.column.receipt"), screen.Name(x.Receipt)))
	}
	if x.Note != "" {
		row.Text = []screen.Sentence{screen.Name(x.Note)}
	}
	return row
}

// askOne asks for one of those that there are in the period, or all of them.
func (p *Points) askOne(word string, list []string, words func(string) screen.Sentence, into *string, do *screen.Turn) {
	q := screen.Question{Title: screen.Say(word + ".title"), Rows: []screen.Row{{Head: screen.Say(word + ".all")}}, Choices: []screen.Choice{screen.Yes("ok", "action.choose"), screen.No()}}
	for i, x := range list {
		q.Rows = append(q.Rows, screen.Row{Head: words(x)})
		if x == *into {
			q.Start = i + 1
		}
	}
	q.Then = func(_ context.Context, r screen.Reply, do *screen.Turn) error {
		if r.Do == screen.Cancel || r.Row < 0 || r.Row > len(list) {
			return nil
		}
		if *into = ""; r.Row > 0 {
			*into = list[r.Row-1]
		}
		p.load(do)
		return nil
	}
	do.Ask(q)
}

func (p *Points) askWhose(do *screen.Turn) {
	q := screen.Question{Title: screen.Say("points_report.whose.title"), Choices: []screen.Choice{screen.Yes("ok", "action.find"), {Do: "all", Word: screen.Say("points_report.whose.all")}, screen.No()}}
	screen.AskMember(p.till, q, do, func(_ context.Context, m pos.Member, _ string, do *screen.Turn) error {
		p.filter.Member, p.whose = m.ID, m.Name
		p.load(do)
		return nil
	})
}

func (p *Points) export(do *screen.Turn) {
	r := p.report
	askExport(p.files, "points", r.From, p.till.Zone(), PointsSheet(r), do)
}
