package wedge

import (
	"testing"
	"time"

	"bonuskasse/hardware"
)

// fr and dk say what the layouts make of the keys that these tests press. A
// dead key makes nothing.
var (
	fr = map[byte]rune{'1': '&', '0': 'à', '4': '\'', '6': '-', '3': '"', '8': '_', '9': 'ç', '2': 'é', '=': '=', ';': 'm', '?': '§', ']': '$', 'C': 'C', '5': '('}
	dk = map[byte]rune{'1': '1', '0': '0', '4': '4', '6': '6', '3': '3', '8': '8', '9': '9', '2': '2', ';': 'æ', '?': '_', 'C': 'C', '5': '5', 'E': 'E'}
)

// press gives the key of c and the rune r, either of which may be left out as
// Fyne leaves it out.
func (b *bench) press(c byte, withKey bool, r rune) {
	if withKey {
		b.key(keyOf(c))
	}
	if r != 0 {
		b.rune(r)
	}
}

func (b *bench) through(layout map[byte]rune, text string) {
	for i := range len(text) {
		b.press(text[i], true, layout[text[i]])
		b.wait(time.Millisecond)
	}
}

func TestLayoutsByScanCode(t *testing.T) {
	t.Run("French", func(t *testing.T) {
		b := newBench(t, Settings{})
		b.through(fr, "10001")
		b.key(enter)
		b.want("club_card 10001", "", "")
	})
	t.Run("French payment card", func(t *testing.T) {
		b := newBench(t, Settings{})
		b.through(fr, ";4111111111111111=25121010000?")
		b.key(enter)
		b.want("payment_card_refused  payment_track", "", "")
	})
	t.Run("Danish", func(t *testing.T) {
		b := newBench(t, Settings{})
		b.through(dk, ";10001?")
		b.key(enter)
		b.want("club_card 10001", "", "")
	})
	t.Run("an unknown layout", func(t *testing.T) {
		b := newBench(t, Settings{})
		for _, c := range []byte("10001") {
			b.press(c, true, map[byte]rune{'1': 'ъ', '0': 'ь'}[c])
		}
		b.key(enter)
		b.want("club_card 10001", "", "")
	})
}

// TestKeysLostInOneMillisecond replays what Fyne makes of 10001 at full speed:
// the repeated keys are left out, the runes are not.
func TestKeysLostInOneMillisecond(t *testing.T) {
	t.Run("each rune follows its key", func(t *testing.T) {
		b := newBench(t, Settings{})
		b.press('1', true, '1')
		b.press('0', true, '0')
		b.press('0', false, '0')
		b.press('0', false, '0')
		b.press('1', false, '1')
		b.key(enter)
		b.want("club_card 10001", "", "")
	})
	t.Run("French", func(t *testing.T) {
		b := newBench(t, Settings{})
		b.press('1', true, '&')
		b.press('0', true, 'à')
		b.press('0', false, 'à')
		b.press('0', false, 'à')
		b.press('1', true, '&')
		b.key(enter)
		b.want("club_card 10001", "", "")
	})
	t.Run("the order is lost too", func(t *testing.T) {
		b := newBench(t, Settings{})
		for _, c := range []byte("101") {
			b.press(c, true, 0)
		}
		for _, r := range "10001" {
			b.rune(r)
		}
		b.key(enter)
		b.want("garbage  scan_again", "", "")
	})
	t.Run("a rune that no key gave", func(t *testing.T) {
		b := newBench(t, Settings{})
		b.send("1000", time.Millisecond)
		b.rune('7')
		b.key(enter)
		b.want("garbage  scan_again", "", "")
	})
	t.Run("a rune that comes before its key", func(t *testing.T) {
		b := newBench(t, Settings{})
		b.send("1000", time.Millisecond)
		b.rune('2')
		b.press('2', true, '2')
		b.key(enter)
		b.want("garbage  scan_again", "", "")
	})
	t.Run("two keys give one rune", func(t *testing.T) {
		b := newBench(t, Settings{})
		b.send("1000", time.Millisecond)
		b.press('2', true, '1')
		b.key(enter)
		b.want("garbage  scan_again", "", "")
	})
	t.Run("a key without its rune", func(t *testing.T) {
		b := newBench(t, Settings{})
		b.send("10001", time.Millisecond)
		b.press('2', true, 0)
		b.key(enter)
		b.want("garbage  scan_again", "", "")
	})
	t.Run("runes lag behind the keys", func(t *testing.T) {
		b := newBench(t, Settings{})
		for _, c := range []byte("10001") {
			b.press(c, true, 0)
		}
		for _, r := range "10001" {
			b.rune(r)
		}
		b.key(enter)
		b.want("club_card 10001", "", "")
	})
	t.Run("as many runes as keys, but not theirs", func(t *testing.T) {
		b := newBench(t, Settings{})
		for _, c := range []byte("10001") {
			b.press(c, true, 0)
		}
		for _, r := range "11000" {
			b.rune(r)
		}
		b.key(enter)
		b.want("garbage  scan_again", "", "")
	})
}

