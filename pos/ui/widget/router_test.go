package widget_test

import (
	"fmt"
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"bonuskasse/pos/ui/widget"
)

// stage is a page with one control of each kind, and what they were made to do.
type stage struct {
	home, second, inner *widget.Entry
	many                *widget.Entry
	button              *widget.Button
	list                *widget.List
	choice              *widget.Select
	check               *widget.Check
	pin                 *widget.PINPad
	page                *widget.Page
	done                []string // actions a scan must not cause
	taken               []string // scans the page or the question took
	runes               string   // characters the page took
	keys                []fyne.KeyName
}

func newStage(b *bench) *stage {
	s := &stage{}
	did := func(what string) { s.done = append(s.done, what) }
	k := b.kit
	s.home, s.second, s.inner, s.many = k.Entry("home"), k.Free("second"), k.Entry("inner"), k.Free("many").SetMany(3)
	for _, e := range []*widget.Entry{s.home, s.second, s.inner} {
		e.OnSubmitted = func(string) { did("submit") }
	}
	s.button = k.Button("button", func() { did("tap") })
	s.list = k.List(widget.Heading{Text: "row", Grow: 1})
	s.list.Rows = 100
	s.list.At = func(row, _ int) widget.Cell { return widget.Cell{Text: fmt.Sprint(row)} }
	s.list.OnChoose = func(int) { did("choose") }
	s.list.OnOpen = func(int) { did("open") }
	s.list.Choose(3)
	s.choice = k.Select("choice", []string{"a", "b", "c"}, func(int) { did("select") })
	s.check = k.Check("check", func(bool) { did("check") })
	s.pin = k.PINPad(func([]byte) { did("pin") })
	take := func(scan any) bool { s.taken = append(s.taken, scan.(string)); return true }
	s.page = &widget.Page{
		Content: container.NewVBox(s.home, s.second, s.many, s.button, s.list, s.choice, s.check, s.pin),
		Home:    s.home,
		Scan:    take,
		Rune: func(r rune) bool {
			if r == '+' || r == '*' {
				s.runes += string(r)
				return true
			}
			return false
		},
		Key: func(ev *fyne.KeyEvent) bool {
			if ev.Name == fyne.KeyEnd || ev.Name[0] == 'F' && len(ev.Name) > 1 {
				s.keys = append(s.keys, ev.Name)
				return true
			}
			return false
		},
	}
	b.desk.SetPage(s.page)
	return s
}

// focusKinds brings each kind of focus about.
func focusKinds(b *bench, s *stage) map[string]func() {
	on := func(f fyne.Focusable) func() { return func() { b.canvas.Focus(f) } }
	scan := s.page.Scan
	return map[string]func(){
		"home entry":   on(s.home),
		"free entry":   on(s.second),
		"many lines":   on(s.many),
		"button":       on(s.button),
		"list":         on(s.list),
		"select":       on(s.choice),
		"check":        on(s.check),
		"PIN":          on(s.pin.Field),
		"nothing":      func() { b.canvas.Unfocus() },
		"question":     func() { b.desk.Ask(&widget.Dialog{Title: "?", Scan: scan, Answers: answers(s)}) },
		"dialog":       func() { b.desk.Ask(&widget.Dialog{Body: s.inner, Home: s.inner, Scan: scan, Answers: answers(s)}) },
		"tabbed in it": func() { b.desk.Ask(&widget.Dialog{Title: "?", Scan: scan, Answers: answers(s)}); b.key(fyne.KeyTab) },
	}
}

func answers(s *stage) []widget.Answer {
	did := func() bool { s.done = append(s.done, "answer"); return true }
	return []widget.Answer{{Text: "no", Do: did}, {Text: "yes", Kind: widget.Go, Do: did}}
}

