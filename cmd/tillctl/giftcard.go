package main

import (
	"context"
	"fmt"
	"io"

	"bonuskasse/assets"
	"bonuskasse/cmd/internal/verbs"
	"bonuskasse/pos"
	"bonuskasse/pos/till"
)

type giftCardCmd struct {
	Sell  giftCardSellCmd  `cmd:"" help:"Sell a gift card of any amount."`
	Buy   giftCardBuyCmd   `cmd:"" help:"Buy a gift card of the catalogue with a member's points."`
	Give  giftCardGiveCmd  `cmd:"" help:"Give a promotional gift card; a manager's to do, with --reason."`
	Show  giftCardShowCmd  `cmd:"" help:"A gift card, its balance and what became of it."`
	List  giftCardListCmd  `cmd:"" help:"The gift cards that a member bought or was given."`
	Print giftCardPrintCmd `cmd:"" help:"Print a gift card again, as a copy."`
	Block giftCardBlockCmd `cmd:"" help:"Block a gift card, with --reason; --off takes it back."`
}

// giftCardJSON is the form that scripts rely on.
type giftCardJSON struct {
	till.GiftCardRow
	State   pos.GiftCardState    `json:"state"`
	Member  string               `json:"member,omitempty"`  // who bought it or was given it
	Receipt string               `json:"receipt,omitempty"` // of the sale that sold it
	Entries []till.GiftCardEntry `json:"entries"`
}

func giftCardOut(d till.GiftCardDetails) giftCardJSON {
	out := giftCardJSON{GiftCardRow: d.GiftCardRow, State: d.State, Receipt: d.Receipt, Entries: verbs.EmptyNotNull(d.Entries)}
	if d.Holder != nil {
		out.Member = d.Holder.Username
	}
	return out
}

func (a *app) giftCardText(t *till.Till, d till.GiftCardDetails) func(io.Writer) {
	money := func(m pos.Money) string { return assets.Money(a.Language, string(a.currency), int64(m)) }
	return func(w io.Writer) {
		fmt.Fprintf(w, "%s  %s\n", pos.GroupCouponCode(d.Code), assets.T(a.Language, "gift_card.kind."+string(d.Kind)))
		fmt.Fprintf(w, "%s, %s\n", money(d.Balance), assets.T(a.Language, "gift_card.state."+string(d.State), a.giftDay(t, d.PayableUntil)))
		fmt.Fprintln(w, assets.T(a.Language, "gift_card.valid_until", a.giftDay(t, d.ValidUntil)))
		for _, e := range d.Entries {
			fmt.Fprintf(w, "%s  %s %s  %12s  %12s\n", assets.Moment(a.Language, e.At.Time(t.Zone())),
				assets.T(a.Language, "gift_card.entry."+e.Type), e.Receipt, money(e.Amount), money(e.Left))
		}
	}
}

// giftDay is a day of a card's end.
func (a *app) giftDay(t *till.Till, at pos.Millis) string {
	if at == 0 {
		return "–"
	}
	return assets.Date(a.Language, at.Time(t.Zone()))
}

type giftCardSellCmd struct {
	Amount   pos.Money `required:"" help:"What it is worth, minor units." placeholder:"AMOUNT"`
	Member   string    `help:"Username of who buys it, where they are a member."`
	Cash     string    `help:"Cash handed over, or exact." placeholder:"AMOUNT|exact"`
	BankCard string    `help:"Paid by bank card, or exact." placeholder:"AMOUNT|exact"`
	Mobile   string    `help:"Paid by mobile, or exact." placeholder:"AMOUNT|exact"`
}

func (c *giftCardSellCmd) Run(a *app) error {
	sale := saleCmd{SellGiftCard: []int64{int64(c.Amount)}, Member: c.Member, Bonus: "0", Cash: c.Cash, BankCard: c.BankCard, Mobile: c.Mobile}
	pay, err := sale.payment()
	if err != nil {
		return err
	}
	return a.act(func(ctx context.Context, t *till.Till, who till.Who) error {
		done, err := sale.sell(ctx, t, pay, who)
		if err != nil {
			return err
		}
		d, err := t.GiftCard(ctx, done.Sale.Lines[0].GiftCard, who)
		if err != nil {
			return err
		}
		s := done.Sale
		return a.print(struct {
			giftCardJSON
			Sale     pos.ID    `json:"sale"`
			ToPay    pos.Money `json:"to_pay"`
			Rounding pos.Money `json:"rounding"`
			Change   pos.Money `json:"change"`
			Head     string    `json:"head"`
		}{giftCardOut(d), s.ID, s.ToPay, s.Rounding, s.Change, s.Head}, a.giftCardText(t, d))
	})
}

