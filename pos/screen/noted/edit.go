package noted

import (
	"context"
	"slices"

	"bonuskasse/hardware"
	"bonuskasse/pos"
	"bonuskasse/pos/screen"
	"bonuskasse/pos/till"
)

// setLines makes these the rows, with an empty one at the end.
func (n *Screen) setLines(lines []*Line) {
	for _, l := range lines {
		if l.key == 0 {
			n.serial++
			l.key = n.serial
		}
	}
	for end := len(lines); end > 1 && lines[end-1].Empty() && lines[end-2].Empty(); end-- {
		lines = lines[:end-1]
	}
	if len(lines) == 0 || !lines[len(lines)-1].Empty() {
		n.serial++
		lines = append(lines, &Line{key: n.serial})
	}
	n.st.Lines = lines
	n.st.At = min(n.st.At, len(lines)-1)
	n.count()
}

// count adds up what is checked. A row whose points are still to come is not
// wrong while the cursor is in it.
func (n *Screen) count() {
	st := &n.st
	st.Rows, st.Bad, st.Over, st.Points = 0, 0, 0, 0
	for i, l := range st.Lines {
		switch {
		case l.Empty() || l.Fresh:
		case i == st.At && l.Points == "" && l.Check.Code == pos.BadPoints:
		case l.Bad():
			st.Rows++
			st.Bad++
		default:
			st.Rows++
			st.Points += l.Check.Points
			if l.Check.Over() {
				st.Over++
			}
		}
	}
	if n.loaded && n.program.Version != 0 {
		st.Worth = screen.Worth(n.program, st.Points)
	}
}

// change changes one row; the state that was drawn keeps the old one.
func (n *Screen) change(at int, work func(*Line)) {
	lines, now := slices.Clone(n.st.Lines), *n.st.Lines[at]
	work(&now)
	lines[at] = &now
	n.setLines(lines)
}

// cursor puts the cursor into a cell.
func (n *Screen) cursor(at int, c Cell) {
	at = min(max(at, 0), len(n.st.Lines)-1)
	if at != n.st.At {
		n.wrong = n.st.Lines[at].Bad()
	}
	n.st.At, n.st.Cell = at, c
	n.before = n.st.Text()
	n.count()
}

// typed is a cell's new text.
func (n *Screen) typed(text string, do *screen.Turn) {
	if text == n.st.Text() {
		return
	}
	if n.st.Held {
		do.Say(screen.Look, "noted.held")
		do.Sound(screen.RefusedSound)
		return
	}
	cell := n.st.Cell
	n.change(n.st.At, func(l *Line) {
		*l.cell(cell) = text
		if cell == WhoCell {
			l.Member, l.Chosen = pos.ID{}, false
		}
		if cell != NoteCell {
			l.Again = false
		}
		l.Fresh, l.Check = true, till.NotedCheck{}
	})
	l := n.st.Line()
	do.Later(notedPause, notedPaused{l.key, l.NotedRow})
}

// paused looks a row up while it is still being typed.
func (n *Screen) paused(ctx context.Context, e notedPaused, do *screen.Turn) {
	at := slices.IndexFunc(n.st.Lines, func(l *Line) bool { return l.key == e.key && l.NotedRow == e.row })
	if at < 0 || n.st.Busy {
		return
	}
	if n.st.Lines[at].Fresh {
		n.check(ctx, at, do)
	}
	n.save(do)
}

// check asks about one row.
func (n *Screen) check(ctx context.Context, at int, do *screen.Turn) {
	c, err := n.opt.Till.CheckNotedRow(ctx, n.st.Lines[at].NotedRow, do.Who())
	if do.Refuse(err) {
		return
	}
	n.change(at, func(l *Line) {
		l.Check, l.Fresh = c, false
		if c.Code == pos.PaymentCard { // it is not kept, nor shown
			for _, cell := range []*string{&l.Who, &l.Points, &l.Note} {
				if len(*cell) > 12 {
					*cell = ""
				}
			}
		}
	})
	if c.Code == pos.PaymentCard {
		do.Refuse(pos.Refuse(pos.PaymentCard))
	}
	n.tally(ctx, do)
}

