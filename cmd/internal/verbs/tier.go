package verbs

import (
	"context"
	"fmt"
	"io"

	"bonuskasse/assets"
	"bonuskasse/pos"
	"bonuskasse/pos/screen"
	"bonuskasse/pos/till"
)

// TierList is the tiers.
type TierList struct{}

func (TierList) Run(d Desk) error {
	return d.Open(func(ctx context.Context, t *till.Till) error {
		list, err := t.Tiers(ctx)
		if err != nil {
			return err
		}
		return d.Print(EmptyNotNull(list), func(w io.Writer) {
			for _, tier := range list {
				tierText(d, w, tier)
			}
		})
	})
}

func tierText(d Desk, w io.Writer, tier pos.Tier) {
	mark := " "
	if tier.Default {
		mark = "*"
	}
	fmt.Fprintf(w, "%s %-24s %8s %8s\n", mark, d.Say(screen.TierWord(tier.Name)), assets.Percent(d.Lang(), tier.RateBp), assets.Percent(d.Lang(), tier.DiscountBp))
}

// TierLadder is those that spending reaches.
type TierLadder struct{}

func (TierLadder) Run(d Desk) error {
	return d.Open(func(ctx context.Context, t *till.Till) error {
		ladder, err := t.Ladder(ctx)
		if err != nil {
			return err
		}
		type level struct {
			pos.Tier
			Order int `json:"order"`
		}
		list := []level{}
		for i, tier := range ladder {
			list = append(list, level{tier, i})
		}
		return d.Print(list, func(w io.Writer) {
			for _, l := range list {
				fmt.Fprintf(w, "%d %-24s %8s %8s %14s\n", l.Order, l.Name, assets.Percent(d.Lang(), l.RateBp), assets.Percent(d.Lang(), l.DiscountBp),
					assets.Money(d.Lang(), string(d.Currency()), int64(l.Threshold)))
			}
		})
	})
}

// TierDefine makes or changes a tier.
type TierDefine struct {
	Name       string `arg:""`
	RateBp     int64  `help:"Accrual rate, basis points."`
	DiscountBp int64  `help:"Club discount, basis points."`
	Threshold  int64  `help:"Accrual base that reaches it, minor units."`
	Default    bool   `help:"New members start here."`
}

func (c *TierDefine) Run(d Desk) error {
	return d.Act(func(ctx context.Context, t *till.Till, who till.Who) error {
		tier := pos.Tier{Name: c.Name, RateBp: c.RateBp, DiscountBp: c.DiscountBp, Threshold: pos.Money(c.Threshold), Default: c.Default}
		if err := t.SetTier(ctx, tier, who); err != nil {
			return err
		}
		return d.Print(tier, func(w io.Writer) { tierText(d, w, tier) })
	})
}