// TestDanishDeadKeys: `]` is the dead diaeresis. It swallows the C of ]C1, so
// that the runes say 110001, a plausible wrong card.
func TestDanishDeadKeys(t *testing.T) {
	t.Run("swallowed", func(t *testing.T) {
		b := newBench(t, Settings{})
		b.press(']', true, 0)
		b.press('C', true, 0)
		b.through(dk, "010001")
		b.key(enter)
		b.want("club_card 10001", "", "")
	})
	t.Run("swallowed, and keys lost behind it", func(t *testing.T) {
		b := newBench(t, Settings{})
		b.press(']', true, 0)
		b.press('C', true, 0)
		b.press('0', true, '0')
		b.press('1', true, '1')
		b.press('0', false, '0')
		b.press('0', false, '0')
		b.press('0', false, '0')
		b.press('1', false, '1')
		b.key(enter)
		b.want("club_card 10001", "", "")
	})
	t.Run("swallowed elsewhere, and a key lost", func(t *testing.T) {
		b := newBench(t, Settings{})
		b.through(dk, "4006381333931")
		b.press('1', false, '1')
		b.press('=', true, 0)
		b.press('2', true, 0)
		b.key(enter)
		b.want("garbage  scan_again", "", "")
	})
	t.Run("the dead key twice makes one accent", func(t *testing.T) {
		b := newBench(t, Settings{})
		b.through(dk, "10001")
		b.press('=', true, '´')
		b.key(enter)
		b.want("garbage  scan_again", "", "")
	})
	t.Run("composed", func(t *testing.T) {
		b := newBench(t, Settings{})
		b.press(']', true, 0)
		b.press('E', true, 'Ë')
		b.through(dk, "04006381333931")
		b.key(enter)
		b.want("product 4006381333931", "", "")
	})
	t.Run("the second press may hide behind the first", func(t *testing.T) {
		b := newBench(t, Settings{})
		b.press(']', true, 0)
		b.press('1', true, '1') // the swallowed 1, or the 1 after it?
		b.through(dk, "10001")
		b.key(enter)
		b.want("garbage  scan_again", "", "")
	})
	t.Run("payment card", func(t *testing.T) {
		b := newBench(t, Settings{})
		b.through(dk, ";4111111111111111")
		b.press('=', true, 0)
		b.press('2', true, 0)
		b.through(dk, "5121010000?")
		b.key(enter)
		b.want("payment_card_refused  payment_track", "", "")
	})
}

func TestCapsLock(t *testing.T) {
	b := newBench(t, Settings{})
	for _, c := range []byte("CPN-7F3K") {
		r := rune(c)
		if c >= 'A' && c <= 'Z' {
			r |= 0x20
		}
		b.press(c, true, r)
	}
	b.key(enter)
	b.want("coupon CPN-7F3K", "", "")
	b = newBench(t, Settings{})
	b.press('C', true, 'C')
	b.press('P', true, 'p') // Shift was lost on the way
	b.send("N-7F3K12", time.Millisecond)
	b.key(enter)
	b.want("garbage  scan_again", "", "")
}

