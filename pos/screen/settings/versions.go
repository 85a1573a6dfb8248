package settings

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"

	"bonuskasse/pos"
	"bonuskasse/pos/ledger"
	"bonuskasse/pos/loyalty"
	"bonuskasse/pos/screen"
	"bonuskasse/pos/till"
)

// versionsRow lists the versions, the newest first; one that is chosen says
// what it changed.
func (s *Screen) versionsRow() Row {
	name := screen.Say("settings.programme.versions")
	return Row{ID: "versions", Name: name, Value: screen.Name(strconv.Itoa(len(s.facts.versions))), Opens: true,
		Explain: screen.Say("settings.programme.versions.explain"),
		act: func(_ context.Context, do *screen.Turn) {
			list := s.newestFirst()
			q := screen.Question{Title: name, Text: screen.Say("settings.programme.versions.explain"), Rows: s.versionRows(list),
				Choices: []screen.Choice{screen.Yes("compare", "settings.programme.what_changed"), screen.No()},
				Then: func(_ context.Context, r screen.Reply, do *screen.Turn) error {
					if r.Do != "compare" || r.Row < 0 || r.Row >= len(list) {
						return nil
					}
					s.compare(s.before(list[r.Row]), list[r.Row].Version, do)
					return nil
				}}
			do.Ask(q)
		}}
}

func (s *Screen) newestFirst() []till.Program {
	list := slices.Clone(s.facts.versions)
	slices.SortFunc(list, func(a, b till.Program) int { return cmp.Compare(b.Version, a.Version) })
	return list
}

func (s *Screen) versionRows(list []till.Program) (rows []screen.Row) {
	for _, v := range list {
		row := screen.Row{
			Head: screen.Say("settings.programme.version", v.Version, v.ValidFrom),
			Sub:  screen.Say("settings.programme.version.text", screen.Points(v.Points), pos.Money(v.PointsWorth), screen.Rate(v.CapBp)),
		}
		switch {
		case v.Version == s.facts.program.Version:
			row.Right = screen.Say("settings.programme.now")
		case v.ValidFrom > s.facts.program.ValidFrom:
			row.Right = screen.Say("settings.programme.coming")
		}
		rows = append(rows, row)
	}
	return rows
}

// before is the version that held before one; of the first it is that itself.
func (s *Screen) before(v till.Program) int64 {
	was := v
	for _, x := range s.facts.versions {
		earlier := x.ValidFrom < v.ValidFrom || x.ValidFrom == v.ValidFrom && x.Version < v.Version
		if earlier && (was.Version == v.Version || x.ValidFrom > was.ValidFrom || x.ValidFrom == was.ValidFrom && x.Version > was.Version) {
			was = x
		}
	}
	return was.Version
}

// compare shows what differs between two versions.
func (s *Screen) compare(a, b int64, do *screen.Turn) {
	s.open = "compare:" + strconv.FormatInt(a, 10) + ":" + strconv.FormatInt(b, 10)
	s.state.Inside, s.state.Chosen = true, 0
	s.build(do)
}

// compareRows are the differences of two versions, one a row.
func (s *Screen) compareRows() []Row {
	var a, b till.Program
	numbers := strings.Split(s.open, ":")
	for _, v := range s.facts.versions {
		number := strconv.FormatInt(v.Version, 10)
		if number == numbers[1] {
			a = v
		}
		if number == numbers[2] {
			b = v
		}
	}
	s.state.Title = screen.Say("settings.programme.compare", a.Version, b.Version)
	var rows []Row
	for _, c := range ProgramChanges(a, b) {
		f := fieldOf(c.Key)
		rows = append(rows, Row{ID: c.Key, Name: screen.Say("settings.programme." + c.Key), Explain: screen.Say("settings.programme." + c.Key + ".explain"),
			Value: screen.Say("settings.programme.from_to", programValue(f.kind, string(c.Before)), programValue(f.kind, string(c.After)))})
	}
	if len(rows) == 0 {
		rows = append(rows, Row{ID: "same", Name: screen.Say("settings.programme.same")})
	}
	name, explain := screen.Say("settings.programme.other"), screen.Say("settings.programme.other.explain")
	list := s.newestFirst()
	return append(rows, Row{ID: "other", Name: name, Explain: explain, Opens: true,
		act: s.askOne(name, explain, s.versionRows(list), -1, func(_ context.Context, at int, do *screen.Turn) error {
			s.compare(list[at].Version, b.Version, do)
			return nil
		})})
}

func (s *Screen) exampleRow() Row {
	name, explain := screen.Say("settings.example.amount"), screen.Say("settings.example.amount.explain")
	ask := s.askNumber(name, explain, int64(s.example), 2, func(_ context.Context, n int64, do *screen.Turn) error {
		if n <= 0 || pos.Money(n) > pos.MaxUnitPrice {
			return pos.Refuse(pos.BadAmount)
		}
		s.example = pos.Money(n)
		s.build(do)
		return nil
	})
	// The example changes nothing, so everybody may try it.
	return Row{ID: "example", Name: name, Value: screen.Say("value", s.example), Explain: explain, Opens: true, act: ask}
}

// customerRow chooses whose the example is.
func (s *Screen) customerRow() Row {
	name, explain := screen.Say("settings.example.customer"), screen.Say("settings.example.customer.explain")
	row := Row{ID: "customer", Name: name, Value: screen.Say("settings.example.anybody"), Explain: explain, Opens: true}
	if s.customer != nil {
		row.Value = screen.Name(s.customer.Member.Name)
	}
	row.act = s.askText(name, explain, "", screen.AnyText, func(ctx context.Context, text string, do *screen.Turn) error {
		if text == "" {
			s.customer = nil
			s.build(do)
			return nil
		}
		list, err := s.till.FindMembers(ctx, text, 10)
		switch {
		case err != nil:
			return err
		case len(list) == 0:
			return pos.Refuse(pos.UnknownMember, text)
		case len(list) == 1:
			return s.setCustomer(ctx, list[0].ID, do)
		}
		var rows []screen.Row
		for _, m := range list {
			rows = append(rows, screen.Row{Head: screen.Name(m.Name), Sub: screen.Name(m.Username)})
		}
		s.askOne(name, explain, rows, -1, func(ctx context.Context, at int, do *screen.Turn) error {
			return s.setCustomer(ctx, list[at].ID, do)
		})(ctx, do)
		return nil
	})
	return row
}

func (s *Screen) setCustomer(ctx context.Context, id pos.ID, do *screen.Turn) error {
	st, err := s.till.Standing(ctx, id)
	if err != nil {
		return err
	}
	s.customer, s.customerAt = &st, ledger.Millis(do.Now.UnixMilli())
	s.build(do)
	return nil
}

// exampleOf is what one purchase gives under a programme, by the rules that a
// sale is computed with: to the customer who was chosen, or to one of the first
// tier that earns, with bonus enough.
func (s *Screen) exampleOf(p loyalty.Program) []screen.Sentence {
	tier, points := pos.Tier{Name: pos.NoBonusTier}, int64(1<<40)
	for _, t := range s.facts.tiers {
		if t.RateBp > 0 {
			tier = t
			break
		}
	}
	if s.customer != nil {
		tier, points = s.customer.Tier, s.customer.Account.Available(s.customerAt)
	}
	trial, err := loyalty.Try(p, loyalty.Tier{RateBp: tier.RateBp}, points, int64(s.example))
	if err != nil {
		return []screen.Sentence{screen.SentenceOf(err)}
	}
	return TrialWords(tier.Name, trial)
}
