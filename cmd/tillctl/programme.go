package main

import (
	"context"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"time"

	"bonuskasse/assets"
	"bonuskasse/pos"
	"bonuskasse/pos/loyalty"
	"bonuskasse/pos/screen"
	"bonuskasse/pos/till"
	"bonuskasse/store"
)

type programCmd struct {
	Show    programShowCmd    `cmd:"" help:"Print the programme that holds now, or a version: --version N."`
	List    programListCmd    `cmd:"" help:"Print all versions."`
	Set     programSetCmd     `cmd:"" help:"Make a new version of the programme."`
	Compare programCompareCmd `cmd:"" help:"Say what differs between two versions."`
	Preview programPreviewCmd `cmd:"" help:"Say what a purchase would give a member."`
}

type programShowCmd struct {
	// The program's own --version takes no number: see versionOf.
	Version int64 `name:"programme-version" aliases:"show-version" help:"Number of the version (also: --version N)." placeholder:"N"`
}

// versionOf lets "programme show --version N" mean the programme's version, and
// --version alone this program's.
func versionOf(args []string) []string {
	at := slices.Index(args, "show")
	if at < 1 || args[at-1] != "programme" {
		return args
	}
	out := slices.Clone(args)
	number := regexp.MustCompile(`^-?[0-9]+$`)
	for i := at + 1; i < len(out); i++ {
		if out[i] == "--version" && i+1 < len(out) && number.MatchString(out[i+1]) {
			out[i] = "--programme-version"
		} else if rest, ok := strings.CutPrefix(out[i], "--version="); ok {
			out[i] = "--programme-version=" + rest
		}
	}
	return out
}

func (c *programShowCmd) Run(a *app) error {
	return a.open(func(ctx context.Context, t *till.Till, _ *store.Store) error {
		p, err := t.Program(ctx)
		if c.Version != 0 {
			p, err = t.ProgramVersion(ctx, c.Version)
		}
		if err != nil {
			return err
		}
		return a.print(p, nil)
	})
}

type programListCmd struct{}

func (programListCmd) Run(a *app) error {
	return a.open(func(ctx context.Context, t *till.Till, _ *store.Store) error {
		list, err := t.Programs(ctx)
		if err != nil {
			return err
		}
		return a.print(emptyNotNull(list), func(w io.Writer) {
			for _, p := range list {
				fmt.Fprintln(w, assets.T(a.Language, "settings.programme.version", p.Version, assets.Moment(a.Language, p.ValidFrom.Time(t.Zone()))))
			}
		})
	})
}

type programSetCmd struct {
	Set  []string  `arg:"" help:"KEY=VALUE; null is no limit."`
	From time.Time `help:"When it begins to hold (RFC 3339); now by default." placeholder:"TIME"`
}

func (c *programSetCmd) Run(a *app) error {
	set, err := pairs(c.Set)
	if err != nil {
		return err
	}
	return a.act(func(ctx context.Context, t *till.Till, who till.Who) error {
		var from pos.Millis
		if !c.From.IsZero() {
			from = pos.At(c.From)
		}
		p, err := t.PlanProgram(ctx, set, from, who)
		if err != nil {
			return err
		}
		return a.print(p, nil)
	})
}

type programCompareCmd struct {
	A int64 `arg:"" help:"Number of a version."`
	B int64 `arg:"" help:"Number of another."`
}

func (c *programCompareCmd) Run(a *app) error {
	return a.open(func(ctx context.Context, t *till.Till, _ *store.Store) error {
		before, err := t.ProgramVersion(ctx, c.A)
		if err != nil {
			return err
		}
		after, err := t.ProgramVersion(ctx, c.B)
		if err != nil {
			return err
		}
		type change struct {
			loyalty.Change
			Words string `json:"words"`
		}
		out := struct {
			A       int64    `json:"a"`
			B       int64    `json:"b"`
			Changes []change `json:"changes"`
		}{c.A, c.B, []change{}}
		for _, d := range screen.ProgramChanges(before, after) {
			out.Changes = append(out.Changes, change{d.Change, a.say(d.Words)})
		}
		return a.print(out, func(w io.Writer) {
			for _, d := range out.Changes {
				fmt.Fprintln(w, d.Words)
			}
			if len(out.Changes) == 0 {
				fmt.Fprintln(w, assets.T(a.Language, "settings.programme.same"))
			}
		})
	})
}

type programPreviewCmd struct {
	Amount int64  `required:"" help:"What the purchase comes to, minor units."`
	Member string `required:"" help:"Username." placeholder:"U"`
}

func (c *programPreviewCmd) Run(a *app) error {
	return a.open(func(ctx context.Context, t *till.Till, _ *store.Store) error {
		s, err := t.MemberByUsername(ctx, c.Member)
		if err != nil {
			return err
		}
		v, err := t.Preview(ctx, s.Member.ID, pos.Money(c.Amount))
		if err != nil {
			return err
		}
		out := struct {
			Member  string `json:"member"`
			Tier    string `json:"tier"`
			Version int64  `json:"version"`
			loyalty.Trial
		}{s.Member.Username, v.Tier.Name, v.Program.Version, v.Trial}
		return a.print(out, func(w io.Writer) {
			for _, sentence := range screen.TrialWords(v.Tier.Name, v.Trial) {
				fmt.Fprintln(w, a.say(sentence))
			}
		})
	})
}
