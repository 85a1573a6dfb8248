package widget

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	fynewidget "fyne.io/fyne/v2/widget"

	"bonuskasse/pos/ui/theme"
)

// MaxPIN is the longest PIN that can be typed.
const MaxPIN = 8

// PINPad takes a PIN by keyboard or finger and shows only how many figures
// there are. It is its page's home field: give Field as Page.Home.
type PINPad struct {
	fynewidget.BaseWidget
	Field *PINField
	pad   *Pad
}

func newPINPad(r Router, backWord, okWord string, enter func(pin []byte)) *PINPad {
	p := &PINPad{Field: newPINField(r, enter)}
	var keys []PadKey
	for _, figure := range "123456789" {
		keys = append(keys, PadKey{Text: string(figure), Do: func() { p.Field.acceptRune(figure) }})
	}
	keys = append(keys,
		PadKey{Icon: "backspace", Text: backWord, Do: p.Field.back},
		PadKey{Text: "0", Do: func() { p.Field.acceptRune('0') }},
		PadKey{Icon: "ok", Text: okWord, Kind: Go, Do: p.Field.enter})
	p.pad = newPad(r, 3, keys...)
	p.pad.Side = theme.Big + theme.Grid
	p.ExtendBaseWidget(p)
	return p
}

// CreateRenderer is part of fyne.Widget.
func (p *PINPad) CreateRenderer() fyne.WidgetRenderer {
	return fynewidget.NewSimpleRenderer(container.New(&column{gap: theme.Margin}, p.Field, p.pad))
}

// PINField is the row of dots above the pad. What is typed is kept in one
// array that is wiped as soon as it was handed on.
type PINField struct {
	fynewidget.BaseWidget
	focus
	onEnter func(pin []byte)
	pin     [MaxPIN]byte
	count   int
}

var (
	_ typist = (*PINField)(nil)
	_ keeper = (*PINField)(nil)
)

func newPINField(r Router, enter func([]byte)) *PINField {
	f := &PINField{onEnter: enter}
	f.focus = focus{router: r, self: f, redraw: f.Refresh}
	f.ExtendBaseWidget(f)
	return f
}

// Count is how many figures were typed.
func (f *PINField) Count() int { return f.count }

func (f *PINField) acceptRune(r rune) {
	if r < '0' || r > '9' || f.count == MaxPIN {
		return
	}
	f.pin[f.count] = byte(r)
	f.count++
	f.Refresh()
}

func (f *PINField) acceptKey(ev *fyne.KeyEvent) {
	switch ev.Name {
	case fyne.KeyBackspace:
		f.back()
	case fyne.KeyReturn, fyne.KeyEnter:
		f.enter()
	case fyne.KeyDelete, fyne.KeyEscape:
		f.Clear()
	}
}

func (f *PINField) back() {
	if f.count > 0 {
		f.count--
		f.pin[f.count] = 0
		f.Refresh()
	}
}

// enter hands the PIN on, for as long as the call lasts.
func (f *PINField) enter() {
	if f.count == 0 || f.onEnter == nil {
		return
	}
	pin := append([]byte(nil), f.pin[:f.count]...)
	f.Clear()
	f.onEnter(pin)
	clear(pin)
}

// Clear wipes what was typed.
func (f *PINField) Clear() {
	f.pin, f.count = [MaxPIN]byte{}, 0
	f.Refresh()
}

// snapshot keeps only a count: a scan's figures only ever stand at the end.
func (f *PINField) snapshot() func() {
	count := f.count
	return func() {
		for f.count > count {
			f.back()
		}
	}
}

// Tapped is called by Fyne.
func (f *PINField) Tapped(*fyne.PointEvent) { f.router.Home() }

// CreateRenderer is part of fyne.Widget.
func (f *PINField) CreateRenderer() fyne.WidgetRenderer {
	ring, box := canvas.NewRectangle(nil), canvas.NewRectangle(nil)
	objects := []fyne.CanvasObject{ring, box}
	var dots []*canvas.Circle
	for range MaxPIN {
		dot := canvas.NewCircle(nil)
		dots = append(dots, dot)
		objects = append(objects, dot)
	}
	const side, step = 16, 32
	return newDrawing(f, func(th *theme.Theme, r *drawing) {
		paintRing(ring, th, f.focused)
		box.FillColor, box.CornerRadius = th.Ink(theme.Surface), theme.Radius
		box.StrokeColor, box.StrokeWidth = th.Ink(theme.Edge), theme.Border
		for i, dot := range dots {
			dot.Hidden = i >= f.count
			dot.FillColor = th.Ink(theme.Text)
		}
	}, func(size fyne.Size, r *drawing) {
		ring.Resize(size)
		box.Move(fyne.NewPos(theme.Focus, theme.Focus))
		box.Resize(size.SubtractWidthHeight(2*theme.Focus, 2*theme.Focus))
		x := (size.Width - float32(f.count)*step) / 2
		for i, dot := range dots {
			dot.Move(fyne.NewPos(x+float32(i)*step+(step-side)/2, (size.Height-side)/2))
			dot.Resize(fyne.NewSquareSize(side))
		}
	}, func(*drawing) fyne.Size { return fyne.NewSize(MaxPIN*step+2*theme.Margin, theme.Big) }, objects...)
}
