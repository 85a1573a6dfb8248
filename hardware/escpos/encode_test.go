package escpos_test

import (
	"bytes"
	"image"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"bonuskasse/hardware"
	"bonuskasse/hardware/escpos"
	"bonuskasse/hardware/escpos/paper"
	"bonuskasse/hardware/hardwaretest"

	"pgregory.net/rapid"
)

// print encodes and obeys, and gives the machine.
func print(t interface{ Fatalf(string, ...any) }, d hardware.Document, s escpos.Settings, dots int) *paper.Machine {
	b, err := escpos.Encode(d, s)
	if err != nil {
		t.Fatalf("encode: %v", err)
	}
	if i := realTime(b); i >= 0 {
		t.Fatalf("a real-time command at byte %d: % x", i, b[i:min(len(b), i+4)])
	}
	m := paper.NewMachine(dots)
	if err := m.Print(b); err != nil {
		t.Fatalf("print: %v", err)
	}
	return m
}

// realTime finds what a printer obeys wherever it stands, even in a picture.
func realTime(b []byte) int {
	for i := 0; i+1 < len(b); i++ {
		if b[i] == 0x10 && (b[i+1] == 0x04 || b[i+1] == 0x05 || b[i+1] == 0x14) {
			return i
		}
	}
	return -1
}

func TestReceiptIsReadBack(t *testing.T) {
	for _, columns := range []int{32, 42, 48} {
		d := hardwaretest.Receipt()
		m := print(t, d, escpos.Settings{Columns: columns}, columns*12)
		if len(m.Papers()) != 1 {
			t.Fatalf("%d papers", len(m.Papers()))
		}
		var want []string
		for _, line := range hardware.Layout(d, columns, nil) {
			if line.Kind == hardware.KindText || line.Kind == hardware.KindRule {
				x, _ := line.Size.Scale()
				want = append(want, strings.TrimRight(line.Text(columns/x), " "))
			}
		}
		if got := m.Papers()[0].Lines(); !slices.Equal(got, want) {
			t.Errorf("%d columns:\n%s\nwant\n%s", columns, strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
		if p := m.Pulses(); len(p) != 1 || p[0] != (paper.Pulse{Pin: 2, OnMs: 120}) {
			t.Errorf("pulses %v", p)
		}
	}
}

// TestCodesAreReadByAnother decodes the drawn paper with zbar, which shares no
// code with what drew it.
func TestCodesAreReadByAnother(t *testing.T) {
	for _, columns := range []int{32, 48} {
		for _, codes := range []string{escpos.CodesNative, escpos.CodesRaster} {
			for _, raster := range []string{escpos.RasterOff, escpos.RasterAll} {
				s := escpos.Settings{Columns: columns, Codes: codes, Raster: raster}
				d := hardwaretest.Receipt()
				d.Body = slices.Insert(d.Body, len(d.Body)-1, hardware.Feed(1), hardware.EAN("5701234567899"))
				got := zbar(t, print(t, d, s, columns*12).Papers()[0].Image())
				for _, want := range []string{"QR-Code:" + hardwaretest.ReceiptQR, "CODE-128:" + hardwaretest.ReceiptCode, "EAN-13:5701234567899"} {
					if !slices.Contains(got, want) {
						t.Errorf("%+v: read %q, not %s", s, got, want)
					}
				}
			}
		}
	}
}

// TestQuietZone: a printer leaves no white round its own QR code, so we do.
func TestQuietZone(t *testing.T) {
	d := hardware.Document{Body: []hardware.Block{hardware.Banner("X"), hardware.QR("x"), hardware.Banner("X"), hardware.Cut()}}
	for _, columns := range []int{32, 48} {
		items := print(t, d, escpos.Settings{Columns: columns}, columns*12).Papers()[0].Items
		i := slices.IndexFunc(items, func(i paper.Item) bool { return i.Kind == paper.QR })
		if i < 1 || i+1 >= len(items) {
			t.Fatalf("%d things on the paper", len(items))
		}
		module := items[i].Raster.Width / 21 // version 1
		for _, near := range []paper.Item{items[i-1], items[i+1]} {
			if near.Kind != paper.Gap || near.Height < 4*module {
				t.Errorf("%d columns: %d dots of white for modules of %d", columns, near.Height, module)
			}
		}
		if items[i].Left < 4*module {
			t.Errorf("%d dots at the left", items[i].Left)
		}
	}
}

// TestLongCodeBecomesQR: a bar code too long for 58 mm paper is not lost.
func TestLongCodeBecomesQR(t *testing.T) {
	d := hardware.Document{Body: []hardware.Block{hardware.Code("COUPON-7Q2M-K4TD-XX9C"), hardware.Cut()}}
	got := zbar(t, print(t, d, escpos.Settings{Columns: 32}, 384).Papers()[0].Image())
	if !slices.Contains(got, "QR-Code:COUPON-7Q2M-K4TD-XX9C") {
		t.Errorf("read %q", got)
	}
}

func zbar(t *testing.T, picture image.Image) []string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "paper.png")
	var b bytes.Buffer
	if err := png.Encode(&b, picture); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	// -Sean13.enable: zbar's default set has it off in some packages.
	out, err := exec.Command("zbarimg", "-q", "--nodbus", "-Sean13.enable", file).Output()
	if err != nil {
		t.Fatalf("zbarimg (Debian package zbar-tools): %v", err)
	}
	return strings.Split(strings.TrimSpace(string(out)), "\n")
}

