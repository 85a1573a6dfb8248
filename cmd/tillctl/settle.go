package main

import (
	"context"
	"fmt"
	"io"
	"time"

	"bonuskasse/assets"
	"bonuskasse/pos"
	"bonuskasse/pos/screen"
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

// toSettle is a thing to settle, with its words.
type toSettle struct {
	pos.Conflict
	Who   string `json:"who,omitempty"`
	Other string `json:"other,omitempty"`
	What  string `json:"what"`
	Did   string `json:"did"`
	May   string `json:"may"`
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
		rows := []toSettle{}
		for _, x := range list {
			w := screen.WordsOf(x)
			rows = append(rows, toSettle{Conflict: x.Conflict, Who: x.Who.Name, Other: x.Other.Name, What: a.say(w.What), Did: a.say(w.Did), May: a.say(w.May)})
		}
		return a.print(rows, func(w io.Writer) {
			if len(rows) == 0 {
				fmt.Fprintln(w, assets.T(a.Language, "settle.none"))
			}
			for _, x := range rows {
				fmt.Fprintf(w, "%s  %s\n  %s\n  %s\n  %s\n", x.ID, x.At.Time(a.zone).Format(time.DateTime), x.What, x.Did, x.May)
				if x.Settled != 0 {
					fmt.Fprintf(w, "  %s: %s\n", assets.T(a.Language, "office.settle"), x.Note)
				}
			}
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
