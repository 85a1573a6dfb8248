package transport

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"sync/atomic"
	"time"

	"bonuskasse/hardware"

	"go.bug.st/serial"
)

// Serial is a serial line (RS-232, or USB that pretends to be one).
type Serial struct {
	Port     string // on Linux /dev/serial/by-id/...: other names move when plugs do
	Speed    int    // baud; 0 is 9600
	DataBits int    // 7 or 8; 0 is 8
	Parity   string // "none" or "", "even", "odd"
	StopBits int    // 1 or 2; 0 is 1
	Flow     string // FlowNone, FlowXonXoff, FlowRTSCTS, FlowDTRDSR
}

// How a slow device says "wait". The library has no flow control of its own,
// so small chunks are sent and the device is asked before each.
const (
	FlowNone    = ""
	FlowXonXoff = "xonxoff"
	FlowRTSCTS  = "rtscts"
	FlowDTRDSR  = "dtrdsr"
)

var speeds = []int{1200, 2400, 4800, 9600, 19200, 38400, 57600, 115200, 230400}

func (l Serial) filled() Serial {
	if l.Speed == 0 {
		l.Speed = 9600
	}
	if l.DataBits == 0 {
		l.DataBits = 8
	}
	if l.StopBits == 0 {
		l.StopBits = 1
	}
	if l.Parity == "" {
		l.Parity = "none"
	}
	return l
}

var parities = map[string]serial.Parity{"none": serial.NoParity, "even": serial.EvenParity, "odd": serial.OddParity}

// Validate checks what the library would take silently and get wrong.
func (l Serial) Validate() error {
	f := l.filled()
	_, parity := parities[f.Parity]
	switch {
	case f.Port == "":
		return fmt.Errorf("no serial port chosen")
	case !slices.Contains(speeds, f.Speed):
		return fmt.Errorf("speed %d: one of %v", l.Speed, speeds)
	case f.DataBits != 7 && f.DataBits != 8:
		return fmt.Errorf("data bits %d: 7 or 8", l.DataBits)
	case !parity:
		return fmt.Errorf("parity %q: none, even or odd", l.Parity)
	case f.StopBits != 1 && f.StopBits != 2:
		return fmt.Errorf("stop bits %d: 1 or 2", l.StopBits)
	case f.Flow != FlowNone && f.Flow != FlowXonXoff && f.Flow != FlowRTSCTS && f.Flow != FlowDTRDSR:
		return fmt.Errorf("flow %q: \"\", xonxoff, rtscts or dtrdsr", l.Flow)
	}
	return nil
}

// Open opens the port for whoever reads and writes it directly, as readers do:
// a Read waits until bytes come or the line is gone. The error is a
// *hardware.Error.
//
// Two things the library does not say: a Read after our own Close fails like
// one after unplugging, so the caller keeps a flag; and a Write has no timeout
// and stays blocked after Close, so Dial gives it a goroutine of its own.
func (l Serial) Open() (io.ReadWriteCloser, error) {
	port, err := l.open()
	if err != nil {
		return nil, err
	}
	return serialPort{port}, nil
}

func (l Serial) open() (serial.Port, error) {
	if err := l.Validate(); err != nil {
		return nil, &hardware.Error{Op: "open", Reason: hardware.BadSettings, Cause: err}
	}
	f := l.filled()
	// The modem lines are left as the system sets them: a pty has none, and to
	// ask for them would fail.
	mode := &serial.Mode{BaudRate: f.Speed, DataBits: f.DataBits, Parity: parities[f.Parity]}
	if f.StopBits == 2 {
		mode.StopBits = serial.TwoStopBits
	}
	port, err := serial.Open(f.Port, mode)
	if err != nil {
		return nil, explainSerial(err)
	}
	// What came while nobody listened is no answer to us.
	if err := port.ResetInputBuffer(); err != nil {
		port.Close()
		return nil, explainSerial(err)
	}
	return port, nil
}

// Dial opens the port. Opening does not wait for the device.
func (l Serial) Dial(ctx context.Context) (Conn, error) {
	port, err := l.open()
	if err != nil {
		return nil, err
	}
	f := l.filled()
	var halted atomic.Bool
	var filter func(byte) bool
	if f.Flow == FlowXonXoff {
		filter = func(b byte) bool {
			switch b {
			case 0x13:
				halted.Store(true)
				return false
			case 0x11:
				halted.Store(false)
				return false
			}
			return true
		}
	}
	// A tenth of a second a chunk, so that "wait" is obeyed soon enough: small
	// printers say it with a few hundred bytes of room left.
	chunk := max(16, f.Speed/100)
	if f.Flow != FlowNone {
		chunk = min(chunk, 64)
	}
	p := newPumped(serialPort{port}, chunk, filter)
	if f.Flow != FlowNone {
		took := time.Duration(chunk) * 11 * time.Second / time.Duration(f.Speed)
		p.pace = func(ctx context.Context, sent int) error {
			return pace(ctx, sent, took, func() bool { return ready(port, f.Flow, &halted) })
		}
	}
	return p, nil
}

// pace waits until the chunk before has left the wire and the device has room.
func pace(ctx context.Context, sent int, took time.Duration, ready func() bool) error {
	if sent == 0 && ready() {
		return nil
	}
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(took):
		}
		if ready() {
			return nil
		}
	}
}

func ready(port serial.Port, flow string, halted *atomic.Bool) bool {
	if flow == FlowXonXoff {
		return !halted.Load()
	}
	bits, err := port.GetModemStatusBits()
	if err != nil || bits == nil {
		return true // a line without these wires
	}
	if flow == FlowRTSCTS {
		return bits.CTS
	}
	return bits.DSR
}

// serialPort turns the library's silent ends into errors.
type serialPort struct{ serial.Port }

func (s serialPort) Read(b []byte) (int, error) {
	n, err := s.Port.Read(b)
	if n == 0 && err == nil {
		err = io.EOF // without a read timeout, nothing means that the line is gone
	}
	return n, err
}

func explainSerial(err error) error {
	reason := hardware.Unplugged
	var p *serial.PortError
	if errors.As(err, &p) {
		switch p.Code() {
		case serial.PortBusy:
			reason = hardware.InUse
		case serial.PermissionDenied:
			reason = hardware.NoPermission
		case serial.InvalidSpeed, serial.InvalidDataBits, serial.InvalidParity, serial.InvalidStopBits, serial.InvalidSerialPort:
			reason = hardware.BadSettings
		}
		// A path that is not there comes as "invalid serial port" or as the
		// system's own error, by version.
		if p.Code() == serial.PortNotFound {
			reason = hardware.Unplugged
		}
	}
	return &hardware.Error{Op: "open", Reason: reason, Cause: err}
}

// Shared is false: the line is ours.
func (Serial) Shared() bool { return false }

// String is the port and its frame.
func (l Serial) String() string {
	f := l.filled()
	return fmt.Sprintf("%s %d %d%c%d", f.Port, f.Speed, f.DataBits, f.Parity[0]-'a'+'A', f.StopBits)
}
