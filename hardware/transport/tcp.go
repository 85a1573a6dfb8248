package transport

import (
	"context"
	"fmt"
	"io"
	"net"
	"strconv"
	"time"
)

// TCP is a network printer's raw port, usually 9100. A network display or a
// serial server takes it too.
type TCP struct {
	Address string // host:port; without a port, 9100
}

// lingerFor bounds the good-bye of Close.
const lingerFor = 200 * time.Millisecond

// Dial connects, for as long as ctx allows.
func (l TCP) Dial(ctx context.Context) (Conn, error) {
	var d net.Dialer
	c, err := d.DialContext(ctx, "tcp", l.address())
	if err != nil {
		return nil, Explain("connect", err)
	}
	return newStream(c), nil
}

// newStream makes a Conn of a network connection.
func newStream(c net.Conn) Conn {
	t := newTimed(c, false)
	if half, ok := c.(interface{ CloseWrite() error }); ok {
		// Closing with an unread answer makes Linux send RST, on which the
		// printer may throw away the paper it has not printed yet. So: say that
		// we are done, read what is left, then close.
		t.linger = func() {
			if half.CloseWrite() != nil {
				return
			}
			c.SetReadDeadline(time.Now().Add(lingerFor))
			_, _ = io.Copy(io.Discard, io.LimitReader(c, 4096))
		}
	}
	return t
}

// NewConn makes a Conn of any connection with deadlines, such as net.Pipe.
func NewConn(c net.Conn) Conn { return newStream(c) }

// Shared is true: a network printer serves one connection at a time.
func (TCP) Shared() bool { return true }

// Validate wants a host, and a port from 1 to 65535.
func (l TCP) Validate() error {
	host, port, err := net.SplitHostPort(l.address())
	if err != nil {
		return fmt.Errorf("address %q: %w", l.Address, err)
	}
	if n, err := strconv.Atoi(port); err != nil || n < 1 || n > 65535 || host == "" {
		return fmt.Errorf("address %q: want host:port", l.Address)
	}
	return nil
}

func (l TCP) address() string {
	if _, _, err := net.SplitHostPort(l.Address); err == nil || l.Address == "" {
		return l.Address
	}
	return net.JoinHostPort(l.Address, "9100")
}

// String is the address.
func (l TCP) String() string { return "tcp " + l.address() }
