package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"

	"bonuskasse/assets"
	"bonuskasse/cmd/internal/verbs"
	"bonuskasse/hardware/escpos"
	"bonuskasse/hardware/pdf"
	"bonuskasse/pos"
	"bonuskasse/pos/journal"
	"bonuskasse/pos/loyalty"
	"bonuskasse/pos/till"
	"bonuskasse/store"
)

type saleCmd struct {
	Line         []string `help:"BARCODE or SKU, with xQTY (2, 1.275)." sep:"none" placeholder:"BARCODE[xQTY]"`
	SellCard     []string `help:"Number of a club card that is sold, at the price of the article of kind card_fee; it becomes the member's." placeholder:"N"`
	GiftCard     []string `help:"Code of a gift card that pays what it can; promotional ones pay first." placeholder:"CODE"`
	SellGiftCard []int64  `help:"Amount of a gift card that is sold, minor units." placeholder:"AMOUNT"`
	Card         string   `help:"Number of the club card."`
	Member       string   `help:"Username, where there is no card."`
	Bonus        string   `help:"Points to use, or max." default:"0" placeholder:"N|max"`
	Cash         string   `help:"Cash handed over, or exact." placeholder:"AMOUNT|exact"`
	BankCard     string   `help:"Paid by bank card, or exact." placeholder:"AMOUNT|exact"`
	Mobile       string   `help:"Paid by mobile, or exact." placeholder:"AMOUNT|exact"`
	Override     bool     `help:"Let --approved-by, who says why by --reason, pay with points that this till may not spend alone; the programme says how many (floor_override_points)."`
	Discount     int64    `name:"discount-bp" help:"Discount by hand on every line, basis points." placeholder:"BP"`
}

// saleJSON is the form that scripts rely on.
type saleJSON struct {
	Sale            pos.ID    `json:"sale"`
	Receipt         string    `json:"receipt"`
	Subtotal        pos.Money `json:"subtotal"`
	MaxPoints       int64     `json:"max_points"`
	PointsUsed      int64     `json:"points_used"`
	BonusValue      pos.Money `json:"bonus_value"`
	Payable         pos.Money `json:"payable"`
	Rounding        pos.Money `json:"rounding"`
	ToPay           pos.Money `json:"to_pay"`
	Change          pos.Money `json:"change"`
	PointsEarned    int64     `json:"points_earned"`
	PointsScheduled int64     `json:"points_scheduled"`
	BalancePoints   int64     `json:"balance_points"`
	Head            string    `json:"head"`
	// PointsOverridden is what of PointsUsed a manager let the till spend.
	PointsOverridden int64 `json:"points_overridden,omitempty"`
	// GiftCards are what each card paid, and what is left on it.
	GiftCards []pos.GiftCardUse `json:"gift_cards,omitempty"`
	// GiftCardsSold are the codes of those that the sale has made.
	GiftCardsSold []string `json:"gift_cards_sold,omitempty"`
}

func (c *saleCmd) Run(a *app) error {
	if len(c.Line)+len(c.SellCard)+len(c.SellGiftCard) == 0 {
		return usage("--line says what is sold")
	}
	pay, err := c.payment()
	if err != nil {
		return err
	}
	return a.act(func(ctx context.Context, t *till.Till, who till.Who) error {
		done, err := c.sell(ctx, t, pay, who)
		if err != nil {
			return err
		}
		s := done.Sale
		out := saleJSON{
			Sale: s.ID, Receipt: s.Receipt, Subtotal: s.Subtotal, MaxPoints: done.MaxPoints, PointsUsed: s.PointsUsed,
			BonusValue: s.BonusValue, Payable: s.Payable, Rounding: s.Rounding, ToPay: s.ToPay, Change: s.Change,
			PointsEarned: s.PointsEarned, PointsScheduled: s.PointsScheduled, BalancePoints: s.BalanceAfter, Head: s.Head, GiftCards: s.GiftCards,
			PointsOverridden: done.Overridden,
		}
		for _, l := range s.Lines {
			if l.GiftCard != "" {
				out.GiftCardsSold = append(out.GiftCardsSold, l.GiftCard)
			}
		}
		return a.print(out, func(w io.Writer) {
			f, err := t.Receipt(ctx, s.Receipt)
			if err == nil {
				fmt.Fprint(w, t.Document(f).Text(48))
			}
		})
	})
}

// sell makes the sale and completes it.
func (c *saleCmd) sell(ctx context.Context, t *till.Till, pay till.Payment, who till.Who) (till.Done, error) {
	d, err := t.NewSale(ctx, who.Person)
	if err != nil {
		return till.Done{}, err
	}
	if err := c.fill(ctx, t, &d, who); err != nil {
		return till.Done{}, discard(ctx, t, d, err)
	}
	pay.Approved, pay.Reason, pay.Override = who.Approved, who.Reason, c.Override
	done, err := t.Complete(ctx, d, pay)
	if err != nil {
		return till.Done{}, discard(ctx, t, d, err)
	}
	return done, nil
}

