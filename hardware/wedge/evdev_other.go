//go:build !linux

package wedge

import (
	"time"

	"bonuskasse/hardware"
	"bonuskasse/hardware/stream"
)

// Claimable is a keyboard-like device that a person may choose to be the
// till's reader.
type Claimable struct{ Path, Label string }

// Claimables is empty: only Linux lets a program claim one keyboard.
func Claimables() []Claimable { return nil }

// EvdevSettings are a keyboard-like reader that the till claims for itself.
type EvdevSettings struct {
	Name, Path  string
	Profile     hardware.Profile
	Source      hardware.Source
	First, Most time.Duration
	Now         func() time.Time
}

// NewEvdev refuses: use a Machine, or set the reader to a serial mode.
func NewEvdev(EvdevSettings) (*stream.Scanner, error) {
	return nil, &hardware.Error{Op: "claim", Reason: hardware.Unsupported}
}
