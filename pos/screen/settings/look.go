package settings

import (
	"context"
	"slices"

	"bonuskasse/pos/screen"
	"bonuskasse/pos/till"
)

// Themes are the choices of the look, beside the languages.
var Themes = []string{"light", "dark", "contrast"}

// lookRows are what everybody may change: the till is theirs to read.
func (s *Screen) lookRows() []Row {
	rows := []Row{{Heading: true, Name: screen.Say("settings.language")}}
	for _, l := range screen.Languages {
		row := s.lookRow("language."+l, till.LanguageSetting, l, s.facts.language)
		row.Name = screen.Name(screen.OwnNames[l]) // who needs it knows it by that
		rows = append(rows, row)
	}
	rows = append(rows, Row{Heading: true, Name: screen.Say("settings.theme")})
	for _, t := range Themes {
		rows = append(rows, s.lookRow("theme."+t, till.ThemeSetting, t, s.facts.theme))
	}
	return append(rows,
		Row{Heading: true, Name: screen.Say("settings.scale")},
		Row{ID: "scale", Name: screen.Say("settings.scale.name"), Value: screen.Name("FYNE_SCALE=1.25"), Explain: screen.Say("settings.scale.explain")})
}

func (s *Screen) lookRow(word, key, value, now string) Row {
	row := Row{ID: word, Name: screen.Say(word), Explain: screen.Say("settings." + key + ".explain"), Do: true}
	switch value {
	case now:
		row.Value, row.Mood = screen.Say("settings.now"), screen.Go
	case s.facts.kept[key]: // the window was started with another
		row.Value, row.Explain = screen.Say("settings.look.kept"), screen.Say("settings.look.kept.explain")
	}
	row.act = func(ctx context.Context, do *screen.Turn) {
		if do.Refuse(s.till.Set(ctx, key, value, do.Who())) {
			return
		}
		s.refresh(ctx, do)
		if key == till.LanguageSetting {
			s.facts.language = value
		} else {
			s.facts.theme = value
		}
		s.build(do)
		if s.look != nil {
			s.look(ctx, s.facts.language, s.facts.theme)
		}
	}
	return row
}

// shopRows say what the shop is, and change what papers say of it.
func (s *Screen) shopRows() []Row {
	shop := s.facts.shop
	fixed := func(id string, value screen.Sentence) Row {
		return Row{ID: id, Name: screen.Say("settings.shop." + id), Value: value, Explain: screen.Say("settings.shop.fixed")}
	}
	training := screen.Say("action.no")
	if shop.Training {
		training = screen.Say("action.yes")
	}
	rows := []Row{
		fixed("name", screen.Name(shop.Name)), fixed("till", screen.Name(screen.WriteDecimal("en", shop.TillNo, 0))),
		fixed("currency", screen.Name(string(shop.Currency))), fixed("zone", screen.Name(shop.TimeZone)), fixed("training", training),
		{Heading: true, Name: screen.Say("settings.papers")},
		s.addressRow(), s.paperLanguageRow(),
	}
	rows = append(rows, s.guestCouponRows()...)
	rows = append(rows, s.backupRows()...)
	rows = append(rows, Row{Heading: true, Name: screen.Say("settings.shop.lists")})
	if s.files != nil {
		rows = append(rows, s.goodsRow())
	}
	rows = append(rows,
		Row{ID: "import", Name: screen.Say("settings.shop.import"), Value: screen.Say("settings.shop.import.value"), Explain: screen.Say("settings.shop.import.explain"), Do: true,
			act: func(_ context.Context, do *screen.Turn) { do.Go(screen.ImportPlace, nil) }},
		Row{Heading: true, Name: screen.Say("settings.shop.spend")})
	return append(rows, s.spendRow())
}

func (s *Screen) addressRow() Row {
	now := s.facts.set[till.AddressSetting]
	name, explain := screen.Say("settings.shop.address"), screen.Say("settings.shop.address.explain")
	return Row{ID: "address", Name: name, Value: screen.Name(screen.OneLine(now)), Explain: explain,
		act: s.askText(name, explain, screen.OneLine(now), screen.AnyText, func(ctx context.Context, text string, do *screen.Turn) error {
			err := s.till.Set(ctx, till.AddressSetting, screen.ManyLines(text), do.Who())
			if err == nil {
				s.saved(ctx, nil, do)
			}
			return err
		})}
}

func (s *Screen) paperLanguageRow() Row {
	now := s.facts.set[till.PaperSetting]
	value := screen.Say("settings.shop.paper.shop")
	rows := []screen.Row{{Head: value}}
	for _, l := range screen.Languages {
		rows = append(rows, screen.Row{Head: screen.Say("language." + l)})
	}
	at := slices.Index(screen.Languages, now) + 1
	if at > 0 {
		value = screen.Say("language." + now)
	}
	name, explain := screen.Say("settings.shop.paper"), screen.Say("settings.shop.paper.explain")
	return Row{ID: "paper", Name: name, Value: value, Explain: explain,
		act: s.askOne(name, explain, rows, at, func(ctx context.Context, at int, do *screen.Turn) error {
			to := ""
			if at > 0 {
				to = screen.Languages[at-1]
			}
			err := s.till.Set(ctx, till.PaperSetting, to, do.Who())
			if err == nil {
				s.saved(ctx, nil, do)
			}
			return err
		})}
}

// spendRow says whether bonus may be spent here. A till that was restored from
// a backup may not, until a manager says that it is the only one there is.
func (s *Screen) spendRow() Row {
	row := Row{ID: "spend", Name: screen.Say("settings.shop.may_spend"), Value: screen.Say("action.yes"), Mood: screen.Go,
		Explain: screen.Say("settings.shop.may_spend.explain")}
	if s.facts.shop.MaySpend {
		return row
	}
	row.Value, row.Mood = screen.Say("action.no"), screen.Look
	if s.facts.shop.Enrolled {
		row.Explain = screen.Say("settings.shop.may_spend.office")
		return row
	}
	row.Explain, row.Do = screen.Say("settings.shop.adopt.explain"), true
	row.act = s.askText(screen.Say("settings.shop.adopt"), screen.Say("settings.shop.adopt.explain"), "", screen.AnyText,
		func(ctx context.Context, reason string, do *screen.Turn) error {
			err := s.till.Adopt(ctx, till.Who{Person: do.Person, Reason: reason})
			if err == nil {
				s.saved(ctx, nil, do)
			}
			return err
		})
	return row
}
