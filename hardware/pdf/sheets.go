package pdf

import (
	"fmt"

	"bonuskasse/hardware"

	"github.com/jung-kurt/gofpdf"
)

// sheet is A4 with letters in the middle of it.
var sheet = Roll{Width: 2100, Printed: 1700, Columns: 84}

const (
	sheetHeight = 297.0
	sheetEdge   = 18.0
)

// Sheets draws documents one after another on numbered A4 sheets, for what is
// read at a desk and may be long. A cut begins a new sheet.
func Sheets(docs ...hardware.Document) (out []byte, err error) {
	defer func() { // as in Render
		if r := recover(); r != nil {
			out, err = nil, &hardware.Error{Op: "pdf", Reason: hardware.PrinterFault, Cause: fmt.Errorf("%v", r)}
		}
	}()
	p := &page{roll: sheet, cell: float64(sheet.Printed) / 10 / float64(sheet.Columns), left: float64(sheet.Width-sheet.Printed) / 20}
	p.lineHeight = p.cell * 2.2
	var first hardware.Document
	if len(docs) > 0 {
		first = docs[0]
	}
	p.f = newFile(first, float64(sheet.Width)/10, sheetHeight)
	p.turn()
	for _, d := range docs {
		if err := d.Validate(); err != nil {
			return nil, err
		}
		for _, l := range hardware.Layout(d, sheet.Columns, Fit) {
			h, err := p.height(l)
			if err != nil {
				return nil, err
			}
			if l.Kind == hardware.KindCut || p.y+h > sheetHeight-sheetEdge {
				p.turn()
			}
			if l.Kind != hardware.KindCut {
				p.line(l)
				p.y += h
			}
		}
	}
	return written(p.f)
}

// turn begins a sheet, with its number at the foot.
func (p *page) turn() {
	p.f.AddPageFormat("P", gofpdf.SizeType{Wd: float64(sheet.Width) / 10, Ht: sheetHeight})
	p.y = sheetHeight - sheetEdge/2
	p.line(hardware.Line{Kind: hardware.KindText, Left: fmt.Sprint(p.f.PageNo()), Align: hardware.Centre})
	p.y = sheetEdge
}
