package transport

import (
	"context"
	"errors"
	"fmt"
	"os"
	"syscall"

	"bonuskasse/hardware"
)

// File is a device file: /dev/usb/lp0, a FIFO, a terminal.
type File struct {
	Path string
}

// Validate wants a path.
func (l File) Validate() error {
	if l.Path == "" {
		return fmt.Errorf("no device file chosen")
	}
	return nil
}

// Dial opens the file without ever waiting: a FIFO that nobody reads is
// Unplugged. A regular file is refused, because a lost device node that
// somebody wrote to becomes one, and swallows papers.
func (l File) Dial(ctx context.Context) (Conn, error) {
	if err := ctx.Err(); err != nil {
		return nil, Explain("open", err)
	}
	info, err := os.Stat(l.Path)
	if err != nil {
		return nil, Explain("open", err)
	}
	if info.Mode().IsRegular() || info.IsDir() {
		return nil, &hardware.Error{Op: "open", Reason: hardware.BadSettings, Cause: fmt.Errorf("%s is no device", l.Path)}
	}
	mode, oneWay := os.O_RDWR, false
	if info.Mode()&os.ModeNamedPipe != 0 {
		mode, oneWay = os.O_WRONLY, true // we would read what we wrote
	}
	f, err := os.OpenFile(l.Path, mode|openFlags, 0)
	if errors.Is(err, syscall.EACCES) && mode == os.O_RDWR {
		// Printers that only listen, and rules that only let us write.
		mode, oneWay = os.O_WRONLY, true
		f, err = os.OpenFile(l.Path, mode|openFlags, 0)
	}
	if err != nil {
		return nil, Explain("open", err)
	}
	if err := makeRaw(f); err != nil {
		f.Close()
		return nil, Explain("open", err)
	}
	if f.SetDeadline(past) != nil { // the system cannot wait on this file for us
		return newPumped(f, 1024, nil), nil
	}
	return newTimed(f, oneWay), nil
}

// Shared is false: the device is ours.
func (File) Shared() bool { return false }

// String is the path.
func (l File) String() string { return l.Path }
