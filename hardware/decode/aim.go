package decode

import "strings"

// splitAIM takes an AIM symbology identifier off a code's content (ISO/IEC
// 15424): `]`, a letter for the symbology, and a character for what the
// reader did.
func splitAIM(line []byte) (aim string, body []byte) {
	if len(line) < 3 || line[0] != ']' || !letter(line[1]) || !letter(line[2]) && (line[2] < '0' || line[2] > '9') {
		return "", line
	}
	return string(line[:3]), line[3:]
}

func letter(c byte) bool { return c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' }

// gs1Carriers are the identifiers of symbols that carry GS1 element strings
// (GS1 General Specifications, figure 5.1.2-2), with those that add an
// extended channel interpretation.
var gs1Carriers = map[string]bool{
	"]C1": true, "]e0": true, "]e1": true, "]d2": true, "]d5": true,
	"]Q3": true, "]Q4": true, "]J1": true, "]z1": true,
}

// checked takes off what belongs to the symbol and not to the number: start
// and stop characters, and a check character that the reader sent along. It
// is not right if that check character is wrong. Modifiers are sums of
// options (ISO/IEC 15424, annex A): in Code 39, 1 is "check character
// verified", 2 is "and stripped", 4 is "full ASCII converted".
func (c code) checked() (body []byte, right bool) {
	body = c.body
	if c.aim == "" {
		return stars(body), true // `*` cannot be data in Code 39, its only home
	}
	switch c.aim {
	case "]A1", "]A5":
		return code39Check(stars(body), c.aim == "]A5")
	case "]I1", "]M0":
		if c.aim == "]I1" && len(body) == 14 {
			return body, true // ITF-14: the check digit is part of the GTIN
		}
		return mod10Check(body, c.aim == "]M0")
	case "]F2":
		return codabarCheck(codabarEnds(body))
	}
	switch c.aim[1] {
	case 'A':
		return stars(body), true
	case 'F':
		return codabarEnds(body), true
	case 'Q', 'd', 'z':
		return unescape(c.aim, body), true
	}
	return body, true
}

// opaque tells that a check character was sent along that this package cannot
// verify, so that the digits are not the number: Code 11 (]H0, ]H1), 2 of 5
// (]R1, ]S1), and
// Codabar's ]F1, which some makers take for that and ISO/IEC 15424 does not.
func (c code) opaque() bool {
	switch c.aim {
	case "]H0", "]H1", "]R1", "]S1", "]F1":
		return true
	}
	return false
}

// stars takes off Code 39's start and stop character.
func stars(body []byte) []byte {
	if n := len(body); n > 2 && body[0] == '*' && body[n-1] == '*' {
		return body[1 : n-1]
	}
	return body
}

const code39 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-. $/+%"

// code39Check verifies and takes off Code 39's check character, modulus 43
// over the symbol characters (ISO/IEC 16388, annex A). Full ASCII makes two
// symbol characters of many characters; they count as such.
func code39Check(body []byte, full bool) ([]byte, bool) {
	if len(body) < 2 {
		return body, false
	}
	last := len(body) - 1
	sum := 0
	for _, b := range body[:last] {
		pair := string(rune(b))
		if full {
			pair = fullASCII(b)
		}
		for i := range len(pair) {
			v := strings.IndexByte(code39, pair[i])
			if v < 0 {
				return body, false
			}
			sum += v
		}
	}
	return body[:last], code39[sum%43] == body[last]
}

// fullASCII gives the one or two Code 39 symbol characters of an ASCII
// character (ISO/IEC 16388, annex A.2).
func fullASCII(b byte) string {
	switch {
	case b >= 'A' && b <= 'Z' || b >= '0' && b <= '9' || b == ' ' || b == '-' || b == '.':
		return string(rune(b))
	case b >= 'a' && b <= 'z':
		return "+" + string(rune(b-'a'+'A'))
	case b >= '!' && b <= '/':
		return "/" + string(rune(b-'!'+'A'))
	case b == ':':
		return "/Z"
	case b >= ';' && b <= '?':
		return "%" + string(rune(b-';'+'F'))
	case b == '@':
		return "%V"
	case b >= '[' && b <= '_':
		return "%" + string(rune(b-'['+'K'))
	case b == '`':
		return "%W"
	case b >= '{' && b <= '~':
		return "%" + string(rune(b-'{'+'P'))
	}
	return "\x00"
}

// mod10Check verifies and takes off a modulus 10 check digit: GS1's in
// Interleaved 2 of 5 (ISO/IEC 16390, annex A), Luhn's in MSI.
func mod10Check(body []byte, luhn bool) ([]byte, bool) {
	if len(body) < 2 || !allDigits(body) {
		return body, false
	}
	last := len(body) - 1
	if luhn {
		return body[:last], magLuhn(body)
	}
	return body[:last], mod10(body)
}

const codabar = "0123456789-$:/.+ABCD"

// codabarEnds takes off Codabar's start and stop letters (EN 798).
func codabarEnds(body []byte) []byte {
	ends := func(b byte) bool { return strings.IndexByte("ABCDabcdTN*Etne", b) >= 0 }
	if n := len(body); n > 2 && ends(body[0]) && ends(body[n-1]) {
		return body[1 : n-1]
	}
	return body
}

// codabarCheck verifies and takes off Codabar's check character: the sum over
// the whole symbol, with start and stop, is a multiple of 16 (AIM BC3). The
// reader that strips start and stop leaves them unknown, so the check is only
// taken off.
func codabarCheck(body []byte) ([]byte, bool) {
	last := len(body) - 1
	if last < 1 || strings.IndexByte(codabar, body[last]) < 0 {
		return body, false
	}
	return body[:last], true
}

// unescape undoes the extended channel interpretations of two-dimensional
// codes: with an identifier that announces them, `\000026` switches the
// character set and a backslash comes doubled (AIM ITS/04-001). Content is
// taken as UTF-8 or ASCII either way.
func unescape(aim string, body []byte) []byte {
	switch aim {
	case "]Q2", "]Q4", "]Q6", "]d4", "]d5", "]d6":
	default:
		return body
	}
	out := body[:0:len(body)] // never longer than what it reads
	for i := 0; i < len(body); i++ {
		if body[i] == '\\' && i+6 < len(body) && allDigits(body[i+1:i+7]) {
			i += 6
			continue
		}
		if body[i] == '\\' && i+1 < len(body) && body[i+1] == '\\' {
			i++
		}
		out = append(out, body[i])
	}
	return out
}