type giftCardBuyCmd struct {
	Member string `required:"" help:"Username."`
	Gift   string `required:"" help:"SKU of a gift card in the catalogue of rewards." placeholder:"SKU"`
}

func (c *giftCardBuyCmd) Run(a *app) error {
	return a.act(func(ctx context.Context, t *till.Till, who till.Who) error {
		w, err := t.Reward(ctx, c.Gift)
		if err != nil {
			return err
		}
		if w.Kind != pos.GiftCardReward {
			return pos.Refuse(pos.UnknownReward, c.Gift)
		}
		return a.buyReward(ctx, t, c.Member, c.Gift, who)
	})
}

type giftCardGiveCmd struct {
	Amount pos.Money `required:"" help:"What it is worth, minor units." placeholder:"AMOUNT"`
	Member string    `help:"Username of who gets it."`
}

func (c *giftCardGiveCmd) Run(a *app) error {
	return a.act(func(ctx context.Context, t *till.Till, who till.Who) error {
		var member pos.ID
		if c.Member != "" {
			s, err := t.MemberByUsername(ctx, c.Member)
			if err != nil {
				return err
			}
			member = s.Member.ID
		}
		d, err := t.GiveGiftCard(ctx, c.Amount, member, who)
		if err != nil {
			return err
		}
		return a.print(giftCardOut(d), a.giftCardText(t, d))
	})
}

type giftCardShowCmd struct {
	Code string `arg:"" help:"Its code, as it is typed or scanned."`
}

func (c *giftCardShowCmd) Run(a *app) error {
	return a.act(func(ctx context.Context, t *till.Till, who till.Who) error {
		d, err := t.GiftCard(ctx, c.Code, who)
		if err != nil {
			return err
		}
		return a.print(giftCardOut(d), a.giftCardText(t, d))
	})
}

type giftCardListCmd struct {
	Member string `required:"" help:"Username."`
}

func (c *giftCardListCmd) Run(a *app) error {
	return a.act(func(ctx context.Context, t *till.Till, _ till.Who) error {
		s, err := t.MemberByUsername(ctx, c.Member)
		if err != nil {
			return err
		}
		list, err := t.GiftCardsOf(ctx, s.Member.ID)
		if err != nil {
			return err
		}
		out := []giftCardJSON{}
		for _, g := range list {
			out = append(out, giftCardOut(till.GiftCardDetails{GiftCardRow: g, State: g.StateAt(pos.At(t.Now()))}))
		}
		return a.print(out, func(w io.Writer) {
			for _, g := range out {
				fmt.Fprintf(w, "%s  %12s  %s, %s\n", pos.GroupCouponCode(g.Code), assets.Money(a.Language, string(a.currency), int64(g.Balance)),
					assets.T(a.Language, "gift_card.kind."+string(g.Kind)), assets.T(a.Language, "gift_card.state."+string(g.State), a.giftDay(t, g.PayableUntil)))
			}
		})
	})
}

type giftCardPrintCmd struct {
	Code string `arg:"" help:"Its code."`
}

func (c *giftCardPrintCmd) Run(a *app) error {
	return a.act(func(ctx context.Context, t *till.Till, who till.Who) error {
		d, err := t.PrintGiftCard(ctx, c.Code, who)
		if err != nil {
			return err
		}
		return a.print(giftCardOut(d), a.giftCardText(t, d))
	})
}

type giftCardBlockCmd struct {
	Code string `arg:"" help:"Its code."`
	Off  bool   `help:"It pays again."`
}

func (c *giftCardBlockCmd) Run(a *app) error {
	return a.act(func(ctx context.Context, t *till.Till, who till.Who) error {
		d, err := t.BlockGiftCard(ctx, c.Code, !c.Off, who)
		if err != nil {
			return err
		}
		return a.print(giftCardOut(d), a.giftCardText(t, d))
	})
}
