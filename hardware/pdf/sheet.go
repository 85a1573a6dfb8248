package pdf

import (
	"bytes"
	"fmt"
	"math"
	"runtime"
	"sync"
	"time"

	"bonuskasse/hardware"
	"bonuskasse/hardware/dots"

	"github.com/jung-kurt/gofpdf"
	"golang.org/x/image/font/sfnt"
)

// Fonts are the TrueType letters of a sheet.
type Fonts struct{ Regular, Bold []byte }

// The sheet: A4, two tickets across and six down, with lines to cut along. All
// in mm.
const (
	pageWide, pageHigh       = 210.0, 297.0
	ticketsAcross, ticketsUp = 2, hardware.TicketsASheet / 2
	ticketWide, ticketHigh   = 95.0, 46.0
	sheetLeft                = (pageWide - ticketsAcross*ticketWide) / 2
	sheetTop                 = (pageHigh - ticketsUp*ticketHigh) / 2

	ticketPad  = 2.5
	ticketQR   = 34.0 // with its quiet zone: 0.68 mm a module of a signed coupon
	ticketText = ticketPad + ticketQR + 1.5
	footHigh   = 3.1

	dotGrid = 25.4 / 150 // two, four, eight dots of 300, 600, 1200 to the inch
)

// RenderSheets draws tickets as a PDF of A4 pages. The same sheets give the
// same bytes. progress, if not nil, is told of each page, and ends the work by
// an error.
func RenderSheets(s hardware.Sheets, fonts Fonts, progress func(page, of int) error) (out []byte, err error) {
	// gofpdf panics on some letters; all text has passed fit, and yet.
	defer func() {
		if r := recover(); r != nil {
			out, err = nil, &hardware.Error{Op: "pdf", Reason: hardware.PrinterFault, Cause: fmt.Errorf("%v", r)}
		}
	}()
	d, err := newSheetDrawing(s, fonts)
	if err != nil {
		return nil, err
	}
	pages := (len(s.Tickets) + hardware.TicketsASheet - 1) / hardware.TicketsASheet
	for page := range pages {
		some := s.Tickets[page*hardware.TicketsASheet : min((page+1)*hardware.TicketsASheet, len(s.Tickets))]
		codes, err := matrices(some)
		if err != nil {
			return nil, &hardware.DocumentError{Block: -1, Code: hardware.DocValue, Cause: err}
		}
		d.f.AddPage()
		d.cutLines()
		for i, t := range some {
			d.ticket(t, codes[i], sheetLeft+float64(i%ticketsAcross)*ticketWide, sheetTop+float64(i/ticketsAcross)*ticketHigh)
		}
		if progress != nil {
			if err := progress(page+1, pages); err != nil {
				return nil, err
			}
		}
	}
	var b bytes.Buffer
	if err := d.f.Output(&b); err != nil {
		return nil, &hardware.Error{Op: "pdf", Reason: hardware.PrinterFault, Cause: err}
	}
	return b.Bytes(), nil
}

// matrices makes the codes of a page, on all processors: it is most of the work.
func matrices(tickets []hardware.Ticket) ([][][]bool, error) {
	codes, errs := make([][][]bool, len(tickets)), make([]error, len(tickets))
	var wg sync.WaitGroup
	next := make(chan int)
	for range min(runtime.GOMAXPROCS(0), len(tickets)) {
		wg.Go(func() {
			for i := range next {
				codes[i], errs[i] = dots.Matrix(tickets[i].QR)
			}
		})
	}
	for i := range tickets {
		next <- i
	}
	close(next)
	wg.Wait()
	for _, err := range errs {
		if err != nil {
			return nil, err
		}
	}
	return codes, nil
}

type sheetDrawing struct {
	f    *gofpdf.Fpdf
	font *sfnt.Font
	buf  sfnt.Buffer
}

