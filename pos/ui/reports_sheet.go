package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	fynewidget "fyne.io/fyne/v2/widget"

	"bonuskasse/pos/ui/theme"
)

// sheet shows a part of something longer than the room there is, by wheel,
// finger, and the keys that its view gives it. It takes no focus.
type sheet struct {
	fynewidget.BaseWidget
	content fyne.CanvasObject
	offset  float32
}

var (
	_ fyne.Scrollable = (*sheet)(nil)
	_ fyne.Draggable  = (*sheet)(nil)
)

func newSheet(content fyne.CanvasObject) *sheet {
	s := &sheet{content: content}
	s.ExtendBaseWidget(s)
	return s
}

// Top shows the beginning.
func (s *sheet) Top() { s.offset = 0; s.Refresh() }

// Page moves by so many screens.
func (s *sheet) Page(by float32) { s.move(by * (s.Size().Height - theme.Touch)) }

// Scrolled is called by Fyne for a wheel.
func (s *sheet) Scrolled(ev *fyne.ScrollEvent) { s.move(-ev.Scrolled.DY) }

// Dragged is called by Fyne for a finger.
func (s *sheet) Dragged(ev *fyne.DragEvent) { s.move(-ev.Dragged.DY) }

// DragEnd is called by Fyne.
func (s *sheet) DragEnd() {}

func (s *sheet) move(by float32) {
	s.offset += by
	s.Refresh()
}

// CreateRenderer is part of fyne.Widget.
func (s *sheet) CreateRenderer() fyne.WidgetRenderer {
	inner := container.NewWithoutLayout(s.content)
	thumb := canvas.NewRectangle(theme.Of(s).Ink(theme.Edge))
	thumb.CornerRadius = theme.Half
	return &sheetDrawing{sheet: s, inner: inner, clip: container.NewClip(inner), thumb: thumb}
}

// sheetDrawing is the renderer of sheet.
type sheetDrawing struct {
	sheet *sheet
	inner *fyne.Container
	clip  *container.Clip
	thumb *canvas.Rectangle
}

// Layout is part of fyne.WidgetRenderer.
func (d *sheetDrawing) Layout(size fyne.Size) {
	s := d.sheet
	d.clip.Resize(size)
	d.inner.Resize(size)
	wide := size.Width
	high := s.highAt(wide)
	d.thumb.Hidden = high <= size.Height
	if !d.thumb.Hidden {
		wide -= theme.Margin
		high = s.highAt(wide)
	}
	s.offset = max(0, min(s.offset, high-size.Height))
	s.content.Resize(fyne.NewSize(wide, max(high, size.Height)))
	s.content.Move(fyne.NewPos(0, -s.offset))
	length := max(theme.Touch, size.Height*size.Height/max(high, 1))
	d.thumb.Resize(fyne.NewSize(theme.Grid, length))
	d.thumb.Move(fyne.NewPos(size.Width-theme.Grid, (size.Height-length)*s.offset/max(high-size.Height, 1)))
}

// highAt is how high the content is at a width: running text wraps.
func (s *sheet) highAt(wide float32) float32 {
	s.content.Resize(fyne.NewSize(wide, s.content.Size().Height))
	return s.content.MinSize().Height
}

// MinSize is part of fyne.WidgetRenderer.
func (d *sheetDrawing) MinSize() fyne.Size {
	return fyne.NewSize(d.sheet.content.MinSize().Width, 2*theme.Touch)
}

// Refresh is part of fyne.WidgetRenderer.
func (d *sheetDrawing) Refresh() {
	d.thumb.FillColor = theme.Of(d.sheet).Ink(theme.Edge)
	d.Layout(d.sheet.Size())
	d.sheet.content.Refresh()
	canvas.Refresh(d.sheet)
}

// Objects is part of fyne.WidgetRenderer.
func (d *sheetDrawing) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{d.clip, d.thumb} }

// Destroy is part of fyne.WidgetRenderer.
func (d *sheetDrawing) Destroy() {}
