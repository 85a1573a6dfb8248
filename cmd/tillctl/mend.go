package main

import (
	"context"
	"fmt"
	"io"

	"bonuskasse/assets"
	"bonuskasse/pos"
	"bonuskasse/pos/ledger"
	"bonuskasse/pos/till"
)

// saleCmds sells, which needs no word of its own, and mends what was sold.
type saleCmds struct {
	Sell saleCmd     `cmd:"" default:"withargs" help:"Sell."`
	Mend mendSaleCmd `cmd:"" help:"Give a completed sale to the member whose it was, or to nobody, with --reason. The bonus follows. A manager's to do."`
}

type mendSaleCmd struct {
	Receipt  string `arg:"" help:"Number on the paper."`
	Card     string `xor:"whose" required:"" help:"Number of the member's club card."`
	Username string `xor:"whose" required:"" help:"The member's username."`
	None     bool   `xor:"whose" required:"" help:"It was nobody's: a guest's."`
}

// mendJSON is the form that scripts rely on.
type mendJSON struct {
	Receipt string    `json:"receipt"`
	Taken   int64     `json:"points_taken"` // of whose it was
	Debt    int64     `json:"debt"`         // of them, spent already and owed now
	Given   int64     `json:"points_given"` // to whose it is
	Was     *mendSide `json:"was"`          // null is a guest
	Now     *mendSide `json:"now"`
}

type mendSide struct {
	Member  string `json:"member"`
	Balance int64  `json:"balance_points"`
}

func (c *mendSaleCmd) Run(a *app) error {
	return a.act(func(ctx context.Context, t *till.Till, who till.Who) error {
		m := till.Mend{Receipt: c.Receipt}
		switch {
		case c.Card != "":
			card, s, err := t.MemberByCard(ctx, c.Card)
			if err != nil {
				return err
			}
			m.Member, m.Card = s.Member.ID, card.Number
		case c.Username != "":
			s, err := t.MemberByUsername(ctx, c.Username)
			if err != nil {
				return err
			}
			m.Member = s.Member.ID
		}
		done, err := t.MendSale(ctx, m, who)
		if err != nil {
			return err
		}
		side := func(s *till.Standing) *mendSide {
			if s == nil {
				return nil
			}
			return &mendSide{s.Member.Username, s.Account.Balance(ledger.Millis(pos.At(a.moment())))}
		}
		out := mendJSON{done.Sale.Receipt, done.Taken, done.Debt, done.Given, side(done.Was), side(done.Now)}
		return a.print(out, func(w io.Writer) {
			for _, x := range []struct {
				side  *mendSide
				moved int64
			}{{out.Was, -out.Taken}, {out.Now, out.Given}} {
				if x.side != nil {
					fmt.Fprintf(w, "%s %+d: %s\n", x.side.Member, x.moved, assets.N(a.Language, "count.points", x.side.Balance))
				}
			}
		})
	})
}
