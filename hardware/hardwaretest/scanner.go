package hardwaretest

import (
	"context"
	"strings"
	"testing"
	"time"

	"bonuskasse/hardware"
)

// ScannerRig is a scanner driver with the reader at its far end. The driver
// reads barcodes with ScannerProfile and is not opened yet.
type ScannerRig struct {
	Scanner hardware.Scanner
	// Send makes the reader send bytes, which arrive as they are. A reader of
	// keys presses the keys of a US keyboard instead; it has Keys set, and is
	// not asked for bytes that no key gives.
	Send func(bytes []byte)
	Keys bool
	// Unplug takes the reader away, Plug brings it back, under the same name.
	Unplug, Plug func()
}

// ScannerProfile is the set-up that the suite's codes are for.
func ScannerProfile() hardware.Profile {
	return hardware.Profile{ClubMin: 10001, ClubMax: 9999999, EANPrefix: "29", QRURL: "https://club.example/c/",
		GSRNPrefix: "5790000", OwnIIN: "920800", CouponPrefix: "CPN-", MaxFrame: 256}
}

// patient bounds what must come: a scan, a state. Nothing waits that long when
// all is well.
const patient = 10 * time.Second

// TestScanner runs the suite that every scanner driver passes. The factory
// makes a fresh rig, plugged in, and cleans up after itself.
func TestScanner(t *testing.T, factory func(t *testing.T) ScannerRig) {
	for _, c := range []struct {
		name string
		run  func(t *testing.T, r *scannerBench)
	}{
		{"each code once and in order", inOrder},
		{"byte by byte", byteByByte},
		{"several codes in one write", together},
		{"no suffix", noSuffix},
		{"empty frames are no scans", emptyFrames},
		{"garbage does not kill it", garbageIsSurvived},
		{"a bank card is refused and forgotten", bankCard},
		{"unplugged and back", unplugged},
		{"unplugged in the middle of a code", cutByUnplugging},
		{"many times unplugged", flapping},
		{"opened before it is plugged in", openedFirst},
		{"nobody listens", nobodyListens},
		{"disabled", disabled},
		{"context ends it", contextEnds},
	} {
		t.Run(c.name, func(t *testing.T) {
			rig := factory(t)
			t.Cleanup(func() { rig.Scanner.Close() })
			c.run(t, &scannerBench{t: t, ScannerRig: rig})
		})
	}
	t.Run("states and ends", func(t *testing.T) { statesAndEnds(t, factory) })
	t.Run("closed before it is opened", func(t *testing.T) {
		rig := factory(t)
		for range 2 {
			if err := rig.Scanner.Close(); err != nil {
				t.Error(err)
			}
		}
		if err := rig.Scanner.Open(context.Background()); err == nil {
			t.Error("opened after Close")
		}
	})
}

// scannerBench asks and awaits.
type scannerBench struct {
	t *testing.T
	ScannerRig
}

func (r *scannerBench) open() {
	r.t.Helper()
	for range 2 { // opening twice is no error
		if err := r.Scanner.Open(context.Background()); err != nil {
			r.t.Fatal(err)
		}
	}
	r.await("ready", func(s hardware.State) bool { return s.Status == hardware.Ready })
}

// await waits for a state; it looks at State, because States may leave some
// out.
func (r *scannerBench) await(what string, ok func(hardware.State) bool) {
	r.t.Helper()
	deadline := time.After(patient)
	tick := time.NewTicker(2 * time.Millisecond)
	defer tick.Stop()
	for !ok(r.Scanner.State()) {
		select {
		case <-tick.C:
		case <-deadline:
			r.t.Fatalf("never %s: %v", what, r.Scanner.State())
		}
	}
}

func absent(s hardware.State) bool { return s.Status == hardware.Absent }
func ready(s hardware.State) bool  { return s.Status == hardware.Ready }

func (r *scannerBench) next() hardware.Scan {
	r.t.Helper()
	select {
	case s, ok := <-r.Scanner.Scans():
		if !ok {
			r.t.Fatal("the scans have ended")
		}
		return s
	case <-time.After(patient):
		r.t.Fatalf("no scan came; the state is %v", r.Scanner.State())
	}
	return hardware.Scan{}
}

// want awaits scans, "kind value" each, and marks the end with a code of its
// own so that nothing more can hide behind them.
func (r *scannerBench) want(scans ...string) {
	r.t.Helper()
	for _, want := range scans {
		s := r.next()
		if got := strings.TrimSpace(s.Kind.String() + " " + s.Value); got != want {
			r.t.Fatalf("got %s (%s), want %s", got, s.Reason, want)
		}
		if s.Reader != r.Scanner.Name() || s.Source != r.Scanner.Source() || s.At.IsZero() {
			r.t.Errorf("scan by %q from %q at %v", s.Reader, s.Source, s.At)
		}
	}
	r.Send([]byte("9999999\r"))
	if s := r.next(); s.Value != "9999999" {
		r.t.Fatalf("an event too many: %s %s (%s)", s.Kind, s.Value, s.Reason)
	}
}
