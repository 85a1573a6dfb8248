package widget

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	fynewidget "fyne.io/fyne/v2/widget"

	"bonuskasse/pos/ui/theme"
)

// Kind is what a button, an answer or a notice means.
type Kind uint8

// The kinds. A page has at most one Go button in sight.
const (
	Plain Kind = iota
	Go         // goes on
	Look       // wants to be looked at
	Stop       // stops, or takes something away
	Quiet      // a plain button without a border, for bars
)

// inks gives ground, text and border of a kind.
func (k Kind) inks() (ground, text, edge theme.Ink) {
	switch k {
	case Go:
		return theme.Accent, theme.OnAccent, theme.Accent
	case Look:
		return theme.Look, theme.OnLook, theme.Look
	case Stop:
		return theme.Stop, theme.OnStop, theme.Stop
	case Quiet:
		return theme.Ground, theme.Text, theme.Ground
	}
	return theme.Raised, theme.Text, theme.Edge
}

// Button is a word, mostly with an icon and the key that does the same. A tap
// runs it and leaves the focus at home; Tab reaches it, and then Enter or
// Space runs it, unless a scan is being typed.
type Button struct {
	fynewidget.BaseWidget
	focus
	Text string
	Icon string // a name of assets.Icon; never without Text
	Key  string // what the keyboard has for it: "F2", "+"
	Kind Kind
	Big  bool // as high as theme.Big
	Down bool // words below the icon, for tiles
	// OnTap runs when the button is used. It is not called while Disabled.
	OnTap    func()
	disabled bool
	hover    bool
}

var _ typist = (*Button)(nil)

func newButton(r Router, text string, tap func()) *Button {
	b := &Button{Text: text, OnTap: tap}
	b.focus = focus{router: r, self: b, redraw: b.Refresh}
	b.ExtendBaseWidget(b)
	return b
}

// As sets the kind and gives the button back, to be chained.
func (b *Button) As(k Kind) *Button { b.Kind = k; return b }

// WithIcon sets the icon and gives the button back.
func (b *Button) WithIcon(name string) *Button { b.Icon = name; return b }

// WithKey sets the key that is shown and gives the button back. The page's or
// the desk's Key does the work.
func (b *Button) WithKey(key string) *Button { b.Key = key; return b }

// Large makes the button high and gives it back.
func (b *Button) Large() *Button { b.Big = true; return b }

// Tile puts the words below the icon and gives the button back.
func (b *Button) Tile() *Button { b.Down = true; return b }

// Enable makes it one that can be used.
func (b *Button) Enable() { b.SetEnabled(true) }

// Disable makes it one that cannot be used now.
func (b *Button) Disable() { b.SetEnabled(false) }

// Disabled is part of fyne.Disableable: Fyne's walk with Tab skips it.
func (b *Button) Disabled() bool { return b.disabled }

// SetEnabled does the one or the other.
func (b *Button) SetEnabled(on bool) {
	if b.disabled == on {
		b.disabled = !on
		b.Refresh()
	}
}

// SetText changes the words.
func (b *Button) SetText(text string) {
	if b.Text != text {
		b.Text = text
		b.Refresh()
	}
}

// Tapped is called by Fyne. The focus goes home first: what the button does
// may take it elsewhere.
func (b *Button) Tapped(*fyne.PointEvent) {
	b.router.Home()
	b.use()
}

// MouseIn is called by Fyne.
func (b *Button) MouseIn(*desktop.MouseEvent) { b.hover = true; b.Refresh() }

// MouseMoved is called by Fyne.
func (b *Button) MouseMoved(*desktop.MouseEvent) {}

// MouseOut is called by Fyne.
func (b *Button) MouseOut() { b.hover = false; b.Refresh() }

func (b *Button) use() {
	if !b.disabled && b.OnTap != nil {
		b.OnTap()
	}
}

func (b *Button) acceptKey(ev *fyne.KeyEvent) {
	switch ev.Name {
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		b.use()
	case fyne.KeyLeft, fyne.KeyUp:
		b.router.Next(true)
	case fyne.KeyRight, fyne.KeyDown:
		b.router.Next(false)
	}
}

func (b *Button) acceptRune(r rune) { b.router.TypeHome(r) }

