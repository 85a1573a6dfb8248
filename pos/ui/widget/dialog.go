package widget

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"bonuskasse/pos/ui/theme"
)

// Answer is one button of a dialog.
type Answer struct {
	Text string
	Icon string
	Kind Kind
	// Do runs when it is chosen; true closes the dialog, false keeps it open
	// (something is still missing). nil closes.
	Do func() bool
}

// Dialog is a modal question, with or without content of its own. Enter gives
// the first answer whose Kind is Go or Stop, or the only one; Esc gives the
// one that Back names.
type Dialog struct {
	Title string
	Icon  string // drawn in the ink of Kind, beside Title
	Kind  Kind   // Plain, Go, Look or Stop
	Text  string // a sentence or two; says what to do
	Body  fyne.CanvasObject
	// Home has the focus while the dialog is on top. nil: no control has, and
	// Tab reaches the answers.
	Home    fyne.Focusable
	Answers []Answer
	// Back is the index of the answer that Esc gives; NoBack where Esc must do
	// nothing.
	Back int
	// NoEnter leaves Enter to Key and to the control with the focus.
	NoEnter bool
	// Wide is the least width; 0 is 480.
	Wide float32
	// Key, Rune, Shortcut and Scan are a page's, for this dialog. Without
	// Scan, scans are refused while it is open.
	Key      func(*fyne.KeyEvent) bool
	Rune     func(rune) bool
	Shortcut func(fyne.Shortcut) bool
	Scan     func(scan any) bool
	// Hold is a page's, for this dialog.
	Hold func(again func()) bool
	// OnClose runs once, however it was closed.
	OnClose func()
}

// enterWord is what is printed on the key.
const enterWord = "Enter"

// NoBack is a Dialog.Back that Esc does not answer.
const NoBack = -1

// Question is the common dialog: a sentence and one or two answers.
type Question struct {
	Title, Text string
	Icon        string
	Kind        Kind
	Yes         Answer // Enter
	No          Answer // Esc; without Text there is only Yes
	OnClose     func()
}

// Ask puts a dialog at the end of the queue and shows it when its turn comes.
func (d *Desk) Ask(q *Dialog) {
	if len(d.open) > 0 {
		d.queue = append(d.queue, q)
		return
	}
	d.show(q)
}

// AskOver shows a dialog on top of the one that is open: a question about a
// question.
func (d *Desk) AskOver(q *Dialog) { d.show(q) }

// Asking tells whether a dialog is open: nothing may act behind it.
func (d *Desk) Asking() bool { return len(d.open) > 0 }

// Waiting is how many dialogs wait behind the open ones.
func (d *Desk) Waiting() int { return len(d.queue) }

// Dismiss closes a dialog, or takes it out of the queue, without an answer.
func (d *Desk) Dismiss(q *Dialog) {
	for i, waiting := range d.queue {
		if waiting == q {
			d.queue = append(d.queue[:i:i], d.queue[i+1:]...)
			return
		}
	}
	for _, m := range d.open {
		if m.dialog == q {
			m.close()
			return
		}
	}
}

func (d *Desk) top() *modal {
	if len(d.open) == 0 {
		return nil
	}
	return d.open[len(d.open)-1]
}

func (d *Desk) show(q *Dialog) {
	m := newModal(d, q)
	d.open = append(d.open, m)
	d.trail = d.trail[:0]
	d.canvas.Overlays().Add(m.veil)
	d.toasts.moved()
	d.Home()
}

// closed takes m, and all that lies on it, away, and shows the next of the
// queue when nothing is open.
func (d *Desk) closed(m *modal) {
	at := -1
	for i, o := range d.open {
		if o == m {
			at = i
		}
	}
	if at < 0 {
		return
	}
	gone := append([]*modal(nil), d.open[at:]...)
	d.open = d.open[:at]
	d.trail = d.trail[:0]
	d.canvas.Overlays().Remove(m.veil)
	if slices.Contains(gone, d.toasts.about) {
		d.toasts.hush()
	} else {
		d.toasts.moved()
	}
	if len(d.open) == 0 && len(d.queue) > 0 {
		next := d.queue[0]
		d.queue = d.queue[1:]
		d.show(next)
	}
	d.Home()
	for i := len(gone) - 1; i >= 0; i-- {
		if f := gone[i].dialog.OnClose; f != nil {
			f()
		}
	}
}

// modal is an open dialog.
type modal struct {
	desk    *Desk
	dialog  *Dialog
	home    fyne.Focusable
	answers []*Button
	veil    *veil
}

func newModal(d *Desk, q *Dialog) *modal {
	m := &modal{desk: d, dialog: q, home: q.Home}
	first := newHand(d)
	if q.Home == nil {
		m.home = first
	} else {
		first = nil
	}
	var parts []fyne.CanvasObject
	if q.Title != "" {
		parts = append(parts, newTitle(q))
	}
	if q.Text != "" {
		parts = append(parts, NewPara(q.Text))
	}
	bar := container.New(&answerRow{})
	for i, a := range q.Answers {
		b := newButton(d, a.Text, func() { m.answer(i) }).As(a.Kind).WithIcon(a.Icon)
		switch i {
		case m.enter():
			b.Key = enterWord
		case q.Back:
			b.Key = "Esc"
		}
		m.answers = append(m.answers, b)
		bar.Add(b)
	}
	wide := q.Wide
	if wide == 0 {
		wide = 480
	}
	top := container.New(&column{gap: theme.Margin}, parts...)
	body := q.Body
	card := container.New(&cardLayout{wide: wide}, top, bar)
	if body != nil {
		card.Objects = []fyne.CanvasObject{top, bar, body}
	}
	m.veil = newVeil(d, card, first)
	return m
}

// enter is the index of the answer that Enter gives, or -1.
func (m *modal) enter() int {
	if m.dialog.NoEnter {
		return -1
	}
	for i, a := range m.dialog.Answers {
		if a.Kind == Go || a.Kind == Stop {
			return i
		}
	}
	if len(m.dialog.Answers) == 1 {
		return 0
	}
	return -1
}

func (m *modal) answer(i int) {
	if i < 0 || i >= len(m.dialog.Answers) {
		return
	}
	if do := m.dialog.Answers[i].Do; do == nil || do() {
		m.close()
	}
}

func (m *modal) close() { m.desk.closed(m) }

func (m *modal) key(ev *fyne.KeyEvent) bool {
	if m.dialog.Key != nil && m.dialog.Key(ev) {
		return true
	}
	switch ev.Name {
	case fyne.KeyEscape:
		m.answer(m.dialog.Back)
		return true
	case fyne.KeyReturn, fyne.KeyEnter:
		if m.ownEnter() {
			return false
		}
		m.answer(m.enter())
		return true
	}
	return false
}

// ownEnter tells whether the focused control has a better use for Enter than
// the dialog: somebody walked to it with Tab, or it has several lines.
func (m *modal) ownEnter() bool {
	switch f := m.desk.canvas.Focused().(type) {
	case nil, *hand:
		return false
	case *Entry:
		return f.MultiLine || (f.OnSubmitted != nil && fyne.Focusable(f) == m.home)
	default:
		return f != m.home || m.enter() < 0
	}
}
