package ui

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"bonuskasse/assets"
	"bonuskasse/pos/screen"
	"bonuskasse/pos/ui/theme"
	"bonuskasse/pos/ui/widget"
)

// office is how the line to the head office is, what is to be settled, and beside
// it what happened, what was done about it and what a person may do.
type office struct {
	front   *Front
	page    *widget.Page
	says    *says
	told    *widget.Para
	list    *widget.List
	figures *fyne.Container
	line    fyne.CanvasObject // what the figures stand on
	head    *widget.Text
	side    *fyne.Container
	settle  *widget.Button
	member  *widget.Button
	enrol   *widget.Button
	st      screen.OfficeState
	drawn   string
}

// NewOffice makes the view of F9.
func NewOffice(f *Front) View {
	v := &office{front: f, side: widget.Column(), figures: widget.Column(), told: widget.NewPara("")}
	v.told.TextSize = theme.Small
	v.says = newSays(f.T("office.calm"))
	v.list = f.Kit.List(
		widget.Heading{Text: f.T("office.column.when"), Width: 132},
		widget.Heading{Text: f.T("office.column.what"), Grow: 1},
	)
	v.list.Tall, v.list.Empty, v.list.At = true, f.T("office.empty"), v.cell
	v.list.OnChoose = func(row int) { f.Send(screen.Picked{At: row}) }
	v.list.OnOpen = v.list.OnChoose
	v.head = widget.NewHead("")
	v.head.TextSize, v.head.Cut = 24, true
	v.settle = f.Kit.Button(f.T("office.settle"), f.Tap("settle")).As(widget.Go).WithIcon("ok").WithKey("Enter").Large()
	v.member = f.Kit.Button(f.T("office.member"), f.Tap("member")).WithIcon("member").WithKey("Ctrl+M")
	v.enrol = f.Kit.Button(f.T("office.enrol"), f.Tap("enrol")).WithIcon("settings").WithKey("Ctrl+E")
	v.line = widget.NewPanel(v.figures)
	below := widget.Column(v.told, v.line)
	main := container.NewBorder(v.says, below, nil, nil, container.New(pad{}, widget.NewPanelTight(v.list)))
	right := container.NewBorder(nil, widget.Column(v.enrol, v.member, v.settle), nil, nil, container.New(pad{bottom: true},
		widget.NewPanel(widget.Column(v.head, widget.NewLine(), v.side))))
	v.page = &widget.Page{Content: widget.Sides(paperWide, main, right), Key: v.key}
	return v
}

// Page is part of View.
func (v *office) Page() *widget.Page { return v.page }

// Notice is part of Noticer.
func (v *office) Notice(kind widget.Kind, text string) {
	if text == "" {
		v.sayLine()
		return
	}
	v.says.Say(kind, text)
}

// sayLine is what stands there when nothing is said: how the line is.
func (v *office) sayLine() { v.says.Say(kindOf(v.st.Mood), v.front.Say(v.st.Line)) }

func (v *office) key(ev *fyne.KeyEvent) bool {
	return v.front.turns(v.list, ev) || v.front.key(ev, nil)
}

func (v *office) cell(row, column int) widget.Cell {
	if row >= len(v.st.Rows) {
		return widget.Cell{}
	}
	r, f := v.st.Rows[row], v.front
	if column == 0 {
		at := r.Conflict.At
		return widget.Cell{Text: assets.Day(f.Kit.Lang, at.Time(v.st.Zone)), Second: f.Clock(at), Ink: theme.Muted}
	}
	return widget.Cell{Text: f.Say(r.Kind), Second: f.Say(r.What)}
}

// Render is part of View.
func (v *office) Render(state any) {
	st, ok := state.(screen.OfficeState)
	if !ok {
		return
	}
	before := v.st
	v.st = st
	v.list.Rows = len(st.Rows)
	v.list.Choose(st.Chosen)
	some := st.Chosen >= 0
	v.settle.SetEnabled(some)
	v.enrol.Hidden, v.member.Hidden, v.settle.Hidden = st.Joined, !st.Joined, !st.Joined
	v.member.SetEnabled(some && !st.Rows[st.Chosen].Conflict.Who.ID.IsZero())
	if fmt.Sprint(before.Line, before.Mood) != fmt.Sprint(st.Line, st.Mood) {
		v.sayLine()
	}
	drawn := fmt.Sprint(st.Joined, st.Told, st.Figures, st.Chosen, len(st.Rows))
	if some {
		drawn += fmt.Sprint(st.Rows[st.Chosen])
	}
	if drawn == v.drawn {
		return
	}
	v.drawn = drawn
	f := v.front
	v.told.Set(f.Say(st.Told))
	v.figures.RemoveAll()
	for _, x := range st.Figures {
		v.figures.Add(figureRow{label: f.Say(x.Label), value: f.Say(x.Value)}.draw())
	}
	if v.line.Show(); len(st.Figures) == 0 { // a till without a head office
		v.line.Hide()
	}
	v.side.RemoveAll()
	if some {
		v.explain(st.Rows[st.Chosen])
	} else {
		v.head.Set(f.T("office.nothing"))
		explain := "office.nothing.explain"
		if !st.Joined {
			explain = "office.alone.explain"
		}
		v.side.Add(widget.NewPara(f.T(explain)))
	}
	v.page.Content.Refresh()
}

// explain is the whole of one thing.
func (v *office) explain(r screen.OfficeRow) {
	f := v.front
	v.head.Set(f.Say(r.Kind))
	part := func(key string, s screen.Sentence) {
		head := widget.NewSmall(f.T(key))
		head.Bold = true
		v.side.Add(head)
		text := widget.NewPara(f.Say(s))
		text.TextSize = theme.Small
		v.side.Add(text)
	}
	part("office.what", r.What)
	part("office.did", r.Did)
	part("office.may", r.May)
}
