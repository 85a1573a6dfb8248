//go:build linux

package wedge

import (
	"encoding/binary"
	"errors"
	"os"
	"path/filepath"
	"sync"
	"syscall"
	"testing"
	"time"

	"bonuskasse/hardware"
	"bonuskasse/hardware/decode"
	"bonuskasse/hardware/hardwaretest"
)

// node stands for a device file: a named pipe through which the kernel's events
// come. Its end is what the end of a device is.
type node struct {
	t    *testing.T
	path string

	mu     sync.Mutex
	kernel *os.File
	grabs  int
}

func newNode(t *testing.T) *node {
	t.Helper()
	n := &node{t: t, path: filepath.Join(t.TempDir(), "usb-Reader_1900-event-kbd")}
	n.plug()
	t.Cleanup(n.unplug)
	return n
}

func (n *node) plug() {
	n.mu.Lock()
	defer n.mu.Unlock()
	err := syscall.Mkfifo(n.path, 0o600)
	if err == nil {
		n.kernel, err = os.OpenFile(n.path, os.O_RDWR, 0)
	}
	if err != nil {
		n.t.Fatal(err)
	}
}

func (n *node) unplug() {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.kernel != nil {
		os.Remove(n.path)
		n.kernel.Close()
		n.kernel = nil
	}
}

func event(kind, code uint16, value int32) []byte {
	e := make([]byte, eventSize)
	binary.NativeEndian.PutUint16(e[timeSize:], kind)
	binary.NativeEndian.PutUint16(e[timeSize+2:], code)
	binary.NativeEndian.PutUint32(e[timeSize+4:], uint32(value))
	return e
}

func (n *node) tell(events ...[]byte) {
	n.mu.Lock()
	defer n.mu.Unlock()
	var all []byte
	for _, e := range events {
		all = append(all, e...)
	}
	if _, err := n.kernel.Write(all); err != nil {
		n.t.Fatal(err)
	}
}

// stroke presses and releases a key, with the kernel's report marks.
func strokeOf(code int, shift bool) []byte {
	var all []byte
	add := func(code int, value int32) {
		all = append(append(all, event(evKey, uint16(code), value)...), event(evSyn, synReport, 0)...)
	}
	if shift {
		add(codeShiftL, keyDown)
	}
	add(code, keyDown)
	add(code, keyUp)
	if shift {
		add(codeShiftL, keyUp)
	}
	return all
}

func (n *node) send(bytes []byte) {
	for _, b := range bytes {
		if b == '\r' {
			n.tell(strokeOf(codeEnter, false))
			continue
		}
		k := keyOf(b)
		n.tell(strokeOf(k.Code-int(X11), k.Shift))
	}
}

func (n *node) settings() EvdevSettings {
	return EvdevSettings{
		Name: "claimed", Path: n.path, Profile: hardwaretest.ScannerProfile(), First: 5 * time.Millisecond, Most: 20 * time.Millisecond,
		grab: func(uintptr) error { n.mu.Lock(); n.grabs++; n.mu.Unlock(); return nil },
	}
}

func TestClaimedReader(t *testing.T) {
	hardwaretest.TestScanner(t, func(t *testing.T) hardwaretest.ScannerRig {
		n := newNode(t)
		s, err := NewEvdev(n.settings())
		if err != nil {
			t.Fatal(err)
		}
		return hardwaretest.ScannerRig{Scanner: s, Send: n.send, Keys: true, Unplug: n.unplug, Plug: n.plug}
	})
}

