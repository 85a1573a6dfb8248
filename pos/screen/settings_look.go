package screen

import (
	"context"
	"slices"

	"bonuskasse/pos/till"
)

// Themes are the choices of the look, beside the languages.
var Themes = []string{"light", "dark", "contrast"}

// lookRows are what everybody may change: the till is theirs to read.
func (s *Settings) lookRows() []SettingRow {
	rows := []SettingRow{{Heading: true, Name: Say("settings.language")}}
	for _, l := range Languages {
		row := s.lookRow("language."+l, till.LanguageSetting, l, s.facts.language)
		row.Name = Name(OwnNames[l]) // who needs it knows it by that
		rows = append(rows, row)
	}
	rows = append(rows, SettingRow{Heading: true, Name: Say("settings.theme")})
	for _, t := range Themes {
		rows = append(rows, s.lookRow("theme."+t, till.ThemeSetting, t, s.facts.theme))
	}
	return append(rows,
		SettingRow{Heading: true, Name: Say("settings.scale")},
		SettingRow{ID: "scale", Name: Say("settings.scale.name"), Value: Name("FYNE_SCALE=1.25"), Explain: Say("settings.scale.explain")})
}

func (s *Settings) lookRow(word, key, value, now string) SettingRow {
	row := SettingRow{ID: word, Name: Say(word), Explain: Say("settings." + key + ".explain"), Do: true}
	if value == now {
		row.Value, row.Mood = Say("settings.now"), Go
	}
	row.act = func(ctx context.Context, do *Turn) {
		if do.Refuse(s.till.Set(ctx, key, value, do.Who())) {
			return
		}
		s.refresh(ctx, do)
		if s.look != nil {
			s.look(ctx, s.facts.language, s.facts.theme)
		}
	}
	return row
}

// shopRows say what the shop is, and change what papers say of it.
func (s *Settings) shopRows() []SettingRow {
	shop := s.facts.shop
	fixed := func(id string, value Sentence) SettingRow {
		return SettingRow{ID: id, Name: Say("settings.shop." + id), Value: value, Explain: Say("settings.shop.fixed")}
	}
	training := Say("action.no")
	if shop.Training {
		training = Say("action.yes")
	}
	rows := []SettingRow{
		fixed("name", Name(shop.Name)), fixed("till", Name(WriteDecimal("en", shop.TillNo, 0))),
		fixed("currency", Name(string(shop.Currency))), fixed("zone", Name(shop.TimeZone)), fixed("training", training),
		{Heading: true, Name: Say("settings.papers")},
		s.addressRow(), s.paperLanguageRow(),
	}
	rows = append(rows, s.guestCouponRows()...)
	rows = append(rows, s.backupRows()...)
	rows = append(rows, SettingRow{Heading: true, Name: Say("settings.shop.lists")})
	if s.files != nil {
		rows = append(rows, s.goodsRow())
	}
	rows = append(rows,
		SettingRow{ID: "import", Name: Say("settings.shop.import"), Value: Say("settings.shop.import.value"), Explain: Say("settings.shop.import.explain"), Do: true,
			act: func(_ context.Context, do *Turn) { do.Go(ImportPlace, nil) }},
		SettingRow{Heading: true, Name: Say("settings.shop.spend")})
	return append(rows, s.spendRow())
}

func (s *Settings) addressRow() SettingRow {
	now := s.facts.set[till.AddressSetting]
	name, explain := Say("settings.shop.address"), Say("settings.shop.address.explain")
	return SettingRow{ID: "address", Name: name, Value: Name(OneLine(now)), Explain: explain,
		act: s.askText(name, explain, OneLine(now), AnyText, func(ctx context.Context, text string, do *Turn) error {
			err := s.till.Set(ctx, till.AddressSetting, ManyLines(text), do.Who())
			if err == nil {
				s.saved(ctx, nil, do)
			}
			return err
		})}
}

func (s *Settings) paperLanguageRow() SettingRow {
	now := s.facts.set[till.PaperSetting]
	value := Say("settings.shop.paper.shop")
	rows := []Row{{Head: value}}
	for _, l := range Languages {
		rows = append(rows, Row{Head: Say("language." + l)})
	}
	at := slices.Index(Languages, now) + 1
	if at > 0 {
		value = Say("language." + now)
	}
	name, explain := Say("settings.shop.paper"), Say("settings.shop.paper.explain")
	return SettingRow{ID: "paper", Name: name, Value: value, Explain: explain,
		act: s.askOne(name, explain, rows, at, func(ctx context.Context, at int, do *Turn) error {
			to := ""
			if at > 0 {
				to = Languages[at-1]
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
func (s *Settings) spendRow() SettingRow {
	row := SettingRow{ID: "spend", Name: Say("settings.shop.may_spend"), Value: Say("action.yes"), Mood: Go,
		Explain: Say("settings.shop.may_spend.explain")}
	if s.facts.shop.MaySpend {
		return row
	}
	row.Value, row.Mood = Say("action.no"), Look
	if s.facts.shop.Enrolled {
		row.Explain = Say("settings.shop.may_spend.office")
		return row
	}
	row.Explain, row.Do = Say("settings.shop.adopt.explain"), true
	row.act = s.askText(Say("settings.shop.adopt"), Say("settings.shop.adopt.explain"), "", AnyText,
		func(ctx context.Context, reason string, do *Turn) error {
			err := s.till.Adopt(ctx, till.Who{Person: do.Person, Reason: reason})
			if err == nil {
				s.saved(ctx, nil, do)
			}
			return err
		})
	return row
}
