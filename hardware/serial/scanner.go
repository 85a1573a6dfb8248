// Package serial reads scanners, magstripe and RFID readers on serial ports:
// RS-232, and USB readers that pretend to be a port (USB-CDC), which is the
// best way to connect a reader: raw bytes, no keyboard layout, no focus.
//
// First use:
//
//	ports := serial.Ports() // by /dev/serial/by-id where there is one
//	s, err := serial.New(serial.Settings{
//		Name: "counter", Source: hardware.SerialBarcode, Profile: profile,
//		Line: transport.Serial{Port: ports[0].Path, Speed: 9600},
//	})
//	err = s.Open(ctx) // a reader that is unplugged is a state, no error
//	defer s.Close()
//	for scan := range s.Scans() { ... }
//
// The reader may be unplugged and come back at any moment. What it sent while
// nobody listened is thrown away: nobody wants yesterday's scan.
package serial

import (
	"context"
	"io"
	"time"

	"bonuskasse/hardware"
	"bonuskasse/hardware/stream"
	"bonuskasse/hardware/transport"
)

// Settings are a reader on a serial line.
type Settings struct {
	Name    string
	Source  hardware.Source // SerialBarcode, SerialMSR or RFIDSerial
	Profile hardware.Profile
	Line    transport.Serial // port, speed and frame
	// First and Most bound the wait between two tries; 0 means 250 ms
	// doubling to 5 s.
	First, Most time.Duration
	Now         func() time.Time // nil means time.Now
}

// New makes the reader's driver. The error is a *hardware.Error with
// BadSettings: the library would take a speed or frame that the port cannot do
// and say nothing.
func New(set Settings) (*stream.Scanner, error) {
	if err := set.Line.Validate(); err != nil {
		return nil, &hardware.Error{Op: "settings", Reason: hardware.BadSettings, Cause: err}
	}
	mask := byte(0)
	if set.Line.DataBits == 7 {
		mask = 0x7f // a pty, and some adapters, keep eight bits whatever they are told
	}
	return stream.New(stream.Settings{
		Name: set.Name, Source: set.Source, Profile: set.Profile, Mask: mask,
		First: set.First, Most: set.Most, Now: set.Now,
		Dial: func(context.Context) (io.ReadCloser, error) { return set.Line.Open() },
	})
}
