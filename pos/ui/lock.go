package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"bonuskasse/pos/screen"
	"bonuskasse/pos/ui/theme"
	"bonuskasse/pos/ui/widget"
)

type lock struct {
	front  *Front
	page   *widget.Page
	list   *widget.List
	pad    *widget.PINPad
	wrong  *widget.Para
	st     screen.LockState
	people int
}

// NewLock makes the view of the lock.
func NewLock(f *Front) View {
	v := &lock{front: f, people: -1}
	v.list = f.Kit.List(widget.Heading{Grow: 1})
	v.list.NoHeader, v.list.Tall = true, true
	v.list.MinRows = 5
	v.list.At = v.cell
	v.list.OnChoose = func(row int) { f.Send(screen.Picked{At: row}) }
	v.pad = f.Kit.PINPad(func(pin []byte) { f.Send(screen.PIN{Digits: string(pin)}) })
	v.wrong = widget.NewPara("")
	v.wrong.Align = fyne.TextAlignCenter
	title := widget.NewHead(f.T("lock.enter_pin"))
	hint := widget.NewPara(f.T("lock.hint"))
	hint.Ink, hint.TextSize = theme.Muted, theme.Small
	left := container.NewBorder(widget.Column(title, hint), nil, nil, nil, container.New(pad{}, widget.NewPanelTight(v.list)))
	right := widget.Column(v.pad, v.wrong)
	card := widget.NewPanel(container.New(twoColumns{}, left, right))
	v.page = &widget.Page{Content: container.NewCenter(container.New(room{fyne.NewSize(880, 560)}, card)), Home: v.pad.Field}
	return v
}

// Bare is part of Bare: behind the lock there is nowhere to go.
func (v *lock) Bare() {}

// Page is part of View.
func (v *lock) Page() *widget.Page { return v.page }

// Notice is part of Noticer: the lock has its sentence in its state, and the
// one thing the frame says here is that a scan was refused.
func (v *lock) Notice(kind widget.Kind, text string) {
	if text != "" {
		v.front.Kit.Toast(kind, text)
	}
}

func (v *lock) cell(row, _ int) widget.Cell {
	if row >= len(v.st.People) {
		return widget.Cell{}
	}
	p := v.st.People[row]
	second := v.front.T("role." + string(p.Role))
	if p.Hint != "" {
		second += " · " + v.front.T("lock.demo_pin", p.Hint)
	}
	return widget.Cell{Icon: "member", Text: p.Name, Second: second, Bold: row == v.st.Chosen}
}

// Render is part of View.
func (v *lock) Render(state any) {
	st, ok := state.(screen.LockState)
	if !ok {
		return
	}
	if v.st.Busy && !st.Busy {
		v.pad.Field.Clear() // what a finger added to it meanwhile
	}
	v.st = st
	if v.list.Rows != len(st.People) || v.list.Chosen() != st.Chosen || v.people != len(st.People) {
		v.people = len(st.People)
		v.list.Rows = len(st.People)
		v.list.Choose(st.Chosen)
	}
	v.wrong.Ink = theme.StopText
	text := v.front.Say(st.Wrong)
	if st.Busy {
		v.wrong.Ink, text = theme.Muted, v.front.T("lock.checking")
	}
	v.wrong.Set(text)
	v.wrong.Refresh()
}

// twoColumns are two of one width with a wide gap.
type twoColumns struct{}

// Layout is part of fyne.Layout.
func (twoColumns) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	wide := (size.Width - 3*theme.Margin) / 2
	objects[0].Resize(fyne.NewSize(wide, size.Height))
	objects[1].Move(fyne.NewPos(wide+3*theme.Margin, 0))
	objects[1].Resize(fyne.NewSize(wide, size.Height))
}

// MinSize is part of fyne.Layout.
func (twoColumns) MinSize(objects []fyne.CanvasObject) fyne.Size {
	a, b := objects[0].MinSize(), objects[1].MinSize()
	return fyne.NewSize(2*max(a.Width, b.Width)+3*theme.Margin, max(a.Height, b.Height))
}

// room is a least size.
type room struct{ least fyne.Size }

// Layout is part of fyne.Layout.
func (room) Layout(objects []fyne.CanvasObject, size fyne.Size) { objects[0].Resize(size) }

// MinSize is part of fyne.Layout.
func (r room) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return objects[0].MinSize().Max(r.least)
}
