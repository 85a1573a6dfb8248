package main

import (
	"context"
	"fmt"
	"io"
	"strings"

	"bonuskasse/assets"
	"bonuskasse/cmd/internal/cardpress"
	"bonuskasse/cmd/internal/verbs"
	"bonuskasse/hardware"
	"bonuskasse/pos"
	"bonuskasse/pos/till"
	"bonuskasse/store"
)

type cardCmd struct {
	Batch   cardBatchCmd   `cmd:"" help:"Make a batch of numbered cards."`
	Batches cardBatchesCmd `cmd:"" help:"List the batches, the newest first."`
	Next    cardNextCmd    `cmd:"" help:"Say where the next batch begins."`
	Issue   cardIssueCmd   `cmd:"" help:"Give a member a card."`
	Replace cardReplaceCmd `cmd:"" help:"Replace a lost card with another."`
	Block   cardBlockCmd   `cmd:"" help:"Block a card."`
	Reprint cardReprintCmd `cmd:"" help:"Print a spoiled card again, or go on with a batch from a card on; the journal notes it with the --reason."`
	List    cardListCmd    `cmd:"" help:"List cards in the order of their numbers."`
	Design  cardDesignCmd  `cmd:"" help:"How cards look."`
}

type cardBatchCmd struct {
	From      int64    `help:"First number; the next free one where none is named." placeholder:"N"`
	Count     int64    `help:"How many cards." placeholder:"N"`
	Kind      string   `help:"bonus, discount or both." enum:"bonus,discount,both" default:"both"`
	Symbology string   `help:"code128, ean13 or qr." enum:"code128,ean13,qr" default:"code128"`
	Layout    string   `help:"a4 (eight with bleed and crop marks), a4-10, c32011 (Avery), cr80 (a page a card)." enum:"a4,a4-10,c32011,cr80" default:"a4"`
	Design    string   `help:"Name of a design." placeholder:"NAME"`
	Member    []string `help:"Username: a personal card with name and photo, issued to the member. May be repeated; --count is then not needed." placeholder:"U"`
	PDF       string   `name:"pdf" required:"" help:"Write the cards as PDF." placeholder:"FILE"`
	CSV       string   `name:"csv" help:"Write numbers, tracks and codes for a printing house." placeholder:"FILE"`
}

// batchJSON is the form that scripts rely on.
type batchJSON struct {
	First int64  `json:"first"`
	Last  int64  `json:"last"`
	Count int64  `json:"count"`
	Batch pos.ID `json:"batch,omitzero"`
}

func (c *cardBatchCmd) Run(a *app) error {
	return a.act(func(ctx context.Context, t *till.Till, who till.Who) error {
		in := till.NewCards{
			From: c.From, Count: c.Count, Kind: pos.CardKind(c.Kind), Symbology: pos.CardSymbology(c.Symbology),
			Layout: hardware.CardLayout(c.Layout), Design: c.Design, Words: a.cardWords(),
		}
		for _, u := range c.Member {
			s, err := t.MemberByUsername(ctx, u)
			if err != nil {
				return err
			}
			in.Members = append(in.Members, s.Member.ID)
		}
		if in.Count == 0 && len(in.Members) == 0 {
			return usage("--count says how many cards")
		}
		var b pos.CardBatch
		err := a.untilStopped(ctx, "cards.given_up", func(ctx context.Context) (err error) { // Ctrl+C gives the numbers back
			b, err = t.MakeCards(ctx, in, a.drawCards(c.PDF, c.CSV), who)
			return err
		})
		if err != nil {
			return err
		}
		return a.print(batchJSON{First: b.First, Last: b.Last(), Count: b.Count, Batch: b.ID}, func(w io.Writer) {
			fmt.Fprintf(w, "%d – %d (%d), %s\n", b.First, b.Last(), b.Count, c.PDF)
		})
	})
}

// cardWords are what cards say in the shop's language.
func (a *app) cardWords() till.CardWords { return cardpress.Press{}.Words(a.Language) }

// drawCards writes the files of a job.
func (a *app) drawCards(pdf, list string) till.Draw {
	return func(ctx context.Context, job hardware.CardJob) error {
		progress := a.progress()
		return cardpress.Press{}.Write(ctx, pdf, list, job, func(done, of int) {
			if progress != nil {
				progress("cards", int64(done), int64(of))
			}
		})
	}
}

type cardBatchesCmd struct {
	Limit int `default:"50"`
}

