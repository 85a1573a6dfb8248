package hardwaretest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
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

func printsOnce(b *bench) {
	b.printed("job-1", note("first"))
	b.printed("job-2", note("second"))
	b.papers(2)
	for range 3 {
		b.printed("job-1", note("first"))
	}
	got := b.papers(2)
	for i, name := range []string{"first", "second"} {
		if want := PaperText(note(name), b.Columns); b.Letters(got[i]) != b.Letters(want) {
			b.Errorf("paper %d:\n%s\nwant\n%s", i, got[i], want)
		}
	}
	if b.CanConfirm {
		b.state(hardware.Ready, hardware.NoReason)
	}
}

func printsReceipt(b *bench) {
	b.printed("receipt", Receipt())
	if got, want := b.papers(1)[0], PaperText(Receipt(), b.Columns); b.Letters(got) != b.Letters(want) {
		b.Errorf("printed\n%s\nwant\n%s", got, want)
	}
}

func controlBytes(b *bench) {
	evil := "Bob\x1bp\x00\x19\xfa\x10\x14\x01\x00\x01\x1b@\x1dV\x42\x00\x07\u009b\u202e"
	d := note(evil)
	d.Title, d.Meta = evil, map[string]string{"member": evil}
	d.Add(hardware.TextLine(evil), hardware.Row3(evil, evil, evil), hardware.Banner(evil))
	d.Body = append(append(d.Body[:2:2], d.Body[3:]...), hardware.Cut())
	b.printed("evil", d)
	b.papers(1)
	if b.Kicks() != 0 {
		b.Errorf("a name opened the drawer %d times", b.Kicks())
	}
	if b.Wire != nil {
		for _, bad := range []string{"\x1bp", "\x10\x14", "\x07", "Bob\x1b"} {
			if bytes.Contains(b.Wire(), []byte(bad)) {
				b.Errorf("%q reached the wire", bad)
			}
		}
	}
}

func badDocument(b *bench) {
	d := note("bad")
	d.Add(hardware.OpenDrawer("because"))
	result, err := b.print("bad", d)
	var bad *hardware.DocumentError
	if result != hardware.NotPrinted || !errors.As(err, &bad) || bad.Code != hardware.DocNoReason {
		b.Errorf("%s, %v", result, err)
	}
	b.papers(0)
	if b.Kicks() != 0 {
		b.Error("the drawer opened")
	}
}

// trouble wants a stopped printer to print nothing, to say why, and to print
// once when it is well again.
func trouble(b *bench, set func(bool), reason hardware.Reason) {
	b.Helper()
	set(true)
	for range 2 {
		result, err := b.print("job", note("waited"))
		if result != hardware.NotPrinted {
			b.Errorf("%s, want not_printed", result)
		}
		b.reason(err, reason)
	}
	b.state(hardware.Attention, reason)
	b.papers(0)
	set(false)
	b.printed("job", note("waited"))
	b.papers(1)
	b.state(hardware.Ready, hardware.NoReason)
}

func paperOut(b *bench) {
	if b.PaperOut != nil {
		trouble(b, b.PaperOut, hardware.PaperOut)
	}
}

func coverOpen(b *bench) {
	if b.Cover != nil {
		trouble(b, b.Cover, hardware.CoverOpen)
	}
}

func paperLow(b *bench) {
	if b.PaperLow == nil {
		return
	}
	b.PaperLow(true)
	b.printed("job", note("nearly the last"))
	b.papers(1)
	b.state(hardware.Attention, hardware.PaperLow)
}

func switchedOff(b *bench) {
	if b.Off == nil {
		return
	}
	b.Off(true)
	for range 3 {
		begun := time.Now()
		result, err := b.print("job", note("later"))
		if result != hardware.NotPrinted {
			b.Errorf("%s (%v), want not_printed", result, err)
		}
		if took := time.Since(begun); took > soon {
			b.Errorf("took %s to find it switched off", took)
		}
	}
	if s := b.Printer.Check(b.Context()); s.Status.Usable() {
		b.Errorf("switched off, the state is %s", s)
	}
	b.Off(false)
	b.printed("job", note("later"))
	b.papers(1)
}

func offBetween(b *bench) {
	if b.Off == nil {
		return
	}
	b.printed("one", note("one"))
	b.papers(1)
	b.Off(true)
	b.Off(false)
	// A driver that kept the old connection may need one try to learn that it
	// is dead, but must not lose a paper over it in silence.
	result, err := b.print("two", note("two"))
	if result == hardware.NotPrinted {
		result, err = b.print("two", note("two"))
	}
	if result != b.best() {
		b.Fatalf("%s: %v", result, err)
	}
	b.papers(2)
}

func cutInJob(b *bench) {
	if b.CutAfter == nil {
		return
	}
	for i, at := range []int{1, 40, 200, 900} {
		b.CutAfter(at)
		result, err := b.print(fmt.Sprint("cut", i), Receipt())
		if result == hardware.Confirmed || err == nil {
			b.Errorf("cut after %d bytes: %s", at, result)
		}
	}
	before := len(b.Papers())
	b.CutAfter(0)
	result, _ := b.print("whole", note("whole"))
	if result == hardware.NotPrinted {
		result, _ = b.print("whole", note("whole"))
	}
	if result != b.best() {
		b.Fatalf("after the cuts: %s", result)
	}
	b.papers(before + 1)
}

