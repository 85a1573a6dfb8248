package widget

import (
	"fyne.io/fyne/v2"
	fynewidget "fyne.io/fyne/v2/widget"
)

// Entry is a field to type in. It is Fyne's entry with the router before it.
// OnChanged and OnSubmitted are Fyne's: each change, and Enter.
type Entry struct {
	fynewidget.Entry
	router Router
	// Literal makes every character text, so that '+' opens no payment in a
	// telephone number. The home field of a sale is not literal.
	Literal bool
	// OnFocus hears the focus come (true) and go.
	OnFocus func(bool)
}

var (
	_ typist  = (*Entry)(nil)
	_ keeper  = (*Entry)(nil)
	_ literal = (*Entry)(nil)
)

func newEntry(r Router, hint string) *Entry {
	e := &Entry{router: r}
	e.Wrapping = fyne.TextWrap(fyne.TextTruncateClip)
	e.PlaceHolder = hint
	e.ExtendBaseWidget(e)
	return e
}

// SetMany makes it a field of several lines.
func (e *Entry) SetMany(rows int) *Entry {
	e.MultiLine, e.Wrapping = true, fyne.TextWrapWord
	e.SetMinRowsVisible(rows)
	return e
}

// AcceptsTab makes Fyne send Tab here: it ends a scan from some scanners.
func (e *Entry) AcceptsTab() bool { return true }

// FocusGained is called by Fyne.
func (e *Entry) FocusGained() {
	e.Entry.FocusGained()
	if e.OnFocus != nil {
		e.OnFocus(true)
	}
}

// FocusLost is called by Fyne.
func (e *Entry) FocusLost() {
	e.Entry.FocusLost()
	if e.OnFocus != nil {
		e.OnFocus(false)
	}
}

// TypedKey is called by Fyne.
func (e *Entry) TypedKey(ev *fyne.KeyEvent) {
	if !e.router.Key(ev) {
		press(e.router, e, ev)
	}
}

// TypedRune is called by Fyne.
func (e *Entry) TypedRune(r rune) {
	if !e.router.Rune(r) {
		e.acceptRune(r)
	}
}

// TypedShortcut is called by Fyne.
func (e *Entry) TypedShortcut(s fyne.Shortcut) {
	if !e.router.Shortcut(s) {
		e.Entry.TypedShortcut(s)
	}
}

// TappedSecondary is called by Fyne. Fyne's menu would take the focus, and
// with it the next scan: there is none.
func (e *Entry) TappedSecondary(*fyne.PointEvent) {}

func (e *Entry) acceptKey(ev *fyne.KeyEvent) { e.Entry.TypedKey(ev) }
func (e *Entry) acceptRune(r rune)           { e.Entry.TypedRune(r) }
func (e *Entry) literal() bool               { return e.Literal }

// Type puts a character in as if it were typed, for pads on the screen.
func (e *Entry) Type(r rune) { e.acceptRune(r) }

// Press does a key as if it were typed, for pads on the screen.
func (e *Entry) Press(name fyne.KeyName) { e.acceptKey(&fyne.KeyEvent{Name: name}) }

// snapshot remembers text and cursor. SetText tells OnChanged, so that a
// search that began on the scanner's first figures is taken back as well.
func (e *Entry) snapshot() func() {
	text, row, column := e.Text, e.CursorRow, e.CursorColumn
	return func() {
		if e.Text != text {
			e.SetText(text)
		}
		e.CursorRow, e.CursorColumn = row, column
		e.Refresh()
	}
}
