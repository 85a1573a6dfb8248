package main

import (
	"context"
	"fmt"
	"io"

	"bonuskasse/assets"
	"bonuskasse/cmd/internal/verbs"
	"bonuskasse/pos"
	"bonuskasse/pos/till"
	"bonuskasse/store"
)

type settleCmd struct {
	List settleListCmd `cmd:"" help:"What is to be settled, as the till knows it: no line is needed."`
	Done settleDoneCmd `cmd:"" help:"Say that a thing is settled, and what was done about it."`
}

type settleListCmd struct {
	All bool `help:"Those that were settled too; the head office is asked."`
}

func (c *settleListCmd) Run(a *app) error {
	return a.open(func(ctx context.Context, t *till.Till, s *store.Store) error {
		known, err := t.ToSettle(ctx)
		if err != nil {
			return err
		}
		list := known.List
		if c.All {
			all, err := a.agent(s).Conflicts(ctx, true)
			if err != nil {
				return a.lineFault(err)
			}
			if list, err = t.Named(ctx, all); err != nil {
				return err
			}
		}
		rows := verbs.ToSettleRows(list, a.say)
		return a.print(rows, func(w io.Writer) {
			verbs.PrintToSettle(w, a.Language, a.zone, rows)
			if !c.All && known.Told != 0 {
				fmt.Fprintln(w, assets.T(a.Language, "office.told", assets.Moment(a.Language, known.Told.Time(a.zone))))
			}
		})
	})
}

type settleDoneCmd struct {
	ID   string `arg:"" help:"Of the thing."`
	Note string `required:"" help:"What was done about it."`
}

func (c *settleDoneCmd) Run(a *app) error {
	id, err := pos.ParseID(c.ID)
	if err != nil {
		return usage("%s is no id of a thing to settle", c.ID)
	}
	return a.act(func(ctx context.Context, t *till.Till, who till.Who) error {
		who.Reason = c.Note
		if err := t.SettleConflict(ctx, id, who); err != nil {
			return err
		}
		return a.print(map[string]string{"conflict": c.ID}, func(w io.Writer) { fmt.Fprintln(w, assets.T(a.Language, "office.settled")) })
	})
}
