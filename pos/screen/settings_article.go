package screen

import (
	"cmp"
	"context"
	"slices"
	"strconv"

	"bonuskasse/pos"
)

// mostArticles is how many goods are offered of those that a text finds.
const mostArticles = 50

// articleRow opens what holds for one article, found by name, number or barcode.
func (s *Settings) articleRow() SettingRow {
	name, explain := Say("settings.article"), Say("settings.article.explain")
	return SettingRow{ID: "article", Name: name, Explain: explain, Opens: true,
		act: s.askText(name, explain, "", AnyText, func(ctx context.Context, text string, do *Turn) error {
			list, err := s.till.FindProducts(ctx, text, mostArticles)
			switch {
			case err != nil:
				return err
			case len(list) == 0:
				return pos.Refuse(pos.UnknownBarcode, Short(text))
			case len(list) == 1:
				s.openArticle(list[0], do)
				return nil
			}
			var rows []Row
			for _, p := range list {
				rows = append(rows, Row{Head: Name(p.Name), Sub: Name(cmp.Or(p.Category, p.SKU))})
			}
			s.askOne(name, explain, rows, -1, func(_ context.Context, at int, do *Turn) error {
				s.openArticle(list[at], do)
				return nil
			})(ctx, do)
			return nil
		})}
}

func (s *Settings) openArticle(p pos.Product, do *Turn) {
	s.article, s.open, s.state.Chosen = p, "article", 0
	s.build(do)
}

// articleSwitch is a switch of an article, as a category has it too.
type articleSwitch struct {
	key   string
	which pos.Switches
	of    func(*pos.Product) *bool
}

var articleSwitches = []articleSwitch{
	{"earns", pos.SwitchEarns, func(p *pos.Product) *bool { return &p.Earns }},
	{"bonus_payable", pos.SwitchBonusPayable, func(p *pos.Product) *bool { return &p.BonusPayable }},
	{"discountable", pos.SwitchDiscountable, func(p *pos.Product) *bool { return &p.Discountable }},
}

// articleRows are the switches of the open article: what it says itself, or what
// holds of its category.
func (s *Settings) articleRows() []SettingRow {
	p := s.article
	s.state.Title = Name(p.Name)
	held := p
	if at := slices.IndexFunc(s.facts.categories, func(c pos.Category) bool { return c.Name == p.Category }); at >= 0 {
		held = p.In(s.facts.categories[at])
	}
	said := func(which pos.Switches, word Sentence) Sentence {
		if p.Category == "" || p.Own&which != 0 {
			return word
		}
		return Say("settings.article.by_category", word)
	}
	rows := []SettingRow{}
	for _, f := range articleSwitches {
		name, explain := Say("settings.category."+f.key), Say("settings.article."+f.key+".explain")
		word, at := Say("action.no"), 2
		if *f.of(&held) {
			word, at = Say("action.yes"), 1
		}
		if p.Own&f.which == 0 && p.Category != "" {
			at = 0
		}
		choices := []Row{{Head: Say("settings.article.as_category")}, {Head: Say("action.yes")}, {Head: Say("action.no")}}
		rows = append(rows, SettingRow{ID: f.key, Name: name, Value: said(f.which, word), Explain: explain,
			act: s.askOne(name, explain, choices, at, func(ctx context.Context, at int, do *Turn) error {
				changed := p
				changed.Own &^= f.which
				if at > 0 {
					changed.Own |= f.which
					*f.of(&changed) = at == 1
				}
				return s.setArticle(ctx, changed, do)
			})})
	}
	return append(rows, s.articlePoints(p, held, said))
}

// articlePoints are what each unit earns: as the category says, by the rate, or so
// many points.
func (s *Settings) articlePoints(p, held pos.Product, said func(pos.Switches, Sentence) Sentence) SettingRow {
	name, explain := Say("settings.category.fixed_points"), Say("settings.article.fixed_points.explain")
	value, now, text := Say("settings.article.by_rate"), 1, ""
	if held.FixedPoints != nil {
		value, now, text = Say("value", Points(*held.FixedPoints)), 2, strconv.FormatInt(*held.FixedPoints, 10)
	}
	if p.Own&pos.SwitchFixedPoints == 0 && p.Category != "" {
		now = 0
	}
	fixed := s.askText(name, explain, text, NumberText, func(ctx context.Context, text string, do *Turn) error {
		n, ok := ReadScaled(text, 0)
		if !ok {
			return pos.Refuse(pos.BadPoints)
		}
		changed := p
		changed.Own, changed.FixedPoints = p.Own|pos.SwitchFixedPoints, &n
		return s.setArticle(ctx, changed, do)
	})
	choices := []Row{{Head: Say("settings.article.as_category")}, {Head: Say("settings.article.by_rate")}, {Head: Say("settings.article.points")}}
	return SettingRow{ID: "fixed_points", Name: name, Value: said(pos.SwitchFixedPoints, value), Explain: explain,
		act: s.askOne(name, explain, choices, now, func(ctx context.Context, at int, do *Turn) error {
			if at == 2 {
				fixed(ctx, do)
				return nil
			}
			changed := p
			changed.FixedPoints = nil
			changed.Own &^= pos.SwitchFixedPoints
			if at == 1 {
				changed.Own |= pos.SwitchFixedPoints
			}
			return s.setArticle(ctx, changed, do)
		})}
}

func (s *Settings) setArticle(ctx context.Context, p pos.Product, do *Turn) error {
	if err := s.till.SetProducts(ctx, []pos.Product{p}, do.Who()); err != nil {
		return err
	}
	s.article = p
	s.saved(ctx, nil, do)
	return nil
}
