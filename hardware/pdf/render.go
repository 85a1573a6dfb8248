// Package pdf is the printer that is always there: papers as PDF pages in a
// folder, one page as long as the paper, laid out line by line as the receipt
// printers do.
//
//	b, err := pdf.Render(document, pdf.Roll80)
//	p := pdf.New(pdf.Options{Name: "PDF", Folder: "/home/shop/receipts"})
//
// The same document gives the same bytes: the only date is the document's. The
// letters are Go Mono and can be selected and copied; codes are drawn as
// vectors, which card and label printers want too.
package pdf

import (
	"bytes"
	"fmt"
	"strings"
	"time"

	"bonuskasse/hardware"
	"bonuskasse/hardware/dots"

	"github.com/jung-kurt/gofpdf"
	"golang.org/x/image/font/gofont/gomono"
	"golang.org/x/image/font/gofont/gomonobold"
)

// Roll is a paper: its width and what is printed on it. All in tenths of a
// millimetre, but for Columns.
type Roll struct {
	Width   int // of the page
	Printed int // width of the letters, in the middle
	Columns int
}

// The usual rolls.
var (
	Roll80 = Roll{Width: 800, Printed: 720, Columns: 48}
	Roll58 = Roll{Width: 580, Printed: 480, Columns: 32}
)

// longest is the height that PDF readers accept (200 inches).
const longest = 5080.0

// Lengths on the page, in mm.
const (
	edge       = 6.0 // above and below
	codeHeight = 10.0
	codeGap    = 1.0
	qrModule   = 0.75
	barModule  = 0.375
	leastBar   = 0.25
	cutGap     = 10.0
)

// Render draws a document as a PDF of one page. The error is a
// *hardware.DocumentError for a document that no printer can make.
func Render(d hardware.Document, roll Roll) (out []byte, err error) {
	if err := d.Validate(); err != nil {
		return nil, err
	}
	if roll.Columns < 8 || roll.Printed < 100 || roll.Width < roll.Printed {
		return nil, &hardware.Error{Op: "pdf", Reason: hardware.BadSettings, Cause: fmt.Errorf("roll %+v", roll)}
	}
	// gofpdf panics on some letters that its fonts lack; all text has passed
	// Fit, and yet: a till must survive a paper.
	defer func() {
		if r := recover(); r != nil {
			out, err = nil, &hardware.Error{Op: "pdf", Reason: hardware.PrinterFault, Cause: fmt.Errorf("%v", r)}
		}
	}()
	p := &page{roll: roll, cell: float64(roll.Printed) / 10 / float64(roll.Columns), left: float64(roll.Width-roll.Printed) / 20}
	p.lineHeight = p.cell * 2.4
	lines := hardware.Layout(d, roll.Columns, Fit)
	for len(lines) > 0 && lines[len(lines)-1].Kind == hardware.KindCut {
		lines = lines[:len(lines)-1] // the page ends here anyhow
	}
	height := 2 * edge
	for _, l := range lines {
		h, err := p.height(l)
		if err != nil {
			return nil, err
		}
		height += h
	}
	if height > longest {
		return nil, &hardware.DocumentError{Block: -1, Code: hardware.DocTooLong, Cause: fmt.Errorf("%.0f mm of paper", height)}
	}
	f := newFile(d, float64(roll.Width)/10, height)
	// Page size is stated as portrait even where a short paper is wider than high.
	f.AddPageFormat("P", gofpdf.SizeType{Wd: float64(roll.Width) / 10, Ht: height})
	p.f, p.y = f, edge
	for _, l := range lines {
		p.line(l)
		h, _ := p.height(l)
		p.y += h
	}
	return written(f)
}

