package wedge

import (
	"strings"
	"testing"
	"time"

	"bonuskasse/hardware"
)

var shop = hardware.Profile{ClubMin: 10001, ClubMax: 9999999, EANPrefix: "29", QRURL: "https://club.example/c/",
	GSRNPrefix: "5790000", OwnIIN: "920800", CouponPrefix: "CPN-", MaxFrame: 256}

// bench feeds a machine as a window would, and keeps what comes of it.
type bench struct {
	t     *testing.T
	m     *Machine
	now   time.Time
	field string // what the widget received
	keys  string // the names of keys it received that print nothing
	scans []hardware.Scan
}

func newBench(t *testing.T, set Settings) *bench {
	t.Helper()
	if set.Profile == (hardware.Profile{}) {
		set.Profile = shop
	}
	if set.Codes == PC {
		set.Codes = X11
	}
	m, err := New(set)
	if err != nil {
		t.Fatal(err)
	}
	return &bench{t: t, m: m, now: time.Unix(1000, 0)}
}

func (b *bench) give(e Event) {
	switch {
	case e.Rune != 0:
		b.field += string(e.Rune)
	case letterOf(e.Key.Code-int(X11), false) == 0:
		b.keys += e.Key.Name + " "
	}
}

func (b *bench) take(out Outcome, e Event) {
	for _, back := range out.Back {
		b.give(back)
	}
	if out.Verdict == Pass {
		b.give(e)
	}
	if out.Scan.Kind != hardware.KindNone {
		b.scans = append(b.scans, out.Scan)
	}
}

func (b *bench) rune(r rune) { b.take(b.m.Rune(r, b.now), Event{Rune: r}) }
func (b *bench) key(k Key)   { b.take(b.m.Key(k, b.now), Event{Key: k}) }

// wait lets time pass and flushes when it is due, as a live window does.
func (b *bench) wait(d time.Duration) {
	until := b.now.Add(d)
	for {
		at, ok := b.m.Deadline()
		if !ok || at.After(until) {
			break
		}
		b.now = at
		out := b.m.Flush(at)
		out.Verdict = Swallow
		b.take(out, Event{})
		if again, ok := b.m.Deadline(); ok && !again.After(at) {
			b.t.Fatal("Flush at Deadline settled nothing")
		}
	}
	b.now = until
}

// keyOf is the key that a US reader presses for a character.
func keyOf(c byte) Key {
	for code, p := range table {
		if keypad(code) || code == 86 || code == 74 || code == 78 || code == 55 || code == 98 || code == 117 {
			continue
		}
		if p.plain == c {
			return Key{Code: code + int(X11)}
		}
		if p.shift == c {
			return Key{Code: code + int(X11), Shift: true}
		}
	}
	panic("no key for " + string(rune(c)))
}

var enter = Key{Code: codeEnter + int(X11), Name: "Return"}

// send presses keys as a US reader does on a US layout, one in every step.
func (b *bench) send(text string, step time.Duration) {
	for i := range len(text) {
		if i > 0 {
			b.wait(step)
		}
		k := keyOf(text[i])
		b.key(k)
		b.rune(rune(text[i]))
	}
}

func (b *bench) want(scans, field, keys string) {
	b.t.Helper()
	b.wait(time.Second)
	var got []string
	for _, s := range b.scans {
		got = append(got, strings.TrimSpace(s.Kind.String()+" "+s.Value+" "+s.Reason.String()))
	}
	if g := strings.Join(got, " | "); g != scans {
		b.t.Errorf("scans %q, want %q", g, scans)
	}
	if b.field != field {
		b.t.Errorf("field %q, want %q", b.field, field)
	}
	if b.keys = strings.TrimSpace(b.keys); b.keys != keys {
		b.t.Errorf("keys %q, want %q", b.keys, keys)
	}
}

func TestScanAtEveryPace(t *testing.T) {
	for _, step := range []time.Duration{0, time.Millisecond, 2 * time.Millisecond, 8 * time.Millisecond, 16 * time.Millisecond, 25 * time.Millisecond} {
		b := newBench(t, Settings{})
		b.send("10001", step)
		b.wait(step)
		b.key(enter)
		b.want("club_card 10001", "", "")
	}
}

