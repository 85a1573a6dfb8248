package main

import (
	"context"
	"fmt"
	"io"

	"bonuskasse/pos"
	"bonuskasse/pos/ledger"
	"bonuskasse/pos/till"
	"bonuskasse/store"
)

type memberCmd struct {
	Add  memberAddCmd  `cmd:"" help:"Make a member, with a card if one is named."`
	Show memberShowCmd `cmd:"" help:"Show a member."`
	Find memberFindCmd `cmd:"" help:"Find members by card, username, phone, e-mail or name."`
	Card memberCardCmd `cmd:"" help:"Issue or block a card."`
}

type memberAddCmd struct {
	Username string `required:""`
	Name     string `required:""`
	Phone    string
	Email    string
	Lang     string `name:"language" help:"da, en or fr." enum:",da,en,fr" default:""`
	Tier     string `help:"Name of the tier; the default one where none is named."`
	Card     string `help:"Number of a card to issue."`
	CardKind string `help:"bonus, discount or both." enum:"bonus,discount,both" default:"both"`
}

func (c *memberAddCmd) Run(a *app) error {
	return a.act(func(ctx context.Context, t *till.Till, who till.Who) error {
		m, err := t.AddMember(ctx, till.NewMember{
			Username: c.Username, Name: c.Name, Phone: c.Phone, Email: c.Email, Language: c.Lang,
			Tier: c.Tier, Card: c.Card, CardKind: pos.CardKind(c.CardKind),
		}, who)
		if err != nil {
			return err
		}
		s, err := t.Standing(ctx, m.ID)
		if err != nil {
			return err
		}
		return a.printMember(ctx, t, s)
	})
}

type memberShowCmd struct {
	Card     string `xor:"who" required:""`
	Username string `xor:"who" required:""`
}

func (c *memberShowCmd) Run(a *app) error {
	return a.open(func(ctx context.Context, t *till.Till, _ *store.Store) (err error) {
		var s till.Standing
		if c.Card != "" {
			_, s, err = t.MemberByCard(ctx, c.Card)
		} else {
			s, err = t.MemberByUsername(ctx, c.Username)
		}
		if err != nil {
			return err
		}
		return a.printMember(ctx, t, s)
	})
}

// memberJSON is the form that scripts rely on.
type memberJSON struct {
	ID        pos.ID           `json:"id"`
	Username  string           `json:"username"`
	Name      string           `json:"name"`
	Phone     string           `json:"phone,omitempty"`
	Email     string           `json:"email,omitempty"`
	Language  string           `json:"language,omitempty"`
	Tier      string           `json:"tier"`
	Balance   int64            `json:"balance_points"`
	Available int64            `json:"available_points"`
	Pending   int64            `json:"pending_points"`
	Status    pos.MemberStatus `json:"status"`
	Cards     []string         `json:"cards"`
}

func (a *app) printMember(ctx context.Context, t *till.Till, s till.Standing) error {
	usable, _, err := t.Usable(ctx, s)
	if err != nil {
		return err
	}
	out := memberJSON{
		ID: s.Member.ID, Username: s.Member.Username, Name: s.Member.Name, Phone: s.Member.Phone, Email: s.Member.Email,
		Language: s.Member.Language, Tier: s.Tier.Name, Status: s.Member.Status,
		Balance: s.Account.Balance(ledger.Millis(a.moment().UnixMilli())), Available: usable,
		Pending: s.Account.PendingPoints(), Cards: []string{},
	}
	for _, card := range s.Cards {
		if card.State == pos.Issued {
			out.Cards = append(out.Cards, card.Number)
		}
	}
	return a.print(out, func(w io.Writer) {
		fmt.Fprintf(w, "%s (%s), %s, %d points, cards %v\n", out.Name, out.Username, out.Tier, out.Balance, out.Cards)
	})
}

type memberFindCmd struct {
	Text  string `arg:""`
	Limit int    `default:"50"`
}

func (c *memberFindCmd) Run(a *app) error {
	return a.open(func(ctx context.Context, t *till.Till, _ *store.Store) error {
		list, err := t.FindMembers(ctx, c.Text, c.Limit)
		if err != nil {
			return err
		}
		return a.print(emptyNotNull(list), func(w io.Writer) {
			for _, m := range list {
				fmt.Fprintf(w, "%-24s %-40s %s\n", m.Username, m.Name, m.Phone)
			}
		})
	})
}

type memberCardCmd struct {
	Username string `help:"Whose card it becomes." required:""`
	Card     string `help:"Number." required:""`
	CardKind string `enum:"bonus,discount,both" default:"both"`
	Block    bool   `help:"Block the card instead."`
}

func (c *memberCardCmd) Run(a *app) error {
	return a.act(func(ctx context.Context, t *till.Till, who till.Who) error {
		s, err := t.MemberByUsername(ctx, c.Username)
		if err != nil {
			return err
		}
		if c.Block {
			err = t.BlockCard(ctx, c.Card, who)
		} else {
			err = t.IssueCard(ctx, s.Member.ID, c.Card, pos.CardKind(c.CardKind), who)
		}
		if err != nil {
			return err
		}
		if s, err = t.Standing(ctx, s.Member.ID); err != nil {
			return err
		}
		return a.printMember(ctx, t, s)
	})
}
