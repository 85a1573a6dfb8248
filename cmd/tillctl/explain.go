package main

import (
	"context"
	"fmt"
	"io"

	"bonuskasse/pos/till"
)

// explainCmd says where a number comes from. It changes nothing.
type explainCmd struct {
	Sale   explainSaleCmd   `cmd:"" help:"What a sale earned and why, what bonus could pay of it, which programme was in force."`
	Member explainMemberCmd `cmd:"" help:"What makes a member's balance."`
	Lot    explainLotCmd    `cmd:"" help:"Where points come from, when they end, and what took from them."`
}

// whyColumns is how wide an explanation is in a terminal.
const whyColumns = 78

type explainSaleCmd struct {
	Receipt string `arg:"" help:"Number on the paper, of a sale or of a return."`
}

func (c *explainSaleCmd) Run(a *app) error {
	return a.explain(func(ctx context.Context, t *till.Till) (till.Why, any, error) {
		w, err := t.ExplainSale(ctx, c.Receipt)
		return w, w.Sale, err
	})
}

type explainMemberCmd struct {
	Username string `arg:"" help:"Whose."`
}

func (c *explainMemberCmd) Run(a *app) error {
	return a.explain(func(ctx context.Context, t *till.Till) (till.Why, any, error) {
		s, err := t.MemberByUsername(ctx, c.Username)
		if err != nil {
			return till.Why{}, nil, err
		}
		w, err := t.ExplainMember(ctx, s.Member.ID)
		return w, w.Member, err
	})
}

type explainLotCmd struct {
	ID string `arg:"" help:"As lots and explain member name it." placeholder:"USERNAME/ID"`
}

func (c *explainLotCmd) Run(a *app) error {
	return a.explain(func(ctx context.Context, t *till.Till) (till.Why, any, error) {
		id, err := till.ReadLotID(c.ID)
		if err != nil {
			return till.Why{}, nil, err
		}
		w, err := t.ExplainLot(ctx, id)
		return w, w.Lot, err
	})
}

// explain prints an explanation: its facts for scripts, its words for people.
func (a *app) explain(why func(ctx context.Context, t *till.Till) (till.Why, any, error)) error {
	return a.act(func(ctx context.Context, t *till.Till, _ till.Who) error {
		w, facts, err := why(ctx, t)
		if err != nil {
			return err
		}
		w.Language = a.Language
		return a.print(facts, func(out io.Writer) { fmt.Fprint(out, t.WhyDocument(w).Text(whyColumns)) })
	})
}
