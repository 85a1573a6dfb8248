package widget

import (
	"fyne.io/fyne/v2"
	fynewidget "fyne.io/fyne/v2/widget"
)

// hand has the focus where nothing else has: on a page or in a question
// without a home field. It is not seen. Without it Fyne would take the Tab that
// ends some scanners' codes for a walk to the first button.
type hand struct {
	fynewidget.BaseWidget
	focus
}

func newHand(r Router) *hand {
	h := &hand{}
	h.focus = focus{router: r, self: h, redraw: func() {}}
	h.ExtendBaseWidget(h)
	return h
}

func (h *hand) acceptKey(*fyne.KeyEvent) {}
func (h *hand) acceptRune(rune)          {}

// CreateRenderer is part of fyne.Widget.
func (h *hand) CreateRenderer() fyne.WidgetRenderer {
	return &drawing{of: h, paint: paintNothing, place: placeNothing, least: func(*drawing) fyne.Size { return fyne.Size{} }}
}
