package screen_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"bonuskasse/assets"
	"bonuskasse/hardware"
	"bonuskasse/pos/paper"
	"bonuskasse/pos/screen"
	"bonuskasse/pos/screen/reports"
	"bonuskasse/pos/till"
)

func (s *testShop) withHelp(customer string) *testShop {
	s.Shell.Add(screen.HelpPlace, screen.NewHelp(screen.HelpOptions{
		Till: s.Till, Devices: s.Desk, Screen: s.Shell.Screen, Questions: len(assets.FAQ("en")),
		Paper: func(lang string, made time.Time) hardware.Document {
			return paper.FAQ("Ribe Te", lang, made)
		},
		Customer: func() string { return customer },
		Language: func() string { return s.Shell.State().Language },
	}))
	return s
}

func (s *testShop) help() screen.HelpState {
	return s.Shell.Screen(screen.HelpPlace).State().(screen.HelpState)
}

func TestHelpTellsTheKeysOfWhereOneWas(t *testing.T) {
	s := newTestShop(t).withHelp("")
	s.Show(screen.ReportsPlace)
	s.Keys(screen.KeyF1)
	if st := s.help(); st.From != screen.ReportsPlace || !slices.Equal(st.Keys, reports.Keys) {
		t.Errorf("from %q: %v", st.From, st.Keys)
	}
	// The keys that hold everywhere are those of the places there are.
	var places []string
	for _, u := range s.help().Everywhere {
		places = append(places, u.Do)
	}
	if !slices.Equal(places, []string{"help", "reports", "settings", "papers", "lock"}) {
		t.Errorf("everywhere: %v", places)
	}
	s.Keys(screen.KeyEscape)
	if at := s.Shell.State().Place; at != screen.ReportsPlace {
		t.Errorf("Escape leads to %q", at)
	}
}

// Every key that Help tells does something on its screen, and has words in each
// language. (Page Up and Page Down are the view's: it knows how long a page is.)
func TestToldKeysDoSomething(t *testing.T) {
	for place, told := range map[screen.Place]struct {
		keys    []screen.KeyUse
		prepare func(s *testShop, receipt string)
	}{
		screen.ReportsPlace: {reports.Keys, func(s *testShop, _ string) {
			s.Keys(screen.KeyEnter)
		}},
		screen.HelpPlace: {screen.HelpKeys, func(*testShop, string) {}},
	} {
		s := newTestShop(t).withHelp("")
		receipt := s.Sell("", till.Payment{Cash: till.Exact}, map[string]int64{"te": 2000})
		s.TryKeys(told.keys, func(screen.KeyUse) {
			s.Show(place)
			told.prepare(s, receipt)
		})
	}
}

func TestQuestionsInTheCustomersLanguage(t *testing.T) {
	s := newTestShop(t).withHelp("fr")
	s.Show(screen.ReportsPlace)
	s.Keys(screen.KeyF1)
	if l := s.help().Language; l != "fr" {
		t.Fatalf("a French customer reads %q", l)
	}
	s.Keys("Right")
	if l := s.help().Language; l != "da" {
		t.Errorf("Right leads from fr to %q", l)
	}
	s.Keys("Left", "Left")
	if l := s.help().Language; l != "en" {
		t.Errorf("Left twice leads to %q", l)
	}
	s.Send(screen.Tap{Do: "language", At: 2})
	for range 30 {
		s.Keys(screen.KeyDown)
	}
	if st := s.help(); st.Questions != 17 || st.Chosen != 16 {
		t.Errorf("question %d of %d", st.Chosen+1, st.Questions)
	}
	s.Keys("Ctrl+P")
	jobs, err := s.Till.Jobs(context.Background())
	must(t, err)
	if len(jobs) != 1 || jobs[0].Title != assets.T("fr", "faq.title") || s.Desk.Woken != 1 {
		t.Errorf("the papers are %+v", jobs)
	}
}
