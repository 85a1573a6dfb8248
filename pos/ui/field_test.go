package ui_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"bonuskasse/pos/screen"
	"bonuskasse/pos/ui"
)

// Shift and Tab leads back to a field with Shift still down: what is typed there
// goes behind its text, and replaces none of it.
func TestAFieldReachedWithShiftSelectsNothing(t *testing.T) {
	w := newWindow(t)
	w.shell.Start(t.Context(), screen.SalePlace)
	e := w.views[0].entry
	ui.SetEntry(e, "2345")
	e.KeyDown(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
	ui.SetEntry(e, "Kirsten Holm")
	e.KeyUp(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
	e.Type('e')
	if e.Text != "Kirsten Holme" {
		t.Errorf("the field reads %q", e.Text)
	}
}
