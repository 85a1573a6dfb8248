package hardware

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// noBreak is the space that neither wraps nor collapses; Layout prints it as a
// space. The narrow ones that number formats use (1 240,00 in French) become it.
const noBreak = '\u00a0'

// Printable is s without anything that is not a character on paper: no
// control codes (a member's name must not kick the drawer), no direction
// marks, no joiners, no lone accents. Newlines and tabs become spaces, bytes
// that are no UTF-8 become "?", letters are composed (NFC).
func Printable(s string) string {
	if plain(s) {
		return s
	}
	var b strings.Builder
	joined := false
	for _, r := range norm.NFC.String(strings.ToValidUTF8(s, "?")) {
		switch {
		case r == '\n' || r == '\t' || r == '\r':
			b.WriteByte(' ')
		case r == '\u202f' || r == '\u2007' || r == noBreak:
			b.WriteRune(noBreak)
		case r == '\u200d': // joins two emoji into one: the second is dropped
			joined = true
			continue
		case r == utf8.RuneError:
			b.WriteByte('?')
		case joined && r > 0x2000:
		case r >= 0x1f3fb && r <= 0x1f3ff: // skin tones
		case unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co, unicode.Cs, unicode.Mn, unicode.Me, unicode.Zl, unicode.Zp):
		case unicode.Is(unicode.Zs, r):
			b.WriteByte(' ')
		default:
			b.WriteRune(r)
		}
		joined = false
	}
	return b.String()
}

// plain is the common case, without a copy.
func plain(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] < ' ' || s[i] > '~' {
			return false
		}
	}
	return true
}

// Transliterate writes s with only the characters that has accepts: others
// become their nearest spelling (é to e, œ to oe, € to EUR), and "?" where
// there is none (Greek, emoji). A no-break space always stays.
func Transliterate(s string, has func(rune) bool) string {
	if plain(s) {
		return s
	}
	var b strings.Builder
	for _, r := range s {
		switch {
		case r < 0x7f || r == noBreak || has(r):
			b.WriteRune(r)
		default:
			b.WriteString(spelling(r, has))
		}
	}
	return b.String()
}

func spelling(r rune, has func(rune) bool) string {
	if s, ok := spellings[r]; ok {
		return s
	}
	base, _ := utf8.DecodeRuneInString(norm.NFKD.String(string(r)))
	if base != r {
		if base < 0x7f && base >= ' ' || has(base) {
			return string(base)
		}
		if s, ok := spellings[base]; ok {
			return s
		}
	}
	return "?"
}

// spellings holds what decomposition does not give. The Danish ones are what
// Danes write on a keyboard that lacks the letters.
var spellings = map[rune]string{
	'æ': "ae", 'Æ': "AE", 'ø': "oe", 'Ø': "OE", 'å': "aa", 'Å': "AA",
	'œ': "oe", 'Œ': "OE", 'ß': "ss", 'ẞ': "SS", 'ð': "d", 'Ð': "D", 'þ': "th", 'Þ': "Th",
	'ł': "l", 'Ł': "L", 'đ': "d", 'Đ': "D", 'ħ': "h", 'Ħ': "H", 'ı': "i", 'ŋ': "n", 'Ŋ': "N",
	'€': "EUR", '£': "GBP", '¥': "JPY", '©': "(c)", '®': "(r)", '™': "(tm)",
	'‘': "'", '’': "'", '‚': ",", '“': "\"", '”': "\"", '„': "\"", '«': "\"", '»': "\"", '‹': "<", '›': ">",
	'´': "'", '`': "'", '–': "-", '—': "-", '‐': "-", '‑': "-", '−': "-", '…': "...", '•': "*", '·': ".",
	'×': "x", '÷': "/", '°': "o", '½': "1/2", '¼': "1/4", '¾': "3/4", '→': "->", '←': "<-",
}

func hasControl(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return unicode.IsControl(r) }) >= 0
}
