package screen

import (
	"context"
	"strings"

	"bonuskasse/pos"
)

// chosenMember is one whom a personal card is to be made for.
type chosenMember struct {
	pos.Member
	photo bool
}

// membersValue says for whom a batch is.
func (c *Cards) membersValue() Sentence {
	switch n := len(c.batch.members); n {
	case 0:
		return Say("cards.batch.anybody")
	case 1:
		return Name(c.batch.members[0].Name)
	default:
		return Say("count.members", int64(n))
	}
}

// askMembers gathers those who get a card of their own, one after the other:
// found by anything, or by the old card they hand over. An empty line ends it.
func (c *Cards) askMembers(at int, do *Turn) {
	q := Question{
		Title: Say("cards.batch.members"), Text: Say("cards.members.text"), Start: max(at, 0),
		Field:   &Field{Label: Say("cards.issue.field"), Hint: Say("cards.members.hint")},
		Choices: []Choice{Yes("ok", "cards.members.add")},
	}
	for _, m := range c.batch.members {
		right := "cards.members.no_photo"
		if m.photo {
			right = "cards.members.photo"
		}
		q.Rows = append(q.Rows, Row{Head: Name(m.Name), Sub: Name(subOf(m.Member)), Right: Say(right)})
	}
	if len(q.Rows) > 0 {
		q.Choices = append(q.Choices, Choice{Do: "remove", Word: Say("cards.members.remove")})
	}
	q.Choices = append(q.Choices, Choice{Do: Cancel, Word: Say("cards.members.done")})
	q.Scan = func(ctx context.Context, e Scanned, do *Turn) error {
		number, err := cardOf(ctx, c.till, e.Scan)
		if err != nil {
			return err
		}
		_, s, err := c.till.MemberByCard(ctx, number)
		if err != nil {
			return err
		}
		return c.addMember(ctx, s.Member, do)
	}
	q.Then = func(ctx context.Context, r Reply, do *Turn) error {
		text := strings.TrimSpace(r.Text)
		switch {
		case r.Do == "remove" && r.Row >= 0 && r.Row < len(c.batch.members):
			c.batch.members = append(c.batch.members[:r.Row:r.Row], c.batch.members[r.Row+1:]...)
			c.fill(ctx, do)
			c.askMembers(min(r.Row, len(c.batch.members)-1), do)
			return nil
		case r.Do != "ok" || text == "":
			return nil
		}
		return c.findHolder(ctx, text, do, c.addMember)
	}
	do.Ask(q)
}

// addMember puts one on the list, once, and asks for the next.
func (c *Cards) addMember(ctx context.Context, m pos.Member, do *Turn) error {
	for _, there := range c.batch.members {
		if there.ID == m.ID {
			return pos.Refuse("member_listed", m.Name)
		}
	}
	if len(c.batch.members) >= pos.MostCards {
		return pos.Refuse(pos.BadCount, pos.MostCards)
	}
	jpeg, err := c.till.Photo(ctx, m.ID)
	if err != nil {
		return err
	}
	c.batch.members = append(c.batch.members[:len(c.batch.members):len(c.batch.members)], chosenMember{m, len(jpeg) > 0})
	c.fill(ctx, do)
	do.Sound(GoodSound)
	c.askMembers(len(c.batch.members)-1, do)
	return nil
}

// findHolder finds the one member whom a text means, and asks where it may be
// several.
func (c *Cards) findHolder(ctx context.Context, text string, do *Turn, then func(context.Context, pos.Member, *Turn) error) error {
	list, err := c.till.FindMembers(ctx, text, mostHolders)
	if err != nil {
		return err
	}
	for _, m := range list {
		if strings.EqualFold(m.Username, text) {
			list = []pos.Member{m}
		}
	}
	switch len(list) {
	case 0:
		return pos.Refuse(pos.UnknownMember, text)
	case 1:
		return then(ctx, list[0], do)
	}
	q := Question{Title: Say("cards.issue.which.title"), Text: Say("cards.issue.which"), Choices: []Choice{Yes("ok", "action.choose"), No()}}
	for _, m := range list {
		q.Rows = append(q.Rows, Row{Head: Name(m.Name), Sub: Name(subOf(m))})
	}
	q.Then = func(ctx context.Context, r Reply, do *Turn) error {
		if r.Do == Cancel || r.Row < 0 || r.Row >= len(list) {
			return nil
		}
		return then(ctx, list[r.Row], do)
	}
	do.Ask(q)
	return nil
}

// subOf tells members of one name apart.
func subOf(m pos.Member) string {
	if m.Phone != "" {
		return m.Phone
	}
	return m.Username
}
