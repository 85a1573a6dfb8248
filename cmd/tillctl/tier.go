package main

import (
	"context"
	"fmt"
	"io"

	"bonuskasse/assets"
	"bonuskasse/pos"
	"bonuskasse/pos/till"
	"bonuskasse/store"
)

type tierCmd struct {
	List   tierListCmd   `cmd:"" help:"List the tiers."`
	Set    tierSetCmd    `cmd:"" help:"Move a member to a tier."`
	Define tierDefineCmd `cmd:"" help:"Make or change a tier."`
	Ladder tierLadderCmd `cmd:"" help:"List the tiers that spending reaches, the lowest first."`
}

type tierListCmd struct{}

func (tierListCmd) Run(a *app) error {
	return a.open(func(ctx context.Context, t *till.Till, _ *store.Store) error {
		list, err := t.Tiers(ctx)
		if err != nil {
			return err
		}
		return a.print(emptyNotNull(list), func(w io.Writer) {
			for _, tier := range list {
				mark := " "
				if tier.Default {
					mark = "*"
				}
				fmt.Fprintf(w, "%s %-24s %8s %8s\n", mark, tier.Name, assets.Percent(a.Language, tier.RateBp), assets.Percent(a.Language, tier.DiscountBp))
			}
		})
	})
}

type tierSetCmd struct {
	Username string `required:""`
	Tier     string `help:"Name of the tier; without one the member stays where they are."`
	Pin      bool   `xor:"pin" help:"The ladder leaves the member there."`
	Unpin    bool   `xor:"pin" help:"The ladder moves the member again."`
}

func (c *tierSetCmd) Run(a *app) error {
	if c.Tier == "" && !c.Pin && !c.Unpin {
		return usage("say what is to be different: --tier, --pin or --unpin")
	}
	return a.act(func(ctx context.Context, t *till.Till, who till.Who) error {
		s, err := t.MemberByUsername(ctx, c.Username)
		if err != nil {
			return err
		}
		place := till.Place{Tier: c.Tier}
		if c.Pin || c.Unpin {
			place.Pin = &c.Pin
		}
		if err := t.PlaceMember(ctx, s.Member.ID, place, who); err != nil {
			return err
		}
		if s, err = t.Standing(ctx, s.Member.ID); err != nil {
			return err
		}
		return a.printMember(ctx, t, s)
	})
}

type tierLadderCmd struct{}

func (tierLadderCmd) Run(a *app) error {
	return a.open(func(ctx context.Context, t *till.Till, _ *store.Store) error {
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
		return a.print(list, func(w io.Writer) {
			for _, l := range list {
				fmt.Fprintf(w, "%d %-24s %8s %8s %14s\n", l.Order, l.Name, assets.Percent(a.Language, l.RateBp), assets.Percent(a.Language, l.DiscountBp),
					assets.Money(a.Language, string(a.currency), int64(l.Threshold)))
			}
		})
	})
}

type tierDefineCmd struct {
	Name       string `arg:""`
	RateBp     int64  `help:"Accrual rate, basis points."`
	DiscountBp int64  `help:"Club discount, basis points."`
	Threshold  int64  `help:"Accrual base that reaches it, minor units."`
	Default    bool   `help:"New members start here."`
}

func (c *tierDefineCmd) Run(a *app) error {
	return a.act(func(ctx context.Context, t *till.Till, who till.Who) error {
		tier := pos.Tier{Name: c.Name, RateBp: c.RateBp, DiscountBp: c.DiscountBp, Threshold: pos.Money(c.Threshold), Default: c.Default}
		if err := t.SetTier(ctx, tier, who); err != nil {
			return err
		}
		return a.print(tier, nil)
	})
}
