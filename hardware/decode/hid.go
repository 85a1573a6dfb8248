package decode

import (
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// Usages of HID page 0x07 (HID Usage Tables 1.4, chapter 10) from 0x04 to
// 0x38, plain and with Shift, as a US keyboard labels them. Enter, Tab and the
// like give their ASCII control characters.
const (
	usagePlain = "abcdefghijklmnopqrstuvwxyz1234567890\r\x1b\b\t -=[]\\#;'`,./"
	usageShift = "ABCDEFGHIJKLMNOPQRSTUVWXYZ!@#$%^&*()\r\x1b\b\t _+{}|~:\"~<>?"
	firstUsage = 0x04

	// Keypad, from 0x54: the digits whatever Num Lock says, for a scanner in
	// keypad mode means them.
	usageKeypad = "/*-+\r1234567890."
	firstKeypad = 0x54

	usageRollOver  = 0x01
	usageCapsLock  = 0x39
	usageNonUS     = 0x64 // the key beside the left Shift of European keyboards
	usageKeypadEq  = 0x67
	modCtrl        = 0x11
	modShift       = 0x22
	modAlt         = 0x44
	modGUI         = 0x88
	bootReport     = 8
	mostAltDigits  = 5
	windowsDefault = '0' // a leading zero means the Windows code page
)

// boot reads 8-byte boot keyboard reports (HID 1.11, appendix B.1): modifiers,
// a reserved byte, and up to six usages that are down. A key counts when it
// goes down, so a key that stays down over several reports counts once, and
// keys that overlap come in their order. A report of roll-over errors says
// nothing.
//
// With Alt held, keypad digits spell a character's decimal code, as Windows
// has it: it comes when Alt goes up.
type boot struct {
	emit func(byte)

	report [bootReport]byte
	filled int
	down   [6]byte
	mods   byte
	caps   bool
	alt    []byte // digits typed while Alt is down
}

// Reports turns boot keyboard reports into the characters that they type, for a
// driver that has keys and wants text. Enter is CR.
func Reports(emit func(byte)) (take func(report [8]byte)) {
	k := &boot{emit: emit}
	return k.take
}

func (k *boot) feed(b byte) {
	k.report[k.filled] = b
	if k.filled++; k.filled == bootReport {
		k.filled = 0
		k.take(k.report)
		clear(k.report[:])
	}
}

func (k *boot) take(r [bootReport]byte) {
	keys := r[2:]
	for _, u := range keys {
		if u == usageRollOver {
			return
		}
	}
	if k.mods&modAlt != 0 && r[0]&modAlt == 0 {
		k.character()
	}
	before := k.down
	copy(k.down[:], keys)
	k.mods = r[0]
	for i, u := range keys {
		if u <= 3 || has(before[:], u) || has(keys[:i], u) {
			continue
		}
		k.press(u)
	}
	clear(before[:])
}

func has(keys []byte, u byte) bool {
	for _, k := range keys {
		if k == u {
			return true
		}
	}
	return false
}

func (k *boot) press(u byte) {
	if u == usageCapsLock {
		k.caps = !k.caps
		return
	}
	c := Usage(u, k.mods&modShift != 0)
	switch {
	case k.mods&modAlt != 0:
		if u >= firstKeypad && c >= '0' && c <= '9' && len(k.alt) < mostAltDigits {
			k.alt = append(k.alt, c)
		}
		return
	case c == 0 || k.mods&modGUI != 0:
		return
	case k.mods&modCtrl != 0:
		if c = c &^ 0x20; c >= '@' && c <= '_' {
			k.emit(c & 0x1f) // Ctrl+] is GS, Ctrl+M is CR: "function keys as control characters"
		}
		return
	case k.caps && letter(c):
		c ^= 0x20
	}
	k.emit(c)
}

// Usage gives the character of a usage of HID page 0x07 on a US keyboard, 0 if
// it has none.
func Usage(u byte, shift bool) byte {
	switch {
	case u >= firstUsage && int(u-firstUsage) < len(usagePlain):
		if shift {
			return usageShift[u-firstUsage]
		}
		return usagePlain[u-firstUsage]
	case u >= firstKeypad && int(u-firstKeypad) < len(usageKeypad):
		return usageKeypad[u-firstKeypad]
	case u == usageNonUS && shift:
		return '|'
	case u == usageNonUS:
		return '\\'
	case u == usageKeypadEq:
		return '='
	}
	return 0
}

// character ends an Alt code: modulo 256, from the Windows code page with a
// leading zero and from the DOS one without.
func (k *boot) character() {
	if len(k.alt) == 0 {
		return
	}
	n := 0
	for _, c := range k.alt {
		n = (n*10 + int(c-'0')) % 256
	}
	page := charmap.CodePage850
	if k.alt[0] == windowsDefault {
		page = charmap.Windows1252
	}
	clear(k.alt)
	k.alt = k.alt[:0]
	if n < 0x80 {
		if n != 0 {
			k.emit(byte(n))
		}
		return
	}
	var text [utf8.UTFMax]byte
	for _, b := range text[:utf8.EncodeRune(text[:], page.DecodeByte(byte(n)))] {
		k.emit(b)
	}
}

// idle drops a torn report; keys that are down stay down.
func (k *boot) idle() {
	clear(k.report[:])
	k.filled = 0
}

func (k *boot) waiting() bool { return k.filled > 0 }

func (k *boot) reset() {
	k.idle()
	clear(k.alt)
	k.alt, k.down, k.mods, k.caps = k.alt[:0], [6]byte{}, 0, false
}
