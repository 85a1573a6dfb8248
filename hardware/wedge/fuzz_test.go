package wedge

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"time"

	"bonuskasse/hardware"
)

// FuzzWedge feeds keys, runes and time in any order. Nothing that was no scan
// may be lost or change its order, and nothing of a payment card may come out.
//
// The program is pairs of bytes: what happens, and with what.
func FuzzWedge(f *testing.F) {
	seed := func(text string, step byte) {
		var p []byte
		for _, c := range []byte(text) {
			p = append(p, 2, c, 3, step)
		}
		f.Add(append(p, 4, 0))
	}
	for _, text := range []string{"10001", "4006381333931", ";4111111111111111=2512101?", "]C010001", "CPN-7F3K9Q2M", "hello", "1111111"} {
		for _, step := range []byte{0, 1, 16, 40, 90} {
			seed(text, step)
		}
	}
	f.Add([]byte{0, '1', 0, '0', 1, '0', 1, '0', 0, '1', 4, 0, 5, 0, 6, 200, 7, 0})
	f.Fuzz(func(t *testing.T, program []byte) {
		if len(program) > 2000 {
			return
		}
		for _, beat := range []time.Duration{0, 100 * time.Millisecond} {
			run(t, program, beat)
		}
	})
}

func run(t *testing.T, program []byte, beat time.Duration) {
	p := shop
	p.Prefix = "!!"
	m, err := New(Settings{Profile: p, Beat: beat, Codes: X11})
	if err != nil {
		t.Fatal(err)
	}
	now := time.Unix(1000, 0)
	var given, got []Event
	var scans []hardware.Scan
	take := func(out Outcome, e Event, isEvent bool) {
		got = append(got, out.Back...)
		if isEvent && out.Verdict == Pass {
			got = append(got, e)
		}
		if out.Scan.Kind != hardware.KindNone {
			scans = append(scans, out.Scan)
		}
	}
	key := func(k Key) {
		given = append(given, Event{Key: k})
		take(m.Key(k, now), Event{Key: k}, true)
	}
	char := func(r rune) {
		given = append(given, Event{Rune: r})
		take(m.Rune(r, now), Event{Rune: r}, true)
	}
	for i := 0; i+1 < len(program); i += 2 {
		c := program[i+1]
		switch program[i] % 8 {
		case 0:
			key(Key{Code: int(c)})
		case 1:
			char(rune(c) + 1)
		case 2:
			if c > 0x20 && c < 0x7f {
				key(keyOf(c))
				char(rune(c))
			}
		case 3:
			now = now.Add(time.Duration(c) * time.Millisecond)
		case 4:
			key(enter)
		case 5:
			key(Key{Code: 67, Name: "F1", Other: c%2 == 1})
		case 6:
			if at, ok := m.Deadline(); ok && at.After(now) {
				now = at
			}
			take(m.Flush(now), Event{}, false)
		case 7:
			m.Tick(now)
		}
	}
	for range 4 {
		now = now.Add(time.Second)
		take(m.Flush(now), Event{}, false)
	}
	if m.Busy() {
		t.Error("something is held for ever")
	}
	if len(scans) == 0 && !(len(given) == 0 && len(got) == 0) && !reflect.DeepEqual(given, got) {
		t.Errorf("no scan, yet %d events became %d", len(given), len(got))
	}
	next := 0
	for _, e := range got {
		for next < len(given) && given[next] != e {
			next++
		}
		if next == len(given) {
			t.Fatal("an event came back that was not given, or out of order")
		}
		next++
	}
	for _, s := range scans {
		if s.Kind == hardware.KindPaymentCard && (s.Value != "" || s.Text != "") {
			t.Errorf("a refusal carries %+v", s)
		}
		if out, _ := json.Marshal(s); strings.Contains(string(out), "4111111111111111") {
			t.Errorf("a card number is in %s", out)
		}
	}
}
