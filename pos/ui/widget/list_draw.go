package widget

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"bonuskasse/pos/ui/theme"
)

// listDrawing is the renderer of List: a header, as many rows as fit, a bar.
// Its objects are made once and reused while rows pass by.
type listDrawing struct {
	list    *List
	ring    *canvas.Rectangle
	head    *Ground
	heads   []*canvas.Text
	rows    []*listRow
	empty   [mostEmpty]*canvas.Text
	track   *canvas.Rectangle
	thumb   *canvas.Rectangle
	objects []fyne.CanvasObject
}

// mostEmpty lines say what to do where there are no rows.
const mostEmpty = 4

type listRow struct {
	ground *canvas.Rectangle
	mark   *canvas.Rectangle // the chosen row has a bar at its left: a shape, not only a colour
	line   *canvas.Rectangle
	text   []*canvas.Text
	second []*canvas.Text
	icon   []*canvas.Image
}

// CreateRenderer is part of fyne.Widget.
func (l *List) CreateRenderer() fyne.WidgetRenderer {
	d := &listDrawing{list: l, ring: canvas.NewRectangle(nil),
		head: NewGround(), track: canvas.NewRectangle(nil), thumb: canvas.NewRectangle(nil)}
	for i := range d.empty {
		d.empty[i] = canvas.NewText("", nil)
	}
	d.draw()
	return d
}

// Destroy is part of fyne.WidgetRenderer.
func (d *listDrawing) Destroy() {}

// Objects is part of fyne.WidgetRenderer.
func (d *listDrawing) Objects() []fyne.CanvasObject { return d.objects }

// MinSize is part of fyne.WidgetRenderer.
func (d *listDrawing) MinSize() fyne.Size {
	wide := float32(2 * theme.Margin)
	for _, h := range d.list.Headings {
		wide += max(h.Width, 48)
	}
	rows := d.list.MinRows
	if rows == 0 {
		rows = 3
	}
	return fyne.NewSize(wide, d.list.headHeight()+float32(rows)*d.list.rowHeight())
}

// Layout is part of fyne.WidgetRenderer.
func (d *listDrawing) Layout(fyne.Size) {
	if d.list.later {
		d.list.reveal(d.list.chosen)
	}
	d.list.clamp()
	d.draw()
}

// Refresh is part of fyne.WidgetRenderer.
func (d *listDrawing) Refresh() {
	d.list.clamp()
	d.draw()
	canvas.Refresh(d.list)
}

func (d *listDrawing) draw() {
	l, th := d.list, theme.Of(d.list)
	size := l.Size()
	shown := max(0, min(l.Page(), l.Rows-l.first))
	if size.Height <= 0 {
		shown = 0
	}
	d.grow(shown)
	scrolls := l.Rows > l.Page()
	x, w := l.columns()
	paintRing(d.ring, th, l.focused)
	// Fyne clips what can be scrolled to its own room: the ring lies inside.
	d.ring.Move(fyne.NewPos(theme.Focus, theme.Focus))
	d.ring.Resize(size.SubtractWidthHeight(2*theme.Focus, 2*theme.Focus))
	d.drawHead(th, size, x, w)
	for i, row := range d.rows {
		if i >= shown {
			row.hide()
			continue
		}
		row.draw(l, th, l.first+i, fyne.NewPos(0, l.headHeight()+float32(i)*l.rowHeight()), size.Width, x, w)
	}
	d.drawEmpty(th, size)
	d.drawBar(th, size, scrolls)
	d.drawOver(shown, x, w)
}

// drawEmpty says what to do next where there are no rows, on as many lines as
// that takes.
func (d *listDrawing) drawEmpty(th *theme.Theme, size fyne.Size) {
	l := d.list
	wide, high := size.Width-2*theme.Margin, measure("", theme.Normal, false).Height
	words := wrap(l.Empty, wide, theme.Normal, false)
	for i, t := range d.empty {
		t.Hidden = l.Rows > 0 || l.Empty == "" || i >= len(words)
		if t.Hidden {
			continue
		}
		line(t, words[i], th.Ink(theme.Muted), theme.Normal, false, fyne.TextAlignCenter, wide)
		t.Move(fyne.NewPos(theme.Margin, l.headHeight()+theme.Margin+(l.rowHeight()-high)/2+float32(i)*high))
		t.Resize(fyne.NewSize(wide, high))
	}
}

// drawOver lays what is typed in over its cell. Out of sight it is far away and
// not hidden: what is hidden loses the focus.
func (d *listDrawing) drawOver(shown int, x, w []float32) {
	l := d.list
	if l.Over == nil || l.OverColumn >= len(x) {
		return
	}
	high, row := l.Over.MinSize().Height, l.OverRow-l.first
	at := fyne.NewPos(x[l.OverColumn]-theme.Gap, l.headHeight()+float32(row)*l.rowHeight()+(l.rowHeight()-high)/2)
	if row < 0 || row >= shown {
		at.Y = -10 * l.rowHeight()
	}
	l.Over.Resize(fyne.NewSize(w[l.OverColumn]+2*theme.Gap, high))
	l.Over.Move(at)
}

func (d *listDrawing) drawHead(th *theme.Theme, size fyne.Size, x, w []float32) {
	l := d.list
	d.head.Paint(th.Ink(theme.Ground))
	d.head.Hidden = l.NoHeader
	d.head.Resize(fyne.NewSize(size.Width, l.headHeight()))
	for i, t := range d.heads {
		t.Hidden = l.NoHeader
		t.Color, t.TextSize, t.Alignment = th.Ink(theme.Muted), theme.Small, l.Headings[i].Align
		t.Text = fit(l.Headings[i].Text, w[i], theme.Small, false)
		high := t.MinSize().Height
		t.Move(fyne.NewPos(x[i], (l.headHeight()-high)/2))
		t.Resize(fyne.NewSize(w[i], high))
	}
}

