package paper_test

import (
	"bytes"
	"image/png"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"bonuskasse/assets"
	"bonuskasse/hardware"
	"bonuskasse/hardware/decode"
	"bonuskasse/hardware/escpos"
	escpaper "bonuskasse/hardware/escpos/paper"
	"bonuskasse/hardware/pdf"
	"bonuskasse/pos"
	"bonuskasse/pos/loyalty"
	"bonuskasse/pos/paper"
	"bonuskasse/pos/till"
	"bonuskasse/store"
)

// couponShop is a real shop, so that the codes are signed by a real key.
func couponShop(t *testing.T) *till.Till {
	t.Helper()
	random, dir := rand.NewChaCha8([32]byte{9}), t.TempDir()
	opt := store.Options{Random: random, Now: func() time.Time { return noon }}
	err := store.Init(t.Context(), dir, till.Shop{Name: "Café Ærø", Currency: pos.DKK, Language: "da", TillNo: 1, TimeZone: "Europe/Copenhagen"},
		opt, func(tx till.Tx) error { return till.FirstFacts(tx, noon, pos.DKK) })
	if err != nil {
		t.Fatal(err)
	}
	s, err := store.Open(t.Context(), dir, opt)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	x, err := till.New(t.Context(), s, till.Options{Now: opt.Now, Random: random, Papers: paper.Papers{}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(x.Close)
	return x
}

// couponsOn makes coupons as they go onto sheets.
func couponsOn(t *testing.T, x *till.Till, n int) till.CouponPaper {
	t.Helper()
	end, err := x.EndOfDay("2026-12-31")
	if err != nil {
		t.Fatal(err)
	}
	made, err := x.MakeCoupons(t.Context(), till.NewCoupons{Count: n, Points: 1250, ValidUntil: end, Output: till.OnSheets}, till.By(pos.System))
	if err != nil {
		t.Fatal(err)
	}
	return made.Paper
}

// zbar reads what is on pictures with an independent reader.
func zbar(t *testing.T, files ...string) []string {
	t.Helper()
	out, err := exec.Command("zbarimg", append([]string{"-q", "--nodbus", "--raw", "-Sdisable", "-Sqrcode.enable"}, files...)...).Output()
	if err != nil {
		t.Fatalf("zbarimg (Debian package zbar-tools): %v", err)
	}
	return strings.Split(strings.TrimSpace(string(out)), "\n")
}

// isCoupon gives what was read to the readers' own decoding, and what that
// makes of it to the till.
func isCoupon(t *testing.T, x *till.Till, read string, want till.PaperCoupon) {
	t.Helper()
	if read != want.QR {
		t.Errorf("the code says %s, not %s", read, want.QR)
	}
	scans, err := decode.Decode(till.FirstDevices().Numbers, hardware.SerialBarcode, []byte("]Q1"+read+"\r"))
	if err != nil || len(scans) != 1 || scans[0].Kind != hardware.KindCoupon {
		t.Fatalf("%s is read as %+v (%v)", read, scans, err)
	}
	c, err := x.CouponBy(t.Context(), scans[0].Value)
	if err != nil || c.Code != want.Code || c.Points != want.Points {
		t.Errorf("%s is %+v (%v)", read, c, err)
	}
}

// TestReceiptCouponIsRead: of the bytes that a receipt printer gets, drawn as
// the printer draws them, on narrow and wide paper, with the printer's own QR
// code and with a picture.
func TestReceiptCouponIsRead(t *testing.T) {
	x := couponShop(t)
	for name, s := range map[string]escpos.Settings{
		"80 mm": {}, "58 mm": {Columns: 32}, "80 mm as a picture": {Codes: escpos.CodesRaster}, "58 mm as a picture": {Columns: 32, Codes: escpos.CodesRaster},
	} {
		p := couponsOn(t, x, 1)
		doc := paper.Papers{}.Coupons(p)[0]
		data, err := escpos.Encode(doc, s)
		if err != nil {
			t.Fatal(err)
		}
		wide := 576
		if s.Columns == 32 {
			wide = 384
		}
		m := escpaper.NewMachine(wide)
		if err := m.Print(data); err != nil {
			t.Fatal(err)
		}
		var picture bytes.Buffer
		if err := png.Encode(&picture, m.Papers()[0].Image()); err != nil {
			t.Fatal(err)
		}
		file := filepath.Join(t.TempDir(), "coupon.png")
		if err := os.WriteFile(file, picture.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
		t.Log(name)
		isCoupon(t, x, zbar(t, file)[0], p.Coupons[0])
	}
}

// TestSheetsAreRead: every coupon of two sheets, rendered as for a printer, and
// at the resolution of a cheap one.
func TestSheetsAreRead(t *testing.T) {
	x := couponShop(t)
	p := couponsOn(t, x, hardware.TicketsASheet+5)
	fonts := pdf.Fonts{Regular: assets.RegularFont(), Bold: assets.BoldFont()}
	data, err := pdf.RenderSheets(paper.CouponSheets(p), fonts, nil)
	if err != nil {
		t.Fatal(err)
	}
	again, err := pdf.RenderSheets(paper.CouponSheets(p), fonts, nil)
	if err != nil || !bytes.Equal(data, again) {
		t.Errorf("the same sheets gave other bytes (%v)", err)
	}
	dir := t.TempDir()
	file := filepath.Join(dir, "sheets.pdf")
	if err := os.WriteFile(file, data, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, dpi := range []string{"150", "200"} {
		if out, err := exec.Command("pdftoppm", "-r", dpi, "-png", file, filepath.Join(dir, "page"+dpi)).CombinedOutput(); err != nil {
			t.Fatalf("pdftoppm (Debian package poppler-utils): %v %s", err, out)
		}
		pages, err := filepath.Glob(filepath.Join(dir, "page"+dpi+"*.png"))
		if err != nil || len(pages) != 2 {
			t.Fatal(pages, err)
		}
		read := zbar(t, pages...)
		if len(read) != len(p.Coupons) {
			t.Fatalf("at %s dpi %d of %d are read", dpi, len(read), len(p.Coupons))
		}
		for _, c := range p.Coupons {
			at := slices.Index(read, c.QR)
			if at < 0 {
				t.Fatalf("at %s dpi %s is not read", dpi, c.Code)
			}
			isCoupon(t, x, read[at], c)
		}
	}
	out, err := exec.Command("pdftotext", "-layout", file, "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range p.Coupons {
		if !strings.Contains(string(out), pos.GroupCouponCode(c.Code)) {
			t.Errorf("%s is not on the sheet in letters", c.Code)
		}
	}
	for _, word := range []string{"Café Ærø", "12,50 kr.", "31.12.2026"} {
		if n := strings.Count(string(out), word); n < len(p.Coupons) {
			t.Errorf("%q stands there %d times", word, n)
		}
	}
}

// aCoupon is a coupon of a shop that counts in points.
func aCoupon(lang string) till.CouponPaper {
	shop := aSale()
	p := till.CouponPaper{
		Shop: shop.Shop, Settings: shop.Settings, Zone: copenhagen, Language: lang, Made: pos.At(noon),
		Program: till.Program{Version: 1, Program: loyalty.Default(pos.DKK)},
		Coupons: []till.PaperCoupon{{Code: "ABCD2345678", Points: 1250, ValidUntil: pos.At(pos.EndOfDay(noon.AddDate(0, 1, 9))), QR: "BKCABCD2345678", Batch: 12}},
	}
	p.Program.Points, p.Program.PointsWorth = 100, 100
	return p
}

func TestSheetsSayWhatTheyAre(t *testing.T) {
	p := aCoupon("da")
	p.Coupons[0].Copy = true
	if got := paper.CouponSheets(p).Tickets[0].Banner; got != "KOPI" {
		t.Errorf("a copy says %q", got)
	}
	p.Shop.Training = true
	if got := paper.CouponSheets(p).Tickets[0].Banner; !strings.Contains(got, "ØVELSE") {
		t.Errorf("practice says %q", got)
	}
}
