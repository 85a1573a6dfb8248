package stream

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"syscall"
	"time"

	"bonuskasse/hardware"
)

// patience is how long Close waits for a Read to return.
const patience = 3 * time.Second

// run opens the way, reads until it breaks, waits, and begins again.
func (s *Scanner) run(ctx context.Context) {
	defer s.finish()
	wait := s.set.First
	for ctx.Err() == nil {
		if s.State().Status == hardware.Closed {
			s.tell(hardware.State{Status: hardware.Opening})
		}
		conn, err := s.set.Dial(ctx)
		if err == nil {
			s.tell(hardware.State{Status: hardware.Ready})
			began := time.Now()
			err = s.read(ctx, conn)
			if time.Since(began) >= steady {
				wait = s.set.First
			}
		}
		if ctx.Err() != nil {
			return
		}
		s.tell(Explain(err))
		select {
		case <-ctx.Done():
		case <-time.After(wait):
		}
		wait = min(2*wait, s.set.Most)
	}
}

// Explain makes a state of a reader's failure. A reader that is not there is
// Absent; what a person must mend is Failed. Either way it is tried again.
func Explain(err error) hardware.State {
	state := hardware.State{Status: hardware.Absent, Reason: hardware.Unplugged}
	if err == nil || errors.Is(err, io.EOF) {
		return state
	}
	state.Detail = err.Error()
	var known *hardware.Error
	switch {
	case errors.As(err, &known):
		state.Reason = known.Reason
	case errors.Is(err, fs.ErrPermission):
		state.Reason = hardware.NoPermission
	case errors.Is(err, syscall.EBUSY):
		state.Reason = hardware.InUse
	}
	switch state.Reason {
	case hardware.Unplugged, hardware.Offline, hardware.Timeout, hardware.NoReason:
	default:
		state.Status = hardware.Failed
	}
	return state
}

// chunk is what one Read brought. The reading goroutine may use its buffer
// again when taken is told.
type chunk struct {
	bytes []byte
	err   error
}

// read takes bytes until the way breaks or ctx ends, and says why. Its own
// closing is no error, though a Read then fails like one after unplugging.
func (s *Scanner) read(ctx context.Context, conn io.ReadCloser) error {
	chunks, taken, ended := make(chan chunk), make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		buf := make([]byte, 512)
		defer clear(buf)
		for {
			n, err := conn.Read(buf)
			select {
			case chunks <- chunk{buf[:n], err}:
			case <-ctx.Done():
				return
			}
			select {
			case <-taken:
			case <-ctx.Done():
				return
			}
			clear(buf[:n])
			if err != nil {
				return
			}
		}
	}()
	defer func() {
		conn.Close()
		select {
		case <-ended:
		case <-time.After(patience): // a system that lets a Read hang after Close
		}
		s.decoder.Reset()
	}()
	gap := time.NewTimer(time.Hour)
	gap.Stop()
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case c := <-chunks:
			if s.set.Mask != 0xff {
				for i := range c.bytes {
					c.bytes[i] &= s.set.Mask
				}
			}
			scans, broken := s.decoder.Write(c.bytes), c.err
			select {
			case taken <- struct{}{}:
			case <-ctx.Done():
				return ctx.Err()
			}
			s.deliver(scans)
			if broken != nil {
				// A frame that was cut by unplugging is no frame.
				return broken
			}
			gap.Stop()
			if s.decoder.Waiting() {
				gap.Reset(s.set.Profile.Gap())
			}
		case <-gap.C:
			s.deliver(s.decoder.Idle())
		}
	}
}

// deliver stamps scans and puts them in the queue; it never waits.
func (s *Scanner) deliver(scans []hardware.Scan) {
	for _, scan := range scans {
		s.judge(scan)
		if s.deaf.Load() {
			continue
		}
		scan.Reader, scan.At = s.set.Name, s.set.Now()
		select {
		case s.scans <- scan:
			if s.State().Reason == hardware.Overflow {
				s.tell(hardware.State{Status: hardware.Ready})
			}
		default:
			s.tell(hardware.State{Status: hardware.Attention, Reason: hardware.Overflow})
		}
	}
}

// judge tells a person to look when frame after frame is unreadable, and says
// what that points to.
func (s *Scanner) judge(scan hardware.Scan) {
	reason := hardware.NoReason
	switch scan.Reason {
	case hardware.WhyWrongFrame:
		reason = hardware.WrongFrame
	case hardware.WhyEncrypted:
		reason = hardware.Encrypted
	case hardware.WhyNoText, hardware.WhyTooLong, hardware.WhyReport:
		reason = hardware.Noise
	}
	if reason == hardware.NoReason {
		s.noise = 0
		if now := s.State(); now.Status == hardware.Attention && now.Reason != hardware.Overflow {
			s.tell(hardware.State{Status: hardware.Ready})
		}
		return
	}
	s.noise++
	if s.noise >= noisy || reason != hardware.Noise {
		s.tell(hardware.State{Status: hardware.Attention, Reason: reason})
	}
}
