package main

import (
	"context"
	"fmt"
	"io"

	"bonuskasse/assets"
	"bonuskasse/cmd/internal/verbs"
	"bonuskasse/pos"
	"bonuskasse/pos/ledger"
	"bonuskasse/pos/till"
)

type rewardCmd struct {
	Set     verbs.RewardSet  `cmd:"" help:"Make or change a reward of the catalogue."`
	List    verbs.RewardList `cmd:"" help:"The catalogue; with --member, what they may have and how many points are missing."`
	Buy     rewardBuyCmd     `cmd:"" help:"Buy a reward with a member's points."`
	HandOut rewardHandOutCmd `cmd:"" help:"Say that a reward is in the customer's hand."`
	Waiting rewardWaitingCmd `cmd:"" help:"What was bought and not handed out yet."`
}

type rewardBuyCmd struct {
	Member string `required:"" help:"Username."`
	Reward string `required:"" help:"SKU of the reward." placeholder:"SKU"`
}

func (c *rewardBuyCmd) Run(a *app) error {
	return a.act(func(ctx context.Context, t *till.Till, who till.Who) error {
		return a.buyReward(ctx, t, c.Member, c.Reward, who)
	})
}

// boughtJSON is the form that scripts rely on.
type boughtJSON struct {
	Purchase      pos.ID            `json:"purchase"`
	SKU           string            `json:"sku"`
	Points        int64             `json:"points"`
	Member        string            `json:"member"`
	BalancePoints int64             `json:"balance_points"`
	Code          string            `json:"code,omitempty"` // of a gift card, and what follows
	Kind          pos.GiftCardKind  `json:"kind,omitempty"`
	Amount        pos.Money         `json:"amount,omitempty"`
	Balance       pos.Money         `json:"balance,omitempty"`
	ValidUntil    pos.Millis        `json:"valid_until,omitempty"`
	PayableUntil  pos.Millis        `json:"payable_until,omitempty"`
	State         pos.GiftCardState `json:"state,omitempty"`
}

func (a *app) buyReward(ctx context.Context, t *till.Till, username, sku string, who till.Who) error {
	s, err := t.MemberByUsername(ctx, username)
	if err != nil {
		return err
	}
	b, err := t.BuyReward(ctx, s.Member.ID, sku, who)
	if err != nil {
		return err
	}
	out := boughtJSON{
		Purchase: b.ID, SKU: b.SKU, Points: b.Points, Member: b.Standing.Member.Username,
		BalancePoints: b.Standing.Account.Balance(ledger.Millis(t.Now().UnixMilli())),
	}
	if b.Card != nil {
		out.Code, out.Kind, out.Amount, out.Balance = b.Card.Code, b.Card.Kind, b.Card.Amount, b.Card.Balance
		out.ValidUntil, out.PayableUntil, out.State = b.Card.ValidUntil, b.Card.PayableUntil, b.Card.State
	}
	return a.print(out, func(w io.Writer) {
		if b.Card != nil {
			a.giftCardText(t, *b.Card)(w)
			return
		}
		fmt.Fprintf(w, "%s  %s  %s\n", b.ID, b.Name, assets.N(a.Language, "count.points", -b.Points))
	})
}

type rewardHandOutCmd struct {
	Purchase string `arg:"" help:"Id of the purchase."`
}

func (c *rewardHandOutCmd) Run(a *app) error {
	return a.act(func(ctx context.Context, t *till.Till, who till.Who) error {
		id, err := pos.ParseID(c.Purchase)
		if err != nil {
			return pos.Refuse(pos.UnknownReward)
		}
		p, err := t.HandOut(ctx, id, who)
		if err != nil {
			return err
		}
		return a.print(p, func(w io.Writer) { fmt.Fprintf(w, "%s  %s\n", p.ID, p.Name) })
	})
}

type rewardWaitingCmd struct {
	Member string `help:"Username: all that they bought."`
}

func (c *rewardWaitingCmd) Run(a *app) error {
	return a.act(func(ctx context.Context, t *till.Till, _ till.Who) error {
		member, err := verbs.AnyMember(ctx, t, c.Member)
		if err != nil {
			return err
		}
		list, err := t.Purchases(ctx, member)
		if err != nil {
			return err
		}
		return a.print(verbs.EmptyNotNull(list), func(w io.Writer) {
			for _, p := range list {
				fmt.Fprintf(w, "%s  %s  %s\n", p.ID, assets.Moment(a.Language, p.At.Time(t.Zone())), p.Name)
			}
		})
	})
}
