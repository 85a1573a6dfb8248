package widget

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynetheme "fyne.io/fyne/v2/theme"
	fynewidget "fyne.io/fyne/v2/widget"

	"bonuskasse/pos/ui/theme"
)

// Text is one line of words or figures that ends in "…" where it does not fit.
// It cannot have the focus. Change its fields and call Refresh, or use Set.
type Text struct {
	fynewidget.BaseWidget
	Text     string
	TextSize float32 // theme.Small, Normal, Head, Money, Due
	Ink      theme.Ink
	Bold     bool
	Align    fyne.TextAlign
	// Cut lets a layout give it less room than its words need; otherwise
	// MinSize is the room of all of them.
	Cut bool
}

// NewText makes a line of reading text.
func NewText(text string) *Text {
	t := &Text{Text: text, TextSize: theme.Normal, Ink: theme.Text}
	t.ExtendBaseWidget(t)
	return t
}

// NewSmall makes a label: small and muted.
func NewSmall(text string) *Text {
	t := NewText(text)
	t.TextSize, t.Ink = theme.Small, theme.Muted
	return t
}

// NewHead makes the head of a panel.
func NewHead(text string) *Text {
	t := NewText(text)
	t.TextSize, t.Bold = theme.Head, true
	return t
}

// Set changes the words.
func (t *Text) Set(text string) {
	if t.Text != text {
		t.Text = text
		t.Refresh()
	}
}

// SetInk changes the words and their ink.
func (t *Text) SetInk(text string, ink theme.Ink) {
	t.Ink = ink
	t.Text = text
	t.Refresh()
}

// CreateRenderer is part of fyne.Widget.
func (t *Text) CreateRenderer() fyne.WidgetRenderer {
	line := canvas.NewText("", nil)
	return newDrawing(t, func(th *theme.Theme, r *drawing) {
		line.Color, line.TextSize, line.Alignment = th.Ink(t.Ink), t.TextSize, t.Align
		embolden(line, t.Bold)
	}, func(size fyne.Size, r *drawing) {
		line.Text = fit(t.Text, size.Width, t.TextSize, t.Bold)
		high := line.MinSize().Height
		line.Resize(fyne.NewSize(size.Width, high))
		line.Move(fyne.NewPos(0, (size.Height-high)/2))
		line.Refresh()
	}, func(*drawing) fyne.Size {
		size := measure(t.Text, t.TextSize, t.Bold)
		if t.Cut {
			size.Width = min(size.Width, 3*t.TextSize)
		}
		return size
	}, line)
}

func measure(text string, size float32, bold bool) fyne.Size {
	if text == "" { // an empty line is as high as a full one
		return fyne.NewSize(0, Measure(" ", size, bold).Height)
	}
	return Measure(text, size, bold)
}

// Measure is the room that one line of text needs.
func Measure(text string, size float32, bold bool) fyne.Size {
	style, font := letters(bold)
	room, _ := fyne.CurrentApp().Driver().RenderedTextSize(text, size, style, font)
	return room
}

// embolden gives a text its weight.
func embolden(t *canvas.Text, bold bool) {
	t.TextStyle, t.FontSource = letters(bold)
}

// letters are the style and the font of a weight. Beside the font of a style Fyne
// reads two more, whole, for what that might lack; the plain ones must be there for
// its entries, and a second pair for bold ones would be megabytes at each start. A
// font that is named comes alone, and a letter that it lacks is looked up when it
// is met.
func letters(bold bool) (style fyne.TextStyle, font fyne.Resource) {
	if bold {
		return fyne.TextStyle{Bold: true}, fynetheme.DefaultTextBoldFont()
	}
	return style, nil
}

// fit cuts text to width, ending in "…". Half a pixel is forgiven: widths are
// rounded on their way through layouts.
func fit(text string, width, size float32, bold bool) string {
	if measure(text, size, bold).Width <= width+0.5 {
		return text
	}
	runes := []rune(text)
	low, high := 0, len(runes) // the longest prefix that fits is found by halving
	for low < high {
		mid := (low + high + 1) / 2
		if measure(string(runes[:mid])+"…", size, bold).Width <= width+0.5 {
			low = mid
		} else {
			high = mid - 1
		}
	}
	if low == 0 && measure("…", size, bold).Width > width {
		return ""
	}
	return string(runes[:low]) + "…"
}

// line sets a canvas text to one line that fits width.
func line(t *canvas.Text, text string, ink color.Color, size float32, bold bool, align fyne.TextAlign, width float32) {
	t.Hidden = text == ""
	t.Color, t.TextSize, t.Alignment = ink, size, align
	embolden(t, bold)
	t.Text = fit(text, width, size, bold)
}
