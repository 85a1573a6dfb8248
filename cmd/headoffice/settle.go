package main

import (
	"context"
	"fmt"
	"io"
	"time"

	"bonuskasse/assets"
	"bonuskasse/cmd/internal/options"
	"bonuskasse/cmd/internal/verbs"
	"bonuskasse/pos"
	"bonuskasse/pos/chain"
	"bonuskasse/pos/journal"
	"bonuskasse/pos/screen"
	"bonuskasse/pos/screen/words"
	"bonuskasse/pos/till"
	"bonuskasse/store/central"
)

type settleCmd struct {
	List settleListCmd `cmd:"" help:"What is to be settled."`
	Done settleDoneCmd `cmd:"" help:"Say that a thing is settled."`
}

type settleListCmd struct {
	where
	All bool `help:"Those that are settled too."`
}

func (c *settleListCmd) Run(a *app) error {
	return c.look(func(ctx context.Context, s *central.Store) error {
		list, _, err := s.Conflicts(ctx, c.All)
		if err != nil {
			return err
		}
		tills, err := s.Tills(ctx)
		if err != nil {
			return err
		}
		names := map[pos.ID]string{}
		for _, t := range tills {
			names[t.ID] = t.Name
		}
		var told []till.ToSettle
		for _, x := range list {
			t := till.ToSettle{Conflict: pos.Conflict{ID: x.ID, Kind: x.Kind, At: x.At, Till: names[x.Till], TillTwo: names[x.TillTwo],
				Member: x.Member, Subject: x.Subject, Points: x.Points, Settled: x.Settled, Note: x.Note}}
			if t.Who, err = memberNamed(ctx, s, x.Member); err != nil {
				return err
			}
			if t.Other, err = memberNamed(ctx, s, t.OtherMember()); err != nil {
				return err
			}
			told = append(told, t)
		}
		lang := options.Language()
		currency := chainCurrency(tills)
		rows := verbs.ToSettleRows(told, func(x screen.Sentence) string { return words.Say(lang, currency, time.Local, x) })
		return a.print(rows, func(w io.Writer) { verbs.PrintToSettle(w, lang, time.Local, rows) })
	})
}

// chainCurrency is what all tills of a chain count in.
func chainCurrency(tills []chain.Till) string {
	for _, t := range tills {
		if t.Currency != "" {
			return t.Currency
		}
	}
	return ""
}

// memberNamed is who a member is, as far as the chain has a key to it.
func memberNamed(ctx context.Context, s *central.Store, id pos.ID) (m pos.Member, err error) {
	if id.IsZero() {
		return m, nil
	}
	c, err := s.Fact(ctx, chain.Member, string(id[:]))
	if err != nil || len(c.Said) == 0 || c.Opens == nil {
		return m, err
	}
	body := c.Said[len(c.Said)-1].Body
	err = journal.OpenPersonal(body, func(pos.ID) (journal.PersonalKey, bool, error) { return c.Opens.Key, true, nil })
	if err != nil {
		return m, err
	}
	p := body.GetMemberSet().GetPersonal()
	return pos.Member{ID: id, Name: p.GetName(), Username: p.GetUsername()}, nil
}

type settleDoneCmd struct {
	where
	ID   string `arg:"" help:"Of the thing."`
	Note string `help:"What was done about it."`
}

func (c *settleDoneCmd) Run(a *app) error {
	id, err := pos.ParseID(c.ID)
	if err != nil {
		return verbs.Usage("%s is no id of a thing to settle", c.ID)
	}
	return c.look(func(ctx context.Context, s *central.Store) error {
		if err := s.Settle(ctx, id, c.Note, pos.At(time.Now())); chain.WhyOf(err) == chain.Clash {
			return pos.Refuse(pos.NothingToSettle)
		} else if err != nil {
			return err
		}
		return a.print(map[string]string{"conflict": c.ID}, func(w io.Writer) { fmt.Fprintln(w, assets.T(options.Language(), "office.settled")) })
	})
}

type memberCmd struct {
	Show memberShowCmd `cmd:"" help:"A member by the number of a card."`
}

type memberShowCmd struct {
	where
	Card string `required:"" help:"Number of the card."`
}

type memberView struct {
	Member  string       `json:"member"`
	Card    string       `json:"card"`
	Balance int64        `json:"balance_points"`
	Debt    int64        `json:"debt_points"`     // taken back, or spent beyond the rights, after it was gone
	Over    int64        `json:"overheld_points"` // that tills hold and that are no points any more
	Free    int64        `json:"free_points"`
	Keepers []keeperView `json:"keepers"`
}

// keeperView is a till that may let the member spend.
type keeperView struct {
	Till   string `json:"till"`
	Name   string `json:"name"`
	Rights int64  `json:"rights"`
	Online bool   `json:"online"`
}

func (c *memberShowCmd) Run(a *app) error {
	number, err := pos.CleanCardNumber(c.Card)
	if err != nil {
		return err
	}
	return c.look(func(ctx context.Context, s *central.Store) error {
		card, err := s.Fact(ctx, chain.Card, number)
		if err != nil {
			return err
		}
		if len(card.Said) == 0 {
			return pos.Refuse(pos.UnknownCard, number)
		}
		id := pos.IDFromBytes(card.Said[len(card.Said)-1].Body.GetCardSet().GetMember())
		if id.IsZero() {
			return pos.Refuse(pos.CardNotIssued, number)
		}
		h, err := s.AccountOf(ctx, id)
		if err != nil {
			return err
		}
		v := memberView{Member: id.String(), Card: number, Debt: h.Points.State.Points.Debt, Over: h.Debt, Free: h.Points.Free, Keepers: []keeperView{},
			Balance: h.Points.State.Points.Holding() - h.Points.State.Points.Debt}
		for _, k := range h.Keepers {
			v.Keepers = append(v.Keepers, keeperView{Till: k.Till.String(), Name: k.Name, Rights: k.Rights, Online: k.Online})
		}
		return a.print(v, func(w io.Writer) {
			fmt.Fprintf(w, "card %s: %d points, %d of them free here\n", v.Card, v.Balance, v.Free)
			if v.Debt > 0 {
				fmt.Fprintf(w, "  %d are owed: what is earned next pays them back\n", v.Debt)
			}
			if v.Over > 0 {
				fmt.Fprintf(w, "  tills hold %d more than there are\n", v.Over)
			}
			for _, k := range v.Keepers {
				fmt.Fprintf(w, "  %d at %s\n", k.Rights, k.Name)
			}
		})
	})
}
