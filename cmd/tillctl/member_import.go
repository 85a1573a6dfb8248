package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"

	"bonuskasse/assets"
	"bonuskasse/cmd/internal/verbs"
	"bonuskasse/pos"
	"bonuskasse/pos/table/spreadsheet"
	"bonuskasse/pos/till"
)

type memberImportCmd struct {
	File     string   `arg:"" help:"CSV or .xlsx file, or - for standard input. The first line holds the headings."`
	Map      []string `help:"Column of a field, where the guess is not right: name=Kunde,card=Kort. A field with nothing after = is left out." placeholder:"FIELD=COLUMN"`
	Check    bool     `help:"Say what would happen, and change nothing."`
	GoodOnly bool     `help:"Take the good rows where some are bad; without it one bad row keeps everything out."`
}

func (c *memberImportCmd) Help() string {
	var names []string
	for _, f := range till.MemberFields {
		names = append(names, string(f))
	}
	return "Fields: " + strings.Join(names, ", ") + "."
}

// badRowJSON is a row that cannot be used: why, in words, and the code of it.
type badRowJSON struct {
	Row int    `json:"row"`
	Why string `json:"why"`
	till.BadMember
}

// importJSON is the form that scripts rely on.
type importJSON struct {
	till.MembersImported
	Bad []badRowJSON `json:"bad"`
}

func (c *memberImportCmd) Run(a *app) error {
	how := till.MemberImport{GoodOnly: c.GoodOnly, Map: map[till.MemberField]string{}}
	mapped, err := verbs.Pairs(c.Map)
	if err != nil {
		return err
	}
	for name, column := range mapped {
		f, ok := till.FieldOf(name)
		if !ok {
			return usage("a member has no field %q; the fields are %v", name, till.MemberFields)
		}
		how.Map[f] = column
	}
	return a.act(func(ctx context.Context, t *till.Till, who till.Who) error {
		data, err := a.readFile(c.File)
		if err != nil {
			return err
		}
		ctx, stop := signal.NotifyContext(ctx, os.Interrupt)
		defer stop()
		if tell := a.progress(); tell != nil {
			how.Progress = func(done, total int) { tell("members", int64(done), int64(total)) }
		}
		do := t.ImportMembers
		if c.Check {
			do = t.CheckMembers
		}
		out, err := do(ctx, spreadsheet.Read(data), how, who)
		if errors.Is(err, context.Canceled) {
			fmt.Fprintln(a.stderr, assets.T(a.Language, "import.cancelled"))
			return errReported
		}
		if err != nil {
			return err
		}
		return a.importDone(out, c.Check)
	})
}

func (a *app) importDone(out till.MembersImported, checked bool) error {
	report := importJSON{MembersImported: out, Bad: []badRowJSON{}}
	for _, b := range out.Bad {
		report.Bad = append(report.Bad, badRowJSON{b.Row, assets.T(a.Language, "import.why."+string(b.Code), b.Value, b.Other), b})
	}
	err := a.print(report, func(w io.Writer) {
		for _, b := range report.Bad {
			if b.Field == "" {
				fmt.Fprintln(w, assets.T(a.Language, "import.bad_line", b.Row, b.Why))
				continue
			}
			fmt.Fprintln(w, assets.T(a.Language, "import.bad_row", b.Row, assets.T(a.Language, "import.field."+string(b.Field)), b.Why))
		}
		bad, imported := len(out.Bad), assets.N(a.Language, "count.members", int64(out.Imported))
		switch {
		case checked:
			fmt.Fprintln(w, assets.T(a.Language, "import.checked", out.Rows, out.Good))
		case !out.Committed:
			fmt.Fprintln(w, assets.T(a.Language, "import.done.none", bad, out.Rows))
		case bad > 0:
			fmt.Fprintln(w, assets.T(a.Language, "import.done.some", imported, assets.N(a.Language, "count.rows", int64(bad))))
		default:
			fmt.Fprintln(w, assets.T(a.Language, "import.done.all", imported))
		}
	})
	if err == nil && (len(out.Bad) > 0 || out.Good == 0) && !out.Committed {
		fmt.Fprintln(a.stderr, pos.BadFile)
		return errReported
	}
	return err
}
