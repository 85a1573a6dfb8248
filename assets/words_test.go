package assets

import (
	"encoding/json"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/image/font/sfnt"
)

var gap = regexp.MustCompile(`\{[^{}]*\}`)

func gapsOf(text string) []string {
	gaps := gap.FindAllString(text, -1)
	slices.Sort(gaps)
	return slices.Compact(gaps)
}

func TestLanguagesHaveTheSameKeysAndGaps(t *testing.T) {
	first := Languages()[0]
	for _, lang := range Languages()[1:] {
		for _, key := range Keys(first) {
			if !Has(lang, key) {
				t.Errorf("%s lacks %q", lang, key)
			} else if a, b := gapsOf(words(first)[key]), gapsOf(words(lang)[key]); !slices.Equal(a, b) {
				t.Errorf("%q: %s has the gaps %v and %s %v", key, first, a, lang, b)
			}
		}
		for _, key := range Keys(lang) {
			if !Has(first, key) {
				t.Errorf("%s lacks %q, which %s has", first, key, lang)
			}
		}
	}
}

var goodKey = regexp.MustCompile(`^[a-z0-9_]+(\.[a-z0-9_]+)*$`)

func TestKeysAreDottedAndWordsClean(t *testing.T) {
	for _, lang := range Languages() {
		for _, key := range Keys(lang) {
			text := words(lang)[key]
			if !goodKey.MatchString(key) {
				t.Errorf("%s: key %q", lang, key)
			}
			if text == "" || strings.TrimSpace(text) != text || strings.Contains(text, "  ") {
				t.Errorf("%s: %q is %q", lang, key, text)
			}
			for _, g := range gapsOf(text) {
				if _, size := placeholder(g); size != len(g) {
					t.Errorf("%s: %q has the gap %s, which nothing fills", lang, key, g)
				}
			}
			if many, ok := strings.CutSuffix(key, ".one"); ok != Has(lang, many+".other") && ok {
				t.Errorf("%s: %q has no .other", lang, key)
			}
		}
	}
}

// The files are read and merged by people: one form, sorted, is the form that
// merges.
func TestFilesAreSortedAndInOneForm(t *testing.T) {
	for _, lang := range Languages() {
		raw, err := os.ReadFile("lang/" + lang + ".json")
		if err != nil {
			t.Fatal(err)
		}
		var table map[string]string
		if err := json.Unmarshal(raw, &table); err != nil {
			t.Fatal(err)
		}
		var lines []string
		for line := range strings.SplitSeq(string(raw), "\n") {
			if strings.HasPrefix(line, `  "`) {
				lines = append(lines, line[3:strings.Index(line[3:], `"`)+3])
			}
		}
		if len(lines) != len(table) {
			t.Errorf("%s.json has %d lines for %d keys: one key a line, none twice", lang, len(lines), len(table))
		}
		if !slices.IsSorted(lines) {
			t.Errorf("%s.json is not sorted", lang)
		}
	}
}

// What the font cannot draw would be a box on the screen.
func TestEveryLetterIsInTheFont(t *testing.T) {
	var texts []string
	for _, lang := range Languages() {
		for _, key := range Keys(lang) {
			texts = append(texts, words(lang)[key])
		}
		for _, q := range FAQ(lang) {
			texts = append(texts, q.Question, q.Answer)
		}
		texts = append(texts, Money(lang, "EUR", -123456789), Percent(lang, 2550), styles[lang].months)
	}
	for name, raw := range map[string][]byte{"regular": RegularFont(), "bold": BoldFont()} {
		font, err := sfnt.Parse(raw)
		if err != nil {
			t.Fatal(err)
		}
		var buf sfnt.Buffer
		for _, text := range texts {
			for _, r := range text {
				if i, err := font.GlyphIndex(&buf, r); err != nil || i == 0 {
					t.Errorf("%s font: no %q (%U) for %q", name, r, r, text)
				}
			}
		}
	}
}

// A sentence for an error says what happened and what to do: it is a sentence.
func TestErrorsAreSentences(t *testing.T) {
	for _, lang := range Languages() {
		for _, key := range Keys(lang) {
			if strings.HasPrefix(key, "error.") || strings.HasPrefix(key, "reason.") || strings.HasPrefix(key, "why.") {
				text := words(lang)[key]
				if !strings.HasSuffix(text, ".") || !unicode.IsUpper([]rune(text)[0]) && !strings.HasPrefix(text, "{") {
					t.Errorf("%s: %q is no sentence: %q", lang, key, text)
				}
			}
		}
	}
}

func TestFAQ(t *testing.T) {
	first := FAQ("da")
	if len(first) != 17 {
		t.Fatalf("%d questions, want 17", len(first))
	}
	for _, lang := range Languages() {
		list := FAQ(lang)
		if len(list) != len(first) {
			t.Fatalf("%s has %d questions, da %d", lang, len(list), len(first))
		}
		for i, q := range list {
			if q.ID != first[i].ID {
				t.Errorf("%s: question %d is %q, da has %q", lang, i, q.ID, first[i].ID)
			}
			if !strings.HasSuffix(q.Question, "?") && !strings.Contains(q.Question, "?") || len(q.Answer) < 40 {
				t.Errorf("%s: %q is no question with an answer", lang, q.ID)
			}
		}
	}
}

