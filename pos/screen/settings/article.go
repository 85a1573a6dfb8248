package settings

import (
	"cmp"
	"context"
	"slices"
	"strconv"

	"bonuskasse/pos"
	"bonuskasse/pos/screen"
)

// mostArticles is how many goods are offered of those that a text finds.
const mostArticles = 50

// articleRow opens what holds for one article, found by name, number or barcode.
func (s *Screen) articleRow() Row {
	name, explain := screen.Say("settings.article"), screen.Say("settings.article.explain")
	return Row{ID: "article", Name: name, Explain: explain, Opens: true,
		act: s.askText(name, explain, "", screen.AnyText, func(ctx context.Context, text string, do *screen.Turn) error {
			list, err := s.till.FindProducts(ctx, text, mostArticles)
			switch {
			case err != nil:
				return err
			case len(list) == 0:
				return pos.Refuse(pos.UnknownBarcode, screen.Short(text))
			case len(list) == 1:
				s.openArticle(list[0], do)
				return nil
			}
			var rows []screen.Row
			for _, p := range list {
				rows = append(rows, screen.Row{Head: screen.Name(p.Name), Sub: screen.Name(cmp.Or(p.Category, p.SKU))})
			}
			s.askOne(name, explain, rows, -1, func(_ context.Context, at int, do *screen.Turn) error {
				s.openArticle(list[at], do)
				return nil
			})(ctx, do)
			return nil
		})}
}

func (s *Screen) openArticle(p pos.Product, do *screen.Turn) {
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
func (s *Screen) articleRows() []Row {
	p := s.article
	s.state.Title = screen.Name(p.Name)
	held := p
	if at := slices.IndexFunc(s.facts.categories, func(c pos.Category) bool { return c.Name == p.Category }); at >= 0 {
		held = p.In(s.facts.categories[at])
	}
	said := func(which pos.Switches, word screen.Sentence) screen.Sentence {
		if p.Category == "" || p.Own&which != 0 {
			return word
		}
		return screen.Say("settings.article.by_category", word)
	}
	rows := []Row{}
	for _, f := range articleSwitches {
		name, explain := screen.Say("settings.category."+f.key), screen.Say("settings.article."+f.key+".explain")
		word, at := screen.Say("action.no"), 2
		if *f.of(&held) {
			word, at = screen.Say("action.yes"), 1
		}
		if p.Own&f.which == 0 && p.Category != "" {
			at = 0
		}
		choices := []screen.Row{{Head: screen.Say("settings.article.as_category")}, {Head: screen.Say("action.yes")}, {Head: screen.Say("action.no")}}
		rows = append(rows, Row{ID: f.key, Name: name, Value: said(f.which, word), Explain: explain,
			act: s.askOne(name, explain, choices, at, func(ctx context.Context, at int, do *screen.Turn) error {
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
func (s *Screen) articlePoints(p, held pos.Product, said func(pos.Switches, screen.Sentence) screen.Sentence) Row {
	name, explain := screen.Say("settings.category.fixed_points"), screen.Say("settings.article.fixed_points.explain")
	value, now, text := screen.Say("settings.article.by_rate"), 1, ""
	if held.FixedPoints != nil {
		value, now, text = screen.Say("value", screen.Points(*held.FixedPoints)), 2, strconv.FormatInt(*held.FixedPoints, 10)
	}
	if p.Own&pos.SwitchFixedPoints == 0 && p.Category != "" {
		now = 0
	}
	fixed := s.askText(name, explain, text, screen.NumberText, func(ctx context.Context, text string, do *screen.Turn) error {
		n, ok := screen.ReadScaled(text, 0)
		if !ok {
			return pos.Refuse(pos.BadPoints)
		}
		changed := p
		changed.Own, changed.FixedPoints = p.Own|pos.SwitchFixedPoints, &n
		return s.setArticle(ctx, changed, do)
	})
	choices := []screen.Row{{Head: screen.Say("settings.article.as_category")}, {Head: screen.Say("settings.article.by_rate")}, {Head: screen.Say("settings.article.points")}}
	return Row{ID: "fixed_points", Name: name, Value: said(pos.SwitchFixedPoints, value), Explain: explain,
		act: s.askOne(name, explain, choices, now, func(ctx context.Context, at int, do *screen.Turn) error {
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

func (s *Screen) setArticle(ctx context.Context, p pos.Product, do *screen.Turn) error {
	if err := s.till.SetProducts(ctx, []pos.Product{p}, do.Who()); err != nil {
		return err
	}
	s.article = p
	s.saved(ctx, nil, do)
	return nil
}
