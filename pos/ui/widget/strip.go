package widget

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynewidget "fyne.io/fyne/v2/widget"

	"bonuskasse/pos/ui/theme"
)

// StripCell is one thing the status strip says. Plain is calm; Look and Stop
// get a ground of their own beside their icon and words.
type StripCell struct {
	Icon string
	Text string
	Kind Kind
}

// Strip is the status strip along the lower edge: who, shift, line, unsent,
// printer, readers. It takes no focus; a tap on a cell may open what it is
// about. When the room is short the calm cells are cut first.
type Strip struct {
	fynewidget.BaseWidget
	router Router
	Cells  []StripCell
	// OnTap hears a tap on a cell.
	OnTap func(cell int)
}

func newStrip(r Router, tap func(int)) *Strip {
	s := &Strip{router: r, OnTap: tap}
	s.ExtendBaseWidget(s)
	return s
}

// Set changes the cells.
func (s *Strip) Set(cells ...StripCell) {
	if len(cells) == len(s.Cells) {
		same := true
		for i := range cells {
			same = same && cells[i] == s.Cells[i]
		}
		if same {
			return // nothing moves but what changed
		}
	}
	s.Cells = cells
	s.Refresh()
}

// Tapped is called by Fyne.
func (s *Strip) Tapped(ev *fyne.PointEvent) {
	s.router.Home()
	x, w := s.places()
	for i := range s.Cells {
		if s.OnTap != nil && ev.Position.X >= x[i] && ev.Position.X < x[i]+w[i] {
			s.OnTap(i)
			return
		}
	}
}

func (s *Strip) wide(c StripCell) float32 {
	wide := measure(c.Text, theme.Small, c.Kind != Plain).Width + 2*theme.Gap + 1
	if c.Icon != "" {
		wide += 20 + theme.Half
	}
	return wide
}

// places gives each cell's left edge and width.
func (s *Strip) places() (x, w []float32) {
	total := float32(0)
	for _, c := range s.Cells {
		w = append(w, s.wide(c))
		total += w[len(w)-1]
	}
	s.squeeze(w, total-s.Size().Width)
	at := float32(0)
	for i := range s.Cells {
		x = append(x, at)
		at += w[i]
	}
	return x, w
}

// squeeze takes over from the widest calm cells, so that short ones stay whole.
func (s *Strip) squeeze(w []float32, over float32) {
	const least, step = 48, 2
	for over > 0 {
		widest := -1
		for i, c := range s.Cells {
			if c.Kind == Plain && w[i] > least && (widest < 0 || w[i] > w[widest]) {
				widest = i
			}
		}
		if widest < 0 {
			return
		}
		w[widest] -= step
		over -= step
	}
}

type stripPart struct {
	ground *canvas.Rectangle
	line   *canvas.Rectangle
	icon   *canvas.Image
	word   *canvas.Text
}

// CreateRenderer is part of fyne.Widget.
func (s *Strip) CreateRenderer() fyne.WidgetRenderer {
	back, edge := NewGround(), canvas.NewRectangle(nil)
	var parts []*stripPart
	d := newDrawing(s, func(*theme.Theme, *drawing) {}, func(fyne.Size, *drawing) {},
		func(*drawing) fyne.Size { return fyne.NewSize(320, theme.Strip) }, back.Image, edge)
	d.paint = func(th *theme.Theme, d *drawing) {
		back.Paint(th.Ink(theme.Surface))
		edge.FillColor = th.Ink(theme.Line)
		for len(parts) < len(s.Cells) {
			p := &stripPart{canvas.NewRectangle(nil), canvas.NewRectangle(nil), canvas.NewImageFromResource(nil), canvas.NewText("", nil)}
			parts = append(parts, p)
			d.objects = append(d.objects, p.ground, p.line, p.icon, p.word)
		}
		for i, p := range parts {
			if i >= len(s.Cells) {
				p.ground.Hidden, p.line.Hidden, p.icon.Hidden, p.word.Hidden = true, true, true, true
				continue
			}
			p.paint(th, s.Cells[i])
		}
	}
	d.place = func(size fyne.Size, d *drawing) {
		back.Resize(size)
		edge.Resize(fyne.NewSize(size.Width, theme.Border))
		x, w := s.places()
		for i := range s.Cells {
			parts[i].place(s.Cells[i], x[i], w[i], size.Height)
		}
	}
	d.paint(theme.Of(s), d)
	return d
}

func (p *stripPart) paint(th *theme.Theme, c StripCell) {
	ground, text, _ := c.Kind.inks()
	if c.Kind == Plain {
		ground, text = theme.Surface, theme.Muted
	}
	if c.Kind == Go {
		ground, text = theme.Surface, theme.AccentText
	}
	p.ground.FillColor, p.ground.Hidden, p.ground.CornerRadius = th.Ink(ground), c.Kind == Plain || c.Kind == Go, theme.Half
	p.line.FillColor, p.line.Hidden = th.Ink(theme.Line), false
	p.word.Color, p.word.TextSize, p.word.Hidden = th.Ink(text), theme.Small, false
	embolden(p.word, c.Kind != Plain)
	paintIcon(p.icon, c.Icon, th.Ink(text))
}

func (p *stripPart) place(c StripCell, x, w, high float32) {
	p.ground.Move(fyne.NewPos(x+2, theme.Half))
	p.ground.Resize(fyne.NewSize(w-4, high-2*theme.Half))
	p.line.Move(fyne.NewPos(x+w-theme.Border, theme.Gap))
	p.line.Resize(fyne.NewSize(theme.Border, high-2*theme.Gap))
	at := x + theme.Gap
	if c.Icon != "" {
		p.icon.Move(fyne.NewPos(at, (high-20)/2))
		p.icon.Resize(fyne.NewSquareSize(20))
		at += 20 + theme.Half
	}
	room := x + w - theme.Gap - at
	p.word.Text = fit(c.Text, room, theme.Small, c.Kind != Plain)
	tall := p.word.MinSize().Height
	p.word.Move(fyne.NewPos(at, (high-tall)/2))
	p.word.Resize(fyne.NewSize(room, tall))
	p.word.Refresh()
}
