//go:build linux

package fake

import (
	"net"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"bonuskasse/hardware"
	"bonuskasse/hardware/hardwaretest"
)

func TestInjectedScanner(t *testing.T) {
	hardwaretest.TestScanner(t, func(t *testing.T) hardwaretest.ScannerRig {
		s, err := NewScanner("simulated", hardware.SerialBarcode, hardwaretest.ScannerProfile())
		if err != nil {
			t.Fatal(err)
		}
		return hardwaretest.ScannerRig{Scanner: s, Unplug: s.Unplug, Plug: s.Plug, Send: func(b []byte) {
			if err := s.Inject(b); err != nil {
				t.Error(err)
			}
		}}
	})
}

func TestInjectWhereNobodyReads(t *testing.T) {
	s, err := NewScanner("simulated", hardware.SerialBarcode, hardwaretest.ScannerProfile())
	if err != nil {
		t.Fatal(err)
	}
	if s.Inject([]byte("10001\r")) == nil {
		t.Error("a reader that is not open took bytes")
	}
	if err := s.Open(t.Context()); err != nil {
		t.Fatal(err)
	}
	s.Close()
	if s.Inject([]byte("10001\r")) == nil {
		t.Error("a closed reader took bytes")
	}
}

func TestScannerBehindTCP(t *testing.T) {
	hardwaretest.TestScanner(t, func(t *testing.T) hardwaretest.ScannerRig {
		s, err := NewScannerTCP("simulated", "127.0.0.1:0", hardware.SerialBarcode, hardwaretest.ScannerProfile())
		if err != nil {
			t.Fatal(err)
		}
		var conn net.Conn
		plug := func() {
			if conn, err = net.Dial("tcp", s.Addr()); err != nil {
				t.Fatal(err)
			}
		}
		plug()
		t.Cleanup(func() { conn.Close() })
		return hardwaretest.ScannerRig{Scanner: s, Plug: plug, Unplug: func() { conn.Close() }, Send: func(b []byte) { write(t, conn, b) }}
	})
}

func TestScannerTCPListensOnThisMachineOnly(t *testing.T) {
	for _, address := range []string{"0.0.0.0:0", ":0", "192.0.2.1:0", "nonsense"} {
		if s, err := NewScannerTCP("simulated", address, hardware.SerialBarcode, hardware.Profile{}); err == nil {
			s.Close()
			t.Errorf("%s was taken", address)
		}
	}
}

func TestScannerOfAFile(t *testing.T) {
	for _, pipe := range []bool{false, true} {
		name := map[bool]string{false: "file", true: "named pipe"}[pipe]
		t.Run(name, func(t *testing.T) {
			hardwaretest.TestScanner(t, func(t *testing.T) hardwaretest.ScannerRig {
				path := filepath.Join(t.TempDir(), "reader")
				s, err := NewScannerFile("simulated", path, hardware.SerialBarcode, hardwaretest.ScannerProfile())
				if err != nil {
					t.Fatal(err)
				}
				plug := func() {
					if pipe {
						err = syscall.Mkfifo(path, 0o600)
					} else {
						err = os.WriteFile(path, nil, 0o600)
					}
					if err != nil {
						t.Fatal(err)
					}
				}
				plug()
				return hardwaretest.ScannerRig{Scanner: s, Plug: plug, Unplug: func() { os.Remove(path) }, Send: func(b []byte) {
					f, err := os.OpenFile(path, os.O_WRONLY|os.O_APPEND, 0)
					if err != nil {
						t.Fatal(err)
					}
					write(t, f, b)
					f.Close()
				}}
			})
		})
	}
}

// TestScannerOnAPTY: the far end is there as long as the driver is open, so
// there is nothing to unplug.
func TestScannerOnAPTY(t *testing.T) {
	link := filepath.Join(t.TempDir(), "reader")
	s, err := NewScannerPTY("simulated", link, hardware.SerialBarcode, hardwaretest.ScannerProfile())
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Open(t.Context()); err != nil {
		t.Fatal(err)
	}
	for s.State().Status != hardware.Ready {
		<-s.States()
	}
	f, err := os.OpenFile(link, os.O_WRONLY|syscall.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	write(t, f, []byte("10001\r\n\x0210002\x03"))
	f.Close()
	for _, want := range []string{"10001", "10002"} {
		if scan := <-s.Scans(); scan.Value != want {
			t.Errorf("got %s %s, want %s", scan.Kind, scan.Value, want)
		}
	}
	s.Close()
	if _, err := os.Lstat(link); err == nil {
		t.Error("the link stays after Close")
	}
}

func write(t *testing.T, w interface{ Write([]byte) (int, error) }, b []byte) {
	t.Helper()
	if _, err := w.Write(b); err != nil {
		t.Fatal(err)
	}
}
