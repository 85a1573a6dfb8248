package main

import (
	"context"
	"fmt"
	"io"

	"bonuskasse/assets"
	"bonuskasse/pos"
	"bonuskasse/pos/till"
)

type drawerCmd struct {
	Float drawerFloat `cmd:"" help:"Change, put in as a shift begins."`
	In    drawerIn    `cmd:"" help:"Money put in, with --reason."`
	Out   drawerOut   `cmd:"" help:"Money taken out, with --reason."`
	Show  drawerShow  `cmd:"" help:"What should be in the drawer now."`
}

type cashAmount struct {
	Amount pos.Money `arg:"" help:"Minor units."`
}

type drawerFloat struct {
	cashAmount `embed:""`
}

func (c *drawerFloat) Run(a *app) error { return a.moveCash(till.CashFloat, c.Amount) }

type drawerIn struct {
	cashAmount `embed:""`
}

func (c *drawerIn) Run(a *app) error { return a.moveCash(till.CashIn, c.Amount) }

type drawerOut struct {
	cashAmount `embed:""`
}

func (c *drawerOut) Run(a *app) error { return a.moveCash(till.CashOut, c.Amount) }

func (a *app) moveCash(kind till.CashKind, amount pos.Money) error {
	return a.act(func(ctx context.Context, t *till.Till, who till.Who) error {
		if err := t.MoveCash(ctx, kind, amount, who); err != nil {
			return err
		}
		return a.printDrawer(ctx, t)
	})
}

type drawerShow struct{}

func (drawerShow) Run(a *app) error {
	return a.act(func(ctx context.Context, t *till.Till, _ till.Who) error { return a.printDrawer(ctx, t) })
}

func (a *app) printDrawer(ctx context.Context, t *till.Till) error {
	x, err := t.OpenShift(ctx)
	if err != nil {
		return err
	}
	return a.print(x.Drawer, func(w io.Writer) {
		fmt.Fprintln(w, assets.T(a.Language, "paper.drawer.expected")+": "+assets.Money(a.Language, string(a.currency), int64(x.Drawer.Expected)))
	})
}
