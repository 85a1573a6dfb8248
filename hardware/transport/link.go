// Package transport moves bytes to a device and back: by TCP (port 9100),
// serial line, or device file (/dev/usb/lp0). Every call ends when its context
// does, whatever the device does: a jammed printer never holds up a sale.
//
//	link := transport.TCP{Address: "192.168.1.50:9100"}
//	conn, err := link.Dial(ctx)      // *hardware.Error with a Reason for screens
//	n, err := conn.Write(ctx, bytes) // n: what may have left us
//	n, err = conn.Read(ctx, answer)
//	conn.Close()
package transport

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"os"
	"sync"
	"syscall"
	"time"

	"bonuskasse/hardware"
)

// Link is a way to a device. It is a value; nothing is open until Dial.
type Link interface {
	// Dial opens the way. The error is a *hardware.Error.
	Dial(ctx context.Context) (Conn, error)
	// Shared tells that others may need the device between our jobs (a network
	// printer takes one connection at a time), so that it must not be kept.
	Shared() bool
	// Validate tells what is wrong with the settings, for a technician.
	Validate() error
	// String is what a technician calls it: an address or a path.
	String() string
}

// Conn is an open way. Read and Write may run at the same time; two Writes, or
// two Reads, may not.
type Conn interface {
	// Write sends b. n is how many bytes may have left us: after an error the
	// device has at most so many, and a chunk that was under way counts whole.
	Write(ctx context.Context, b []byte) (n int, err error)
	// Read waits for at least one byte. When ctx ends first the error is ctx's.
	Read(ctx context.Context, b []byte) (n int, err error)
	// Close lets the device go; a Read or Write under way returns. Closing
	// twice is no error.
	Close() error
}

// ErrClosed is the cause after our own Close.
var ErrClosed = errors.New("closed by us")

// Explain makes an error of the system a *hardware.Error with the Reason that
// a person can act on.
func Explain(op string, err error) error {
	var known *hardware.Error
	if err == nil || errors.As(err, &known) {
		return err
	}
	reason := hardware.Offline
	var netError net.Error
	switch {
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, context.Canceled), errors.Is(err, os.ErrDeadlineExceeded),
		errors.As(err, &netError) && netError.Timeout():
		reason = hardware.Timeout
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, syscall.ENXIO), errors.Is(err, syscall.ENODEV), errors.Is(err, syscall.EIO),
		errors.Is(err, io.EOF), errors.Is(err, syscall.EPIPE), errors.Is(err, syscall.ECONNRESET):
		reason = hardware.Unplugged
	case errors.Is(err, fs.ErrPermission):
		reason = hardware.NoPermission
	case errors.Is(err, syscall.EBUSY):
		reason = hardware.InUse
	}
	return &hardware.Error{Op: op, Reason: reason, Cause: err}
}

// deadliner is what the system can time out by itself.
type deadliner interface {
	io.ReadWriteCloser
	SetReadDeadline(time.Time) error
	SetWriteDeadline(time.Time) error
}

// timed is a Conn over a deadliner.
type timed struct {
	d      deadliner
	oneWay bool // nothing ever comes back
	linger func()
	gone   chan struct{} // closed by Close

	reading sync.Mutex // held by Read; Close waits for it before it lingers
	mu      sync.Mutex // closing, and that no deadline is set after Close's own
	closing bool
}

func newTimed(d deadliner, oneWay bool) *timed {
	return &timed{d: d, oneWay: oneWay, gone: make(chan struct{})}
}

var past = time.Unix(1, 0)

// bound applies ctx to one direction until the call is over.
func bound(ctx context.Context, set func(time.Time) error) (release func()) {
	deadline, _ := ctx.Deadline() // zero: none
	set(deadline)
	done := make(chan struct{})
	stop := context.AfterFunc(ctx, func() { set(past); close(done) })
	return func() {
		if !stop() {
			<-done // or it would end the next call instead of this one
		}
	}
}

func (t *timed) Write(ctx context.Context, b []byte) (int, error) {
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	defer bound(ctx, t.d.SetWriteDeadline)()
	n, err := t.d.Write(b)
	if err == nil && n < len(b) {
		err = io.ErrShortWrite
	}
	return n, own(ctx, err)
}

func (t *timed) Read(ctx context.Context, b []byte) (int, error) {
	if t.oneWay {
		select {
		case <-ctx.Done():
			return 0, ctx.Err()
		case <-t.gone:
			return 0, ErrClosed
		}
	}
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	t.reading.Lock()
	defer t.reading.Unlock()
	t.mu.Lock()
	if t.closing {
		t.mu.Unlock()
		return 0, ErrClosed
	}
	release := bound(ctx, t.d.SetReadDeadline)
	t.mu.Unlock()
	defer release()
	n, err := t.d.Read(b)
	if n > 0 {
		return n, nil
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.closing {
		return 0, ErrClosed
	}
	return 0, own(ctx, err)
}

// own gives ctx's error when it was ctx that ended the call.
func own(ctx context.Context, err error) error {
	if errors.Is(err, os.ErrDeadlineExceeded) {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		return context.DeadlineExceeded
	}
	if errors.Is(err, os.ErrClosed) || errors.Is(err, net.ErrClosed) || errors.Is(err, io.ErrClosedPipe) {
		return fmt.Errorf("%w: %w", ErrClosed, err)
	}
	return err
}

func (t *timed) Close() error {
	t.mu.Lock()
	again := t.closing
	t.closing = true
	t.d.SetReadDeadline(past) // whoever reads stops
	t.mu.Unlock()
	if again {
		return nil
	}
	close(t.gone)
	if t.linger != nil {
		t.reading.Lock()
		t.linger()
		t.reading.Unlock()
	}
	err := t.d.Close()
	if errors.Is(err, os.ErrClosed) || errors.Is(err, net.ErrClosed) {
		return nil
	}
	return err
}