// newFile is a PDF without pages, dated and titled as a document.
func newFile(d hardware.Document, width, height float64) *gofpdf.Fpdf {
	f := gofpdf.NewCustom(&gofpdf.InitType{UnitStr: "mm", Size: gofpdf.SizeType{Wd: width, Ht: height}})
	f.SetCatalogSort(true)
	f.SetMargins(0, 0, 0)
	f.SetCellMargin(0)
	f.SetAutoPageBreak(false, 0)
	made := d.Made
	if made.IsZero() {
		made = time.Unix(0, 0)
	}
	f.SetCreationDate(made.UTC())
	f.SetModificationDate(made.UTC())
	f.SetTitle(Fit(hardware.Printable(d.Title)), true)
	f.SetCreator("Bonuskasse", true)
	// Copies: gofpdf writes into the font it is given, and the second page
	// would come out of a font that the first has cut.
	f.AddUTF8FontFromBytes("mono", "", bytes.Clone(gomono.TTF))
	f.AddUTF8FontFromBytes("mono", "B", bytes.Clone(gomonobold.TTF))
	return f
}

func written(f *gofpdf.Fpdf) ([]byte, error) {
	var b bytes.Buffer
	if err := f.Output(&b); err != nil {
		return nil, &hardware.Error{Op: "pdf", Reason: hardware.PrinterFault, Cause: err}
	}
	return b.Bytes(), nil
}

// Fit spells text with the letters of the page's font. What lies above U+FFFF
// makes gofpdf panic, and is not in the font.
func Fit(text string) string {
	return hardware.Transliterate(text, func(r rune) bool { return r <= 0xffff && dots.Has(r) })
}

type page struct {
	f          *gofpdf.Fpdf
	roll       Roll
	cell       float64 // width of a letter
	lineHeight float64
	left, y    float64
}

func (p *page) height(l hardware.Line) (float64, error) {
	switch l.Kind {
	case hardware.KindText, hardware.KindRule:
		_, y := l.Size.Scale()
		if y == 2 {
			return p.lineHeight * 2.1, nil
		}
		return p.lineHeight, nil
	case hardware.KindQR:
		m, err := dots.Matrix(l.Block.Text)
		if err != nil {
			return 0, &hardware.DocumentError{Block: -1, Code: hardware.DocValue, Cause: err}
		}
		return p.qrSide(len(m)), nil
	case hardware.KindCode:
		bars, err := dots.Bars(l.Block.Symbology, l.Block.Text)
		if err != nil {
			return 0, &hardware.DocumentError{Block: -1, Code: hardware.DocValue, Cause: err}
		}
		if p.barModule(len(bars)) < leastBar {
			return p.height(hardware.Line{Kind: hardware.KindQR, Block: l.Block})
		}
		return codeHeight + 2*codeGap, nil
	case hardware.KindImage:
		return float64(l.Block.Image.Height) * p.dot(l.Block.Image), nil
	case hardware.KindCut:
		return cutGap, nil
	}
	return 0, nil
}

func (p *page) printed() float64 { return float64(p.roll.Printed) / 10 }

// dot is the side of a picture's dot: 1/8 mm, or less to fit.
func (p *page) dot(r *hardware.Raster) float64 { return min(0.125, p.printed()/float64(r.Width)) }

func (p *page) qrSide(modules int) float64 {
	n := float64(modules + 2*dots.QRQuiet)
	return n * min(qrModule, p.printed()/n)
}

func (p *page) barModule(modules int) float64 {
	return min(barModule, p.printed()/float64(modules+2*dots.CodeQuiet))
}

func (p *page) line(l hardware.Line) {
	switch l.Kind {
	case hardware.KindText:
		p.text(l)
	case hardware.KindRule:
		p.rule(l.Block.Doubled)
	case hardware.KindQR:
		p.qr(l.Block.Text)
	case hardware.KindCode:
		p.code(l)
	case hardware.KindImage:
		p.image(l.Block.Image)
	case hardware.KindCut:
		p.f.SetDashPattern([]float64{1.5, 1.5}, 0)
		p.f.SetLineWidth(0.15)
		p.f.Line(0, p.y+cutGap/2, float64(p.roll.Width)/10, p.y+cutGap/2)
		p.f.SetDashPattern(nil, 0)
	}
}

// mmPerPoint: a typographic point is 1/72 inch.
const mmPerPoint = 25.4 / 72

