package hardware_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"image"
	"image/color"
	"os"
	"reflect"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"bonuskasse/hardware"
	"bonuskasse/hardware/hardwaretest"

	"pgregory.net/rapid"
)

func TestDocumentStoredFormIsStable(t *testing.T) {
	d := hardwaretest.Receipt()
	first, err := json.Marshal(d)
	if err != nil {
		t.Fatal(err)
	}
	var back hardware.Document
	if err := json.Unmarshal(first, &back); err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(d, back) {
		t.Errorf("read back differs:\n%+v\n%+v", d, back)
	}
	second, _ := json.Marshal(back)
	if !bytes.Equal(first, second) {
		t.Errorf("written again differs:\n%s\n%s", first, second)
	}
	// A job written by the first release must be readable for ever.
	kept, err := os.ReadFile("testdata/document-v1.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(kept, &back); err != nil {
		t.Fatalf("version 1 from disk: %v", err)
	}
	if !reflect.DeepEqual(d, back) {
		t.Errorf("version 1 from disk reads differently now")
	}
}

func TestDocumentRefuses(t *testing.T) {
	cases := map[string]string{
		`{"v":2,"body":[]}`:                                                           hardware.DocNewer,
		`{"body":[]}`:                                                                 hardware.DocUnreadable,
		`{"v":1,"body":[{"kind":"hologram"}]}`:                                        hardware.DocKind,
		`{"v":1,"body":[{"kind":"drawer"}]}`:                                          hardware.DocNoReason,
		`{"v":1,"body":[{"kind":"drawer","reason":"because"}]}`:                       hardware.DocNoReason,
		`{"v":1,"body":[{"kind":"qr","text":"a\u0010\u0014"}]}`:                       hardware.DocValue,
		`{"v":1,"body":[{"kind":"qr"}]}`:                                              hardware.DocValue,
		`{"v":1,"body":[{"kind":"code","text":"Ærø"}]}`:                               hardware.DocValue,
		`{"v":1,"body":[{"kind":"feed","count":9999}]}`:                               hardware.DocValue,
		`{"v":1,"body":[{"kind":"image"}]}`:                                           hardware.DocValue,
		`{"v":1,"body":[{"kind":"text","size":"huge"}]}`:                              hardware.DocValue,
		`{"v":1,"body":[{"kind":"image","image":{"w":8,"h":2,"bits":"AA=="}}]}`:       hardware.DocValue,
		`{"v":1,"body":[{"kind":"code","symbology":"ean13","text":"5701234567890"}]}`: hardware.DocValue,
		`{"v":1,"body":[{"kind":"text","text":"` + strings.Repeat("x", 3000) + `"}]}`: hardware.DocTooLong,
	}
	for text, want := range cases {
		var d hardware.Document
		err := json.Unmarshal([]byte(text), &d)
		var bad *hardware.DocumentError
		if !errors.As(err, &bad) || bad.Code != want {
			t.Errorf("%.60s: %v, want %s", text, err, want)
		}
	}
}

func TestEAN13Digits(t *testing.T) {
	for in, want := range map[string]string{"570000123456": "5700001234569", "4006381333931": "4006381333931"} {
		if got, ok := hardware.EAN13Digits(in); !ok || got != want {
			t.Errorf("%s: %s %v", in, got, ok)
		}
	}
	for _, in := range []string{"", "40063813339", "4006381333930", "40063813339x1", "40063813339311"} {
		if got, ok := hardware.EAN13Digits(in); ok {
			t.Errorf("%q accepted as %s", in, got)
		}
	}
}

func TestCopyAndTraining(t *testing.T) {
	d := hardwaretest.Receipt()
	if why, ok := d.Kicks(); !ok || why != hardware.KickSale {
		t.Fatal("the receipt should open the drawer")
	}
	words := map[string][2]string{"da": {"KOPI", "ØVELSE"}, "fr": {"DUPLICATA", "FORMATION"}, "en": {"COPY", "TRAINING"}, "": {"COPY", "TRAINING"}}
	for lang, word := range words {
		d.Lang = lang
		for i, marked := range []hardware.Document{d.AsCopy(), d.AsTraining(), d.AsCopy().AsCopy()} {
			if _, kicks := marked.Kicks(); kicks {
				t.Errorf("%s %d: opens the drawer again", lang, i)
			}
			first := strings.SplitN(marked.Text(42), "\n", 2)[0]
			want := word[i%2]
			if !strings.Contains(first, want) {
				t.Errorf("%s %d: begins with %q, want %s", lang, i, first, want)
			}
		}
		if n := strings.Count(d.AsCopy().AsCopy().Text(42), word[0]); n != 1 {
			t.Errorf("%s: a copy of a copy says it %d times", lang, n)
		}
	}
	if _, kicks := d.Kicks(); !kicks {
		t.Error("AsCopy changed the original")
	}
}

