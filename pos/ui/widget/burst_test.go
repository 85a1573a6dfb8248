package widget_test

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/software"
	"fyne.io/fyne/v2/test"

	"bonuskasse/pos/ui/theme"
	"bonuskasse/pos/ui/widget"
)

// gap is the silence that ends a burst of the test's burst finders.
const gap = 50 * time.Millisecond

// holding finds bursts as a careful finder does: it holds what may be a
// scanner's and gives back what was not.
type holding struct {
	held  []widget.Stroke
	first time.Time
	last  time.Time
	scan  func(string)
}

func (h *holding) text() (text string) {
	for _, s := range h.held {
		if s.IsRune() {
			text += string(s.Rune)
		}
	}
	return text
}

func (h *holding) release() (v widget.Verdict) {
	v.Back, h.held = h.held, nil
	return v
}

func (h *holding) Feed(s widget.Stroke) widget.Verdict {
	printing := s.IsRune() || len(s.Name) == 1 || s.Name == fyne.KeySpace
	if ends := s.Name == fyne.KeyReturn || s.Name == fyne.KeyTab; ends && len(h.held) > 0 {
		text := h.text()
		if n := len(text); n >= 5 && h.last.Sub(h.first) <= time.Duration(n)*30*time.Millisecond {
			h.held = nil
			return widget.Verdict{Act: widget.Swallow, Then: func() { h.scan(text) }}
		}
		return h.release()
	}
	if !printing || s.Other {
		return h.release()
	}
	v := widget.Verdict{Act: widget.Hold, Wait: gap}
	if len(h.held) > 0 && s.At.Sub(h.last) > gap {
		v.Back, h.held = h.held, nil
	}
	if len(h.held) == 0 {
		h.first = s.At
	}
	h.held, h.last = append(h.held, s), s.At
	return v
}

func (h *holding) Idle(time.Time) widget.Verdict { return h.release() }

// late finds bursts as an eager finder does: it lets the first runes pass, and
// takes them back when it sees what they were.
type late struct {
	passed []rune
	last   time.Time
	burst  bool
	scan   func(string)
}

func (l *late) Feed(s widget.Stroke) widget.Verdict {
	fast := s.At.Sub(l.last) < 10*time.Millisecond
	l.last = s.At
	if !fast {
		l.passed, l.burst = nil, false
	}
	switch {
	case s.IsRune():
		l.passed = append(l.passed, s.Rune)
		if len(l.passed) == 4 {
			l.burst = true
			return widget.Verdict{Act: widget.Swallow, Undo: 3}
		}
		if l.burst {
			return widget.Verdict{Act: widget.Swallow}
		}
	case s.Name == fyne.KeyReturn && l.burst:
		text := string(l.passed)
		l.passed, l.burst = nil, false
		return widget.Verdict{Act: widget.Swallow, Then: func() { l.scan(text) }}
	case s.Name == fyne.KeySpace && fast:
		return widget.Verdict{Act: widget.Swallow}
	}
	return widget.Verdict{}
}

func (l *late) Idle(time.Time) widget.Verdict { return widget.Verdict{} }

// bench is a desk on a canvas without a window, with a clock and timers of its
// own, and a keyboard that reaches the canvas as the driver does.
type bench struct {
	t      *testing.T
	canvas software.WindowlessCanvas
	desk   *widget.Desk
	kit    *widget.Kit
	now    time.Time
	timers []*timer
	scans  []string // what the burst finder found
	sounds []widget.Sound
	codes  []string // why scans were refused
}

type timer struct {
	at   time.Time
	f    func()
	dead bool
}

func newBench(t *testing.T, finder string) *bench {
	t.Helper()
	app := test.NewTempApp(t)
	theme.Wear(app, theme.Light)
	b := &bench{t: t, now: time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)}
	b.canvas = software.NewCanvas()
	b.canvas.SetPadded(false)
	b.canvas.Resize(fyne.NewSize(1024, 768))
	found := func(text string) {
		b.scans = append(b.scans, text)
		b.desk.Scan(text, b.now)
	}
	var burst widget.Burst
	switch finder {
	case "holding":
		burst = &holding{scan: found}
	case "late":
		burst = &late{scan: found}
	}
	b.desk = widget.NewDesk(b.canvas, widget.Options{
		Burst: burst,
		Now:   func() time.Time { return b.now },
		After: func(d time.Duration, f func()) func() {
			t := &timer{at: b.now.Add(d), f: f}
			b.timers = append(b.timers, t)
			return func() { t.dead = true }
		},
		Sound:   func(s widget.Sound) { b.sounds = append(b.sounds, s) },
		Refused: func(code string) { b.codes = append(b.codes, code) },
	})
	b.kit = widget.NewKit(b.desk, "da")
	return b
}

// wait moves the clock and fires the timers that are due, in their order.
func (b *bench) wait(d time.Duration) {
	end := b.now.Add(d)
	for {
		var next *timer
		for _, t := range b.timers {
			if !t.dead && !t.at.After(end) && (next == nil || t.at.Before(next.at)) {
				next = t
			}
		}
		if next == nil {
			break
		}
		b.now, next.dead = next.at, true
		next.f()
	}
	b.now = end
}

// key presses a key as Fyne's desktop driver delivers it: to the focused
// object, or else to the canvas; Tab walks on unless the focused takes it.
func (b *bench) key(name fyne.KeyName) {
	ev := &fyne.KeyEvent{Name: name}
	focused := b.canvas.Focused()
	if name == fyne.KeyTab {
		if tabbable, ok := focused.(fyne.Tabbable); !ok || !tabbable.AcceptsTab() {
			b.canvas.FocusNext()
			return
		}
	}
	if focused != nil {
		focused.TypedKey(ev)
	} else if f := b.canvas.OnTypedKey(); f != nil {
		f(ev)
	}
}

// char presses a key that prints: the key first, then its character.
func (b *bench) char(r rune) {
	name := fyne.KeyName(string(r))
	if r == ' ' {
		name = fyne.KeySpace
	}
	b.key(name)
	if focused := b.canvas.Focused(); focused != nil {
		focused.TypedRune(r)
	} else if f := b.canvas.OnTypedRune(); f != nil {
		f(r)
	}
}

// scan types a code at a scanner's pace, with what ends it.
func (b *bench) scan(code string, end fyne.KeyName) {
	for _, r := range code {
		b.char(r)
		b.wait(time.Millisecond)
	}
	b.key(end)
	b.wait(300 * time.Millisecond)
}

// person types at a person's pace.
func (b *bench) person(text string) {
	for _, r := range text {
		b.char(r)
		b.wait(150 * time.Millisecond)
	}
}
