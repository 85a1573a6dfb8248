package ui

import (
	"reflect"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"bonuskasse/assets"
	"bonuskasse/pos"
	"bonuskasse/pos/screen"
	"bonuskasse/pos/screen/noted"
	"bonuskasse/pos/till"
	"bonuskasse/pos/ui/theme"
	"bonuskasse/pos/ui/widget"
)

// notedSide is the width of the part at the right of the list of noted points.
const notedSide = 304

// The columns of the list.
const (
	notedNumber = iota
	notedWho
	notedPoints
	notedMember
	notedNote
)

// notedView is the grid that slips of paper are typed into. The one field lies in
// the cell where the cursor is.
type notedView struct {
	front *Front
	page  *widget.Page
	entry *widget.Entry
	says  *says
	list  *widget.List
	row   *notedRow
	rows  *widget.Text
	count *widget.Text
	sum   *widget.Figure
	worth *widget.Text
	give  *widget.Button
	mend  *tile
	print *tile
	st    noted.State
	drawn bool
}

// NewNoted makes the view of the list of noted points.
func NewNoted(f *Front) View {
	v := &notedView{front: f}
	v.entry = f.Entry("", "")
	v.says = newSays(f.T("noted.calm"))
	v.list = f.Kit.List(
		widget.Heading{Text: "#", Width: 56, Align: fyne.TextAlignTrailing},
		widget.Heading{Text: f.T("noted.column.who"), Width: 152},
		widget.Heading{Text: f.T("noted.column.points"), Width: 96, Align: fyne.TextAlignTrailing},
		widget.Heading{Text: f.T("noted.column.member"), Width: 208, Grow: 2},
		widget.Heading{Text: f.T("noted.column.note"), Width: 104, Grow: 1})
	v.list.Over, v.list.At = v.entry, v.cell
	v.list.OnCell = v.tapped
	v.row = newNotedRow(f)
	v.rows = widget.NewSmall("")
	v.rows.Align, v.rows.Cut = fyne.TextAlignTrailing, true
	v.worth = widget.NewSmall("")
	v.worth.Align, v.worth.Cut = fyne.TextAlignTrailing, true
	v.count = widget.NewHead("")
	v.count.Align, v.count.Cut = fyne.TextAlignTrailing, true
	v.sum = f.Kit.Figure(f.T("noted.sum"))
	v.sum.TextSize = theme.Due
	v.give = f.Kit.Button(f.T("noted.give"), f.Tap("give")).As(widget.Go).WithIcon("ok").WithKey("+").Large()
	tile := func(word, icon, key string) *tile {
		return newTile(f, f.T("noted.tile."+word), icon, key, f.Tap(word))
	}
	v.mend, v.print = tile("mend", "edit", "/"), tile("print", "printer", "Ctrl+P")
	bar := container.NewGridWithColumns(6, v.mend, tile("paste", "add", "Ctrl+V"), tile("file", "open", "Ctrl+O"), tile("delete", "delete", "Ctrl+D"), tile("lists", "noted", "Ctrl+L"), v.print)
	main := container.NewBorder(v.says, bar, nil, nil, container.New(pad{}, widget.NewPanelTight(v.list)))
	sums := widget.NewPanel(widget.Column(v.count, v.rows, v.sum, v.worth))
	right := container.NewBorder(nil, widget.Column(sums, v.give), nil, nil, container.New(pad{bottom: true}, v.row.panel))
	v.page = &widget.Page{Content: widget.Sides(notedSide, main, right), Home: v.entry, Key: v.key}
	return v
}

// Page is part of View.
func (v *notedView) Page() *widget.Page { return v.page }

// Notice is part of Noticer.
func (v *notedView) Notice(kind widget.Kind, text string) { v.says.Say(kind, text) }

// key adds Tab, which walks in the cells, and pages.
func (v *notedView) key(ev *fyne.KeyEvent) bool {
	switch at := v.front.desk.Canvas().Focused(); {
	case ev.Name == fyne.KeyTab && (at == nil || at == v.entry):
		return v.front.tab()
	}
	return v.front.turns(v.list, ev) || v.front.key(ev, v.entry)
}

// tapped puts the cursor into the cell that a finger hit.
func (v *notedView) tapped(row, column int) bool {
	cell := noted.WhoCell
	switch column {
	case notedPoints:
		cell = noted.PointsCell
	case notedNote:
		cell = noted.NoteCell
	}
	return v.front.Send(screen.Tap{Do: "cell", At: row*3 + int(cell)})
}

// columnOf is where a cell stands.
func columnOf(c noted.Cell) int {
	switch c {
	case noted.PointsCell:
		return notedPoints
	case noted.NoteCell:
		return notedNote
	}
	return notedWho
}

func (v *notedView) cell(row, column int) widget.Cell {
	if row >= len(v.st.Lines) {
		return widget.Cell{}
	}
	l := v.st.Lines[row]
	if row == v.st.At && column == columnOf(v.st.Cell) {
		return widget.Cell{} // the field lies here
	}
	switch column {
	case notedNumber:
		return widget.Cell{Text: strconv.Itoa(row + 1), Ink: theme.Muted}
	case notedWho:
		return widget.Cell{Text: l.Who}
	case notedPoints:
		return widget.Cell{Text: l.Points, Bold: true}
	case notedNote:
		return widget.Cell{Text: l.Note, Ink: theme.Muted}
	}
	return v.front.notedMember(l, row == v.st.At)
}

