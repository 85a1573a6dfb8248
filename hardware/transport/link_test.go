package transport

import (
	"context"
	"io"
	"os"
	"sync/atomic"
	"testing"
	"time"
)

// slowClock is a device whose deadline takes a while to set, as it does on a
// busy machine.
type slowClock struct {
	cancel  context.CancelFunc
	entered chan struct{}
	set     atomic.Bool
}

func (s *slowClock) Read([]byte) (int, error) {
	s.cancel()
	<-s.entered
	return 0, os.ErrDeadlineExceeded
}

func (s *slowClock) SetReadDeadline(t time.Time) error {
	if t.Equal(past) {
		close(s.entered)
		time.Sleep(20 * time.Millisecond) // the machine is busy
		s.set.Store(true)
	}
	return nil
}

func (s *slowClock) Write([]byte) (int, error)        { return 0, io.ErrClosedPipe }
func (s *slowClock) SetWriteDeadline(time.Time) error { return nil }
func (s *slowClock) Close() error                     { return nil }

// TestEndOfOneReadIsNotTheEndOfTheNext: a cancelled Read returns only when its
// deadline can no longer hit the next one. A printer that answered would else
// be taken for silent, now and then.
func TestEndOfOneReadIsNotTheEndOfTheNext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	device := &slowClock{cancel: cancel, entered: make(chan struct{})}
	if _, err := newTimed(device, false).Read(ctx, make([]byte, 1)); err != context.Canceled {
		t.Errorf("%v", err)
	}
	if !device.set.Load() {
		t.Error("Read returned while its deadline was still on the way")
	}
}
