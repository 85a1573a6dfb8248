package screen

import (
	"cmp"
	"context"
	"strings"
	"time"

	"bonuskasse/pos"
	"bonuskasse/pos/till"
)

// PointsPlace is the loyalty points report; a manager comes here from Reports.
const PointsPlace Place = "points_report"

// PointsTill is what the points report needs of the till.
type PointsTill interface {
	Finds
	PointsReport(ctx context.Context, f till.PointsFilter, who till.Who) (till.PointsReport, error)
	Zone() *time.Location
}

// PointsKeys are the keys of the points report.
var PointsKeys = []KeyUse{
	{Key: KeyUp, Also: KeyDown, Do: "walk", Word: "help.points_report.walk"},
	{Key: KeyRight, Also: KeyLeft, Do: "period", Word: "help.points_report.period"},
	{Key: "D", Do: "days", Word: "help.points_report.days"},
	{Key: "K", Do: "kind", Word: "help.points_report.kind"},
	{Key: "N", Do: "person", Word: "help.points_report.person"},
	{Key: "M", Do: "whose", Word: "help.points_report.whose"},
	{Key: KeyEnter, Also: "Ctrl+M", Do: "member", Word: "help.points_report.member"},
	{Key: "E", Also: "Ctrl+S", Do: "export", Word: "help.points_report.export"},
	{Key: KeyEscape, Do: "close", Word: "help.points_report.close"},
}

// PointsReport is the presenter of the loyalty points report.
type PointsReport struct {
	Browsing
	till   PointsTill
	files  ReportFiles
	period Period
	filter till.PointsFilter
	whose  string // the member's name
	report till.PointsReport
}

// NewPointsReport makes it.
func NewPointsReport(t PointsTill, files ReportFiles) *PointsReport {
	p := &PointsReport{till: t, files: files, period: PeriodMonth}
	p.Empty()
	return p
}

// State is a BrowseState.
func (p *PointsReport) State() any { return p.List }

// Keys is what Help shows.
func (p *PointsReport) Keys() []KeyUse { return PointsKeys }

type pointsLoaded struct {
	report till.PointsReport
	err    error
}

// Handle is part of Screen.
func (p *PointsReport) Handle(_ context.Context, e Event, do *Turn) bool {
	if p.Walked(e) {
		return true
	}
	switch e := e.(type) {
	case Entered:
		if e.From == ReportsPlace {
			p.period, p.filter, p.whose = PeriodMonth, till.PointsFilter{}, ""
		}
		p.load(do)
	case SignedIn:
		p.report = till.PointsReport{}
		p.Empty()
	case pointsLoaded:
		p.loaded(e, do)
	case reportSaved:
		e.say(do)
	case Picked:
		return p.act("member", do)
	case Rune:
		return p.act(KeyFor(PointsKeys, KeyName(strings.ToUpper(string(e.Rune)))), do)
	case Key:
		if e.Name == KeyLeft {
			p.turn(-1, do)
			return true
		}
		return p.act(KeyFor(PointsKeys, e.Name), do)
	case Tap:
		return p.act(e.Do, do)
	default:
		return false
	}
	return true
}

func (p *PointsReport) act(what string, do *Turn) bool {
	switch what {
	case "period":
		p.turn(1, do)
	case "days":
		askDays(p.till.Zone(), do, func(from, to pos.Millis, do *Turn) {
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
			do.Go(MemberPlace, OpenMember{ID: p.report.Rows[at].Member})
		}
	case "export":
		p.export(do)
	case "close":
		do.Go(ReportsPlace, nil)
	default:
		return false
	}
	return true
}

func (p *PointsReport) turn(by int, do *Turn) {
	p.period = p.period.turn(by)
	p.load(do)
}

func (p *PointsReport) load(do *Turn) {
	if p.period != PeriodDays {
		p.filter.From, p.filter.To = p.period.Span(do.Now.In(p.till.Zone()))
	}
	who, f := do.Who(), p.filter
	p.List.Loading = true
	p.List.Filters = []Sentence{
		p.period.words(f.From, f.To), Say("points_report.kind.all"), Say("points_report.person.all"), Say("points_report.whose.all"),
	}
	if f.Kind != "" {
		p.List.Filters[1] = PointsKindWords(f.Kind)
	}
	if f.Person != "" {
		p.List.Filters[2] = Name(f.Person)
	}
	if !f.Member.IsZero() {
		p.List.Filters[3] = Name(p.whose)
	}
	do.Run(func(ctx context.Context) Event {
		r, err := p.till.PointsReport(ctx, f, who)
		return pointsLoaded{r, err}
	})
}

func (p *PointsReport) loaded(e pointsLoaded, do *Turn) {
	p.report = e.report
	var rows []BrowseRow
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

func pointsRow(x till.PointsRow) BrowseRow {
	name := Name(x.Name)
	if x.Name == "" {
		name = Say("approvals.erased")
	}
	kind, person, mood := PointsKindWords(x.Kind), personWords(x.Person), Calm
	if x.Points > 0 {
		mood = Go
	}
	about := cmp.Or(x.Receipt, x.Note)
	row := BrowseRow{
		Head: name,
		Cells: []BrowseCell{
			{Text: name, Second: Name(about), Strong: true},
			{Text: kind, Second: person},
			{Text: Say("value", x.Points), Second: Say("value", x.At), Mood: mood, Strong: true},
		},
		Facts: []Figure{
			{Say("points_report.column.points"), Say("value", x.Points)},
			{Say("points_report.column.kind"), kind},
			{Say("points_report.column.person"), person},
			{Say("points_report.column.at"), Say("value", Moment(x.At))},
		},
	}
	if x.Receipt != "" {
		row.Facts = append(row.Facts, Figure{Say("points_report.column.receipt"), Name(x.Receipt)})
	}
	if x.Note != "" {
		row.Text = []Sentence{Name(x.Note)}
	}
	return row
}

// askOne asks for one of those that there are in the period, or all of them.
func (p *PointsReport) askOne(word string, list []string, words func(string) Sentence, into *string, do *Turn) {
	q := Question{Title: Say(word + ".title"), Rows: []Row{{Head: Say(word + ".all")}}, Choices: []Choice{Yes("ok", "action.choose"), No()}}
	for i, x := range list {
		q.Rows = append(q.Rows, Row{Head: words(x)})
		if x == *into {
			q.Start = i + 1
		}
	}
	q.Then = func(_ context.Context, r Reply, do *Turn) error {
		if r.Do == Cancel || r.Row < 0 || r.Row > len(list) {
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

func (p *PointsReport) askWhose(do *Turn) {
	q := Question{Title: Say("points_report.whose.title"), Choices: []Choice{Yes("ok", "action.find"), {Do: "all", Word: Say("points_report.whose.all")}, No()}}
	AskMember(p.till, q, do, func(_ context.Context, m pos.Member, _ string, do *Turn) error {
		p.filter.Member, p.whose = m.ID, m.Name
		p.load(do)
		return nil
	})
}

func (p *PointsReport) export(do *Turn) {
	r := p.report
	askExport(p.files, "points", r.From, p.till.Zone(), PointsSheet(r), do)
}
