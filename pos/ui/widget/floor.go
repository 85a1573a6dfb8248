package widget

import (
	"fyne.io/fyne/v2"
	fynewidget "fyne.io/fyne/v2/widget"
)

// floor lies under everything. Fyne takes the focus away when a finger lands
// where nothing can be focused; the floor gives it back.
type floor struct {
	fynewidget.BaseWidget
	router Router
}

func newFloor(r Router) *floor {
	f := &floor{router: r}
	f.ExtendBaseWidget(f)
	return f
}

// Tapped is called by Fyne.
func (f *floor) Tapped(*fyne.PointEvent) { f.router.Home() }

// TappedSecondary is called by Fyne.
func (f *floor) TappedSecondary(*fyne.PointEvent) { f.router.Home() }

// Dragged is called by Fyne: a finger that slides is no tap.
func (f *floor) Dragged(*fyne.DragEvent) {}

// DragEnd is called by Fyne.
func (f *floor) DragEnd() { f.router.Home() }

// CreateRenderer is part of fyne.Widget. The floor itself is not drawn: the window
// begins each picture in the colour of the ground.
func (f *floor) CreateRenderer() fyne.WidgetRenderer {
	return newDrawing(f, paintNothing, placeNothing, func(*drawing) fyne.Size { return fyne.Size{} })
}
