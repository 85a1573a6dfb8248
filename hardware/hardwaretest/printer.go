package hardwaretest

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"bonuskasse/hardware"
)

// PrinterRig is a printer driver with the device at its far end. Knobs that a
// device does not have are nil, and what they would show is not asked.
type PrinterRig struct {
	Printer hardware.Printer // not yet opened
	Columns int

	Papers func() []string // the letters of each paper that came out whole, in order
	// Letters makes the letters of two papers comparable where a device gives
	// them back without their columns; nil changes nothing.
	Letters func(string) string
	// Await waits until n papers came out, because an unconfirmed one may still
	// be on its way.
	Await func(ctx context.Context, n int) error
	Wire  func() []byte // the bytes that reached the device
	Kicks func() int    // how often the drawer opened

	CanConfirm bool // the device answers
	HasDrawer  bool

	Off      func(off bool)       // switches the device off or on
	PaperOut func(out bool)       // empties the roll, puts in a new one
	PaperLow func(low bool)       //
	Cover    func(open bool)      //
	Silent   func(silent bool)    // prints, never answers
	Mute     func(mute bool)      // reads all, prints nothing, never answers
	Jam      func(jammed bool)    // reads nothing
	Held     func(held bool)      // takes all, answers, prints nothing yet
	NoMarks  func(no bool)        // answers DLE EOT only
	CutAfter func(bytesOfJob int) // cuts the connection in the next job
	RollEnds func(afterLines int) // the paper ends in the next job
}

// soon bounds what must be quick: finding a printer switched off.
const soon = 5 * time.Second

// PaperText is what the letters of a document's papers must be.
func PaperText(d hardware.Document, columns int) string {
	var b strings.Builder
	for _, line := range hardware.Layout(d, columns, nil) {
		if line.Kind == hardware.KindText || line.Kind == hardware.KindRule {
			x, _ := line.Size.Scale()
			b.WriteString(strings.TrimRight(line.Text(columns/x), " "))
			b.WriteByte('\n')
		}
	}
	return b.String()
}

// note is a short paper with a name of its own.
func note(name string) hardware.Document {
	d := hardware.Document{Lang: "da", Made: time.Date(2025, 11, 3, 13, 42, 7, 0, time.UTC)}
	d.Add(hardware.TextLine(name).Centre().Strong(), hardware.Row("Rødgrød", "300,00"), hardware.Cut())
	return d
}

// long is a paper whose bytes fill every buffer between us and the device.
func long() hardware.Document {
	d := note("long")
	r := hardware.NewRaster(380, 10000)
	for i := range r.Bits {
		r.Bits[i] = byte(i)
	}
	d.Body = append([]hardware.Block{hardware.Picture(r), hardware.Picture(r), hardware.Picture(r)}, d.Body...)
	return d
}

// TestPrinter holds a printer driver to hardware.Printer. make gives a fresh
// rig; the suite opens and closes the printer.
func TestPrinter(t *testing.T, make func(t *testing.T) *PrinterRig) {
	for _, c := range []struct {
		name string
		run  func(*bench)
	}{
		{"prints once", printsOnce},
		{"prints the whole receipt", printsReceipt},
		{"control bytes stay here", controlBytes},
		{"a bad document reaches nobody", badDocument},
		{"paper out waits and says so", paperOut},
		{"cover open waits and says so", coverOpen},
		{"paper low prints and says so", paperLow},
		{"switched off is noticed, and forgotten when it is on", switchedOff},
		{"on and off between two papers", offBetween},
		{"cut in the middle is never confirmed", cutInJob},
		{"paper that ends in the middle is never confirmed", rollEnds},
		{"paper that ends is never confirmed, known by status alone", rollEndsNoMarks},
		{"what waits in its buffer is not confirmed", held},
		{"silence is not confirmation", silence},
		{"a printer that swallows papers is not confirmed", mute},
		{"a jammed printer holds nobody up", jammed},
		{"without marks the status confirms", noMarks},
		{"an ended context prints nothing", endedContext},
		{"the drawer opens for a reason only", drawer},
		{"the drawer opens without paper", drawerWithoutPaper},
		{"many at once, one after the other", manyAtOnce},
		{"close is final, twice, and open starts anew", closing},
	} {
		t.Run(c.name, func(t *testing.T) { c.run(newBench(t, make(t))) })
	}
}

type bench struct {
	*testing.T
	*PrinterRig
}

func newBench(t *testing.T, rig *PrinterRig) *bench {
	t.Helper()
	if err := rig.Printer.Open(t.Context()); err != nil {
		t.Fatalf("open: %v", err)
	}
	t.Cleanup(func() {
		if err := rig.Printer.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	if rig.Letters == nil {
		rig.Letters = func(s string) string { return s }
	}
	return &bench{t, rig}
}

// print prints in so much time at most.
func (b *bench) print(id string, d hardware.Document) (hardware.Result, error) {
	b.Helper()
	ctx, cancel := context.WithTimeout(b.Context(), 4*soon)
	defer cancel()
	result, err := b.Printer.Print(ctx, id, d)
	if (err == nil) != (result == hardware.Confirmed) {
		b.Errorf("%s with error %v", result, err)
	}
	return result, err
}

// printed prints and wants the paper.
func (b *bench) printed(id string, d hardware.Document) {
	b.Helper()
	result, err := b.print(id, d)
	if want := b.best(); result != want {
		b.Fatalf("%s (%v), want %s", result, err, want)
	}
}

// best is the best result that this device can give.
func (b *bench) best() hardware.Result {
	if b.CanConfirm {
		return hardware.Confirmed
	}
	return hardware.SentUnconfirmed
}

// papers waits for n papers and wants no more.
func (b *bench) papers(n int) []string {
	b.Helper()
	ctx, cancel := context.WithTimeout(b.Context(), soon)
	defer cancel()
	if err := b.Await(ctx, n); err != nil {
		b.Fatalf("waiting for %d papers, %d came: %v", n, len(b.Papers()), err)
	}
	got := b.Papers()
	if len(got) != n {
		b.Fatalf("%d papers, want %d", len(got), n)
	}
	return got
}

func (b *bench) reason(err error, want hardware.Reason) {
	b.Helper()
	var e *hardware.Error
	if !errors.As(err, &e) || e.Reason != want {
		b.Errorf("error %v, want reason %s", err, want)
	}
}

func (b *bench) state(want hardware.Status, reason hardware.Reason) {
	b.Helper()
	if s := b.Printer.Check(b.Context()); s.Status != want || s.Reason != reason {
		b.Errorf("state %s, want %s %s", s, want, reason)
	}
	if s := b.Printer.State(); s.Status != want || s.Reason != reason {
		b.Errorf("State after Check is %s, want %s %s", s, want, reason)
	}
}
