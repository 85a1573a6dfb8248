package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynewidget "fyne.io/fyne/v2/widget"

	"bonuskasse/pos/ui/theme"
	"bonuskasse/pos/ui/widget"
)

// says is a page's place for what the till says: always as high, so that
// nothing moves when it speaks. A long sentence gets two small lines; only for one
// that needs more does it grow, while that stands. Said by icon and words, on a
// ground of its own.
type says struct {
	fynewidget.BaseWidget
	panel *widget.Panel
	icon  *widget.Glyph
	text  *widget.Para
	line  *fyne.Container
	calm  string // what stands there when nothing is said
}

func newSays(calm string) *says {
	s := &says{icon: widget.NewGlyph("info", theme.Muted), text: widget.NewPara(calm), calm: calm}
	s.line = container.New(&sayLine{text: s.text}, s.icon, s.text)
	s.panel = widget.NewPanelTight(s.line)
	s.ExtendBaseWidget(s)
	s.Say(widget.Plain, "")
	return s
}

// CreateRenderer is part of fyne.Widget.
func (s *says) CreateRenderer() fyne.WidgetRenderer { return fynewidget.NewSimpleRenderer(s.panel) }

// Say shows a sentence, or the calm one again.
func (s *says) Say(kind widget.Kind, text string) {
	icon, ink := "info", theme.Text
	switch kind {
	case widget.Go:
		icon, ink = "ok", theme.AccentText
	case widget.Look:
		icon, ink = "look", theme.LookText
	case widget.Stop:
		icon, ink = "stop", theme.StopText
	}
	if text == "" {
		kind, icon, ink, text = widget.Quiet, "info", theme.Muted, s.calm
	}
	s.panel.Kind = kind
	s.icon.Set(icon, ink)
	s.text.Text, s.text.Ink = text, ink
	s.line.Refresh()
	s.panel.Refresh()
}

// Calm changes what stands there when nothing is said.
func (s *says) Calm(text string) {
	calm := s.text.Text == s.calm
	if s.calm = text; calm {
		s.Say(widget.Plain, "")
	}
}

// sayLine puts icon and sentence beside each other: in reading size where that
// fits on one line, else small.
type sayLine struct {
	text *widget.Para
	high float32 // what the sentence needs at the width that there was
}

// sayHigh is two lines of small words.
const sayHigh float32 = 48

// Layout is part of fyne.Layout.
func (l *sayLine) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	icon, left := objects[0], 2*theme.Gap+widget.IconSize
	icon.Move(fyne.NewPos(theme.Gap, 0))
	icon.Resize(fyne.NewSize(widget.IconSize, size.Height))
	wide := size.Width - left - theme.Gap
	l.text.TextSize = theme.Normal
	if widget.Measure(l.text.Text, theme.Normal, false).Width > wide {
		l.text.TextSize = theme.Small
	}
	l.text.Resize(fyne.NewSize(wide, l.text.Size().Height))
	high := l.text.MinSize().Height
	if l.high = 0; high > sayHigh {
		l.high = high + theme.Gap
	}
	l.text.Resize(fyne.NewSize(wide, high))
	l.text.Move(fyne.NewPos(left, (size.Height-high)/2))
	l.text.Refresh()
}

// MinSize is part of fyne.Layout.
func (l *sayLine) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(100, max(sayHigh, l.high))
}
