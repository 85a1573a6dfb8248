package fake

import (
	"context"
	"io"
	"os"

	"github.com/creack/pty"
	"golang.org/x/sys/unix"

	"bonuskasse/hardware"
	"bonuskasse/hardware/stream"
)

// NewScannerPTY makes a simulated reader with a pseudo-terminal for its far
// end: a link of the given name points to it while the driver is open, and
// what is written there is what was read. A till that is to open a serial port
// itself takes the link's name as its port, and another program the driver's
// place.
//
//	printf '10001\r' > reader
func NewScannerPTY(name, link string, source hardware.Source, p hardware.Profile) (*stream.Scanner, error) {
	return stream.New(stream.Settings{Name: name, Source: source, Profile: p, First: quick, Most: quick,
		Dial: func(context.Context) (io.ReadCloser, error) { return openPTY(link) },
	})
}

// linked is a pseudo-terminal behind a name.
type linked struct {
	*os.File // master
	slave    *os.File
	link     string
}

func openPTY(link string) (*linked, error) {
	master, slave, err := pty.Open()
	if err != nil {
		return nil, err
	}
	l := &linked{File: master, slave: slave, link: link}
	if err := raw(slave); err != nil {
		l.Close()
		return nil, err
	}
	if old, err := os.Lstat(link); err == nil && old.Mode()&os.ModeSymlink != 0 {
		os.Remove(link) // ours, of an earlier run
	}
	if err := os.Symlink(slave.Name(), link); err != nil {
		l.Close()
		return nil, err
	}
	return l, nil
}

// raw lets bytes through as they are.
func raw(f *os.File) error {
	conn, err := f.SyscallConn()
	if err != nil {
		return err
	}
	var set error
	err = conn.Control(func(fd uintptr) {
		t, err := unix.IoctlGetTermios(int(fd), unix.TCGETS)
		if err != nil {
			set = err
			return
		}
		t.Iflag, t.Oflag = 0, 0
		t.Lflag &^= unix.ECHO | unix.ICANON | unix.ISIG | unix.IEXTEN
		t.Cflag = t.Cflag&^(unix.CSIZE|unix.PARENB) | unix.CS8
		set = unix.IoctlSetTermios(int(fd), unix.TCSETS, t)
	})
	if err != nil {
		return err
	}
	return set
}

// Close takes the name away and ends a Read under way.
func (l *linked) Close() error {
	if to, err := os.Readlink(l.link); err == nil && to == l.slave.Name() {
		os.Remove(l.link)
	}
	l.slave.Close()
	return l.File.Close()
}
