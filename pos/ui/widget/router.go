package widget

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// Router is asked first about everything that is typed, by every control that
// can have the focus. True means that the control has nothing more to do.
type Router interface {
	Key(ev *fyne.KeyEvent) bool
	Rune(r rune) bool
	Shortcut(s fyne.Shortcut) bool
	// Home gives the focus back to the home field of what is on top. Controls
	// call it when they were tapped.
	Home()
	// Next moves the focus on, or back.
	Next(back bool)
	// TypeHome takes a character that the focused control has no use for: it
	// is typed into the home field, which gets the focus. None vanishes.
	TypeHome(r rune)
}

// typist is a control that can have the focus. Its accept methods take what
// the router has let pass, at once or after holding it for a while.
type typist interface {
	fyne.Focusable
	acceptKey(ev *fyne.KeyEvent)
	acceptRune(r rune)
}

// keeper is a typist whose content strokes change: snapshot gives a function
// that puts the content back.
type keeper interface {
	snapshot() (restore func())
}

// literal is a typist in which every character is text: '+' opens no payment
// in a phone number.
type literal interface{ literal() bool }

// focus is the part that all our focusable controls but Entry share: it asks
// the router, walks on with Tab, and knows whether it has the focus.
type focus struct {
	router  Router
	self    typist
	focused bool
	redraw  func()
}

// FocusGained is called by Fyne.
func (f *focus) FocusGained() { f.focused = true; f.redraw() }

// FocusLost is called by Fyne.
func (f *focus) FocusLost() { f.focused = false; f.redraw() }

// AcceptsTab makes Fyne send Tab here: it ends a scan from some scanners.
func (f *focus) AcceptsTab() bool { return true }

// TypedKey is called by Fyne for a key that went down, or repeats.
func (f *focus) TypedKey(ev *fyne.KeyEvent) {
	if !f.router.Key(ev) {
		press(f.router, f.self, ev)
	}
}

// TypedRune is called by Fyne for a character.
func (f *focus) TypedRune(r rune) {
	if !f.router.Rune(r) {
		f.self.acceptRune(r)
	}
}

// TypedShortcut is called by Fyne for a key with Control or Alt.
func (f *focus) TypedShortcut(s fyne.Shortcut) { f.router.Shortcut(s) }

// press gives a key that the router let pass to its control, or walks on.
func press(router Router, to typist, ev *fyne.KeyEvent) {
	if ev.Name == fyne.KeyTab {
		back, _ := modifiers()
		router.Next(back)
		return
	}
	to.acceptKey(ev)
}

// modifiers tells which keys are held with the one at hand, as the driver saw
// them in the same event.
func modifiers() (shift, other bool) {
	d, ok := fyne.CurrentApp().Driver().(desktop.Driver)
	if !ok {
		return false, false
	}
	held := d.CurrentKeyModifiers()
	return held&fyne.KeyModifierShift != 0, held&^fyne.KeyModifierShift != 0
}
