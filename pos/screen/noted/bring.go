package noted

import (
	"context"
	"path/filepath"
	"slices"
	"strings"

	"bonuskasse/pos"
	"bonuskasse/pos/screen"
	"bonuskasse/pos/table"
)

// notedRead is a file that was read.
type notedRead struct {
	sheet table.Sheet
	err   error
}

// paste takes rows out of a spreadsheet. A single word is the field's own.
func (n *Screen) paste(ctx context.Context, do *screen.Turn) bool {
	text := n.opt.Clipboard()
	if !strings.ContainsAny(text, "\t;\n\r") {
		return false
	}
	if n.bring(listedRows(table.Cells(text)), "noted.paste_nothing", do) {
		n.look(ctx, do)
		n.save(do)
	}
	return true
}

// askFile asks for a list that was written elsewhere.
func (n *Screen) askFile(do *screen.Turn) {
	if n.st.Held {
		do.Say(screen.Look, "noted.held")
		return
	}
	screen.AskPath(n.opt.Files, n.opt.Files.Home(), screen.PathAsk{
		Title: screen.Say("noted.file.title"), Text: screen.Say("noted.file.text"), Label: screen.Say("noted.file.field"),
		Take: "noted.file.do", Endings: screen.ListEndings,
		Then: func(_ context.Context, path, _ string, do *screen.Turn) error {
			do.Run(func(context.Context) screen.Event {
				sheet, err := n.opt.Files.Read(path)
				if err != nil {
					err = screen.NoFile(err, filepath.Base(path))
				}
				return notedRead{sheet, err}
			})
			return nil
		},
	}, do)
}

// read takes the rows of a file. Where a line of it cannot be read none is
// taken: who is left out would be noticed by nobody.
func (n *Screen) read(ctx context.Context, e notedRead, do *screen.Turn) {
	if do.Refuse(e.err) {
		return
	}
	if bad := e.sheet.Bad; len(bad) > 0 {
		do.Say(screen.Look, "noted.file.bad", int64(bad[0].Line), screen.Say("import."+bad[0].Code))
		do.Sound(screen.RefusedSound)
		return
	}
	cells := [][]string{e.sheet.Headings}
	for _, r := range e.sheet.Rows {
		row := make([]string, len(e.sheet.Headings))
		for i := range row {
			row[i] = r.Cell(i)
		}
		cells = append(cells, row)
	}
	if n.bring(listedRows(cells), "noted.file.nothing", do) {
		n.look(ctx, do)
		n.save(do)
	}
}

// bring puts rows in where the cursor is, and tells whether it did.
func (n *Screen) bring(rows []pos.NotedRow, none string, do *screen.Turn) bool {
	switch {
	case n.st.Held || n.st.Busy:
		do.Say(screen.Look, "noted.held")
		return false
	case len(rows) == 0:
		do.Say(screen.Look, none)
		return false
	case len(rows)+len(n.st.Lines) > pos.MaxNotedRows:
		do.Refuse(pos.Refuse(pos.AmountTooLarge))
		return false
	}
	at := n.st.At
	lines := slices.Clone(n.st.Lines[:at])
	if l := n.st.Lines[at]; !l.Empty() {
		lines = append(lines, l)
	}
	for _, row := range rows {
		lines = append(lines, &Line{NotedRow: row, Fresh: true})
	}
	end := len(lines)
	for _, l := range n.st.Lines[at+1:] {
		if !l.Empty() {
			lines = append(lines, l)
		}
	}
	n.setLines(lines)
	n.cursor(end, WhoCell)
	do.Say(screen.Go, "noted.pasted", int64(len(rows)))
	return true
}

// listedRows reads cells as username, points and note, in the order of their
// heading where there is one.
func listedRows(cells [][]string) (rows []pos.NotedRow) {
	who, points, note := 0, 1, 2
	if len(cells) > 0 {
		if w, p, n := pos.NotedColumns(cells[0]); w >= 0 && p >= 0 {
			who, points, note, cells = w, p, n, cells[1:]
		}
	}
	get := func(row []string, at int) string {
		if at < 0 || at >= len(row) {
			return ""
		}
		return row[at]
	}
	for _, c := range cells {
		if r := pos.NewNotedRow(get(c, who), get(c, points), get(c, note)); !r.Empty() {
			rows = append(rows, r)
		}
	}
	return rows
}
