package ui

import (
	"cmp"
	"fmt"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"bonuskasse/pos/screen"
	"bonuskasse/pos/ui/theme"
	"bonuskasse/pos/ui/widget"
)

// browseAct is a button of a list: what it sends, and by which key too. The one
// that goes on is the last, and large.
type browseAct struct {
	do, word, icon, key string
	kind                widget.Kind
	large               bool
}

// browseLook is what tells one list from the next: its columns, its buttons, and
// the word that the keys of its texts begin with.
type browseLook struct {
	name    string // "alarms" has "alarms.calm" and "alarms.empty"
	columns []widget.Heading
	filters []browseAct // beside each other above the list
	more    []browseAct // filters of a second line
	acts    []browseAct // at the right, below each other
	flat    bool        // rows of one line
	back    string      // the word of where Escape leads; empty is Reports
	wide    float32     // of the right part; 0 is paperWide
}

// browser is a list, and beside it what is known of the chosen row.
type browser struct {
	front   *Front
	look    browseLook
	page    *widget.Page
	says    *says
	list    *widget.List
	sum     *widget.Text
	head    *widget.Text
	title   *fyne.Container // of the row: its name and a line
	side    *fyne.Container
	scroll  *sheet
	chart   *chart
	filters []*widget.Button
	acts    []*widget.Button
	st      screen.BrowseState
	drawn   string
}

// newBrowser makes the view of such a list.
func newBrowser(f *Front, look browseLook) *browser {
	v := &browser{front: f, look: look, side: widget.Column()}
	v.says = newSays(f.T(look.name + ".calm"))
	v.list = f.Kit.List(look.columns...)
	v.list.Tall, v.list.Empty, v.list.At = !look.flat, f.T(look.name+".empty"), v.cell
	v.list.OnChoose = func(row int) { f.Send(screen.Picked{At: row}) }
	v.list.OnOpen = v.list.OnChoose
	v.head = widget.NewHead("")
	v.head.TextSize, v.head.Cut = 24, true
	v.sum = widget.NewSmall("")
	v.sum.Cut = true
	v.scroll = newSheet(v.side)
	top, bottom := widget.Column(v.says), widget.Column(v.sum)
	for _, line := range [][]browseAct{look.filters, look.more} {
		if len(line) == 0 {
			continue
		}
		row := widget.Grid(len(line))
		for _, a := range line {
			b := v.button(a)
			v.filters = append(v.filters, b)
			row.Add(b)
		}
		top.Add(row)
	}
	back := browseAct{do: "close", word: cmp.Or(look.back, "place.reports"), icon: "back", key: "Esc"}
	bottom.Add(v.button(back))
	column := widget.Column()
	for _, a := range look.acts {
		b := v.button(a)
		v.acts = append(v.acts, b)
		column.Add(b)
	}
	main := container.NewBorder(top, bottom, nil, nil, container.New(pad{}, widget.NewPanelTight(v.list)))
	v.chart = newChart()
	v.chart.Hide()
	v.title = widget.Column(v.head, widget.NewLine())
	known := widget.NewPanel(container.NewBorder(v.title, v.chart, nil, nil, container.New(pad{}, v.scroll)))
	right := container.NewBorder(nil, column, nil, nil, container.New(pad{bottom: true}, known))
	wide := look.wide
	if wide == 0 {
		wide = paperWide
	}
	v.page = &widget.Page{Content: widget.Sides(wide, main, right), Key: v.key}
	return v
}

func (v *browser) button(a browseAct) *widget.Button {
	b := v.front.Kit.Button(v.front.T(a.word), v.front.Tap(a.do)).As(a.kind).WithIcon(a.icon).WithKey(a.key)
	if a.large {
		b = b.Large()
	}
	return b
}

// Page is part of View.
func (v *browser) Page() *widget.Page { return v.page }

// Notice is part of Noticer.
func (v *browser) Notice(kind widget.Kind, text string) { v.says.Say(kind, text) }

// key turns pages: the view knows how long one is.
func (v *browser) key(ev *fyne.KeyEvent) bool {
	return v.front.turns(v.list, ev) || v.front.sideKey(ev, nil)
}

// inkOf is the colour of a mood; the words beside it say the same.
func inkOf(m screen.Mood) theme.Ink {
	switch m {
	case screen.Go:
		return theme.AccentText
	case screen.Look:
		return theme.LookText
	case screen.Stop:
		return theme.StopText
	}
	return theme.Text
}

func (v *browser) cell(row, column int) widget.Cell {
	if row >= len(v.st.Rows) || column >= len(v.st.Rows[row].Cells) {
		return widget.Cell{}
	}
	r, f := v.st.Rows[row], v.front
	c := r.Cells[column]
	cell := widget.Cell{Text: f.Say(c.Text), Second: f.Say(c.Second), Bold: c.Strong, Ink: inkOf(c.Mood)}
	if column == 0 && r.Marked {
		cell.Icon, cell.Ink = "ok", theme.AccentText
	}
	return cell
}

// Render is part of View.
func (v *browser) Render(state any) {
	st, ok := state.(screen.BrowseState)
	if !ok {
		return
	}
	v.st = st
	f := v.front
	v.list.Empty = f.T(v.look.name + ".empty")
	if st.Loading {
		v.list.Empty = f.T("browse.loading")
	}
	v.list.Rows = len(st.Rows)
	v.list.Choose(st.Chosen)
	v.sum.Set(f.Say(st.Sum))
	filters := slices.Concat(v.look.filters, v.look.more)
	for i, b := range v.filters {
		if i < len(st.Filters) {
			b.SetText(f.Say(st.Filters[i]))
		}
		b.SetEnabled(st.Is(filters[i].do))
	}
	for i, b := range v.acts {
		b.SetEnabled(st.Is(v.look.acts[i].do))
	}
	v.chart.Set(f, st.Chart, st.Chosen)
	var row screen.BrowseRow
	if st.Chosen >= 0 && st.Chosen < len(st.Rows) {
		row = st.Rows[st.Chosen]
	}
	if drawn := fmt.Sprint(st.Chosen, row); drawn != v.drawn {
		v.drawn = drawn
		v.explain(row)
	}
}

// explain is the whole of one row.
func (v *browser) explain(r screen.BrowseRow) {
	f := v.front
	v.head.Set(f.Say(r.Head))
	v.title.Hidden = r.Head.IsZero() // a line under nothing
	v.side.RemoveAll()
	for _, t := range r.Text {
		v.side.Add(widget.NewPara(f.Say(t)))
	}
	if len(r.Text) > 0 && len(r.Facts) > 0 {
		v.side.Add(widget.NewLine())
	}
	for _, x := range r.Facts {
		v.side.Add(figureRow{label: f.Say(x.Label), value: f.Say(x.Value)}.draw())
	}
	v.scroll.Top()
	v.page.Content.Refresh()
}
