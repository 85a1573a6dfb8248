package cards_test

import (
	"testing"

	"bonuskasse/hardware"
	"bonuskasse/pos"
	"bonuskasse/pos/screen"
	"bonuskasse/pos/till"
)

// TestASampleForAnybodyNamesNobody, though its number is somebody's card.
func TestASampleForAnybodyNamesNobody(t *testing.T) {
	s, _ := newTestShop(t)
	job, err := s.Till.SampleCards(t.Context(), till.NewCards{From: 10001, Kind: pos.BothCard, Symbology: pos.CardCode128, Layout: hardware.CardsA4})
	must(t, err)
	if job.Cards[0].Number != "10001" || job.Cards[0].Name != "" {
		t.Errorf("the sample is %+v", job.Cards[0])
	}
}

// TestNoOtherRowIsChosen: a card that the list was not read to is open alone.
func TestNoOtherRowIsChosen(t *testing.T) {
	s, _ := newTestShop(t)
	s.Keys("Ctrl+N")
	s.change("count", "save", -1, "300")
	s.Keys(screen.KeyEnd)
	s.Typed("10290")
	s.Keys(screen.KeyEnter)
	if st := s.state(); st.Open == nil || st.Open.Number != "10290" || st.Chosen != -1 {
		t.Fatalf("row %d is chosen beside %+v", st.Chosen, st.Open)
	}
	s.Keys(screen.KeyDown)
	if st := s.state(); st.Chosen != 0 || st.Open.Number != "10001" {
		t.Errorf("Down leads to row %d", st.Chosen)
	}
}

// What is done after a number that is not known was not meant for the card that
// was open before: it would be issued, or blocked, in the other's place.
func TestAnUnknownNumberClosesTheCard(t *testing.T) {
	s, _ := newTestShop(t)
	s.Keys("Ctrl+N")
	s.change("count", "save", -1, "3")
	s.Keys(screen.KeyEnd)
	for how, look := range map[string]func(){
		"typed":   func() { s.Typed("99123"); s.Keys(screen.KeyEnter) },
		"scanned": func() { s.Reads(hardware.KindClubCard, "99123") },
	} {
		s.Typed("10002")
		s.Keys(screen.KeyEnter)
		if st := s.state(); st.Open == nil || st.Open.Number != "10002" {
			t.Fatalf("%+v is open", st.Open)
		}
		marked := s.state().Marked
		look()
		if st := s.state(); st.Open != nil || how == "typed" && (st.Entry != "99123" || st.Marked == marked) {
			t.Errorf("%s: %+v is open, %q in the field", how, st.Open, st.Entry)
		}
		s.Keys("Ctrl+K")
		if st := s.Shell.State(); st.Question != nil || st.Notice.Text.Key != "cards.open_first" {
			t.Errorf("%s: asks %+v, says %+v", how, st.Question, st.Notice.Text)
		}
	}
}