func TestEndings(t *testing.T) {
	for _, k := range []Key{enter, {Code: codeKPEnter + int(X11), Name: "Enter"}, {Code: codeTab + int(X11), Name: "Tab"}} {
		b := newBench(t, Settings{})
		b.send("10001", time.Millisecond)
		if !b.m.Busy() {
			t.Error("a burst is under way and Tab would move the focus")
		}
		b.key(k)
		b.want("club_card 10001", "", "")
	}
	t.Run("none", func(t *testing.T) {
		b := newBench(t, Settings{})
		b.send("10001", time.Millisecond)
		b.want("club_card 10001", "", "")
	})
	t.Run("CR LF as two Enters", func(t *testing.T) {
		b := newBench(t, Settings{})
		b.send("10001", time.Millisecond)
		b.key(enter)
		b.wait(time.Millisecond)
		b.key(enter)
		b.want("club_card 10001", "", "")
	})
	t.Run("Enter by a person after a scan passes", func(t *testing.T) {
		b := newBench(t, Settings{})
		b.send("10001", time.Millisecond)
		b.key(enter)
		b.wait(300 * time.Millisecond)
		b.key(enter)
		b.want("club_card 10001", "", "Return")
	})
	t.Run("an Enter that came late is the scan's", func(t *testing.T) {
		b := newBench(t, Settings{})
		b.send("10001", time.Millisecond)
		b.wait(80 * time.Millisecond)
		b.key(enter)
		b.want("club_card 10001", "", "")
	})
	t.Run("an Enter that waited in the queue of a window that hung", func(t *testing.T) {
		for _, ticks := range []bool{true, false} {
			b := newBench(t, Settings{Beat: 15 * time.Millisecond, Break: 80 * time.Millisecond})
			b.m.Tick(b.now)
			b.send("5701234001010", 0)
			b.now = b.now.Add(300 * time.Millisecond) // no Flush came
			if ticks {
				b.m.Tick(b.now)
			}
			b.key(enter)
			b.want("product 5701234001010", "", "")
		}
	})
	t.Run("time alone ends it", func(t *testing.T) {
		b := newBench(t, Settings{})
		b.send("10001", time.Millisecond)
		b.now = b.now.Add(300 * time.Millisecond) // no Flush came
		b.key(keyOf('7'))
		b.rune('7')
		b.want("club_card 10001", "7", "")
	})
}

func TestTypingLosesNothing(t *testing.T) {
	for _, step := range []time.Duration{31 * time.Millisecond, 40 * time.Millisecond, 60 * time.Millisecond, 90 * time.Millisecond, 250 * time.Millisecond} {
		b := newBench(t, Settings{})
		b.send("10001", step)
		b.wait(step)
		b.key(enter)
		b.want("", "10001", "Return")
	}
	t.Run("two fingers at once", func(t *testing.T) {
		b := newBench(t, Settings{})
		b.send("10", 0)
		b.wait(120 * time.Millisecond)
		b.send("001", 90*time.Millisecond)
		b.wait(90 * time.Millisecond)
		b.key(enter)
		b.want("", "10001", "Return")
	})
	t.Run("words a program types", func(t *testing.T) {
		b := newBench(t, Settings{})
		b.send("sorensen", 2*time.Millisecond)
		b.key(enter)
		b.want("", "sorensen", "Return")
	})
	t.Run("an amount a program types", func(t *testing.T) {
		b := newBench(t, Settings{})
		b.send("1000", 2*time.Millisecond)
		b.key(enter)
		b.want("", "1000", "Return")
	})
	t.Run("letters of a layout", func(t *testing.T) {
		b := newBench(t, Settings{})
		for _, r := range "Åkjær" {
			b.key(Key{Code: 200, Name: ""})
			b.rune(r)
			b.wait(2 * time.Millisecond)
		}
		b.key(enter)
		b.want("", "Åkjær", "Return")
	})
	t.Run("arrows and function keys", func(t *testing.T) {
		b := newBench(t, Settings{})
		b.send("12", time.Millisecond)
		b.key(Key{Code: 113, Name: "Left"})
		b.key(Key{Code: 67, Name: "F1"})
		b.want("", "12", "Left F1")
	})
	t.Run("a shortcut", func(t *testing.T) {
		b := newBench(t, Settings{})
		b.send("12", time.Millisecond)
		k := keyOf('z')
		k.Other, k.Name = true, "Z"
		out := b.m.Key(k, b.now)
		if out.Verdict != Pass || len(out.Back) != 4 {
			t.Errorf("%+v", out)
		}
	})
	t.Run("a key held down", func(t *testing.T) {
		for _, step := range []time.Duration{20 * time.Millisecond, 33 * time.Millisecond} {
			b := newBench(t, Settings{})
			b.send(strings.Repeat("1", 7), step)
			b.want("", strings.Repeat("1", 7), "")
		}
	})
	t.Run("focus lost", func(t *testing.T) {
		b := newBench(t, Settings{})
		b.send("12", time.Millisecond)
		if back := b.m.Abandon(); len(back) != 4 || b.m.Busy() {
			t.Errorf("%d events back", len(back))
		}
	})
}

func TestHeldNoLongerThanABreak(t *testing.T) {
	b := newBench(t, Settings{})
	b.send("1", 0)
	b.wait(50 * time.Millisecond)
	if b.field != "1" {
		t.Errorf("after 50 ms the field holds %q", b.field)
	}
}

