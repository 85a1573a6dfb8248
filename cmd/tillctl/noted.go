package main

import (
	"bytes"
	"cmp"
	"context"
	"crypto/rand"
	"encoding/csv"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"bonuskasse/assets"
	"bonuskasse/cmd/internal/verbs"
	"bonuskasse/hardware/pdf"
	"bonuskasse/pos"
	"bonuskasse/pos/screen/noted"
	"bonuskasse/pos/table"
	"bonuskasse/pos/table/spreadsheet"
	"bonuskasse/pos/till"
	"bonuskasse/store"
)

type notedCmd struct {
	Give notedGiveCmd `cmd:"" default:"withargs" help:"Give the points of a list: a CSV with the columns username, points and note. All rows or none."`
	List notedListCmd `cmd:"" help:"The lists that were given, the newest first."`
	Show notedShowCmd `cmd:"" help:"A list that was given, with its rows."`
	Undo notedUndoCmd `cmd:"" help:"Take a list back; needs --reason."`
}

type notedGiveCmd struct {
	File     string `arg:"" help:"CSV file, or - for standard input."`
	Check    bool   `help:"Say what would be given, and give nothing."`
	GoodOnly bool   `help:"Give the good rows although others are bad."`
	List     string `help:"Id of the list (32 hexadecimal digits), so that a repeat gives nothing twice; without one, the same rows are the same list." xor:"id" placeholder:"ID"`
	New      bool   `help:"It is another list, although the same rows were given before." xor:"id"`
	Rest     string `help:"Write the rows that were not given to a CSV, to be mended and given as a list of their own." placeholder:"FILE"`
	Title    string `help:"What the list is called. It stands in the journal: no person's name."`
}

// notedJSON is the form that scripts rely on.
type notedJSON struct {
	Rows      int        `json:"rows"`
	Good      int        `json:"good"`
	Sum       int64      `json:"sum_points"`
	Bad       []notedBad `json:"bad"`
	Committed bool       `json:"committed"`
	List      pos.ID     `json:"list"`
	// Already says that the list stands from an earlier try: nothing was given
	// now.
	Already bool `json:"already,omitempty"`
	// Error is what is wrong with the list as a whole.
	Error  pos.Code `json:"error,omitempty"`
	detail int64
}

// notedBad is a row that cannot be given: its place among the rows, from 1, and
// its line in the file.
type notedBad struct {
	Row  int      `json:"row"`
	Line int      `json:"line"`
	Code string   `json:"code"`
	Why  string   `json:"why"`
	Near []string `json:"near,omitempty"` // usernames that may be meant
}

func (c *notedGiveCmd) Run(a *app) error {
	return a.act(func(ctx context.Context, t *till.Till, who till.Who) error {
		data, err := a.readFile(c.File)
		if err != nil {
			return err
		}
		in := a.readNoted(data)
		id, err := c.id(in.rows)
		if err != nil {
			return err
		}
		out, err := c.give(ctx, a, t, who, in, id)
		if err != nil {
			return err
		}
		if c.Rest != "" && !out.Already {
			if err := in.writeRest(c.Rest, out); err != nil {
				return err
			}
		}
		if err := a.print(out, func(w io.Writer) { a.tellNoted(w, out) }); err != nil {
			return err
		}
		switch {
		case out.Error != "":
			fmt.Fprintln(a.stderr, out.Error)
			return errReported
		case len(out.Bad) > 0 && !out.Already && !(c.GoodOnly && (out.Committed || c.Check)):
			fmt.Fprintln(a.stderr, pos.ListNotGood)
			return errReported
		}
		return nil
	})
}

func (c *notedGiveCmd) id(rows []pos.NotedRow) (id pos.ID, err error) {
	switch {
	case c.New:
		return pos.NewID(rand.Reader)
	case c.List != "":
		if id, err = pos.ParseID(c.List); err != nil || id.IsZero() {
			err = usage("--list %s is no id of 32 hexadecimal digits", c.List)
		}
		return id, err
	}
	return till.NotedID(rows), nil
}

