package main

import (
	"time"

	"fyne.io/fyne/v2"

	"bonuskasse/hardware"
	"bonuskasse/hardware/wedge"
	"bonuskasse/pos/ui/widget"
)

// wedgeBreak is the silence that ends a burst, and wedgeBeat how often the
// machine hears that the window is alive. Four beats without a word are a
// window that hung; that must be shorter than the silence, or else a busy
// computer cuts scans in two.
const (
	wedgeBreak = 80 * time.Millisecond
	wedgeBeat  = 15 * time.Millisecond
	// wedgeRest is the beat while nobody types: slow enough that the machine
	// sleeps, and four of them are still less than a person needs for a number.
	wedgeRest  = 120 * time.Millisecond
	wedgeAwake = time.Second // how long after a key the beat stays fast
)

// burst gives the window's strokes to the machine that finds scans in them.
// All of it runs on the window's goroutine.
type burst struct {
	machine *wedge.Machine
	// scanned takes a scan when the desk is done with the stroke that ended it.
	scanned func(hardware.Scan)
	// amid is told that more strokes of a burst are due within a moment.
	amid func()

	touched time.Time     // the last key
	woken   chan struct{} // tells the beat that a key has come
	rests   bool
}

var _ widget.Burst = (*burst)(nil)

// set gives it another machine, after the set-up was changed; nil takes every
// stroke for a person's.
func (b *burst) set(m *wedge.Machine) {
	b.machine = m
	b.touch(time.Now()) // it knows of no rest yet
}

// Feed is part of widget.Burst.
func (b *burst) Feed(s widget.Stroke) widget.Verdict {
	if b.machine == nil {
		return widget.Verdict{}
	}
	b.touch(s.At)
	if s.IsRune() {
		return b.verdict(b.machine.Rune(s.Rune, s.At), s.At)
	}
	key := wedge.Key{Code: s.Code, Name: string(s.Name), Shift: s.Shift, Other: s.Other}
	return b.verdict(b.machine.Key(key, s.At), s.At)
}

// Idle is part of widget.Burst.
func (b *burst) Idle(at time.Time) widget.Verdict {
	if b.machine == nil {
		return widget.Verdict{}
	}
	return b.verdict(b.machine.Flush(at), at)
}

func (b *burst) touch(at time.Time) {
	b.touched = at
	if !b.rests {
		return
	}
	b.rests = false
	select {
	case b.woken <- struct{}{}:
	default:
	}
}

// tick is the beat. It may become slow when nobody has typed for a while.
func (b *burst) tick(at time.Time) {
	if b.machine == nil {
		return
	}
	b.machine.Tick(at)
	if !b.rests && at.Sub(b.touched) > wedgeAwake {
		b.rests = b.machine.Rest(at)
	}
}

// amidst tells whether more strokes may be due within a moment.
func (b *burst) amidst() bool { return b.machine != nil && b.machine.Busy() }

// mayRest tells whether a beat is slow enough to sleep between two.
func (b *burst) mayRest() bool { return b.machine == nil || b.rests }

var acts = map[wedge.Verdict]widget.Act{wedge.Pass: widget.Pass, wedge.Hold: widget.Hold, wedge.Swallow: widget.Swallow}

func (b *burst) verdict(o wedge.Outcome, at time.Time) widget.Verdict {
	v := widget.Verdict{Act: acts[o.Verdict]}
	for _, e := range o.Back {
		v.Back = append(v.Back, widget.Stroke{
			Rune: e.Rune, Name: fyne.KeyName(e.Key.Name), Code: e.Key.Code, Shift: e.Key.Shift, Other: e.Key.Other, At: at,
		})
	}
	if due, ok := b.machine.Deadline(); ok {
		v.Wait = max(due.Sub(at), time.Millisecond)
	}
	if o.Scan.Kind != hardware.KindNone {
		o.Scan.At = at
		v.Then = func() { b.scanned(o.Scan) }
	}
	if b.amidst() {
		b.amid()
	}
	return v
}
