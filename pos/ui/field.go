package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"bonuskasse/pos/screen"
	"bonuskasse/pos/ui/widget"
)

// Entry makes a field whose text the presenter hears as screen.Typed; name is
// "" for the home field. Give it the state's text with SetEntry.
func (f *Front) Entry(hint, name string) *widget.Entry {
	e := f.Kit.Entry(hint)
	e.OnChanged = func(text string) { f.Send(screen.Typed{Field: name, Text: text}) }
	return e
}

// SetEntry makes a field show the state's text, with the cursor behind it.
func SetEntry(e *widget.Entry, text string) {
	if e.Text == text {
		return
	}
	// End drops a selection: Fyne would keep its place, and the next key but
	// one would replace the first. Shift that brought somebody here, with Tab, is
	// not held to select.
	e.KeyUp(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
	e.Press(fyne.KeyEnd)
	e.SetText(text)
	e.Press(fyne.KeyEnd)
}

// SelectEntry makes a field show a text that the first key replaces.
func SelectEntry(e *widget.Entry, text string) {
	SetEntry(e, text)
	e.Entry.TypedShortcut(&fyne.ShortcutSelectAll{})
}

// showEntry makes a field show the state's text. A text that is marked anew is there
// to be mended, or to be replaced by the first key.
func showEntry(e *widget.Entry, text string, marked bool) {
	if marked && text != "" {
		SelectEntry(e, text)
	} else {
		SetEntry(e, text)
	}
}
