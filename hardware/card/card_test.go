package card_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"bonuskasse/hardware"
	"bonuskasse/hardware/card"
	"bonuskasse/hardware/decode"
)

var profile = hardware.Profile{ClubMin: 10001, ClubMax: 9_999_999, EANPrefix: "29900", QRURL: "https://klub.example/k/"}

// codes are the kinds of code, by zbarimg's names of them.
var codes = map[string]hardware.CardCode{
	"CODE-128": {}, "EAN-13": {Symbology: hardware.EAN13}, "QR-Code": {QR: true},
}

func faces(t testing.TB, first, n int, kinds ...hardware.CardCode) (list []hardware.CardFace) {
	t.Helper()
	names := []string{"Søren Åkjær", "Œuvre Lefèvre", "Ελένη Παπαδοπούλου", "Maja Nørregaard-Christiansen af Storstrøm", "👍🏽 Åse €", ""}
	for i := range n {
		f := hardware.CardFace{Number: fmt.Sprint(first + i), Kind: "Bonus og rabat", Name: names[i%len(names)]}
		for _, c := range kinds {
			text, ok := profile.CardCodeText(c, f.Number)
			if !ok {
				t.Fatalf("no code for %s", f.Number)
			}
			c.Text = text
			f.Codes = append(f.Codes, c)
		}
		list = append(list, f)
	}
	return list
}

func job(cards []hardware.CardFace, l hardware.CardLayout) hardware.CardJob {
	return hardware.CardJob{Title: "Kort", Made: time.Unix(1_800_000_000, 0), Layout: l, Design: hardware.FirstCardDesign("Torvets Butik"), Cards: cards}
}

func render(t testing.TB, j hardware.CardJob) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := (card.Press{}).Print(t.Context(), &b, j, nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func tool(t testing.TB, name string, args ...string) string {
	t.Helper()
	out, err := exec.Command(name, args...).Output()
	if err != nil {
		t.Fatalf("%s (Debian packages poppler-utils, zbar-tools): %v", name, err)
	}
	return string(out)
}

// read is what an independent reader sees on the pages of a PDF at so many dots
// an inch: code kind and text, sorted.
func read(t testing.TB, pdf []byte, dpi int) []string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "cards")
	if err := os.WriteFile(file+".pdf", pdf, 0o600); err != nil {
		t.Fatal(err)
	}
	tool(t, "pdftoppm", "-r", fmt.Sprint(dpi), "-gray", file+".pdf", file)
	pages, _ := filepath.Glob(file + "-*.pgm")
	lines := strings.Split(strings.TrimSpace(tool(t, "zbarimg", append([]string{"-q", "--nodbus", "-Sean13.enable"}, pages...)...)), "\n")
	slices.Sort(lines)
	return lines
}

// TestCodesAreReadByOthers: every code of every layout, by zbarimg from the
// rendered sheet, also when it is printed a tenth smaller; and what was read is
// the right club card to our own decoder.
func TestCodesAreReadByOthers(t *testing.T) {
	for kind, code := range codes {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			sheets := map[hardware.CardLayout]struct {
				n   int
				dpi []int
			}{hardware.CardsA4: {16, []int{300, 270}}, hardware.CardsCR80: {6, []int{270}}}
			if kind == "CODE-128" { // the same cards on other places of the sheet
				sheets[hardware.CardsA4Ten], sheets[hardware.CardsAvery] = sheets[hardware.CardsCR80], sheets[hardware.CardsCR80]
			}
			for layout, prints := range sheets {
				cards := faces(t, 10001, prints.n, code)
				pdf := render(t, job(cards, layout))
				want := contents(kind, cards)
				for _, dpi := range prints.dpi {
					if got := read(t, pdf, dpi); !slices.Equal(got, want) {
						t.Errorf("%s at %d: read %d of %d: %q", layout, dpi, len(got), len(want), got)
					}
				}
			}
		})
		for _, f := range faces(t, 10001, 1000, code) {
			for _, source := range []hardware.Source{hardware.SerialBarcode, hardware.WedgeText} {
				scans, err := decode.Decode(profile, source, []byte(f.Codes[0].Text+"\r"))
				if err != nil || len(scans) != 1 || scans[0].Kind != hardware.KindClubCard || scans[0].Value != f.Number {
					t.Fatalf("%s %s is %+v to our reader %s (%v)", kind, f.Codes[0].Text, scans, source, err)
				}
			}
		}
	}
}

