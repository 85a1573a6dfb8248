package main

import (
	"image"
	"testing"

	"fyne.io/fyne/v2"

	"bonuskasse/assets"
	"bonuskasse/pos/screen"
	"bonuskasse/pos/screen/reports"
	"bonuskasse/pos/screen/settings"
	"bonuskasse/pos/ui/theme"
)

// press gives a key to what has the focus, or to the canvas where nothing has,
// as a window does.
func (g *stage) press(name fyne.KeyName) {
	ev := &fyne.KeyEvent{Name: name}
	if f := g.canvas.Focused(); f != nil {
		f.TypedKey(ev)
		return
	}
	g.canvas.OnTypedKey()(ev)
}

func (g *stage) letter(r rune) {
	if f := g.canvas.Focused(); f != nil {
		f.TypedRune(r)
		return
	}
	g.canvas.OnTypedRune()(r)
}

// The screens are driven by the keyboard alone, through whatever has the focus.
func TestKeysReachTheScreens(t *testing.T) {
	s, err := openShop(t.Context(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer s.close()
	g, _ := s.stage(t.Context(), "en", theme.Light, small)
	at := func(want screen.Place) {
		t.Helper()
		if got := g.shell.State().Place; got != want {
			t.Fatalf("at %q, want %q", got, want)
		}
	}
	settings := func() settings.State {
		return g.shell.Screen(screen.SettingsPlace).State().(settings.State)
	}

	g.press(fyne.KeyF10)
	at(screen.SettingsPlace)
	for _, k := range []fyne.KeyName{fyne.KeyDown, fyne.KeyDown, fyne.KeyDown, fyne.KeyRight, fyne.KeyDown, fyne.KeyReturn} {
		g.press(k)
	}
	if st := settings(); st.Title.IsZero() || st.Sections[st.Section] != "tiers" {
		t.Fatalf("the second tier is not open: %+v", st.Title)
	}
	// Its rate, typed into the question.
	g.press(fyne.KeyReturn)
	g.letter('7')
	g.press(fyne.KeyReturn)
	tiers, err := s.till.Tiers(t.Context())
	if err != nil || tiers[1].RateBp != 700 {
		t.Errorf("the rate is %d (%v), want 700", tiers[1].RateBp, err)
	}
	g.press(fyne.KeyLeft)
	g.press(fyne.KeyEscape)
	if st := settings(); st.Inside || !st.Title.IsZero() {
		t.Errorf("Left and Escape leave %+v", st)
	}

	g.press(fyne.KeyF8)
	at(screen.ReportsPlace)
	g.press(fyne.KeyDown)
	g.press(fyne.KeyReturn)
	reports := func() reports.State {
		return g.shell.Screen(screen.ReportsPlace).State().(reports.State)
	}
	if st := reports(); st.Opened == "" || st.Opened != st.Sales[1].Receipt {
		t.Errorf("%q is open", st.Opened)
	}
	g.press(fyne.KeyEscape)
	for _, r := range "05" {
		g.letter(r)
	}
	if st := reports(); st.Number != "05" || st.Sales[st.Chosen].Receipt != s.last {
		t.Errorf("the figures %q choose row %d", st.Number, st.Chosen)
	}
	before, err := s.till.Jobs(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	g.letter('x')
	if after, err := s.till.Jobs(t.Context()); err != nil || len(after) != len(before)+1 || reports().Number != "05" {
		t.Errorf("x made %d papers (%v) and left %q in the field", len(after)-len(before), err, reports().Number)
	}

	g.press(fyne.KeyF1)
	at(screen.HelpPlace)
	g.press(fyne.KeyDown)
	g.press(fyne.KeyRight)
	if st := g.shell.Screen(screen.HelpPlace).State().(screen.HelpState); st.Chosen != 1 || st.Language != "fr" || st.From != screen.ReportsPlace {
		t.Errorf("Help is %+v", st)
	}
	g.press(fyne.KeyEscape)
	at(screen.ReportsPlace)
}

// The import is driven by the keyboard alone too: whatever step it shows, the
// focus is where keys reach it.
func TestKeysReachTheImport(t *testing.T) {
	s, err := openShop(t.Context(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer s.close()
	g, _ := s.stage(t.Context(), "en", theme.Light, small)
	state := func() screen.ImportState { return g.shell.Screen(screen.ImportPlace).State().(screen.ImportState) }
	g.press(fyne.KeyF10)
	for _, k := range []fyne.KeyName{fyne.KeyDown, fyne.KeyDown, fyne.KeyDown, fyne.KeyDown, fyne.KeyDown, fyne.KeyRight, fyne.KeyEnd, fyne.KeyUp, fyne.KeyReturn} {
		g.press(k)
	}
	if g.shell.State().Place != screen.ImportPlace || g.canvas.Focused() == nil {
		t.Fatalf("at %s, the focus on %v", g.shell.State().Place, g.canvas.Focused())
	}
	g.press(fyne.KeyDown)
	g.press(fyne.KeyDown)
	g.press(fyne.KeyReturn)
	if st := state(); st.Step != screen.ImportLook || st.File != "kundeklub.csv" {
		t.Fatalf("%s of %s", st.Step, st.File)
	}
	g.press(fyne.KeyF1)
	g.press(fyne.KeyEscape)
	g.press(fyne.KeyRight)
	g.press(fyne.KeyDown)
	if st := state(); st.Tab != screen.ImportColumns || st.Chosen != 1 {
		t.Fatalf("after Help: tab %d, row %d", st.Tab, st.Chosen)
	}
	g.press(fyne.KeyEscape)
	g.letter('k')
	if st := state(); st.Step != screen.ImportChoose || st.Text != "k" {
		t.Fatalf("%s with %q", st.Step, st.Text)
	}
}

// Help names the place whose keys it tells, so each has a name.
func TestPlacesHaveNames(t *testing.T) {
	for place := range makers() {
		for _, lang := range assets.Languages() {
			if !assets.Has(lang, "place."+string(place)) {
				t.Errorf("%s has no name in %s", place, lang)
			}
		}
	}
}

// TestPageKeysReachAllFigures: behind the last receipt the figures of the day turn, which
// may be longer than their pane, and before the receipts do again they turn back.
func TestPageKeysReachAllFigures(t *testing.T) {
	s, err := openShop(t.Context(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer s.close()
	g, _ := s.stage(t.Context(), "en", theme.Light, small)
	g.press(fyne.KeyF8)
	list := func() int { return g.shell.Screen(screen.ReportsPlace).State().(reports.State).Chosen }
	for range 10 {
		g.press(fyne.KeyPageDown)
	}
	last, turned := list(), g.canvas.Capture()
	g.press(fyne.KeyPageUp)
	if list() != last {
		t.Error("the list turns before the figures are back")
	}
	if same(turned, g.canvas.Capture()) {
		t.Error("the figures do not turn")
	}
	for range 10 {
		g.press(fyne.KeyPageUp)
	}
	if list() != 0 {
		t.Errorf("receipt %d is chosen, not the first", list())
	}
}

func same(a, b image.Image) bool {
	for y := range a.Bounds().Dy() {
		for x := range a.Bounds().Dx() {
			if a.At(x, y) != b.At(x, y) {
				return false
			}
		}
	}
	return true
}
