package main

import (
	"context"
	"fmt"
	"io"
	"strings"

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
	p, err := personNamed(ctx, t, a.Approved.ApprovedBy)
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

// personNamed is someone who works here.
func personNamed(ctx context.Context, t *till.Till, name string) (pos.Person, error) {
	people, err := t.People(ctx)
	if err != nil {
		return pos.Person{}, err
	}
	for _, p := range people {
		if p.Active && strings.EqualFold(p.Name, name) {
			return p, nil
		}
	}
	return pos.Person{}, pos.Refuse(pos.UnknownPerson, name)
}

type personCmd struct {
	Add  personAddCmd  `cmd:"" help:"Add a person with a PIN."`
	Set  personSetCmd  `cmd:"" help:"Change a person."`
	PIN  personPINCmd  `cmd:"" name:"pin" help:"Change a person's PIN by the old one."`
	List personListCmd `cmd:"" help:"List the people."`
}

type personAddCmd struct {
	Name   string `required:""`
	Role   string `required:"" enum:"cashier,clerk,manager"`
	PIN    string `name:"pin" required:"" env:"BONUSKASSE_PIN" help:"4 to 12 digits."`
	Member string `help:"Username of their own account: nobody gives to it." placeholder:"USERNAME"`
}

func (c *personAddCmd) Run(a *app) error {
	return a.act(func(ctx context.Context, t *till.Till, who till.Who) error {
		p := pos.Person{Name: c.Name, Role: pos.Role(c.Role)}
		if err := setMember(ctx, t, &p, &c.Member); err != nil {
			return err
		}
		p, err := t.SetPerson(ctx, p, c.PIN, who)
		if err != nil {
			return err
		}
		return a.print(p, nil)
	})
}

// setMember gives a person their own account; an empty name takes it away, nil
// leaves it.
func setMember(ctx context.Context, t *till.Till, p *pos.Person, username *string) error {
	if username == nil {
		return nil
	}
	p.Member = pos.ID{}
	if *username == "" {
		return nil
	}
	s, err := t.MemberByUsername(ctx, *username)
	p.Member = s.Member.ID
	return err
}

type personSetCmd struct {
	Name   string  `required:"" help:"Who is changed; also one who has left."`
	Rename string  `help:"Another name." placeholder:"NAME"`
	Role   string  `help:"cashier, clerk or manager." enum:",cashier,clerk,manager" default:""`
	PIN    string  `name:"pin" env:"BONUSKASSE_PIN" help:"A new PIN, 4 to 12 digits."`
	Member *string `help:"Username of their own account; empty takes it away." placeholder:"USERNAME"`
	Active *bool   `help:"Whether they work here." negatable:""`
}

func (c *personSetCmd) Run(a *app) error {
	return a.act(func(ctx context.Context, t *till.Till, who till.Who) error {
		people, err := t.People(ctx)
		if err != nil {
			return err
		}
		for _, p := range people {
			if !strings.EqualFold(p.Name, c.Name) {
				continue
			}
			if c.Rename != "" {
				p.Name = c.Rename
			}
			if c.Role != "" {
				p.Role = pos.Role(c.Role)
			}
			if c.Active != nil {
				p.Active = *c.Active
			}
			if err := setMember(ctx, t, &p, c.Member); err != nil {
				return err
			}
			if p, err = t.SetPerson(ctx, p, c.PIN, who); err != nil {
				return err
			}
			return a.print(p, nil)
		}
		return pos.Refuse(pos.UnknownPerson, c.Name)
	})
}

type personPINCmd struct {
	Name string `required:""`
	Old  string `required:"" help:"File with the PIN as it is; - is the standard input." placeholder:"FILE"`
	New  string `required:"" help:"File with the new one, 4 to 12 digits." placeholder:"FILE"`
}

func (c *personPINCmd) Run(a *app) error {
	return a.open(func(ctx context.Context, t *till.Till, _ *store.Store) error {
		p, err := personNamed(ctx, t, c.Name)
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
		return a.print(p, nil)
	})
}

type personListCmd struct{}

func (personListCmd) Run(a *app) error {
	return a.open(func(ctx context.Context, t *till.Till, _ *store.Store) error {
		list, err := t.People(ctx)
		if err != nil {
			return err
		}
		return a.print(emptyNotNull(list), func(w io.Writer) {
			for _, p := range list {
				fmt.Fprintf(w, "%-32s %s\n", p.Name, p.Role)
			}
		})
	})
}
