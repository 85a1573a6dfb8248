package fake

import (
	"context"
	"errors"
	"io"
	"os"
	"sync"
	"time"

	"bonuskasse/hardware"
	"bonuskasse/hardware/stream"
)

// NewScannerFile makes a simulated reader of a file or a named pipe: what is
// appended to it is what was read. What it holds when the driver opens it is
// passed over. A file that is gone is an unplugged reader.
//
//	printf '10001\r' >> reader
func NewScannerFile(name, path string, source hardware.Source, p hardware.Profile) (*stream.Scanner, error) {
	return stream.New(stream.Settings{Name: name, Source: source, Profile: p, First: quick, Most: quick,
		Dial: func(context.Context) (io.ReadCloser, error) { return follow(path) },
	})
}

// look is how often a file is looked at.
const look = 10 * time.Millisecond

// tail reads what is appended to a file.
type tail struct {
	path string
	file *os.File
	pipe bool
	was  os.FileInfo
	quit chan struct{}
	once sync.Once
}

func follow(path string) (*tail, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	t := &tail{path: path, was: info, quit: make(chan struct{}), pipe: info.Mode()&os.ModeNamedPipe != 0}
	mode := os.O_RDONLY
	if t.pipe {
		mode = os.O_RDWR // or it would end each time a writer leaves
	}
	if t.file, err = os.OpenFile(path, mode, 0); err != nil {
		return nil, err
	}
	if !t.pipe {
		if _, err := t.file.Seek(0, io.SeekEnd); err != nil {
			t.file.Close()
			return nil, err
		}
	}
	return t, nil
}

// Read waits until something was appended.
func (t *tail) Read(b []byte) (int, error) {
	for {
		if t.pipe {
			t.file.SetReadDeadline(time.Now().Add(look))
		}
		n, err := t.file.Read(b)
		if n > 0 {
			return n, nil
		}
		if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, os.ErrDeadlineExceeded) {
			return 0, err
		}
		now, err := os.Stat(t.path)
		if err != nil || !os.SameFile(now, t.was) {
			return 0, io.EOF
		}
		select {
		case <-t.quit:
			return 0, os.ErrClosed
		case <-time.After(look):
		}
	}
}

// Close ends a Read under way.
func (t *tail) Close() error {
	t.once.Do(func() { close(t.quit) })
	return t.file.Close()
}
