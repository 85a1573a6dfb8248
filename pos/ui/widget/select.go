package widget

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynewidget "fyne.io/fyne/v2/widget"

	"bonuskasse/pos/ui/theme"
)

// Select is a choice of one among several. A tap, Enter or Space opens them as
// a dialog with large rows; the arrows change it in place.
type Select struct {
	fynewidget.BaseWidget
	focus
	desk    *Desk
	Title   string // heads the dialog
	Options []string
	// OnChange hears the index that became the chosen one by a person's hand.
	OnChange func(index int)
	// Back is the word of the button that leaves the dialog.
	Back string

	chosen   int // -1: none
	disabled bool
}

var _ typist = (*Select)(nil)

func newSelect(d *Desk, title, back string, options []string, changed func(int)) *Select {
	s := &Select{desk: d, Title: title, Back: back, Options: options, OnChange: changed, chosen: -1}
	s.focus = focus{router: d, self: s, redraw: s.Refresh}
	s.ExtendBaseWidget(s)
	return s
}

// Chosen is the chosen index, or -1.
func (s *Select) Chosen() int { return s.chosen }

// Choose makes an index the chosen one without telling OnChange.
func (s *Select) Choose(index int) {
	if index < -1 || index >= len(s.Options) {
		index = -1
	}
	s.chosen = index
	s.Refresh()
}

// SetEnabled says whether it can be used.
func (s *Select) SetEnabled(on bool) { s.disabled = !on; s.Refresh() }

// Disabled is part of fyne.Disableable.
func (s *Select) Disabled() bool { return s.disabled }

// Enable is part of fyne.Disableable.
func (s *Select) Enable() { s.SetEnabled(true) }

// Disable is part of fyne.Disableable.
func (s *Select) Disable() { s.SetEnabled(false) }

// Tapped is called by Fyne.
func (s *Select) Tapped(*fyne.PointEvent) {
	s.router.Home()
	s.openDialog()
}

func (s *Select) acceptKey(ev *fyne.KeyEvent) {
	switch ev.Name {
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		s.openDialog()
	case fyne.KeyUp:
		s.change(s.chosen - 1)
	case fyne.KeyDown:
		s.change(s.chosen + 1)
	}
}

func (s *Select) acceptRune(r rune) { s.router.TypeHome(r) }

func (s *Select) change(to int) {
	if s.disabled || to < 0 || to >= len(s.Options) || to == s.chosen {
		return
	}
	s.chosen = to
	s.Refresh()
	if s.OnChange != nil {
		s.OnChange(to)
	}
}

func (s *Select) openDialog() {
	if s.disabled || len(s.Options) == 0 {
		return
	}
	list := newList(s.desk, Heading{Grow: 1})
	list.NoHeader = true
	list.Rows = len(s.Options)
	list.MinRows = min(8, len(s.Options))
	list.At = func(row, _ int) Cell { return Cell{Text: s.Options[row], Bold: row == s.chosen} }
	dialog := &Dialog{Title: s.Title, Body: list, Home: list, NoEnter: true, Answers: []Answer{{Text: s.Back, Icon: "back"}}}
	take := func(row int) {
		s.desk.Dismiss(dialog)
		s.change(row)
	}
	list.OnOpen = take
	dialog.Key = func(ev *fyne.KeyEvent) bool {
		if (ev.Name == fyne.KeyReturn || ev.Name == fyne.KeyEnter) && list.Chosen() >= 0 {
			take(list.Chosen())
			return true
		}
		return false
	}
	s.desk.AskOver(dialog)
	list.Choose(max(s.chosen, 0))
	// A tap takes at once; the arrows only walk.
	list.onTap = take
}

// CreateRenderer is part of fyne.Widget.
func (s *Select) CreateRenderer() fyne.WidgetRenderer {
	ring, box := canvas.NewRectangle(nil), canvas.NewRectangle(nil)
	word, icon := canvas.NewText("", nil), canvas.NewImageFromResource(nil)
	return newDrawing(s, func(th *theme.Theme, r *drawing) {
		paintRing(ring, th, s.focused)
		ink, edge, ground := theme.Text, theme.Edge, theme.Surface
		if s.disabled {
			ink, edge, ground = theme.Faint, theme.Line, theme.Ground
		}
		box.FillColor, box.CornerRadius = th.Ink(ground), theme.Radius
		box.StrokeColor, box.StrokeWidth = th.Ink(edge), theme.Border
		word.Color, word.TextSize = th.Ink(ink), theme.Normal
		paintIcon(icon, "down", th.Ink(ink))
	}, func(size fyne.Size, r *drawing) {
		ring.Resize(size)
		box.Move(fyne.NewPos(theme.Focus, theme.Focus))
		box.Resize(size.SubtractWidthHeight(2*theme.Focus, 2*theme.Focus))
		text := ""
		if s.chosen >= 0 && s.chosen < len(s.Options) {
			text = s.Options[s.chosen]
		}
		line(word, text, word.Color, theme.Normal, false, fyne.TextAlignLeading, size.Width-3*theme.Margin-IconSize)
		high := word.MinSize().Height
		word.Move(fyne.NewPos(theme.Margin, (size.Height-high)/2))
		word.Resize(fyne.NewSize(size.Width-3*theme.Margin-IconSize, high))
		icon.Resize(fyne.NewSquareSize(IconSize))
		icon.Move(fyne.NewPos(size.Width-theme.Margin-IconSize, (size.Height-IconSize)/2))
	}, func(*drawing) fyne.Size {
		wide := float32(96)
		for _, o := range s.Options {
			wide = max(wide, measure(o, theme.Normal, false).Width)
		}
		return fyne.NewSize(min(wide, 400)+3*theme.Margin+IconSize+1, theme.Touch+2*theme.Focus)
	}, ring, box, word, icon)
}