func (c *notedGiveCmd) give(ctx context.Context, a *app, t *till.Till, who till.Who, in notedFile, id pos.ID) (out notedJSON, err error) {
	out = notedJSON{Rows: len(in.lines), Bad: in.bad, List: id}
	given, err := t.Noted(ctx, id)
	if err == nil {
		out.already(given.NotedList)
		return out, nil
	}
	if pos.CodeOf(err) != pos.UnknownList {
		return out, err
	}
	sheet, err := t.CheckNoted(ctx, in.rows, who)
	if err != nil {
		return out, err
	}
	out.Good, out.Sum, out.Error, out.detail = sheet.Good, sheet.Points, sheet.Code, sheet.Detail
	d := pos.NotedDraft{ID: id, Title: c.Title, Opened: pos.At(t.Now())}
	for i, k := range sheet.Checks {
		if k.Good() {
			d.Rows = append(d.Rows, in.rows[i])
			continue
		}
		out.Bad = append(out.Bad, a.badRow(in, i, k))
	}
	if out.Error == pos.EmptyList && len(out.Bad) > 0 {
		out.Error = "" // there are rows, and none can be read
	}
	slices.SortFunc(out.Bad, func(x, y notedBad) int { return cmp.Compare(x.Row, y.Row) })
	if c.Check || out.Error != "" || len(d.Rows) == 0 || len(out.Bad) > 0 && !c.GoodOnly {
		return out, nil
	}
	done, err := t.CommitNoted(ctx, d, who)
	if err != nil {
		return out, err
	}
	if out.Committed = true; done.Already { // by another program, this moment
		out.already(done.NotedList)
	}
	return out, nil
}

// already says what an earlier try has given.
func (o *notedJSON) already(l till.NotedList) {
	o.Good, o.Sum, o.Bad, o.Committed, o.Already = int(l.Rows), l.Points, []notedBad{}, true, true
}

func (a *app) tellNoted(w io.Writer, out notedJSON) {
	for _, b := range out.Bad {
		fmt.Fprintln(w, assets.T(a.Language, "noted.bad_row", b.Row, b.Why))
	}
	if out.Error != "" {
		fmt.Fprintln(w, a.say(noted.WhyOf(out.Error, out.detail)))
	}
	key := "noted.would"
	switch {
	case out.Already:
		key = "noted.already"
	case out.Committed:
		key = "noted.given"
	}
	fmt.Fprintln(w, assets.T(a.Language, key, assets.N(a.Language, "count.rows", int64(out.Good)), assets.N(a.Language, "count.points", out.Sum)))
}

// notedFile is a file's rows; lines are where all of them stand in it, those
// that could not be read among them.
type notedFile struct {
	rows  []pos.NotedRow
	at    []int // line of each of rows
	lines []int
	bad   []notedBad // that could not be read
}

// place is a row's number among all, from 1.
func (f notedFile) place(line int) int {
	at, _ := slices.BinarySearch(f.lines, line)
	return at + 1
}

func (a *app) readNoted(data []byte) (f notedFile) {
	sheet := spreadsheet.Read(data)
	rows, torn := sheet.Rows, sheet.Bad
	who, points, note := pos.NotedColumns(sheet.Headings)
	missing := ""
	switch {
	case who < 0:
		missing = "username"
	case points < 0:
		missing = "points"
	}
	if missing != "" && len(rows) > 0 {
		rows, torn = nil, []table.BadRow{{Line: 1, Field: missing, Code: table.NoColumn}}
	}
	for _, r := range rows {
		f.rows = append(f.rows, pos.NewNotedRow(r.Cell(who), r.Cell(points), r.Cell(note)))
		f.at = append(f.at, r.Line)
	}
	f.lines = slices.Clone(f.at)
	for _, b := range torn {
		f.lines = append(f.lines, b.Line)
	}
	slices.Sort(f.lines)
	f.bad = []notedBad{}
	for _, b := range torn {
		f.bad = append(f.bad, notedBad{Row: f.place(b.Line), Line: b.Line, Code: b.Code, Why: assets.T(a.Language, "import.why."+b.Code, b.Field)})
	}
	return f
}

// writeRest writes the rows that were not given: the bad ones, where the others
// were, and else all. Lines that could not be read are not among them.
func (f notedFile) writeRest(name string, out notedJSON) error {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	rest := [][]string{{"username", "points", "note"}}
	for i, row := range f.rows {
		bad := slices.ContainsFunc(out.Bad, func(b notedBad) bool { return b.Line == f.at[i] })
		if bad || !out.Committed {
			rest = append(rest, []string{row.Who, row.Points, row.Note})
		}
	}
	if err := w.WriteAll(rest); err != nil {
		return err
	}
	return os.WriteFile(name, b.Bytes(), 0o600)
}

