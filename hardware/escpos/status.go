package escpos

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"bonuskasse/hardware"
	"bonuskasse/hardware/transport"
)

// Status is what a printer says of itself, in answer to DLE EOT 1 to 4 (Epson
// ESC/POS reference, "Transmit real-time status"). The zero value is a printer
// that is well; Known is false when it did not answer every question.
type Status struct {
	Known     bool
	Offline   bool
	CoverOpen bool
	PaperOut  bool
	PaperLow  bool
	Cutter    bool // the knife is stuck
	Fault     bool // any other fault: head, voltage, temperature
	Feeding   bool // somebody holds the feed button
	DrawerPin bool // level of the drawer's sensor; what it means depends on the drawer
}

// Blocked tells why nothing can be printed now; NoReason if it can, as far as
// is known.
func (s Status) Blocked() hardware.Reason {
	switch {
	case s.CoverOpen:
		return hardware.CoverOpen
	case s.PaperOut:
		return hardware.PaperOut
	case s.Cutter, s.Fault:
		return hardware.PrinterFault
	case s.Offline, s.Feeding:
		return hardware.Offline
	}
	return hardware.NoReason
}

// State is the status for people.
func (s Status) State() hardware.State {
	switch reason := s.Blocked(); {
	case reason == hardware.PrinterFault:
		return hardware.State{Status: hardware.Failed, Reason: reason, Detail: s.String()}
	case reason != hardware.NoReason:
		return hardware.State{Status: hardware.Attention, Reason: reason, Detail: s.String()}
	case !s.Known:
		return hardware.State{Status: hardware.Attention, Reason: hardware.Unknown, Detail: "no answer to status questions"}
	case s.PaperLow:
		return hardware.State{Status: hardware.Attention, Reason: hardware.PaperLow}
	}
	return hardware.State{Status: hardware.Ready}
}

// String lists what is wrong, for the log.
func (s Status) String() string {
	var words []string
	for _, w := range []struct {
		on   bool
		word string
	}{{!s.Known, "silent"}, {s.Offline, "offline"}, {s.CoverOpen, "cover"}, {s.PaperOut, "paper out"}, {s.PaperLow, "paper low"},
		{s.Cutter, "cutter"}, {s.Fault, "fault"}, {s.Feeding, "feeding"}} {
		if w.on {
			words = append(words, w.word)
		}
	}
	return strings.Join(words, ", ")
}

// isStatus tells an answer to DLE EOT from all else a printer may send: bits 0
// and 7 are 0, 1 and 4 are 1.
func isStatus(b byte) bool { return b&0x93 == 0x12 }

// isMark tells an answer to GS r 1: bits 4 and 7 are 0.
func isMark(b byte) bool { return b&0x90 == 0 }

// note reads the answer to question n into the status.
func (s *Status) note(n int, b byte) {
	switch n {
	case 1:
		s.DrawerPin = b&0x04 != 0
		s.Offline = b&0x08 != 0
		s.Feeding = b&0x40 != 0
	case 2:
		s.CoverOpen = b&0x04 != 0
		s.Feeding = s.Feeding || b&0x08 != 0
		s.PaperOut = s.PaperOut || b&0x20 != 0
		s.Fault = s.Fault || b&0x40 != 0
	case 3:
		s.Cutter = b&0x08 != 0
		// 0x20: beyond repair; 0x40: the head is hot, and cools by itself.
		s.Fault = s.Fault || b&0x60 != 0
	case 4:
		s.PaperLow = b&0x0c != 0
		s.PaperOut = s.PaperOut || b&0x60 != 0
	}
}

// ask puts the four questions. A printer that does not answer the first within
// patience is silent: the status is not Known and the error nil. The error is
// about the connection.
func ask(ctx context.Context, conn transport.Conn, patience time.Duration) (Status, error) {
	var s Status
	for n := 1; n <= 4; n++ {
		answer, err := question(ctx, conn, []byte{dle, eot, byte(n)}, patience, isStatus)
		if errors.Is(err, errSilent) {
			s.Known = false
			return s, nil
		}
		if err != nil {
			return s, err
		}
		s.note(n, answer)
	}
	s.Known = true
	return s, nil
}

var errSilent = errors.New("no answer")

// question sends bytes and waits for one that fits, throwing others away: late
// answers, automatic status (ASB), noise.
func question(ctx context.Context, conn transport.Conn, b []byte, patience time.Duration, fits func(byte) bool) (byte, error) {
	within, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	if _, err := conn.Write(within, b); err != nil {
		return 0, silence(ctx, err)
	}
	return await(ctx, within, conn, fits)
}

func await(ctx, within context.Context, conn transport.Conn, fits func(byte) bool) (byte, error) {
	var buf [1]byte
	for range 4096 { // a babbling device is as good as a silent one
		n, err := conn.Read(within, buf[:])
		if err != nil {
			return 0, silence(ctx, err)
		}
		if n == 1 && fits(buf[0]) {
			return buf[0], nil
		}
	}
	return 0, fmt.Errorf("only noise: %w", errSilent)
}

// silence tells our patience's end from the caller's.
func silence(ctx context.Context, err error) error {
	if errors.Is(err, context.DeadlineExceeded) && ctx.Err() == nil {
		return errSilent
	}
	return err
}

// drain throws away what came before our question.
func drain(conn transport.Conn) {
	// Already-arrived bytes come at once; this is not a wait for new ones.
	ctx, cancel := context.WithTimeout(context.Background(), time.Millisecond)
	defer cancel()
	var buf [64]byte
	for range 64 {
		if _, err := conn.Read(ctx, buf[:]); err != nil {
			return
		}
	}
}
