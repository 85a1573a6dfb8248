package widget

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"bonuskasse/pos/ui/theme"
)

// drawing is the renderer of all our controls: three functions over a list of
// canvas objects. paint gives the objects their colours and words, place their
// position, least the smallest size.
type drawing struct {
	of      fyne.Widget
	paint   func(*theme.Theme, *drawing)
	place   func(fyne.Size, *drawing)
	least   func(*drawing) fyne.Size
	objects []fyne.CanvasObject
}

func newDrawing(of fyne.Widget, paint func(*theme.Theme, *drawing), place func(fyne.Size, *drawing),
	least func(*drawing) fyne.Size, objects ...fyne.CanvasObject) *drawing {
	d := &drawing{of: of, paint: paint, place: place, least: least, objects: objects}
	d.paint(theme.Of(of), d)
	// Fyne forgets how a widget is drawn that nobody saw for a minute, and tells
	// the one that draws it next no size unless it changes.
	if size := of.Size(); !size.IsZero() {
		d.place(size, d)
	}
	return d
}

func paintNothing(*theme.Theme, *drawing) {}
func placeNothing(fyne.Size, *drawing)    {}

// Layout is part of fyne.WidgetRenderer.
func (d *drawing) Layout(size fyne.Size) { d.place(size, d) }

// MinSize is part of fyne.WidgetRenderer.
func (d *drawing) MinSize() fyne.Size { return d.least(d) }

// Objects is part of fyne.WidgetRenderer.
func (d *drawing) Objects() []fyne.CanvasObject { return d.objects }

// Refresh is part of fyne.WidgetRenderer.
func (d *drawing) Refresh() {
	d.paint(theme.Of(d.of), d)
	d.place(d.of.Size(), d)
	canvas.Refresh(d.of)
}

// Destroy is part of fyne.WidgetRenderer.
func (d *drawing) Destroy() {}
