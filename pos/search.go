package pos

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Searching is blind to case, accents and the ways a letter is spelled when a
// keyboard lacks it: `sorensen` and `soerensen` find Sørensen, `aage` and `age`
// find Åge. Both what is searched and what is typed are folded to one form:
// a letter loses its marks, and a pair that stands for one letter (aa, ae, oe,
// ue) becomes its first. So a few words meet that differ (Joel and Jol): a
// search may find too much, never too little.

// SearchWord folds text to the letters and digits it is compared by, without
// spaces: "Anne-Marie Kjær" is "annemariekjar".
//
// The fold keeps beginnings: the fold of the first part of a word is the first
// part of its fold, so that a search by prefix works on folded words.
func SearchWord(s string) string {
	var b strings.Builder
	var last byte // the letter a pair may begin with
	put := func(c byte) {
		if pairs(last, c) {
			last = 0
			return
		}
		b.WriteByte(c)
		last = c
	}
	for _, r := range s {
		r = unicode.ToLower(unicode.ToUpper(r)) // some letters have two small forms
		if r < utf8.RuneSelf {
			if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
				put(byte(r))
			}
			continue
		}
		if plain, ok := latin[r]; ok {
			for i := range len(plain) {
				put(plain[i])
			}
			// Æ is one letter already: "ÆE" is not "aee".
			if len(plain) == 1 {
				last = 0
			}
			continue
		}
		if r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r)) {
			b.WriteRune(r)
			last = 0
		}
	}
	return b.String()
}

// pairs reports whether two letters stand for one.
func pairs(a, b byte) bool {
	switch a {
	case 'a':
		return b == 'a' || b == 'e'
	case 'o', 'u':
		return b == 'e'
	}
	return false
}

// latin is what letters of European names are without their marks.
var latin = func() map[rune]string {
	m := map[rune]string{'ß': "ss", 'þ': "th", 'ĳ': "ij", 'ŋ': "ng"}
	for _, group := range []string{
		"aàáâãäåāăąǎǟǡǻȁȃạảấầẩẫậắằẳẵặªæǣǽ", "cçćĉċč", "dďđðɖ", "eèéêëēĕėęěȅȇẹẻẽếềểễệ", "gĝğġģǧǥ", "hĥħ", "iìíîïĩīĭįıǐȉȋịỉ", "jĵ",
		"kķĸǩ", "lĺļľŀł", "nñńņňŉǹ", "oòóôõöøōŏőơǒǫǿȍȏọỏốồổỗộớờởỡợºœ", "rŕŗřȑȓ", "sśŝşšșſ", "tţťŧț", "uùúûüũūŭůűųưǔǖǘǚǜȕȗụủứừửữự",
		"wŵẁẃẅ", "yýÿŷỳỹỵỷ", "zźżžƶ",
	} {
		plain := group[:1]
		for _, r := range group[1:] {
			m[r] = plain
		}
	}
	return m
}()

// SearchWords are the words something is found by: each folded, and those with
// a mark inside both whole and in parts: "Anne-Marie Høj" is annemarie, anne,
// marie, hoj. No word comes twice.
func SearchWords(text string) (words []string) {
	add := func(s string) {
		if w := SearchWord(s); w != "" && !slices.Contains(words, w) {
			words = append(words, w)
		}
	}
	for _, chunk := range strings.Fields(text) {
		add(chunk)
		parts := strings.FieldsFunc(chunk, func(r rune) bool {
			return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r)
		})
		if len(parts) > 1 {
			for _, p := range parts {
				add(p)
			}
		}
	}
	return words
}

// SearchEnd is the end of the range of words that begin with a folded word:
// they are at least the word and below this.
func SearchEnd(word string) string {
	if word == "" {
		return "\xff"
	}
	b := []byte(word)
	b[len(b)-1]++ // no byte of UTF-8 is 0xff
	return string(b)
}

// PhoneWord is a phone number as it is searched: the digits of the national
// number, without country code, trunk zero and spacing. "+45 20 12 34 56",
// "0045 20123456" and "20123456" are one, as are "+33 6 12..." and "06 12...".
func PhoneWord(phone string) string {
	digits, international := phoneDigits(phone)
	if international {
		return strings.TrimLeft(digits[min(codeLen(digits), len(digits)):], "0")
	}
	if trimmed := strings.TrimLeft(digits, "0"); trimmed != digits {
		return trimmed
	}
	for _, c := range ownCodes {
		if len(digits) == len(c.code)+c.national && strings.HasPrefix(digits, c.code) {
			return digits[len(c.code):]
		}
	}
	return digits
}

// PhoneGuesses are the beginnings that typed digits may mean, the likeliest
// first: the national number, or the digits with a country code that nobody
// put a plus before.
func PhoneGuesses(typed string) (words []string) {
	digits, _ := phoneDigits(typed)
	add := func(w string) {
		if w != "" && !slices.Contains(words, w) {
			words = append(words, w)
		}
	}
	add(PhoneWord(typed))
	add(digits)
	for _, c := range ownCodes {
		// From six digits on it is worth a second look.
		if len(digits) >= 6 && len(digits) <= len(c.code)+c.national && strings.HasPrefix(digits, c.code) {
			add(digits[len(c.code):])
		}
	}
	return words
}

// phoneDigits drops everything but digits; a leading + or 00 says that a
// country code follows.
func phoneDigits(phone string) (digits string, international bool) {
	var b strings.Builder
	for _, r := range phone {
		switch {
		case r >= '0' && r <= '9':
			b.WriteRune(r)
		case r == '+' && b.Len() == 0:
			international = true
		}
	}
	digits = b.String()
	// No country code begins with 0: more zeros are padding.
	if !international && strings.HasPrefix(digits, "00") && !strings.HasPrefix(digits, "000") {
		return digits[2:], true
	}
	return digits, international
}

// ownCodes are country codes whose national numbers have one length, of the
// countries whose customers stand at the counter.
var ownCodes = []struct {
	code     string
	national int
}{{"45", 8}, {"33", 9}, {"47", 8}, {"354", 7}, {"298", 6}, {"299", 6}}

// codeLen is the length of the country code that digits begin with (ITU-T
// E.164, list of assigned codes): zones 1 and 7 have one digit, some
// countries two, the others three.
func codeLen(digits string) int {
	if digits == "" {
		return 0
	}
	if digits[0] == '1' || digits[0] == '7' {
		return 1
	}
	if len(digits) >= 2 && strings.Contains(" 20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 58 60 61 62 63 64 65 66 81 82 84 86 90 91 92 93 94 95 98 ", " "+digits[:2]+" ") {
		return 2
	}
	return 3
}
