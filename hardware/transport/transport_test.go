package transport_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"bonuskasse/hardware"
	"bonuskasse/hardware/transport"

	"github.com/creack/pty"
)

func reasonOf(t *testing.T, err error) hardware.Reason {
	t.Helper()
	var e *hardware.Error
	if !errors.As(err, &e) {
		t.Fatalf("%v is no *hardware.Error", err)
	}
	return e.Reason
}

func TestDialSaysWhy(t *testing.T) {
	folder := t.TempDir()
	regular := filepath.Join(folder, "lp0")
	if err := os.WriteFile(regular, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	fifo := filepath.Join(folder, "fifo")
	if err := syscall.Mkfifo(fifo, 0o600); err != nil {
		t.Fatal(err)
	}
	closed, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	closed.Close()
	for _, c := range []struct {
		link transport.Link
		want hardware.Reason
	}{
		{transport.File{Path: filepath.Join(folder, "none")}, hardware.Unplugged},
		{transport.File{Path: regular}, hardware.BadSettings},
		{transport.File{Path: folder}, hardware.BadSettings},
		{transport.File{Path: fifo}, hardware.Unplugged}, // nobody reads it
		{transport.Serial{Port: filepath.Join(folder, "none")}, hardware.Unplugged},
		{transport.Serial{Port: "x", Speed: 300}, hardware.BadSettings},
		{transport.TCP{Address: closed.Addr().String()}, hardware.Offline},
	} {
		conn, err := c.link.Dial(t.Context())
		if err == nil {
			conn.Close()
			t.Errorf("%s: opened", c.link)
			continue
		}
		if got := reasonOf(t, err); got != c.want {
			t.Errorf("%s: %s (%v), want %s", c.link, got, err, c.want)
		}
	}
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if _, err := (transport.TCP{Address: "192.0.2.1"}).Dial(ctx); err == nil { // TEST-NET-1: nobody
		t.Error("TEST-NET answered")
	} else if r := reasonOf(t, err); r != hardware.Timeout && r != hardware.Offline {
		t.Errorf("%v", err)
	}
}

func TestNames(t *testing.T) {
	for link, want := range map[transport.Link]string{
		transport.TCP{Address: "printer"}:                           "tcp printer:9100",
		transport.TCP{Address: "10.0.0.7:515"}:                      "tcp 10.0.0.7:515",
		transport.TCP{Address: "fe80::1"}:                           "tcp [fe80::1]:9100",
		transport.Serial{Port: "COM3"}:                              "COM3 9600 8N1",
		transport.Serial{Port: "COM3", DataBits: 7, Parity: "even"}: "COM3 9600 7E1",
		transport.File{Path: "/dev/usb/lp0"}:                        "/dev/usb/lp0",
	} {
		if link.String() != want || link.Validate() != nil {
			t.Errorf("%q, %v, want %q", link.String(), link.Validate(), want)
		}
	}
}

// ways opens every kind of connection to a far end of ours.
func ways(t *testing.T) map[string]func(t *testing.T) (transport.Conn, io.ReadWriteCloser) {
	dial := func(t *testing.T, l transport.Link) transport.Conn {
		t.Helper()
		c, err := l.Dial(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { c.Close() })
		return c
	}
	onPty := func(link func(string) transport.Link) func(t *testing.T) (transport.Conn, io.ReadWriteCloser) {
		return func(t *testing.T) (transport.Conn, io.ReadWriteCloser) {
			far, near, err := pty.Open()
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { near.Close(); far.Close() })
			return dial(t, link(near.Name())), far
		}
	}
	return map[string]func(t *testing.T) (transport.Conn, io.ReadWriteCloser){
		"tcp": func(t *testing.T) (transport.Conn, io.ReadWriteCloser) {
			l, err := net.Listen("tcp", "127.0.0.1:0")
			if err != nil {
				t.Fatal(err)
			}
			defer l.Close()
			c := dial(t, transport.TCP{Address: l.Addr().String()})
			far, err := l.Accept()
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { far.Close() })
			return c, far
		},
		"serial": onPty(func(p string) transport.Link { return transport.Serial{Port: p, Speed: 115200} }),
		"serial xon": onPty(func(p string) transport.Link {
			return transport.Serial{Port: p, Speed: 115200, Flow: transport.FlowXonXoff}
		}),
		"serial rts": onPty(func(p string) transport.Link {
			return transport.Serial{Port: p, Speed: 115200, Flow: transport.FlowRTSCTS}
		}),
		"device file": onPty(func(p string) transport.Link { return transport.File{Path: p} }),
	}
}

// TestCloseWakesTheReaderOfAFIFO: also where nothing can ever come back.
func TestCloseWakesTheReaderOfAFIFO(t *testing.T) {
	path := filepath.Join(t.TempDir(), "fifo")
	if err := syscall.Mkfifo(path, 0o600); err != nil {
		t.Fatal(err)
	}
	far, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer far.Close()
	c, err := transport.File{Path: path}.Dial(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	wakes(t, c)
}

// wakes wants Close to end a Read.
func wakes(t *testing.T, c transport.Conn) {
	t.Helper()
	ended := make(chan error, 1)
	go func() {
		var b [1]byte
		_, err := c.Read(context.Background(), b[:])
		ended <- err
	}()
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}
	select {
	case err := <-ended:
		if !errors.Is(err, transport.ErrClosed) {
			t.Errorf("%v, want ErrClosed", err)
		}
	case <-time.After(10 * time.Second):
		t.Error("still waiting")
	}
}