func TestWhatIsScanned(t *testing.T) {
	for text, want := range map[string]string{
		"4006381333931":                "product 4006381333931",
		"]E04006381333931":             "product 4006381333931",
		"https://club.example/c/10001": "club_card 10001",
		"CPN-7F3K9Q2M":                 "coupon CPN-7F3K9Q2M",
		";10001?":                      "club_card 10001",
		"GC-7F3K9Q2M":                  "unknown  foreign",
		"4006381333930":                "garbage  check_digit",
		"4111111111111111":             "payment_card_refused  payment_number",
		"%B4111111111111111^DOE/JOHN^25121010000000000?;4111111111111111=25121010000000000?": "payment_card_refused  payment_track",
	} {
		b := newBench(t, Settings{})
		b.send(text, time.Millisecond)
		b.key(enter)
		b.want(want, "", "")
		if b.scans != nil && b.scans[0].At != b.now.Add(-time.Second) {
			t.Errorf("%s: scanned at %v", text, b.scans[0].At)
		}
	}
}

func TestTooLong(t *testing.T) {
	b := newBench(t, Settings{})
	b.send(strings.Repeat("A1", 200), time.Millisecond)
	b.key(enter)
	b.want("garbage  too_long", "", "")
	b = newBench(t, Settings{})
	b.send(strings.Repeat("A1", 200), time.Millisecond)
	b.wait(time.Second)
	b.send("10001", time.Millisecond)
	b.key(enter)
	b.want("garbage  too_long | club_card 10001", "", "")
}

func TestPrefixMakesItCertain(t *testing.T) {
	p := shop
	p.Prefix = "!!"
	b := newBench(t, Settings{Profile: p})
	b.send("!!10001", 40*time.Millisecond) // far too slow for a burst of its own
	b.wait(10 * time.Millisecond)
	b.key(enter)
	b.want("club_card 10001", "", "")
	b = newBench(t, Settings{Profile: p})
	b.send("!!", 5*time.Millisecond) // a person who is surprised
	b.want("", "!!", "")
}

func TestTypedBeforeAScan(t *testing.T) {
	b := newBench(t, Settings{})
	b.send("1", 0)
	b.wait(45 * time.Millisecond)
	b.send("10001", time.Millisecond)
	b.key(enter)
	b.want("garbage  scan_again", "1", "")
}

// TestTornScan: a machine that stands still in the middle of 1210001 must not
// make card 10001 of it.
func TestTornScan(t *testing.T) {
	b := newBench(t, Settings{})
	b.send("12", time.Millisecond)
	b.wait(120 * time.Millisecond)
	b.send("10001", time.Millisecond)
	b.key(enter)
	b.want("garbage  scan_again", "12", "")
	b = newBench(t, Settings{})
	b.send("12", time.Millisecond)
	b.wait(time.Second)
	b.send("10001", time.Millisecond)
	b.key(enter)
	b.want("club_card 10001", "12", "")
	p := shop
	p.Suffix = hardware.SuffixCR
	b = newBench(t, Settings{Profile: p})
	b.send("10001", time.Millisecond) // of 1000123, and Enter
	b.want("garbage  cut", "", "")
}

// TestTornScanThatProvesItself: a busy machine tore a code that has its own check
// digit. It is taken, unless it may be a typed figure with another code behind it.
func TestTornScanThatProvesItself(t *testing.T) {
	const pause = 45 * time.Millisecond
	for _, torn := range []struct{ head, tail, want, field string }{
		{"5", "701234001010", "product 5701234001010", ""},
		{"570", "1234001010", "product 5701234001010", ""},
		{"5701234001", "010", "product 5701234001010", ""},
		{"570123400101", "0", "product 5701234001010", ""},
		{"CPN-7F3", "K9Q2M", "coupon CPN-7F3K9Q2M", ""},
		{"5701234001", "011", "garbage  scan_again", ""},  // a figure was misread or lost
		{"96", "385074", "garbage  scan_again", "96"},     // 96385074, or card 385074
		{"0", "036000291452", "garbage  scan_again", "0"}, // both are codes
	} {
		b := newBench(t, Settings{Break: 80 * time.Millisecond})
		b.send(torn.head, 0)
		b.wait(pause)
		b.send(torn.tail, 0)
		b.key(enter)
		b.want(torn.want, torn.field, "")
	}
}

func TestBadSettings(t *testing.T) {
	if _, err := New(Settings{Source: "teapot"}); err == nil {
		t.Error("a source of no reader was taken")
	}
	if _, err := New(Settings{Profile: hardware.Profile{ClubMin: 5, ClubMax: 1}}); err == nil {
		t.Error("a senseless profile was taken")
	}
}