// discard forgets a draft that a script's refused sale left: a script says the
// whole sale again.
func discard(ctx context.Context, t *till.Till, d pos.Draft, why error) error {
	if pos.CodeOf(why) != "" {
		if err := t.Discard(ctx, d); err != nil {
			return err
		}
	}
	return why
}

func (c *saleCmd) fill(ctx context.Context, t *till.Till, d *pos.Draft, who till.Who) error {
	for _, l := range c.Line {
		code, qty, err := codeAndQty(l)
		if err != nil {
			return err
		}
		if err := t.AddBarcode(ctx, d, code, qty); err != nil {
			return err
		}
	}
	for i := range d.Lines {
		if c.Discount == 0 {
			break
		}
		if err := t.SetDiscount(ctx, d, i, c.Discount, who); err != nil {
			return err
		}
	}
	for _, number := range c.SellCard {
		if err := t.SellCard(ctx, d, number, ""); err != nil {
			return err
		}
	}
	for _, amount := range c.SellGiftCard {
		if err := t.SellGiftCard(ctx, d, pos.Money(amount)); err != nil {
			return err
		}
	}
	switch {
	case c.Card != "":
		_, err := t.AttachCard(ctx, d, c.Card, true)
		return err
	case c.Member != "":
		s, err := t.MemberByUsername(ctx, c.Member)
		if err != nil {
			return err
		}
		_, err = t.AttachMember(ctx, d, s.Member.ID)
		return err
	}
	return nil
}

func (c *saleCmd) payment() (p till.Payment, err error) {
	if c.Bonus == "max" {
		p.Bonus = loyalty.MaxBonus
	} else if p.Bonus, err = strconv.ParseInt(c.Bonus, 10, 64); err != nil || p.Bonus < 0 {
		return p, usage("--bonus is a number of points or max, not %q", c.Bonus)
	}
	p.GiftCards = c.GiftCard
	exact := ""
	for _, in := range []struct {
		flag, text string
		to         *pos.Money
	}{{"--cash", c.Cash, &p.Cash}, {"--bank-card", c.BankCard, &p.BankCard}, {"--mobile", c.Mobile, &p.Mobile}} {
		switch in.text {
		case "":
		case "exact":
			if exact != "" {
				return p, usage("%s and %s cannot both be exact", exact, in.flag)
			}
			exact, *in.to = in.flag, till.Exact
		default:
			n, err := strconv.ParseInt(in.text, 10, 64)
			if err != nil || n < 0 {
				return p, usage("%s is an amount in minor units or exact, not %q", in.flag, in.text)
			}
			*in.to = pos.Money(n)
		}
	}
	return p, nil
}

// codeAndQty splits BARCODE[xQTY]. A code that itself has an x in it is taken
// whole where what follows is no quantity at all; 0 and what is below are bad
// ones.
func codeAndQty(s string) (code string, milli int64, err error) {
	if i := strings.LastIndexByte(s, 'x'); i > 0 {
		if q, ok := assets.ReadQuantity(strings.TrimPrefix(s[i+1:], "-")); ok {
			if s[i+1] == '-' {
				return "", 0, pos.Refuse(pos.BadQuantity)
			}
			return s[:i], q, nil
		}
	}
	return s, 1000, nil
}

type returnCmd struct {
	Receipt string   `required:"" help:"Number of the receipt."`
	Line    []string `required:"" sep:"none" help:"Place of the line, from 0, with xQTY; all that is left of it where no quantity is named." placeholder:"INDEX[xQTY]"`
	Back    string   `help:"How the money goes back." enum:",cash,bank_card,mobile" default:""`
}

// returnJSON is the form that scripts rely on. MoneyBack is what the lines give
// back; HandedBack is that in coins, where it goes back in cash.
type returnJSON struct {
	Receipt        string    `json:"receipt"`
	Net            pos.Money `json:"net"`
	MoneyBack      pos.Money `json:"money_back"`
	PointsBack     int64     `json:"points_back"`
	PointsReversed int64     `json:"points_reversed"`
	HeldBack       pos.Money `json:"held_back"`
	Rounding       pos.Money `json:"rounding"`
	HandedBack     pos.Money `json:"handed_back"`
	BalancePoints  int64     `json:"balance_points"`
	Head           string    `json:"head"`
	// GiftCardBack is what of the money went back to the gift cards that had
	// paid, PromoGiftCardBack what went back to promotional ones beside it.
	GiftCardBack      pos.Money         `json:"gift_card_back,omitempty"`
	PromoGiftCardBack pos.Money         `json:"promo_gift_card_back,omitempty"`
	GiftCards         []pos.GiftCardUse `json:"gift_cards,omitempty"`
}

