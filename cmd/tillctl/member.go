package main

import (
	"context"
	"fmt"
	"io"
	"strings"

	"bonuskasse/assets"
	"bonuskasse/cmd/internal/verbs"
	"bonuskasse/pos"
	"bonuskasse/pos/ledger"
	"bonuskasse/pos/screen"
	"bonuskasse/pos/till"
	"bonuskasse/store"
)

type memberCmd struct {
	Add  memberAddCmd  `cmd:"" help:"Make a member, with a card if one is named."`
	Show memberShowCmd `cmd:"" help:"Show a member."`
	Find memberFindCmd `cmd:"" help:"Find members by card, username, phone, e-mail or name."`
	Card memberCardCmd `cmd:"" help:"Issue or block a card."`

	Invite  memberInviteCmd  `cmd:"" help:"Invite somebody by e-mail or phone; they may be given bonus at once."`
	Set     memberSetCmd     `cmd:"" help:"Change what is known of a member."`
	Photo   memberPhotoCmd   `cmd:"" help:"Give a member a photo, or take it away."`
	Block   memberBlockCmd   `cmd:"" help:"Stop a member: no sale, no bonus."`
	Unblock memberUnblockCmd `cmd:"" help:"Let a member in again."`
	Merge   memberMergeCmd   `cmd:"" help:"Make one member another name for another; cards and points go over."`
	Mend    memberMendCmd    `cmd:"" help:"Give a wrongly issued card to whose it is; needs --reason."`
	Export  memberExportCmd  `cmd:"" help:"All that is known of a person, as JSON or PDF."`
	Erase   memberEraseCmd   `cmd:"" help:"Forget a person. The postings stay; the name is gone for good."`
	Import  memberImportCmd  `cmd:"" help:"Import members from CSV or Excel."`
}

type memberAddCmd struct {
	Username string `help:"Made of the name where none is given."`
	Name     string `required:""`
	Phone    string
	Email    string
	Birthday string `help:"YYYY-MM-DD, or as it is said: 29-02-1980."`
	Consent  bool   `help:"They agree to marketing, in the words of the setting consent.LANGUAGE."`
	Employer string `help:"Name or number of the organisation they work for." name:"organisation"`
	Referred string `help:"Username of the member who brought them." name:"referred-by" placeholder:"USERNAME"`
	Lang     string `name:"language" help:"da, en or fr." enum:",da,en,fr" default:""`
	Tier     string `help:"Name of the tier; the default one where none is named."`
	Card     string `help:"Number of a card to issue."`
	CardKind string `help:"bonus, discount or both; as it was printed where none is named." enum:",bonus,discount,both" default:""`
}