func TestKeypad(t *testing.T) {
	codes := map[byte]int{'1': 79, '0': 82}
	for _, numLock := range []bool{true, false} {
		b := newBench(t, Settings{})
		for _, c := range []byte("10001") {
			b.key(Key{Code: codes[c] + int(X11), Name: string(rune(c))})
			if numLock {
				b.rune(rune(c))
			}
			b.wait(2 * time.Millisecond)
		}
		b.key(Key{Code: codeKPEnter + int(X11), Name: "Enter"})
		if numLock {
			b.want("club_card 10001", "", "")
		} else {
			b.want("garbage  num_lock", "", "")
		}
	}
}

func TestRunesAlone(t *testing.T) {
	p := shop
	p.Layout = "fr"
	b := newBench(t, Settings{Profile: p, Codes: NoCodes})
	for _, r := range "&ààà&" {
		b.rune(r)
	}
	b.key(Key{Name: "Return"})
	b.want("club_card 10001", "", "")
}

// TestHungWindow: while the window hangs, keys queue up, and come in one tick.
func TestHungWindow(t *testing.T) {
	const beat = 100 * time.Millisecond
	alive := func(b *bench, d time.Duration) {
		for ; d > 0; d -= beat {
			b.wait(beat)
			b.m.Tick(b.now)
		}
	}
	t.Run("typed keys come back", func(t *testing.T) {
		for _, tickFirst := range []bool{true, false} {
			b := newBench(t, Settings{Beat: beat})
			alive(b, time.Second)
			b.now = b.now.Add(2 * time.Second)
			if tickFirst {
				b.m.Tick(b.now)
			}
			b.send("10001", 0)
			b.key(enter)
			b.want("", "10001", "Return")
		}
	})
	t.Run("a code that proves itself is a scan", func(t *testing.T) {
		b := newBench(t, Settings{Beat: beat})
		alive(b, time.Second)
		b.now = b.now.Add(2 * time.Second)
		b.send("4006381333931", 0)
		b.key(enter)
		b.want("product 4006381333931", "", "")
	})
	t.Run("a payment card is refused", func(t *testing.T) {
		b := newBench(t, Settings{Beat: beat})
		alive(b, time.Second)
		b.now = b.now.Add(2 * time.Second)
		b.send("4111111111111111", 0)
		b.key(enter)
		b.want("payment_card_refused  payment_number", "", "")
	})
	t.Run("a live window takes a bare number", func(t *testing.T) {
		b := newBench(t, Settings{Beat: beat})
		alive(b, time.Second)
		b.send("10001", 0)
		b.key(enter)
		b.want("club_card 10001", "", "")
	})
	rested := func(t *testing.T) *bench {
		b := newBench(t, Settings{Beat: 15 * time.Millisecond, RestBeat: beat})
		b.m.Tick(b.now)
		if !b.m.Rest(b.now) {
			t.Fatal("a machine that holds nothing does not rest")
		}
		alive(b, time.Second)
		return b
	}
	t.Run("a window at rest takes a bare number", func(t *testing.T) {
		b := rested(t)
		b.wait(60 * time.Millisecond)
		b.send("10001", time.Millisecond)
		b.key(enter)
		b.want("club_card 10001", "", "")
	})
	t.Run("typed keys come back after a rest", func(t *testing.T) {
		b := rested(t)
		b.now = b.now.Add(2 * time.Second)
		b.send("10001", 0)
		b.key(enter)
		b.want("", "10001", "Return")
	})
	t.Run("nothing rests in the middle of a scan", func(t *testing.T) {
		b := rested(t)
		b.send("100", time.Millisecond)
		if b.m.Rest(b.now) {
			t.Error("it rests")
		}
	})
	t.Run("a slow picture in the middle of a scan", func(t *testing.T) {
		b := newBench(t, Settings{Beat: beat})
		alive(b, time.Second)
		b.send("400638", time.Millisecond)
		b.now = b.now.Add(120 * time.Millisecond) // Flush was due after 50
		out := b.m.Flush(b.now)
		if len(out.Back) > 0 || out.Scan.Kind != hardware.KindNone {
			t.Fatalf("a late Flush tore the scan: %+v", out)
		}
		b.wait(5 * time.Millisecond)
		b.send("1333931", time.Millisecond)
		b.key(enter)
		b.want("product 4006381333931", "", "")
	})
}
