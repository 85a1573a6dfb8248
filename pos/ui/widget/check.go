package widget

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynewidget "fyne.io/fyne/v2/widget"

	"bonuskasse/pos/ui/theme"
)

// Check is a yes or no with its words.
type Check struct {
	fynewidget.BaseWidget
	focus
	Text string
	// OnChange hears what a person made of it.
	OnChange func(on bool)
	on       bool
}

var _ typist = (*Check)(nil)

func newCheck(r Router, text string, changed func(bool)) *Check {
	c := &Check{Text: text, OnChange: changed}
	c.focus = focus{router: r, self: c, redraw: c.Refresh}
	c.ExtendBaseWidget(c)
	return c
}

// On tells whether it is checked.
func (c *Check) On() bool { return c.on }

// Set checks it or not, without telling OnChange.
func (c *Check) Set(on bool) { c.on = on; c.Refresh() }

// Tapped is called by Fyne.
func (c *Check) Tapped(*fyne.PointEvent) {
	c.router.Home()
	c.flip()
}

func (c *Check) flip() {
	c.on = !c.on
	c.Refresh()
	if c.OnChange != nil {
		c.OnChange(c.on)
	}
}

func (c *Check) acceptKey(ev *fyne.KeyEvent) {
	switch ev.Name {
	case fyne.KeySpace, fyne.KeyReturn, fyne.KeyEnter:
		c.flip()
	}
}

func (c *Check) acceptRune(r rune) { c.router.TypeHome(r) }

// CreateRenderer is part of fyne.Widget.
func (c *Check) CreateRenderer() fyne.WidgetRenderer {
	ring, box := canvas.NewRectangle(nil), canvas.NewRectangle(nil)
	mark, word := canvas.NewImageFromResource(nil), canvas.NewText("", nil)
	const side = 28
	return newDrawing(c, func(th *theme.Theme, r *drawing) {
		paintRing(ring, th, c.focused)
		box.CornerRadius, box.StrokeWidth = theme.Half, 2
		box.FillColor, box.StrokeColor = th.Ink(theme.Surface), th.Ink(theme.Edge)
		if c.on {
			box.FillColor, box.StrokeColor = th.Ink(theme.Accent), th.Ink(theme.Accent)
		}
		paintIcon(mark, "ok", th.Ink(theme.OnAccent))
		mark.Hidden = !c.on
		word.Color, word.TextSize = th.Ink(theme.Text), theme.Normal
	}, func(size fyne.Size, r *drawing) {
		ring.Resize(size)
		y := (size.Height - side) / 2
		box.Move(fyne.NewPos(theme.Gap, y))
		box.Resize(fyne.NewSquareSize(side))
		mark.Move(fyne.NewPos(theme.Gap+4, y+4))
		mark.Resize(fyne.NewSquareSize(side - 8))
		x := 2*theme.Gap + side
		word.Text = fit(c.Text, size.Width-x-theme.Gap, theme.Normal, false)
		high := word.MinSize().Height
		word.Move(fyne.NewPos(x, (size.Height-high)/2))
		word.Resize(fyne.NewSize(size.Width-x-theme.Gap, high))
	}, func(*drawing) fyne.Size {
		w := measure(c.Text, theme.Normal, false)
		return fyne.NewSize(w.Width+3*theme.Gap+side+1, theme.Touch)
	}, ring, box, mark, word)
}
