package wedge

import (
	"context"
	"encoding/binary"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"

	"bonuskasse/hardware"
	"bonuskasse/hardware/decode"
	"bonuskasse/hardware/stream"
)

// Claimable is a keyboard-like device that a person may choose to be the
// till's reader.
type Claimable struct {
	Path  string // what to put into EvdevSettings.Path
	Label string // what the maker calls it
}

// Claimables lists the devices that call themselves keyboards. The cashier's
// real keyboard is among them, and nothing tells it from a scanner: a person
// chooses, best by a test scan, and the till never guesses.
func Claimables() []Claimable { return claimables("/dev/input") }

func claimables(dir string) []Claimable {
	paths, _ := filepath.Glob(filepath.Join(dir, "by-id", "*-event-kbd"))
	var list []Claimable
	for _, p := range paths {
		label := strings.TrimSuffix(strings.TrimPrefix(filepath.Base(p), "usb-"), "-event-kbd")
		if i := strings.LastIndex(label, "-if"); i > 0 {
			label = label[:i]
		}
		list = append(list, Claimable{Path: p, Label: strings.ReplaceAll(label, "_", " ")})
	}
	return list
}

// EvdevSettings are a keyboard-like reader that the till claims for itself.
type EvdevSettings struct {
	Name    string
	Path    string // by id: /dev/input/by-id/usb-…-event-kbd
	Profile hardware.Profile
	// Source of the scans; empty means Profile.Source, or "wedge_text:us". It
	// is RFIDWedge or WedgeMSR for readers of those kinds.
	Source      hardware.Source
	First, Most time.Duration    // wait between two tries; 0 means 250 ms doubling to 5 s
	Now         func() time.Time // nil means time.Now

	grab func(fd uintptr) error // for tests; nil means EVIOCGRAB
}

// NewEvdev makes the driver of a claimed reader. While it is open, the reader's
// keys reach nobody else: no window, no layout, no focus. The till's user needs
// the right to read the device, by a udev rule for its vendor and product (not
// by the group input, which would let the till read every keyboard):
//
//	SUBSYSTEM=="input", ATTRS{idVendor}=="0c2e", ATTRS{idProduct}=="0b61", MODE="0660", GROUP="bonuskasse"
func NewEvdev(set EvdevSettings) (*stream.Scanner, error) {
	if set.Path == "" {
		return nil, &hardware.Error{Op: "settings", Reason: hardware.NotConfigured}
	}
	if set.Source == "" {
		set.Source = set.Profile.Source
	}
	if set.Source == "" {
		set.Source = hardware.WedgeText + ":us"
	}
	profile := set.Profile
	profile.Layout = "" // key codes are positions: there is nothing to undo
	if set.grab == nil {
		set.grab = grab
	}
	return stream.New(stream.Settings{
		Name: set.Name, Source: set.Source, Profile: profile, First: set.First, Most: set.Most, Now: set.Now,
		Dial: func(context.Context) (io.ReadCloser, error) { return claim(set.Path, set.grab) },
	})
}

// eviocgrab is EVIOCGRAB of linux/input.h: _IOW('E', 0x90, int).
const eviocgrab = 0x40044590

func grab(fd uintptr) error { return unix.IoctlSetInt(int(fd), eviocgrab, 1) }

// claimed is a device whose keys come as characters. Closing the file gives
// the device back.
type claimed struct {
	file   *os.File
	report [8]byte
	take   func([8]byte)
	out    []byte // characters not yet read
	raw    []byte // events not yet whole
	lost   bool   // the kernel dropped events: wait for the next whole report
}

func claim(path string, grab func(fd uintptr) error) (*claimed, error) {
	file, err := os.OpenFile(path, os.O_RDONLY|unix.O_NONBLOCK|unix.O_NOCTTY, 0)
	if err != nil {
		return nil, err
	}
	conn, err := file.SyscallConn()
	var refused error
	if err == nil {
		err = conn.Control(func(fd uintptr) { refused = grab(fd) })
	}
	if err == nil {
		err = refused
	}
	if err != nil {
		file.Close()
		return nil, err
	}
	c := &claimed{file: file, out: make([]byte, 0, 1024)} // never grown: one Read brings fewer
	c.take = decode.Reports(func(b byte) { c.out = append(c.out, b) })
	return c, nil
}

const (
	timeSize  = int(unsafe.Sizeof(unix.Timeval{}))
	eventSize = timeSize + 8 // struct input_event: time, type, code, value

	evSyn, evKey          = 0, 1
	synReport, synDropped = 0, 3
	keyUp, keyDown        = 0, 1 // 2 is the kernel's own repeat
)

// Read waits for keys that type something.
func (c *claimed) Read(b []byte) (int, error) {
	var buf [64 * 24]byte
	defer clear(buf[:])
	for len(c.out) == 0 {
		n, err := c.file.Read(buf[:])
		if err != nil {
			return 0, err
		}
		c.raw = append(c.raw, buf[:n]...)
		for len(c.raw) >= eventSize {
			c.event(c.raw[timeSize:eventSize])
			clear(c.raw[:eventSize])
			c.raw = c.raw[eventSize:]
		}
		c.raw = append([]byte(nil), c.raw...)
	}
	n := copy(b, c.out)
	left := copy(c.out, c.out[n:])
	clear(c.out[left:])
	c.out = c.out[:left]
	return n, nil
}

// Close ends a Read under way and the claim.
func (c *claimed) Close() error { return c.file.Close() }

// event takes one event's type, code and value.
func (c *claimed) event(e []byte) {
	kind, code := binary.NativeEndian.Uint16(e), int(binary.NativeEndian.Uint16(e[2:]))
	value := int32(binary.NativeEndian.Uint32(e[4:]))
	switch {
	case kind == evSyn && code == synDropped:
		c.lost = true
		c.report = [8]byte{}
		c.take(c.report)
		c.out = append(c.out, 0) // makes the code at hand garbage: a key is missing
	case kind == evSyn && code == synReport:
		c.lost = false
	case kind == evKey && !c.lost && value <= keyDown:
		c.key(code, value == keyDown)
	}
}

// key keeps the keys that are down in a boot report, and tells each change.
func (c *claimed) key(code int, down bool) {
	if bit := modifierBits[code]; bit != 0 {
		c.report[0] &^= bit
		if down {
			c.report[0] |= bit
		}
		c.take(c.report)
		return
	}
	u := usageOf(code)
	if u == 0 {
		return
	}
	keys := c.report[2:2]
	for _, k := range c.report[2:] {
		if k != 0 && k != u {
			keys = append(keys, k)
		}
	}
	if down {
		if len(keys) == 6 { // a seventh key: the oldest is surely a lost release
			copy(keys, keys[1:])
			keys = keys[:5]
		}
		keys = append(keys, u)
	}
	clear(c.report[2+len(keys):])
	c.take(c.report)
}
