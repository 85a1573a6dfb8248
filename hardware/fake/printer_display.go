package fake

import (
	"context"
	"fmt"
	"io"
	"sync"

	"golang.org/x/text/encoding/charmap"
)

// Display is a customer display in software, two lines of letters, that reads
// ESC/POS strictly (ESC @, ESC t, CLR, US $) in CP858.
type Display struct {
	columns int

	mu      sync.Mutex
	lines   [2][]rune
	x, y    int
	mistake error
	changed chan struct{}
}

// NewDisplay is a dark display.
func NewDisplay(columns int) *Display {
	d := &Display{columns: columns, changed: make(chan struct{})}
	d.clear()
	return d
}

func (d *Display) clear() {
	for i := range d.lines {
		d.lines[i] = []rune(fmt.Sprintf("%*s", d.columns, ""))
	}
	d.x, d.y = 0, 0
}

// Lines are what stands there, in full width.
func (d *Display) Lines() [2]string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return [2]string{string(d.lines[0]), string(d.lines[1])}
}

// Mistake is the first thing that no display understands.
func (d *Display) Mistake() error {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.mistake
}

// Wait returns when these lines stand there, or ctx ends.
func (d *Display) Wait(ctx context.Context, upper, lower string) error {
	for {
		d.mu.Lock()
		changed := d.changed
		d.mu.Unlock()
		got := d.Lines()
		if got == [2]string{upper, lower} {
			return nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return fmt.Errorf("the display shows %q: %w", got, ctx.Err())
		}
	}
}

// Serve reads one connection until it ends.
func (d *Display) Serve(r io.ReadCloser) {
	defer r.Close()
	buf := make([]byte, 64)
	var pending []byte
	for {
		n, err := r.Read(buf)
		if err != nil {
			return
		}
		pending = d.take(append(pending, buf[:n]...))
	}
}

// take obeys what is complete and gives back the rest.
func (d *Display) take(b []byte) []byte {
	d.mu.Lock()
	defer d.mu.Unlock()
	defer func() {
		close(d.changed)
		d.changed = make(chan struct{})
	}()
	for len(b) > 0 {
		n := d.obey(b)
		if n == 0 {
			return b
		}
		b = b[n:]
	}
	return nil
}

// obey does the first command and tells its length; 0 waits for more.
func (d *Display) obey(b []byte) int {
	need := func(n int) bool { return len(b) >= n }
	switch {
	case b[0] == 0x0c:
		d.clear()
		return 1
	case b[0] == 0x1b:
		if !need(2) || b[1] == 't' && !need(3) {
			return 0
		}
		switch {
		case b[1] == '@':
			d.clear()
			return 2
		case b[1] == 't' && b[2] == 19:
			return 3
		}
	case b[0] == 0x1f:
		if !need(4) {
			return 0
		}
		if b[1] == '$' && b[2] >= 1 && int(b[2]) <= d.columns && (b[3] == 1 || b[3] == 2) {
			d.x, d.y = int(b[2])-1, int(b[3])-1
			return 4
		}
	case b[0] >= 0x20 && b[0] != 0x7f && d.x < d.columns:
		d.lines[d.y][d.x] = charmap.CodePage858.DecodeByte(b[0])
		d.x++
		return 1
	}
	if d.mistake == nil {
		d.mistake = fmt.Errorf("% x", b[:min(len(b), 8)])
	}
	return 1
}
