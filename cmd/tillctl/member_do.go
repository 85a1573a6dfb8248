package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"

	"bonuskasse/assets"
	"bonuskasse/cmd/internal/dossier"
	"bonuskasse/pos"
	"bonuskasse/pos/till"
)

// one does something with the member of a username and prints them after.
func (a *app) one(username string, do func(ctx context.Context, t *till.Till, m pos.Member, who till.Who) error) error {
	return a.act(func(ctx context.Context, t *till.Till, who till.Who) error {
		s, err := t.MemberByUsername(ctx, username)
		if err != nil {
			return err
		}
		if err := do(ctx, t, s.Member, who); err != nil {
			return err
		}
		if s, err = t.Standing(ctx, s.Member.ID); err != nil {
			return err
		}
		return a.printMember(ctx, t, s)
	})
}

type memberInviteCmd struct {
	Username string
	Name     string
	Email    string
	Phone    string
	Lang     string `name:"language" help:"da, en or fr." enum:",da,en,fr" default:""`
}

func (c *memberInviteCmd) Run(a *app) error {
	return a.act(func(ctx context.Context, t *till.Till, who till.Who) error {
		m, err := t.InviteMember(ctx, till.NewMember{Username: c.Username, Name: c.Name, Email: c.Email, Phone: c.Phone, Language: c.Lang}, who)
		if err != nil {
			return err
		}
		s, err := t.Standing(ctx, m.ID)
		if err != nil {
			return err
		}
		return a.printMember(ctx, t, s)
	})
}

type memberSetCmd struct {
	Username     string  `arg:"" help:"Whom to change."`
	NewUsername  *string `help:"What they are called from now on."`
	Name         *string
	Phone        *string
	Email        *string
	Birthday     *string `help:"YYYY-MM-DD, or as it is said: 29-02-1980."`
	Lang         *string `name:"language" help:"da, en or fr."`
	Notes        *string
	Tier         *string
	Consent      *string `help:"To marketing, in the words of now: yes or no." enum:"yes,no"`
	Organisation *string `help:"Its name or number; - is none."`
}

func (c *memberSetCmd) Run(a *app) error {
	return a.one(c.Username, func(ctx context.Context, t *till.Till, m pos.Member, who till.Who) error {
		change := till.MemberChange{
			Username: c.NewUsername, Name: c.Name, Phone: c.Phone, Email: c.Email, Birthday: c.Birthday, Language: c.Lang, Notes: c.Notes,
		}
		if c.Consent != nil {
			yes := *c.Consent == "yes"
			change.Consent = &yes
		}
		if c.Organisation != nil {
			var o pos.Organisation
			if *c.Organisation != "-" {
				var err error
				if o, err = t.Organisation(ctx, *c.Organisation); err != nil {
					return err
				}
			}
			change.Organisation = &o.ID
		}
		if c.Tier != nil {
			if err := t.SetMemberTier(ctx, m.ID, *c.Tier, who); err != nil {
				return err
			}
		}
		_, err := t.ChangeMember(ctx, m.ID, change, who)
		return err
	})
}

type memberBlockCmd struct {
	Username string `arg:""`
}

func (c *memberBlockCmd) Run(a *app) error {
	return a.one(c.Username, func(ctx context.Context, t *till.Till, m pos.Member, who till.Who) error {
		return t.BlockMember(ctx, m.ID, true, who)
	})
}

type memberUnblockCmd struct {
	Username string `arg:""`
}

func (c *memberUnblockCmd) Run(a *app) error {
	return a.one(c.Username, func(ctx context.Context, t *till.Till, m pos.Member, who till.Who) error {
		return t.BlockMember(ctx, m.ID, false, who)
	})
}

type memberMergeCmd struct {
	Keep  string `help:"Username of the one who stays." required:""`
	Alias string `help:"Username of the one who becomes another name for them." required:""`
}

func (c *memberMergeCmd) Run(a *app) error {
	return a.one(c.Keep, func(ctx context.Context, t *till.Till, keep pos.Member, who till.Who) error {
		alias, err := t.MemberByUsername(ctx, c.Alias)
		if err != nil {
			return err
		}
		_, err = t.MergeMembers(ctx, keep.ID, alias.Member.ID, who)
		return err
	})
}

type memberMendCmd struct {
	Card string `help:"The card that was issued wrongly." required:""`
	To   string `help:"Username of whose it is." required:""`
}

func (c *memberMendCmd) Run(a *app) error {
	return a.one(c.To, func(ctx context.Context, t *till.Till, m pos.Member, who till.Who) error {
		return t.MoveCard(ctx, c.Card, m.ID, who)
	})
}

type memberPhotoCmd struct {
	Username string `arg:""`
	File     string `arg:"" optional:"" help:"JPEG or PNG; without one the photo is taken away." type:"path"`
	Save     string `help:"Write the photo to this file instead." type:"path"`
}

func (c *memberPhotoCmd) Run(a *app) error {
	return a.one(c.Username, func(ctx context.Context, t *till.Till, m pos.Member, who till.Who) error {
		if c.Save != "" {
			jpeg, err := t.Photo(ctx, m.ID)
			if err != nil {
				return err
			}
			return dossier.Write(c.Save, jpeg)
		}
		var small []byte
		if c.File != "" {
			var err error
			if small, err = (dossier.Files{}).Photo(c.File); err != nil {
				return err
			}
		}
		return t.SetPhoto(ctx, m.ID, small, who)
	})
}

type memberExportCmd struct {
	Username string `arg:""`
	File     string `arg:"" optional:"" help:"Where to write the JSON; without one it is printed." type:"path"`
	PDF      string `name:"pdf" help:"Write it as PDF to this file, too." type:"path"`
}

func (c *memberExportCmd) Run(a *app) error {
	return a.act(func(ctx context.Context, t *till.Till, who till.Who) error {
		s, err := t.MemberByUsername(ctx, c.Username)
		if err != nil {
			return err
		}
		p, err := t.ExportMember(ctx, s.Member.ID, who)
		if err != nil {
			return err
		}
		if c.PDF != "" {
			lang := firstOf(s.Member.Language, a.Language)
			if err := dossier.PDF(c.PDF, p, lang); err != nil {
				return err
			}
			if !a.JSON {
				fmt.Fprintln(a.stdout, c.PDF)
				return nil
			}
		}
		return a.printPersonal(c.File, p)
	})
}

func (a *app) printPersonal(file string, p till.PersonalData) error {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if !a.JSON {
		e.SetIndent("", "  ")
	}
	if err := e.Encode(p); err != nil {
		return err
	}
	if file != "" {
		return dossier.Write(file, b.Bytes())
	}
	_, err := a.stdout.Write(b.Bytes())
	return err
}

func firstOf(list ...string) string {
	for _, s := range list {
		if s != "" {
			return s
		}
	}
	return ""
}

type memberEraseCmd struct {
	Username string `arg:""`
}

func (c *memberEraseCmd) Run(a *app) error {
	return a.act(func(ctx context.Context, t *till.Till, who till.Who) error {
		s, err := t.MemberByUsername(ctx, c.Username)
		if err != nil {
			return err
		}
		if err := t.EraseMember(ctx, s.Member.ID, who); err != nil {
			return err
		}
		return a.print(map[string]any{"id": s.Member.ID, "status": pos.Erased}, func(w io.Writer) {
			fmt.Fprintln(w, s.Member.ID, assets.T(a.Language, "member.erased"))
		})
	})
}