// notedMember is whose a row is, or in a word what is wrong with it.
func (f *Front) notedMember(l *noted.Line, typing bool) widget.Cell {
	switch c := l.Check; {
	case l.Empty():
		return widget.Cell{}
	case l.Fresh:
		return widget.Cell{Text: "…", Ink: theme.Muted}
	case c.Code == pos.BadPoints && l.Points == "" && typing && !c.Member.ID.IsZero():
		return widget.Cell{Text: c.Member.Name, Ink: theme.Muted} // the points are still to come
	case c.Over():
		return widget.Cell{Text: c.Member.Name, Icon: "lock", Ink: theme.LookText}
	case !c.Good():
		return widget.Cell{Text: f.T("noted.short." + string(c.Code)), Icon: "stop", Ink: theme.StopText}
	case c.Merged:
		return widget.Cell{Text: c.Member.Name, Icon: "look", Ink: theme.LookText}
	default:
		return widget.Cell{Text: c.Member.Name, Icon: "ok", Ink: theme.Text}
	}
}

// Render is part of View.
func (v *notedView) Render(state any) {
	st, ok := state.(noted.State)
	if !ok {
		return
	}
	before := v.st
	v.st = st
	moved := !v.drawn || before.At != st.At || before.Cell != st.Cell
	if text := st.Text(); moved && text != "" {
		SelectEntry(v.entry, text)
	} else {
		SetEntry(v.entry, text)
	}
	v.list.Rows, v.list.OverRow, v.list.OverColumn = len(st.Lines), st.At, columnOf(st.Cell)
	v.list.Choose(st.At)
	if !v.drawn || moved || !reflect.DeepEqual(v.row.line, st.Line()) {
		v.row.show(st)
	}
	v.sums(st)
	v.drawn = true
}

func (v *notedView) sums(st noted.State) {
	f := v.front
	var text []string
	if st.Over > 0 {
		text = append(text, f.N("noted.over", int64(st.Over)))
	}
	ink := theme.LookText
	if st.Bad > 0 {
		text, ink = append(text, f.N("noted.wrong", int64(st.Bad))), theme.StopText
	}
	if all := strings.Join(text, " · "); v.rows.Text != all || v.rows.Ink != ink {
		v.rows.SetInk(all, ink)
	}
	v.count.Set(f.N("count.rows", int64(st.Rows)))
	v.sum.Set(assets.Number(f.Kit.Lang, st.Points), f.T("unit.points"))
	v.worth.Set(f.T("noted.worth", f.Money(st.Worth)))
	word := "noted.give"
	if st.Busy {
		word = "noted.giving"
	} else if st.Held {
		word = "noted.ask_again"
	}
	v.give.SetText(f.T(word))
	v.give.SetEnabled(st.Rows > 0 && !st.Busy)
	v.mend.Set(f.T("noted.tile.mend"), !st.Line().Empty())
	v.print.Set(f.T("noted.tile.print"), st.Last != nil)
}

// notedRow tells of the row that is typed in: whose it is, or what is wrong and
// who may be meant.
type notedRow struct {
	front *Front
	panel *widget.Panel
	inner *fyne.Container
	line  noted.Line
}

func newNotedRow(f *Front) *notedRow {
	inner := container.NewStack()
	return &notedRow{front: f, inner: inner, panel: widget.NewPanel(inner)}
}

func (r *notedRow) show(st noted.State) {
	f, l := r.front, st.Line()
	r.line = l
	r.inner.RemoveAll()
	if l.Empty() {
		hint := widget.NewPara(f.T("noted.hint"))
		hint.TextSize, hint.Ink = theme.Small, theme.Muted
		r.inner.Add(container.NewBorder(widget.Column(widget.NewSmall(f.T("noted.row", int64(st.At+1))), widget.NewLine(), hint), nil, nil, nil))
		r.panel.Refresh()
		return
	}
	head := widget.NewSmall(f.T("noted.row", int64(st.At+1)))
	name := widget.NewHead(l.Who)
	name.TextSize, name.Cut = 24, true
	box := widget.Column(head, name, widget.NewLine())
	c := l.Check
	if !c.Member.ID.IsZero() {
		name.Set(c.Member.Name)
		small := widget.NewSmall(c.Member.Username)
		if c.By != till.ByUsername && c.By != till.ByChoice {
			small.Set(c.Member.Username + " · " + f.T("noted.by."+string(c.By)))
		}
		small.Cut = true
		box.Objects = append(box.Objects[:2], small, widget.NewLine())
	}
	typing := c.Code == pos.BadPoints && l.Points == ""
	if !l.Fresh && !c.Good() && !typing {
		why := widget.NewPara(f.Say(noted.Why(c)))
		why.TextSize, why.Ink = theme.Small, theme.StopText
		if c.Over() {
			why.Ink = theme.LookText
		}
		box.Add(why)
	}
	for i, m := range c.Near[:min(len(c.Near), nearShown)] {
		if i == 0 {
			box.Add(widget.NewSmall(f.T("noted.near")))
		}
		near := widget.NewSmall(strconv.Itoa(i+1) + "  " + m.Name + " · " + m.Username)
		near.Ink, near.Cut = theme.Text, true
		box.Add(near)
	}
	r.inner.Add(container.NewBorder(box, nil, nil, nil))
	r.panel.Refresh()
}

// nearShown is how many who may be meant have room beside the list; the
// question that "/" opens has all.
const nearShown = 3
