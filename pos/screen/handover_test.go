package screen_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"bonuskasse/pos/screen"
)

// fakeHandover is a machine with some printers.
type fakeHandover struct {
	printers []string
	shows    bool
	out      []string
	refuses  error
}

func (h *fakeHandover) Printers(context.Context) []string { return h.printers }
func (h *fakeHandover) CanShow() bool                     { return h.shows }
func (h *fakeHandover) PrintFile(_ context.Context, printer, path string, bothSides bool) error {
	h.out = append(h.out, fmt.Sprint(printer, " ", path, " ", bothSides))
	return h.refuses
}
func (h *fakeHandover) ShowFile(_ context.Context, path string) error {
	h.out = append(h.out, "shown "+path)
	return h.refuses
}

// TestACardBatchGoesOn: after a batch the till offers the machine's printers and
// its program for PDFs, with Enter, and says what came of it.
func TestACardBatchGoesOn(t *testing.T) {
	s, p := newCardsShop(t)
	p.printers, p.shows = []string{"Kontor", "Zebra"}, true
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
	if len(p.out) != 1 || p.out[0] != "Zebra /papers/cards-10002-10003.pdf false" || s.Said() != "handover.sent" {
		t.Errorf("printed %q, said %q", p.out, s.Said())
	}
	batch()
	s.Answer("ok", 2, "")
	if len(p.out) != 2 || p.out[1] != "shown /papers/cards-10004-10005.pdf" {
		t.Errorf("shown %q", p.out)
	}
	p.refuses = errors.New("lp: no such printer")
	batch()
	s.Answer("ok", 0, "")
	if s.Said() != "error.not_printed" {
		t.Errorf("said %q", s.Said())
	}
	batch()
	s.Answer(screen.Cancel, -1, "")
	if len(p.out) != 3 || s.Said() != "cards.made" || s.cards().Open.Number != "10008" {
		t.Errorf("%q", p.out)
	}
}

// TestACardBatchInterruptsNobody: who is at something else by the time the cards are
// drawn is told where they are, and asked nothing.
func TestACardBatchInterruptsNobody(t *testing.T) {
	s, p := newCardsShop(t)
	p.printers, p.shows = []string{"Kontor"}, true
	p.stop = func() { s.Shell.GoTo(t.Context(), screen.SettingsPlace) }
	s.Keys("Ctrl+N")
	s.Keys(screen.KeyEnd)
	if s.Shell.State().Place != screen.SettingsPlace || s.Asked() != "" || s.Said() != "cards.made" {
		t.Errorf("at %s, asked %q, said %q", s.Shell.State().Place, s.Asked(), s.Said())
	}
}

// TestACardBatchWithNoPrinter says where the file is, and asks nothing.
func TestACardBatchWithNoPrinter(t *testing.T) {
	s, _ := newCardsShop(t)
	s.Keys("Ctrl+N")
	s.Keys(screen.KeyEnd)
	if s.Said() != "cards.made" || s.Asked() != "" {
		t.Errorf("said %q, asked %q", s.Said(), s.Asked())
	}
}

// TestCouponSheetsGoOn: sheets of coupons are offered as cards are, when they are
// made and when they are drawn again.
func TestCouponSheetsGoOn(t *testing.T) {
	s, kept := couponScreen(t)
	kept.printers, kept.shows = []string{"Kontor"}, true
	s.Keys("Ctrl+A")
	s.Answer("ok", -1, "30")
	s.Answer("ok", -1, "20")
	s.Answer("sheets", -1, "")
	if q := s.Shell.State().Question; s.Asked() != "coupons.finished" || len(q.Rows) != 2 {
		t.Fatalf("said %q, asked %q", s.Said(), s.Asked())
	}
	s.Answer("ok", 0, "")
	if len(kept.out) != 1 || kept.out[0] != "Kontor /shop/papers/coupons-1.pdf false" || s.Said() != "handover.sent" {
		t.Errorf("printed %q, said %q", kept.out, s.Said())
	}
	again := func() {
		t.Helper()
		s.Keys(screen.KeyDown, screen.KeyEnter, "Ctrl+P")
		s.Answer("ok", 1, "") // its sheet
		if s.Asked() != "coupons.print.finished" {
			t.Fatalf("said %q, asked %q", s.Said(), s.Asked())
		}
	}
	again()
	s.Answer("ok", 1, "")
	if len(kept.out) != 2 || kept.out[1] != "shown /shop/papers/coupons-1-3-3.pdf" {
		t.Errorf("shown %q", kept.out)
	}
	kept.refuses = errors.New("lp: no such printer")
	again()
	s.Answer("ok", 0, "")
	if s.Said() != "error.not_printed" {
		t.Errorf("said %q", s.Said())
	}
	again()
	s.Answer(screen.Cancel, -1, "")
	if len(kept.out) != 3 || s.Said() != "coupons.print.done" {
		t.Errorf("%q, said %q", kept.out, s.Said())
	}
}
