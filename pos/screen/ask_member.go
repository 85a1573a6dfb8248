package screen

import (
	"context"

	"bonuskasse/pos"
	"bonuskasse/pos/till"
)

// Finds is what finds a member.
type Finds interface {
	FindMembers(ctx context.Context, text string, limit int) ([]pos.Member, error)
	MemberByCard(ctx context.Context, number string) (pos.Card, till.Standing, error)
}

// AskMember asks for a member by anything that finds one; of several it asks
// which. q says why; a choice of its own beside "ok" and Cancel means nobody. then
// is called with the one that was meant, and the card that was scanned.
func AskMember(t Finds, q Question, do *Turn, then func(ctx context.Context, m pos.Member, card string, do *Turn) error) {
	title := q.Title
	q.Field = &Field{Label: Say("member.find.hint")}
	q.Scan = func(ctx context.Context, e Scanned, do *Turn) error {
		card, s, err := t.MemberByCard(ctx, e.Scan.Value+e.Scan.Text)
		if err != nil {
			return err
		}
		return then(ctx, s.Member, card.Number, do)
	}
	q.Then = func(ctx context.Context, r Reply, do *Turn) error {
		switch r.Do {
		case Cancel:
			return nil
		case "ok":
		default:
			return then(ctx, pos.Member{}, "", do)
		}
		list, err := t.FindMembers(ctx, r.Text, MostMembers)
		switch {
		case err != nil:
			return err
		case len(list) == 0:
			return pos.Refuse(pos.UnknownMember, Short(r.Text))
		case len(list) == 1:
			return then(ctx, list[0], "", do)
		}
		do.Ask(WhichMember(title, list, func(ctx context.Context, m pos.Member, do *Turn) error { return then(ctx, m, "", do) }))
		return nil
	}
	do.Ask(q)
}

// WhichMember asks which of several was meant.
func WhichMember(title Sentence, list []pos.Member, then func(ctx context.Context, m pos.Member, do *Turn) error) Question {
	q := Question{
		Title: title, Choices: []Choice{Yes("ok", "action.choose"), No()},
		Then: func(ctx context.Context, r Reply, do *Turn) error {
			if r.Do == Cancel || r.Row < 0 {
				return nil
			}
			return then(ctx, list[r.Row], do)
		},
	}
	for _, x := range list {
		q.Rows = append(q.Rows, Row{Head: Name(x.Name), Sub: Name(firstOf(x.Phone, x.Email, x.Username))})
	}
	return q
}
