package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"time"

	"bonuskasse/assets"
	"bonuskasse/cmd/internal/reportsheet"
	"bonuskasse/pos"
	"bonuskasse/pos/screen"
	"bonuskasse/pos/till"
	"bonuskasse/store"
)

type reportCmd struct {
	X         xCmd         `cmd:"" help:"X report: the business day so far."`
	Z         zCmd         `cmd:"" help:"Z report: close the shift and number it; or show one that was closed."`
	Shifts    shiftsCmd    `cmd:"" help:"The shifts that were closed, the newest first."`
	Points    pointsCmd    `cmd:"" help:"Loyalty points report: what came to members and went, by period, kind, person and member; to a file with --out."`
	Liability liabilityCmd `cmd:"" help:"What the shop owes its members in bonus."`
}

type xCmd struct{}

func (xCmd) Run(a *app) error {
	return a.open(func(ctx context.Context, t *till.Till, _ *store.Store) error {
		x, err := t.X(ctx)
		if err != nil {
			return err
		}
		return a.printReport(t, x)
	})
}

func (a *app) printReport(t *till.Till, x till.XReport) error {
	x.Language = a.Language
	return a.print(x, func(w io.Writer) { fmt.Fprint(w, t.XDocument(x).Text(48)) })
}

type zCmd struct {
	Number string `help:"Show this one, and close nothing." placeholder:"NO"`
}

func (c *zCmd) Run(a *app) error {
	return a.act(func(ctx context.Context, t *till.Till, who till.Who) (err error) {
		var x till.XReport
		if c.Number != "" {
			x, err = t.Z(ctx, c.Number)
		} else {
			x, err = t.CloseShift(ctx, who)
		}
		if err != nil {
			return err
		}
		return a.printReport(t, x)
	})
}

type shiftsCmd struct{}

func (shiftsCmd) Run(a *app) error {
	return a.act(func(ctx context.Context, t *till.Till, _ till.Who) error {
		list, err := t.Shifts(ctx)
		if err != nil {
			return err
		}
		return printList(a, list, func(s till.Shift) till.Shift { return s }, func(w io.Writer, s till.Shift) {
			fmt.Fprintf(w, "%-10s  %s – %s  %s\n", s.Number, assets.Moment(a.Language, s.From.Time(a.zone)), assets.Moment(a.Language, s.To.Time(a.zone)), s.Person)
		}, "report.no_shifts")
	})
}

type pointsCmd struct {
	From   string `help:"First day (2026-11-01); of this month where none is named." placeholder:"DAY"`
	To     string `help:"Last day; today where none is named." placeholder:"DAY"`
	Kind   string `help:"sale, refund, coupon, noted, review, adjustment, service, welcome, birthday, lots_expired, ..." placeholder:"KIND"`
	By     string `help:"Only what this person did." placeholder:"NAME"`
	Member string `help:"Username." placeholder:"U"`
	Out    string `help:"Write it to a file: a workbook (.xlsx) or .csv." placeholder:"FILE"`
}

func (c *pointsCmd) Run(a *app) error {
	return a.act(func(ctx context.Context, t *till.Till, who till.Who) error {
		f, err := c.filter(ctx, a, t)
		if err != nil {
			return err
		}
		r, err := t.PointsReport(ctx, f, who)
		if err != nil {
			return err
		}
		if c.Out != "" {
			files := reportsheet.Files{Currency: string(a.currency), Zone: a.zone}
			if err := files.Save(c.Out, screen.PointsSheet(r), a.Language); err != nil {
				return err
			}
		}
		return a.print(r, func(w io.Writer) {
			for _, x := range r.Rows {
				fmt.Fprintf(w, "%s  %-20s %9s  %s  %s\n", assets.Moment(a.Language, x.At.Time(a.zone)), x.Username, assets.Number(a.Language, x.Points),
					a.say(screen.PointsKindWords(x.Kind)), cmp.Or(x.Receipt, x.Note))
			}
			fmt.Fprintln(w, a.say(screen.PointsSum(r)))
		})
	})
}

func (c *pointsCmd) filter(ctx context.Context, a *app, t *till.Till) (f till.PointsFilter, err error) {
	f.From, f.To = screen.PeriodMonth.Span(a.moment().In(a.zone))
	day := func(flag, text string) (time.Time, error) {
		at, err := time.ParseInLocation(time.DateOnly, text, a.zone)
		if err != nil {
			return at, usage("%s %s is no day, such as 2026-11-22", flag, text)
		}
		return at, nil
	}
	if c.From != "" {
		at, err := day("--from", c.From)
		if err != nil {
			return f, err
		}
		f.From = pos.At(at)
	}
	if c.To != "" {
		at, err := day("--to", c.To)
		if err != nil {
			return f, err
		}
		f.To = pos.At(at.AddDate(0, 0, 1))
	}
	f.Kind, f.Person = c.Kind, c.By
	if c.Member != "" {
		s, err := t.MemberByUsername(ctx, c.Member)
		if err != nil {
			return f, err
		}
		f.Member = s.Member.ID
	}
	return f, nil
}
