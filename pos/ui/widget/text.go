package widget

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
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
		line.TextStyle = fyne.TextStyle{Bold: t.Bold}
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
	if text == "" {
		text = " " // an empty line is as high as a full one
		return fyne.NewSize(0, fyne.MeasureText(text, size, fyne.TextStyle{Bold: bold}).Height)
	}
	return fyne.MeasureText(text, size, fyne.TextStyle{Bold: bold})
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
	t.Color, t.TextSize, t.TextStyle, t.Alignment = ink, size, fyne.TextStyle{Bold: bold}, align
	t.Text = fit(text, width, size, bold)
}