func (a *app) badRow(f notedFile, i int, k till.NotedCheck) notedBad {
	b := notedBad{Row: f.place(f.at[i]), Line: f.at[i], Code: string(k.Code)}
	detail := k.Detail
	if k.Code == pos.TwiceInList {
		detail = int64(f.place(f.at[detail-1]))
	}
	b.Why = a.say(noted.WhyOf(k.Code, detail))
	for _, m := range k.Near {
		b.Near = append(b.Near, m.Username)
	}
	return b
}

type notedListCmd struct {
	Limit int `default:"100"`
}

func (c *notedListCmd) Run(a *app) error {
	return a.open(func(ctx context.Context, t *till.Till, _ *store.Store) error {
		list, err := t.NotedLists(ctx, c.Limit)
		if err != nil {
			return err
		}
		return a.print(verbs.EmptyNotNull(list), func(w io.Writer) {
			for _, l := range list {
				fmt.Fprintf(w, "%s  %s  %6d  %9d  %s\n", l.ID, assets.Moment(a.Language, l.Made.Time(t.Zone())), l.Rows, l.Points, l.By)
			}
		})
	})
}

type notedShowCmd struct {
	ID  string `arg:"" help:"Id of the list, or the first digits of one."`
	PDF string `help:"Write the list's paper to a file." placeholder:"FILE"`
}

func (c *notedShowCmd) Run(a *app) error {
	return a.open(func(ctx context.Context, t *till.Till, _ *store.Store) error {
		f, err := notedOf(ctx, t, c.ID)
		if err != nil {
			return err
		}
		if c.PDF != "" {
			f.Language = a.Language
			paper, err := pdf.Render(t.NotedDocument(f), pdf.Roll80)
			if err != nil {
				return err
			}
			if err := os.WriteFile(c.PDF, paper, 0o644); err != nil {
				return err
			}
		}
		out := struct {
			till.NotedList
			Lines []till.NotedListRow `json:"lines"`
		}{f.NotedList, verbs.EmptyNotNull(f.Lines)}
		return a.print(out, func(w io.Writer) { fmt.Fprintln(w, t.NotedDocument(f).Text(48)) })
	})
}

// notedOf is a list by its id, or by the beginning of one of the last lists'.
func notedOf(ctx context.Context, t *till.Till, id string) (f till.NotedFacts, err error) {
	whole, err := pos.ParseID(id)
	if err != nil {
		list, err := t.NotedLists(ctx, 1000)
		if err != nil {
			return f, err
		}
		for _, l := range list {
			if len(id) < 4 || !strings.HasPrefix(l.ID.String(), strings.ToLower(id)) {
				continue
			}
			if !whole.IsZero() {
				return f, usage("%s is the beginning of two lists", id)
			}
			whole = l.ID
		}
	}
	if whole.IsZero() {
		return f, pos.Refuse(pos.UnknownList, id)
	}
	return t.Noted(ctx, whole)
}

type notedUndoCmd struct {
	ID string `arg:"" help:"Id of the list, or the first digits of one."`
}

func (c *notedUndoCmd) Run(a *app) error {
	return a.act(func(ctx context.Context, t *till.Till, who till.Who) error {
		f, err := notedOf(ctx, t, c.ID)
		if err != nil {
			return err
		}
		u, err := t.UndoNoted(ctx, f.ID, who)
		if err != nil {
			return err
		}
		out := struct {
			till.NotedList
			Debt int64 `json:"debt_points"`
		}{u.NotedList, u.Debt}
		return a.print(out, func(w io.Writer) {
			fmt.Fprintln(w, assets.T(a.Language, "noted.undone", assets.N(a.Language, "count.rows", u.Rows), assets.N(a.Language, "count.points", u.Points)))
			if u.Debt > 0 {
				fmt.Fprintln(w, assets.T(a.Language, "noted.debt", assets.N(a.Language, "count.points", u.Debt)))
			}
		})
	})
}