// drawBar shows where in all rows the ones in sight are.
func (d *listDrawing) drawBar(th *theme.Theme, size fyne.Size, scrolls bool) {
	l := d.list
	d.track.Hidden, d.thumb.Hidden = !scrolls, !scrolls
	if !scrolls {
		return
	}
	room := size.Height - l.headHeight()
	high := max(theme.Touch, room*float32(l.Page())/float32(l.Rows))
	y := l.headHeight() + (room-high)*float32(l.first)/float32(max(1, l.Rows-l.Page()))
	d.track.FillColor, d.thumb.FillColor = th.Ink(theme.Ground), th.Ink(theme.Edge)
	d.track.Move(fyne.NewPos(size.Width-theme.Margin, l.headHeight()))
	d.track.Resize(fyne.NewSize(theme.Margin, room))
	d.thumb.CornerRadius = theme.Half
	d.thumb.Move(fyne.NewPos(size.Width-theme.Margin+theme.Half, y))
	d.thumb.Resize(fyne.NewSize(theme.Margin-2*theme.Half, high))
}

// grow makes the objects that are missing for the columns and rows shown.
func (d *listDrawing) grow(shown int) {
	columns := len(d.list.Headings)
	if len(d.heads) == columns && len(d.rows) >= shown && d.objects != nil {
		return
	}
	for len(d.heads) < columns {
		d.heads = append(d.heads, canvas.NewText("", nil))
	}
	d.heads = d.heads[:columns]
	for len(d.rows) < shown {
		d.rows = append(d.rows, &listRow{ground: canvas.NewRectangle(nil), mark: canvas.NewRectangle(nil), line: canvas.NewRectangle(nil)})
	}
	d.objects = []fyne.CanvasObject{d.head.Image}
	for _, t := range d.heads {
		d.objects = append(d.objects, t)
	}
	for _, row := range d.rows {
		for len(row.text) < columns {
			row.text = append(row.text, canvas.NewText("", nil))
			row.second = append(row.second, canvas.NewText("", nil))
			row.icon = append(row.icon, canvas.NewImageFromResource(nil))
		}
		d.objects = append(d.objects, row.ground, row.line, row.mark)
		for i := range columns {
			d.objects = append(d.objects, row.text[i], row.second[i], row.icon[i])
		}
	}
	for _, t := range d.empty {
		d.objects = append(d.objects, t)
	}
	d.objects = append(d.objects, d.track, d.thumb, d.ring)
	if d.list.Over != nil {
		d.objects = append(d.objects, d.list.Over)
	}
}

func (r *listRow) hide() {
	r.ground.Hidden, r.mark.Hidden, r.line.Hidden = true, true, true
	for i := range r.text {
		r.text[i].Hidden, r.second[i].Hidden, r.icon[i].Hidden = true, true, true
	}
}

func (r *listRow) draw(l *List, th *theme.Theme, row int, at fyne.Position, wide float32, x, w []float32) {
	high := l.rowHeight()
	chosen := row == l.chosen
	r.ground.Hidden, r.mark.Hidden, r.line.Hidden = !chosen, !chosen, false
	r.ground.FillColor, r.mark.FillColor, r.line.FillColor = th.Ink(theme.AccentSoft), th.Ink(theme.Accent), th.Ink(theme.Line)
	r.ground.Move(at)
	r.ground.Resize(fyne.NewSize(wide, high))
	r.mark.Move(at)
	r.mark.Resize(fyne.NewSize(theme.Half, high))
	r.line.Move(at.AddXY(0, high-theme.Border))
	r.line.Resize(fyne.NewSize(wide, theme.Border))
	for i := range x {
		var c Cell
		if l.At != nil {
			c = l.At(row, i)
		}
		if c.Ink == theme.Ground {
			c.Ink = theme.Text // the zero Cell
		}
		r.cell(i, c, th, l.Headings[i].Align, fyne.NewPos(x[i], at.Y), fyne.NewSize(w[i], high))
	}
}

func (r *listRow) cell(i int, c Cell, th *theme.Theme, align fyne.TextAlign, at fyne.Position, size fyne.Size) {
	paintIcon(r.icon[i], c.Icon, th.Ink(c.Ink))
	if c.Icon != "" {
		r.icon[i].Resize(fyne.NewSquareSize(IconSize))
		r.icon[i].Move(at.AddXY(0, (size.Height-IconSize)/2))
		at.X += IconSize + theme.Gap
		size.Width -= IconSize + theme.Gap
	}
	line(r.text[i], c.Text, th.Ink(c.Ink), theme.Normal, c.Bold, align, size.Width)
	line(r.second[i], c.Second, th.Ink(theme.Muted), theme.Small, false, align, size.Width)
	first, second := r.text[i].MinSize().Height, float32(0)
	if c.Second != "" {
		second = r.second[i].MinSize().Height
	}
	y := at.Y + (size.Height-first-second)/2
	r.text[i].Move(fyne.NewPos(at.X, y))
	r.text[i].Resize(fyne.NewSize(size.Width, first))
	r.second[i].Move(fyne.NewPos(at.X, y+first))
	r.second[i].Resize(fyne.NewSize(size.Width, second))
}
