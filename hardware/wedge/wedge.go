// Package wedge reads scanners that pretend to be keyboards.
//
// It has two ways. Machine watches the keys that a window receives and tells a
// scanner's burst from a person's typing; it is pure, knows no toolkit and is
// fed by the window. Evdev (Linux) claims one such reader for the till alone,
// chosen by a person, and reads its keys from the kernel: no layout, no focus
// and no timing come into it.
//
// First use, in each focusable widget of a Fyne window:
//
//	func (e *Entry) TypedRune(r rune)           { route(machine.Rune(r, time.Now()), e) }
//	func (e *Entry) TypedKey(k *fyne.KeyEvent)  { route(machine.Key(key(k), time.Now()), e) }
//	func (e *Entry) AcceptsTab() bool           { return machine.Busy() }
//
//	func route(out wedge.Outcome, w focusable) {
//		for _, ev := range out.Back { ... }        // typing after all: give to the widget, in order
//		if out.Verdict == wedge.Pass { ... }       // then the event itself
//		if out.Scan.Kind != hardware.KindNone { ... } // a scan: to the presenter
//		if at, ok := machine.Deadline(); ok { ... }   // call Flush then, on the window's goroutine
//	}
//
// where key fills Code from Physical.ScanCode, Name from Name, and Shift and
// Other from desktop.Driver.CurrentKeyModifiers.
//
// # What Fyne 2.8.1 does with a key under X11
//
// Found in internal/driver/glfw (window.go, window_desktop.go, loop.go) and in
// GLFW's x11_window.c and input.c:
//
//   - Events are polled once in 1/60 s, on the window's goroutine. All keys of
//     one poll have the same time for us; a window that hangs delivers seconds
//     of typing in one poll. That is why averages count, and why a window that
//     hung (Tick was late) takes no bare number for a scan.
//   - One X KeyPress gives, in this order: the key callback (KeyDown if the key
//     was up, for a desktop.Keyable; then TypedKey), then the character
//     callback (TypedRune), each to the focused object or else to the canvas.
//   - The key callback is left out if the same key code had a press with the
//     same X time stamp, in milliseconds; the character callback is not. So
//     10001 at full speed may give the keys 1 0 1 and the runes 1 0 0 0 1.
//   - A press that comes before the key's release was seen counts as a repeat:
//     no KeyDown, but TypedKey. Hence KeyDown is of no use here.
//   - A dead key gives its key callback and no character; the key after it
//     gives its key callback, and then the composed character (with key code 0,
//     so without a key callback of its own), or nothing if the two make none.
//   - With Control or Alt held there is no TypedRune, and a shortcut may take
//     the TypedKey. Keypad keys are named by their digits and give no
//     TypedRune while Num Lock is off.
//   - Tab moves the focus instead of reaching TypedKey, unless the focused
//     object is fyne.Tabbable and accepts it: see Busy.
//   - Physical.ScanCode is the X key code: the kernel's code plus 8.
//   - CurrentKeyModifiers is set from the same X event before the callbacks,
//     so it is right for the key at hand, whatever was left out before.
package wedge

import (
	"time"

	"bonuskasse/hardware"
)

// Key is a key that went down, as the window tells it.
type Key struct {
	Code  int    // physical scan code; 0 if the window knows none
	Name  string // fyne.KeyName, such as "Return", "Enter" (keypad), "Tab", "F2"
	Shift bool   // Shift is held
	Other bool   // Control, Alt or Super is held: a shortcut, never a scan
}

// Event is a rune or a key as it came, to be given back.
type Event struct {
	Rune rune // 0 for a key
	Key  Key
}

// Verdict says what to do with the event just told.
type Verdict uint8

const (
	Pass    Verdict = iota // give it to the widget now
	Hold                   // do not give it: it may be part of a scan, or it is in Back
	Swallow                // it was part of a scan
)

// Outcome is the answer to one event: first give Back to the widget, then the
// event itself if it passes, then deal with the scan.
type Outcome struct {
	Verdict Verdict
	Back    []Event
	Scan    hardware.Scan // KindNone: no scan is complete
}

// Codes says what a window's scan codes are.
type Codes int

const (
	X11     Codes = 8  // the kernel's key code plus 8 (X11, and Wayland under GLFW)
	PC      Codes = 0  // the kernel's own key code, which is Windows' set 1 for all keys that print
	NoCodes Codes = -1 // unknown: only runes count, and the profile's layout undoes them
)

// Settings are what a Machine needs to know. Profile is the shop's; the rest
// has good defaults.
type Settings struct {
	Profile hardware.Profile
	// Source of the scans; empty means Profile.Source, or "wedge_text:us",
	// for scan codes give what a US keyboard would.
	Source hardware.Source
	Codes  Codes
	// Gap is the longest average time between a scanner's characters, 30 ms
	// if 0. Nobody types five characters at that pace; scanners send one in
	// 1-20 ms.
	Gap time.Duration
	// Break is the silence that ends a burst, 50 ms if 0. It is also how long
	// a typed character is held back.
	Break time.Duration
	// Beat is how often the window promises to call Tick, and that it calls
	// Flush at Deadline; 100 ms is good. 0 promises nothing: then a window
	// that hung cannot be told from a scanner.
	Beat time.Duration
	// RestBeat is how often it calls Tick after Rest, while no key comes: a beat
	// that is fast enough to find a hanging within a scan keeps an old machine from
	// sleeping. 0 is never slower than Beat.
	RestBeat time.Duration
}

const (
	defaultGap   = 30 * time.Millisecond
	defaultBreak = 50 * time.Millisecond
	poll         = 17 * time.Millisecond  // one poll of the window, rounded up
	least        = 5                      // shortest unframed burst: a card number has five characters
	leastContent = 3                      // shortest content after a prefix
	fast         = 10 * time.Millisecond  // average pace of a machine beyond doubt
	tornFor      = 500 * time.Millisecond // how long a piece of a scan casts doubt on the number after it
	mostHead     = 3                      // characters before a burst that are believed to be typing
)

func (s Settings) normal() Settings {
	if s.Gap <= 0 {
		s.Gap = defaultGap
	}
	if s.Break <= 0 {
		s.Break = defaultBreak
	}
	if s.Source == "" {
		s.Source = s.Profile.Source
	}
	if s.Source == "" {
		s.Source = hardware.WedgeText + ":us"
	}
	return s
}
