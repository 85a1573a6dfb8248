package widget

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynewidget "fyne.io/fyne/v2/widget"

	"bonuskasse/pos/ui/theme"
)

// How long a notice stays: long enough to be read twice.
const (
	toastTime     = 4 * time.Second
	toastTimeStop = 8 * time.Second
)

// Toast shows a notice at the lower edge, above the page and above a question,
// for a few seconds. It takes no focus; the newest replaces the one before. A
// tap on it sends it away.
func (d *Desk) Toast(kind Kind, text string) { d.toasts.say(kind, text) }

// toastLayer holds the notice, once over the page and once over the top
// question, because a question covers all that lies under it.
type toastLayer struct {
	fynewidget.BaseWidget
	desk *Desk
	note *note
	over *note
	stop func()
}

func newToastLayer(d *Desk) *toastLayer {
	l := &toastLayer{desk: d, note: newNote(d), over: newNote(d)}
	l.ExtendBaseWidget(l)
	return l
}

func (l *toastLayer) say(kind Kind, text string) {
	if l.stop != nil {
		l.stop()
	}
	for _, n := range []*note{l.note, l.over} {
		n.kind, n.text = kind, text
	}
	l.moved()
	wait := toastTime
	if kind == Stop {
		wait = toastTimeStop
	}
	stopped := false
	stop := l.desk.opt.After(wait, func() {
		l.desk.Post(func() {
			if !stopped {
				l.hush()
			}
		})
	})
	l.stop = func() { stopped = true; stop() }
}

func (l *toastLayer) hush() {
	l.note.text, l.over.text = "", ""
	l.moved()
}

// moved shows the notice on what is on top now.
func (l *toastLayer) moved() {
	over := l.desk.top() != nil
	l.note.show(!over)
	l.over.show(over)
	l.Refresh()
	if m := l.desk.top(); m != nil {
		m.veil.Refresh()
	}
}

// CreateRenderer is part of fyne.Widget.
func (l *toastLayer) CreateRenderer() fyne.WidgetRenderer {
	return newDrawing(l, func(*theme.Theme, *drawing) {}, func(size fyne.Size, r *drawing) {
		l.note.place(size)
	}, func(*drawing) fyne.Size { return fyne.Size{} }, l.note)
}

// note is the notice itself.
type note struct {
	fynewidget.BaseWidget
	desk *Desk
	kind Kind
	text string
}

func newNote(d *Desk) *note {
	n := &note{desk: d}
	n.ExtendBaseWidget(n)
	n.Hide()
	return n
}

// Tapped is called by Fyne.
func (n *note) Tapped(*fyne.PointEvent) {
	n.desk.Home()
	n.desk.toasts.hush()
}

func (n *note) show(here bool) {
	if here && n.text != "" {
		n.Show()
		n.Refresh()
		return
	}
	n.Hide()
}

// place puts it above the status strip.
func (n *note) place(size fyne.Size) {
	wide := min(n.MinSize().Width, size.Width-4*theme.Margin)
	high := n.MinSize().Height
	n.Resize(fyne.NewSize(wide, high))
	n.Move(fyne.NewPos((size.Width-wide)/2, size.Height-high-theme.Strip-2*theme.Margin))
}

func (n *note) icon() string {
	switch n.kind {
	case Go:
		return "ok"
	case Look:
		return "look"
	case Stop:
		return "stop"
	}
	return "info"
}

// CreateRenderer is part of fyne.Widget.
func (n *note) CreateRenderer() fyne.WidgetRenderer {
	box, icon, word := canvas.NewRectangle(nil), canvas.NewImageFromResource(nil), canvas.NewText("", nil)
	return newDrawing(n, func(th *theme.Theme, r *drawing) {
		ground, text, edge := n.kind.inks()
		box.FillColor, box.CornerRadius = th.Ink(ground), theme.Radius
		box.StrokeColor, box.StrokeWidth = th.Ink(edge), theme.Border
		word.Color, word.TextSize = th.Ink(text), theme.Normal
		paintIcon(icon, n.icon(), th.Ink(text))
	}, func(size fyne.Size, r *drawing) {
		box.Resize(size)
		x := theme.Margin + IconSize + theme.Gap
		word.Text = fit(n.text, size.Width-x-theme.Margin, theme.Normal, false)
		icon.Resize(fyne.NewSquareSize(IconSize))
		icon.Move(fyne.NewPos(theme.Margin, (size.Height-IconSize)/2))
		high := word.MinSize().Height
		word.Move(fyne.NewPos(x, (size.Height-high)/2))
		word.Resize(fyne.NewSize(size.Width-x-theme.Margin, high))
		word.Refresh()
	}, func(*drawing) fyne.Size {
		w := measure(n.text, theme.Normal, false)
		return fyne.NewSize(w.Width+2*theme.Margin+IconSize+theme.Gap+1, theme.Touch+theme.Gap)
	}, box, icon, word)
}