// Whatever has the focus, 50 scans arrive once each, and nothing else happens.
func TestScansReachThePageFromEveryFocus(t *testing.T) {
	for _, finder := range []string{"holding", "late"} {
		first := newBench(t, finder)
		kinds := focusKinds(first, newStage(first))
		for kind := range kinds {
			for _, end := range []fyne.KeyName{fyne.KeyReturn, fyne.KeyTab} {
				if finder == "late" && end == fyne.KeyTab {
					continue // that finder knows one ending
				}
				t.Run(finder+"/"+kind+"/"+string(end), func(t *testing.T) {
					b := newBench(t, finder)
					s := newStage(b)
					s.home.SetText("left as it was")
					s.second.SetText("and this")
					var want []string
					focusKinds(b, s)[kind]()
					s.done = nil
					for i := range 50 {
						code := fmt.Sprint(10001 + 111*i)
						if i%5 == 4 {
							code = fmt.Sprintf("AB 1+2*%d", i) // with keys that mean something
						}
						want = append(want, code)
						b.scan(code, end)
					}
					if !slices.Equal(s.taken, want) {
						t.Errorf("took %d scans %q, want %d", len(s.taken), s.taken, len(want))
					}
					if len(s.done) > 0 || s.runes != "" || len(s.keys) > 0 {
						t.Errorf("scans did %q, meant %q, pressed %q", s.done, s.runes, s.keys)
					}
					if s.home.Text != "left as it was" || s.second.Text != "and this" || s.inner.Text+s.many.Text != "" || s.pin.Field.Count() != 0 {
						t.Errorf("scans left %q, %q, %q, %q and %d figures", s.home.Text, s.second.Text, s.inner.Text, s.many.Text, s.pin.Field.Count())
					}
				})
			}
		}
	}
}

// A person's typing is whole and in order, though it was held for a moment.
func TestTypingComesThrough(t *testing.T) {
	for _, finder := range []string{"", "holding", "late"} {
		b := newBench(t, finder)
		s := newStage(b)
		b.person("rød grød 12,5")
		if s.home.Text != "rød grød 12,5" {
			t.Errorf("%s: typed %q", finder, s.home.Text)
		}
		b.key(fyne.KeyReturn)
		if !slices.Equal(s.done, []string{"submit"}) {
			t.Errorf("%s: Enter did %q", finder, s.done)
		}
		b.person("+*")
		if s.runes != "+*" || s.home.Text != "rød grød 12,5" {
			t.Errorf("%s: the page heard %q, the field has %q", finder, s.runes, s.home.Text)
		}
		b.canvas.Focus(s.second)
		b.person("+45 20")
		if s.second.Text != "+45 20" || s.runes != "+*" {
			t.Errorf("%s: a free field has %q, the page heard %q", finder, s.second.Text, s.runes)
		}
	}
}

// A burst that is recognised late leaves text, cursor and listeners as before.
func TestLateBurstIsTakenBack(t *testing.T) {
	b := newBench(t, "late")
	s := newStage(b)
	b.person("abc")
	b.key(fyne.KeyLeft)
	b.wait(1e9)
	var heard []string
	s.home.OnChanged = func(text string) { heard = append(heard, text) }
	b.scan("10001", fyne.KeyReturn)
	if s.home.Text != "abc" || s.home.CursorColumn != 2 {
		t.Errorf("the field has %q and its cursor at %d", s.home.Text, s.home.CursorColumn)
	}
	if len(heard) == 0 || heard[len(heard)-1] != "abc" {
		t.Errorf("the field's listener heard %q: a search would be left standing", heard)
	}
	b.person("x")
	if s.home.Text != "abxc" {
		t.Errorf("typing goes on as %q", s.home.Text)
	}
}

func TestPageKeysComeFromEveryFocus(t *testing.T) {
	b := newBench(t, "holding")
	s := newStage(b)
	for _, f := range []fyne.Focusable{s.home, s.second, s.button, s.list, s.choice, s.check, s.pin.Field, nil} {
		s.keys = nil
		if f == nil {
			b.canvas.Unfocus()
		} else {
			b.canvas.Focus(f)
		}
		for _, k := range []fyne.KeyName{fyne.KeyF2, fyne.KeyF11, fyne.KeyEnd} {
			b.key(k)
		}
		if !slices.Equal(s.keys, []fyne.KeyName{"F2", "F11", "End"}) {
			t.Errorf("with %T focused the page heard %q", f, s.keys)
		}
	}
}