func (c *cardBatchesCmd) Run(a *app) error {
	return a.open(func(ctx context.Context, t *till.Till, _ *store.Store) error {
		list, err := t.CardBatches(ctx, c.Limit)
		if err != nil {
			return err
		}
		return a.print(verbs.EmptyNotNull(list), func(w io.Writer) {
			for _, b := range list {
				fmt.Fprintf(w, "%s  %d – %d  %s %s %s %s\n", assets.Moment(a.Language, b.Made.Time(t.Zone())), b.First, b.Last(),
					assets.T(a.Language, "card.kind."+string(b.Kind)), assets.T(a.Language, "card.symbology."+string(b.Symbology)), b.Layout, b.Design)
			}
		})
	})
}

type cardNextCmd struct {
	Count int64 `default:"1"`
}

func (c *cardNextCmd) Run(a *app) error {
	return a.open(func(ctx context.Context, t *till.Till, _ *store.Store) error {
		first, err := t.NextCards(ctx, c.Count)
		if err != nil {
			return err
		}
		return a.print(map[string]int64{"first": first}, func(w io.Writer) { fmt.Fprintln(w, first) })
	})
}

type cardIssueCmd struct {
	Number string `required:"" placeholder:"N"`
	Member string `required:"" help:"Username." placeholder:"U"`
	Kind   string `help:"Of a number that was not printed here: bonus, discount or both." enum:"bonus,discount,both" default:"both"`
}

func (c *cardIssueCmd) Run(a *app) error {
	return a.act(func(ctx context.Context, t *till.Till, who till.Who) error {
		s, err := t.MemberByUsername(ctx, c.Member)
		if err != nil {
			return err
		}
		if err := t.IssueCard(ctx, s.Member.ID, c.Number, pos.CardKind(c.Kind), who); err != nil {
			return err
		}
		return a.printCard(ctx, t, c.Number)
	})
}

func (a *app) printCard(ctx context.Context, t *till.Till, number string) error {
	row, err := t.Card(ctx, number)
	if err != nil {
		return err
	}
	return a.print(row, func(w io.Writer) { a.cardLine(w, row) })
}

func (a *app) cardLine(w io.Writer, row till.CardRow) {
	text := fmt.Sprintf("%-12s %-20s %s %s", row.Number, assets.T(a.Language, "card.kind."+string(row.Kind)), assets.T(a.Language, "card.state."+string(row.State)), row.Holder)
	if row.ReplacedBy != "" {
		text += " -> " + row.ReplacedBy
	}
	fmt.Fprintln(w, strings.TrimRight(text, " "))
}

type cardReplaceCmd struct {
	Number string `required:"" help:"The lost card." placeholder:"N"`
	With   string `required:"" help:"The new card." placeholder:"M"`
}

func (c *cardReplaceCmd) Run(a *app) error {
	return a.act(func(ctx context.Context, t *till.Till, who till.Who) error {
		fresh, err := t.ReplaceCard(ctx, c.Number, c.With, who)
		if err != nil {
			return err
		}
		return a.printCard(ctx, t, fresh.Number)
	})
}

type cardBlockCmd struct {
	Number string `required:"" placeholder:"N"`
}

func (c *cardBlockCmd) Run(a *app) error {
	return a.act(func(ctx context.Context, t *till.Till, who till.Who) error {
		if err := t.BlockCard(ctx, c.Number, who); err != nil {
			return err
		}
		return a.printCard(ctx, t, c.Number)
	})
}

type cardReprintCmd struct {
	Number string `help:"One spoiled card." placeholder:"N" xor:"which" required:""`
	From   string `help:"The first card that a printer did not print: all of its batch from there." placeholder:"N" xor:"which" required:""`
	Layout string `help:"Another layout than the batch's." enum:",a4,a4-10,c32011,cr80" default:""`
	PDF    string `name:"pdf" required:"" help:"Write the cards as PDF." placeholder:"FILE"`
}

func (c *cardReprintCmd) Run(a *app) error {
	return a.act(func(ctx context.Context, t *till.Till, who till.Who) error {
		in := till.Again{Number: c.Number + c.From, Rest: c.From != "", Layout: hardware.CardLayout(c.Layout), Words: a.cardWords()}
		first, last, err := t.CardsAgain(ctx, in, a.drawCards(c.PDF, ""), who)
		if err != nil {
			return err
		}
		return a.print(batchJSON{First: first, Last: last, Count: last - first + 1}, func(w io.Writer) {
			fmt.Fprintf(w, "%d – %d (%d), %s\n", first, last, last-first+1, c.PDF)
		})
	})
}

type cardListCmd struct {
	State string `help:"printed, issued, replaced or blocked." enum:",printed,issued,replaced,blocked" default:""`
	After string `help:"Begin behind this card: the next page." placeholder:"N"`
	Limit int    `default:"1000"`
}

