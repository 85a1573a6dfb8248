package ui

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"bonuskasse/assets"
	"bonuskasse/pos"
	"bonuskasse/pos/screen"
	"bonuskasse/pos/screen/noted"
	"bonuskasse/pos/ui/theme"
	"bonuskasse/pos/ui/widget"
)

// notedLists is the lists that were given, and beside them the rows of one.
type notedLists struct {
	front *Front
	page  *widget.Page
	says  *says
	lists *widget.List
	head  *widget.Text
	rows  *widget.List
	undo  *widget.Button
	print *widget.Button
	st    noted.ListsState
}

// NewNotedLists makes the view of the lists that were given.
func NewNotedLists(f *Front) View {
	v := &notedLists{front: f}
	right := fyne.TextAlignTrailing
	v.says = newSays(f.T("noted.lists.calm"))
	v.lists = f.Kit.List(
		widget.Heading{Text: f.T("noted.lists.when"), Width: 208}, widget.Heading{Text: f.T("noted.lists.by"), Width: 72, Grow: 1},
		widget.Heading{Text: f.T("noted.lists.rows"), Width: 88, Align: right}, widget.Heading{Text: f.T("noted.column.points"), Width: 104, Align: right})
	v.lists.Empty, v.lists.At = f.T("noted.lists.empty"), v.list
	v.lists.OnChoose = func(row int) { f.Send(screen.Picked{At: row}) }
	v.head = widget.NewHead("")
	v.head.TextSize, v.head.Cut = 24, true
	v.rows = f.Kit.List(
		widget.Heading{Text: "#", Width: 56, Align: right}, widget.Heading{Text: f.T("noted.column.member"), Grow: 1},
		widget.Heading{Text: f.T("noted.column.points"), Width: 104, Align: right})
	v.rows.Tall, v.rows.At = true, v.row
	v.undo = f.Kit.Button(f.T("noted.undo.do"), f.Tap("undo")).WithIcon("return").WithKey("Ctrl+Z")
	v.print = f.Kit.Button(f.T("noted.tile.print"), f.Tap("print")).WithIcon("printer").WithKey("Ctrl+P")
	back := f.Kit.Button(f.T("noted.lists.back"), f.Tap("close")).WithIcon("back").WithKey("Esc")
	main := container.NewBorder(v.says, back, nil, nil, container.New(pad{}, widget.NewPanelTight(v.lists)))
	side := container.NewBorder(widget.Column(v.head), widget.Grid(2, v.print, v.undo), nil, nil,
		container.New(pad{}, widget.NewPanelTight(v.rows)))
	v.page = &widget.Page{Content: widget.Sides(paperWide, main, side), Key: v.key}
	return v
}

// Page is part of View.
func (v *notedLists) Page() *widget.Page { return v.page }

// Notice is part of Noticer.
func (v *notedLists) Notice(kind widget.Kind, text string) { v.says.Say(kind, text) }

func (v *notedLists) key(ev *fyne.KeyEvent) bool {
	return v.front.turns(v.lists, ev) || v.front.key(ev, nil)
}

func (v *notedLists) list(row, column int) widget.Cell {
	if row >= len(v.st.Lists) {
		return widget.Cell{}
	}
	l, f := v.st.Lists[row], v.front
	c := widget.Cell{}
	switch column {
	case 0:
		c.Text = f.Moment(l.Made)
		if l.Undone != 0 {
			c.Icon = "return"
		}
	case 1:
		c.Text = l.By
	case 2:
		c.Text = strconv.FormatInt(l.Rows, 10)
	default:
		c.Text, c.Bold = assets.Number(f.Kit.Lang, l.Points), true
	}
	if l.Undone != 0 {
		c.Ink = theme.Muted
	}
	return c
}

func (v *notedLists) row(row, column int) widget.Cell {
	if row >= len(v.st.Rows) {
		return widget.Cell{}
	}
	l, f := v.st.Rows[row], v.front
	switch column {
	case 0:
		return widget.Cell{Text: strconv.FormatInt(l.Row, 10), Ink: theme.Muted}
	case 1:
		name := l.Name
		if name == "" {
			name = f.T("member." + string(pos.Erased))
		}
		return widget.Cell{Text: name, Second: l.Note}
	}
	return widget.Cell{Text: assets.Number(f.Kit.Lang, l.Points), Bold: true}
}

// Render is part of View.
func (v *notedLists) Render(state any) {
	st, ok := state.(noted.ListsState)
	if !ok {
		return
	}
	f := v.front
	v.st = st
	v.lists.Rows = len(st.Lists)
	v.lists.Choose(st.Chosen)
	v.rows.Rows = len(st.Rows)
	v.rows.Tall = false
	for _, r := range st.Rows {
		v.rows.Tall = v.rows.Tall || r.Note != ""
	}
	v.rows.Choose(-1)
	v.rows.Reveal(0)
	title, stands := "", false
	if st.Chosen >= 0 && st.Chosen < len(st.Lists) {
		l := st.Lists[st.Chosen]
		title, stands = f.Moment(l.Made), l.Undone == 0
		if !stands {
			title = f.T("noted.lists.undone", f.Moment(l.Undone))
		}
	}
	v.head.Set(title)
	v.undo.SetEnabled(stands)
	v.print.SetEnabled(title != "")
}
