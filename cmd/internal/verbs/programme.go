package verbs

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
	"bonuskasse/pos/screen/settings"
	"bonuskasse/pos/till"
)

// ProgramShow is the programme that holds, or a version.
type ProgramShow struct {
	// The program's own --version takes no number: see VersionOf.
	Version int64 `name:"programme-version" aliases:"show-version" help:"Number of the version (also: --version N)." placeholder:"N"`
}

// VersionOf lets "programme show --version N" mean the programme's version, and
// --version alone this program's.
func VersionOf(args []string) []string {
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

func (c *ProgramShow) Run(d Desk) error {
	return d.Open(func(ctx context.Context, t *till.Till) error {
		p, err := t.Program(ctx)
		if c.Version != 0 {
			p, err = t.ProgramVersion(ctx, c.Version)
		}
		if err != nil {
			return err
		}
		return d.Print(p, func(w io.Writer) { programText(d, t, w, p) })
	})
}

// programText is a version with each setting: its key, what the screen calls it,
// and what it says.
func programText(d Desk, t *till.Till, w io.Writer, p till.Program) {
	fmt.Fprintln(w, assets.T(d.Lang(), "settings.programme.version", p.Version, assets.Moment(d.Lang(), p.ValidFrom.Time(t.Zone()))))
	for _, s := range settings.ProgramSettings(p) {
		fmt.Fprintf(w, "%-24s %s\n", s.Key, assets.T(d.Lang(), "settings.programme.line", d.Say(s.Name), d.Say(s.Value)))
	}
}

// ProgramList is all versions.
type ProgramList struct{}

func (ProgramList) Run(d Desk) error {
	return d.Open(func(ctx context.Context, t *till.Till) error {
		list, err := t.Programs(ctx)
		if err != nil {
			return err
		}
		return d.Print(EmptyNotNull(list), func(w io.Writer) {
			for _, p := range list {
				fmt.Fprintln(w, assets.T(d.Lang(), "settings.programme.version", p.Version, assets.Moment(d.Lang(), p.ValidFrom.Time(t.Zone()))))
			}
		})
	})
}

// ProgramSet makes a new version.
type ProgramSet struct {
	Set  []string  `arg:"" help:"KEY=VALUE; null is no limit."`
	From time.Time `help:"When it begins to hold (RFC 3339); now by default." placeholder:"TIME"`
}

func (c *ProgramSet) Run(d Desk) error {
	set, err := Pairs(c.Set)
	if err != nil {
		return err
	}
	return d.Act(func(ctx context.Context, t *till.Till, who till.Who) error {
		var from pos.Millis
		if !c.From.IsZero() {
			from = pos.At(c.From)
		}
		p, err := t.PlanProgram(ctx, set, from, who)
		if err != nil {
			return err
		}
		return d.Print(p, func(w io.Writer) { programText(d, t, w, p) })
	})
}

// ProgramCompare is what two versions differ in.
type ProgramCompare struct {
	A int64 `arg:"" help:"Number of a version."`
	B int64 `arg:"" help:"Number of another."`
}

func (c *ProgramCompare) Run(d Desk) error {
	return d.Open(func(ctx context.Context, t *till.Till) error {
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
		for _, x := range settings.ProgramChanges(before, after) {
			out.Changes = append(out.Changes, change{x.Change, d.Say(x.Words)})
		}
		return d.Print(out, func(w io.Writer) {
			for _, x := range out.Changes {
				fmt.Fprintln(w, x.Words)
			}
			if len(out.Changes) == 0 {
				fmt.Fprintln(w, assets.T(d.Lang(), "settings.programme.same"))
			}
		})
	})
}

// ProgramLoss says what the floor limits let the tills lose at most.
type ProgramLoss struct{}

func (ProgramLoss) Run(d Desk) error {
	return d.Open(func(ctx context.Context, t *till.Till) error {
		p, err := t.Program(ctx)
		if err != nil {
			return err
		}
		o, err := t.Office(ctx)
		if err != nil {
			return err
		}
		loss := screen.LossOf(p, o.Tills)
		out := struct {
			loyalty.Exposure
			Tills    int64     `json:"tills"`
			Limit    int64     `json:"floor_limit_points"`
			Cap      *int64    `json:"floor_cap_points"`
			AllValue pos.Money `json:"all_value"` // of all, with what managers may let; where capped
		}{p.Exposure(max(o.Tills, 1)), o.Tills, p.FloorLimitPoints, p.FloorCapPoints, 0}
		out.AllValue = pos.Money(p.Value(out.All + out.Override))
		return d.Print(out, func(w io.Writer) {
			for _, s := range loss.Words {
				fmt.Fprintln(w, d.Say(s))
			}
		})
	})
}