func TestNamesKickNoDrawer(t *testing.T) {
	evil := "Bob\x1bp\x00\x19\xfa \x10\x14\x01\x00\x01 \x1b@\x1dV\x42\x00\u009b\x07Ærø"
	d := hardware.Document{Lang: "da"}
	d.Add(hardware.TextLine(evil), hardware.Row(evil, evil), hardware.Row3(evil, evil, evil), hardware.Banner(evil), hardware.Cut())
	m := print(t, d, escpos.Settings{}, 576)
	if len(m.Pulses()) != 0 || len(m.Papers()) != 1 {
		t.Errorf("%d pulses, %d papers", len(m.Pulses()), len(m.Papers()))
	}
	if !strings.Contains(m.Papers()[0].Text(), "Ærø") {
		t.Error("the harmless part of the name is lost")
	}
}

func TestLettersPerCodePage(t *testing.T) {
	d := hardware.Document{Body: []hardware.Block{hardware.TextLine("æøåÆØÅ éèçœ € Ελ 👍"), hardware.Cut()}}
	for page, want := range map[string]string{
		"":         "æøåÆØÅ éèçœ € ?? ?",
		"CP858/19": "æøåÆØÅ éèçoe € ?? ?",
		"CP865/5":  "æøåÆØÅ éèçoe EUR ?? ?",
	} {
		m := print(t, d, escpos.Settings{CodePage: page}, 576)
		if got := m.Papers()[0].Lines()[0]; got != want {
			t.Errorf("%s: %q, want %q", page, got, want)
		}
	}
	// As a picture the Greek is there; a line the table can spell stays letters.
	d.Add(hardware.TextLine("Tak"), hardware.Cut())
	m := print(t, d, escpos.Settings{Raster: escpos.RasterNeeded}, 576)
	if first := m.Papers()[0]; len(first.Items) != 1 || first.Items[0].Kind != paper.Picture {
		t.Errorf("Greek should be drawn: %v", first.Items)
	}
	if got := m.Papers()[1].Lines(); !slices.Equal(got, []string{"Tak"}) {
		t.Errorf("%q", got)
	}
}

func TestSlipShowsEveryCandidate(t *testing.T) {
	for _, s := range []escpos.Settings{{}, {Columns: 42}, {Columns: 32, CodePage: "CP865/5"}} {
		b, err := escpos.TestSlip(s)
		if err != nil {
			t.Fatal(err)
		}
		columns := s.Columns
		if columns == 0 {
			columns = 48
		}
		m := paper.NewMachine(columns * 12)
		if err := m.Print(b); err != nil {
			t.Fatal(err)
		}
		text := m.Papers()[0].Text()
		for _, page := range escpos.Candidates() {
			if !strings.Contains(text, page.String()+" ") {
				t.Errorf("%s is missing", page)
			}
		}
		if !strings.Contains(text, "CP1252/16  "+escpos.SlipLetters) {
			t.Errorf("the right table does not show the letters:\n%s", text)
		}
		if len(m.Pulses()) != 0 {
			t.Error("a test slip opens no drawer")
		}
		if read := zbar(t, m.Papers()[0].Image()); len(read) < 3 {
			t.Errorf("read only %q", read)
		}
	}
}

func TestSettingsRefuse(t *testing.T) {
	for _, s := range []escpos.Settings{
		{Columns: 5}, {Columns: 48, Dots: 400}, {CodePage: "EBCDIC/1"}, {CodePage: "CP1252/256"}, {CodePage: "CP1252"},
		{Raster: "some"}, {Codes: "some"}, {Cutter: "axe"}, {DrawerPin: 3}, {PulseMs: 5000},
	} {
		if err := s.Validate(); err == nil {
			t.Errorf("%+v accepted", s)
		}
		if _, err := escpos.Encode(hardwaretest.Receipt(), s); err == nil {
			t.Errorf("%+v printed", s)
		}
	}
}