func (c *memberAddCmd) Run(a *app) error {
	return a.act(func(ctx context.Context, t *till.Till, who till.Who) error {
		in := till.NewMember{
			Username: c.Username, Name: c.Name, Phone: c.Phone, Email: c.Email, Language: c.Lang, Birthday: c.Birthday, Consent: c.Consent,
			Tier: c.Tier, Card: c.Card, CardKind: pos.CardKind(c.CardKind),
		}
		if c.Employer != "" {
			o, err := t.Organisation(ctx, c.Employer)
			if err != nil {
				return err
			}
			in.Organisation = o.ID
		}
		if c.Referred != "" {
			s, err := t.MemberByUsername(ctx, c.Referred)
			if err != nil {
				return err
			}
			in.ReferredBy = s.Member.ID
		}
		m, err := t.AddMember(ctx, in, who)
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

type memberShowCmd struct {
	Card     string `xor:"who" required:""`
	Username string `xor:"who" required:""`
}

func (c *memberShowCmd) Run(a *app) error {
	return a.open(func(ctx context.Context, t *till.Till, _ *store.Store) (err error) {
		var s till.Standing
		if c.Card != "" {
			_, s, err = t.MemberByCard(ctx, c.Card)
		} else {
			s, err = t.MemberByUsername(ctx, c.Username)
		}
		if err != nil {
			return err
		}
		return a.printMember(ctx, t, s)
	})
}

// memberJSON is the form that scripts rely on.
type memberJSON struct {
	ID        pos.ID `json:"id"`
	Username  string `json:"username"`
	Name      string `json:"name"`
	Phone     string `json:"phone,omitempty"`
	Email     string `json:"email,omitempty"`
	Language  string `json:"language,omitempty"`
	Tier      string `json:"tier"`
	Balance   int64  `json:"balance_points"`
	Available int64  `json:"available_points"`
	Pending   int64  `json:"pending_points"`
	// Proposed are points that wait until a manager approves.
	Proposed int64            `json:"proposed_points,omitempty"`
	Status   pos.MemberStatus `json:"status"`
	Cards    []string         `json:"cards"`

	// Next is the level of the ladder that comes next, and Spend what counts for
	// it; ReviewAt is when the window is over (ms since 1970).
	Next     *nextJSON  `json:"next,omitempty"`
	Spend    int64      `json:"spend"`
	ReviewAt pos.Millis `json:"review_at,omitempty"`
	Pinned   bool       `json:"pinned,omitempty"`

	Birthday     string `json:"birthday,omitempty"`
	Notes        string `json:"notes,omitempty"`
	ConsentAt    int64  `json:"consent_at,omitempty"` // ms since 1970
	ConsentText  string `json:"consent_text,omitempty"`
	Organisation string `json:"organisation,omitempty"`
	Pooled       bool   `json:"pooled,omitempty"` // the points are the organisation's
	Photo        bool   `json:"photo,omitempty"`
	// Aliases are the usernames of those who were merged into them.
	Aliases  []string          `json:"aliases,omitempty"`
	Messages []till.MessageRow `json:"messages,omitempty"`
}

type nextJSON struct {
	Tier string    `json:"tier"`
	Left pos.Money `json:"left"`
}

func (a *app) printMember(ctx context.Context, t *till.Till, s till.Standing) error {
	usable, _, err := t.Usable(ctx, s)
	if err != nil {
		return err
	}
	out := memberJSON{
		ID: s.Member.ID, Username: s.Member.Username, Name: s.Member.Name, Phone: s.Member.Phone, Email: s.Member.Email,
		Language: s.Member.Language, Tier: s.Tier.Name, Status: s.Member.Status,
		Balance: s.Account.Balance(ledger.Millis(a.moment().UnixMilli())), Available: usable,
		Pending: s.Account.PendingPoints(), Cards: []string{},
	}
	level, err := t.LadderOf(ctx, s)
	if err != nil {
		return err
	}
	out.Spend, out.ReviewAt, out.Pinned = level.Spend, s.ReviewAt, s.Pinned
	if level.Next != nil {
		out.Next = &nextJSON{level.Next.Tier.Name, level.Next.Left}
	}
	for _, card := range s.Cards {
		if card.State == pos.Issued {
			out.Cards = append(out.Cards, card.Number)
		}
	}
	more, err := t.MemberMore(ctx, s.Member)
	if err != nil {
		return err
	}
	out.Birthday, out.Notes = s.Member.Birthday, s.Member.Notes
	out.ConsentAt, out.ConsentText = int64(s.Member.ConsentAt), s.Member.ConsentText
	out.Organisation, out.Pooled = more.Organisation.Name, s.Holder != s.Member.ID
	out.Photo, out.Messages, out.Proposed = len(more.Photo) > 0, more.Messages, more.Proposed
	for _, alias := range more.Aliases {
		out.Aliases = append(out.Aliases, alias.Username)
	}
	return a.print(out, func(w io.Writer) {
		line := []string{fmt.Sprintf("%s (%s)", out.Name, out.Username), a.say(screen.TierWord(out.Tier)), assets.N(a.Language, "count.points", out.Balance)}
		if len(out.Cards) > 0 {
			line = append(line, assets.T(a.Language, "member.line.cards", strings.Join(out.Cards, ", ")))
		}
		fmt.Fprintln(w, strings.Join(line, ", "))
	})
}

type memberFindCmd struct {
	Text  string `arg:""`
	Limit int    `default:"50"`
}

func (c *memberFindCmd) Run(a *app) error {
	return a.open(func(ctx context.Context, t *till.Till, _ *store.Store) error {
		list, err := t.FindMembers(ctx, c.Text, c.Limit)
		if err != nil {
			return err
		}
		return a.print(verbs.EmptyNotNull(list), func(w io.Writer) {
			for _, m := range list {
				fmt.Fprintf(w, "%-24s %-40s %s\n", m.Username, m.Name, m.Phone)
			}
		})
	})
}

type memberCardCmd struct {
	Username string `help:"Whose card it becomes." required:""`
	Card     string `help:"Number." required:""`
	CardKind string `enum:",bonus,discount,both" default:""`
	Block    bool   `help:"Block the card instead."`
}

func (c *memberCardCmd) Run(a *app) error {
	return a.act(func(ctx context.Context, t *till.Till, who till.Who) error {
		s, err := t.MemberByUsername(ctx, c.Username)
		if err != nil {
			return err
		}
		if c.Block {
			err = t.BlockCard(ctx, c.Card, who)
		} else {
			err = t.IssueCard(ctx, s.Member.ID, c.Card, pos.CardKind(c.CardKind), who)
		}
		if err != nil {
			return err
		}
		if s, err = t.Standing(ctx, s.Member.ID); err != nil {
			return err
		}
		return a.printMember(ctx, t, s)
	})
}
