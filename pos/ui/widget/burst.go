package widget

import (
	"time"

	"fyne.io/fyne/v2"
)

// Stroke is one thing the keyboard said: a key going down (Name, Code) or a
// character that came of it (Rune). One press makes a key and then, mostly, a
// rune; a dead key makes only the first.
type Stroke struct {
	Name fyne.KeyName // "" for a character and for a key Fyne has no name for
	Code int          // hardware scan code; under X11 the evdev code + 8
	Rune rune         // 0 for a key
	// Shift is held; Other is Control, Alt or Super: some scanners send GS as
	// Control and a key.
	Shift, Other bool
	At           time.Time
}

// IsRune tells a character from a key.
func (s Stroke) IsRune() bool { return s.Rune != 0 }

// Act is what becomes of a stroke.
type Act uint8

// The acts.
const (
	Pass    Act = iota // a person's: it means what keys mean
	Hold               // not known yet: the burst keeps it, and gives it back or not
	Swallow            // a scanner's
)

// Verdict is what a Burst says of a stroke.
type Verdict struct {
	Act Act
	// Back are strokes held until now that turned out to be a person's. They
	// are typed, in order, before this one.
	Back []Stroke
	// Undo is how many of the last passed runes belong to a scan after all:
	// the fields are put back as they were before them.
	Undo int
	// Wait asks for Idle when no stroke came for so long. 0: nothing is open.
	Wait time.Duration
	// Then, where it is not nil, brings the scan that ended here. It is called
	// when the desk is done with the stroke, and may change the window: what a scan
	// shows is in the very next picture.
	Then func()
}

// Burst tells a keyboard-like scanner's strokes from a person's. The till's
// wiring puts the wedge reader behind it.
type Burst interface {
	// Feed hands over the next stroke.
	Feed(Stroke) Verdict
	// Idle says that the time of Verdict.Wait went by without a stroke. Its
	// Act is of no meaning.
	Idle(at time.Time) Verdict
}

// noBurst is a till without keyboard-like scanners.
type noBurst struct{}

func (noBurst) Feed(Stroke) Verdict    { return Verdict{} }
func (noBurst) Idle(time.Time) Verdict { return Verdict{} }
