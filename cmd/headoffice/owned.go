package main

import (
	"context"
	"crypto/ed25519"
	"fmt"
	"io"
	"slices"
	"strings"

	"bonuskasse/cmd/internal/verbs"
	"bonuskasse/pos"
	"bonuskasse/pos/chain"
	"bonuskasse/store/central"
)

// atDesk is a command that sets, or shows, what the chain owns.
type atDesk struct{ where }

// AfterApply tells the desk which head office it is of, before kong runs the
// command under this one.
func (c *atDesk) AfterApply(d *owner) error {
	d.where = c.where
	return nil
}

type productCmd struct {
	atDesk
	verbs.Product
}

type categoryCmd struct {
	atDesk
	verbs.Category
}

type programmeCmd struct {
	atDesk
	Show    verbs.ProgramShow    `cmd:"" help:"Print the programme that holds now, or a version: --version N."`
	List    verbs.ProgramList    `cmd:"" help:"Print all versions."`
	Set     verbs.ProgramSet     `cmd:"" help:"Make a new version of the programme."`
	Compare verbs.ProgramCompare `cmd:"" help:"Say what differs between two versions."`
	Loss    verbs.ProgramLoss    `cmd:"" help:"Say what the tills can lose at most while they are apart, by the floor limits."`
}

type tierCmd struct {
	atDesk
	List   verbs.TierList   `cmd:"" help:"List the tiers."`
	Define verbs.TierDefine `cmd:"" help:"Make or change a tier."`
	Ladder verbs.TierLadder `cmd:"" help:"List the tiers that spending reaches, the lowest first."`
}

type rewardCmd struct {
	atDesk
	Set  verbs.RewardSet  `cmd:"" help:"Make or change a reward of the catalogue."`
	List verbs.RewardList `cmd:"" help:"The catalogue."`
}

type messageCmd struct {
	atDesk
	Template templateCmd `cmd:"" help:"What messages say, in each language."`
}

type templateCmd struct {
	List verbs.TemplateList `cmd:"" help:"All kinds and languages."`
	Show verbs.TemplateShow `cmd:"" help:"One of them, with the variables it may have."`
	Set  verbs.TemplateSet  `cmd:"" help:"Say it in the chain's own words; with neither subject nor text the tills' words are back."`
}

type personCmd struct {
	atDesk
	Add   verbs.PersonAdd  `cmd:"" help:"Add a person with a PIN."`
	Set   verbs.PersonSet  `cmd:"" help:"Change a person."`
	PIN   personPINCmd     `cmd:"" name:"pin" help:"Give a person another PIN."`
	Block personBlockCmd   `cmd:"" help:"A person works here no more: at no till."`
	List  verbs.PersonList `cmd:"" help:"List the people."`
}

type personPINCmd struct {
	Name string `arg:"" help:"Who."`
	PIN  string `name:"pin" required:"" env:"BONUSKASSE_PIN" help:"4 to 12 digits."`
}

func (c *personPINCmd) Run(d verbs.Desk) error {
	return (&verbs.PersonSet{Name: c.Name, PIN: c.PIN}).Run(d)
}

type personBlockCmd struct {
	Name string `arg:"" help:"Who."`
}

func (c *personBlockCmd) Run(d verbs.Desk) error {
	no := false
	return (&verbs.PersonSet{Name: c.Name, Active: &no}).Run(d)
}

type shopCmd struct {
	Add  shopAddCmd  `cmd:"" help:"Name a shop of the chain."`
	List shopListCmd `cmd:"" help:"The shops, with their tills."`
}

type shopAddCmd struct {
	where
	Name string `arg:"" help:"Name of the shop."`
}

func (c *shopAddCmd) Run(a *app) error {
	name, err := pos.CleanName(c.Name)
	if err != nil {
		return err
	}
	return c.with(func(ctx context.Context, s *central.Store) error {
		if err := s.AddShop(ctx, name); err != nil {
			return err
		}
		return a.print(shopRow{Shop: name, Tills: []string{}}, func(w io.Writer) { fmt.Fprintln(w, name) })
	})
}

type shopListCmd struct{ where }

type shopRow struct {
	Shop  string   `json:"shop"`
	Tills []string `json:"tills"`
}

func (c *shopListCmd) Run(a *app) error {
	return c.look(func(ctx context.Context, s *central.Store) error {
		shops, err := s.Shops(ctx)
		if err != nil {
			return err
		}
		tills, err := s.Tills(ctx)
		if err != nil {
			return err
		}
		rows := make([]shopRow, len(shops))
		for i, name := range shops {
			rows[i] = shopRow{name, []string{}}
			for _, t := range tills {
				if t.Shop == name && !t.Desk && !t.Revoked {
					rows[i].Tills = append(rows[i].Tills, t.Name)
				}
			}
		}
		return a.print(rows, func(w io.Writer) {
			for _, r := range rows {
				fmt.Fprintf(w, "%-24s %s\n", r.Shop, strings.Join(r.Tills, ", "))
			}
		})
	})
}

// knownShop refuses a shop that nobody has named, in a chain whose shops are: it
// is more often a slip of the hand than another shop.
func knownShop(ctx context.Context, s *central.Store, name string) error {
	shops, err := s.Shops(ctx)
	if err != nil || name == "" || len(shops) == 0 || slices.Contains(shops, name) {
		return err
	}
	return fmt.Errorf("no shop is called %q; the shops are %s (headoffice shop add makes one)", name, strings.Join(shops, ", "))
}

type tillSetCmd struct {
	where
	Name   string  `arg:"" help:"Name of the till as it is."`
	Rename *string `help:"Another name." placeholder:"NAME"`
	Shop   *string `help:"The shop that it is in." placeholder:"NAME"`
}

func (c *tillSetCmd) Run(*app) error {
	return c.look(func(ctx context.Context, s *central.Store) error {
		t, err := tillNamed(ctx, s, c.Name)
		if err != nil {
			return err
		}
		if c.Rename != nil {
			if t.Name, err = pos.CleanName(*c.Rename); err != nil {
				return err
			}
		}
		if c.Shop != nil {
			if err := knownShop(ctx, s, *c.Shop); err != nil {
				return err
			}
			t.Shop = *c.Shop
		}
		return s.PlaceTill(ctx, t.ID, t.Name, t.Shop)
	})
}

// tillNamed is a till by its name or its id. A name that a till had which was shut
// out is the one's that came after it; one that several have is nobody's. The head
// office's own is known by its id alone: without it nothing could be set any more.
func tillNamed(ctx context.Context, s *central.Store, name string) (chain.Till, error) {
	tills, err := s.Tills(ctx)
	if err != nil {
		return chain.Till{}, err
	}
	var active, all []chain.Till
	var ids []string
	for _, t := range tills {
		if t.ID.String() == name {
			return t, nil
		}
		if t.Desk || !strings.EqualFold(t.Name, name) {
			continue
		}
		if all = append(all, t); !t.Revoked {
			active, ids = append(active, t), append(ids, t.ID.String())
		}
	}
	switch {
	case len(active) > 1:
		return chain.Till{}, verbs.Usage("%d tills are called %q; name one by its id (till list --json): %s", len(active), name, strings.Join(ids, ", "))
	case len(active) == 1:
		return active[0], nil
	case len(all) > 0:
		return all[len(all)-1], nil
	}
	return chain.Till{}, verbs.Usage("no till is called %q", name)
}

func public(office chain.Office) ed25519.PublicKey {
	return office.Key.Public().(ed25519.PublicKey)
}
