//go:build !linux

package pgtest

import (
	"context"
	"errors"
	"testing"
)

// Server is a PostgreSQL that is running; here none can be.
type Server struct{}

var errHere = errors.New("PostgreSQL is started on Linux only")

// Start fails the test.
func Start(t testing.TB, _ ...string) *Server {
	t.Helper()
	t.Fatal(errHere)
	return nil
}

// Run is not possible here.
func (*Server) Run(context.Context) error { return errHere }

// Database is not possible here.
func (*Server) Database(testing.TB) string { return "" }

// Stop is nothing here.
func (*Server) Stop() {}

// Kill is nothing here.
func (*Server) Kill() {}
