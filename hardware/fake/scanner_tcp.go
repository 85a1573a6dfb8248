package fake

import (
	"context"
	"io"
	"net"
	"time"

	"bonuskasse/hardware"
	"bonuskasse/hardware/stream"
)

// quick is the wait between two tries of a simulated reader, which nobody has
// to find on a bus.
const quick = 20 * time.Millisecond

// ScannerTCP is a simulated reader behind a TCP port: whoever connects is the
// reader, and what it sends is what was read. It is for tests from outside:
//
//	printf '10001\r' | nc 127.0.0.1 4711
type ScannerTCP struct {
	*stream.Scanner
	listener *net.TCPListener
}

// NewScannerTCP listens on an address, such as 127.0.0.1:4711, or port 0 for
// any. Nobody connected is an unplugged reader. There is no password: anything
// but a loopback address is refused.
func NewScannerTCP(name, address string, source hardware.Source, p hardware.Profile) (*ScannerTCP, error) {
	bad := func(err error) error { return &hardware.Error{Op: "listen", Reason: hardware.BadSettings, Cause: err} }
	addr, err := net.ResolveTCPAddr("tcp", address)
	if err != nil {
		return nil, bad(err)
	}
	if !addr.IP.IsLoopback() {
		return nil, bad(&net.AddrError{Err: "not a loopback address", Addr: address})
	}
	listener, err := net.ListenTCP("tcp", addr)
	if err != nil {
		return nil, bad(err)
	}
	f := &ScannerTCP{listener: listener}
	f.Scanner, err = stream.New(stream.Settings{Name: name, Source: source, Profile: p, Dial: f.dial, First: quick, Most: quick})
	if err != nil {
		listener.Close()
		return nil, err
	}
	return f, nil
}

// Addr is where it listens.
func (f *ScannerTCP) Addr() string { return f.listener.Addr().String() }

func (f *ScannerTCP) dial(ctx context.Context) (io.ReadCloser, error) {
	if err := f.listener.SetDeadline(time.Time{}); err != nil {
		return nil, err
	}
	stop := context.AfterFunc(ctx, func() { f.listener.SetDeadline(time.Unix(1, 0)) })
	defer stop()
	return f.listener.Accept()
}

// Close ends the reader and its port.
func (f *ScannerTCP) Close() error {
	err := f.Scanner.Close()
	f.listener.Close()
	return err
}
