package main

import (
	"context"

	"bonuskasse/cmd/internal/verbs"
	"bonuskasse/pos/till"
)

type tierCmd struct {
	List   verbs.TierList   `cmd:"" help:"List the tiers."`
	Set    tierSetCmd       `cmd:"" help:"Move a member to a tier."`
	Define verbs.TierDefine `cmd:"" help:"Make or change a tier."`
	Ladder verbs.TierLadder `cmd:"" help:"List the tiers that spending reaches, the lowest first."`
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
