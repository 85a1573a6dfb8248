//go:build linux

package serial

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/creack/pty"

	"bonuskasse/hardware"
	"bonuskasse/hardware/hardwaretest"
	"bonuskasse/hardware/transport"
)

// line is a reader on a pty behind a name that stays, as one by id does.
type line struct {
	t    *testing.T
	name string

	mu     sync.Mutex
	master *os.File
	slave  *os.File
}

func newLine(t *testing.T) *line {
	t.Helper()
	l := &line{t: t, name: filepath.Join(t.TempDir(), "usb-Reader_1900-if00")}
	l.plug()
	t.Cleanup(l.unplug)
	return l
}

func (l *line) plug() {
	l.mu.Lock()
	defer l.mu.Unlock()
	master, slave, err := pty.Open()
	if err != nil {
		l.t.Fatal(err)
	}
	l.master, l.slave = master, slave
	if err := os.Symlink(slave.Name(), l.name); err != nil {
		l.t.Fatal(err)
	}
}

func (l *line) unplug() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.master == nil {
		return
	}
	os.Remove(l.name)
	l.master.Close()
	l.slave.Close()
	l.master, l.slave = nil, nil
}

func (l *line) send(bytes []byte) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.master == nil {
		l.t.Fatal("sent while unplugged")
	}
	if _, err := l.master.Write(bytes); err != nil {
		l.t.Fatal(err)
	}
}

func settings(l *line) Settings {
	return Settings{
		Name: "counter", Source: hardware.SerialBarcode, Profile: hardwaretest.ScannerProfile(),
		Line: transport.Serial{Port: l.name, Speed: 9600}, First: 5 * time.Millisecond, Most: 20 * time.Millisecond,
	}
}

func TestScannerOnAPty(t *testing.T) {
	hardwaretest.TestScanner(t, func(t *testing.T) hardwaretest.ScannerRig {
		l := newLine(t)
		s, err := New(settings(l))
		if err != nil {
			t.Fatal(err)
		}
		return hardwaretest.ScannerRig{Scanner: s, Send: l.send, Unplug: l.unplug, Plug: l.plug}
	})
}

func opened(t *testing.T, set Settings) hardware.Scanner {
	t.Helper()
	s, err := New(set)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Open(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	until(t, s, func(state hardware.State) bool { return state.Status == hardware.Ready })
	return s
}

func until(t *testing.T, s hardware.Scanner, ok func(hardware.State) bool) {
	t.Helper()
	for deadline := time.After(10 * time.Second); !ok(s.State()); {
		select {
		case <-s.States():
		case <-deadline:
			t.Fatalf("the state stays %v", s.State())
		}
	}
}

func next(t *testing.T, s hardware.Scanner) hardware.Scan {
	t.Helper()
	select {
	case scan := <-s.Scans():
		return scan
	case <-time.After(10 * time.Second):
		t.Fatal("no scan")
	}
	return hardware.Scan{}
}

// TestScanMadeWhileClosedIsNotDeliveredLater: a cashier scans before the till
// has started.
func TestScanMadeWhileClosedIsNotDeliveredLater(t *testing.T) {
	l := newLine(t)
	l.send([]byte("10001\r"))
	s := opened(t, settings(l))
	l.send([]byte("10002\r"))
	if scan := next(t, s); scan.Value != "10002" {
		t.Errorf("got %s %s", scan.Kind, scan.Value)
	}
}

// TestSevenBitsOnAPty: a pty keeps eight bits whatever it is told.
func TestSevenBitsOnAPty(t *testing.T) {
	l := newLine(t)
	set := settings(l)
	set.Line.DataBits, set.Line.Parity = 7, "even"
	s := opened(t, set)
	l.send([]byte{0xb1, 0x30, 0x30, 0x30, 0xb1, 0x8d}) // 10001 CR with even parity
	if scan := next(t, s); scan.Value != "10001" {
		t.Errorf("got %s %s", scan.Kind, scan.Value)
	}
}

func TestWrongFrameIsTold(t *testing.T) {
	l := newLine(t)
	s := opened(t, settings(l))
	l.send([]byte{0xb1, 0x30, 0x30, 0x30, 0xb1, 0x8d})
	if scan := next(t, s); scan.Reason != hardware.WhyWrongFrame {
		t.Errorf("got %s %s", scan.Kind, scan.Reason)
	}
	until(t, s, func(state hardware.State) bool {
		return state == hardware.State{Status: hardware.Attention, Reason: hardware.WrongFrame}
	})
}

func TestMagstripeOnAPty(t *testing.T) {
	l := newLine(t)
	set := settings(l)
	set.Source = hardware.SerialMSR
	s := opened(t, set)
	l.send([]byte("%E?;10001?4\r"))
	if scan := next(t, s); scan.Value != "10001" {
		t.Errorf("got %s %s", scan.Kind, scan.Value)
	}
}

func TestSettingsThatMakeNoSense(t *testing.T) {
	for _, bad := range []transport.Serial{{}, {Port: "/dev/null", Speed: 9601}, {Port: "/dev/null", DataBits: 9}, {Port: "/dev/null", Parity: "mark"}} {
		_, err := New(Settings{Name: "x", Source: hardware.SerialBarcode, Line: bad})
		var known *hardware.Error
		if !errors.As(err, &known) || known.Reason != hardware.BadSettings {
			t.Errorf("%+v: %v", bad, err)
		}
	}
	if _, err := New(Settings{Name: "x", Source: "teapot", Line: transport.Serial{Port: "/dev/null"}}); err == nil {
		t.Error("a source of no reader was taken")
	}
}

func TestPortsListsByIDAndOpensNothing(t *testing.T) {
	dev, sys := t.TempDir(), t.TempDir()
	for _, name := range []string{"ttyACM0", "ttyUSB0", "ttyS0", "ttyS1"} {
		// A directory cannot be opened as a port: listing must not try.
		if err := os.Mkdir(filepath.Join(dev, name), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	byID := filepath.Join(dev, "serial", "by-id")
	if err := os.MkdirAll(byID, 0o700); err != nil {
		t.Fatal(err)
	}
	os.Symlink("../../ttyACM0", filepath.Join(byID, "usb-Honeywell_1900_23100B-if00"))
	os.Symlink("../../ttyACM9", filepath.Join(byID, "usb-Gone-if00"))
	for name, kind := range map[string]string{"ttyS0": "4\n", "ttyS1": "0\n"} {
		os.Mkdir(filepath.Join(sys, name), 0o700)
		os.WriteFile(filepath.Join(sys, name, "type"), []byte(kind), 0o600)
	}
	var got []string
	for _, p := range ports(dev, sys) {
		got = append(got, strings.TrimPrefix(p.Path, dev)+" "+p.Label)
	}
	want := "/serial/by-id/usb-Honeywell_1900_23100B-if00 Honeywell 1900 23100B;/ttyS0 ttyS0;/ttyUSB0 ttyUSB0"
	if g := strings.Join(got, ";"); g != want {
		t.Errorf("got %s", g)
	}
}
