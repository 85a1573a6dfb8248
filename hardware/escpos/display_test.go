package escpos_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"bonuskasse/hardware"
	"bonuskasse/hardware/escpos"
	"bonuskasse/hardware/fake"
	"bonuskasse/hardware/transport"

	"github.com/creack/pty"
)

func TestDisplayOnPty(t *testing.T) {
	t.Parallel()
	sim := fake.NewDisplay(20)
	path := filepath.Join(t.TempDir(), "display")
	plug := func() (pull func()) {
		far, near, err := pty.Open()
		if err != nil {
			t.Fatal(err)
		}
		if err := os.Symlink(near.Name(), path); err != nil {
			t.Fatal(err)
		}
		go sim.Serve(far)
		return func() { far.Close(); near.Close(); os.Remove(path) }
	}
	pull := plug()
	d, err := escpos.NewDisplay(escpos.DisplayOptions{Name: "customer", Link: transport.Serial{Port: path}})
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Open(t.Context()); err != nil {
		t.Fatal(err)
	}
	shows := func(upper, lower string) {
		t.Helper()
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		defer cancel()
		if err := sim.Wait(ctx, upper, lower); err != nil {
			t.Fatal(err)
		}
	}
	d.Show(hardware.DisplayLines{Upper: "Rødgrød med fløde og mere", UpperRight: "300,00", Lower: "I alt", LowerRight: "12,50 €"})
	shows("Rødgrød med f 300,00", "I alt        12,50 €")
	for range 200 { // faster than any display
		d.Show(hardware.DisplayLines{Upper: "Nej"})
	}
	d.Show(hardware.DisplayLines{Upper: "Tak\x1b@\x0c", LowerRight: "1\u202f240,00"})
	shows("Tak@                ", "            1 240,00")
	d.Clear()
	shows("                    ", "                    ")

	pull()
	d.Show(hardware.DisplayLines{Upper: "Velkommen"})
	pull = plug()
	defer func() { pull() }()
	shows("Velkommen           ", "                    ")
	if err := sim.Mistake(); err != nil {
		t.Errorf("sent what no display understands: %v", err)
	}
	for range 2 {
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	}
	if s := d.State(); s.Status != hardware.Closed {
		t.Errorf("closed, the state is %s", s)
	}
}

func TestDisplayAbsent(t *testing.T) {
	d, err := escpos.NewDisplay(escpos.DisplayOptions{Link: transport.File{Path: filepath.Join(t.TempDir(), "none")}})
	if err != nil {
		t.Fatal(err)
	}
	d.Open(t.Context())
	d.Show(hardware.DisplayLines{Upper: "Nobody"}) // holds nobody up
	deadline := time.Now().Add(5 * time.Second)
	for d.State().Status != hardware.Absent {
		if time.Now().After(deadline) {
			t.Fatalf("state %s", d.State())
		}
		time.Sleep(time.Millisecond)
	}
	if d.State().Reason != hardware.Unplugged {
		t.Errorf("state %s", d.State())
	}
	if err := d.Close(); err != nil {
		t.Error(err)
	}
	for _, o := range []escpos.DisplayOptions{{}, {Link: transport.TCP{}}, {Link: transport.TCP{Address: "x"}, Columns: 3}, {Link: transport.TCP{Address: "x"}, CodePage: "no"}} {
		if _, err := escpos.NewDisplay(o); err == nil {
			t.Errorf("%+v accepted", o)
		}
	}
}
