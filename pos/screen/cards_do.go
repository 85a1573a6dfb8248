package screen

import (
	"context"
	"path/filepath"
	"strings"

	"bonuskasse/hardware"
	"bonuskasse/pos"
	"bonuskasse/pos/till"
)

// mostHolders is how many members are offered for a card.
const mostHolders = 9

// askHolder asks whose a card is to be: by anything that finds a member.
func (c *Cards) askHolder(number string, do *Turn) {
	q := Question{
		Title:   Say("cards.issue.title", Plain(number)),
		Text:    Say("cards.issue.text"),
		Field:   &Field{Label: Say("cards.issue.field")},
		Choices: []Choice{Yes("ok", "action.next"), No()},
	}
	if fees, err := c.till.CardFees(context.Background()); err == nil && len(fees) > 0 {
		q.Choices = []Choice{Yes("ok", "action.next"), {Do: "sell", Word: Say("cards.issue.sell", fees[0].Price)}, No()}
	}
	q.Then = func(ctx context.Context, r Reply, do *Turn) error {
		switch r.Do {
		case Cancel:
			return nil
		case "sell":
			do.Go(SalePlace, SellCard{Number: number})
			return nil
		}
		text := strings.TrimSpace(r.Text)
		return c.findHolder(ctx, text, do, func(ctx context.Context, m pos.Member, do *Turn) error { return c.issue(ctx, number, m, do) })
	}
	do.Ask(q)
}

func (c *Cards) issue(ctx context.Context, number string, m pos.Member, do *Turn) error {
	if err := c.till.IssueCard(ctx, m.ID, number, pos.BothCard, do.Who()); err != nil {
		return err
	}
	c.after(ctx, number, do)
	do.Say(Go, "cards.issued", Plain(number), m.Name)
	return nil
}

// after shows a card as it is now, in a list that is read anew.
func (c *Cards) after(ctx context.Context, number string, do *Turn) {
	c.load(ctx, do)
	c.open(ctx, number, do)
	do.Sound(GoodSound)
}

// askReplace gives the holder of a lost card another, scanned or typed.
func (c *Cards) askReplace(old till.CardRow, do *Turn) {
	if old.Member.IsZero() {
		do.Refuse(pos.Refuse(pos.CardNotHeld, old.Number))
		return
	}
	replace := func(ctx context.Context, with string, do *Turn) error {
		fresh, err := c.till.ReplaceCard(ctx, old.Number, with, do.Who())
		if err != nil {
			return err
		}
		c.after(ctx, fresh.Number, do)
		do.Say(Go, "cards.replaced", Plain(old.Number), Plain(fresh.Number))
		return nil
	}
	do.Ask(forCard(c.till, Question{
		Title:   Say("cards.replace.title", Plain(old.Number)),
		Text:    Say("cards.replace.text", old.Holder),
		Field:   &Field{Label: Say("cards.replace.field")},
		Choices: []Choice{Yes("ok", "action.replace_card"), No()},
	}, replace))
}

func (c *Cards) askBlock(number string, do *Turn) {
	do.Ask(Question{
		Title:   Say("cards.block.title", Plain(number)),
		Text:    Say("member.block.text"),
		Choices: []Choice{{Do: "block", Word: Say("action.block"), Mood: Stop}, No()},
		Then: func(ctx context.Context, r Reply, do *Turn) error {
			if r.Do == Cancel {
				return nil
			}
			if err := c.till.BlockCard(ctx, number, do.Who()); err != nil {
				return err
			}
			c.after(ctx, number, do)
			do.Say(Go, "cards.blocked", Plain(number))
			return nil
		},
	})
}

// askAgain prints a spoiled card once more, or goes on with its batch where a
// printer stopped. Why is asked, and stands in the journal.
func (c *Cards) askAgain(do *Turn) {
	o := c.st.Open
	if !o.InBatch {
		do.Refuse(pos.Refuse(pos.UnknownBatch))
		return
	}
	q := Question{
		Title:   Say("cards.again.title"),
		Text:    Say("cards.again.text"),
		Field:   &Field{Label: Say("cards.again.reason")},
		Rows:    []Row{{Head: Say("cards.again.only", Plain(o.Number))}},
		Choices: []Choice{Yes("ok", "cards.again.print"), No()},
	}
	number, last := o.Number, o.Of.Last()
	if Plain(number) != cardNumber(last) {
		q.Rows = append(q.Rows, Row{Head: Say("cards.again.rest", Plain(number), cardNumber(last)), Sub: Say("cards.again.rest.explain")})
	}
	q.Then = func(ctx context.Context, r Reply, do *Turn) error {
		if r.Do == Cancel {
			return nil
		}
		who := do.Who()
		if who.Reason = strings.TrimSpace(r.Text); who.Reason == "" {
			return pos.Refuse(pos.NoReason)
		}
		c.again(till.Again{Number: number, Rest: r.Row == 1, Words: c.words()}, last, who, do)
		return nil
	}
	do.Ask(q)
}

// again draws a card once more, or all up to the last of its batch.
func (c *Cards) again(in till.Again, last int64, who till.Who, do *Turn) {
	of := int64(1)
	if n, ok := ReadScaled(in.Number, 0); ok && in.Rest {
		of = last - n + 1
	}
	folder := c.batch.folder
	c.busy(of, do, func(ctx context.Context, draw func(path, list string) till.Draw) cardsDrawn {
		path := ""
		first, last, err := c.till.CardsAgain(ctx, in, func(ctx context.Context, job hardware.CardJob) error {
			name := "cards-" + job.Cards[0].Number + "-again.pdf"
			if in.Rest {
				name = "cards-" + job.Cards[0].Number + "-" + job.Cards[len(job.Cards)-1].Number + "-rest.pdf"
			}
			path = filepath.Join(folder, name)
			return draw(path, "")(ctx, job)
		}, who)
		return cardsDrawn{path: path, first: first, last: last, err: err, as: func(approved till.Who, do *Turn) {
			approved.Reason = who.Reason // theirs, not the limit's
			c.again(in, last, approved, do)
		}}
	})
}