func (c *returnCmd) Run(a *app) error {
	req := till.Return{Receipt: c.Receipt, Back: pos.TenderKind(c.Back)}
	for _, l := range c.Line {
		place, qtyText, has := strings.Cut(l, "x")
		n, err := strconv.Atoi(place)
		if err != nil {
			return usage("--line is INDEX or INDEXxQTY, not %q", l)
		}
		in := till.ReturnLine{Line: n}
		if has {
			q, ok := assets.ReadQuantity(qtyText)
			if !ok || q <= 0 {
				return usage("--line is INDEX or INDEXxQTY, not %q", l)
			}
			in.QtyMilli = q
		}
		req.Lines = append(req.Lines, in)
	}
	return a.act(func(ctx context.Context, t *till.Till, who till.Who) error {
		done, err := t.Refund(ctx, req, who)
		if err != nil {
			return err
		}
		out := returnJSON{
			Receipt: done.Refund.Receipt, Net: done.Net, MoneyBack: done.MoneyBack + done.Refund.Rounding + done.GiftCardBack, PointsBack: done.PointsBack,
			PointsReversed: done.PointsReversed, HeldBack: done.HeldBack, Rounding: -done.Refund.Rounding, HandedBack: done.MoneyBack,
			BalancePoints: done.Refund.BalanceAfter, Head: done.Refund.Head,
			GiftCardBack: done.GiftCardBack, PromoGiftCardBack: done.PromoBack, GiftCards: done.Refund.GiftCards,
		}
		return a.print(out, func(w io.Writer) {
			f, err := t.Receipt(ctx, done.Refund.Receipt)
			if err == nil {
				fmt.Fprint(w, t.Document(f).Text(48))
			}
		})
	})
}

type receiptCmd struct {
	Number  string `arg:"" optional:"" help:"Number on the paper."`
	Code    string `help:"Instead of the number: the code of the journal at the foot of the paper." placeholder:"XXXX-XXXX"`
	Text    bool   `help:"Print it as text (the default)."`
	PDF     string `name:"pdf" help:"Write a PDF." placeholder:"FILE"`
	EscPos  string `name:"escpos" help:"Write the bytes for a receipt printer." placeholder:"FILE"`
	Reprint bool   `help:"Queue a copy for the printer; the journal notes it."`
}

func (c *receiptCmd) Run(a *app) error {
	return a.open(func(ctx context.Context, t *till.Till, s *store.Store) error {
		switch {
		case (c.Number == "") == (c.Code == ""):
			return usage("name the receipt by its number, or by --code")
		case c.Code != "":
			bits, err := journal.CodeBits(c.Code)
			if err != nil {
				return usage("%q is no code of a receipt: it is eight letters and figures", c.Code)
			}
			if c.Number, err = s.ReceiptByCode(ctx, bits); err != nil {
				return err
			}
		}
		f, err := t.Receipt(ctx, c.Number)
		if err != nil {
			return err
		}
		if c.Reprint {
			who, err := a.who(ctx, t)
			if err != nil {
				return err
			}
			if _, err := t.Reprint(ctx, c.Number, who); err != nil {
				return err
			}
		}
		doc := t.Document(f)
		if c.PDF != "" {
			data, err := pdf.Render(doc, pdf.Roll80)
			if err != nil {
				return err
			}
			if err := os.WriteFile(c.PDF, data, 0o644); err != nil {
				return err
			}
		}
		if c.EscPos != "" {
			data, err := escpos.Encode(doc, escpos.Settings{})
			if err != nil {
				return err
			}
			if err := os.WriteFile(c.EscPos, data, 0o644); err != nil {
				return err
			}
		}
		if a.JSON {
			return a.print(f.Sale, nil)
		}
		if c.Text || c.PDF == "" && c.EscPos == "" {
			fmt.Fprint(a.stdout, doc.Text(48))
		}
		return nil
	})
}

type draftCmd struct {
	List draftListCmd `cmd:"" help:"List sales that were put aside, or that a crash left."`
}

type draftListCmd struct{}

func (draftListCmd) Run(a *app) error {
	return a.open(func(ctx context.Context, t *till.Till, _ *store.Store) error {
		list, err := t.Suspended(ctx)
		if err != nil {
			return err
		}
		return a.print(verbs.EmptyNotNull(list), func(w io.Writer) {
			for _, d := range list {
				fmt.Fprintf(w, "%s  %s  %d\n", d.ID, assets.Moment(a.Language, d.Opened.Time(t.Zone())), len(d.Lines))
			}
		})
	})
}

type jobCmd struct {
	List jobListCmd `cmd:"" help:"List papers that wait, or that a person must decide about."`
}

type jobListCmd struct{}

func (jobListCmd) Run(a *app) error {
	return a.open(func(ctx context.Context, t *till.Till, _ *store.Store) error {
		jobs, err := t.Jobs(ctx)
		if err != nil {
			return err
		}
		type row struct {
			ID    pos.ID        `json:"id"`
			Title string        `json:"title"`
			State till.JobState `json:"state"`
			Why   string        `json:"why,omitempty"`
		}
		rows := []row{}
		for _, j := range jobs {
			rows = append(rows, row{j.ID, j.Title, j.State, j.Why})
		}
		return a.print(rows, func(w io.Writer) {
			for _, r := range rows {
				fmt.Fprintln(w, strings.TrimSpace(fmt.Sprintf("%s  %-16s %s %s", r.ID, assets.T(a.Language, "papers.state."+string(r.State)), r.Title, r.Why)))
			}
		})
	})
}
