package ui_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/driver/software"
	"fyne.io/fyne/v2/test"

	"bonuskasse/hardware"
	"bonuskasse/pos"
	"bonuskasse/pos/screen"
	"bonuskasse/pos/ui"
	"bonuskasse/pos/ui/theme"
	"bonuskasse/pos/ui/widget"
)

// ear is a screen that writes down what it hears.
type ear struct {
	heard []screen.Event
	used  bool
	state any
	ask   *screen.Question
}

func (e *ear) State() any { return e.state }

func (e *ear) Handle(_ context.Context, ev screen.Event, do *screen.Turn) bool {
	switch ev.(type) {
	case screen.Entered, screen.Left, screen.SignedIn, screen.Changed, screen.Tick:
		return true
	}
	e.heard = append(e.heard, ev)
	if e.ask != nil {
		do.Ask(*e.ask)
		e.ask = nil
	}
	return e.used
}

// plain is a page with a home field and a button, as most pages are.
type plain struct {
	page  *widget.Page
	entry *widget.Entry
}

func (p *plain) Page() *widget.Page { return p.page }
func (p *plain) Render(any)         {}

// window is a front on a canvas that draws into memory.
type window struct {
	t      *testing.T
	canvas fyne.Canvas
	shell  *screen.Shell
	front  *ui.Front
	sale   *ear
	member *ear
	views  []*plain // as they were made
}

func newWindow(t *testing.T) *window {
	t.Helper()
	return newWindowOf(t, screen.Options{})
}

func newWindowOf(t *testing.T, o screen.Options) *window {
	t.Helper()
	test.NewApp()
	c := software.NewCanvas()
	c.SetPadded(false)
	c.Resize(fyne.NewSize(1024, 768))
	w := &window{t: t, canvas: c, sale: &ear{}, member: &ear{}}
	now := func() time.Time { return time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC) }
	o.Now, o.Language, o.Theme, o.Currency = now, "da", "light", pos.DKK
	o.Draw = func() {
		if w.front != nil {
			w.front.Draw()
		}
	}
	w.shell = screen.NewShell(o)
	w.shell.Add(screen.SalePlace, w.sale)
	w.shell.Add(screen.MemberPlace, w.member)
	w.front = ui.NewFront(t.Context(), c, w.shell, widget.Options{
		Now: now, After: func(time.Duration, func()) func() { return func() {} },
	})
	view := func(f *ui.Front) ui.View {
		p := &plain{entry: f.Entry("", "")}
		p.page = &widget.Page{Content: widget.Column(p.entry, f.Kit.Button("x", f.Tap("x"))), Home: p.entry}
		w.views = append(w.views, p)
		return p
	}
	w.front.Add(screen.SalePlace, view)
	w.front.Add(screen.MemberPlace, view)
	w.shell.Start(t.Context(), screen.SalePlace)
	return w
}

// key gives a key to what has the focus, or to the canvas where nothing has,
// as a window does.
func (w *window) key(name fyne.KeyName) {
	ev := &fyne.KeyEvent{Name: name}
	if f := w.canvas.Focused(); f != nil {
		f.TypedKey(ev)
		return
	}
	w.canvas.OnTypedKey()(ev)
}

func (w *window) typed(text string) {
	for _, r := range text {
		if f := w.canvas.Focused(); f != nil {
			f.TypedRune(r)
		} else {
			w.canvas.OnTypedRune()(r)
		}
	}
}

func (w *window) last() screen.Event {
	if n := len(w.sale.heard); n > 0 {
		return w.sale.heard[n-1]
	}
	return nil
}

func TestKeysGoToThePresenter(t *testing.T) {
	w := newWindow(t)
	w.sale.used = true
	for name, want := range map[fyne.KeyName]screen.KeyName{
		fyne.KeyReturn: screen.KeyEnter, fyne.KeyEnter: screen.KeyEnter, fyne.KeyEscape: screen.KeyEscape,
		fyne.KeyUp: screen.KeyUp, fyne.KeyDown: screen.KeyDown, fyne.KeyEnd: screen.KeyEnd, fyne.KeyDelete: screen.KeyDelete,
		fyne.KeyF11: screen.KeyF11,
	} {
		if w.key(name); w.last() != (screen.Key{Name: want}) {
			t.Errorf("%s comes as %v", name, w.last())
		}
	}
	for _, k := range []struct {
		shortcut fyne.Shortcut
		want     screen.KeyName
	}{
		{&desktop.CustomShortcut{KeyName: fyne.KeyR, Modifier: fyne.KeyModifierControl}, "Ctrl+R"},
		{&fyne.ShortcutUndo{}, "Ctrl+Z"},
		{&fyne.ShortcutPaste{}, "Ctrl+V"},
	} {
		w.canvas.Focused().(fyne.Shortcutable).TypedShortcut(k.shortcut)
		if w.last() != (screen.Key{Name: k.want}) {
			t.Errorf("%s comes as %v", k.want, w.last())
		}
	}
}

