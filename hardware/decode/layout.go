package decode

import (
	"fmt"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"bonuskasse/hardware"
)

// A wedge set to a US layout sends key positions; the window receives what
// the till's own layout makes of them. The tables name, for each US character,
// what the same key gives in the other layout (xkeyboard-config, symbols/dk
// and symbols/fr "basic"). A NUL stands for a dead key.
//
// Undoing cannot be complete. A dead key and the key after it become one
// letter, which comes apart again, or vanish both: then a character is missing
// and nothing tells. That is why a Danish till wants AIM identifiers off and a
// prefix on, or a reader claimed by evdev.
const (
	usKeys = "`1234567890-=qwertyuiop[]\\asdfghjkl;'zxcvbnm,./" +
		"~!@#$%^&*()_+QWERTYUIOP{}|ASDFGHJKL:\"ZXCVBNM<>?"
	dkKeys = "½1234567890+\x00qwertyuiopå\x00'asdfghjklæøzxcvbnm,.-" +
		"§!\"#¤%&/()=?\x00QWERTYUIOPÅ\x00*ASDFGHJKLÆØZXCVBNM;:_"
	frKeys = "²&é\"'(-è_çà)=azertyuiop\x00$*qsdfghjklmùwxcvbn,;:!" +
		"³1234567890°+AZERTYUIOP\x00£µQSDFGHJKLM%WXCVBN?./§"
)

// dead names the US character under each accent's dead key.
var (
	dkDead = map[rune]byte{'\u0308': ']', '\u0302': '}', '\u0301': '=', '\u0300': '+'}
	frDead = map[rune]byte{'\u0302': '[', '\u0308': '{'}
	// An accent that stands alone came from its dead key and the space bar,
	// or from a system that lets both keys through.
	alone = map[rune]rune{'¨': '\u0308', '^': '\u0302', '´': '\u0301', '`': '\u0300'}
)

type layout struct {
	us   map[rune]byte
	dead map[rune]byte
}

var layouts = map[string]layout{
	"dk": {table(dkKeys), dkDead},
	"fr": {table(frKeys, "μ", "|"), frDead}, // Greek mu, as some systems send it
}

func table(keys string, more ...string) map[rune]byte {
	t, i := map[rune]byte{}, 0
	for _, r := range keys {
		if r != 0 {
			t[r] = usKeys[i]
		}
		i++
	}
	for i := 0; i+1 < len(more); i += 2 {
		r, _ := utf8.DecodeRuneInString(more[i])
		t[r] = more[i+1][0]
	}
	return t
}

func knownLayout(name string) bool {
	_, ok := layouts[name]
	return ok || name == "" || name == "us"
}

func badLayout(name string) error {
	return &hardware.Error{Op: "layout", Reason: hardware.BadSettings, Cause: fmt.Errorf("no layout %q: us, dk or fr", name)}
}

// Undo appends to dst what a US wedge sent, given what the layout made of it.
// A character that the layout's keys cannot make stays as it is.
func Undo(layoutName string, text, dst []byte) []byte {
	l, ok := layouts[layoutName]
	if !ok {
		return append(dst, text...)
	}
	for len(text) > 0 {
		r, n := utf8.DecodeRune(text)
		dst = l.undo(dst, r, text[:n])
		text = text[n:]
	}
	return dst
}

func (l layout) undo(dst []byte, r rune, raw []byte) []byte {
	if c, ok := l.us[r]; ok {
		return append(dst, c)
	}
	if accent, ok := alone[r]; ok {
		if c, ok := l.dead[accent]; ok {
			return append(dst, c)
		}
	}
	if r >= utf8.RuneSelf {
		if parts := []rune(norm.NFD.String(string(r))); len(parts) == 2 {
			if c, ok := l.dead[parts[1]]; ok {
				dst = append(dst, c)
				return l.undo(dst, parts[0], []byte(string(parts[0])))
			}
		}
	}
	return append(dst, raw...)
}