func claimedReader(t *testing.T, n *node, set EvdevSettings) hardware.Scanner {
	t.Helper()
	s, err := NewEvdev(set)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Open(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	for s.State().Status != hardware.Ready {
		<-s.States()
	}
	return s
}

func TestClaimIsMadeEachTime(t *testing.T) {
	n := newNode(t)
	s := claimedReader(t, n, n.settings())
	n.unplug()
	for s.State().Status != hardware.Absent {
		<-s.States()
	}
	n.plug()
	for s.State().Status != hardware.Ready {
		<-s.States()
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.grabs != 2 {
		t.Errorf("claimed %d times", n.grabs)
	}
}

// TestRefusedClaim: without the claim the reader's keys would come twice, by us
// and by the window. It must not be read.
func TestRefusedClaim(t *testing.T) {
	n := newNode(t)
	set := n.settings()
	set.grab = func(uintptr) error { return syscall.EBUSY }
	s, err := NewEvdev(set)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Open(t.Context()); err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for s.State().Reason != hardware.InUse {
		<-s.States()
	}
}

// TestRealIoctlOnWhatIsNoDevice shows that the real claim is asked for: a pipe
// has none to give.
func TestRealIoctlOnWhatIsNoDevice(t *testing.T) {
	n := newNode(t)
	if c, err := claim(n.path, grab); !errors.Is(err, syscall.ENOTTY) {
		if c != nil {
			c.Close()
		}
		t.Errorf("got %v", err)
	}
}

func TestDroppedEventsMakeGarbage(t *testing.T) {
	n := newNode(t)
	s := claimedReader(t, n, n.settings())
	n.send([]byte("100"))
	n.tell(event(evSyn, synDropped, 0), event(evKey, 11, keyDown), event(evKey, 11, keyUp), event(evSyn, synReport, 0))
	n.send([]byte("01\r10002\r"))
	if scan := <-s.Scans(); scan.Kind != hardware.KindGarbage {
		t.Errorf("got %s %s", scan.Kind, scan.Value)
	}
	if scan := <-s.Scans(); scan.Value != "10002" {
		t.Errorf("got %s %s", scan.Kind, scan.Value)
	}
}

func TestKernelRepeatsDoNotCount(t *testing.T) {
	n := newNode(t)
	s := claimedReader(t, n, n.settings())
	n.tell(event(evKey, 2, keyDown), event(evKey, 2, 2), event(evKey, 2, 2), event(evKey, 2, keyUp))
	n.send([]byte("0001\r"))
	if scan := <-s.Scans(); scan.Value != "10001" {
		t.Errorf("got %s %s", scan.Kind, scan.Value)
	}
}

func TestClaimedRFIDReader(t *testing.T) {
	n := newNode(t)
	set := n.settings()
	set.Source = hardware.RFIDWedge
	s := claimedReader(t, n, set)
	n.send([]byte("0000010001\r"))
	if scan := <-s.Scans(); scan.Kind != hardware.KindRFID || scan.Value != "00002711" {
		t.Errorf("got %s %s", scan.Kind, scan.Value)
	}
}

func TestClaimables(t *testing.T) {
	dir := t.TempDir()
	byID := filepath.Join(dir, "by-id")
	os.Mkdir(byID, 0o700)
	for _, name := range []string{"usb-Honeywell_1900_23100B-event-kbd", "usb-Logitech_Mouse-event-mouse", "usb-Symbol_LS2208-if01-event-kbd"} {
		os.WriteFile(filepath.Join(byID, name), nil, 0o600)
	}
	got := claimables(dir)
	if len(got) != 2 || got[0].Label != "Honeywell 1900 23100B" || got[1].Label != "Symbol LS2208" {
		t.Errorf("got %+v", got)
	}
	if _, err := NewEvdev(EvdevSettings{}); err == nil {
		t.Error("no device was chosen")
	}
}

// TestEveryKeyTypesItsCharacter: positions to usages to characters.
func TestEveryKeyTypesItsCharacter(t *testing.T) {
	for code, p := range table {
		var got []byte
		c := &claimed{}
		c.take = reports(&got)
		c.key(code, true)
		c.key(code, false)
		c.key(codeShiftL, true)
		c.key(code, true)
		if want := []byte{p.plain, p.shift}; string(got) != string(want) {
			t.Errorf("code %d types %q, want %q", code, got, want)
		}
	}
}

func reports(out *[]byte) func([8]byte) {
	return decode.Reports(func(b byte) { *out = append(*out, b) })
}
