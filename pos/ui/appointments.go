package ui

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"bonuskasse/assets"
	"bonuskasse/pos"
	"bonuskasse/pos/screen"
	"bonuskasse/pos/screen/appointments"
	"bonuskasse/pos/ui/theme"
	"bonuskasse/pos/ui/widget"
)

// appointmentsView is what members come for, of one or from today on, and beside the
// list the one that is chosen.
type appointmentsView struct {
	front  *Front
	page   *widget.Page
	entry  *widget.Entry
	says   *says
	whose  *widget.Text
	waits  *widget.Text
	list   *widget.List
	head   *widget.Text
	side   *fyne.Container
	doable []*widget.Button // with one that is booked
	member *widget.Button
	st     appointments.State
	drawn  string
}

// NewAppointments makes the view of the appointments.
func NewAppointments(f *Front) View {
	v := &appointmentsView{front: f, side: widget.Column()}
	v.entry = f.Entry(f.T("member.find.hint"), "")
	v.says = newSays(f.T("appointments.calm"))
	v.whose, v.waits = widget.NewText(""), widget.NewText("")
	v.whose.Bold, v.whose.Cut = true, true
	v.waits.Ink = theme.Muted
	v.list = f.Kit.List(
		widget.Heading{Text: f.T("appointments.column.ends"), Width: 128},
		widget.Heading{Text: f.T("appointments.column.what"), Grow: 1},
		widget.Heading{Text: f.T("appointments.column.state"), Width: 176},
	)
	v.list.Tall, v.list.At, v.list.Empty = true, v.cell, f.T("appointments.empty")
	v.list.OnChoose = func(row int) { f.Send(screen.Picked{At: row}) }
	v.list.OnOpen = v.list.OnChoose
	book := f.Kit.Button(f.T("appointments.book"), f.Tap("book")).As(widget.Go).WithIcon("add").WithKey("Ctrl+N")
	bring := f.Kit.Button(f.T("appointments.import.do"), f.Tap("import")).WithIcon("open").WithKey("Ctrl+E")
	back := f.Kit.Button(f.T("action.back"), f.Tap("back")).WithIcon("back").WithKey("Esc")
	main := container.NewBorder(widget.Column(v.entry, v.says, widget.Spread([]int{0}, v.whose, v.waits)),
		widget.Grid(2, bring, book), nil, nil, container.New(pad{}, widget.NewPanelTight(v.list)))
	v.head = widget.NewHead("")
	v.head.TextSize, v.head.Cut = 24, true
	button := func(do, icon, key string) *widget.Button {
		b := f.Kit.Button(f.T("appointments."+do), f.Tap(do)).WithIcon(icon).WithKey(key)
		v.doable = append(v.doable, b)
		return b
	}
	move := button("move", "clock", "Ctrl+T").As(widget.Go)
	missed, cancel := button("missed", "remove", "Ctrl+K"), button("cancel", "cancel", "Ctrl+D")
	v.member = f.Kit.Button(f.T("appointments.member"), f.Tap("member")).WithIcon("member").WithKey("Ctrl+M")
	right := widget.NewPanel(container.NewBorder(widget.Column(v.head, widget.NewLine()), widget.Column(back, v.member, missed, cancel, move), nil, nil, v.side))
	v.page = &widget.Page{Content: widget.Sides(couponWide, main, right), Home: v.entry, Key: v.key}
	return v
}

// Page is part of View.
func (v *appointmentsView) Page() *widget.Page { return v.page }

// Notice is part of Noticer.
func (v *appointmentsView) Notice(kind widget.Kind, text string) { v.says.Say(kind, text) }

// key turns pages: the view knows how long one is.
func (v *appointmentsView) key(ev *fyne.KeyEvent) bool {
	return v.front.turns(v.list, ev) || v.front.key(ev, v.entry)
}

func (v *appointmentsView) cell(row, column int) widget.Cell {
	if row >= len(v.st.Rows) {
		return widget.Cell{}
	}
	x, f := v.st.Rows[row], v.front
	ink := theme.Text
	if x.State != pos.AppointmentBooked {
		ink = theme.Muted
	}
	switch column {
	case 0:
		return widget.Cell{Text: f.Clock(x.EndsAt), Second: v.day(x.EndsAt), Bold: true, Ink: ink}
	case 1:
		return widget.Cell{Text: orText(x.Service, x.SKU), Second: x.Name, Ink: ink}
	}
	cell := widget.Cell{Text: f.T("appointment.state." + string(x.State)), Ink: ink}
	if x.State == pos.AppointmentBooked || x.State == pos.AppointmentAwarded {
		cell.Second = f.points(x.Points, v.st.Kroner, nil)
		cell.Icon = map[pos.AppointmentState]string{pos.AppointmentBooked: "pending", pos.AppointmentAwarded: "ok"}[x.State]
	}
	return cell
}

// day is a day, or the word for today.
func (v *appointmentsView) day(at pos.Millis) string {
	if day := at.Time(v.front.state.Zone).Format("2006-01-02"); day == v.st.Today.Time(v.front.state.Zone).Format("2006-01-02") {
		return v.front.T("appointments.today")
	}
	return v.front.Day(at)
}

func orText(text, other string) string {
	if text == "" {
		return other
	}
	return text
}

// Render is part of View.
func (v *appointmentsView) Render(state any) {
	st, ok := state.(appointments.State)
	if !ok {
		return
	}
	marked := v.st.Marked != st.Marked
	v.st = st
	f, open := v.front, st.Open()
	showEntry(v.entry, st.Entry, marked)
	v.whose.Set(f.T("appointments.everybody"))
	v.list.Empty = f.T("appointments.empty")
	if st.Member != nil {
		v.whose.Set(st.Member.Name)
		v.list.Empty = f.T("appointments.empty.member")
	}
	v.waits.Set("")
	if st.Waits > 0 {
		v.waits.Set(f.T("appointments.waits", f.points(st.Waits, st.Kroner, nil)))
	}
	v.list.Rows = len(st.Rows)
	v.list.Choose(st.Chosen)
	for _, b := range v.doable {
		b.SetEnabled(open != nil && open.State == pos.AppointmentBooked)
	}
	v.member.SetEnabled(st.Member != nil || open != nil)
	drawn := "-"
	if open != nil {
		drawn = fmt.Sprint(*open)
	}
	if drawn += v.whose.Text + v.waits.Text; drawn == v.drawn {
		return
	}
	v.drawn = drawn
	v.head.Set(f.T("appointments.none"))
	v.side.RemoveAll()
	if open != nil {
		v.head.Set(orText(open.Service, open.SKU))
		add := func(key, value string) { v.side.Add(figureRow{label: f.T("appointments." + key), value: value}.draw()) }
		add("who", open.Name)
		add("ends", v.day(open.EndsAt)+" "+f.Clock(open.EndsAt))
		add("points", assets.Number(f.Kit.Lang, open.Points))
		if open.State == pos.AppointmentBooked {
			add("due", v.day(open.DueAt)+" "+f.Clock(open.DueAt))
		}
		add("state", f.T("appointment.state."+string(open.State)))
	}
	v.page.Content.Refresh()
}
