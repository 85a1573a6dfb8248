package wedge

import (
	"golang.org/x/text/unicode/norm"

	"bonuskasse/hardware"
	"bonuskasse/hardware/decode"
)

// stroke is one character of a burst: the key that made it and the rune that
// the layout gave, either of which may be missing.
type stroke struct {
	code int
	char byte // what a US keyboard prints there; 0 if no key was told
	r    rune // 0 if no rune was told
}

// align says what a US keyboard would have printed, from the keys and runes of
// a burst in the order they came. It never guesses: why tells what does not
// fit, and then line is nil.
//
// Where every key has its rune, the keys are right: each has an X time stamp
// of its own. A rune without a key is a key code that came twice in one
// millisecond: it repeats the key that gave this rune before, and if there is
// none, or more than one, nothing can be said. A key without a rune is a dead
// key with the key it swallowed, or Num Lock, or trouble.
//
// An input method may let the runes lag behind the keys. Then their number
// must be the same, and one known layout must explain all of them.
func align(events []Event, codes Codes, dst []byte) (line []byte, why hardware.Why) {
	strokes := paired(events, codes, false)
	if line, ok := prove(strokes, dst); ok {
		return line, hardware.WhyNot
	}
	if lagging := paired(events, codes, true); complete(lagging) && explained(lagging) {
		for _, s := range lagging {
			dst = append(dst, s.char)
		}
		return dst, hardware.WhyNot
	}
	if numLock(strokes) {
		return nil, hardware.WhyNumLock
	}
	return nil, hardware.WhyScanAgain
}

// paired joins keys and runes. A rune belongs to the key just before it, or,
// when they lag, to the oldest key that still has none.
func paired(events []Event, codes Codes, lag bool) []stroke {
	var out []stroke
	next := 0
	for _, e := range events {
		if e.Rune == 0 {
			code := e.Key.Code - int(codes)
			if c := letterOf(code, e.Key.Shift); c != 0 {
				out = append(out, stroke{code: code, char: c})
			}
			continue
		}
		if !lag {
			next = max(len(out)-1, 0)
		}
		if next < len(out) && out[next].r == 0 && out[next].char != 0 {
			out[next].r = e.Rune
			next++
			continue
		}
		out = append(out, stroke{r: e.Rune})
		next = len(out)
	}
	return out
}

func complete(strokes []stroke) bool {
	for _, s := range strokes {
		if s.char == 0 || s.r == 0 {
			return false
		}
	}
	return len(strokes) > 0
}

// prove gives the line if every stroke is accounted for.
func prove(strokes []stroke, dst []byte) (line []byte, ok bool) {
	given := map[rune]byte{}   // the US character of the key that gave a rune
	runes := map[stroke]rune{} // and the other way about; key and character only
	orphans := false
	for i := 0; i < len(strokes); i++ {
		s := strokes[i]
		switch {
		case s.char == 0: // the same key once more, within a millisecond
			c, seen := given[s.r]
			if !seen || !plain(c) {
				return nil, false
			}
			orphans = true
			dst = append(dst, c)
		case s.r == 0:
			// A dead key. The key after it either gave nothing too, or the
			// letter that the accent and the key make. If it gave its plain
			// character, that may have been its second press in the same
			// millisecond, and the first one is lost.
			if !dead(s.code) || i+1 == len(strokes) {
				return nil, false
			}
			after := strokes[i+1]
			if after.char == 0 || after.r != 0 && !composed(after.r) {
				return nil, false
			}
			dst = append(dst, s.char, after.char)
			i++
		case dead(s.code) && accent(s.r):
			return nil, false // dead key and space, or the dead key twice
		default:
			at := stroke{code: s.code, char: s.char}
			if c, seen := given[s.r]; seen && c != s.char {
				return nil, false // two keys for one rune: runes tell nothing
			}
			if r, seen := runes[at]; seen && r != s.r {
				return nil, false
			}
			given[s.r], runes[at] = s.char, s.r
			dst = append(dst, s.char)
		}
	}
	if orphans && !allHaveRunes(pastAIM(strokes)) {
		return nil, false // keys were lost: a dead one and its swallowed neighbour may be among them
	}
	return dst, len(strokes) > 0 && steady(strokes)
}

// pastAIM leaves out the dead key and letter that begin an AIM identifier. They
// are sure even where keys were lost, for a second `]` does not occur in a
// code: neither EAN, Code 39 nor GS1's character set 82 has one.
func pastAIM(strokes []stroke) []stroke {
	if len(strokes) > 2 && strokes[0].r == 0 && strokes[0].char == ']' {
		return strokes[2:]
	}
	return strokes
}

func allHaveRunes(strokes []stroke) bool {
	for _, s := range strokes {
		if s.r == 0 {
			return false
		}
	}
	return true
}

// plain tells whether a character has one key, leaving the keypad aside.
func plain(c byte) bool { return c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'z' }

// dead tells whether a key is dead on a layout we know: dk has accents on `=`
// and `]`, fr on `[`.
func dead(code int) bool { return code == codeEqual || code == codeLeftBr || code == codeRightBr }

// accent tells whether a rune is an accent by itself.
func accent(r rune) bool { return r == '´' || r == '`' || r == '¨' || r == '^' }

// composed tells whether a rune is a letter with an accent.
func composed(r rune) bool { return r >= 0x80 && len([]rune(norm.NFD.String(string(r)))) == 2 }

// steady tells whether Shift was seen rightly: no rune is what the same key
// gives with Shift the other way, unless a known layout explains them all, or
// it is true of every letter (Caps Lock is on, and the scanner cannot know).
func steady(strokes []stroke) bool {
	letters, turned, odd := 0, 0, 0
	for _, s := range strokes {
		if s.char == 0 || s.r == 0 {
			continue
		}
		isLetter := s.char >= 'A' && plain(s.char)
		if isLetter {
			letters++
		}
		p := table[s.code]
		if p.plain != p.shift && rune(s.char) != s.r && (s.r == rune(p.plain) || s.r == rune(p.shift)) {
			if isLetter {
				turned++
			} else {
				odd++
			}
		}
	}
	return odd == 0 && (turned == 0 || turned == letters) || explained(strokes)
}

// explained tells whether one known layout makes each rune of its key.
func explained(strokes []stroke) bool {
	for _, name := range []string{"us", "dk", "fr"} {
		all := true
		for _, s := range strokes {
			if s.char == 0 || s.r == 0 || keypad(s.code) && s.r == rune(s.char) {
				continue
			}
			back := decode.Undo(name, []byte(string(s.r)), nil)
			if len(back) != 1 || back[0] != s.char || dead(s.code) && accent(s.r) {
				all = false
				break
			}
		}
		if all {
			return true
		}
	}
	return false
}

// numLock tells whether a burst is keypad keys without a single rune.
func numLock(strokes []stroke) bool {
	for _, s := range strokes {
		if s.r != 0 || !keypad(s.code) {
			return false
		}
	}
	return len(strokes) > 0
}