// contents is what a reader should say of cards, sorted.
func contents(kind string, cards []hardware.CardFace) (want []string) {
	for _, f := range cards {
		want = append(want, kind+":"+f.Codes[0].Text)
	}
	slices.Sort(want)
	return want
}

// TestTracks: what the printing house writes on the stripe is the card.
func TestTracks(t *testing.T) {
	one, two, three := hardware.CardTracks("10001")
	scans, err := decode.Decode(profile, hardware.SerialMSR, []byte(one+two+three+"\r"))
	if err != nil || len(scans) != 1 || scans[0].Kind != hardware.KindClubCard || scans[0].Value != "10001" {
		t.Errorf("%+v %v", scans, err)
	}
}

// TestSheets: how many pages, of which size, and in what order.
func TestSheets(t *testing.T) {
	cards := faces(t, 10001, 11, hardware.CardCode{})
	for _, c := range []struct {
		layout hardware.CardLayout
		back   bool
		pages  string
		size   string
	}{
		{hardware.CardsA4, false, "2", "595.28 x 841.89 pts (A4)"}, {hardware.CardsA4, true, "4", "595.28 x 841.89 pts (A4)"},
		{hardware.CardsA4Ten, true, "4", "595.28 x 841.89 pts (A4)"}, {hardware.CardsAvery, false, "2", "595.28 x 841.89 pts (A4)"},
		{hardware.CardsCR80, false, "11", "242.65 x 153.01 pts"}, {hardware.CardsCR80, true, "22", "242.65 x 153.01 pts"},
	} {
		j := job(cards, c.layout)
		j.Design.Back, j.Design.Note, j.Design.Stripe = c.back, "Kortet tilhører Torvets Butik.\nFundet? Ring 70 10 20 30.", true
		file := filepath.Join(t.TempDir(), "cards.pdf")
		if err := os.WriteFile(file, render(t, j), 0o600); err != nil {
			t.Fatal(err)
		}
		info := tool(t, "pdfinfo", file)
		for key, want := range map[string]string{"Pages": c.pages, "Page size": c.size} {
			_, line, _ := strings.Cut(info, "\n"+key+":")
			line, _, _ = strings.Cut(line, "\n")
			if strings.TrimSpace(line) != want {
				t.Errorf("%s, back %v: %s %s, want %s", c.layout, c.back, key, line, want)
			}
		}
		if !c.back {
			continue
		}
		// Behind the left card of the first row lies the right one of its back.
		text := tool(t, "pdftotext", "-f", "2", "-l", "2", "-layout", file, "-")
		if c.layout == hardware.CardsCR80 {
			if !strings.Contains(text, "10001") {
				t.Errorf("the second page is not the first card's back: %q", text)
			}
			continue
		}
		for _, line := range strings.Split(text, "\n") {
			if a, b := strings.Index(line, "10001"), strings.Index(line, "10002"); (a >= 0 || b >= 0) && a < b {
				t.Errorf("%s: the backs are not turned over: %q", c.layout, line)
			}
		}
		if strings.Count(text, "10001") != 1 {
			t.Errorf("%s: the back says %q", c.layout, text)
		}
	}
}

// TestLetters: names as people have them, on paper as they are spelt.
func TestLetters(t *testing.T) {
	file := filepath.Join(t.TempDir(), "cards.pdf")
	cards := faces(t, 10001, 5, hardware.CardCode{})
	if err := os.WriteFile(file, render(t, job(cards, hardware.CardsCR80)), 0o600); err != nil {
		t.Fatal(err)
	}
	text := tool(t, "pdftotext", "-layout", file, "-")
	for _, want := range []string{"Søren Åkjær", "Œuvre Lefèvre", "Ελένη Παπαδοπούλου", "Åse €", "10005", "Bonus og rabat", "Torvets Butik"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in %s", want, text)
		}
	}
	fonts := tool(t, "pdffonts", file)
	if strings.Count(fonts, "yes") < 4 || strings.Contains(fonts, "Type 3") {
		t.Errorf("fonts not embedded: %s", fonts)
	}
}

