package fake

import (
	"context"
	"errors"
	"io"
	"sync"

	"bonuskasse/hardware"
	"bonuskasse/hardware/stream"
)

// Scanner is a reader that reads what Inject gives it: the demo panel's, and
// that of tests. Everything behind the bytes is what real readers have:
// framing, decoding, queue, states.
//
//	s, err := fake.NewScanner("simulated scanner", hardware.SerialBarcode, profile)
//	err = s.Open(ctx)
//	s.Inject([]byte("10001\r"))
type Scanner struct {
	*stream.Scanner

	mu      sync.Mutex
	changed chan struct{} // closed and made anew by each change
	out     bool          // unplugged
	wire    *io.PipeWriter
}

// NewScanner makes a simulated reader, plugged in. The error is a
// *hardware.Error with BadSettings.
func NewScanner(name string, source hardware.Source, p hardware.Profile) (*Scanner, error) {
	f := &Scanner{changed: make(chan struct{})}
	s, err := stream.New(stream.Settings{Name: name, Source: source, Profile: p, Dial: f.dial, First: quick, Most: quick})
	f.Scanner = s
	return f, err
}

// dial waits until the reader is plugged in.
func (f *Scanner) dial(ctx context.Context) (io.ReadCloser, error) {
	for {
		f.mu.Lock()
		if !f.out {
			r, w := io.Pipe()
			f.wire = w
			f.mu.Unlock()
			return r, nil
		}
		changed := f.changed
		f.mu.Unlock()
		select {
		case <-changed:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

// errNobody is that nobody reads: the reader is unplugged, or not open.
var errNobody = errors.New("nobody reads this simulated reader: not open, or unplugged")

// Inject makes the reader send bytes. It returns when they are read.
func (f *Scanner) Inject(bytes []byte) error {
	f.mu.Lock()
	wire := f.wire
	f.mu.Unlock()
	if wire == nil {
		return errNobody
	}
	if _, err := wire.Write(bytes); err != nil {
		return errNobody
	}
	return nil
}

// Unplug takes the reader away until Plug.
func (f *Scanner) Unplug() { f.plug(true) }

// Plug brings it back.
func (f *Scanner) Plug() { f.plug(false) }

func (f *Scanner) plug(out bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.out = out
	if out && f.wire != nil {
		f.wire.Close()
		f.wire = nil
	}
	close(f.changed)
	f.changed = make(chan struct{})
}