// TestCharactersAskThePresenterFirst: what it has no use for is typed.
func TestCharactersAskThePresenterFirst(t *testing.T) {
	w := newWindow(t)
	w.typed("3")
	if w.views[0].entry.Text != "3" || w.last() != (screen.Typed{Text: "3"}) {
		t.Errorf("%q stands there, the last event is %v", w.views[0].entry.Text, w.last())
	}
	w.sale.used = true
	w.typed("*")
	if w.views[0].entry.Text != "3" || w.last() != (screen.Rune{Rune: '*'}) {
		t.Errorf("%q stands there, the last event is %v", w.views[0].entry.Text, w.last())
	}
}

func TestFunctionKeysGoPlaces(t *testing.T) {
	w := newWindow(t)
	if w.key(fyne.KeyF3); w.shell.State().Place != screen.MemberPlace {
		t.Fatalf("at %q", w.shell.State().Place)
	}
	if w.canvas.Focused() != w.views[1].entry {
		t.Error("the new page's home field has not the focus")
	}
	if w.key(fyne.KeyF2); w.shell.State().Place != screen.SalePlace {
		t.Errorf("at %q", w.shell.State().Place)
	}
}

// TestAControlThatOneWalkedToKeepsItsKeys, and Escape leads home from it.
func TestAControlThatOneWalkedToKeepsItsKeys(t *testing.T) {
	w := newWindow(t)
	w.key(fyne.KeyTab)
	if w.canvas.Focused() == w.views[0].entry {
		t.Fatal("Tab does not walk")
	}
	w.key(fyne.KeyReturn)
	if w.last() != (screen.Tap{Do: "x"}) {
		t.Errorf("Enter on the button is %v", w.last())
	}
	w.canvas.Focus(w.views[0].entry)
	w.key(fyne.KeyTab)
	w.key(fyne.KeyEscape)
	if w.canvas.Focused() != w.views[0].entry {
		t.Error("Escape does not lead home")
	}
}

// ask opens a question and gives what it was answered with.
func (w *window) ask(q screen.Question) *[]screen.Reply {
	w.t.Helper()
	replies := new([]screen.Reply)
	q.Title = screen.Name("?")
	if q.Then == nil {
		q.Then = func(_ context.Context, r screen.Reply, _ *screen.Turn) error {
			*replies = append(*replies, r)
			return nil
		}
	}
	w.sale.ask, w.sale.used = &q, true
	w.key(fyne.KeyDown)
	if w.shell.State().Question == nil || !w.front.Desk().Asking() {
		w.t.Fatal("nothing is asked")
	}
	return replies
}