func TestDrawerPulse(t *testing.T) {
	for ms := 10; ms <= 500; ms++ {
		for _, pin := range []int{2, 5} {
			for _, atOnce := range []bool{false, true} {
				m := paper.NewMachine(384)
				if err := m.Print(escpos.KickBytes(escpos.Settings{DrawerPin: pin, PulseMs: ms}, atOnce)); err != nil {
					t.Fatal(err)
				}
				p := m.Pulses()[0]
				if p.Pin != pin || !atOnce && (p.OnMs < ms-1 || p.OnMs > ms+2) || atOnce && p.OnMs > max(100, ms) {
					t.Errorf("%d ms on pin %d: %+v", ms, pin, p)
				}
			}
		}
	}
}

// TestAnyDocument: whatever a document holds, its bytes obey the strict
// reader, hold no real-time command, and the letters come out where Layout put
// them.
func TestAnyDocument(t *testing.T) {
	text := rapid.OneOf(rapid.String(), rapid.StringMatching(`[a-zæøåÆØÅé€ ]{0,60}`),
		rapid.Map(rapid.SliceOf(rapid.Byte()), func(b []byte) string { return string(b) }))
	block := rapid.Custom(func(t *rapid.T) hardware.Block {
		var b hardware.Block
		switch rapid.IntRange(0, 10).Draw(t, "kind") {
		case 0:
			b = hardware.TextLine(text.Draw(t, "text"))
		case 1, 2:
			b = hardware.Row3(text.Draw(t, "text"), text.Draw(t, "mid"), text.Draw(t, "right"))
		case 3:
			b = hardware.Rule()
		case 4:
			return hardware.Feed(rapid.IntRange(0, 5).Draw(t, "n"))
		case 5:
			return hardware.QR(rapid.StringMatching(`[!-~æøå]{1,200}`).Draw(t, "qr"))
		case 6:
			return hardware.Code(rapid.StringMatching(`[ -~]{1,48}`).Draw(t, "code"))
		case 7:
			b = hardware.Banner(text.Draw(t, "text"))
		case 8:
			r := hardware.NewRaster(rapid.IntRange(1, 700).Draw(t, "w"), rapid.IntRange(1, 300).Draw(t, "h"))
			fill := rapid.SampledFrom([]byte{0x10, 0x04, 0x14, 0x05, 0xff, 0x00})
			some := rapid.SliceOfN(fill, 7, 7).Draw(t, "bits")
			for i := range r.Bits {
				r.Bits[i] = some[i*i%7]
			}
			return hardware.Picture(r)
		case 9:
			return hardware.EAN(rapid.StringMatching(`[0-9]{12}`).Draw(t, "ean"))
		case 10:
			return hardware.Cut()
		}
		b.Size = rapid.SampledFrom([]hardware.Size{hardware.Normal, hardware.Tall, hardware.Double}).Draw(t, "size")
		b.Bold = rapid.Bool().Draw(t, "bold")
		return b
	})
	rapid.Check(t, func(t *rapid.T) {
		d := hardware.Document{Body: rapid.SliceOfN(block, 0, 6).Draw(t, "body")}
		if d.Validate() != nil {
			return // too long a text
		}
		s := escpos.Settings{
			Columns:  rapid.SampledFrom([]int{32, 42, 48}).Draw(t, "columns"),
			CodePage: rapid.SampledFrom([]string{"CP1252/16", "CP858/19", "CP865/5"}).Draw(t, "page"),
			Raster:   rapid.SampledFrom([]string{escpos.RasterOff, escpos.RasterOff, escpos.RasterNeeded}).Draw(t, "raster"),
			Codes:    rapid.SampledFrom([]string{escpos.CodesNative, escpos.CodesRaster}).Draw(t, "codes"),
		}
		d.Body = append(d.Body, hardware.Cut())
		m := print(t, d, s, s.Columns*12)
		if s.Raster != escpos.RasterOff {
			return
		}
		var want, got []string
		for _, line := range hardware.Layout(d, s.Columns, s.Fit) {
			if line.Kind == hardware.KindText || line.Kind == hardware.KindRule {
				x, _ := line.Size.Scale()
				want = append(want, strings.TrimRight(line.Text(s.Columns/x), " "))
			}
		}
		for _, p := range m.Papers() {
			got = append(got, p.Lines()...)
		}
		if !slices.Equal(got, want) {
			t.Fatalf("printed %q, want %q", got, want)
		}
	})
}

// FuzzText: text of any bytes prints, and kicks nothing.
func FuzzText(f *testing.F) {
	f.Add("Søren", "12,50")
	f.Add("\x1bp\x00\x19\xfa", "\x10\x14\x01\x00\x01")
	f.Add("\xff\xfe\u202e👩\u200d👧", "\u0000")
	f.Fuzz(func(t *testing.T, left, right string) {
		d := hardware.Document{Body: []hardware.Block{hardware.Row(left, right), hardware.TextLine(left), hardware.Banner(right)}}
		if d.Validate() != nil {
			return
		}
		m := print(t, d, escpos.Settings{Columns: 32}, 384)
		if len(m.Pulses()) != 0 || len(m.Papers()) != 0 {
			t.Fatal("text did something")
		}
	})
}
