package widget

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynewidget "fyne.io/fyne/v2/widget"

	"bonuskasse/pos/ui/theme"
)

// Bar shows how far something has come. It says nothing: its number stands in
// words beside it.
type Bar struct {
	fynewidget.BaseWidget
	done, total int
}

// NewBar is an empty bar.
func NewBar() *Bar {
	b := &Bar{}
	b.ExtendBaseWidget(b)
	return b
}

// Set fills it as far as done of total.
func (b *Bar) Set(done, total int) {
	if b.done != done || b.total != total {
		b.done, b.total = done, total
		b.Refresh()
	}
}

// CreateRenderer is part of fyne.Widget.
func (b *Bar) CreateRenderer() fyne.WidgetRenderer {
	const high float32 = 24
	ground, full := canvas.NewRectangle(nil), canvas.NewRectangle(nil)
	ground.StrokeWidth, ground.CornerRadius, full.CornerRadius = 1, 4, 4
	place := func(size fyne.Size, _ *drawing) {
		ground.Resize(size)
		wide := float32(0)
		if b.total > 0 {
			wide = size.Width * float32(min(b.done, b.total)) / float32(b.total)
		}
		full.Resize(fyne.NewSize(wide, size.Height))
	}
	return newDrawing(b, func(th *theme.Theme, d *drawing) {
		ground.FillColor, ground.StrokeColor, full.FillColor = th.Ink(theme.Surface), th.Ink(theme.Edge), th.Ink(theme.Accent)
		place(b.Size(), d)
	}, place, func(*drawing) fyne.Size { return fyne.NewSize(100, high) }, ground, full)
}
