package widget

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynewidget "fyne.io/fyne/v2/widget"

	"bonuskasse/pos/ui/theme"
)

// Para is running text that wraps at words. It cannot have the focus. Its
// height follows from its width: the kit's layouts give the width first.
type Para struct {
	fynewidget.BaseWidget
	Text     string
	TextSize float32
	Ink      theme.Ink
	Bold     bool
	Align    fyne.TextAlign
}

// NewPara makes running text.
func NewPara(text string) *Para {
	p := &Para{Text: text, TextSize: theme.Normal, Ink: theme.Text}
	p.ExtendBaseWidget(p)
	return p
}

// Set changes the words.
func (p *Para) Set(text string) {
	if p.Text != text {
		p.Text = text
		p.Refresh()
	}
}

// CreateRenderer is part of fyne.Widget.
func (p *Para) CreateRenderer() fyne.WidgetRenderer {
	var lines []*canvas.Text
	var words []string
	place := func(size fyne.Size, d *drawing) {
		words = wrap(p.Text, size.Width, p.TextSize, p.Bold)
		for len(lines) < len(words) {
			t := canvas.NewText("", nil)
			lines = append(lines, t)
			d.objects = append(d.objects, t)
		}
		th, high := theme.Of(p), measure("", p.TextSize, p.Bold).Height
		for i, t := range lines {
			if i >= len(words) {
				t.Hidden = true
				continue
			}
			line(t, words[i], th.Ink(p.Ink), p.TextSize, p.Bold, p.Align, size.Width)
			t.Move(fyne.NewPos(0, float32(i)*high))
			t.Resize(fyne.NewSize(size.Width, high))
			t.Refresh()
		}
	}
	return newDrawing(p, paintNothing, place, func(*drawing) fyne.Size {
		wide := p.Size().Width
		count := 1
		if wide > 0 {
			count = len(wrap(p.Text, wide, p.TextSize, p.Bold))
		}
		return fyne.NewSize(6*p.TextSize, float32(count)*measure("", p.TextSize, p.Bold).Height)
	})
}

// wrap breaks text into lines no wider than width, at spaces that may break.
func wrap(text string, width, size float32, bold bool) []string {
	var lines []string
	for part := range strings.SplitSeq(text, "\n") {
		current := ""
		for word := range strings.SplitSeq(part, " ") {
			next := word
			if current != "" {
				next = current + " " + word
			}
			if current != "" && measure(next, size, bold).Width > width {
				lines = append(lines, current)
				next = word
			}
			current = next
		}
		lines = append(lines, current)
	}
	return lines
}
