package hardwaretest

import (
	"context"
	"fmt"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"bonuskasse/hardware"
)

func inOrder(t *testing.T, r *scannerBench) {
	r.open()
	var want []string
	for n := 10001; n <= 10020; n++ {
		r.Send([]byte(fmt.Sprintf("%d\r", n)))
		want = append(want, fmt.Sprintf("club_card %d", n))
	}
	r.want(want...)
}

func byteByByte(t *testing.T, r *scannerBench) {
	r.open()
	for _, b := range []byte("10001\r4006381333931\rCPN-7F3K9Q2M\r") {
		r.Send([]byte{b})
	}
	r.want("club_card 10001", "product 4006381333931", "coupon CPN-7F3K9Q2M")
}

func together(t *testing.T, r *scannerBench) {
	r.open()
	r.Send([]byte("10001\r10002\r4006381333931\r"))
	r.want("club_card 10001", "club_card 10002", "product 4006381333931")
}

func noSuffix(t *testing.T, r *scannerBench) {
	r.open()
	r.Send([]byte("10001"))
	r.want("club_card 10001")
}

func emptyFrames(t *testing.T, r *scannerBench) {
	r.open()
	r.Send([]byte("\r\r10001\r\r"))
	r.want("club_card 10001")
}

func garbageIsSurvived(t *testing.T, r *scannerBench) {
	r.open()
	r.Send([]byte("4006381333930\r10001\r" + strings.Repeat("A", 300) + "\r10002\r"))
	r.want("garbage", "club_card 10001", "garbage", "club_card 10002")
	if r.Keys {
		return
	}
	noise := make([]byte, 0, 4096)
	for i := range 4096 {
		noise = append(noise, byte(0x80|i*7))
	}
	for len(noise) > 0 {
		r.Send(noise[:256])
		noise = noise[256:]
	}
	r.Send([]byte("\r10003\r"))
	for {
		if s := r.next(); s.Kind == hardware.KindClubCard {
			if s.Value != "10003" {
				t.Errorf("noise became card %s", s.Value)
			}
			break
		}
	}
	r.want()
	r.await("ready again after a good code", ready)
}

// cards are public test numbers, as a track, a number and a run of keys.
var cards = []string{"4111111111111111\r", ";4111111111111111=25121010000000000?\r", "%B5555555555554444^DOE/JOHN^25121010000?\r"}

func bankCard(t *testing.T, r *scannerBench) {
	r.open()
	for _, card := range cards {
		r.Send([]byte(card))
		s := r.next()
		if s.Kind != hardware.KindPaymentCard {
			t.Fatalf("%s %s", s.Kind, s.Value)
		}
		s.Reader, s.At = "", time.Time{} // digits of its own
		all := fmt.Sprintf("%+v %+v", s, r.Scanner.State())
		if s != (hardware.Scan{Kind: s.Kind, Source: s.Source, Reason: s.Reason}) {
			t.Errorf("the refusal carries %+v", s)
		}
		for _, part := range []string{"411111", "1111", "555555", "4444", "DOE"} {
			if strings.Contains(all, part) {
				t.Errorf("%s is told in %s", part, all)
			}
		}
	}
	r.Send([]byte("10001\r"))
	r.want("club_card 10001")
}

func unplugged(t *testing.T, r *scannerBench) {
	r.open()
	r.Send([]byte("10001\r"))
	r.want("club_card 10001")
	r.Unplug()
	r.await("absent", absent)
	if s := r.Scanner.State(); s.Reason != hardware.Unplugged {
		t.Errorf("unplugged, and it says %v", s)
	}
	r.Plug()
	r.await("ready again", ready)
	r.Send([]byte("10002\r"))
	r.want("club_card 10002")
}

// cutByUnplugging: the half of a code before and the half after must never
// become one, nor either half a card.
func cutByUnplugging(t *testing.T, r *scannerBench) {
	r.open()
	r.Send([]byte("1000"))
	r.Unplug()
	r.await("absent", absent)
	r.Plug()
	r.await("ready again", ready)
	r.Send([]byte("10002\r"))
	s := r.next()
	for s.Kind == hardware.KindGarbage || s.Kind == hardware.KindUnknown {
		s = r.next() // the half may be told as such
	}
	if s.Value != "10002" {
		t.Errorf("%s %s", s.Kind, s.Value)
	}
}

func flapping(t *testing.T, r *scannerBench) {
	r.open()
	for n := 10001; n <= 10005; n++ {
		r.Unplug()
		r.await("absent", absent)
		r.Plug()
		r.await("ready again", ready)
		r.Send([]byte(fmt.Sprintf("%d\r", n)))
		if s := r.next(); s.Value != fmt.Sprint(n) {
			t.Fatalf("got %s %s, want card %d", s.Kind, s.Value, n)
		}
	}
}

