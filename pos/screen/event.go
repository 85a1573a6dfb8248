package screen

import (
	"time"

	"bonuskasse/hardware"
	"bonuskasse/pos"
)

// Event is one thing that happened. The kinds are listed below; a screen may
// have kinds of its own for what comes back from Turn.Run and Turn.Later.
type Event any

// KeyName names a key that is no character.
type KeyName string

// The keys that mean something. Letters with Control are "Ctrl+Z".
const (
	KeyEnter     KeyName = "Enter"
	KeyEscape    KeyName = "Escape"
	KeyUp        KeyName = "Up"
	KeyDown      KeyName = "Down"
	KeyPageUp    KeyName = "PageUp"
	KeyPageDown  KeyName = "PageDown"
	KeyHome      KeyName = "Home"
	KeyEnd       KeyName = "End"
	KeyLeft      KeyName = "Left"
	KeyRight     KeyName = "Right"
	KeyDelete    KeyName = "Delete"
	KeyTab       KeyName = "Tab" // of screens that walk in cells with it
	KeyBackTab   KeyName = "Shift+Tab"
	KeyBackspace KeyName = "Backspace"
	KeyF1        KeyName = "F1"
	KeyF2        KeyName = "F2"
	KeyF3        KeyName = "F3"
	KeyF4        KeyName = "F4"
	KeyF5        KeyName = "F5"
	KeyF6        KeyName = "F6"
	KeyF7        KeyName = "F7"
	KeyF8        KeyName = "F8"
	KeyF9        KeyName = "F9"
	KeyF10       KeyName = "F10"
	KeyF11       KeyName = "F11"
	KeyF12       KeyName = "F12"
)

// The events that every screen may be given.
type (
	// Key is a key that is no character, or one held with Control.
	Key struct{ Name KeyName }
	// Rune is a character, before the home field gets it: a screen that takes
	// '*' or '+' for itself answers true.
	Rune struct{ Rune rune }
	// Typed says what now stands in a field; "" is the home field.
	Typed struct {
		Field string
		Text  string
	}
	// Scanned is what any reader read.
	Scanned struct{ Scan hardware.Scan }
	// Spoiled says that a scan came cut or mangled: of a keyboard-like reader
	// the first figures may stand in the home field, and are taken out.
	Spoiled struct{}
	// Tap is a button, by the name of what it does; At is the row it stands
	// in, where it stands in one.
	Tap struct {
		Do string
		At int
	}
	// Picked is a row of the screen's list, by its place from 0.
	Picked struct{ At int }
	// Walked moves the choice by rows: the view knows how many are a page.
	Walked struct{ By int }
	// Tick comes once a second while the window is open.
	Tick struct{ At time.Time }
	// Entered is given to a screen that is now shown; With is what the one
	// before it handed over, or nil.
	Entered struct {
		From Place
		With any
	}
	// Left is given to a screen that is shown no more.
	Left struct{ To Place }
	// SignedIn says who is on the till now; every screen hears it.
	SignedIn struct{ Person pos.Person }
	// Changed says that settings changed: language, theme, programme, people;
	// every screen hears it.
	Changed struct{ What string }
	// Answered is what a person did with the question on top.
	Answered struct{ Reply Reply }
	// Status is news for the status strip, from the devices and the line.
	Status struct{ News func(*Strip) }
)
