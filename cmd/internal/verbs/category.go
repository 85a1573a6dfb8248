package verbs

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strconv"

	"bonuskasse/assets"
	"bonuskasse/pos"
	"bonuskasse/pos/till"
)

// Category is what holds for kinds of goods.
type Category struct {
	List CategoryList `cmd:"" help:"List the categories of goods, and what holds for them."`
	Set  CategorySet  `cmd:"" help:"Say what holds for the goods of a category, but for those that say it themselves."`
}

// CategoryList shows them.
type CategoryList struct{}

func (CategoryList) Run(d Desk) error {
	return d.Open(func(ctx context.Context, t *till.Till) error {
		list, err := t.Categories(ctx)
		if err != nil {
			return err
		}
		return d.Print(EmptyNotNull(list), func(w io.Writer) {
			for _, c := range list {
				categoryText(d, w, c)
			}
		})
	})
}

func categoryText(d Desk, w io.Writer, c pos.Category) {
	fmt.Fprintf(w, "%-30s", c.Name)
	for _, s := range []struct {
		key string
		on  *bool
	}{{"discountable", c.Discountable}, {"earns", c.Earns}, {"bonus_payable", c.BonusPayable}} {
		if s.on != nil {
			fmt.Fprintf(w, "  %s: %s", assets.T(d.Lang(), "settings.category."+s.key), assets.T(d.Lang(), map[bool]string{true: "action.yes", false: "action.no"}[*s.on]))
		}
	}
	if c.FixedPoints != nil {
		fmt.Fprintf(w, "  %s: %s", assets.T(d.Lang(), "settings.category.fixed_points"), assets.N(d.Lang(), "count.points", *c.FixedPoints))
	}
	fmt.Fprintln(w)
}

// CategorySet changes one.
type CategorySet struct {
	Name         string `arg:"" help:"Category, as the goods name it."`
	Discountable string `enum:",yes,no,own" default:"" help:"yes, no, or own: as the goods say." placeholder:"WHAT"`
	Earns        string `enum:",yes,no,own" default:"" help:"The same." placeholder:"WHAT"`
	BonusPayable string `enum:",yes,no,own" default:"" help:"The same." placeholder:"WHAT"`
	FixedPoints  string `help:"Points a unit earns instead of the rate, or own." placeholder:"N"`
}

func (c *CategorySet) Run(d Desk) error {
	return d.Act(func(ctx context.Context, t *till.Till, who till.Who) error {
		list, err := t.Categories(ctx)
		if err != nil {
			return err
		}
		now := pos.Category{Name: c.Name}
		if at := slices.IndexFunc(list, func(x pos.Category) bool { return x.Name == c.Name }); at >= 0 {
			now = list[at]
		}
		for _, s := range []struct {
			said string
			to   **bool
		}{{c.Discountable, &now.Discountable}, {c.Earns, &now.Earns}, {c.BonusPayable, &now.BonusPayable}} {
			yes := s.said == "yes"
			switch s.said {
			case "yes", "no":
				*s.to = &yes
			case "own":
				*s.to = nil
			}
		}
		switch c.FixedPoints {
		case "":
		case "own":
			now.FixedPoints = nil
		default:
			n, err := strconv.ParseInt(c.FixedPoints, 10, 64)
			if err != nil {
				return Usage("--fixed-points is a number of points, or own")
			}
			now.FixedPoints = &n
		}
		if err := t.SetCategory(ctx, now, who); err != nil {
			return err
		}
		return d.Print(now, func(w io.Writer) { categoryText(d, w, now) })
	})
}
