package widget

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	fynewidget "fyne.io/fyne/v2/widget"

	"bonuskasse/pos/ui/theme"
)

// PadKey is one key of a Pad.
type PadKey struct {
	Text string
	Icon string
	Kind Kind
	Do   func()
}

// Pad is keys on the screen, laid out in columns. It takes no focus: what it
// types goes where Do says.
type Pad struct {
	fynewidget.BaseWidget
	router  Router
	Columns int
	Keys    []PadKey
	// Side is the least height of a key; 0 is theme.Big.
	Side    float32
	pressed int
}

func newPad(r Router, columns int, keys ...PadKey) *Pad {
	p := &Pad{router: r, Columns: columns, Keys: keys, pressed: -1}
	p.ExtendBaseWidget(p)
	return p
}

// NumberPad types figures into an entry: 0-9, the language's decimal mark (or
// "00" when point is empty) and backspace.
func NumberPad(r Router, into *Entry, point string) *Pad {
	var keys []PadKey
	typed := func(text string) PadKey {
		return PadKey{Text: text, Do: func() {
			for _, c := range text {
				into.Type(c)
			}
		}}
	}
	for _, text := range []string{"7", "8", "9", "4", "5", "6", "1", "2", "3"} {
		keys = append(keys, typed(text))
	}
	if point == "" {
		point = "00"
	}
	keys = append(keys, typed("0"), typed(point), PadKey{Icon: "backspace", Do: func() { into.Press(fyne.KeyBackspace) }})
	return newPad(r, 3, keys...)
}

func (p *Pad) side() float32 {
	if p.Side > 0 {
		return p.Side
	}
	return theme.Big
}

func (p *Pad) key(at fyne.Position) int {
	rows := (len(p.Keys) + p.Columns - 1) / p.Columns
	cell := fyne.NewSize((p.Size().Width+theme.Gap)/float32(p.Columns), (p.Size().Height+theme.Gap)/float32(rows))
	column, row := int(at.X/cell.Width), int(at.Y/cell.Height)
	i := row*p.Columns + column
	if column >= p.Columns || i >= len(p.Keys) || at.X < 0 || at.Y < 0 {
		return -1
	}
	return i
}

// MouseDown is called by Fyne: the key shows that it was hit.
func (p *Pad) MouseDown(ev *desktop.MouseEvent) { p.pressed = p.key(ev.Position); p.Refresh() }

// MouseUp is called by Fyne.
func (p *Pad) MouseUp(*desktop.MouseEvent) { p.pressed = -1; p.Refresh() }

// Tapped is called by Fyne.
func (p *Pad) Tapped(ev *fyne.PointEvent) {
	p.router.Home()
	if i := p.key(ev.Position); i >= 0 && p.Keys[i].Do != nil {
		p.Keys[i].Do()
	}
}

// CreateRenderer is part of fyne.Widget.
func (p *Pad) CreateRenderer() fyne.WidgetRenderer {
	var boxes []*canvas.Rectangle
	var words []*canvas.Text
	var icons []*canvas.Image
	var objects []fyne.CanvasObject
	for range p.Keys {
		box, word, icon := canvas.NewRectangle(nil), canvas.NewText("", nil), canvas.NewImageFromResource(nil)
		boxes, words, icons = append(boxes, box), append(words, word), append(icons, icon)
		objects = append(objects, box, word, icon)
	}
	rows := (len(p.Keys) + p.Columns - 1) / p.Columns
	return newDrawing(p, func(th *theme.Theme, r *drawing) {
		for i, k := range p.Keys {
			ground, text, edge := k.Kind.inks()
			if i == p.pressed {
				ground, text = theme.AccentSoft, theme.Text
			}
			boxes[i].FillColor, boxes[i].CornerRadius = th.Ink(ground), theme.Radius
			boxes[i].StrokeColor, boxes[i].StrokeWidth = th.Ink(edge), theme.Border
			words[i].Text, words[i].Color, words[i].Alignment = k.Text, th.Ink(text), fyne.TextAlignCenter
			words[i].TextSize = theme.Normal
			if len(k.Text) <= 2 {
				words[i].TextSize = theme.Head
			}
			paintIcon(icons[i], k.Icon, th.Ink(text))
		}
	}, func(size fyne.Size, r *drawing) {
		cell := fyne.NewSize((size.Width-float32(p.Columns-1)*theme.Gap)/float32(p.Columns), (size.Height-float32(rows-1)*theme.Gap)/float32(rows))
		for i := range p.Keys {
			at := fyne.NewPos(float32(i%p.Columns)*(cell.Width+theme.Gap), float32(i/p.Columns)*(cell.Height+theme.Gap))
			boxes[i].Move(at)
			boxes[i].Resize(cell)
			high := words[i].MinSize().Height
			words[i].Move(at.AddXY(0, (cell.Height-high)/2))
			words[i].Resize(fyne.NewSize(cell.Width, high))
			icons[i].Resize(fyne.NewSquareSize(IconSize))
			icons[i].Move(at.AddXY((cell.Width-IconSize)/2, (cell.Height-IconSize)/2))
			if p.Keys[i].Icon != "" && p.Keys[i].Text != "" {
				icons[i].Move(at.AddXY((cell.Width-IconSize)/2, theme.Gap))
				words[i].Move(at.AddXY(0, cell.Height-high-theme.Half))
			}
		}
	}, func(*drawing) fyne.Size {
		wide := p.side()
		for _, k := range p.Keys {
			wide = max(wide, measure(k.Text, theme.Normal, false).Width+2*theme.Gap)
		}
		return fyne.NewSize(float32(p.Columns)*(wide+theme.Gap)-theme.Gap, float32(rows)*(p.side()+theme.Gap)-theme.Gap)
	}, objects...)
}
