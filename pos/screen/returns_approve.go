package screen

import (
	"context"

	"bonuskasse/pos"
)

// Approvers is what AskManager needs of the till.
type Approvers interface {
	People(ctx context.Context) ([]pos.Person, error)
	SignIn(ctx context.Context, id pos.ID, pin string) (pos.Person, error)
}

// AskManager asks for a manager who stands by what the person on the till may
// not do alone, and for that manager's PIN. then is called with the manager;
// it is not called when nobody approves. what says what is asked for.
func AskManager(ctx context.Context, t Approvers, do *Turn, what Sentence, then func(context.Context, pos.Person, *Turn)) {
	people, err := t.People(ctx)
	if do.Refuse(err) {
		return
	}
	var managers []pos.Person
	for _, p := range people {
		if p.Active && p.Role == pos.Manager && p.PINHash != "" {
			managers = append(managers, p)
		}
	}
	switch len(managers) {
	case 0:
		do.Refuse(pos.Refuse(pos.NotAllowed, string(pos.Manager)))
	case 1:
		do.Ask(pinQuestion(t, managers[0], what, then))
	default:
		q := Question{Title: Say("manager.who"), Text: what, Choices: []Choice{Yes("pick", "action.ok"), No()}}
		for _, m := range managers {
			q.Rows = append(q.Rows, Row{Head: Name(m.Name)})
		}
		q.Then = func(_ context.Context, r Reply, do *Turn) error {
			if r.Do != Cancel && r.Row >= 0 && r.Row < len(managers) {
				do.Ask(pinQuestion(t, managers[r.Row], what, then))
			}
			return nil
		}
		do.Ask(q)
	}
}

func pinQuestion(t Approvers, m pos.Person, what Sentence, then func(context.Context, pos.Person, *Turn)) Question {
	return Question{
		Title: Say("manager.pin", m.Name), Text: what,
		Field:   &Field{Label: Say("manager.pin.label"), Kind: SecretText},
		Choices: []Choice{Yes("approve", "manager.approve"), No()},
		Then: func(ctx context.Context, r Reply, do *Turn) error {
			if r.Do == Cancel {
				return nil
			}
			p, err := t.SignIn(ctx, m.ID, r.Text)
			if err != nil {
				return err
			}
			then(ctx, p, do)
			return nil
		},
	}
}
