package store

import (
	"context"
	"errors"
	"sync"

	"bonuskasse/pos"
)

// pool is a few readers. The one that was used last is used next: its pages are
// in its cache. The others are opened when several read at once.
type pool struct {
	path   string
	mode   mode
	inUse  chan struct{} // holds one for each reader that works
	closed chan struct{}

	mu   sync.Mutex
	idle []*session // the last is the warmest
}

var errClosed = &pos.Trouble{Code: pos.DiskTrouble, Err: errors.New("the store is closed")}

const poolSize = 4

// openPool opens the first reader, so that what is wrong with the file is known.
func openPool(ctx context.Context, path string, m mode) (*pool, error) {
	p := &pool{path: path, mode: m, inUse: make(chan struct{}, poolSize), closed: make(chan struct{})}
	s, err := openSession(ctx, path, m, 0)
	if err != nil {
		return nil, err
	}
	p.idle = []*session{s}
	return p, nil
}

func (p *pool) use(ctx context.Context, work func(*session) error) error {
	select {
	case <-p.closed:
		return errClosed
	default:
	}
	select {
	case p.inUse <- struct{}{}:
	case <-p.closed:
		return errClosed
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() { <-p.inUse }()
	s, err := p.take(ctx)
	if err != nil {
		return err
	}
	defer p.give(s)
	return work(s)
}

func (p *pool) take(ctx context.Context) (*session, error) {
	p.mu.Lock()
	if n := len(p.idle); n > 0 {
		s := p.idle[n-1]
		p.idle = p.idle[:n-1]
		p.mu.Unlock()
		return s, nil
	}
	p.mu.Unlock()
	return openSession(ctx, p.path, p.mode, 0)
}

func (p *pool) give(s *session) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.idle = append(p.idle, s)
}

// close waits for the readers that are in use.
func (p *pool) close() error {
	close(p.closed)
	for range poolSize {
		p.inUse <- struct{}{}
	}
	var errs []error
	for _, s := range p.idle {
		errs = append(errs, s.close())
	}
	p.idle = nil
	return errors.Join(errs...)
}