// TestNothingPanics: bytes that are no text, letters that there are not, a name
// without end, a design in one colour.
func TestNothingPanics(t *testing.T) {
	for _, name := range []string{"👍🏽", "\xff\xfe", "𝕊øren", "日本語", "a\u0301\u0328", "\U0010ffff", strings.Repeat("w", 300), strings.Repeat("Ω ", 300)} {
		for _, layout := range hardware.CardLayouts() {
			f := faces(t, 10001, 1, hardware.CardCode{}, hardware.CardCode{QR: true})
			f[0].Name, f[0].Kind, f[0].Photo = name, name, []byte("no photo")
			j := job(f, layout)
			j.Title, j.Design.Title, j.Design.Note, j.Design.Back = name, name, name, true
			render(t, j)
			for _, back := range []bool{false, true} {
				if _, err := (card.Press{}).Picture(j, 0, back, 640); err != nil {
					t.Errorf("%.20q: %v", name, err)
				}
			}
		}
	}
}

// TestSameBytes: with photos, a logo and all processors.
func TestSameBytes(t *testing.T) {
	photo := image.NewRGBA(image.Rect(0, 0, 90, 120))
	for i := range photo.Pix {
		photo.Pix[i] = byte(i)
	}
	var jpg, logo bytes.Buffer
	if err := jpeg.Encode(&jpg, photo, nil); err != nil {
		t.Fatal(err)
	}
	mark := image.NewNRGBA(image.Rect(0, 0, 60, 20))
	mark.Set(3, 3, color.NRGBA{R: 255, A: 128})
	if err := png.Encode(&logo, mark); err != nil {
		t.Fatal(err)
	}
	cards := faces(t, 10001, 600, hardware.CardCode{}, hardware.CardCode{QR: true})
	for i := range cards[:40] {
		cards[i].Photo = jpg.Bytes()
	}
	j := job(cards, hardware.CardsA4)
	j.Design.Logo = logo.Bytes()
	first := render(t, j)
	for range 3 {
		if !bytes.Equal(render(t, j), first) {
			t.Fatal("the same job gave other bytes")
		}
	}
	j.Made = j.Made.Add(time.Hour)
	if bytes.Equal(render(t, j), first) {
		t.Error("the date is not in the file")
	}
}

// TestCancel: a job that is given up writes nothing.
func TestCancel(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	var b bytes.Buffer
	told := 0
	err := card.Press{}.Print(ctx, &b, job(faces(t, 10001, 1000, hardware.CardCode{}), hardware.CardsA4), func(done, of int) {
		if told++; done >= 80 {
			cancel()
		}
	})
	if !errors.Is(err, context.Canceled) || b.Len() > 0 || told == 0 {
		t.Errorf("%v, %d bytes, told %d times", err, b.Len(), told)
	}
}

// TestCancelAtTheEnd: giving up counts as long as the file is not put together.
func TestCancelAtTheEnd(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	err := card.Press{}.Print(ctx, io.Discard, job(faces(t, 10001, 20, hardware.CardCode{}), hardware.CardsA4), func(done, of int) {
		if done == of {
			cancel()
		}
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("given up with the last card drawn: %v", err)
	}
}

// TestPictureIsThePrint: the two painters make the same card, but for the
// soft edges of letters and modules.
func TestPictureIsThePrint(t *testing.T) {
	for _, kinds := range [][]hardware.CardCode{{{}}, {{QR: true}}, {{Symbology: hardware.EAN13}, {QR: true}}} {
		j := job(faces(t, 10001, 1, kinds...), hardware.CardsCR80)
		file := filepath.Join(t.TempDir(), "card")
		if err := os.WriteFile(file+".pdf", render(t, j), 0o600); err != nil {
			t.Fatal(err)
		}
		const wide = 1011 // 300 dpi
		tool(t, "pdftoppm", "-scale-to-x", fmt.Sprint(wide), "-scale-to-y", "638", "-png", "-singlefile", file+".pdf", file)
		f, err := os.Open(file + ".png")
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		printed, err := png.Decode(f)
		if err != nil {
			t.Fatal(err)
		}
		shown, err := card.Press{}.Picture(j, 0, false, wide)
		if err != nil {
			t.Fatal(err)
		}
		if a, b := printed.Bounds().Size(), shown.Bounds().Size(); a != b {
			t.Fatalf("%v and %v", a, b)
		}
		differ := 0
		for y := range 638 {
			for x := range wide {
				a, b := color.GrayModel.Convert(printed.At(x, y)).(color.Gray).Y, color.GrayModel.Convert(shown.At(x, y)).(color.Gray).Y
				if max(a, b)-min(a, b) > 128 { // not merely the soft edge of the one
					differ++
				}
			}
		}
		if part := differ * 1000 / (wide * 638); part > 15 {
			t.Errorf("%v: %d of 1000 dots differ", kinds, part)
		}
	}
}
