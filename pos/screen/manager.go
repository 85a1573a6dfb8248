package screen

import (
	"cmp"
	"context"

	"bonuskasse/pos"
	"bonuskasse/pos/till"
)

// Approvers is what WithManager needs of the till.
type Approvers interface {
	People(ctx context.Context) ([]pos.Person, error)
	SignIn(ctx context.Context, id pos.ID, pin string) (pos.Person, error)
}

// WithManager does work as the person on the till. Where a rule says that they
// may not do it alone, a manager is asked to stand by it, and the work is done
// again with the approval. what says what is asked for; the limit that it is
// above is said with it, and is the event's reason where there is no other.
//
// It returns what work was refused with, where no manager can lift it.
func WithManager(ctx context.Context, t Approvers, do *Turn, who till.Who, what Sentence, work func(context.Context, till.Who, *Turn) error) error {
	err := work(ctx, who, do)
	if !pos.NeedsManager(err) || who.Approved != nil {
		return err
	}
	Approve(ctx, t, do, err, what, func(ctx context.Context, approved till.Who, do *Turn) {
		approved.Person, approved.Reason = who.Person, cmp.Or(who.Reason, approved.Reason)
		do.Refuse(work(ctx, approved, do))
	})
	return nil
}

// Approve is WithManager for work that ended elsewhere: refused is the error it
// ended with. then is called with the person, the manager and the reason.
func Approve(ctx context.Context, t Approvers, do *Turn, refused error, what Sentence, then func(context.Context, till.Who, *Turn)) {
	who := do.Who()
	who.Reason = string(pos.CodeOf(refused))
	if pos.CodeOf(refused) != pos.NotAllowed {
		what = Say("manager.why", what, SentenceOf(refused))
	}
	AskManager(ctx, t, do, what, func(ctx context.Context, m pos.Person, do *Turn) {
		who.Approved = &m
		then(ctx, who, do)
	})
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
		// Two pairs of eyes are two people.
		if p.Active && p.Role == pos.Manager && p.PINHash != "" && p.ID != do.Person.ID {
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
		Check: func(ctx context.Context, r Reply) (func(context.Context, *Turn), error) {
			p, err := t.SignIn(ctx, m.ID, r.Text)
			return func(ctx context.Context, do *Turn) { then(ctx, p, do) }, err
		},
	}
}
