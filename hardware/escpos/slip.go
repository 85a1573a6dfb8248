package escpos

import (
	"fmt"
	"strings"

	"bonuskasse/hardware"
	"bonuskasse/hardware/dots"
)

// SlipLetters are what a till in Denmark or France cannot do without.
const SlipLetters = "æøåÆØÅ éèçœ €"

// TestSlip gives the bytes of a paper that shows what a printer can do: the
// letters drawn as a picture (so they are right), the same under each candidate
// code page with its number, rulers of 32, 42 and 48 columns, a QR code and a
// bar code by the printer and as pictures, and a cut. A person compares, and
// sets what came out right. It opens no drawer.
func TestSlip(s Settings) ([]byte, error) {
	if err := s.Validate(); err != nil {
		return nil, err
	}
	e := &encoder{s: s.filled(), page: s.page()}
	e.start()
	say := func(text string) { e.text(hardware.Line{Kind: hardware.KindText, Left: text}) }
	title := func(text string) {
		e.put(lf)
		e.text(hardware.Line{Kind: hardware.KindText, Left: text, Bold: true})
	}
	e.text(hardware.Line{Kind: hardware.KindText, Left: "TEST", Align: hardware.Centre, Size: hardware.Double, Bold: true})

	title("code_page: which is like this?")
	truth := hardware.NewRaster(e.s.Columns*dots.CellWidth, LineDots)
	dots.Text(truth, 0, 3, strings.Repeat(" ", len(slipLabel(Candidates()[0])))+SlipLetters, dots.Style{Bold: true})
	e.raster(truth)
	for _, page := range Candidates() {
		e.put(esc, 't', page.Number)
		e.put([]byte(slipLabel(page))...)
		e.put(page.bytes(hardware.Transliterate(SlipLetters, func(r rune) bool { return page.Has(r) || !latin1(r) }))...)
		e.put(lf)
	}
	e.put(esc, 't', e.page.Number)

	title("columns: the longest on one line")
	for _, n := range []int{32, 42, 48} {
		if n <= e.s.Columns {
			say(ruler(n))
		}
	}
	title("raster, dots: both edges seen?")
	frame := hardware.NewRaster(e.s.Dots, LineDots)
	frame.Fill(0, 0, e.s.Dots, 2, true)
	frame.Fill(0, LineDots-2, e.s.Dots, 2, true)
	frame.Fill(0, 0, 2, LineDots, true)
	frame.Fill(e.s.Dots-2, 0, 2, LineDots, true)
	e.raster(frame)

	for _, codes := range []string{CodesNative, CodesRaster} {
		name := codes
		if codes == CodesNative {
			name = "native"
		}
		title("codes: " + name)
		e.s.Codes = codes
		if err := e.code(hardware.Code("10001")); err != nil {
			return nil, err
		}
		if err := e.qr(hardware.QR("https://example.com/" + name)); err != nil {
			return nil, err
		}
	}
	e.put(lf)
	e.cut()
	return e.out, nil
}

func slipLabel(p CodePage) string { return fmt.Sprintf("%-10s ", p) }

// latin1 letters are spelled out where a table lacks them; the others, œ and
// €, become a question mark, so that the slip shows that they are missing.
func latin1(r rune) bool { return r <= 0xff }

// ruler is n columns with the tens numbered and its length at the end.
func ruler(n int) string {
	b := []byte(strings.Repeat("....+....|", n/10+1)[:n])
	end := fmt.Sprintf("%d<", n)
	copy(b[n-len(end):], end)
	return string(b)
}
