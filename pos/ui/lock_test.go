package ui_test

import (
	"context"
	"testing"

	"fyne.io/fyne/v2"

	"bonuskasse/hardware"
	"bonuskasse/pos"
	"bonuskasse/pos/screen"
	"bonuskasse/pos/ui"
	"bonuskasse/pos/ui/widget"
)

// signing is two people with PINs.
type signing struct{}

func (signing) People(context.Context) ([]pos.Person, error) {
	return []pos.Person{
		{ID: pos.ID{1}, Name: "Bo", Role: pos.Manager, Active: true, PINHash: "9999"},
		{ID: pos.ID{2}, Name: "Inga", Role: pos.Cashier, Active: true, PINHash: "1111"},
	}, nil
}

func (s signing) SignIn(ctx context.Context, id pos.ID, pin string) (pos.Person, error) {
	people, _ := s.People(ctx)
	if p := people[id[0]-1]; p.PINHash == pin {
		return p, nil
	}
	return pos.Person{}, pos.Refuse(pos.WrongPIN)
}

// lockedWindow is a window at the lock; checked lets the PIN that is being checked
// come to its end.
func lockedWindow(t *testing.T) (w *window, checked func()) {
	t.Helper()
	var done []func()
	w = newWindowOf(t, screen.Options{Run: func(work func(context.Context) func()) {
		done = append(done, work(t.Context()))
	}})
	w.shell.Add(screen.LockPlace, screen.NewLock(signing{}, nil))
	w.shell.SetLocks(true)
	w.front.Add(screen.LockPlace, ui.NewLock)
	w.key(fyne.KeyF12)
	return w, func() {
		t.Helper()
		if len(done) != 1 {
			t.Fatalf("%d PINs are being checked", len(done))
		}
		end := done[0]
		done = nil
		end()
	}
}

func (w *window) pin(digits string) {
	w.typed(digits)
	w.key(fyne.KeyReturn)
}

// TestNothingIsLostWhileAPINIsChecked: what is typed and scanned then is for the
// screen behind the lock, in its order.
func TestNothingIsLostWhileAPINIsChecked(t *testing.T) {
	w, checked := lockedWindow(t)
	w.sale.used = true
	scan := screen.Scanned{Scan: hardware.Scan{Kind: hardware.KindProduct, Value: "5701234001041"}}
	w.pin("9999")
	w.typed("3")
	w.shell.Handle(t.Context(), scan)
	w.key(fyne.KeyEnd)
	if len(w.sale.heard) != 0 {
		t.Fatalf("the sale heard %v before the PIN was checked", w.sale.heard)
	}
	checked()
	if p := w.shell.State().Place; p != screen.SalePlace {
		t.Fatalf("at %q", p)
	}
	want := []screen.Event{screen.Rune{Rune: '3'}, scan, screen.Key{Name: screen.KeyEnd}}
	if len(w.sale.heard) != len(want) {
		t.Fatalf("the sale heard %v, want %v", w.sale.heard, want)
	}
	for i := range want {
		if w.sale.heard[i] != want[i] {
			t.Errorf("heard %v, want %v", w.sale.heard[i], want[i])
		}
	}
}

// TestTheNextPersonNeedNotWait for the check of somebody's wrong PIN.
func TestTheNextPersonNeedNotWait(t *testing.T) {
	w, checked := lockedWindow(t)
	w.pin("1234")
	w.key(fyne.KeyDown)
	w.pin("1111")
	w.typed("7") // Inga goes on already
	checked()    // Bo's
	if p := w.shell.State().Place; p != screen.LockPlace {
		t.Fatalf("at %q after a wrong PIN", p)
	}
	checked() // Inga's
	if st := w.shell.State(); st.Place != screen.SalePlace || st.Strip.Person.Name != "Inga" {
		t.Fatalf("%q is on, at %q", st.Strip.Person.Name, st.Place)
	}
	if text := w.views[0].entry.Text; text != "7" {
		t.Errorf("%q stands in the sale", text)
	}
}

// TestAScanAfterAWrongPINIsRefused, and not taken behind the lock.
func TestAScanAfterAWrongPINIsRefused(t *testing.T) {
	w, checked := lockedWindow(t)
	w.pin("1234")
	w.shell.Handle(t.Context(), screen.Scanned{Scan: hardware.Scan{Kind: hardware.KindProduct, Value: "5701234001041"}})
	checked()
	if said := w.shell.State().Notice.Text.Key; said != "error.scan_locked" || len(w.sale.heard) != 0 {
		t.Errorf("said %q, the sale heard %v", said, w.sale.heard)
	}
}

// What may be set can be typed.
func TestLongestPINFitsThePad(t *testing.T) {
	if widget.MaxPIN != pos.MaxPIN {
		t.Errorf("a PIN may have %d digits, and the pad takes %d", pos.MaxPIN, widget.MaxPIN)
	}
}
