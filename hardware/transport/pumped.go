package transport

import (
	"context"
	"fmt"
	"io"
	"sync"
	"time"
)

// pumped is a Conn over something that cannot time out: its Write may block
// for ever, even after Close. One goroutine writes and one reads; a Write that
// outlives its context leaves the goroutine behind to end when the system lets
// it go, and the Conn refuses all further work.
type pumped struct {
	rw    io.ReadWriteCloser
	chunk int                                       // bytes a write
	pace  func(ctx context.Context, sent int) error // before each chunk; nil for none

	jobs    chan []byte
	results chan result
	in      chan byte
	quit    chan struct{} // closed when the writer gets no more work

	mu     sync.Mutex
	closed bool
	stuck  bool
	dead   error         // why reading ended
	gone   chan struct{} // closed with dead or by Close
	once   sync.Once
}

type result struct {
	n   int
	err error
}

// readAhead bounds the answers that nobody has read yet. Status bytes are few;
// what overflows is the oldest noise.
const readAhead = 512

// newPumped starts the goroutines. filter sees each byte read and says whether
// to keep it.
func newPumped(rw io.ReadWriteCloser, chunk int, filter func(byte) bool) *pumped {
	p := &pumped{
		rw: rw, chunk: chunk,
		jobs: make(chan []byte), results: make(chan result, 1), in: make(chan byte, readAhead), quit: make(chan struct{}), gone: make(chan struct{}),
	}
	go p.writer()
	go p.reader(filter)
	return p
}

func (p *pumped) writer() {
	for {
		var b []byte
		select {
		case b = <-p.jobs:
		case <-p.quit:
			return
		}
		n, err := p.rw.Write(b)
		if err == nil && n < len(b) {
			// go.bug.st/serial reports the death of the other end so.
			err = io.ErrShortWrite
		}
		p.results <- result{n, err}
	}
}

func (p *pumped) reader(filter func(byte) bool) {
	buf := make([]byte, 256)
	for {
		n, err := p.rw.Read(buf)
		for _, b := range buf[:n] {
			if filter != nil && !filter(b) {
				continue
			}
			select {
			case p.in <- b:
			default: // full: the oldest goes
				select {
				case <-p.in:
				default:
				}
				p.in <- b
			}
		}
		if err != nil {
			p.end(err)
			return
		}
		if n == 0 { // a regular file's end, or a driver that will not wait
			select {
			case <-p.gone:
				return
			case <-time.After(20 * time.Millisecond):
			}
		}
	}
}

func (p *pumped) end(err error) {
	p.once.Do(func() {
		p.mu.Lock()
		p.dead = err
		p.mu.Unlock()
		close(p.gone)
	})
}

func (p *pumped) failure() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch {
	case p.closed:
		return ErrClosed
	case p.stuck:
		return fmt.Errorf("an earlier write never ended: %w", context.DeadlineExceeded)
	}
	return p.dead
}

func (p *pumped) Write(ctx context.Context, b []byte) (int, error) {
	sent := 0
	for sent < len(b) {
		if err := ctx.Err(); err != nil {
			return sent, err
		}
		if err := p.failure(); err != nil {
			return sent, err
		}
		if p.pace != nil {
			if err := p.pace(ctx, sent); err != nil {
				return sent, err
			}
		}
		// A copy: the goroutine may hold it longer than our caller does.
		part := append([]byte(nil), b[sent:min(len(b), sent+p.chunk)]...)
		select {
		case p.jobs <- part: // the writer is idle: it never has more than one
		case <-p.quit:
			return sent, p.failure()
		}
		select {
		case r := <-p.results:
			sent += max(r.n, 0)
			if r.err != nil {
				return sent, r.err
			}
		case <-ctx.Done():
			p.abandon()
			return sent + len(part), ctx.Err()
		case <-p.gone:
			p.abandon()
			return sent + len(part), p.failure()
		}
	}
	return sent, nil
}

// abandon gives the writer up; its last result goes nowhere, which results'
// buffer of one allows.
func (p *pumped) abandon() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.stuck {
		p.stuck = true
		close(p.quit)
	}
}

func (p *pumped) Read(ctx context.Context, b []byte) (int, error) {
	if len(b) == 0 {
		return 0, nil
	}
	select {
	case c := <-p.in:
		b[0] = c
		return 1, nil
	default:
	}
	select {
	case c := <-p.in:
		b[0] = c
		return 1, nil
	case <-ctx.Done():
		return 0, ctx.Err()
	case <-p.gone:
		return 0, p.failure()
	}
}

// Close ends the goroutines. The device's own Close may block while a write
// hangs, so nobody waits for it then.
func (p *pumped) Close() error {
	p.mu.Lock()
	if p.closed {
		p.mu.Unlock()
		return nil
	}
	p.closed = true
	stuck := p.stuck
	if !stuck {
		p.stuck = true
		close(p.quit)
	}
	p.mu.Unlock()
	p.end(ErrClosed)
	if stuck {
		go p.rw.Close()
		return nil
	}
	return p.rw.Close()
}
