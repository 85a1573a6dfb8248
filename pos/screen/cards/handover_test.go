package cards_test

import (
	"errors"
	"testing"

	"bonuskasse/pos/screen"
)

// TestACardBatchGoesOn: after a batch the till offers the machine's printers and
// its program for PDFs, with Enter, and says what came of it.
func TestACardBatchGoesOn(t *testing.T) {
	s, p := newTestShop(t)
	p.Queues, p.Shows = []string{"Kontor", "Zebra"}, true
	batch := func() {
		t.Helper()
		s.Keys("Ctrl+N")
		s.change("count", "save", -1, "2")
		s.Keys(screen.KeyEnd)
		if q := s.Shell.State().Question; s.Asked() != "cards.finished" || len(q.Rows) != 3 {
			t.Fatalf("said %q, asked %q", s.Said(), s.Asked())
		}
	}
	batch()
	s.Answer("ok", 1, "")
	if len(p.Out) != 1 || p.Out[0] != "Zebra /papers/cards-10002-10003.pdf false" || s.Said() != "handover.sent" {
		t.Errorf("printed %q, said %q", p.Out, s.Said())
	}
	batch()
	s.Answer("ok", 2, "")
	if len(p.Out) != 2 || p.Out[1] != "shown /papers/cards-10004-10005.pdf" {
		t.Errorf("shown %q", p.Out)
	}
	p.Refuses = errors.New("lp: no such printer")
	batch()
	s.Answer("ok", 0, "")
	if s.Said() != "error.not_printed" {
		t.Errorf("said %q", s.Said())
	}
	batch()
	s.Answer(screen.Cancel, -1, "")
	if len(p.Out) != 3 || s.Said() != "cards.made" || s.state().Open.Number != "10008" {
		t.Errorf("%q", p.Out)
	}
}

// TestACardBatchInterruptsNobody: who is at something else by the time the cards are
// drawn is told where they are, and asked nothing.
func TestACardBatchInterruptsNobody(t *testing.T) {
	s, p := newTestShop(t)
	p.Queues, p.Shows = []string{"Kontor"}, true
	p.stop = func() { s.Shell.GoTo(t.Context(), screen.SalePlace) }
	s.Keys("Ctrl+N")
	s.Keys(screen.KeyEnd)
	if s.Shell.State().Place != screen.SalePlace || s.Asked() != "" || s.Said() != "cards.made" {
		t.Errorf("at %s, asked %q, said %q", s.Shell.State().Place, s.Asked(), s.Said())
	}
}

// TestACardBatchWithNoPrinter says where the file is, and asks nothing.
func TestACardBatchWithNoPrinter(t *testing.T) {
	s, _ := newTestShop(t)
	s.Keys("Ctrl+N")
	s.Keys(screen.KeyEnd)
	if s.Said() != "cards.made" || s.Asked() != "" {
		t.Errorf("said %q, asked %q", s.Said(), s.Asked())
	}
}