func newSheetDrawing(s hardware.Sheets, fonts Fonts) (*sheetDrawing, error) {
	font, err := sfnt.Parse(fonts.Regular)
	if err != nil {
		return nil, &hardware.Error{Op: "pdf", Reason: hardware.BadSettings, Cause: err}
	}
	f := gofpdf.New("P", "mm", "A4", "")
	f.SetCatalogSort(true)
	f.SetMargins(0, 0, 0)
	f.SetCellMargin(0)
	f.SetAutoPageBreak(false, 0)
	made := s.Made
	if made.IsZero() {
		made = time.Unix(0, 0)
	}
	f.SetCreationDate(made.UTC())
	f.SetModificationDate(made.UTC())
	d := &sheetDrawing{f: f, font: font}
	f.SetTitle(d.fit(s.Title), true)
	f.SetCreator("Bonuskasse", true)
	f.AddUTF8FontFromBytes("text", "", bytes.Clone(fonts.Regular))
	f.AddUTF8FontFromBytes("text", "B", bytes.Clone(fonts.Bold))
	f.SetLineWidth(0.1)
	return d, f.Error()
}

// fit spells text with the letters that the font has.
func (d *sheetDrawing) fit(text string) string {
	return hardware.Transliterate(hardware.Printable(text), func(r rune) bool {
		g, err := d.font.GlyphIndex(&d.buf, r)
		return r <= 0xffff && err == nil && g != 0
	})
}

// cutLines are dashed from edge to edge of the paper, for scissors and for a
// guillotine.
func (d *sheetDrawing) cutLines() {
	d.f.SetDashPattern([]float64{1.5, 1.5}, 0)
	d.f.SetDrawColor(120, 120, 120)
	for i := range ticketsAcross + 1 {
		x := sheetLeft + float64(i)*ticketWide
		d.f.Line(x, 0, x, pageHigh)
	}
	for i := range ticketsUp + 1 {
		y := sheetTop + float64(i)*ticketHigh
		d.f.Line(0, y, pageWide, y)
	}
	d.f.SetDashPattern(nil, 0)
}

func (d *sheetDrawing) ticket(t hardware.Ticket, code [][]bool, x, y float64) {
	d.code(code, x+ticketPad, y+ticketPad/2)
	left, wide := x+ticketText, ticketWide-ticketText-ticketPad
	top := y + ticketPad
	line := func(text, style string, high, gap float64) {
		d.text(text, style, high, left, top, wide)
		top += high + gap
	}
	line(t.Corner, "", 2.4, 0.6)
	line(t.Head, "B", 4, 1.6)
	line(t.Big, "B", 7.5, 1.6)
	for _, s := range t.Small {
		line(s, "", 3.1, 0.8)
	}
	if t.Banner != "" {
		d.f.Rect(left, y+ticketQR-10.2, wide, 4, "F")
		d.f.SetTextColor(255, 255, 255)
		d.text(t.Banner, "B", 2.8, left+0.8, y+ticketQR-9.6, wide-1.6)
		d.f.SetTextColor(0, 0, 0)
	}
	d.text(t.Code, "B", 5.2, left, y+ticketQR-4.6, wide)
	foot := y + ticketHigh - ticketPad - footHigh*float64(len(t.Foot))
	for i, s := range t.Foot {
		d.text(s, "", 2.5, x+ticketPad+1, foot+footHigh*float64(i), ticketWide-2*ticketPad-2)
	}
}

// code draws a QR code with its quiet zone. Modules and corner lie on the dots
// that printers and screens have, or else edges are blurred to half a dot and
// one code in forty of a full page is not read.
func (d *sheetDrawing) code(code [][]bool, x, y float64) {
	module := dotGrid * math.Floor(ticketQR/float64(len(code)+2*dots.QRQuiet)/dotGrid)
	if module == 0 {
		module = ticketQR / float64(len(code)+2*dots.QRQuiet)
	}
	edge := (ticketQR - module*float64(len(code))) / 2
	x, y = dotGrid*math.Round((x+edge)/dotGrid), dotGrid*math.Round((y+edge)/dotGrid)
	d.f.SetFillColor(0, 0, 0)
	for j, row := range code {
		runs(d.f, row, x, y+float64(j)*module, module, module)
	}
}

// text writes one line whose letters are so many mm high from top to bottom, or
// smaller, to fit the width.
func (d *sheetDrawing) text(text, style string, high, x, y, wide float64) {
	if text == "" {
		return
	}
	text = d.fit(text)
	d.f.SetFont("text", style, high/mmPerPoint)
	if w := d.f.GetStringWidth(text); w > wide {
		d.f.SetFont("text", style, high*wide/w/mmPerPoint)
	}
	d.f.Text(x, y+high*0.8, text)
}
