package cards

import (
	"context"
	"strings"

	"bonuskasse/pos"
	"bonuskasse/pos/screen"
)

// chosenMember is one whom a personal card is to be made for.
type chosenMember struct {
	pos.Member
	photo bool
}

// membersValue says for whom a batch is.
func (c *Screen) membersValue() screen.Sentence {
	switch n := len(c.batch.members); n {
	case 0:
		return screen.Say("cards.batch.anybody")
	case 1:
		return screen.Name(c.batch.members[0].Name)
	default:
		return screen.Say("count.members", int64(n))
	}
}

// askMembers gathers those who get a card of their own, one after the other:
// found by anything, or by the old card they hand over. An empty line ends it.
func (c *Screen) askMembers(at int, do *screen.Turn) {
	q := screen.Question{
		Title: screen.Say("cards.batch.members"), Text: screen.Say("cards.members.text"), Start: max(at, 0),
		Field:   &screen.Field{Label: screen.Say("cards.issue.field"), Hint: screen.Say("cards.members.hint")},
		Choices: []screen.Choice{screen.Yes("ok", "cards.members.add")},
	}
	for _, m := range c.batch.members {
		right := "cards.members.no_photo"
		if m.photo {
			right = "cards.members.photo"
		}
		q.Rows = append(q.Rows, screen.Row{Head: screen.Name(m.Name), Sub: screen.Name(subOf(m.Member)), Right: screen.Say(right)})
	}
	if len(q.Rows) > 0 {
		q.Choices = append(q.Choices, screen.Choice{Do: "remove", Word: screen.Say("cards.members.remove")})
	}
	q.Choices = append(q.Choices, screen.Choice{Do: screen.Cancel, Word: screen.Say("cards.members.done")})
	q.Scan = func(ctx context.Context, e screen.Scanned, do *screen.Turn) error {
		number, err := screen.CardOf(ctx, c.till, e.Scan)
		if err != nil {
			return err
		}
		_, s, err := c.till.MemberByCard(ctx, number)
		if err != nil {
			return err
		}
		return c.addMember(ctx, s.Member, do)
	}
	q.Then = func(ctx context.Context, r screen.Reply, do *screen.Turn) error {
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
func (c *Screen) addMember(ctx context.Context, m pos.Member, do *screen.Turn) error {
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
	do.Sound(screen.GoodSound)
	c.askMembers(len(c.batch.members)-1, do)
	return nil
}

// findHolder finds the one member whom a text means, and asks where it may be
// several.
func (c *Screen) findHolder(ctx context.Context, text string, do *screen.Turn, then func(context.Context, pos.Member, *screen.Turn) error) error {
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
	q := screen.Question{Title: screen.Say("cards.issue.which.title"), Text: screen.Say("cards.issue.which"), Choices: []screen.Choice{screen.Yes("ok", "action.choose"), screen.No()}}
	for _, m := range list {
		q.Rows = append(q.Rows, screen.Row{Head: screen.Name(m.Name), Sub: screen.Name(subOf(m))})
	}
	q.Then = func(ctx context.Context, r screen.Reply, do *screen.Turn) error {
		if r.Do == screen.Cancel || r.Row < 0 || r.Row >= len(list) {
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
