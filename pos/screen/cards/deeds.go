package cards

import (
	"context"
	"path/filepath"
	"strings"

	"bonuskasse/hardware"
	"bonuskasse/pos"
	"bonuskasse/pos/screen"
	"bonuskasse/pos/till"
)

// mostHolders is how many members are offered for a card.
const mostHolders = 9

// askHolder asks whose a card is to be: by anything that finds a member.
func (c *Screen) askHolder(number string, do *screen.Turn) {
	q := screen.Question{
		Title:   screen.Say("cards.issue.title", screen.Plain(number)),
		Text:    screen.Say("cards.issue.text"),
		Field:   &screen.Field{Label: screen.Say("cards.issue.field")},
		Choices: []screen.Choice{screen.Yes("ok", "action.next"), screen.No()},
	}
	if fees, err := c.till.CardFees(context.Background()); err == nil && len(fees) > 0 {
		q.Choices = []screen.Choice{screen.Yes("ok", "action.next"), {Do: "sell", Word: screen.Say("cards.issue.sell", fees[0].Price)}, screen.No()}
	}
	q.Then = func(ctx context.Context, r screen.Reply, do *screen.Turn) error {
		switch r.Do {
		case screen.Cancel:
			return nil
		case "sell":
			do.Go(screen.SalePlace, screen.SellCard{Number: number})
			return nil
		}
		text := strings.TrimSpace(r.Text)
		return c.findHolder(ctx, text, do, func(ctx context.Context, m pos.Member, do *screen.Turn) error { return c.issue(ctx, number, m, do) })
	}
	do.Ask(q)
}

func (c *Screen) issue(ctx context.Context, number string, m pos.Member, do *screen.Turn) error {
	if err := c.till.IssueCard(ctx, m.ID, number, pos.BothCard, do.Who()); err != nil {
		return err
	}
	c.after(ctx, number, do)
	do.Say(screen.Go, "cards.issued", screen.Plain(number), m.Name)
	return nil
}

// after shows a card as it is now, in a list that is read anew.
func (c *Screen) after(ctx context.Context, number string, do *screen.Turn) {
	c.load(ctx, do)
	c.open(ctx, number, do)
	do.Sound(screen.GoodSound)
}

// askReplace gives the holder of a lost card another, scanned or typed.
func (c *Screen) askReplace(old till.CardRow, do *screen.Turn) {
	if old.Member.IsZero() {
		do.Refuse(pos.Refuse(pos.CardNotHeld, old.Number))
		return
	}
	replace := func(ctx context.Context, with string, do *screen.Turn) error {
		fresh, err := c.till.ReplaceCard(ctx, old.Number, with, do.Who())
		if err != nil {
			return err
		}
		c.after(ctx, fresh.Number, do)
		do.Say(screen.Go, "cards.replaced", screen.Plain(old.Number), screen.Plain(fresh.Number))
		return nil
	}
	do.Ask(screen.ForCard(c.till, screen.Question{
		Title:   screen.Say("cards.replace.title", screen.Plain(old.Number)),
		Text:    screen.Say("cards.replace.text", old.Holder),
		Field:   &screen.Field{Label: screen.Say("cards.replace.field")},
		Choices: []screen.Choice{screen.Yes("ok", "action.replace_card"), screen.No()},
	}, replace))
}

func (c *Screen) askBlock(number string, do *screen.Turn) {
	do.Ask(screen.Question{
		Title:   screen.Say("cards.block.title", screen.Plain(number)),
		Text:    screen.Say("member.block.text"),
		Choices: []screen.Choice{{Do: "block", Word: screen.Say("action.block"), Mood: screen.Stop}, screen.No()},
		Then: func(ctx context.Context, r screen.Reply, do *screen.Turn) error {
			if r.Do == screen.Cancel {
				return nil
			}
			if err := c.till.BlockCard(ctx, number, do.Who()); err != nil {
				return err
			}
			c.after(ctx, number, do)
			do.Say(screen.Go, "cards.blocked", screen.Plain(number))
			return nil
		},
	})
}

// askAgain prints a spoiled card once more, or goes on with its batch where a
// printer stopped. Why is asked, and stands in the journal.
func (c *Screen) askAgain(do *screen.Turn) {
	o := c.st.Open
	if !o.InBatch {
		do.Refuse(pos.Refuse(pos.UnknownBatch))
		return
	}
	q := screen.Question{
		Title:   screen.Say("cards.again.title"),
		Text:    screen.Say("cards.again.text"),
		Field:   &screen.Field{Label: screen.Say("cards.again.reason")},
		Rows:    []screen.Row{{Head: screen.Say("cards.again.only", screen.Plain(o.Number))}},
		Choices: []screen.Choice{screen.Yes("ok", "cards.again.print"), screen.No()},
	}
	number, last := o.Number, o.Of.Last()
	if screen.Plain(number) != numberOf(last) {
		q.Rows = append(q.Rows, screen.Row{Head: screen.Say("cards.again.rest", screen.Plain(number), numberOf(last)), Sub: screen.Say("cards.again.rest.explain")})
	}
	q.Then = func(ctx context.Context, r screen.Reply, do *screen.Turn) error {
		if r.Do == screen.Cancel {
			return nil
		}
		who, err := do.Because(r)
		if err != nil {
			return err
		}
		c.again(till.Again{Number: number, Rest: r.Row == 1, Words: c.words()}, last, who, do)
		return nil
	}
	do.Ask(q)
}

// again draws a card once more, or all up to the last of its batch.
func (c *Screen) again(in till.Again, last int64, who till.Who, do *screen.Turn) {
	of := int64(1)
	if n, ok := screen.ReadScaled(in.Number, 0); ok && in.Rest {
		of = last - n + 1
	}
	folder := c.batch.folder
	c.busy(of, do, func(ctx context.Context, draw func(path, list string) till.Draw) drawn {
		path := ""
		first, last, err := c.till.CardsAgain(ctx, in, func(ctx context.Context, job hardware.CardJob) error {
			name := "cards-" + job.Cards[0].Number + "-again.pdf"
			if in.Rest {
				name = "cards-" + job.Cards[0].Number + "-" + job.Cards[len(job.Cards)-1].Number + "-rest.pdf"
			}
			path = filepath.Join(folder, name)
			return draw(path, "")(ctx, job)
		}, who)
		return drawn{path: path, first: first, last: last, err: err, as: func(approved till.Who, do *screen.Turn) {
			approved.Reason = who.Reason // theirs, not the limit's
			c.again(in, last, approved, do)
		}}
	})
}
