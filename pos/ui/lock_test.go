package ui_test

import (
	"context"
	"reflect"
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

// TestAWrongPINDropsWhatWasTypedMeanwhile: nobody's next try is one that they typed
// before they saw that the first was wrong.
func TestAWrongPINDropsWhatWasTypedMeanwhile(t *testing.T) {
	w, checked := lockedWindow(t)
	w.pin("1234")
	w.pin("9999")
	w.typed("99")
	checked()
	if st, ok := w.shell.Screen(screen.LockPlace).State().(screen.LockState); !ok || st.Busy || st.Wrong.Key != "error.wrong_pin" {
		t.Fatalf("after a wrong PIN the lock is %+v", st)
	}
	w.pin("9999")
	checked()
	if st := w.shell.State(); st.Place != screen.SalePlace || st.Strip.Person.Name != "Bo" {
		t.Fatalf("%q is on, at %q: something stood before the PIN", st.Strip.Person.Name, st.Place)
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

// approving is a sale where a key asks for a manager.
type approving struct{ ear }

func (a *approving) Handle(ctx context.Context, e screen.Event, do *screen.Turn) bool {
	if k, ok := e.(screen.Key); ok && k.Name == screen.KeyDown {
		screen.AskManager(ctx, signing{}, do, screen.Say("drawer.title"), func(_ context.Context, m pos.Person, do *screen.Turn) {
			do.Say(screen.Go, "manager.pin", m.Name)
		})
		return true
	}
	return a.ear.Handle(ctx, e, do)
}

// TestAnApprovalIsCheckedBesideTheWindow, and what is typed and scanned meanwhile
// goes to the screen behind it; after a wrong PIN it is dropped, and a scan refused.
func TestAnApprovalIsCheckedBesideTheWindow(t *testing.T) {
	w, checked := lockedWindow(t)
	w.pin("9999")
	checked()
	sale := &approving{ear{used: true}}
	w.shell.Add(screen.SalePlace, sale)
	w.shell.SignIn(t.Context(), pos.Person{ID: pos.ID{2}, Name: "Inga", Role: pos.Cashier, Active: true})
	scan := screen.Scanned{Scan: hardware.Scan{Kind: hardware.KindProduct, Value: "5701234001041"}}
	meanwhile := func() {
		t.Helper()
		if q := w.shell.State().Question; q == nil || !q.Checking || !q.Wrong.IsZero() {
			t.Fatalf("the question does not say that it is checking: %+v", q)
		}
		w.typed("3")
		w.shell.Handle(t.Context(), scan)
		w.key(fyne.KeyEnd)
	}
	w.key(fyne.KeyDown)
	sale.heard = nil
	w.pin("1234")
	meanwhile()
	checked()
	st := w.shell.State()
	if q := st.Question; q == nil || q.Checking || q.Wrong.Key != "error.wrong_pin" || st.Notice.Text.Key != "error.scan_behind_question" {
		t.Fatalf("after a wrong PIN %+v, said %q", q, st.Notice.Text.Key)
	}
	w.pin("9999") // in place of the wrong one
	meanwhile()
	if len(sale.heard) != 0 {
		t.Fatalf("the sale heard %v behind the question", sale.heard)
	}
	checked()
	if st := w.shell.State(); st.Question != nil || st.Notice.Text.Key != "manager.pin" {
		t.Fatalf("asked %+v, said %q", st.Question, st.Notice.Text.Key)
	}
	want := []screen.Event{screen.Rune{Rune: '3'}, scan, screen.Key{Name: screen.KeyEnd}}
	if !reflect.DeepEqual(sale.heard, want) {
		t.Errorf("the sale heard %v, want %v", sale.heard, want)
	}
}

// What may be set can be typed.
func TestLongestPINFitsThePad(t *testing.T) {
	if widget.MaxPIN != pos.MaxPIN {
		t.Errorf("a PIN may have %d digits, and the pad takes %d", pos.MaxPIN, widget.MaxPIN)
	}
}
