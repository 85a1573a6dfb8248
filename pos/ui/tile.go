package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	fynewidget "fyne.io/fyne/v2/widget"

	"bonuskasse/pos/ui/theme"
	"bonuskasse/pos/ui/widget"
)

// tile is something to do, for a finger: an icon, a word, and the key that does
// the same. It takes no focus, so that the home field keeps it.
type tile struct {
	fynewidget.BaseWidget
	front *Front
	icon  *widget.Glyph
	word  *widget.Text
	key   *widget.Text
	box   *canvas.Rectangle
	name  string
	off   bool
	do    func()
}

func newTile(f *Front, word, icon, key string, do func()) *tile {
	t := &tile{
		front: f, icon: widget.NewGlyph(icon, theme.Text), word: widget.NewText(word), key: widget.NewSmall(key),
		box: canvas.NewRectangle(nil), name: icon, do: do,
	}
	t.word.TextSize, t.word.Align, t.word.Cut = 18, fyne.TextAlignCenter, true
	t.key.TextSize, t.key.Align = 14, fyne.TextAlignCenter
	t.ExtendBaseWidget(t)
	return t
}

// Tapped is called by Fyne.
func (t *tile) Tapped(*fyne.PointEvent) {
	t.front.Desk().Home()
	if !t.off {
		t.do()
	}
}

// Set changes the word and whether it can be used now.
func (t *tile) Set(word string, on bool) {
	if t.word.Text == word && t.off == !on {
		return
	}
	t.off = !on
	t.word.Text = word
	t.Refresh()
}

// Refresh is part of fyne.Widget.
func (t *tile) Refresh() {
	t.paint()
	t.BaseWidget.Refresh()
}

func (t *tile) paint() {
	th := theme.Of(t)
	ground, ink, muted, edge := theme.Raised, theme.Text, theme.Muted, theme.Edge
	if t.off {
		ground, ink, muted, edge = theme.Ground, theme.Faint, theme.Faint, theme.Line
	}
	t.box.FillColor, t.box.StrokeColor = th.Ink(ground), th.Ink(edge)
	t.box.StrokeWidth, t.box.CornerRadius = theme.Border, theme.Radius
	t.icon.Set(t.name, ink)
	t.word.SetInk(t.word.Text, ink)
	t.key.SetInk(t.key.Text, muted)
	t.box.Refresh()
}

// CreateRenderer is part of fyne.Widget.
func (t *tile) CreateRenderer() fyne.WidgetRenderer {
	t.paint()
	return fynewidget.NewSimpleRenderer(container.NewStack(t.box, container.New(tileLayout{}, t.icon, t.word, t.key)))
}

// tileLayout stacks icon, word and key in the middle of a tile.
type tileLayout struct{}

const tileHigh = theme.Big + 2*theme.Gap

// Layout is part of fyne.Layout.
func (tileLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	word, key := objects[1].MinSize().Height, objects[2].MinSize().Height
	high := widget.IconSize + word + key - theme.Half
	y := (size.Height - high) / 2
	for i, h := range []float32{widget.IconSize, word, key} {
		objects[i].Resize(fyne.NewSize(size.Width-2*theme.Half, h))
		objects[i].Move(fyne.NewPos(theme.Half, y))
		y += h
		if i == 1 {
			y -= theme.Half
		}
	}
}

// MinSize is part of fyne.Layout.
func (tileLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(80, tileHigh) }
