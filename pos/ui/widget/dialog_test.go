package widget_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"bonuskasse/pos/ui/widget"
)

func ask(b *bench, name string, log *[]string) *widget.Dialog {
	note := func(what string) func() bool {
		return func() bool { *log = append(*log, name+" "+what); return true }
	}
	return &widget.Dialog{Title: name, Answers: []widget.Answer{{Text: "no", Do: note("no")}, {Text: "yes", Kind: widget.Go, Do: note("yes")}}}
}

func TestQuestionsQueue(t *testing.T) {
	b := newBench(t, "holding")
	s := newStage(b)
	var log []string
	b.desk.Ask(ask(b, "first", &log))
	b.desk.Ask(ask(b, "second", &log))
	if n := len(b.canvas.Overlays().List()); n != 1 || b.desk.Waiting() != 1 {
		t.Fatalf("%d on the screen, %d waiting", n, b.desk.Waiting())
	}
	b.desk.AskOver(ask(b, "over", &log))
	b.key(fyne.KeyEscape)
	b.key(fyne.KeyReturn)
	b.key(fyne.KeyEscape)
	if want := []string{"over no", "first yes", "second no"}; !slices.Equal(log, want) {
		t.Errorf("answered %q, want %q", log, want)
	}
	if b.desk.Asking() || len(b.canvas.Overlays().List()) != 0 || b.canvas.Focused() != fyne.Focusable(s.home) {
		t.Errorf("asking %v, focus on %T", b.desk.Asking(), b.canvas.Focused())
	}
}

func TestNothingActsBehindAQuestion(t *testing.T) {
	b := newBench(t, "holding")
	s := newStage(b)
	var log []string
	b.desk.Ask(ask(b, "q", &log))
	for _, k := range []fyne.KeyName{fyne.KeyF2, fyne.KeyF12, fyne.KeyEnd} {
		b.key(k)
	}
	b.person("+x")
	b.scan("10001", fyne.KeyReturn)
	if len(s.keys) != 0 || s.runes != "" || s.home.Text != "" || len(s.taken) != 0 || len(log) != 0 {
		t.Errorf("behind the question: keys %q, runes %q, text %q, scans %q, answers %q", s.keys, s.runes, s.home.Text, s.taken, log)
	}
	if !slices.Equal(b.codes, []string{widget.ScanBehindQuestion}) || !slices.Equal(b.sounds, []widget.Sound{widget.Refused}) {
		t.Errorf("the scan was refused with %q and %v", b.codes, b.sounds)
	}
}

// What was said over a question is gone with its answer; what was said before stays.
func TestANoticeOverAQuestionGoesWithIt(t *testing.T) {
	b := newBench(t, "holding")
	newStage(b)
	var log []string
	stands := func(text string) bool { return strings.Contains(test.RenderToMarkup(b.canvas), ">"+text+"<") }
	b.desk.Toast(widget.Go, "Saved")
	b.desk.Ask(ask(b, "q", &log))
	if !stands("Saved") {
		t.Error("a question took away what was said before it")
	}
	b.desk.Toast(widget.Look, "Answer first")
	if !stands("Answer first") {
		t.Error("nothing is said over a question")
	}
	b.key(fyne.KeyEscape)
	if b.desk.Asking() || stands("Answer first") {
		t.Error("the notice stays after the answer")
	}
}

func TestAnAnswerMayKeepTheDialogOpen(t *testing.T) {
	b := newBench(t, "")
	newStage(b)
	entry := b.kit.Entry("")
	closed := 0
	d := &widget.Dialog{Body: entry, Home: entry, Answers: []widget.Answer{{Text: "OK", Kind: widget.Go, Do: func() bool { return entry.Text != "" }}},
		Back: widget.NoBack, OnClose: func() { closed++ }}
	b.desk.Ask(d)
	if b.canvas.Focused() != fyne.Focusable(entry) {
		t.Fatalf("%T has the focus", b.canvas.Focused())
	}
	b.key(fyne.KeyReturn)
	b.key(fyne.KeyEscape)
	if !b.desk.Asking() || closed != 0 {
		t.Fatal("closed with something missing")
	}
	b.person("x")
	b.key(fyne.KeyReturn)
	if b.desk.Asking() || closed != 1 {
		t.Errorf("asking %v, closed %d times", b.desk.Asking(), closed)
	}
}

