// Package hardware says what a till's devices are, without saying how any of
// them is reached: readers, printers, the cash drawer and the display. One
// room a protocol stands below it (wedge, serial, magstripe, rfid, escpos,
// pdf); fake holds simulators and hardwaretest the suites every driver runs.
//
// First use, for a reader on a serial port:
//
//	reader, err := serial.New(serial.Settings{Port: "/dev/serial/by-id/usb-…", Profile: profile})
//	if err != nil { ... }              // the settings are wrong: a person must mend them
//	err = reader.Open(ctx)             // starts; an unplugged reader is no error here
//	for scan := range reader.Scans() { // one Scan for each thing read, in order
//		switch scan.Kind { ... }
//	}
//
// A device that is not there is an object that says so: Open succeeds, State
// tells Absent or Failed with a Reason, and the driver goes on trying by
// itself until Close. Nothing of the till waits for a device.
package hardware

import (
	"context"
	"fmt"
)

// Status is what a device can do just now. The zero value is Absent, so that
// a device nobody configured reports itself truthfully.
type Status uint8

const (
	Absent    Status = iota // not configured, or unplugged; the driver looks for it if it was opened
	Closed                  // configured, not opened, or closed by us
	Opening                 // being opened, or between two tries
	Ready                   // works
	Attention               // works or waits, but a person should look: paper low, cover open, noise
	Failed                  // cannot work until a person mends it: no permission, bad settings
)

var statusNames = [...]string{"absent", "closed", "opening", "ready", "attention", "failed"}

// String gives the stable code of the status; screens translate it.
func (s Status) String() string { return name(statusNames[:], int(s), "status") }

// MarshalText writes the code, so that JSON and logs carry words.
func (s Status) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText reads a code that String wrote.
func (s *Status) UnmarshalText(text []byte) error {
	i, err := index(statusNames[:], string(text), "status")
	*s = Status(i)
	return err
}

// Usable tells whether the device takes or gives work now.
func (s Status) Usable() bool { return s == Ready || s == Attention }

// Reason says why a device is in its state. It is a code for screens to
// translate; the sentence for the log is State.Detail.
type Reason uint8

const (
	NoReason       Reason = iota // nothing to explain
	Unplugged                    // the device file, port or connection is gone
	NoPermission                 // the system refuses us: a udev rule or a group is missing
	InUse                        // another program holds it
	BadSettings                  // speed, frame, address or profile make no sense
	Offline                      // reachable, but says that it is off line
	Timeout                      // it took longer than it may
	Unknown                      // it does not answer status questions: neither well nor ill
	PaperOut                     // printers
	PaperLow                     // printers
	CoverOpen                    // printers
	PrinterFault                 // printers: cutter, head temperature, a fault it names itself
	DrawerOpen                   // cash drawers
	Noise                        // readers: bytes that no reader sends; often a wrong speed or parity
	WrongFrame                   // readers: looks like 7E1 or 7O1 read as 8N1
	Encrypted                    // readers: sends encrypted blocks that the till cannot use
	Overflow                     // readers: scans were dropped because nobody took them
	Unsupported                  // this system cannot drive such a device
	NotConfigured                // nobody has chosen a device
	NeverConfirmed               // it took the job but never said that it is done
	reasonCount
)

var reasonNames = [reasonCount]string{
	"", "unplugged", "no_permission", "in_use", "bad_settings", "offline", "timeout", "unknown",
	"paper_out", "paper_low", "cover_open", "printer_fault", "drawer_open",
	"noise", "wrong_frame", "encrypted", "overflow", "unsupported", "not_configured", "never_confirmed",
}

// String gives the stable code of the reason ("" for NoReason); screens
// translate it.
func (r Reason) String() string { return name(reasonNames[:], int(r), "reason") }

// MarshalText writes the code.
func (r Reason) MarshalText() ([]byte, error) { return []byte(r.String()), nil }

// UnmarshalText reads a code that String wrote.
func (r *Reason) UnmarshalText(text []byte) error {
	i, err := index(reasonNames[:], string(text), "reason")
	*r = Reason(i)
	return err
}

// Reasons lists every reason but NoReason, so that a test can prove that each
// one has a sentence in each language.
func Reasons() []Reason {
	all := make([]Reason, 0, reasonCount-1)
	for r := NoReason + 1; r < reasonCount; r++ {
		all = append(all, r)
	}
	return all
}

// State is a device's condition in a form that a screen can translate. Detail
// is for the log and the technician (a path, an errno); it never holds a byte
// that came from a card.
type State struct {
	Status Status `json:"status"`
	Reason Reason `json:"reason,omitempty"`
	Detail string `json:"detail,omitempty"`
}

// String is the state for a log line.
func (s State) String() string {
	text := s.Status.String()
	if s.Reason != NoReason {
		text += ": " + s.Reason.String()
	}
	if s.Detail != "" {
		text += " (" + s.Detail + ")"
	}
	return text
}

// Device is what all devices share. The words are those of UnifiedPOS
// (OMG UnifiedPOS 1.16, common properties and methods): Open makes the driver
// live, Close ends it. A driver that needs sole use claims it inside Open and
// releases it in Close; Claimer names the two where a person decides.
type Device interface {
	// Name is what a person calls it in Settings; it is unique in a till.
	Name() string
	// Open starts the driver and returns at once. The error is about the
	// settings; a device that is not there yet is a State.
	Open(ctx context.Context) error
	// State is the condition now. It never blocks on the device.
	State() State
	// Close ends every goroutine and lets the device go. Closing twice, or
	// before Open, is no error.
	Close() error
}

// Claimer is a device that others could use too, such as a keyboard-like
// reader: Claim takes it for the till alone, Release gives it back.
type Claimer interface {
	Claim() error
	Release() error
}

// Enabler is a device that can be told to stay connected and yet be quiet:
// a reader that must not read while a modal question is open.
type Enabler interface {
	// Enable with false drops what arrives; with true it delivers again.
	Enable(on bool)
}

// Error is a failure of a device: what was being done, the kind for code and
// screens, and the cause for the log.
type Error struct {
	Op     string // "open", "print", "settings"
	Reason Reason
	Cause  error
}

// Error is the text for the log.
func (e *Error) Error() string {
	if e.Cause == nil {
		return fmt.Sprintf("%s: %s", e.Op, e.Reason)
	}
	return fmt.Sprintf("%s: %s: %v", e.Op, e.Reason, e.Cause)
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Cause }

func name(names []string, i int, what string) string {
	if i < 0 || i >= len(names) {
		return fmt.Sprintf("%s(%d)", what, i)
	}
	return names[i]
}

func index(names []string, text, what string) (int, error) {
	for i, n := range names {
		if n == text {
			return i, nil
		}
	}
	return 0, fmt.Errorf("unknown %s %q", what, text)
}
