package stream

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"bonuskasse/hardware"
)

func TestExplain(t *testing.T) {
	for _, c := range []struct {
		err    error
		status hardware.Status
		reason hardware.Reason
	}{
		{nil, hardware.Absent, hardware.Unplugged},
		{io.EOF, hardware.Absent, hardware.Unplugged},
		{syscall.ENODEV, hardware.Absent, hardware.Unplugged},
		{fs.ErrPermission, hardware.Failed, hardware.NoPermission},
		{syscall.EACCES, hardware.Failed, hardware.NoPermission},
		{syscall.EBUSY, hardware.Failed, hardware.InUse},
		{&hardware.Error{Op: "open", Reason: hardware.BadSettings}, hardware.Failed, hardware.BadSettings},
		{&hardware.Error{Op: "open", Reason: hardware.Unplugged}, hardware.Absent, hardware.Unplugged},
	} {
		if s := Explain(c.err); s.Status != c.status || s.Reason != c.reason {
			t.Errorf("%v: %v", c.err, s)
		}
	}
}

// TestTriesForEver: a reader that comes back after many failures of every kind
// is read.
func TestTriesForEver(t *testing.T) {
	var tries atomic.Int32
	s, err := New(Settings{
		Name: "late", Source: hardware.SerialBarcode, Profile: hardware.Profile{ClubMin: 10001, ClubMax: 9999999},
		First: time.Microsecond, Most: 50 * time.Microsecond,
		Dial: func(context.Context) (io.ReadCloser, error) {
			switch n := tries.Add(1); {
			case n > 300:
				return io.NopCloser(strings.NewReader("10001\r")), nil
			case n%3 == 0:
				return nil, fs.ErrPermission
			case n%3 == 1:
				return nil, errors.New("out of order")
			}
			return io.NopCloser(strings.NewReader("")), nil
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Open(t.Context()); err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	select {
	case scan := <-s.Scans():
		if scan.Value != "10001" {
			t.Errorf("got %s %s", scan.Kind, scan.Value)
		}
	case <-time.After(10 * time.Second):
		t.Fatalf("gave up after %d tries: %v", tries.Load(), s.State())
	}
}

// TestWaitDoubles: the wait between two tries doubles up to its bound.
func TestWaitDoubles(t *testing.T) {
	tried := make(chan time.Time, 100)
	s, err := New(Settings{
		Name: "gone", Source: hardware.SerialBarcode, First: 10 * time.Millisecond, Most: 80 * time.Millisecond,
		Dial: func(context.Context) (io.ReadCloser, error) { tried <- time.Now(); return nil, io.EOF },
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Open(t.Context()); err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	last := <-tried
	for i, least := range []time.Duration{10, 20, 40, 80, 80} {
		at := <-tried
		if waited := at.Sub(last); waited < least*time.Millisecond {
			t.Errorf("wait %d was %v, want %d ms or more", i, waited, least)
		}
		last = at
	}
}

func TestSettingsAreChecked(t *testing.T) {
	dial := func(context.Context) (io.ReadCloser, error) { return nil, io.EOF }
	for _, bad := range []Settings{{}, {Dial: dial}, {Dial: dial, Source: "teapot"}, {Source: hardware.SerialBarcode}} {
		var known *hardware.Error
		if _, err := New(bad); !errors.As(err, &known) || known.Reason != hardware.BadSettings {
			t.Errorf("%+v: %v", bad, err)
		}
	}
}