// Enter answers what Tab has reached, and not the opposite of it.
func TestEnterOnATabbedAnswer(t *testing.T) {
	b := newBench(t, "")
	newStage(b)
	var log []string
	b.desk.Ask(ask(b, "q", &log))
	b.key(fyne.KeyTab)
	b.key(fyne.KeyReturn)
	if !slices.Equal(log, []string{"q no"}) {
		t.Errorf("answered %q", log)
	}
}

func TestScansTooOldOrOfNoUseAreRefused(t *testing.T) {
	b := newBench(t, "")
	b.desk.SetPage(&widget.Page{Scan: func(scan any) bool { return scan == "good" }})
	if !b.desk.Scan("good", b.now.Add(-5*time.Second)) {
		t.Error("a scan of five seconds ago was refused")
	}
	b.desk.Scan("good", b.now.Add(-5*time.Second-1))
	b.desk.Scan("other", b.now)
	if !slices.Equal(b.codes, []string{widget.ScanTooOld, widget.ScanNoUse}) {
		t.Errorf("refused with %q", b.codes)
	}
	if !slices.Equal(b.sounds, []widget.Sound{widget.Good, widget.Refused, widget.Refused}) {
		t.Errorf("sounds %v", b.sounds)
	}
}

func TestSelectIsADialog(t *testing.T) {
	b := newBench(t, "holding")
	s := newStage(b)
	b.canvas.Focus(s.choice)
	b.key(fyne.KeyReturn)
	if !b.desk.Asking() {
		t.Fatal("no dialog")
	}
	b.key(fyne.KeyDown)
	b.key(fyne.KeyDown)
	b.key(fyne.KeyReturn)
	if b.desk.Asking() || s.choice.Chosen() != 2 || s.done[len(s.done)-1] != "select" {
		t.Errorf("chosen %d, did %q", s.choice.Chosen(), s.done)
	}
}

func TestWaitingShowsLateAndCanBeGivenUpLater(t *testing.T) {
	b := newBench(t, "")
	newStage(b)
	given := 0
	_, done := b.kit.Busy("wait", func() { given++ })
	b.wait(299 * time.Millisecond)
	if b.desk.Asking() {
		t.Error("shown before 0.3 s")
	}
	b.wait(time.Millisecond)
	b.key(fyne.KeyEscape)
	if !b.desk.Asking() || given != 0 {
		t.Error("not shown at 0.3 s, or given up before 2 s")
	}
	b.wait(1700 * time.Millisecond)
	b.key(fyne.KeyEscape)
	if b.desk.Asking() || given != 1 {
		t.Errorf("asking %v, given up %d times", b.desk.Asking(), given)
	}
	done()
	done()
	_, done = b.kit.Busy("quick", nil)
	done()
	b.wait(time.Hour)
	if b.desk.Asking() {
		t.Error("a wait that is over was shown")
	}
}

func TestPINIsHandedOnOnceAndWiped(t *testing.T) {
	b := newBench(t, "holding")
	var got string
	var kept []byte
	pad := b.kit.PINPad(func(pin []byte) { got, kept = string(pin), pin })
	b.desk.SetPage(&widget.Page{Content: pad, Home: pad.Field})
	b.person("12a34")
	if pad.Field.Count() != 4 {
		t.Fatalf("%d figures", pad.Field.Count())
	}
	b.key(fyne.KeyBackspace)
	b.person("9")
	b.key(fyne.KeyReturn)
	if got != "1239" || pad.Field.Count() != 0 || slices.ContainsFunc(kept, func(c byte) bool { return c != 0 }) {
		t.Errorf("got %q, kept %v, left %d", got, kept, pad.Field.Count())
	}
	b.person("123456789012")
	if pad.Field.Count() != widget.MaxPIN {
		t.Errorf("%d figures", pad.Field.Count())
	}
}

// A head ends with the name that the question is about: it wraps, and is read whole.
func TestALongHeadIsReadWhole(t *testing.T) {
	const title = "Slå Kirsten Holm sammen med Jean-Baptiste de La Rochefoucauld?"
	b := newBench(t, "")
	newStage(b)
	b.desk.Ask(&widget.Dialog{Title: title, Text: "x", Answers: []widget.Answer{{Text: "no"}}})
	head := ""
	for line := range strings.Lines(test.RenderToMarkup(b.canvas)) {
		if strings.Contains(line, `textSize="28"`) {
			line, _, _ = strings.Cut(line[strings.Index(line, ">")+1:], "<")
			head += " " + line
		}
	}
	if !strings.HasSuffix(head, " "+title) { // before it stands what is under the question
		t.Errorf("the head reads %q", head)
	}
}
