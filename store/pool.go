package store

import (
	"context"
	"errors"

	"bonuskasse/pos"
)

// pool is a few readers.
type pool struct {
	all    []*session
	free   chan *session
	closed chan struct{}
}

var errClosed = &pos.Trouble{Code: pos.DiskTrouble, Err: errors.New("the store is closed")}

const poolSize = 4

func openPool(ctx context.Context, path string, m mode) (*pool, error) {
	p := &pool{free: make(chan *session, poolSize), closed: make(chan struct{})}
	for range poolSize {
		s, err := openSession(ctx, path, m, 0)
		if err != nil {
			p.close()
			return nil, err
		}
		p.all = append(p.all, s)
		p.free <- s
	}
	return p, nil
}

func (p *pool) use(ctx context.Context, work func(*session) error) error {
	select {
	case s := <-p.free:
		defer func() { p.free <- s }()
		return work(s)
	case <-p.closed:
		return errClosed
	case <-ctx.Done():
		return ctx.Err()
	}
}

// close waits for the readers that are in use.
func (p *pool) close() error {
	var errs []error
	close(p.closed)
	for range p.all {
		errs = append(errs, (<-p.free).close())
	}
	p.all = nil
	return errors.Join(errs...)
}
