package card

import (
	"bytes"
	"fmt"
	"image/color"
	"io"
	"math"
	"strconv"
	"time"

	"bonuskasse/hardware"

	"github.com/jung-kurt/gofpdf"
)

// mmPerPoint: a typographic point is 1/72 inch.
const mmPerPoint = 25.4 / 72

// pdfPainter writes drawings on the pages of a PDF. Grounds and codes go
// straight into the page's stream: one call of the library a module would cost
// more than making the code.
type pdfPainter struct {
	f     *gofpdf.Fpdf
	sheet sheet
	buf   []byte
	known map[string]bool // pictures that are in the file
}

func newPDF(job hardware.CardJob, s sheet) *pdfPainter {
	f := gofpdf.NewCustom(&gofpdf.InitType{UnitStr: "mm", Size: gofpdf.SizeType{Wd: s.wide, Ht: s.high}})
	f.SetCatalogSort(true)
	f.SetMargins(0, 0, 0)
	f.SetCellMargin(0)
	f.SetAutoPageBreak(false, 0)
	made := job.Made
	if made.IsZero() {
		made = time.Unix(0, 0)
	}
	f.SetCreationDate(made.UTC())
	f.SetModificationDate(made.UTC())
	f.SetTitle(fit(job.Title), true)
	f.SetCreator("Bonuskasse", true)
	// Copies: gofpdf writes into the font it is given.
	f.AddUTF8FontFromBytes("go", "", bytes.Clone(faceOf(false).ttf))
	f.AddUTF8FontFromBytes("go", "B", bytes.Clone(faceOf(true).ttf))
	return &pdfPainter{f: f, sheet: s, known: map[string]bool{}}
}

// page begins a page. Its size is stated as portrait even where it is wider
// than high.
func (p *pdfPainter) page() {
	p.f.AddPageFormat("P", gofpdf.SizeType{Wd: p.sheet.wide, Ht: p.sheet.high})
}

// number writes mm as points, to a hundredth.
func (p *pdfPainter) number(mm float64) {
	p.buf = strconv.AppendFloat(p.buf, math.Round(mm/mmPerPoint*100)/100, 'f', -1, 64)
	p.buf = append(p.buf, ' ')
}

func (p *pdfPainter) ink(c color.NRGBA) {
	for _, v := range []uint8{c.R, c.G, c.B} {
		p.buf = strconv.AppendFloat(p.buf, math.Round(float64(v)/255*1000)/1000, 'f', -1, 64)
		p.buf = append(p.buf, ' ')
	}
	p.buf = append(p.buf, "rg\n"...)
}

// flush puts what was written into the page.
func (p *pdfPainter) flush() {
	if len(p.buf) > 0 {
		p.f.RawWriteStr(string(p.buf[:len(p.buf)-1])) // the library ends the line
		p.buf = p.buf[:0]
	}
}

// draw paints a drawing with its corner at x, y. The bleed is cut to what the
// sheet leaves for it.
func (p *pdfPainter) draw(d *drawing, x, y float64) error {
	b := p.sheet.bleed
	p.buf = append(p.buf, "q "...)
	p.box(x-b, y-b, d.w+2*b, d.h+2*b)
	p.buf = append(p.buf, "W n\n"...)
	for _, r := range d.rects {
		p.ink(r.ink)
		p.box(x+r.x, y+r.y, r.w, r.h)
		p.buf = append(p.buf, "f\n"...)
	}
	if len(d.codes) > 0 {
		p.buf = append(p.buf, "0 g\n"...)
	}
	for _, c := range d.codes {
		p.code(c, x, y)
	}
	p.buf = append(p.buf, "Q\n"...)
	p.flush()
	for _, i := range d.images {
		if err := p.image(i, x, y); err != nil {
			return err
		}
	}
	for _, l := range d.letters {
		p.text(l, x, y)
	}
	return p.f.Error()
}

func (p *pdfPainter) box(x, y, w, h float64) {
	p.number(x)
	p.number(p.sheet.high - y - h)
	p.number(w)
	p.number(h)
	p.buf = append(p.buf, "re "...)
}

// code writes a code in modules, its origin at its left top corner, so that
// each rectangle is four small numbers.
func (p *pdfPainter) code(c bars, x, y float64) {
	p.buf = append(p.buf, "q "...)
	p.exact(c.wide)
	p.buf = append(p.buf, "0 0 "...)
	p.exact(-c.high)
	p.exact(wholeDots(x + c.x))
	p.exact(p.sheet.high - wholeDots(y+c.y))
	p.buf = append(p.buf, "cm\n"...)
	for _, r := range c.runs {
		p.buf = strconv.AppendUint(p.buf, uint64(r.x), 10)
		p.buf = append(p.buf, ' ')
		p.buf = strconv.AppendUint(p.buf, uint64(r.y), 10)
		p.buf = append(p.buf, ' ')
		p.buf = strconv.AppendUint(p.buf, uint64(r.n), 10)
		p.buf = append(p.buf, ' ')
		p.buf = strconv.AppendUint(p.buf, uint64(r.high), 10)
		p.buf = append(p.buf, " re\n"...)
	}
	p.buf = append(p.buf, "f Q\n"...)
}

// exact writes mm as points to a hundred-thousandth: a module is multiplied by
// its place.
func (p *pdfPainter) exact(mm float64) {
	p.buf = strconv.AppendFloat(p.buf, math.Round(mm/mmPerPoint*1e5)/1e5, 'f', -1, 64)
	p.buf = append(p.buf, ' ')
}

func (p *pdfPainter) image(i placed, x, y float64) error {
	opt := gofpdf.ImageOptions{ImageType: "jpg"}
	name := i.picture.name
	if !p.known[name] {
		p.known[name] = true
		var data []byte
		var err error
		if i.picture.img.Opaque() {
			data, err = i.picture.packJPEG()
		} else {
			data, err = i.picture.packPNG()
			opt.ImageType = "png"
		}
		if err != nil {
			return err
		}
		p.f.RegisterImageOptionsReader(name, opt, bytes.NewReader(data))
	}
	p.f.ImageOptions(name, x+i.x, y+i.y, i.w, i.h, false, opt, 0, "")
	return p.f.Error()
}

func (p *pdfPainter) text(l letters, x, y float64) {
	weight := ""
	if l.bold {
		weight = "B"
	}
	p.f.SetFont("go", weight, l.size/mmPerPoint)
	p.f.SetTextColor(int(l.ink.R), int(l.ink.G), int(l.ink.B))
	p.f.Text(x+l.x, y+l.baseline, l.text)
}

// marks draws crop marks as hair lines.
func (p *pdfPainter) marks(list []mark) {
	if len(list) == 0 {
		return
	}
	p.buf = append(p.buf, "q 0.25 w 0 G\n"...)
	for _, m := range list {
		p.number(m.x1)
		p.number(p.sheet.high - m.y1)
		p.buf = append(p.buf, "m "...)
		p.number(m.x2)
		p.number(p.sheet.high - m.y2)
		p.buf = append(p.buf, "l S\n"...)
	}
	p.buf = append(p.buf, "Q\n"...)
	p.flush()
}

func (p *pdfPainter) output(w io.Writer) error {
	if err := p.f.Output(w); err != nil {
		return fmt.Errorf("cards: %w", err)
	}
	return nil
}
