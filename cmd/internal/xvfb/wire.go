package xvfb

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"io"
	"net"
)

// The requests that are used, by their number in the core protocol.
const (
	getWindowAttributes = 3
	getGeometry         = 14
	queryTree           = 15
	getProperty         = 20
	setInputFocus       = 42
	getInputFocus       = 43
	getImage            = 73
	queryExtension      = 98
	getKeyboardMapping  = 101
)

var order = binary.LittleEndian

// wire is a connection to the server. Requests without a reply are sent and
// forgotten; the next one with a reply finds their errors.
type wire struct {
	conn   net.Conn
	out    *bufio.Writer // to conn: what is not asked yet goes off together
	root   uint32
	lowest byte // key code
	most   byte
}

func dial(display string) (*wire, error) {
	conn, err := net.Dial("unix", "/tmp/.X11-unix/X"+display)
	if err != nil {
		return nil, err
	}
	hello := make([]byte, 12)
	hello[0] = 'l' // little-endian, version 11.0, no authorisation
	order.PutUint16(hello[2:], 11)
	if _, err := conn.Write(hello); err != nil {
		return nil, err
	}
	head := make([]byte, 8)
	if _, err := io.ReadFull(conn, head); err != nil {
		return nil, err
	}
	body := make([]byte, 4*int(order.Uint16(head[6:])))
	if _, err := io.ReadFull(conn, body); err != nil {
		return nil, err
	}
	if head[0] != 1 {
		return nil, fmt.Errorf("the X server refused: %q", body)
	}
	vendor := pad(int(order.Uint16(body[16:])))
	formats := 8 * int(body[21])
	return &wire{conn: conn, out: bufio.NewWriter(conn), root: order.Uint32(body[32+vendor+formats:]), lowest: body[26], most: body[27]}, nil
}

func pad(n int) int { return (n + 3) &^ 3 }

// send readies a request for the next ask: its number, the byte beside it, and what follows.
func (w *wire) send(op, detail byte, body []byte) error {
	b := make([]byte, 4+pad(len(body)))
	b[0], b[1] = op, detail
	order.PutUint16(b[2:], uint16(len(b)/4))
	copy(b[4:], body)
	_, err := w.out.Write(b)
	return err
}

// ask sends a request, with all that waits before it, and reads its reply, whole.
func (w *wire) ask(op, detail byte, body []byte) ([]byte, error) {
	if err := w.send(op, detail, body); err != nil {
		return nil, err
	}
	if err := w.out.Flush(); err != nil {
		return nil, err
	}
	for {
		reply := make([]byte, 32)
		if _, err := io.ReadFull(w.conn, reply); err != nil {
			return nil, err
		}
		switch reply[0] {
		case 0:
			return nil, fmt.Errorf("X error %d in request %d.%d", reply[1], reply[10], order.Uint16(reply[8:]))
		case 1:
			more := make([]byte, 4*int(order.Uint32(reply[4:])))
			_, err := io.ReadFull(w.conn, more)
			return append(reply, more...), err
		}
		// An event that nobody asked for.
	}
}

func words(values ...uint32) []byte {
	b := make([]byte, 4*len(values))
	for i, v := range values {
		order.PutUint32(b[4*i:], v)
	}
	return b
}

// sync waits until the server has done all that was sent.
func (w *wire) sync() error {
	_, err := w.ask(getInputFocus, 0, nil)
	return err
}

// property is a property of a window as bytes; 39 is WM_NAME.
func (w *wire) property(window, name uint32) (string, error) {
	reply, err := w.ask(getProperty, 0, words(window, name, 0, 0, 256))
	if err != nil {
		return "", err
	}
	n := int(order.Uint32(reply[16:])) * int(reply[1]) / 8
	return string(reply[32 : 32+n]), nil
}
