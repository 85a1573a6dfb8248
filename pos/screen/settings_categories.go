package screen

import (
	"context"
	"strconv"
	"strings"

	"bonuskasse/pos"
)

// categoriesRow opens what holds for the goods of each category.
func (s *Settings) categoriesRow() SettingRow {
	said := 0
	for _, c := range s.facts.categories {
		if !c.IsZero() {
			said++
		}
	}
	row := SettingRow{ID: "categories", Name: Say("settings.categories"), Value: Name(strconv.Itoa(said)), Opens: true,
		Explain: Say("settings.categories.explain")}
	row.act = s.openRow(row.ID)
	return row
}

// categoryRows are the categories, or the switches of one.
func (s *Settings) categoryRows() []SettingRow {
	if name, ok := strings.CutPrefix(s.open, "category:"); ok {
		for _, c := range s.facts.categories {
			if c.Name == name {
				return s.categoryDetail(c)
			}
		}
	}
	s.state.Title = Say("settings.categories")
	var rows []SettingRow
	for _, c := range s.facts.categories {
		row := SettingRow{ID: "category:" + c.Name, Name: Name(c.Name), Value: categoryValue(c), Explain: Say("settings.category.explain"), Opens: true}
		if !c.IsZero() {
			row.Mood = Go
		}
		row.act = s.openRow(row.ID)
		rows = append(rows, row)
	}
	name, explain := Say("settings.category.new"), Say("settings.category.new.explain")
	return append(rows, SettingRow{ID: "new", Name: name, Explain: explain, Do: true,
		act: s.askText(name, explain, "", AnyText, func(_ context.Context, text string, do *Turn) error {
			clean, err := pos.CleanName(text)
			if err != nil {
				return err
			}
			s.facts.categories = append(s.facts.categories, pos.Category{Name: clean}) // kept when it says something
			s.open, s.state.Chosen = "category:"+clean, 0
			s.build(do)
			return nil
		})})
}

// categoryValue is what a category says, in a line.
func categoryValue(c pos.Category) Sentence {
	var said []Sentence
	for _, f := range []struct {
		key string
		on  *bool
	}{{"discountable", c.Discountable}, {"earns", c.Earns}, {"bonus_payable", c.BonusPayable}} {
		if f.on != nil {
			said = append(said, Say("settings.category.said."+f.key+"."+strconv.FormatBool(*f.on)))
		}
	}
	if c.FixedPoints != nil {
		said = append(said, Say("value", Points(*c.FixedPoints)))
	}
	if len(said) == 0 {
		return Say("settings.category.own")
	}
	line := said[0]
	for _, more := range said[1:] {
		line = Say("settings.category.and", line, more)
	}
	return line
}

func (s *Settings) categoryDetail(c pos.Category) []SettingRow {
	s.state.Title = Name(c.Name)
	var rows []SettingRow
	for _, f := range []struct {
		key string
		of  func(*pos.Category) **bool
	}{
		{"earns", func(c *pos.Category) **bool { return &c.Earns }},
		{"bonus_payable", func(c *pos.Category) **bool { return &c.BonusPayable }},
		{"discountable", func(c *pos.Category) **bool { return &c.Discountable }},
	} {
		name, explain := Say("settings.category."+f.key), Say("settings.category."+f.key+".explain")
		at, value := 0, Say("settings.category.own")
		if now := *f.of(&c); now != nil {
			at, value = 2, Say("action.no")
			if *now {
				at, value = 1, Say("action.yes")
			}
		}
		rows = append(rows, SettingRow{ID: f.key, Name: name, Value: value, Explain: explain,
			act: s.askOne(name, explain, []Row{{Head: Say("settings.category.own")}, {Head: Say("action.yes")}, {Head: Say("action.no")}}, at,
				func(ctx context.Context, at int, do *Turn) error {
					changed, yes := c, at == 1
					*f.of(&changed) = nil
					if at > 0 {
						*f.of(&changed) = &yes
					}
					return s.setCategory(ctx, changed, do)
				})})
	}
	name, explain := Say("settings.category.fixed_points"), Say("settings.category.fixed_points.explain")
	text, value := "", Say("settings.category.own")
	if c.FixedPoints != nil {
		text, value = strconv.FormatInt(*c.FixedPoints, 10), Say("value", Points(*c.FixedPoints))
	}
	return append(rows, SettingRow{ID: "fixed_points", Name: name, Value: value, Explain: explain,
		act: s.askText(name, explain, text, NumberText, func(ctx context.Context, text string, do *Turn) error {
			changed := c
			changed.FixedPoints = nil
			if text != "" {
				n, ok := ReadScaled(text, 0)
				if !ok {
					return pos.Refuse(pos.BadPoints)
				}
				changed.FixedPoints = &n
			}
			return s.setCategory(ctx, changed, do)
		})})
}

func (s *Settings) setCategory(ctx context.Context, c pos.Category, do *Turn) error {
	if err := s.till.SetCategory(ctx, c, do.Who()); err != nil {
		return err
	}
	s.saved(ctx, nil, do)
	return nil
}
