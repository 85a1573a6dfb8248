package settings

import (
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"bonuskasse/pos"
	"bonuskasse/pos/loyalty"
	"bonuskasse/pos/screen"
	"bonuskasse/pos/till"
)

// programmeRows are the programme as it holds, with what was changed and not
// saved yet, and what that would give a customer.
func (s *Screen) programmeRows() []Row {
	switch {
	case s.open == "categories" || strings.HasPrefix(s.open, "category:"):
		return s.categoryRows()
	case s.open == "article":
		return s.articleRows()
	case strings.HasPrefix(s.open, "compare:"):
		return s.compareRows()
	}
	p, err := s.changedProgram()
	values := p.Keys()
	rows := []Row{s.presetRow(p)}
	for _, f := range programFields {
		if f.head != "" {
			rows = append(rows, Row{Heading: true, Name: screen.Say("settings.programme.head." + f.head)})
		}
		rows = append(rows, s.programRow(f, string(values[f.key])))
		if f.key == "floor_override_points" {
			rows = append(rows, s.lossRow(p))
		}
	}
	rows = append(rows, Row{Heading: true, Name: screen.Say("settings.programme.head.goods")}, s.categoriesRow(), s.articleRow())
	rows = append(rows, Row{Heading: true, Name: screen.Say("settings.programme.head.version")},
		Row{ID: "save", Name: screen.Say("settings.programme.save"), Explain: screen.Say("settings.programme.save.explain"), Do: true,
			act: func(ctx context.Context, do *screen.Turn) { s.saveProgram(ctx, do) }}, s.planRow())
	if len(s.program) > 0 {
		rows = append(rows, Row{ID: "drop", Name: screen.Say("settings.programme.drop"), Explain: screen.Say("settings.programme.drop.explain"), Do: true,
			act: func(_ context.Context, do *screen.Turn) { clear(s.program); s.build(do) }})
	}
	rows = append(rows, s.versionsRow(), s.exampleRow(), s.customerRow())
	s.state.Note, s.state.NoteMood = screen.Say("settings.programme.version", s.facts.program.Version, s.facts.program.ValidFrom), screen.Calm
	if len(s.program) > 0 {
		s.state.Note, s.state.NoteMood = screen.Say("settings.programme.unsaved"), screen.Look
	}
	if err != nil {
		s.state.Note, s.state.NoteMood = screen.SentenceOf(err), screen.Stop
		return rows
	}
	s.state.Example = s.exampleOf(p)
	return rows
}

// changedProgram is the programme with the changes; the error says which of
// them cannot be.
func (s *Screen) changedProgram() (loyalty.Program, error) {
	p := s.facts.program.Program
	for k, v := range s.program {
		if err := json.Unmarshal([]byte(`{"`+k+`":`+v+`}`), &p); err != nil {
			return s.facts.program.Program, pos.Refuse(pos.BadSetting, k)
		}
	}
	return p, p.Check()
}

func (s *Screen) programRow(f programField, value string) Row {
	name, explain := screen.Say("settings.programme."+f.key), screen.Say("settings.programme."+f.key+".explain")
	row := Row{ID: f.key, Name: name, Value: programValue(f.kind, value), Explain: explain}
	if _, changed := s.program[f.key]; changed {
		row.Mood = screen.Look
	}
	n, _ := strconv.ParseInt(value, 10, 64)
	number := func(decimals int) {
		row.act = s.askNumber(name, explain, n, decimals, func(_ context.Context, n int64, do *screen.Turn) error {
			return s.setProgram(f.key, strconv.FormatInt(n, 10), do)
		})
	}
	limit := func(decimals int) {
		text := ""
		if value != "null" {
			text = screen.WriteDecimal(s.facts.language, n, decimals)
		}
		row.act = s.askText(name, explain, text, screen.AmountText, func(_ context.Context, text string, do *screen.Turn) error {
			if text == "" {
				return s.setProgram(f.key, "null", do)
			}
			n, ok := screen.ReadScaled(text, decimals)
			if !ok {
				return pos.Refuse(pos.BadAmount)
			}
			return s.setProgram(f.key, strconv.FormatInt(n, 10), do)
		})
	}
	switch f.kind {
	case pointsField, monthsField, graceField, windowField, minutesField, givenField:
		number(0)
	case moneyField, rateField:
		number(2)
	case anyMoneyField:
		limit(2)
	case anyPointsField:
		limit(0)
	case yesNoField:
		row.Do = true
		row.act = func(_ context.Context, do *screen.Turn) {
			do.Refuse(s.setProgram(f.key, strconv.FormatBool(value != "true"), do))
		}
	case baseField:
		bases := []loyalty.AccrualBase{loyalty.Gross, loyalty.ExVAT}
		row.act = s.askOne(name, explain, []screen.Row{{Head: screen.Say("settings.base.gross")}, {Head: screen.Say("settings.base.ex_vat")}},
			slices.Index(bases, loyalty.AccrualBase(value[1:len(value)-1])),
			func(_ context.Context, at int, do *screen.Turn) error {
				return s.setProgram(f.key, strconv.Quote(string(bases[at])), do)
			})
	}
	return row
}