func (c *cardListCmd) Run(a *app) error {
	return a.open(func(ctx context.Context, t *till.Till, _ *store.Store) error {
		list, err := t.Cards(ctx, till.CardQuery{State: pos.CardState(c.State), After: c.After, Limit: c.Limit})
		if err != nil {
			return err
		}
		return a.print(verbs.EmptyNotNull(list), func(w io.Writer) {
			for _, row := range list {
				a.cardLine(w, row)
			}
		})
	})
}

type cardDesignCmd struct {
	Set  cardDesignSetCmd  `cmd:"" help:"Make or change a design."`
	List cardDesignListCmd `cmd:"" help:"List the designs."`
	Drop cardDesignDropCmd `cmd:"" help:"Forget a design."`
	Show cardDesignShowCmd `cmd:"" help:"Show a design; with --pdf a card in it."`
}

type cardDesignSetCmd struct {
	Name   string  `arg:""`
	Title  *string `help:"What stands on the card: the shop, or the club." placeholder:"TEXT"`
	Ground *string `help:"Colour of the ground." placeholder:"#rrggbb"`
	Ink    *string `help:"Colour of the letters." placeholder:"#rrggbb"`
	Logo   string  `help:"PNG or JPEG in the title's place; - takes it away." placeholder:"FILE"`
	Holder *bool   `help:"The member's name." negatable:""`
	Photo  *bool   `help:"The member's photo." negatable:""`
	Back   *bool   `help:"A second side." negatable:""`
	Stripe *bool   `help:"The cards have a magnetic stripe on the back." negatable:""`
	Note   *string `help:"Note on the back." placeholder:"TEXT"`
}

func (c *cardDesignSetCmd) Run(a *app) error {
	return a.act(func(ctx context.Context, t *till.Till, who till.Who) error {
		d, err := t.CardDesign(ctx, c.Name)
		if pos.CodeOf(err) == pos.UnknownDesign {
			d, err = t.CardDesign(ctx, "")
			d.Name = c.Name
		}
		if err != nil {
			return err
		}
		for _, s := range []struct {
			from *string
			to   *string
		}{{c.Title, &d.Title}, {c.Ground, &d.Ground}, {c.Ink, &d.Ink}, {c.Note, &d.Note}} {
			if s.from != nil {
				*s.to = *s.from
			}
		}
		for _, s := range []struct {
			from *bool
			to   *bool
		}{{c.Holder, &d.Holder}, {c.Photo, &d.Photo}, {c.Back, &d.Back}, {c.Stripe, &d.Stripe}} {
			if s.from != nil {
				*s.to = *s.from
			}
		}
		if c.Logo == "-" {
			d.Logo = nil
		} else if c.Logo != "" {
			if d.Logo, err = (cardpress.Press{}).ReadPicture(c.Logo); err != nil {
				return usage("there is no file %s", c.Logo)
			}
		}
		return t.SetCardDesign(ctx, d, who)
	})
}

type cardDesignListCmd struct{}

func (cardDesignListCmd) Run(a *app) error {
	return a.open(func(ctx context.Context, t *till.Till, _ *store.Store) error {
		names, err := t.CardDesigns(ctx)
		if err != nil {
			return err
		}
		return a.print(verbs.EmptyNotNull(names), func(w io.Writer) {
			for _, n := range names {
				fmt.Fprintln(w, n)
			}
		})
	})
}

type cardDesignDropCmd struct {
	Name string `arg:""`
}

func (c *cardDesignDropCmd) Run(a *app) error {
	return a.act(func(ctx context.Context, t *till.Till, who till.Who) error { return t.DropCardDesign(ctx, c.Name, who) })
}

type cardDesignShowCmd struct {
	Name string `arg:"" optional:""`
	PDF  string `name:"pdf" help:"Draw a card in it." placeholder:"FILE"`
}

func (c *cardDesignShowCmd) Run(a *app) error {
	return a.open(func(ctx context.Context, t *till.Till, _ *store.Store) error {
		d, err := t.CardDesign(ctx, c.Name)
		if err != nil {
			return err
		}
		if c.PDF != "" {
			job, err := t.SampleCards(ctx, till.NewCards{
				Kind: pos.BothCard, Symbology: pos.CardCode128, Layout: hardware.CardsCR80, Design: c.Name, Words: a.cardWords(),
			})
			if err != nil {
				return err
			}
			if err := a.drawCards(c.PDF, "")(ctx, job); err != nil {
				return err
			}
		}
		return a.print(d, func(w io.Writer) {
			fmt.Fprintln(w, assets.T(a.Language, "card.design.line", d.Name, d.Title, d.Ink, d.Ground, a.yes(len(d.Logo) > 0), a.yes(d.Back), a.yes(d.Stripe)))
		})
	})
}
