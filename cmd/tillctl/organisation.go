package main

import (
	"context"
	"fmt"
	"io"

	"bonuskasse/assets"
	"bonuskasse/pos"
	"bonuskasse/pos/till"
	"bonuskasse/store"
)

type organisationCmd struct {
	Add  organisationAddCmd  `cmd:"" help:"Make an organisation."`
	List organisationListCmd `cmd:"" help:"List the organisations with their employees."`
	Set  organisationSetCmd  `cmd:"" help:"Change an organisation."`
}

type organisationAddCmd struct {
	Name   string `required:""`
	Number string `help:"CVR, SIRET."`
	Pooled bool   `help:"The employees' bonus is one account."`
}

func (c *organisationAddCmd) Run(a *app) error {
	return a.act(func(ctx context.Context, t *till.Till, who till.Who) error {
		o, err := t.SetOrganisation(ctx, pos.Organisation{Name: c.Name, Number: c.Number, Pooled: c.Pooled}, who)
		if err != nil {
			return err
		}
		return a.printOrganisation(ctx, t, o)
	})
}

type organisationSetCmd struct {
	Organisation string `arg:"" help:"Its name or number."`
	Name         *string
	Number       *string
	Pooled       *bool `negatable:""`
	Active       *bool `negatable:"" help:"Offered for new employees."`
}

func (c *organisationSetCmd) Run(a *app) error {
	return a.act(func(ctx context.Context, t *till.Till, who till.Who) error {
		o, err := t.Organisation(ctx, c.Organisation)
		if err != nil {
			return err
		}
		if c.Name != nil {
			o.Name = *c.Name
		}
		if c.Number != nil {
			o.Number = *c.Number
		}
		if c.Pooled != nil {
			o.Pooled = *c.Pooled
		}
		if c.Active != nil {
			o.Active = *c.Active
		}
		if o, err = t.SetOrganisation(ctx, o, who); err != nil {
			return err
		}
		return a.printOrganisation(ctx, t, o)
	})
}

type organisationListCmd struct{}

func (organisationListCmd) Run(a *app) error {
	return a.open(func(ctx context.Context, t *till.Till, _ *store.Store) error {
		list, err := t.Organisations(ctx)
		if err != nil {
			return err
		}
		out := []organisationJSON{}
		for _, o := range list {
			x, err := organisationOut(ctx, t, o)
			if err != nil {
				return err
			}
			out = append(out, x)
		}
		return a.print(out, func(w io.Writer) {
			for _, x := range out {
				a.organisationText(w, x)
			}
		})
	})
}

// organisationJSON is the form that scripts rely on.
type organisationJSON struct {
	pos.Organisation
	Points    int64    `json:"pool_points"`
	Employees []string `json:"employees"` // usernames
}

// mostEmployees is as many as a list names.
const mostEmployees = 1000

func organisationOut(ctx context.Context, t *till.Till, o pos.Organisation) (x organisationJSON, err error) {
	x = organisationJSON{Organisation: o, Employees: []string{}}
	list, err := t.Employees(ctx, o.ID, mostEmployees)
	if err != nil {
		return x, err
	}
	for _, m := range list {
		x.Employees = append(x.Employees, m.Username)
	}
	if o.Pooled {
		x.Points, err = t.Pool(ctx, o.ID)
	}
	return x, err
}

func (a *app) organisationText(w io.Writer, x organisationJSON) {
	employees := assets.N(a.Language, "organisation.employees", int64(len(x.Employees)))
	said := assets.T(a.Language, "organisation.own", employees)
	if x.Pooled {
		said = assets.T(a.Language, "organisation.pool", employees, assets.N(a.Language, "count.points", x.Points))
	}
	fmt.Fprintf(w, "%-40s %-14s %s\n", x.Name, x.Number, said)
}

func (a *app) printOrganisation(ctx context.Context, t *till.Till, o pos.Organisation) error {
	x, err := organisationOut(ctx, t, o)
	if err != nil {
		return err
	}
	return a.print(x, func(w io.Writer) { a.organisationText(w, x) })
}
