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

// alarms is what looks like somebody helping themselves, and beside it why.
type alarms struct {
	front  *Front
	page   *widget.Page
	says   *says
	list   *widget.List
	head   *widget.Para
	side   *fyne.Container
	right  *fyne.Container
	known  fyne.CanvasObject // the chosen alarm
	none   fyne.CanvasObject // that there is none
	settle *widget.Button
	member *widget.Button
	st     screen.AlarmsState
	drawn  string
}

// NewAlarms makes the view of the alarms.
func NewAlarms(f *Front) View {
	v := &alarms{front: f, side: widget.Column()}
	v.says = newSays(f.T("alarms.calm"))
	v.list = f.Kit.List(
		widget.Heading{Text: f.T("alarms.column.last"), Width: 116},
		widget.Heading{Text: f.T("alarms.column.what"), Grow: 1},
	)
	v.list.Tall, v.list.Empty, v.list.At = true, f.T("alarms.empty"), v.cell
	v.list.OnChoose = func(row int) { f.Send(screen.Picked{At: row}) }
	v.list.OnOpen = v.list.OnChoose
	v.head = widget.NewPara("")
	v.head.TextSize, v.head.Bold = 24, true
	v.settle = f.Kit.Button(f.T("alarms.settle"), f.Tap("settle")).As(widget.Go).WithIcon("ok").WithKey("Enter").Large()
	v.member = f.Kit.Button(f.T("alarms.member"), f.Tap("member")).WithIcon("member").WithKey("Ctrl+M")
	back := f.Kit.Button(f.T("place.reports"), f.Tap("close")).WithIcon("back").WithKey("Esc")
	main := container.NewBorder(v.says, back, nil, nil, container.New(pad{}, widget.NewPanelTight(v.list)))
	v.known = container.NewBorder(nil, widget.Column(v.member, v.settle), nil, nil, container.New(pad{bottom: true},
		widget.NewPanel(widget.Column(v.head, widget.NewLine(), v.side))))
	v.none = widget.NewPanel(widget.Empty("ok", f.T("alarms.none")))
	v.right = container.NewStack(widget.NewPanel(widget.Column()))
	v.page = &widget.Page{Content: widget.Sides(paperWide, main, v.right), Key: v.key}
	return v
}

// Page is part of View.
func (v *alarms) Page() *widget.Page { return v.page }

// Notice is part of Noticer.
func (v *alarms) Notice(kind widget.Kind, text string) { v.says.Say(kind, text) }

func (v *alarms) key(ev *fyne.KeyEvent) bool {
	return v.front.turns(v.list, ev) || v.front.key(ev, nil)
}

func (v *alarms) cell(row, column int) widget.Cell {
	if row >= len(v.st.Rows) {
		return widget.Cell{}
	}
	r, f := v.st.Rows[row], v.front
	if column == 0 {
		return widget.Cell{Text: assets.Day(f.Kit.Lang, r.Alarm.Alarm.Last.Time(v.st.Zone)), Ink: theme.Muted}
	}
	names := r.Alarm.Member.Name
	if r.Alarm.Person.Name != "" {
		names += " · " + r.Alarm.Person.Name
	}
	return widget.Cell{Text: f.Say(r.Kind), Second: names}
}

// Render is part of View.
func (v *alarms) Render(state any) {
	st, ok := state.(screen.AlarmsState)
	if !ok {
		return
	}
	f := v.front
	v.st = st
	empty, calm := "alarms.empty", "alarms.quiet"
	if st.Loading {
		empty, calm = "browse.loading", "alarms.calm"
	} else if len(st.Rows) > 0 {
		calm = "alarms.calm"
	}
	v.list.Empty = f.T(empty)
	v.says.Calm(f.T(calm))
	v.list.Rows = len(st.Rows)
	v.list.Choose(st.Chosen)
	some := st.Chosen >= 0
	v.settle.SetEnabled(some)
	v.member.SetEnabled(some)
	drawn := empty
	if some {
		drawn = fmt.Sprint(st.Rows[st.Chosen])
	}
	if drawn == v.drawn {
		return
	}
	v.drawn = drawn
	v.side.RemoveAll()
	switch {
	case some:
		v.right.Objects = []fyne.CanvasObject{v.known}
		v.explain(st.Rows[st.Chosen])
	case st.Loading:
		v.right.Objects = []fyne.CanvasObject{widget.NewPanel(widget.Column())}
	default:
		v.right.Objects = []fyne.CanvasObject{v.none}
	}
	v.page.Content.Refresh()
}

// explain says why, and of which days.
func (v *alarms) explain(r screen.AlarmRow) {
	f, a := v.front, r.Alarm.Alarm
	v.head.Set(f.Say(r.Kind))
	v.side.Add(widget.NewPara(f.Say(r.Why)))
	add := func(key, value string) {
		v.side.Add(figureRow{label: f.T(key), value: value}.draw())
	}
	add("alarms.first", f.Moment(a.First))
	add("alarms.last", f.Moment(a.Last))
}
