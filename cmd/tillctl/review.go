package main

import (
	"context"

	"bonuskasse/assets"
	"bonuskasse/pos/screen"
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
	till.ReviewsTaken
	Bad []badLineJSON `json:"bad"`
}

func (c *reviewImportCmd) Run(a *app) error {
	return a.act(func(ctx context.Context, t *till.Till, who till.Who) error {
		data, err := a.readFile(c.File)
		if err != nil {
			return err
		}
		out := reviewsJSON{Bad: []badLineJSON{}}
		if out.ReviewsTaken, err = t.ImportReviews(ctx, spreadsheet.Read(data), who); err != nil {
			return err
		}
		for _, b := range out.ReviewsTaken.Bad {
			out.Bad = append(out.Bad, badLineJSON{b.Line, b.Code, a.say(screen.WordsOfBadLine(b))})
		}
		return a.printTaken(out, out.Bad, "review.bad_row", assets.T(a.Language, "review.taken", out.Given, out.Waiting, out.Known))
	})
}