// advance is the width of a Go Mono letter in em (1229/2048).
const advance = 1229.0 / 2048

func (p *page) text(l hardware.Line) {
	x, y := l.Size.Scale()
	h, _ := p.height(l)
	if l.Invert {
		p.f.SetFillColor(0, 0, 0)
		p.f.Rect(p.left, p.y, p.printed(), h, "F")
		p.f.SetTextColor(255, 255, 255)
		defer p.f.SetTextColor(0, 0, 0)
	}
	weight := ""
	if l.Bold {
		weight = "B"
	}
	size := p.cell * float64(y) / advance // em, mm
	p.f.SetFont("mono", weight, size/mmPerPoint)
	baseline := p.y + h/2 + size*0.3
	text := l.Text(p.roll.Columns / x)
	begin := strings.TrimRight(text, " ")
	draw := func(text string, column int) {
		if text == "" {
			return
		}
		at := p.left + float64(column*x)*p.cell
		if x != y { // tall: a large letter, pressed to its column
			p.f.TransformBegin()
			p.f.TransformScale(100*float64(x)/float64(y), 100, at, baseline)
			p.f.Text(at, baseline, text)
			p.f.TransformEnd()
			return
		}
		p.f.Text(at, baseline, text)
	}
	// Without the spaces between, so that what is copied are words; the amount
	// by itself, so that it ends at the edge to a hair.
	if l.Right != "" {
		draw(l.Left, 0)
		draw(l.Right, len([]rune(text))-len([]rune(l.Right)))
		return
	}
	lead := len(begin) - len(strings.TrimLeft(begin, " "))
	draw(strings.TrimLeft(begin, " "), lead)
}

func (p *page) rule(double bool) {
	p.f.SetLineWidth(0.2)
	middle := p.y + p.lineHeight/2
	if double {
		p.f.Line(p.left, middle-0.35, p.left+p.printed(), middle-0.35)
		middle += 0.35
	}
	p.f.Line(p.left, middle, p.left+p.printed(), middle)
}

func (p *page) qr(data string) {
	m, err := dots.Matrix(data)
	if err != nil {
		return // height has told
	}
	side := p.qrSide(len(m))
	module := side / float64(len(m)+2*dots.QRQuiet)
	p.f.SetFillColor(0, 0, 0)
	x0 := p.left + (p.printed()-side)/2 + dots.QRQuiet*module
	for j, row := range m {
		p.runs(row, x0, p.y+(float64(j)+dots.QRQuiet)*module, module, module)
	}
}

func (p *page) code(l hardware.Line) {
	bars, err := dots.Bars(l.Block.Symbology, l.Block.Text)
	if err != nil {
		return // height has told
	}
	module := p.barModule(len(bars))
	if module < leastBar {
		p.qr(l.Block.Text)
		return
	}
	p.f.SetFillColor(0, 0, 0)
	p.runs(bars, p.left+(p.printed()-module*float64(len(bars)))/2, p.y+codeGap, module, codeHeight)
}

func (p *page) image(r *hardware.Raster) {
	dot := p.dot(r)
	p.f.SetFillColor(0, 0, 0)
	x0 := p.left + (p.printed()-dot*float64(r.Width))/2
	row := make([]bool, r.Width)
	for j := range r.Height {
		for i := range row {
			row[i] = r.Black(i, j)
		}
		p.runs(row, x0, p.y+float64(j)*dot, dot, dot)
	}
}

// runs draws neighbours that are black as one rectangle: modules drawn one by
// one show white hairs between them on screens.
func (p *page) runs(row []bool, x, y, module, height float64) {
	runs(p.f, row, x, y, module, height)
}

func runs(f *gofpdf.Fpdf, row []bool, x, y, module, height float64) {
	for i := 0; i < len(row); i++ {
		if !row[i] {
			continue
		}
		end := i
		for end < len(row) && row[end] {
			end++
		}
		f.Rect(x+float64(i)*module, y, float64(end-i)*module, height, "F")
		i = end
	}
}
