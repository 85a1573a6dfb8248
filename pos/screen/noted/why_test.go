package noted_test

import (
	"testing"

	"bonuskasse/hardware"
	"bonuskasse/pos"
	"bonuskasse/pos/screen"
	"bonuskasse/pos/screen/noted"
	"bonuskasse/pos/till"
)

// TestNothingAloneNamesNoNumber: who may give nothing alone reads that a manager
// stands by it, and of no limit of 0.
func TestNothingAloneNamesNoNumber(t *testing.T) {
	for _, code := range []pos.Code{till.PointsRowLimit.Code(), till.PointsListLimit.Code()} {
		if said := noted.WhyOf(code, 0); said.Key != "noted.why."+string(code)+".never" {
			t.Errorf("%s of 0 is said as %+v", code, said)
		}
		if said := noted.WhyOf(code, 500); len(said.Args) != 1 || said.Args[0] != screen.Points(500) {
			t.Errorf("%s of 500 is said as %+v", code, said)
		}
	}
}

// TestNotedPrintsOnlyWithAPrinter: where there is none, or it is away, the till says
// that the paper waits.
func TestNotedPrintsOnlyWithAPrinter(t *testing.T) {
	s := newSlips(t)
	s.Play(`"liam" <Enter> "10" <Enter> "+" [give]`)
	for _, x := range []struct {
		printer hardware.State
		said    string
	}{
		{hardware.State{Status: hardware.Absent, Reason: hardware.NotConfigured}, "papers.no_printer"},
		{hardware.State{Status: hardware.Absent, Reason: hardware.Unplugged}, "papers.printer_away"},
		{hardware.State{Status: hardware.Ready}, "noted.printing"},
	} {
		s.Send(screen.Status{News: func(strip *screen.Strip) { strip.Printer = x.printer }})
		s.Play(`<Ctrl+P>`)
		if s.Said() != x.said {
			t.Errorf("with a printer that is %s the till says %q, want %q", x.printer, s.Said(), x.said)
		}
	}
}
