package ui

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"bonuskasse/pos/ui/widget"
)

// A sentence of two small lines moves nothing; one of three is not cut, and leaves no
// room behind.
func TestALongSentenceHasRoom(t *testing.T) {
	test.NewTempApp(t)
	s := newSays("Scan")
	s.Resize(fyne.NewSize(400, sayHigh))
	calm := s.MinSize().Height
	for _, c := range []struct {
		words int
		grows bool
	}{{1, false}, {16, false}, {30, true}, {1, false}} {
		s.Say(widget.Look, strings.TrimSpace(strings.Repeat("papir ", c.words)))
		need := s.text.MinSize().Height
		high := s.MinSize().Height
		if high < need || high > calm != c.grows {
			t.Errorf("%d words: the place is %v high, they need %v", c.words, high, need)
		}
	}
}