func openedFirst(t *testing.T, r *scannerBench) {
	r.Unplug()
	if err := r.Scanner.Open(context.Background()); err != nil {
		t.Fatalf("an absent reader is no error: %v", err)
	}
	r.await("not ready", func(s hardware.State) bool { return s.Status == hardware.Absent || s.Status == hardware.Opening })
	r.Plug()
	r.await("ready", ready)
	r.Send([]byte("10001\r"))
	r.want("club_card 10001")
}

func nobodyListens(t *testing.T, r *scannerBench) {
	r.open()
	const sent = hardware.ScanQueue + 20
	for n := range sent {
		r.Send([]byte(fmt.Sprintf("%d\r", 20000+n)))
	}
	r.await("overflowing", func(s hardware.State) bool { return s.Reason == hardware.Overflow })
	for n := range hardware.ScanQueue {
		if s := r.next(); s.Value != fmt.Sprint(20000+n) {
			t.Fatalf("scan %d is %s", n, s.Value)
		}
	}
	// Some of the others may still be on their way.
	r.Send([]byte("10001\r"))
	for r.next().Value != "10001" {
	}
	r.await("ready again", ready)
}

func disabled(t *testing.T, r *scannerBench) {
	e, ok := r.Scanner.(hardware.Enabler)
	if !ok {
		t.Fatal("it cannot be told to be quiet")
	}
	r.open()
	e.Enable(false)
	r.Send([]byte("10001\r"))
	// The frame is known to be read when garbage behind it has changed the state.
	if !r.Keys {
		r.Send([]byte(strings.Repeat("\xff\xfe\x01\r", 5)))
		r.await("noisy", func(s hardware.State) bool { return s.Reason == hardware.Noise })
	} else {
		r.Send([]byte(strings.Repeat(strings.Repeat("A", 300)+"\r", 3)))
		r.await("noisy", func(s hardware.State) bool { return s.Reason == hardware.Noise })
	}
	select {
	case s := <-r.Scanner.Scans():
		t.Errorf("disabled, and it delivers %s %s", s.Kind, s.Value)
	default:
	}
	// The state came from the last frames: what is sent now comes after them,
	// though a last piece of noise may still come through.
	e.Enable(true)
	r.Send([]byte("\r10002\r"))
	s := r.next()
	for s.Kind == hardware.KindGarbage {
		s = r.next()
	}
	if s.Value != "10002" {
		t.Errorf("got %s %s", s.Kind, s.Value)
	}
}

func contextEnds(t *testing.T, r *scannerBench) {
	ctx, cancel := context.WithCancel(context.Background())
	if err := r.Scanner.Open(ctx); err != nil {
		t.Fatal(err)
	}
	r.await("ready", ready)
	cancel()
	ended(t, r.Scanner)
}

// ended waits until a driver's channels are closed.
func ended(t *testing.T, s hardware.Scanner) (last hardware.State) {
	t.Helper()
	deadline := time.After(patient)
	for scans, states := s.Scans(), s.States(); scans != nil || states != nil; {
		select {
		case _, ok := <-scans:
			if !ok {
				scans = nil
			}
		case state, ok := <-states:
			if !ok {
				states = nil
				break
			}
			last = state
		case <-deadline:
			t.Fatal("the channels stay open")
		}
	}
	return last
}

func statesAndEnds(t *testing.T, factory func(t *testing.T) ScannerRig) {
	rig := factory(t)
	r := &scannerBench{t: t, ScannerRig: rig}
	if s := rig.Scanner.State(); s.Status != hardware.Closed {
		t.Errorf("before Open: %v", s)
	}
	before := runtime.NumGoroutine()
	r.open()
	r.Unplug()
	r.await("absent", absent)
	r.Plug()
	r.await("ready again", ready)

	var closers sync.WaitGroup
	for range 4 {
		closers.Go(func() {
			if err := rig.Scanner.Close(); err != nil {
				t.Error(err)
			}
		})
	}
	closers.Wait()
	if s := rig.Scanner.State(); s.Status != hardware.Closed {
		t.Errorf("after Close: %v", s)
	}
	var seen []string
	for s := range rig.Scanner.States() {
		seen = append(seen, s.Status.String())
	}
	if path := strings.Join(seen, " "); !strings.HasPrefix(path, "opening ready absent") || !strings.HasSuffix(path, "ready closed") {
		t.Errorf("the states were: %s", path)
	}
	if _, open := <-rig.Scanner.Scans(); open {
		t.Error("a scan after Close")
	}
	deadline := time.Now().Add(patient)
	for runtime.NumGoroutine() > before {
		if time.Now().After(deadline) {
			stacks := make([]byte, 1<<16)
			t.Fatalf("%d goroutines before, %d after Close\n%s", before, runtime.NumGoroutine(), stacks[:runtime.Stack(stacks, true)])
		}
		time.Sleep(5 * time.Millisecond) // a goroutine's end cannot be awaited from outside
	}
}