// CreateRenderer is part of fyne.Widget.
func (b *Button) CreateRenderer() fyne.WidgetRenderer {
	ring, box, tint := canvas.NewRectangle(nil), canvas.NewRectangle(nil), canvas.NewRectangle(nil)
	icon, word, more, key := canvas.NewImageFromResource(nil), canvas.NewText("", nil), canvas.NewText("", nil), canvas.NewText("", nil)
	return newDrawing(b, func(th *theme.Theme, r *drawing) {
		ground, text, edge := b.Kind.inks()
		if b.disabled {
			ground, text, edge = theme.Ground, theme.Faint, theme.Line
		}
		paintRing(ring, th, b.focused)
		box.FillColor, box.CornerRadius = th.Ink(ground), theme.Radius
		box.StrokeColor, box.StrokeWidth = th.Ink(edge), theme.Border
		shade := th.Ink(theme.Text)
		shade.A = 0x14
		tint.FillColor, tint.CornerRadius, tint.Hidden = shade, theme.Radius, !b.hover || b.disabled
		bold := b.Kind != Plain && b.Kind != Quiet
		word.Color, word.TextSize = th.Ink(text), theme.Normal
		more.Color, more.Hidden = word.Color, true
		embolden(word, bold)
		embolden(more, bold)
		key.Color, key.TextSize, key.Text, key.Hidden = th.Ink(text), theme.Small, b.Key, b.Key == ""
		paintIcon(icon, b.Icon, th.Ink(text))
	}, func(size fyne.Size, r *drawing) {
		for _, o := range []fyne.CanvasObject{box, tint} {
			o.Move(fyne.NewPos(theme.Focus, theme.Focus))
			o.Resize(size.SubtractWidthHeight(2*theme.Focus, 2*theme.Focus))
		}
		ring.Resize(size)
		if b.Down {
			b.placeTile(size, icon, [2]*canvas.Text{word, more}, key)
			return
		}
		b.placeLine(size, icon, word, key)
	}, func(*drawing) fyne.Size { return b.least() }, ring, box, tint, icon, word, more, key)
}

// placeLine centres icon and words, with the key at the right end.
func (b *Button) placeLine(size fyne.Size, icon *canvas.Image, word, key *canvas.Text) {
	left, right := theme.Margin, theme.Margin
	if b.Key != "" {
		w := measure(b.Key, theme.Small, false)
		key.Resize(w)
		key.Move(fyne.NewPos(size.Width-theme.Margin-w.Width, (size.Height-w.Height)/2))
		right += w.Width + theme.Margin
	}
	lead := float32(0)
	if b.Icon != "" {
		lead = IconSize + theme.Gap
	}
	word.Text = fit(b.Text, size.Width-left-right-lead, theme.Normal, word.TextStyle.Bold)
	w := measure(word.Text, theme.Normal, word.TextStyle.Bold)
	x := max(left, (size.Width-lead-w.Width)/2)
	if x+lead+w.Width > size.Width-right {
		x = max(left, size.Width-right-lead-w.Width)
	}
	icon.Resize(fyne.NewSquareSize(IconSize))
	icon.Move(fyne.NewPos(x, (size.Height-IconSize)/2))
	word.Resize(w)
	word.Move(fyne.NewPos(x+lead, (size.Height-w.Height)/2))
	word.Refresh()
}

// placeTile stacks icon and words, with the key in the upper right corner. The
// words become smaller, and then two lines, before they are cut.
func (b *Button) placeTile(size fyne.Size, icon *canvas.Image, words [2]*canvas.Text, key *canvas.Text) {
	letter, bold, room := theme.Normal, words[0].TextStyle.Bold, size.Width-2*theme.Gap
	if measure(b.Text, letter, bold).Width > room {
		letter = theme.Small
	}
	lines := wrap(b.Text, room, letter, bold)
	if len(lines) > 2 {
		lines = []string{lines[0], strings.Join(lines[1:], " ")}
	}
	tall := measure("", letter, bold).Height
	y := (size.Height - IconSize - theme.Half - float32(len(lines))*tall) / 2
	icon.Resize(fyne.NewSquareSize(IconSize))
	icon.Move(fyne.NewPos((size.Width-IconSize)/2, y))
	y += IconSize + theme.Half
	for i, w := range words {
		text := ""
		if i < len(lines) {
			text = lines[i]
		}
		line(w, text, w.Color, letter, bold, fyne.TextAlignCenter, room)
		w.Move(fyne.NewPos(theme.Gap, y))
		w.Resize(fyne.NewSize(room, tall))
		w.Refresh()
		y += tall
	}
	k := measure(b.Key, theme.Small, false)
	key.Resize(k)
	key.Move(fyne.NewPos(size.Width-theme.Gap-theme.Focus-k.Width, theme.Half+theme.Focus))
}

func (b *Button) least() fyne.Size {
	bold := b.Kind != Plain && b.Kind != Quiet
	w := measure(b.Text, theme.Normal, bold)
	wide, high := w.Width+2*theme.Margin, theme.Touch+2*theme.Focus
	if b.Big {
		high = theme.Big + 2*theme.Focus
	}
	if b.Down {
		return fyne.NewSize(2*theme.Touch, max(high, IconSize+theme.Half+2*measure("", theme.Small, bold).Height+2*theme.Gap))
	}
	if b.Icon != "" {
		wide += IconSize + theme.Gap
	}
	if b.Key != "" {
		wide += measure(b.Key, theme.Small, false).Width + theme.Margin
	}
	return fyne.NewSize(wide, high)
}

// paintRing shows what has the focus, by a shape and not by colour alone.
func paintRing(ring *canvas.Rectangle, th *theme.Theme, on bool) {
	ring.FillColor = nil
	ring.StrokeColor, ring.StrokeWidth = th.Ink(theme.Ring), theme.Focus
	ring.CornerRadius = theme.Radius + theme.Focus
	ring.Hidden = !on
}