// tally finds what stands twice, and adds up.
func (n *Screen) tally(ctx context.Context, do *screen.Turn) {
	rows, checks := rowsOf(n.st.Lines), make([]till.NotedCheck, len(n.st.Lines))
	for i, l := range n.st.Lines {
		checks[i] = l.Check
		if l.Fresh {
			rows[i] = pos.NotedRow{} // counts when it is checked
		}
	}
	s, err := n.opt.Till.TallyNoted(ctx, rows, checks, do.Who())
	if do.Refuse(err) {
		return
	}
	lines := slices.Clone(n.st.Lines)
	for i, l := range lines {
		if c := s.Checks[i]; !l.Fresh && (c.Code != l.Check.Code || c.Detail != l.Check.Detail) {
			now := *l
			now.Check = c
			lines[i] = &now
		}
	}
	n.setLines(lines)
}

// settle checks the row that is typed in, if it was not yet.
func (n *Screen) settle(ctx context.Context, do *screen.Turn) {
	if l := n.st.Line(); l.Fresh && !l.Empty() {
		n.check(ctx, n.st.At, do)
	}
}

// next is Enter: from the username to the points, from there to the next row.
func (n *Screen) next(ctx context.Context, do *screen.Turn) {
	l := n.st.Line()
	switch {
	case l.Empty():
		do.Say(screen.Look, "noted.row_empty")
	case n.st.Cell == WhoCell:
		if n.settle(ctx, do); n.st.Line().Empty() {
			return
		}
		n.cursor(n.st.At, PointsCell)
		n.tell(n.st.At, do)
	case n.st.Cell == PointsCell && l.Points == "":
		do.Refuse(pos.Refuse(pos.BadPoints))
	default:
		n.settle(ctx, do)
		if n.wrong && !n.st.Lines[n.st.At].Bad() {
			n.onward(do)
			return
		}
		n.goTo(ctx, n.st.At+1, WhoCell, do)
	}
}

// onward is where the cursor goes from a row that was mended: to its points
// where they are missing, else to the next row that is wrong, else to the end.
func (n *Screen) onward(do *screen.Turn) {
	do.Clear()
	switch bad := slices.IndexFunc(n.st.Lines, (*Line).Bad); {
	case n.st.Line().Points == "" && !n.st.Line().Empty():
		n.cursor(n.st.At, PointsCell)
	case bad >= 0:
		n.cursor(bad, cellOf(n.st.Lines[bad].Check))
		n.wrong = true
	default:
		n.cursor(len(n.st.Lines)-1, WhoCell)
	}
	n.save(do)
}

// step goes a cell on, or back.
func (n *Screen) step(ctx context.Context, by int, do *screen.Turn) {
	cell := int(n.st.Cell) + by
	switch {
	case cell < int(WhoCell) && n.st.At == 0:
	case cell < int(WhoCell):
		n.goTo(ctx, n.st.At-1, PointsCell, do)
	case cell > int(NoteCell):
		n.goTo(ctx, n.st.At+1, WhoCell, do)
	default:
		n.goTo(ctx, n.st.At, Cell(cell), do)
	}
}

// goTo puts the cursor elsewhere. A row that is left is checked, told of where
// it is wrong, and kept; one that was emptied goes.
func (n *Screen) goTo(ctx context.Context, at int, c Cell, do *screen.Turn) {
	at = min(max(at, 0), len(n.st.Lines)-1)
	from := n.st.At
	n.settle(ctx, do)
	if at == from {
		n.cursor(at, c)
		return
	}
	do.Clear()
	if n.st.Lines[from].Empty() && from < len(n.st.Lines)-1 {
		n.setLines(slices.Delete(slices.Clone(n.st.Lines), from, from+1))
		if at > from {
			at--
		}
		n.tally(ctx, do)
	} else {
		n.tell(from, do)
	}
	n.cursor(at, c)
	n.save(do)
}

