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

type programCmd struct {
	Show programShowCmd `cmd:"" help:"Print the programme that holds now."`
	Set  programSetCmd  `cmd:"" help:"Make a new version of the programme."`
}

type programShowCmd struct{}

func (programShowCmd) Run(a *app) error {
	return a.open(func(ctx context.Context, t *till.Till, _ *store.Store) error {
		p, err := t.Program(ctx)
		if err != nil {
			return err
		}
		return a.print(p, nil)
	})
}

type programSetCmd struct {
	Set []string `arg:"" help:"KEY=VALUE; null is no limit."`
}

func (c *programSetCmd) Run(a *app) error {
	set, err := pairs(c.Set)
	if err != nil {
		return err
	}
	return a.act(func(ctx context.Context, t *till.Till, who till.Who) error {
		p, err := t.SetProgram(ctx, set, who)
		if err != nil {
			return err
		}
		return a.print(p, nil)
	})
}

type tierCmd struct {
	List   tierListCmd   `cmd:"" help:"List the tiers."`
	Set    tierSetCmd    `cmd:"" help:"Move a member to a tier."`
	Define tierDefineCmd `cmd:"" help:"Make or change a tier."`
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
	Tier     string `required:""`
}

func (c *tierSetCmd) Run(a *app) error {
	return a.act(func(ctx context.Context, t *till.Till, who till.Who) error {
		s, err := t.MemberByUsername(ctx, c.Username)
		if err != nil {
			return err
		}
		if err := t.SetMemberTier(ctx, s.Member.ID, c.Tier, who); err != nil {
			return err
		}
		if s, err = t.Standing(ctx, s.Member.ID); err != nil {
			return err
		}
		return a.printMember(ctx, t, s)
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