// lossRow says beside the floor limits what they can cost, as they stand there.
func (s *Screen) lossRow(p loyalty.Program) Row {
	l := screen.LossOf(till.Program{Program: p}, s.facts.office.Tills)
	row := Row{ID: "loss", Name: screen.Say("floor.loss"), Value: l.Short, Explain: l.Text()}
	if l.Some {
		row.Mood = screen.Look
	}
	return row
}

// setProgram notes a change that is not saved yet. A change that cannot be is
// refused and not noted.
func (s *Screen) setProgram(key, value string, do *screen.Turn) error {
	was, had := s.program[key]
	s.program[key] = value
	_, err := s.changedProgram()
	if err != nil {
		delete(s.program, key)
		if had {
			s.program[key] = was
		}
		return err
	}
	if string(s.facts.program.Keys()[key]) == value {
		delete(s.program, key)
	}
	s.build(do)
	return nil
}

// presetNames in the order they are offered.
var presetNames = []string{"bonus_in_kroner", "100_points_1_kr", "1_point_1_kr"}

func (s *Screen) presetRow(p loyalty.Program) Row {
	name, explain := screen.Say("settings.programme.preset"), screen.Say("settings.programme.preset.explain")
	var rows []screen.Row
	now := -1
	value := screen.Say("settings.preset.value", screen.Points(p.Points), pos.Money(p.PointsWorth))
	for i, n := range presetNames {
		preset := loyalty.Presets[n]
		rows = append(rows, screen.Row{Head: screen.Say("settings.preset."+n, pos.Money(preset.PointsWorth)), Sub: screen.Say("settings.preset." + n + ".explain")})
		if preset.Points == p.Points && preset.PointsWorth == p.PointsWorth {
			now = i
		}
	}
	return Row{ID: "preset", Name: name, Value: value, Explain: explain,
		act: s.askOne(name, explain, rows, now, func(_ context.Context, at int, do *screen.Turn) error {
			preset := loyalty.Presets[presetNames[at]]
			if err := s.setProgram("points", strconv.FormatInt(preset.Points, 10), do); err != nil {
				return err
			}
			return s.setProgram("points_worth", strconv.FormatInt(preset.PointsWorth, 10), do)
		})}
}

// saveProgram makes a new version that holds from now on.
func (s *Screen) saveProgram(ctx context.Context, do *screen.Turn) bool {
	if s.section() != "programme" {
		return false
	}
	if len(s.program) == 0 {
		do.Say(screen.Calm, "settings.programme.nothing")
		return true
	}
	do.Refuse(s.saveFrom(ctx, 0, do))
	return true
}

// saveFrom makes the version that holds from a moment on; 0 is now.
func (s *Screen) saveFrom(ctx context.Context, from pos.Millis, do *screen.Turn) error {
	set := make(map[string]string, len(s.program))
	for k, v := range s.program {
		set[k] = v
		if k == "accrual_base" {
			set[k] = v[1 : len(v)-1]
		}
	}
	p, err := s.till.PlanProgram(ctx, set, from, do.Who())
	if err != nil {
		return err
	}
	clear(s.program)
	s.refresh(ctx, do)
	do.Tell(screen.Changed{What: "programme"})
	if from > 0 {
		do.Say(screen.Go, "settings.programme.planned", p.Version, screen.Moment(p.ValidFrom))
		return nil
	}
	do.Say(screen.Go, "settings.programme.saved", p.Version)
	return nil
}

// planRow saves for a coming day, from its first moment or from a time on, in the
// shop's time.
func (s *Screen) planRow() Row {
	name, explain := screen.Say("settings.programme.plan"), screen.Say("settings.programme.plan.explain")
	ask := s.askText(name, explain, "", screen.AnyText, func(ctx context.Context, text string, do *screen.Turn) error {
		day, ok := pos.ReadDay(text, s.till.Zone())
		if !ok && len(strings.Fields(text)) == 2 { // a day and a time
			day, ok = screen.ReadMoment(text, do.Now, s.till.Zone())
		}
		if !ok {
			return pos.Refuse(pos.BadSetting, "day")
		}
		return s.saveFrom(ctx, pos.At(day), do)
	})
	return Row{ID: "plan", Name: name, Explain: explain, Do: true, act: func(ctx context.Context, do *screen.Turn) {
		if len(s.program) == 0 {
			do.Say(screen.Calm, "settings.programme.nothing")
			return
		}
		ask(ctx, do)
	}}
}
