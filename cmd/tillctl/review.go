package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"bonuskasse/assets"
	"bonuskasse/pos"
	"bonuskasse/pos/table"
	"bonuskasse/pos/table/spreadsheet"
	"bonuskasse/pos/till"
)

type reviewCmd struct {
	Add    reviewAddCmd    `cmd:"" help:"Points for a review, once for what it is about."`
	Import reviewImportCmd `cmd:"" help:"Take a list of reviews: a CSV or workbook with the columns username, about and, if any, stars. The same list twice gives nothing twice."`
}

type reviewAddCmd struct {
	Member string `required:"" help:"Username."`
	About  string `required:"" help:"What it is about: the SKU of goods, or words." placeholder:"TEXT|SKU"`
	Stars  int64  `help:"1 to 5." placeholder:"N"`
}

func (c *reviewAddCmd) Run(a *app) error {
	return a.act(func(ctx context.Context, t *till.Till, who till.Who) error {
		s, err := t.MemberByUsername(ctx, c.Member)
		if err != nil {
			return err
		}
		x, err := t.AddReview(ctx, till.Review{Member: s.Member.ID, About: c.About, Stars: c.Stars}, who)
		if err != nil {
			return err
		}
		return a.printApproval(x)
	})
}

type reviewImportCmd struct {
	File string `arg:"" help:"CSV or workbook; - is standard input."`
}

// reviewsJSON is the form that scripts rely on.
type reviewsJSON struct {
	Rows int `json:"rows"`
	till.ReviewsTaken
	Bad []calendarBadJSON `json:"bad"`
}

func (c *reviewImportCmd) Run(a *app) error {
	return a.act(func(ctx context.Context, t *till.Till, who till.Who) error {
		data, err := a.readFile(c.File)
		if err != nil {
			return err
		}
		rows, lines, bad := a.readReviews(data)
		out := reviewsJSON{Rows: len(rows) + len(bad), Bad: bad}
		if out.ReviewsTaken, err = t.ImportReviews(ctx, rows, who); err != nil {
			return err
		}
		for _, b := range out.ReviewsTaken.Bad {
			var r *pos.Refusal
			errors.As(b.Err, &r)
			out.Bad = append(out.Bad, calendarBadJSON{lines[b.Row], string(r.Code), assets.Code(a.Language, string(r.Code), r.Detail)})
		}
		err = a.print(out, func(w io.Writer) {
			for _, b := range out.Bad {
				fmt.Fprintln(w, assets.T(a.Language, "review.bad_row", b.Line, b.Why))
			}
			fmt.Fprintln(w, assets.T(a.Language, "review.taken", out.Given, out.Waiting, out.Known))
		})
		if err == nil && len(out.Bad) > 0 {
			err = errReported
		}
		return err
	})
}

// readReviews is a list's rows with their lines, and those that cannot be read.
func (a *app) readReviews(data []byte) (rows []till.ReviewRow, lines []int, bad []calendarBadJSON) {
	bad = []calendarBadJSON{}
	sheet := spreadsheet.Read(data)
	list, torn := sheet.Rows, sheet.Bad
	for _, column := range []string{"username", "about"} {
		if len(list) > 0 && !list[0].Has(column) {
			list, torn = nil, []table.BadRow{{Line: 1, Field: column, Code: table.NoColumn}}
		}
	}
	for _, b := range torn {
		bad = append(bad, calendarBadJSON{b.Line, b.Code, b.Field + " " + assets.T(a.Language, "import."+b.Code)})
	}
	for _, r := range list {
		rows = append(rows, till.ReviewRow{Username: r.Get("username"), About: r.Get("about"), Stars: r.Get("stars")})
		lines = append(lines, r.Line)
	}
	return rows, lines, bad
}
