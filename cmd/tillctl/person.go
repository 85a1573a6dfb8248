package main

import (
	"context"
	"io"
	"strings"

	"bonuskasse/cmd/internal/verbs"
	"bonuskasse/pos"
	"bonuskasse/pos/till"
	"bonuskasse/store"
)

// approval is the manager who stands by what is above a person's limits.
type approval struct {
	ApprovedBy  string `help:"Name of the manager who approves what --person may not do alone." placeholder:"NAME"`
	ApprovalPIN string `name:"approval-pin-file" help:"File with that manager's PIN; - is the standard input." placeholder:"FILE"`
}

// approved checks the manager's PIN; nil where none is named.
func (a *app) approved(ctx context.Context, t *till.Till) (*pos.Person, error) {
	if a.Approved.ApprovedBy == "" {
		return nil, nil
	}
	if a.Approved.ApprovalPIN == "" {
		return nil, usage("--approved-by needs --approval-pin-file")
	}
	p, err := verbs.PersonNamed(ctx, t, a.Approved.ApprovedBy)
	if err != nil {
		return nil, err
	}
	pin, err := a.readFile(a.Approved.ApprovalPIN)
	if err != nil {
		return nil, err
	}
	if p, err = t.SignIn(ctx, p.ID, strings.TrimSpace(string(pin))); err != nil {
		return nil, err
	}
	return &p, nil
}

type personCmd struct {
	Add  verbs.PersonAdd  `cmd:"" help:"Add a person with a PIN."`
	Set  verbs.PersonSet  `cmd:"" help:"Change a person."`
	PIN  personPINCmd     `cmd:"" name:"pin" help:"Change a person's PIN by the old one."`
	List verbs.PersonList `cmd:"" help:"List the people."`
}

type personPINCmd struct {
	Name string `required:""`
	Old  string `required:"" help:"File with the PIN as it is; - is the standard input." placeholder:"FILE"`
	New  string `required:"" help:"File with the new one, 4 to 12 digits." placeholder:"FILE"`
}

func (c *personPINCmd) Run(a *app) error {
	return a.open(func(ctx context.Context, t *till.Till, _ *store.Store) error {
		p, err := verbs.PersonNamed(ctx, t, c.Name)
		if err != nil {
			return err
		}
		old, err := a.readFile(c.Old)
		if err != nil {
			return err
		}
		pin, err := a.readFile(c.New)
		if err != nil {
			return err
		}
		if err := t.SetPIN(ctx, p.ID, strings.TrimSpace(string(old)), strings.TrimSpace(string(pin))); err != nil {
			return err
		}
		return a.print(p, func(w io.Writer) { verbs.PersonText(desk{a}, w, p) })
	})
}
