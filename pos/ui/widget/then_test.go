package widget_test

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"bonuskasse/pos/ui/widget"
)

// slow sees only at a burst's end what it was. Where it passes the end, that is
// still the focused field's.
type slow struct {
	runes int
	act   widget.Act
	then  func()
}

func (s *slow) Feed(k widget.Stroke) widget.Verdict {
	if k.IsRune() {
		s.runes++
	}
	if k.Name != fyne.KeyReturn {
		return widget.Verdict{}
	}
	return widget.Verdict{Act: s.act, Undo: s.runes, Then: s.then}
}

func (s *slow) Idle(time.Time) widget.Verdict { return widget.Verdict{} }

func TestScanIsBroughtWhenItsStrokesAreOutOfTheWay(t *testing.T) {
	for name, act := range map[string]widget.Act{"swallowed": widget.Swallow, "passed": widget.Pass} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, "")
			finder := &slow{act: act}
			var posted []func()
			b.desk = widget.NewDesk(b.canvas, widget.Options{Burst: finder, Post: func(f func()) { posted = append(posted, f) }})
			b.kit = widget.NewKit(b.desk, "da")
			s := newStage(b)
			entered := 0
			s.home.OnSubmitted = func(string) { entered++ }
			said, at := "", -1
			finder.then = func() { said, at = s.home.Text, entered }
			s.home.SetText("ab")
			b.scan("10001", fyne.KeyReturn)
			for _, f := range posted {
				f()
			}
			if want := map[widget.Act]int{widget.Swallow: 0, widget.Pass: 1}[act]; said != "ab" || at != want {
				t.Errorf("when the scan came, the field had %q and had been entered %d times; want \"ab\", %d times", said, at, want)
			}
		})
	}
}
