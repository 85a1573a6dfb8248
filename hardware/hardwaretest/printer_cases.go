package hardwaretest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"bonuskasse/hardware"
)

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

func rollEndsNoMarks(b *bench) {
	if b.RollEnds == nil || b.NoMarks == nil {
		return
	}
	b.NoMarks(true)
	b.printed("one", note("one"))
	b.RollEnds(3)
	result, err := b.print("job", Receipt())
	if result != hardware.SentUnconfirmed {
		b.Errorf("%s, want sent_unconfirmed", result)
	}
	b.reason(err, hardware.PaperOut)
}

// held: a printer that is well and has the whole paper in its buffer has not
// printed it.
func held(b *bench) {
	if b.Held == nil {
		return
	}
	b.printed("one", note("one"))
	b.Held(true)
	ctx, cancel := context.WithTimeout(b.Context(), 3*time.Second)
	defer cancel()
	result, err := b.Printer.Print(ctx, "two", note("two"))
	if result != hardware.SentUnconfirmed {
		b.Errorf("%s, want sent_unconfirmed", result)
	}
	b.reason(err, hardware.NeverConfirmed)
	b.papers(1)
	b.Held(false)
	b.papers(2)
	b.printed("three", note("three"))
	b.papers(3)
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