// tell says what is wrong with a row, or whom it means where that is not what
// was typed.
func (n *Screen) tell(at int, do *screen.Turn) {
	l := n.st.Lines[at]
	switch {
	case l.Empty() || l.Fresh:
	case l.Check.Code == pos.BadPoints && l.Points == "":
		n.tellWho(l, do) // the points are still to come
	case l.Bad():
		do.Say(screen.Look, "noted.row_wrong", int64(at+1), Why(l.Check))
		do.Sound(screen.RefusedSound)
	default:
		n.tellWho(l, do)
	}
}

func (n *Screen) tellWho(l *Line, do *screen.Turn) {
	if l.Check.Merged {
		do.Say(screen.Look, "noted.merged", screen.Plain(l.Who), screen.Plain(l.Check.Member.Name))
	}
}

// Why is the sentence for what is wrong with a row, and what to do.
func Why(c till.NotedCheck) screen.Sentence { return WhyOf(c.Code, c.Detail) }

// WhyOf is Why of a code and its number.
func WhyOf(code pos.Code, detail int64) screen.Sentence {
	switch code {
	case pos.LimitPointsRow, pos.LimitPointsList:
		return screen.LimitSentence("noted.why.", code, detail)
	}
	return screen.Say("noted.why."+string(code), detail)
}

// remove deletes the row that is typed in.
func (n *Screen) remove(ctx context.Context, do *screen.Turn) {
	if n.st.Held {
		do.Say(screen.Look, "noted.held")
		return
	}
	if n.st.Line().Empty() && n.st.At == len(n.st.Lines)-1 {
		return
	}
	n.setLines(slices.Delete(slices.Clone(n.st.Lines), n.st.At, n.st.At+1))
	n.cursor(n.st.At, WhoCell)
	n.tally(ctx, do)
	do.Say(screen.Calm, "noted.row_deleted")
	n.save(do)
}

// scanned fills the username of the row with whom a card belongs to; on a row
// that is whole it begins the next one.
func (n *Screen) scanned(ctx context.Context, sc hardware.Scan, do *screen.Turn) bool {
	if screen.IsSlip(sc) {
		return false
	}
	number := sc.Value
	if sc.Kind == hardware.KindUnknown || number == "" {
		number = sc.Text
	}
	c, err := n.opt.Till.CheckNotedRow(ctx, pos.NotedRow{Who: number, Points: "1"}, do.Who())
	if do.Refuse(err) {
		return true
	}
	if c.Member.ID.IsZero() {
		if sc.Kind == hardware.KindProduct {
			return false // goods mean nothing here
		}
		do.Refuse(pos.Refuse(pos.UnknownCard, number))
		return true
	}
	if n.st.Held {
		do.Say(screen.Look, "noted.held")
		return true
	}
	if l := n.st.Line(); l.Who != "" && l.Points != "" {
		n.goTo(ctx, len(n.st.Lines)-1, WhoCell, do)
	}
	n.change(n.st.At, func(l *Line) {
		l.Who, l.Member, l.Chosen, l.Again, l.Fresh = c.Member.Username, c.Member.ID, true, false, true
	})
	n.settle(ctx, do)
	n.cursor(n.st.At, PointsCell)
	do.Sound(screen.GoodSound)
	n.tell(n.st.At, do)
	return true
}

func rowsOf(lines []*Line) []pos.NotedRow {
	rows := make([]pos.NotedRow, len(lines))
	for i, l := range lines {
		rows[i] = l.NotedRow
	}
	return rows
}

// sameRow compares what was typed; whom it was found to mean may differ.
func sameRow(a, b pos.NotedRow) bool {
	return a.Who == b.Who && a.Points == b.Points && a.Note == b.Note && a.Chosen == b.Chosen && a.Again == b.Again
}
