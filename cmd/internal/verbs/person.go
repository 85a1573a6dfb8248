package verbs

import (
	"context"
	"fmt"
	"io"
	"strings"

	"bonuskasse/assets"
	"bonuskasse/pos"
	"bonuskasse/pos/till"
)

// PersonNamed is someone who works here.
func PersonNamed(ctx context.Context, t *till.Till, name string) (pos.Person, error) {
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

// PersonAdd adds a person.
type PersonAdd struct {
	Name   string `required:""`
	Role   string `required:"" enum:"cashier,clerk,manager"`
	PIN    string `name:"pin" required:"" env:"BONUSKASSE_PIN" help:"4 to 12 digits."`
	Member string `help:"Username of their own account: nobody gives to it." placeholder:"USERNAME"`
}

func (c *PersonAdd) Run(d Desk) error {
	return d.Act(func(ctx context.Context, t *till.Till, who till.Who) error {
		p := pos.Person{Name: c.Name, Role: pos.Role(c.Role)}
		if err := setMember(ctx, t, &p, &c.Member); err != nil {
			return err
		}
		p, err := t.SetPerson(ctx, p, c.PIN, who)
		if err != nil {
			return err
		}
		return d.Print(p, func(w io.Writer) { PersonText(d, w, p) })
	})
}

// PersonText is a person as a line: name and role.
func PersonText(d Desk, w io.Writer, p pos.Person) {
	fmt.Fprintf(w, "%-32s %s\n", p.Name, assets.T(d.Lang(), "role."+string(p.Role)))
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

// PersonSet changes one.
type PersonSet struct {
	Name   string  `required:"" help:"Who is changed; also one who has left."`
	Rename string  `help:"Another name." placeholder:"NAME"`
	Role   string  `help:"cashier, clerk or manager." enum:",cashier,clerk,manager" default:""`
	PIN    string  `name:"pin" env:"BONUSKASSE_PIN" help:"A new PIN, 4 to 12 digits."`
	Member *string `help:"Username of their own account; empty takes it away." placeholder:"USERNAME"`
	Active *bool   `help:"Whether they work here." negatable:""`
}

func (c *PersonSet) Run(d Desk) error {
	return d.Act(func(ctx context.Context, t *till.Till, who till.Who) error {
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
			return d.Print(p, func(w io.Writer) { PersonText(d, w, p) })
		}
		return pos.Refuse(pos.UnknownPerson, c.Name)
	})
}

// PersonList is the people.
type PersonList struct{}

func (PersonList) Run(d Desk) error {
	return d.Open(func(ctx context.Context, t *till.Till) error {
		list, err := t.People(ctx)
		if err != nil {
			return err
		}
		return d.Print(EmptyNotNull(list), func(w io.Writer) {
			for _, p := range list {
				PersonText(d, w, p)
			}
		})
	})
}
