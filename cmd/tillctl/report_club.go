package main

import (
	"context"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"bonuskasse/cmd/internal/reportsheet"
	"bonuskasse/pos"
	"bonuskasse/pos/screen"
	"bonuskasse/pos/screen/reports"
	"bonuskasse/pos/till"
)

// club prints a report of a period in its JSON form, or as its table and sum, and
// writes it to the file that is named.
func club[R any](a *app, days reportDays, make func(t *till.Till, ctx context.Context, from, to pos.Millis, who till.Who) (R, error),
	sheet func(R) reports.Sheet, sum func(R) screen.Sentence) error {
	return a.act(func(ctx context.Context, t *till.Till, who till.Who) error {
		from, to, err := days.span(a)
		if err != nil {
			return err
		}
		r, err := make(t, ctx, from, to, who)
		if err != nil {
			return err
		}
		return a.printSheet(r, days.Out, sheet(r), sum(r))
	})
}

// printSheet prints a report and saves it where a file is named.
func (a *app) printSheet(value any, out string, sheet reports.Sheet, sum screen.Sentence) error {
	files := reportsheet.Files{Currency: string(a.currency), Zone: a.zone}
	if out != "" {
		if err := files.Save(out, sheet, a.Language); err != nil {
			return err
		}
	}
	return a.print(value, func(w io.Writer) {
		columns := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
		for _, row := range files.Text(sheet, a.Language) {
			fmt.Fprintln(columns, strings.Join(row, "\t"))
		}
		_ = columns.Flush() // w is heard of where it fails
		fmt.Fprintln(w, a.say(sum))
	})
}

type customersCmd struct {
	reportDays `embed:""`
}

func (c *customersCmd) Run(a *app) error {
	return club(a, c.reportDays, (*till.Till).CustomersReport, reports.CustomersSheet, reports.CustomersSum)
}

type cardsReport struct {
	reportDays `embed:""`
}

func (c *cardsReport) Run(a *app) error {
	return club(a, c.reportDays, (*till.Till).CardsReport, reports.CardsSheet, reports.CardsSum)
}

type couponsCmd struct {
	reportDays `embed:""`
}

func (c *couponsCmd) Run(a *app) error {
	return club(a, c.reportDays, (*till.Till).CouponsReport, reports.CouponsSheet, reports.CouponsSum)
}