func TestQuestions(t *testing.T) {
	rows := []screen.Row{{Head: screen.Name("a")}, {Head: screen.Name("b")}, {Head: screen.Name("c"), Off: screen.Name("no")}}
	choices := []screen.Choice{screen.Yes("ok", "action.ok"), {Do: "other", Word: screen.Name("o"), Key: screen.KeyDelete}, screen.No()}
	for _, c := range []struct {
		name  string
		q     screen.Question
		press func(w *window)
		want  []screen.Reply
	}{
		{"Enter takes the first choice", screen.Question{Choices: choices}, func(w *window) { w.key(fyne.KeyReturn) }, []screen.Reply{{Do: "ok", Row: -1}}},
		{"Escape takes the last", screen.Question{Choices: choices}, func(w *window) { w.key(fyne.KeyEscape) }, []screen.Reply{{Do: screen.Cancel, Row: -1}}},
		{"a choice with a key", screen.Question{Choices: choices}, func(w *window) { w.key(fyne.KeyDelete) }, []screen.Reply{{Do: "other", Row: -1}}},
		{"arrows and Enter", screen.Question{Choices: choices, Rows: rows}, func(w *window) { w.key(fyne.KeyDown); w.key(fyne.KeyReturn) }, []screen.Reply{{Do: "ok", Row: 1}}},
		{"a digit picks", screen.Question{Choices: choices, Rows: rows}, func(w *window) { w.typed("2") }, []screen.Reply{{Do: "ok", Row: 1}}},
		{"a row that is off does not", screen.Question{Choices: choices, Rows: rows}, func(w *window) { w.typed("3") }, nil},
		{"no such digit", screen.Question{Choices: choices, Rows: rows}, func(w *window) { w.typed("4") }, nil},
		{"a field", screen.Question{Choices: choices, Field: &screen.Field{}}, func(w *window) { w.typed("1+2*"); w.key(fyne.KeyReturn) }, []screen.Reply{{Do: "ok", Row: -1, Text: "1+2*"}}},
		{"what stands in a field is replaced", screen.Question{Choices: choices, Field: &screen.Field{Text: "old"}}, func(w *window) { w.typed("n"); w.key(fyne.KeyReturn) }, []screen.Reply{{Do: "ok", Row: -1, Text: "n"}}},
		{"function keys wait", screen.Question{Choices: choices}, func(w *window) { w.key(fyne.KeyF3) }, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWindow(t)
			replies := w.ask(c.q)
			before := len(w.sale.heard)
			c.press(w)
			if len(*replies) != len(c.want) || len(c.want) > 0 && (*replies)[0] != c.want[0] {
				t.Errorf("answered %+v, want %+v", *replies, c.want)
			}
			if len(w.sale.heard) != before || w.shell.State().Place != screen.SalePlace {
				t.Errorf("the page behind heard %v", w.sale.heard[before:])
			}
			if w.front.Desk().Asking() != (len(c.want) == 0) {
				t.Errorf("still asking: %v", w.front.Desk().Asking())
			}
		})
	}
}

// TestARefusedAnswerStays open, says why, and can be mended.
func TestARefusedAnswerStays(t *testing.T) {
	w := newWindow(t)
	var texts []string
	w.ask(screen.Question{
		Field: &screen.Field{}, Choices: []screen.Choice{screen.Yes("ok", "action.ok"), screen.No()},
		Then: func(_ context.Context, r screen.Reply, _ *screen.Turn) error {
			texts = append(texts, r.Text)
			if r.Text != "2" {
				return pos.Refuse(pos.BadAmount)
			}
			return nil
		},
	})
	w.typed("1")
	w.key(fyne.KeyReturn)
	if !w.front.Desk().Asking() || w.shell.State().Question.Wrong.IsZero() {
		t.Fatal("a refused answer closes the question")
	}
	w.typed("2")
	w.key(fyne.KeyReturn)
	if w.front.Desk().Asking() || len(texts) != 2 || texts[1] != "2" {
		t.Errorf("answered %q", texts)
	}
	if w.canvas.Focused() != w.views[0].entry {
		t.Error("the focus is not home again")
	}
}

func TestLanguageAndThemeChangeAtOnce(t *testing.T) {
	w := newWindow(t)
	w.shell.SetLook(t.Context(), "fr", "contrast")
	if w.front.Kit.Lang != "fr" || len(w.views) != 2 {
		t.Errorf("%q, %d views", w.front.Kit.Lang, len(w.views))
	}
	if theme.Current().Mode() != theme.Contrast {
		t.Errorf("the look is %v", theme.Current().Mode())
	}
	if w.canvas.Focused() != w.views[1].entry {
		t.Error("the new home field has not the focus")
	}
}

// TestScreensTakeNoEventFromDrawing: a field that is set is not typed in.
func TestScreensTakeNoEventFromDrawing(t *testing.T) {
	w := newWindow(t)
	w.typed("5")
	n := len(w.sale.heard)
	w.shell.SetLook(t.Context(), "en", "light")
	if len(w.sale.heard) != n {
		t.Errorf("heard %v", w.sale.heard[n:])
	}
}

// TestARefusedScanIsSeen: a sentence that comes with no key has its room at once.
func TestARefusedScanIsSeen(t *testing.T) {
	w := newWindow(t)
	w.ask(screen.Question{
		Field: &screen.Field{}, Choices: []screen.Choice{screen.Yes("ok", "action.ok"), screen.No()},
		Scan: func(context.Context, screen.Scanned, *screen.Turn) error { return pos.Refuse(pos.BadName) },
	})
	w.shell.Handle(t.Context(), screen.Scanned{Scan: hardware.Scan{Kind: hardware.KindClubCard, Value: "10001"}})
	said := w.front.Say(w.shell.State().Question.Wrong)
	seen := strings.Contains(test.RenderToMarkup(w.canvas), said) // in one line: it has its width
	if !seen {
		t.Errorf("%q is nowhere to be seen", said)
	}
}
