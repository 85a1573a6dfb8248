// Package stream is a reader behind anything that gives bytes: a serial port,
// a claimed keyboard, a pipe, a TCP connection. It opens the way, reads, ends
// frames by silence, decodes, and opens the way again when it broke, for ever.
// The rooms serial, wedge and fake say how the way is opened.
//
// First use:
//
//	s, err := stream.New(stream.Settings{
//		Name: "counter", Source: hardware.SerialBarcode, Profile: profile,
//		Dial: func(ctx context.Context) (io.ReadCloser, error) { return open("/dev/…") },
//	})
//	err = s.Open(ctx)
//	for scan := range s.Scans() { ... }
//
// Bytes are wiped as soon as they are decoded, so that a refused card leaves
// nothing in the driver.
package stream

import (
	"context"
	"errors"
	"io"
	"sync"
	"sync/atomic"
	"time"

	"bonuskasse/hardware"
	"bonuskasse/hardware/decode"
)

// Settings are what a Scanner needs to know.
type Settings struct {
	Name    string
	Source  hardware.Source // empty means Profile.Source
	Profile hardware.Profile
	// Dial opens the way to the reader. It is called again after each break.
	// A *hardware.Error tells the Reason of a failure; any other error, and
	// the end of reading, is taken for unplugging.
	Dial func(context.Context) (io.ReadCloser, error)
	// Mask is laid over every byte: 0x7f for a line of seven data bits, whose
	// eighth bit some systems let through. 0 means all bits.
	Mask byte
	// First and Most bound the wait between two tries: it doubles from First.
	// 0 means 250 ms and 5 s.
	First, Most time.Duration
	// Now is the clock that stamps scans; nil means time.Now.
	Now func() time.Time
}

const (
	defaultFirst = 250 * time.Millisecond
	defaultMost  = 5 * time.Second
	steady       = 2 * time.Second // a way that held so long was no false start
	stateQueue   = 16
	noisy        = 3 // unreadable frames in a row before a person should look
)

// Scanner is the hardware.Scanner. It serves one Open; after Close make a new
// one.
type Scanner struct {
	set     Settings
	decoder *decode.Decoder

	scans  chan hardware.Scan
	states chan hardware.State
	deaf   atomic.Bool // Enable(false)

	mu     sync.Mutex
	state  hardware.State
	cancel context.CancelFunc // nil before Open
	closed bool
	done   chan struct{}

	noise int // unreadable frames in a row; only the run goroutine touches it
}

var _ hardware.Scanner = (*Scanner)(nil)
var _ hardware.Enabler = (*Scanner)(nil)

// New checks the settings. The error is a *hardware.Error with BadSettings.
func New(set Settings) (*Scanner, error) {
	if set.Source == "" {
		set.Source = set.Profile.Source
	}
	if set.Dial == nil {
		return nil, &hardware.Error{Op: "settings", Reason: hardware.BadSettings, Cause: errors.New("no way to the reader")}
	}
	decoder, err := decode.New(set.Profile, set.Source)
	if err != nil {
		return nil, err
	}
	if set.First <= 0 {
		set.First = defaultFirst
	}
	if set.Most < set.First {
		set.Most = max(defaultMost, set.First)
	}
	if set.Mask == 0 {
		set.Mask = 0xff
	}
	if set.Now == nil {
		set.Now = time.Now
	}
	return &Scanner{
		set: set, decoder: decoder,
		scans: make(chan hardware.Scan, hardware.ScanQueue), states: make(chan hardware.State, stateQueue),
		state: hardware.State{Status: hardware.Closed}, done: make(chan struct{}),
	}, nil
}

// Name is part of hardware.Device.
func (s *Scanner) Name() string { return s.set.Name }

// Source is part of hardware.Scanner.
func (s *Scanner) Source() hardware.Source { return s.set.Source }

// Scans is part of hardware.Scanner.
func (s *Scanner) Scans() <-chan hardware.Scan { return s.scans }

// States is part of hardware.Scanner.
func (s *Scanner) States() <-chan hardware.State { return s.states }

// State is part of hardware.Device.
func (s *Scanner) State() hardware.State {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.state
}

// Enable is part of hardware.Enabler: with false, what is read is dropped.
func (s *Scanner) Enable(on bool) { s.deaf.Store(!on) }

// Open starts the driver; ctx ends it like Close does. Opening twice is no
// error; opening after Close is.
func (s *Scanner) Open(ctx context.Context) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return &hardware.Error{Op: "open", Reason: hardware.BadSettings, Cause: errors.New("already closed: make a new one")}
	}
	if s.cancel != nil {
		return nil
	}
	ctx, s.cancel = context.WithCancel(ctx)
	go s.run(ctx)
	return nil
}

// Close is part of hardware.Device. It returns when every goroutine has ended.
func (s *Scanner) Close() error {
	s.mu.Lock()
	first := !s.closed
	s.closed = true
	cancel := s.cancel
	s.mu.Unlock()
	if cancel == nil {
		if first {
			s.finish()
		}
		return nil
	}
	cancel()
	<-s.done
	return nil
}

// finish tells the last state and closes the channels.
func (s *Scanner) finish() {
	s.tell(hardware.State{Status: hardware.Closed})
	s.mu.Lock()
	s.closed = true
	s.mu.Unlock()
	close(s.scans)
	close(s.states)
	close(s.done)
}

// tell notes a state and puts it in the queue, whose oldest entry makes room:
// a listener may miss states in between, never the last one.
func (s *Scanner) tell(state hardware.State) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.state == state {
		return
	}
	s.state = state
	for {
		select {
		case s.states <- state:
			return
		default:
		}
		select {
		case <-s.states:
		default:
		}
	}
}
