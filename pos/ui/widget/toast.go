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
	// about is the question that the notice came over: with its answer it is of no use.
	about *modal
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
	l.about = l.desk.top()
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
	desk  *Desk
	kind  Kind
	text  string
	words *Para
}

func newNote(d *Desk) *note {
	n := &note{desk: d, words: NewPara("")}
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

// noteWidth leaves the right of the window free: there is the button that goes
// on.
const noteWidth float32 = 640

// place puts it at the left, above the status strip.
func (n *note) place(size fyne.Size) {
	wide := min(noteWidth, size.Width-2*theme.Margin)
	lines := wrap(n.text, wide-n.side(), theme.Normal, false)
	if len(lines) == 1 {
		wide = min(wide, measure(n.text, theme.Normal, false).Width+n.side()+1)
	}
	high := float32(len(lines))*measure("", theme.Normal, false).Height + 2*theme.Margin
	n.words.Set(n.text)
	n.Resize(fyne.NewSize(wide, high))
	n.Move(fyne.NewPos(theme.Margin, size.Height-high-theme.Strip-theme.Margin))
}

// side is what stands beside the words.
func (n *note) side() float32 { return 2*theme.Margin + IconSize + theme.Gap }

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
	box, icon := newSlab(), canvas.NewImageFromResource(nil)
	return newDrawing(n, func(th *theme.Theme, r *drawing) {
		ground, text, edge := n.kind.inks()
		box.paint(th.Ink(ground), th.Ink(edge), theme.Radius)
		paintIcon(icon, n.icon(), th.Ink(text))
		if n.words.Ink != text {
			n.words.Ink = text
			n.words.Refresh()
		}
	}, func(size fyne.Size, r *drawing) {
		box.place(fyne.Position{}, size)
		icon.Resize(fyne.NewSquareSize(IconSize))
		icon.Move(fyne.NewPos(theme.Margin, theme.Margin+1))
		n.words.Move(fyne.NewPos(theme.Margin+IconSize+theme.Gap, theme.Margin))
		n.words.Resize(fyne.NewSize(size.Width-n.side(), size.Height-2*theme.Margin))
	}, func(*drawing) fyne.Size { return fyne.NewSize(n.side(), theme.Touch) }, box.with(icon, n.words)...)
}