func rollEnds(b *bench) {
	if b.RollEnds == nil {
		return
	}
	b.RollEnds(7)
	result, err := b.print("job", Receipt())
	if result != hardware.SentUnconfirmed {
		b.Errorf("%s, want sent_unconfirmed", result)
	}
	b.reason(err, hardware.PaperOut)
	b.state(hardware.Attention, hardware.PaperOut)
	// The same job again is not replayed by itself.
	b.PaperOut(false)
	result, err = b.print("job", Receipt())
	if result != hardware.SentUnconfirmed {
		b.Errorf("again: %s (%v), want sent_unconfirmed", result, err)
	}
	b.papers(1) // the printer went on with its buffer
	b.printed("job-copy", Receipt().AsCopy())
	if copied := b.papers(2)[1]; !strings.Contains(copied, "KOPI") {
		b.Errorf("the copy does not say so:\n%s", copied)
	}
	if b.Kicks() != 1 {
		b.Errorf("the drawer opened %d times", b.Kicks())
	}
}

func silence(b *bench) {
	if b.Silent == nil {
		return
	}
	b.Silent(true)
	result, err := b.print("job", note("silent"))
	if result != hardware.SentUnconfirmed {
		b.Errorf("%s, want sent_unconfirmed", result)
	}
	b.reason(err, hardware.NeverConfirmed)
	b.state(hardware.Attention, hardware.Unknown)
	b.papers(1)
	b.Silent(false)
	b.printed("next", note("heard"))
	b.papers(2)
}

func mute(b *bench) {
	if b.Mute == nil {
		return
	}
	b.Mute(true)
	for i := range 2 {
		if result, err := b.print(fmt.Sprint("job", i), note("swallowed")); result == hardware.Confirmed || err == nil {
			b.Errorf("%s", result)
		}
	}
	b.papers(0)
}

func jammed(b *bench) {
	if b.Jam == nil {
		return
	}
	b.Jam(true)
	defer b.Jam(false)
	ctx, cancel := context.WithTimeout(b.Context(), time.Second)
	defer cancel()
	begun := time.Now()
	result, err := b.Printer.Print(ctx, "job", long())
	if took := time.Since(begun); took > soon {
		b.Errorf("held up for %s", took)
	}
	if result == hardware.Confirmed || err == nil {
		b.Errorf("%s, %v", result, err)
	}
	begun = time.Now()
	if err := b.Printer.Close(); err != nil || time.Since(begun) > soon {
		b.Errorf("close took %s: %v", time.Since(begun), err)
	}
}

func noMarks(b *bench) {
	if b.NoMarks == nil {
		return
	}
	b.NoMarks(true)
	b.printed("one", note("one"))
	b.printed("two", note("two"))
	b.papers(2)
}

func endedContext(b *bench) {
	ctx, cancel := context.WithCancel(b.Context())
	cancel()
	result, err := b.Printer.Print(ctx, "job", note("never"))
	if result != hardware.NotPrinted || err == nil {
		b.Errorf("%s, %v", result, err)
	}
	b.papers(0)
	b.printed("job", note("now"))
	b.papers(1)
}

func drawer(b *bench) {
	for _, why := range []hardware.KickReason{"", "because"} {
		if err := b.Printer.Kick(b.Context(), why); err == nil {
			b.Errorf("reason %q opened the drawer", why)
		}
	}
	b.printed("plain", note("plain"))
	b.papers(1)
	if b.Kicks() != 0 {
		b.Fatalf("the drawer opened %d times for nothing", b.Kicks())
	}
	err := b.Printer.Kick(b.Context(), hardware.KickNoSale)
	if !b.HasDrawer {
		b.reason(err, hardware.Unsupported)
		return
	}
	if b.CanConfirm && err != nil {
		b.Fatalf("kick: %v", err)
	}
	d := note("sale")
	d.Body = append([]hardware.Block{hardware.OpenDrawer(hardware.KickSale)}, d.Body...)
	b.printed("sale", d)
	b.papers(2)
	if b.Kicks() != 2 {
		b.Errorf("the drawer opened %d times, want 2", b.Kicks())
	}
}

func drawerWithoutPaper(b *bench) {
	if b.PaperOut == nil || !b.HasDrawer {
		return
	}
	b.PaperOut(true)
	if err := b.Printer.Kick(b.Context(), hardware.KickSale); err != nil {
		b.Errorf("the change is behind an empty roll: %v", err)
	}
	if b.Kicks() != 1 {
		b.Errorf("the drawer opened %d times", b.Kicks())
	}
}

func manyAtOnce(b *bench) {
	const n = 6
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() {
			if result, err := b.print(fmt.Sprint("job", i), note(fmt.Sprint("paper ", i))); result != b.best() {
				b.Errorf("paper %d: %s, %v", i, result, err)
			}
		})
	}
	wg.Wait()
	got := b.Letters(strings.Join(b.papers(n), ""))
	for i := range n {
		if want := b.Letters(PaperText(note(fmt.Sprint("paper ", i)), b.Columns)); strings.Count(got, want) != 1 {
			b.Errorf("paper %d is not there whole, once", i)
		}
	}
}

func closing(b *bench) {
	b.printed("one", note("one"))
	for range 3 {
		if err := b.Printer.Close(); err != nil {
			b.Errorf("close: %v", err)
		}
	}
	if s := b.Printer.State(); s.Status != hardware.Closed {
		b.Errorf("closed, the state is %s", s)
	}
	if result, err := b.print("two", note("two")); result != hardware.NotPrinted {
		b.Errorf("closed, it printed: %s, %v", result, err)
	}
	if err := b.Printer.Kick(b.Context(), hardware.KickTest); err == nil {
		b.Error("closed, it opened the drawer")
	}
	b.papers(1)
	for range 2 {
		if err := b.Printer.Open(b.Context()); err != nil {
			b.Fatalf("open again: %v", err)
		}
	}
	b.printed("two", note("two"))
	b.papers(2)
}
