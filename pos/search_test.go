package pos

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestSearchWord(t *testing.T) {
	// Each row is one word, however it is spelled.
	for _, same := range [][]string{
		{"sorensen", "soerensen", "Sørensen", "SØRENSEN", "Sörensen", "so\u0308rensen", "Sorensen"},
		{"age", "aage", "Åge", "åge", "A\u030age", "AAGE", "Æge"},
		{"kjar", "Kjær", "Kjaer", "KJÆR", "Kjär"},
		{"muller", "Müller", "Mueller", "MULLER"},
		{"grossmann", "Großmann", "GROẞMANN", "Grossmann"},
		{"francois", "François", "FRANCOIS", "Franc\u0327ois"},
		{"hebert", "Hébert"},
		{"anais", "Anaïs"},
		{"lukasz", "Łukasz"},
		{"thordur", "Þórður"},
		{"aukse", "Aukšė"},
		{"sour", "soeur"},
		{"our", "œur", "oeur", "Œur"},
		{"annemarie", "Anne-Marie", "anne marie"},
		{"obrien", "O'Brien", "O’Brien"},
		{"istanbul", "İstanbul", "ıstanbul"},
		{"", "", "-", "…", "\xff"},
		{"иван", "Иван"},
	} {
		for _, s := range same {
			if got := SearchWord(s); got != same[0] {
				t.Errorf("%q folds to %q, not %q", s, got, same[0])
			}
		}
	}
}

func TestSearchWords(t *testing.T) {
	got := strings.Join(SearchWords("  Anne-Marie  Høj Høj O'Brien "), " ")
	if want := "annemarie anne marie hoj obrien o brien"; got != want {
		t.Errorf("%q, not %q", got, want)
	}
}

func TestPhoneWord(t *testing.T) {
	for _, same := range [][]string{
		{"20123456", "20123456", "20 12 34 56", "+45 20 12 34 56", "004520123456", "4520123456", "+4520123456", "(+45) 2012-3456"},
		{"612345678", "+33 6 12 34 56 78", "06 12 34 56 78", "0033612345678", "+33 (0)6 12 34 56 78", "33612345678"},
		{"7012345678", "+46 70 123 45 678", "070 123 45 678"},
		{"5550123456", "+1 555 012 3456"},
		{"", "", "+", "none"},
	} {
		for _, s := range same[1:] {
			if got := PhoneWord(s); got != same[0] {
				t.Errorf("%q is %q, not %q", s, got, same[0])
			}
		}
	}
}

func TestPhoneGuessesFindTheNumber(t *testing.T) {
	for number, typed := range map[string][]string{
		"+45 20 12 34 56":   {"2", "2012", "20 12 3", "+45 20", "0045 20", "4520 1234", "20123456", "452012345"},
		"+33 6 12 34 56 78": {"06 12", "+33 6", "612", "0033 6 12", "336123456"},
		"33 44 55 66":       {"33 44", "3344", "33445566", "+45 33 44"},
	} {
		for _, q := range typed {
			found := false
			for _, g := range PhoneGuesses(q) {
				found = found || strings.HasPrefix(PhoneWord(number), g)
			}
			if !found {
				t.Errorf("%q does not find %q: %q, %q", q, number, PhoneGuesses(q), PhoneWord(number))
			}
		}
	}
}

func FuzzSearchWord(f *testing.F) {
	for _, s := range []string{"Sørensen", "aaage", "Anne-Marie", "A\u030age", "ßæœ", "\xff\xfe"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		w := SearchWord(s)
		if !utf8.ValidString(w) || SearchWord(strings.ToUpper(w)) != SearchWord(w) {
			t.Fatalf("%q folds to %q", s, w)
		}
		// The beginning of a text folds to the beginning of its fold: this is
		// what a search while typing stands on.
		for i := range s[:min(len(s), 200)] {
			if p := SearchWord(s[:i]); !strings.HasPrefix(w, p) {
				t.Fatalf("%q folds to %q, and its beginning %q to %q", s, w, s[:i], p)
			}
		}
		if w != "" && !(w < SearchEnd(w) && w+"\U0010ffff" < SearchEnd(w)) {
			t.Fatalf("%q is not below its end", w)
		}
		PhoneGuesses(s)
	})
}