// every holds each kind of connection to the same promise.
func every(t *testing.T, run func(t *testing.T, c transport.Conn, far io.ReadWriteCloser)) {
	for name, open := range ways(t) {
		t.Run(name, func(t *testing.T) {
			c, far := open(t)
			run(t, c, far)
		})
	}
}

func TestEveryByteArrivesUnchanged(t *testing.T) {
	every(t, func(t *testing.T, c transport.Conn, far io.ReadWriteCloser) {
		var all []byte
		for i := range 3000 {
			if b := byte(i); b != 0x11 && b != 0x13 {
				all = append(all, b)
			}
		}
		ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
		defer cancel()
		sent := make(chan error, 1)
		go func() {
			n, err := c.Write(ctx, all)
			if err == nil && n != len(all) {
				err = io.ErrShortWrite
			}
			sent <- err
		}()
		got := make([]byte, len(all))
		if _, err := io.ReadFull(far, got); err != nil || !bytes.Equal(got, all) {
			t.Fatalf("%v, %d bytes", err, len(got))
		}
		if err := <-sent; err != nil {
			t.Fatal(err)
		}
		if _, err := far.Write(all[:200]); err != nil {
			t.Fatal(err)
		}
		back := make([]byte, 0, 200)
		for len(back) < 200 {
			var b [64]byte
			n, err := c.Read(ctx, b[:])
			if err != nil {
				t.Fatal(err)
			}
			back = append(back, b[:n]...)
		}
		if !bytes.Equal(back, all[:200]) {
			t.Errorf("came back as % x", back)
		}
	})
}

// TestReadGivesUpAndGoesOn: an ended wait takes nothing with it, and the next
// one is not ended by it.
func TestReadGivesUpAndGoesOn(t *testing.T) {
	every(t, func(t *testing.T, c transport.Conn, far io.ReadWriteCloser) {
		for i := range 50 {
			ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
			var b [4]byte
			if n, err := c.Read(ctx, b[:]); !errors.Is(err, context.DeadlineExceeded) {
				t.Fatalf("%d bytes, %v", n, err)
			}
			cancel()
			if _, err := far.Write([]byte{byte(i) | 0x80}); err != nil {
				t.Fatal(err)
			}
			ctx, cancel = context.WithTimeout(t.Context(), 10*time.Second)
			if _, err := c.Read(ctx, b[:]); err != nil || b[0] != byte(i)|0x80 {
				t.Fatalf("%x, %v", b[0], err)
			}
			cancel()
		}
	})
}

// TestWriteIsBounded: nobody reads, the buffers fill, and Write and Close end
// all the same.
func TestWriteIsBounded(t *testing.T) {
	every(t, func(t *testing.T, c transport.Conn, _ io.ReadWriteCloser) {
		ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
		defer cancel()
		begun := time.Now()
		n, err := c.Write(ctx, make([]byte, 64<<20))
		if err == nil || n == 64<<20 {
			t.Fatalf("%d bytes went nowhere, %v", n, err)
		}
		if err := c.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
		if took := time.Since(begun); took > 5*time.Second {
			t.Errorf("took %s", took)
		}
		if _, err := c.Write(t.Context(), []byte{1}); err == nil {
			t.Error("wrote after Close")
		}
		if err := c.Close(); err != nil {
			t.Errorf("second close: %v", err)
		}
	})
}

// TestUnpluggedWakesTheReader: the far end goes, and a waiting Read knows.
func TestUnpluggedWakesTheReader(t *testing.T) {
	every(t, func(t *testing.T, c transport.Conn, far io.ReadWriteCloser) {
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		defer cancel()
		ended := make(chan error, 1)
		go func() {
			var b [1]byte
			_, err := c.Read(ctx, b[:])
			ended <- err
		}()
		far.Close()
		if err := <-ended; err == nil || ctx.Err() != nil {
			t.Errorf("%v", err)
		}
	})
}

// TestCloseWakesTheReader: our own Close ends a waiting Read, as ours.
func TestCloseWakesTheReader(t *testing.T) {
	every(t, func(t *testing.T, c transport.Conn, _ io.ReadWriteCloser) { wakes(t, c) })
}

// TestXOFFHoldsTheSender: between "wait" and "go on" nothing is sent.
func TestXOFFHoldsTheSender(t *testing.T) {
	far, near, err := pty.Open()
	if err != nil {
		t.Fatal(err)
	}
	defer far.Close()
	defer near.Close()
	c, err := transport.Serial{Port: near.Name(), Speed: 115200, Flow: transport.FlowXonXoff}.Dial(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	// XOFF, and a byte behind it: when that has come, so has the XOFF.
	far.Write([]byte{0x13, 'x'})
	var b [1]byte
	if _, err := c.Read(t.Context(), b[:]); err != nil || b[0] != 'x' {
		t.Fatalf("%q, %v: XOFF is for the driver, not for its reader", b, err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	if n, err := c.Write(ctx, []byte("held")); n != 0 || err == nil {
		t.Errorf("sent %d bytes, %v", n, err)
	}
	far.Write([]byte{0x11})
	got := make([]byte, 4)
	if n, err := c.Write(t.Context(), []byte("goes")); n != 4 || err != nil {
		t.Fatalf("sent %d bytes, %v", n, err)
	}
	if _, err := io.ReadFull(far, got); err != nil || string(got) != "goes" {
		t.Errorf("%q, %v", got, err)
	}
}
