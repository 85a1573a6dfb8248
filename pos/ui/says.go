package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynewidget "fyne.io/fyne/v2/widget"

	"bonuskasse/pos/ui/theme"
	"bonuskasse/pos/ui/widget"
)

// says is a page's line for what the till says: always as high, so that
// nothing moves when it speaks. Said by icon and words, on a ground of its own.
type says struct {
	fynewidget.BaseWidget
	panel *widget.Panel
	icon  *widget.Glyph
	text  *widget.Text
	calm  string // what stands there when nothing is said
}

func newSays(calm string) *says {
	s := &says{icon: widget.NewGlyph("info", theme.Muted), text: widget.NewText(calm), calm: calm}
	s.text.Cut = true
	line := container.New(sayLine{}, widget.Spread([]int{1}, s.icon, s.text))
	s.panel = widget.NewPanelTight(line)
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
	s.text.SetInk(text, ink)
	s.panel.Refresh()
}

// sayLine holds the sentence at the height of a line, with a little room.
type sayLine struct{}

// Layout is part of fyne.Layout.
func (sayLine) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	objects[0].Move(fyne.NewPos(theme.Gap, 0))
	objects[0].Resize(fyne.NewSize(size.Width-2*theme.Gap, size.Height))
}

// MinSize is part of fyne.Layout.
func (sayLine) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(100, theme.Strip) }
