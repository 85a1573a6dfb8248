package coupons_test

import (
	"errors"
	"testing"

	"bonuskasse/hardware"
	"bonuskasse/pos/screen"
)

// TestCouponSheetsGoOn: sheets of coupons are offered as cards are, when they are
// made and when they are drawn again.
func TestCouponSheetsGoOn(t *testing.T) {
	s, kept := newTestShop(t)
	kept.Queues, kept.Shows = []string{"Kontor"}, true
	s.Keys("Ctrl+A")
	s.Answer("ok", -1, "30")
	s.Answer("ok", -1, "20")
	s.Answer("sheets", -1, "")
	if q := s.Shell.State().Question; s.Asked() != "coupons.finished" || len(q.Rows) != 2 {
		t.Fatalf("said %q, asked %q", s.Said(), s.Asked())
	}
	s.Answer("ok", 0, "")
	if len(kept.Out) != 1 || kept.Out[0] != "Kontor /shop/papers/coupons-1.pdf false" || s.Said() != "handover.sent" {
		t.Errorf("printed %q, said %q", kept.Out, s.Said())
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
	if len(kept.Out) != 2 || kept.Out[1] != "shown /shop/papers/coupons-1-3-3.pdf" {
		t.Errorf("shown %q", kept.Out)
	}
	kept.Refuses = errors.New("lp: no such printer")
	again()
	s.Answer("ok", 0, "")
	if s.Said() != "error.not_printed" {
		t.Errorf("said %q", s.Said())
	}
	again()
	s.Answer(screen.Cancel, -1, "")
	if len(kept.Out) != 3 || s.Said() != "coupons.print.done" {
		t.Errorf("%q, said %q", kept.Out, s.Said())
	}
}

// TestACouponIsMadeWithoutAPrinter: it is made, and its paper waits.
func TestACouponIsMadeWithoutAPrinter(t *testing.T) {
	s, _ := newTestShop(t)
	s.Send(screen.Status{News: func(strip *screen.Strip) {
		strip.Printer = hardware.State{Status: hardware.Absent, Reason: hardware.NotConfigured}
	}})
	s.Keys("Ctrl+N")
	s.Answer("ok", -1, "75")
	s.Answer("receipts", -1, "")
	if s.state().Open == nil || s.Said() != "coupons.made.waits" {
		t.Errorf("said %q", s.Said())
	}
	s.Keys("Ctrl+P")
	if s.Said() != "papers.no_printer" {
		t.Errorf("printed again, it says %q", s.Said())
	}
}
