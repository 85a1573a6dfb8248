package widget

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynewidget "fyne.io/fyne/v2/widget"

	"bonuskasse/pos/ui/theme"
)

// veil covers the window behind a dialog and holds the dialog's card. A tap on
// it answers nothing.
type veil struct {
	fynewidget.BaseWidget
	desk  *Desk
	card  fyne.CanvasObject
	first *hand // what has the focus where the dialog has no home; or nil
}

func newVeil(d *Desk, card fyne.CanvasObject, first *hand) *veil {
	v := &veil{desk: d, card: card, first: first}
	v.ExtendBaseWidget(v)
	return v
}

// Tapped is called by Fyne.
func (v *veil) Tapped(*fyne.PointEvent) { v.desk.Home() }

// TappedSecondary is called by Fyne.
func (v *veil) TappedSecondary(*fyne.PointEvent) { v.desk.Home() }

// Dragged is called by Fyne.
func (v *veil) Dragged(*fyne.DragEvent) {}

// DragEnd is called by Fyne.
func (v *veil) DragEnd() { v.desk.Home() }

// Scrolled is called by Fyne: what is behind does not move.
func (v *veil) Scrolled(*fyne.ScrollEvent) {}

// CreateRenderer is part of fyne.Widget.
func (v *veil) CreateRenderer() fyne.WidgetRenderer {
	scrim, box := NewGround(), newSlab()
	objects := append([]fyne.CanvasObject{scrim.Image}, box.with()...)
	if v.first != nil {
		objects = append(objects, v.first)
	}
	objects = append(objects, v.card, v.desk.toasts.over)
	return newDrawing(v, func(th *theme.Theme, r *drawing) {
		scrim.Paint(th.Ink(theme.Scrim))
		box.paint(th.Ink(theme.Surface), th.Ink(theme.Edge), 2*theme.Radius)
	}, func(size fyne.Size, r *drawing) {
		scrim.Resize(size)
		// Twice: running text is only as high as its width makes it.
		v.card.Resize(fyne.NewSize(v.card.MinSize().Width, v.card.Size().Height))
		least := v.card.MinSize()
		least.Width = min(least.Width, size.Width-2*theme.Margin-2*theme.Grid)
		least.Height = min(least.Height, size.Height-2*theme.Margin-2*theme.Grid)
		at := fyne.NewPos((size.Width-least.Width)/2, (size.Height-least.Height)/2)
		v.card.Resize(least)
		v.card.Move(at)
		box.place(at.SubtractXY(theme.Margin, theme.Margin), least.AddWidthHeight(2*theme.Margin, 2*theme.Margin))
		v.desk.toasts.over.place(size)
	}, func(*drawing) fyne.Size { return v.card.MinSize() }, objects...)
}

// newTitle is a dialog's icon and head. A head alone wraps: it often ends with the
// name that the question is about.
func newTitle(q *Dialog) fyne.CanvasObject {
	head := NewHead(q.Title)
	if q.Icon == "" {
		long := NewPara(q.Title)
		long.TextSize, long.Bold = head.TextSize, head.Bold
		return long
	}
	head.Cut = true
	return container.New(&lead{}, NewGlyph(q.Icon, q.Kind.wordInk()), head)
}

// wordInk is the ink of words and icons of a kind upon Surface.
func (k Kind) wordInk() theme.Ink {
	switch k {
	case Go:
		return theme.AccentText
	case Look:
		return theme.LookText
	case Stop:
		return theme.StopText
	}
	return theme.Text
}
