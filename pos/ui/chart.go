package ui

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynewidget "fyne.io/fyne/v2/widget"

	"bonuskasse/pos/screen"
	"bonuskasse/pos/ui/theme"
)

// chart is bars beside each other, from zero: the newest at the right, the one of
// the chosen row in the accent's colour and wider. The numbers stand in the list.
type chart struct {
	fynewidget.BaseWidget
	bars                        []int64
	chosen                      int
	forward                     bool
	title, most, oldest, newest string
	drawn                       string
}

func newChart() *chart {
	c := &chart{}
	c.ExtendBaseWidget(c)
	return c
}

// Set draws another chart; nil is none.
func (c *chart) Set(f *Front, b *screen.BarChart, chosen int) {
	if b == nil || len(b.Bars) < 2 {
		c.Hide()
		return
	}
	drawn := fmt.Sprint(*b, chosen)
	if c.drawn == drawn {
		return
	}
	c.drawn, c.bars, c.chosen, c.forward = drawn, b.Bars, chosen, b.Forward
	c.title, c.most, c.oldest, c.newest = f.Say(b.Title), f.Say(b.Most), f.Say(b.Oldest), f.Say(b.Newest)
	c.Show()
	c.Refresh()
}

// CreateRenderer is part of fyne.Widget.
func (c *chart) CreateRenderer() fyne.WidgetRenderer {
	d := &chartDrawing{chart: c, base: canvas.NewRectangle(nil)}
	for range 4 {
		d.words = append(d.words, canvas.NewText("", nil))
	}
	return d
}

// chartDrawing is the renderer of chart.
type chartDrawing struct {
	chart *chart
	base  *canvas.Rectangle
	bars  []*canvas.Rectangle
	words []*canvas.Text // title, most, oldest, newest
}

// chartHigh is the room for the bars.
const chartHigh float32 = 128

// Layout is part of fyne.WidgetRenderer.
func (d *chartDrawing) Layout(size fyne.Size) {
	c, th := d.chart, theme.Of(d.chart)
	for i, text := range []string{c.title, c.most, c.oldest, c.newest} {
		w := d.words[i]
		w.Text, w.TextSize, w.Color = text, theme.Small, th.Ink(theme.Muted)
		w.Resize(fyne.NewSize(size.Width, w.MinSize().Height))
		w.Alignment = fyne.TextAlignLeading
		if i%2 == 1 {
			w.Alignment = fyne.TextAlignTrailing
		}
	}
	line := d.words[0].MinSize().Height
	foot := line + theme.Grid + chartHigh
	d.words[2].Move(fyne.NewPos(0, foot+theme.Half))
	d.words[3].Move(fyne.NewPos(0, foot+theme.Half))
	d.base.FillColor = th.Ink(theme.Edge)
	d.base.Move(fyne.NewPos(0, foot))
	d.base.Resize(fyne.NewSize(size.Width, theme.Border))
	most := int64(1)
	for _, n := range c.bars {
		most = max(most, n)
	}
	for len(d.bars) < len(c.bars) {
		d.bars = append(d.bars, canvas.NewRectangle(nil))
	}
	wide := size.Width / float32(max(len(c.bars), 1))
	for i, bar := range d.bars {
		bar.Hidden = i >= len(c.bars)
		if bar.Hidden {
			continue
		}
		high := chartHigh * float32(max(c.bars[i], 0)) / float32(most) // of a day with more returns than sales: none
		room := min(theme.Half, wide/4)
		bar.FillColor = th.Ink(theme.Edge)
		if i == c.chosen {
			bar.FillColor, room = th.Ink(theme.Accent), 0
		}
		left := wide * float32(i)
		if !c.forward {
			left = size.Width - wide - left
		}
		bar.Move(fyne.NewPos(left+room, foot-high))
		bar.Resize(fyne.NewSize(wide-2*room, high))
	}
}

// MinSize is part of fyne.WidgetRenderer.
func (d *chartDrawing) MinSize() fyne.Size {
	return fyne.NewSize(64, chartHigh+2*theme.Strip+theme.Grid)
}

// Refresh is part of fyne.WidgetRenderer.
func (d *chartDrawing) Refresh() {
	d.Layout(d.chart.Size())
	canvas.Refresh(d.chart)
}

// Objects is part of fyne.WidgetRenderer.
func (d *chartDrawing) Objects() []fyne.CanvasObject {
	list := []fyne.CanvasObject{d.base}
	for _, b := range d.bars {
		list = append(list, b)
	}
	for _, w := range d.words {
		list = append(list, w)
	}
	return list
}

// Destroy is part of fyne.WidgetRenderer.
func (d *chartDrawing) Destroy() {}
