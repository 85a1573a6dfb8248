package settings

import (
	"context"
	"strconv"
	"strings"

	"bonuskasse/pos"
	"bonuskasse/pos/screen"
)

// categoriesRow opens what holds for the goods of each category.
func (s *Screen) categoriesRow() Row {
	said := 0
	for _, c := range s.facts.categories {
		if !c.IsZero() {
			said++
		}
	}
	row := Row{ID: "categories", Name: screen.Say("settings.categories"), Value: screen.Name(strconv.Itoa(said)), Opens: true,
		Explain: screen.Say("settings.categories.explain")}
	row.act = s.openRow(row.ID)
	return row
}

// categoryRows are the categories, or the switches of one.
func (s *Screen) categoryRows() []Row {
	if name, ok := strings.CutPrefix(s.open, "category:"); ok {
		for _, c := range s.facts.categories {
			if c.Name == name {
				return s.categoryDetail(c)
			}
		}
	}
	s.state.Title = screen.Say("settings.categories")
	var rows []Row
	for _, c := range s.facts.categories {
		row := Row{ID: "category:" + c.Name, Name: screen.Name(c.Name), Value: categoryValue(c), Explain: screen.Say("settings.category.explain"), Opens: true}
		if !c.IsZero() {
			row.Mood = screen.Go
		}
		row.act = s.openRow(row.ID)
		rows = append(rows, row)
	}
	name, explain := screen.Say("settings.category.new"), screen.Say("settings.category.new.explain")
	return append(rows, Row{ID: "new", Name: name, Explain: explain, Do: true,
		act: s.askText(name, explain, "", screen.AnyText, func(_ context.Context, text string, do *screen.Turn) error {
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
func categoryValue(c pos.Category) screen.Sentence {
	var said []screen.Sentence
	for _, f := range []struct {
		key string
		on  *bool
	}{{"discountable", c.Discountable}, {"earns", c.Earns}, {"bonus_payable", c.BonusPayable}} {
		if f.on != nil {
			said = append(said, screen.Say("settings.category.said."+f.key+"."+strconv.FormatBool(*f.on)))
		}
	}
	if c.FixedPoints != nil {
		said = append(said, screen.Say("value", screen.Points(*c.FixedPoints)))
	}
	if len(said) == 0 {
		return screen.Say("settings.category.own")
	}
	line := said[0]
	for _, more := range said[1:] {
		line = screen.Say("settings.category.and", line, more)
	}
	return line
}

func (s *Screen) categoryDetail(c pos.Category) []Row {
	s.state.Title = screen.Name(c.Name)
	var rows []Row
	for _, f := range []struct {
		key string
		of  func(*pos.Category) **bool
	}{
		{"earns", func(c *pos.Category) **bool { return &c.Earns }},
		{"bonus_payable", func(c *pos.Category) **bool { return &c.BonusPayable }},
		{"discountable", func(c *pos.Category) **bool { return &c.Discountable }},
	} {
		name, explain := screen.Say("settings.category."+f.key), screen.Say("settings.category."+f.key+".explain")
		at, value := 0, screen.Say("settings.category.own")
		if now := *f.of(&c); now != nil {
			at, value = 2, screen.Say("action.no")
			if *now {
				at, value = 1, screen.Say("action.yes")
			}
		}
		rows = append(rows, Row{ID: f.key, Name: name, Value: value, Explain: explain,
			act: s.askOne(name, explain, []screen.Row{{Head: screen.Say("settings.category.own")}, {Head: screen.Say("action.yes")}, {Head: screen.Say("action.no")}}, at,
				func(ctx context.Context, at int, do *screen.Turn) error {
					changed, yes := c, at == 1
					*f.of(&changed) = nil
					if at > 0 {
						*f.of(&changed) = &yes
					}
					return s.setCategory(ctx, changed, do)
				})})
	}
	name, explain := screen.Say("settings.category.fixed_points"), screen.Say("settings.category.fixed_points.explain")
	text, value := "", screen.Say("settings.category.own")
	if c.FixedPoints != nil {
		text, value = strconv.FormatInt(*c.FixedPoints, 10), screen.Say("value", screen.Points(*c.FixedPoints))
	}
	return append(rows, Row{ID: "fixed_points", Name: name, Value: value, Explain: explain,
		act: s.askText(name, explain, text, screen.NumberText, func(ctx context.Context, text string, do *screen.Turn) error {
			changed := c
			changed.FixedPoints = nil
			if text != "" {
				n, ok := screen.ReadScaled(text, 0)
				if !ok {
					return pos.Refuse(pos.BadPoints)
				}
				changed.FixedPoints = &n
			}
			return s.setCategory(ctx, changed, do)
		})})
}

func (s *Screen) setCategory(ctx context.Context, c pos.Category, do *screen.Turn) error {
	if err := s.till.SetCategory(ctx, c, do.Who()); err != nil {
		return err
	}
	s.saved(ctx, nil, do)
	return nil
}