func TestFigures(t *testing.T) {
	for _, c := range []struct{ got, want string }{
		{Money("da", "DKK", 124000), "1.240,00\u00a0kr."},
		{Money("da", "EUR", 124000), "1.240,00\u00a0€"},
		{Money("fr", "EUR", 124000), "1\u00a0240,00\u00a0€"},
		{Money("fr", "DKK", -5), "-0,05\u00a0DKK"},
		{Money("en", "DKK", 124000), "DKK\u00a01,240.00"},
		{Money("en", "EUR", -124000), "-€1,240.00"},
		{Money("de", "DKK", 100), "DKK\u00a01.00"},
		{Money("da", "JPY", 1240), "1.240\u00a0JPY"},
		{Money("da", "DKK", -9223372036854775808), "-92.233.720.368.547.758,08\u00a0kr."},
		{Signed("da", "DKK", 1615), "+16,15\u00a0kr."},
		{Signed("da", "DKK", 0), "0,00\u00a0kr."},
		{Number("da", 999), "999"}, {Number("da", -1240), "-1.240"}, {Number("en", 1000000), "1,000,000"},
		{Quantity("da", 3000), "3"}, {Quantity("da", 1275), "1,275"}, {Quantity("en", -500), "-0.5"},
		{Percent("da", 500), "5\u00a0%"}, {Percent("en", 250), "2.5%"}, {Percent("fr", 10000), "100\u00a0%"},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}

func TestWordsAreFilled(t *testing.T) {
	if got := N("fr", "count.points", 0); got != "0 point" {
		t.Errorf("French zero: %q", got)
	}
	if got := N("en", "count.points", 1240); got != "1,240 points" {
		t.Errorf("got %q", got)
	}
	if got := N("en", "count.points", 0); got != "0 points" {
		t.Errorf("got %q", got)
	}
	if got := T("da", "no.such.key"); got != "no.such.key" {
		t.Errorf("got %q", got)
	}
	if got := fill("da", "{1} and {0} {2}", []any{"{1}", 5000}); got != "5.000 and {1} {2}" {
		t.Errorf("got %q", got)
	}
	if got := T("en", "error.unknown_card", ""); strings.Contains(got, "  ") {
		t.Errorf("an unknown detail leaves a gap: %q", got)
	}
	for lang, want := range map[string]string{"da": "Linje 9: x", "en": "Line 9: x", "fr": "Ligne 9\u00a0: x"} {
		if got := T(lang, "import.bad_row", 9, "", "x"); got != want {
			t.Errorf("a row without a field: %q, want %q", got, want)
		}
	}
	if got := Code("da", "tender_too_small", "99,00 kr."); !strings.HasSuffix(got, "99,00 kr.") {
		t.Errorf("two full stops: %q", got)
	}
	if got := Code("en", "no_such_code"); !strings.Contains(got, "no_such_code") {
		t.Errorf("a new code is not named: %q", got)
	}
}

func TestEveryIconHasItsWord(t *testing.T) {
	if len(Icons()) < 40 {
		t.Fatalf("only %d icons", len(Icons()))
	}
	for _, name := range Icons() {
		if !Has("da", "icon."+name) {
			t.Errorf("icon %q has no word", name)
		}
		if !strings.Contains(string(Icon(name)), "currentColor") {
			t.Errorf("icon %q has a colour of its own", name)
		}
	}
}

func TestAmountsAreReadAsTyped(t *testing.T) {
	for _, c := range []struct {
		text  string
		minor int64
		ok    bool
	}{
		{"12", 1200, true}, {"12,5", 1250, true}, {"12.50", 1250, true}, {"1.240,00", 124000, true},
		{"1,240.00", 124000, true}, {"1 240", 124000, true}, {"1.240", 124000, true}, {"-5,05", -505, true},
		{"0", 0, true}, {" 7 ", 700, true}, {"1\u00a0240,00", 124000, true},
		{"", 0, false}, {",50", 0, false}, {"12,", 0, false}, {"1.24.00", 0, false}, {"12a", 0, false},
		{"1.2345", 0, false}, {"--1", 0, false}, {"9999999999999", 0, false}, {"1,240,00", 0, false},
	} {
		if minor, ok := ReadAmount("DKK", c.text); minor != c.minor || ok != c.ok {
			t.Errorf("ReadAmount(%q) = %d, %v; want %d, %v", c.text, minor, ok, c.minor, c.ok)
		}
	}
}

// What one language writes is read back as it was.
func FuzzAmount(f *testing.F) {
	f.Add(int64(124000), "12,50")
	f.Add(int64(-1), "1.2.3")
	f.Fuzz(func(t *testing.T, minor int64, typed string) {
		minor %= 100_000_000_000_000
		for _, lang := range Languages() {
			if got, ok := ReadAmount("DKK", Amount(lang, "DKK", minor)); !ok || got != minor {
				t.Errorf("%s: %d became %q and %d, %v", lang, minor, Amount(lang, "DKK", minor), got, ok)
			}
		}
		ReadAmount("DKK", typed)
		ReadQuantity(typed)
		fill("da", typed, []any{typed, minor})
	})
}

var inSettings = regexp.MustCompile(`F10, (\p{Lu}[^.)]*)`)

// Who is sent to a section of Settings finds it under that name.
func TestSettingsAreCalledAsTheyAre(t *testing.T) {
	for _, lang := range Languages() {
		named := 0
		var sections []string
		for _, key := range Keys(lang) {
			if rest, ok := strings.CutPrefix(key, "settings.section."); ok && !strings.Contains(rest, ".") {
				sections = append(sections, words(lang)[key])
			}
		}
		for _, key := range Keys(lang) {
			if m := inSettings.FindStringSubmatch(words(lang)[key]); m != nil {
				named++
				if !slices.Contains(sections, m[1]) {
					t.Errorf("%s: %q sends to %q of Settings, where there are %q", lang, key, m[1], sections)
				}
			}
		}
		if named == 0 {
			t.Errorf("%s: nothing sends to Settings", lang)
		}
	}
}