func TestSpaceAndEnterUseWhatTabReached(t *testing.T) {
	b := newBench(t, "holding")
	s := newStage(b)
	b.canvas.Focus(s.button)
	b.char(' ')
	b.wait(gap * 2)
	b.key(fyne.KeyReturn)
	b.canvas.Focus(s.check)
	b.char(' ')
	b.wait(gap * 2)
	if !slices.Equal(s.done, []string{"tap", "tap", "check"}) {
		t.Errorf("did %q", s.done)
	}
	b.canvas.Focus(s.list)
	b.key(fyne.KeyDown)
	b.key(fyne.KeyReturn)
	if !slices.Equal(s.done[3:], []string{"choose", "open"}) || s.list.Chosen() != 4 {
		t.Errorf("the list did %q and is at %d", s.done[3:], s.list.Chosen())
	}
	b.canvas.Focus(s.choice)
	b.key(fyne.KeyDown)
	if s.choice.Chosen() != 0 {
		t.Errorf("the choice is %d", s.choice.Chosen())
	}
}

func TestTapsLeaveTheFocusAtHome(t *testing.T) {
	b := newBench(t, "holding")
	s := newStage(b)
	at := &fyne.PointEvent{Position: fyne.NewPos(10, 60)}
	for name, o := range map[string]fyne.Tappable{"button": s.button, "list": s.list, "check": s.check,
		"pad": b.kit.NumberPad(s.home, true), "rail": b.kit.Rail([]widget.Place{{Text: "a"}}, nil), "strip": b.kit.Strip(nil)} {
		b.canvas.Unfocus() // Fyne does that where a finger lands
		o.Tapped(at)
		if b.canvas.Focused() != fyne.Focusable(s.home) {
			t.Errorf("after a tap on the %s %T has the focus", name, b.canvas.Focused())
		}
	}
	b.canvas.Unfocus()
	b.person("x")
	if s.home.Text == "" || b.canvas.Focused() != fyne.Focusable(s.home) {
		t.Errorf("typed with no focus, home has %q", s.home.Text)
	}
}

// A focus that an action chose stays: the way home comes before the action.
func TestAnActionMayMoveTheFocus(t *testing.T) {
	b := newBench(t, "")
	s := newStage(b)
	s.button.OnTap = func() { b.canvas.Focus(s.second) }
	s.button.Tapped(&fyne.PointEvent{})
	if b.canvas.Focused() != fyne.Focusable(s.second) {
		t.Errorf("%T has the focus", b.canvas.Focused())
	}
}

// The space bar that leads somewhere types nothing there.
func TestSpaceIsNotTypedWhereItLeads(t *testing.T) {
	for _, finder := range []string{"", "late"} {
		b := newBench(t, finder)
		s := newStage(b)
		s.button.OnTap = func() { b.canvas.Focus(s.second) }
		b.canvas.Focus(s.button)
		b.char(' ')
		b.wait(gap * 2)
		if s.second.Text != "" {
			t.Errorf("%s: %q is typed", finder, s.second.Text)
		}
		b.person("a b")
		if s.second.Text != "a b" {
			t.Errorf("%s: the field reads %q", finder, s.second.Text)
		}
	}
}

func TestDisabledButtonDoesNothing(t *testing.T) {
	b := newBench(t, "")
	s := newStage(b)
	s.button.Disable()
	s.button.Tapped(&fyne.PointEvent{})
	s.button.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if len(s.done) != 0 {
		t.Errorf("did %q", s.done)
	}
}

// What is typed while a control without text has the focus goes home.
func TestTypingNeverVanishes(t *testing.T) {
	for _, finder := range []string{"", "holding", "late"} {
		b := newBench(t, finder)
		s := newStage(b)
		for _, f := range []fyne.Focusable{s.button, s.list, s.choice, s.check} {
			s.home.SetText("")
			b.canvas.Focus(f)
			b.person("12,5")
			if s.home.Text != "12,5" || b.canvas.Focused() != fyne.Focusable(s.home) {
				t.Errorf("%s: typed on %T, home has %q and %T the focus", finder, f, s.home.Text, b.canvas.Focused())
			}
		}
		if len(s.done) != 0 {
			t.Errorf("%s: did %q", finder, s.done)
		}
	}
}
