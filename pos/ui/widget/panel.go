package widget

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	fynewidget "fyne.io/fyne/v2/widget"

	"bonuskasse/pos/ui/theme"
)

// Panel is a ground of its own with a margin, for what belongs together.
type Panel struct {
	fynewidget.BaseWidget
	Content fyne.CanvasObject
	// Kind gives the ground: Plain is Surface, Go, Look and Stop are their
	// soft grounds.
	Kind Kind
	// Tight is a panel without margin, for lists.
	Tight bool
}

// NewPanel puts content on a panel.
func NewPanel(content fyne.CanvasObject) *Panel {
	p := &Panel{Content: content}
	p.ExtendBaseWidget(p)
	return p
}

// As sets the kind and gives the panel back.
func (p *Panel) As(k Kind) *Panel { p.Kind = k; return p }

func (k Kind) soft() theme.Ink {
	switch k {
	case Go:
		return theme.AccentSoft
	case Look:
		return theme.LookSoft
	case Stop:
		return theme.StopSoft
	case Quiet:
		return theme.Ground
	}
	return theme.Surface
}

// CreateRenderer is part of fyne.Widget.
func (p *Panel) CreateRenderer() fyne.WidgetRenderer {
	box := newSlab()
	margin := func() float32 {
		if p.Tight {
			return theme.Border
		}
		return theme.Margin
	}
	return newDrawing(p, func(th *theme.Theme, r *drawing) {
		box.paint(th.Ink(p.Kind.soft()), th.Ink(theme.Line), theme.Radius)
	}, func(size fyne.Size, r *drawing) {
		box.place(fyne.Position{}, size)
		p.Content.Move(fyne.NewPos(margin(), margin()))
		p.Content.Resize(size.SubtractWidthHeight(2*margin(), 2*margin()))
	}, func(*drawing) fyne.Size {
		return p.Content.MinSize().AddWidthHeight(2*margin(), 2*margin())
	}, box.with(p.Content)...)
}

// Glyph is an icon in an ink. It stands beside a word, always.
type Glyph struct {
	fynewidget.BaseWidget
	name string
	ink  theme.Ink
}

// NewGlyph draws the icon of assets with that name.
func NewGlyph(name string, ink theme.Ink) *Glyph {
	g := &Glyph{name: name, ink: ink}
	g.ExtendBaseWidget(g)
	return g
}

// Set changes the icon and its ink.
func (g *Glyph) Set(name string, ink theme.Ink) {
	if g.name != name || g.ink != ink {
		g.name, g.ink = name, ink
		g.Refresh()
	}
}

// CreateRenderer is part of fyne.Widget.
func (g *Glyph) CreateRenderer() fyne.WidgetRenderer {
	img := canvas.NewImageFromResource(nil)
	return newDrawing(g, func(th *theme.Theme, r *drawing) { paintIcon(img, g.name, th.Ink(g.ink)) },
		func(size fyne.Size, r *drawing) {
			img.Resize(fyne.NewSquareSize(IconSize))
			img.Move(fyne.NewPos((size.Width-IconSize)/2, (size.Height-IconSize)/2))
		}, func(*drawing) fyne.Size { return fyne.NewSquareSize(IconSize) }, img)
}

// Field is a small label above a control.
func Field(label string, control fyne.CanvasObject) fyne.CanvasObject {
	return container.New(&column{gap: theme.Half}, NewSmall(label), control)
}

// Empty says what to do next where a list has nothing to show.
func Empty(icon, text string) fyne.CanvasObject {
	words := NewPara(text)
	words.Align, words.Ink = fyne.TextAlignCenter, theme.Muted
	return container.NewCenter(container.New(&fixedWidth{360}, container.New(&column{gap: theme.Gap},
		NewGlyph(icon, theme.Muted), words)))
}

// fixedWidth holds running text to a width that is good to read.
type fixedWidth struct{ wide float32 }

// Layout is part of fyne.Layout.
func (f *fixedWidth) Layout(objects []fyne.CanvasObject, size fyne.Size) { objects[0].Resize(size) }

// MinSize is part of fyne.Layout.
func (f *fixedWidth) MinSize(objects []fyne.CanvasObject) fyne.Size {
	objects[0].Resize(fyne.NewSize(f.wide, objects[0].Size().Height))
	return fyne.NewSize(f.wide, objects[0].MinSize().Height)
}

// NewLine is a hair line between things.
func NewLine() fyne.CanvasObject {
	l := &rule{}
	l.ExtendBaseWidget(l)
	return l
}

type rule struct{ fynewidget.BaseWidget }

// CreateRenderer is part of fyne.Widget.
func (l *rule) CreateRenderer() fyne.WidgetRenderer {
	line := canvas.NewRectangle(nil)
	return newDrawing(l, func(th *theme.Theme, r *drawing) { line.FillColor = th.Ink(theme.Line) },
		func(size fyne.Size, r *drawing) {
			line.Move(fyne.NewPos(0, (size.Height-theme.Border)/2))
			line.Resize(fyne.NewSize(size.Width, theme.Border))
		}, func(*drawing) fyne.Size { return fyne.NewSize(theme.Grid, theme.Grid+theme.Border) }, line)
}

// NewPanelTight is a panel without margin, for a list or a bar.
func NewPanelTight(content fyne.CanvasObject) *Panel {
	p := NewPanel(content)
	p.Tight = true
	return p
}

// Pair is a label with its value.
type Pair struct {
	Label, Value string
	Ink          theme.Ink // of the value; the zero ink is Text
}

// Pairs puts labels at the left and their values at the right edge, each on a
// line of its own. A label gives way to its value, and a value that is wider than
// the line ends in "…": what a person is called makes no window grow.
func Pairs(pairs ...Pair) fyne.CanvasObject {
	box := container.New(&column{gap: theme.Half})
	for _, p := range pairs {
		label, value := NewSmall(p.Label), NewText(p.Value)
		label.Cut = true
		value.Align = fyne.TextAlignTrailing
		if p.Ink != theme.Ground {
			value.Ink = p.Ink
		}
		box.Add(container.New(pairRow{}, label, value))
	}
	return box
}

// pairWide is as much room as a pair asks for.
const pairWide = 280

// pairRow gives a value what it needs, and its label the rest.
type pairRow struct{}

// Layout is part of fyne.Layout.
func (pairRow) Layout(o []fyne.CanvasObject, size fyne.Size) {
	wide := max(0, min(o[1].MinSize().Width, size.Width-theme.Gap-o[0].MinSize().Width))
	o[0].Resize(fyne.NewSize(max(0, size.Width-theme.Gap-wide), size.Height))
	o[1].Resize(fyne.NewSize(wide, size.Height))
	o[1].Move(fyne.NewPos(size.Width-wide, 0))
}

// MinSize is part of fyne.Layout.
func (pairRow) MinSize(o []fyne.CanvasObject) fyne.Size {
	label, value := o[0].MinSize(), o[1].MinSize()
	return fyne.NewSize(min(label.Width+theme.Gap+value.Width, pairWide), max(label.Height, value.Height))
}