func TestPrintable(t *testing.T) {
	cases := map[string]string{
		"Søren":                  "Søren",
		"So\u0308ren":            "Sören",
		"a\x1bp\x00\x19\xfab":    "ap\x19b"[:2] + "?b",
		"\x10\x14\x01kick":       "kick",
		"tab\tnew\nline":         "tab new line",
		"\u202egnp.exe":          "gnp.exe",
		"1\u202f240,00":          "1\u00a0240,00",
		"👩\u200d👩\u200d👧 family": "👩 family",
		"👍🏽":                     "👍",
		"\u0085next":             "next",
	}
	for in, want := range cases {
		if got := hardware.Printable(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		in := string(rapid.SliceOf(rapid.Byte()).Draw(t, "bytes"))
		out := hardware.Printable(in)
		if !utf8.ValidString(out) || strings.ContainsFunc(out, func(r rune) bool { return r < ' ' || r >= 0x7f && r < 0xa0 }) {
			t.Fatalf("%q became %q", in, out)
		}
	})
}

func TestTransliterate(t *testing.T) {
	danish := func(r rune) bool { return strings.ContainsRune("æøåÆØÅ", r) }
	nothing := func(rune) bool { return false }
	cases := []struct {
		in, want string
		has      func(rune) bool
	}{
		{"Crème brûlée à l'œuf", "Creme brulee a l'oeuf", danish},
		{"Smørrebrød på Ærø", "Smørrebrød på Ærø", danish},
		{"Smørrebrød på Ærø", "Smoerrebroed paa AEroe", nothing},
		{"12,50 €", "12,50 EUR", danish},
		{"Ελλάδα", "??????", danish},
		{"tak 👍", "tak ?", danish},
		{"Łódź Ǻ “x” – …", "Lodz A \"x\" - ...", danish},
		{"½ l", "1/2 l", danish},
	}
	for _, c := range cases {
		got := hardware.Transliterate(c.in, c.has)
		if got != c.want {
			t.Errorf("%q: %q, want %q", c.in, got, c.want)
		}
	}
}

func TestDither(t *testing.T) {
	src := image.NewNRGBA(image.Rect(0, 0, 200, 100))
	for x := range 200 {
		for y := range 100 {
			src.Set(x, y, color.NRGBA{A: 128}) // half-transparent black: a middle gray
		}
	}
	out := hardware.Dither(src, 80)
	black := 0
	for y := range out.Height {
		for x := range out.Width {
			if out.Black(x, y) {
				black++
			}
		}
	}
	if out.Width != 80 || out.Height != 40 || black < 80*40*45/100 || black > 80*40*55/100 {
		t.Errorf("%d x %d with %d black dots", out.Width, out.Height, black)
	}
	if clear := hardware.Dither(image.NewNRGBA(image.Rect(0, 0, 10, 10)), 10); bytes.ContainsFunc(clear.Bits, func(r rune) bool { return r != 0 }) {
		t.Error("what is transparent must stay paper")
	}
}

func TestJobs(t *testing.T) {
	var jobs hardware.Jobs
	jobs.Done("a", hardware.NotPrinted)
	if _, seen := jobs.Seen("a"); seen {
		t.Error("a job that was not printed may be tried again")
	}
	jobs.Done("", hardware.Confirmed)
	if _, seen := jobs.Seen(""); seen {
		t.Error("no id, no memory")
	}
	jobs.Done("a", hardware.Confirmed)
	jobs.Done("b", hardware.SentUnconfirmed)
	if r, seen := jobs.Seen("a"); !seen || r != hardware.Confirmed || hardware.AgainError(r) != nil {
		t.Error("a confirmed job is answered confirmed")
	}
	if r, seen := jobs.Seen("b"); !seen || hardware.AgainError(r) == nil {
		t.Errorf("an unconfirmed job is answered so: %v", r)
	}
	for range 2000 {
		jobs.Done(time.Now().String(), hardware.Confirmed)
	}
}
