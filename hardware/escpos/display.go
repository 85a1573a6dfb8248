package escpos

import (
	"context"
	"errors"
	"sync"
	"time"

	"bonuskasse/hardware"
	"bonuskasse/hardware/transport"
)

// DisplayOptions is what a Display is made of.
type DisplayOptions struct {
	Name     string
	Link     transport.Link // usually transport.Serial
	Columns  int            // of each of two lines; 0 is 20
	CodePage string         // "CP858/19" and so on; "" is that
}

// Display drives a customer display that knows ESC/POS (Epson DM-D and those
// that copy it): ESC @, ESC t n, and US $ x y, which puts letters in place, so
// that nothing flickers.
type Display struct {
	o    DisplayOptions
	page CodePage

	mu     sync.Mutex
	state  hardware.State
	stop   context.CancelFunc // nil while closed
	done   chan struct{}
	newest [2]string
	fresh  chan struct{} // holds one: there is something to show
}

var _ hardware.Display = (*Display)(nil)

// Times of a display. It is tried again as readers are: soon, then every five
// seconds, for ever.
const (
	displayWrite = 2 * time.Second
	firstRetry   = 250 * time.Millisecond
	lastRetry    = 5 * time.Second
)

const us = 0x1f

// NewDisplay makes a driver; nothing is touched before Open.
func NewDisplay(o DisplayOptions) (*Display, error) {
	bad := func(err error) error {
		return &hardware.Error{Op: "settings", Reason: hardware.BadSettings, Cause: err}
	}
	if o.Link == nil {
		return nil, bad(errors.New("no link to the display"))
	}
	if err := o.Link.Validate(); err != nil {
		return nil, bad(err)
	}
	if o.Columns == 0 {
		o.Columns = 20
	}
	if o.Columns < 8 || o.Columns > 40 {
		return nil, bad(errors.New("a display has 8 to 40 columns"))
	}
	if o.CodePage == "" {
		o.CodePage = "CP858/19"
	}
	page, err := ParseCodePage(o.CodePage)
	if err != nil {
		return nil, bad(err)
	}
	return &Display{o: o, page: page, state: hardware.State{Status: hardware.Closed}, fresh: make(chan struct{}, 1)}, nil
}

// Name is the display's name in Settings.
func (d *Display) Name() string { return d.o.Name }

// State is the last known condition.
func (d *Display) State() hardware.State {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.state
}

// Open starts the driver and returns at once.
func (d *Display) Open(ctx context.Context) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.stop != nil {
		return nil
	}
	life, stop := context.WithCancel(context.WithoutCancel(ctx))
	d.stop, d.done, d.state = stop, make(chan struct{}), hardware.State{Status: hardware.Opening}
	go d.run(life, d.done)
	return nil
}

// Show puts the lines up.
func (d *Display) Show(lines hardware.DisplayLines) {
	d.put(lines.Fit(d.o.Columns, func(s string) string { return hardware.Transliterate(s, d.page.Has) }))
}

// Clear makes it dark.
func (d *Display) Clear() { d.put(hardware.DisplayLines{}.Fit(d.o.Columns, nil)) }

func (d *Display) put(lines [2]string) {
	d.mu.Lock()
	d.newest = lines
	d.mu.Unlock()
	select {
	case d.fresh <- struct{}{}:
	default: // not shown yet, and now it will be the newer
	}
}

// run keeps the display connected and up to date until Close.
func (d *Display) run(life context.Context, done chan struct{}) {
	defer close(done)
	wait := firstRetry
	for life.Err() == nil {
		err := d.serve(life, func() { wait = firstRetry })
		if life.Err() != nil {
			return
		}
		d.set(unreachable(err))
		select {
		case <-life.Done():
		case <-time.After(wait):
		}
		wait = min(2*wait, lastRetry)
	}
}

func (d *Display) set(s hardware.State) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.stop != nil {
		d.state = s
	}
}

// serve works one connection until it fails. What stood there last is shown
// again, because the display may have been off.
func (d *Display) serve(life context.Context, well func()) error {
	dialling, cancel := context.WithTimeout(life, displayWrite)
	conn, err := d.o.Link.Dial(dialling)
	cancel()
	if err != nil {
		return err
	}
	defer conn.Close()
	send := func(b []byte) error {
		within, cancel := context.WithTimeout(life, displayWrite)
		defer cancel()
		_, err := conn.Write(within, b)
		return err
	}
	if err := send([]byte{esc, '@', esc, 't', d.page.Number, 0x0c}); err != nil {
		return err
	}
	// A display sends nothing; reading it tells at once that it was unplugged.
	gone := make(chan error, 1)
	reading, stop := context.WithCancel(life)
	defer stop()
	go func() {
		var b [16]byte
		for {
			if _, err := conn.Read(reading, b[:]); err != nil {
				gone <- err
				return
			}
		}
	}()
	for {
		d.mu.Lock()
		lines := d.newest
		d.mu.Unlock()
		if lines[0] != "" {
			if err := send(d.place(lines)); err != nil {
				return err
			}
		}
		well()
		d.set(hardware.State{Status: hardware.Ready})
		select {
		case <-d.fresh:
		case err := <-gone:
			return err
		case <-life.Done():
			return life.Err()
		}
	}
}

// place is the bytes that put both lines up: US $ column row, counted from 1.
func (d *Display) place(lines [2]string) []byte {
	b := append([]byte{us, '$', 1, 1}, d.page.bytes(lines[0])...)
	b = append(b, us, '$', 1, 2)
	return append(b, d.page.bytes(lines[1])...)
}

// Close lets the display go; what stands there stays.
func (d *Display) Close() error {
	d.mu.Lock()
	if d.stop == nil {
		d.mu.Unlock()
		return nil
	}
	d.stop()
	d.stop = nil
	d.state = hardware.State{Status: hardware.Closed}
	done := d.done
	d.newest = [2]string{}
	d.mu.Unlock()
	<-done
	return nil
}
