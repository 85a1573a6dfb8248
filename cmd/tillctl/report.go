package main

import (
	"cmp"
	"context"
	"fmt"
	"io"

	"bonuskasse/assets"
	"bonuskasse/cmd/internal/reportsheet"
	"bonuskasse/pos"
	"bonuskasse/pos/screen/reports"
	"bonuskasse/pos/till"
	"bonuskasse/store"
)

type reportCmd struct {
	X         xCmd         `cmd:"" help:"X report: the business day so far."`
	Z         zCmd         `cmd:"" help:"Z report: close the shift and number it; or show one that was closed."`
	Shifts    shiftsCmd    `cmd:"" help:"The shifts that were closed, the newest first."`
	Points    pointsCmd    `cmd:"" help:"Loyalty points report: what came to members and went, by period, kind, person and member; to a file with --out."`
	Sales     salesCmd     `cmd:"" help:"Sales by day; to a file with --out."`
	Customers customersCmd `cmd:"" help:"Customers: new, active and sleeping ones, what each bought, and how they are spread over the tiers; to a file with --out."`
	Cards     cardsReport  `cmd:"" help:"Cards by batch: in which state they are, and what was issued, replaced and blocked; to a file with --out."`
	Coupons   couponsCmd   `cmd:"" help:"Coupons by batch: made, registered, void and expired, with their points; to a file with --out."`
	Liability liabilityCmd `cmd:"" help:"What the shop owes its members in bonus, and when it expires; to a file with --out."`
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
	Number  string     `help:"Show this one, and close nothing." placeholder:"NO"`
	Counted *pos.Money `help:"Cash that was counted in the drawer, minor units; where it is not what was expected, with --reason." placeholder:"AMOUNT"`
	Left    pos.Money  `help:"What of it stays in the drawer for the next shift." placeholder:"AMOUNT"`
}

func (c *zCmd) Run(a *app) error {
	return a.act(func(ctx context.Context, t *till.Till, who till.Who) (err error) {
		var x till.XReport
		if c.Number != "" {
			x, err = t.Z(ctx, c.Number)
		} else {
			var count *till.CashCount
			if c.Counted != nil {
				count = &till.CashCount{Sum: *c.Counted, Left: c.Left}
			} else if c.Left != 0 {
				return usage("--left says what stays of --counted")
			}
			x, err = t.CloseShift(ctx, count, who)
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
	reportDays `embed:""`
	Kind       string `help:"sale, refund, coupon, noted, review, adjustment, service, welcome, birthday, lots_expired, ..." placeholder:"KIND"`
	By         string `help:"Only what this person did." placeholder:"NAME"`
	Member     string `help:"Username." placeholder:"U"`
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
		if err := c.save(a, reports.PointsSheet(r)); err != nil {
			return err
		}
		return a.print(r, func(w io.Writer) {
			for _, x := range r.Rows {
				fmt.Fprintf(w, "%s  %-20s %9s  %s  %s\n", assets.Moment(a.Language, x.At.Time(a.zone)), x.Username, assets.Number(a.Language, x.Points),
					a.say(reports.PointsRowWords(x)), cmp.Or(x.Receipt, x.Note))
			}
			fmt.Fprintln(w, a.say(reports.PointsSum(r)))
		})
	})
}

func (c *pointsCmd) filter(ctx context.Context, a *app, t *till.Till) (f till.PointsFilter, err error) {
	f.Kind, f.Person = c.Kind, c.By
	if f.From, f.To, err = c.span(a); err != nil || c.Member == "" {
		return f, err
	}
	s, err := t.MemberByUsername(ctx, c.Member)
	f.Member = s.Member.ID
	return f, err
}

// reportDays are the days that a report is of.
type reportDays struct {
	From string `help:"First day (2026-11-01); of this month where none is named." placeholder:"DAY"`
	To   string `help:"Last day; today where none is named." placeholder:"DAY"`
	Out  string `help:"Write it to a file: a workbook (.xlsx) or .csv." placeholder:"FILE"`
}

// span is their first moment, and the one after the last.
func (c reportDays) span(a *app) (from, to pos.Millis, err error) {
	from, to = reports.PeriodMonth.Span(a.moment().In(a.zone))
	for _, x := range []struct {
		flag, text string
		into       *pos.Millis
		days       int
	}{{"--from", c.From, &from, 0}, {"--to", c.To, &to, 1}} {
		if x.text == "" {
			continue
		}
		at, ok := pos.ReadDay(x.text, a.zone)
		if !ok {
			return 0, 0, usage("%s %s is no day, such as 2026-11-22", x.flag, x.text)
		}
		*x.into = pos.At(at.AddDate(0, 0, x.days))
	}
	return from, to, nil
}

// save writes the report to the file, where one is named.
func (c reportDays) save(a *app, sheet reports.Sheet) error {
	if c.Out == "" {
		return nil
	}
	return reportsheet.Files{Currency: string(a.currency), Zone: a.zone}.Save(c.Out, sheet, a.Language)
}

type salesCmd struct {
	reportDays `embed:""`
}

func (c *salesCmd) Run(a *app) error {
	return a.act(func(ctx context.Context, t *till.Till, who till.Who) error {
		from, to, err := c.span(a)
		if err != nil {
			return err
		}
		r, err := t.SalesReport(ctx, from, to, who)
		if err == nil {
			err = c.save(a, reports.SalesSheet(r))
		}
		if err != nil {
			return err
		}
		return a.print(r, func(w io.Writer) {
			for _, x := range r.Days {
				fmt.Fprintf(w, "%s %6d %16s\n", assets.Date(a.Language, x.Day.Time(a.zone)), x.Sales+x.Refunds, assets.Money(a.Language, string(a.currency), int64(x.Net)))
			}
		})
	})
}
