// Package escpos speaks ESC/POS, the language of nearly all receipt printers
// (Epson's command reference; the subset every maker has copied).
//
//	p, err := escpos.New(escpos.Options{
//		Name: "counter",
//		Link: transport.TCP{Address: "192.168.1.50:9100"},
//		Settings: escpos.Settings{Columns: 48},
//	})
//	p.Open(ctx)
//	result, err := p.Print(ctx, "receipt-1042", document)
//
// Encode turns a hardware.Document into bytes; Printer sends them and finds
// out what became of them. Room paper reads such bytes back, strictly, and
// draws the paper.
package escpos

import (
	"bonuskasse/hardware"
	"bonuskasse/hardware/dots"
)

// Control bytes (ASCII).
const (
	lf  = 0x0a
	dle = 0x10
	eot = 0x04
	dc4 = 0x14
	esc = 0x1b
	fs  = 0x1c
	gs  = 0x1d
)

// LineDots is the height of a line of normal letters, with its gap.
const LineDots = 30

// codeHeight is the height of a bar code: 10 mm.
const codeHeight = 80

// rasterBand bounds the rows of one GS v 0, because small printers buffer one
// whole picture before they print it.
const rasterBand = 128

// Encode gives the bytes that print a document. The error is a
// *hardware.DocumentError, or says what is wrong with the settings; the same
// input always gives the same bytes.
func Encode(d hardware.Document, s Settings) ([]byte, error) {
	if err := d.Validate(); err != nil {
		return nil, err
	}
	if err := s.Validate(); err != nil {
		return nil, err
	}
	e := &encoder{s: s.filled(), page: s.page()}
	e.start()
	for i, line := range hardware.Layout(d, e.s.Columns, e.s.Fit) {
		if err := e.line(line); err != nil {
			return nil, &hardware.DocumentError{Block: i, Code: hardware.DocValue, Cause: err}
		}
	}
	return e.out, nil
}

// KickBytes is the pulse that opens the drawer. It waits its turn behind what
// the printer still prints; at once is for a printer that is off line because
// of paper or cover, which still gives the real-time pulse (DLE DC4).
func KickBytes(s Settings, atOnce bool) []byte {
	s = s.filled()
	pin := byte(0)
	if s.DrawerPin == 5 {
		pin = 1
	}
	if atOnce {
		return []byte{dle, dc4, 1, pin, byte(min(8, max(1, s.PulseMs/100)))}
	}
	// Times are in units of 2 ms; the pause after is twice as long, so that a
	// second kick finds the coil cool. 0x10 (32 ms) would begin a real-time
	// command for a printer that reads ahead: take the next unit.
	on := byte(s.PulseMs / 2)
	if on == dle {
		on++
	}
	return []byte{esc, 'p', pin, on, byte(min(255, 2*int(on)))}
}

type encoder struct {
	s    Settings
	page CodePage
	out  []byte

	bold, invert bool
	size         byte
}

func (e *encoder) put(b ...byte) { e.out = append(e.out, b...) }

// start puts the printer into a known state whatever the job before left:
// reset, no two-byte characters (makers for China switch them on: æø would
// become one Chinese letter), USA as national set, our table, our line height.
func (e *encoder) start() {
	e.put(esc, '@')
	e.put(fs, '.')
	e.put(esc, 'R', 0)
	e.put(esc, 't', e.page.Number)
	e.put(esc, '3', LineDots)
}

func (e *encoder) line(l hardware.Line) error {
	switch l.Kind {
	case hardware.KindText, hardware.KindRule:
		e.text(l)
	case hardware.KindQR:
		return e.qr(l.Block)
	case hardware.KindCode:
		return e.code(l.Block)
	case hardware.KindImage:
		e.picture(shrink(l.Block.Image, e.s.Dots))
	case hardware.KindCut:
		e.cut()
	case hardware.KindDrawer:
		e.put(KickBytes(e.s, false)...)
	}
	return nil
}

func (e *encoder) text(l hardware.Line) {
	x, y := l.Size.Scale()
	text := l.Text(e.s.Columns / x)
	if e.s.Raster == RasterAll || e.s.Raster == RasterNeeded && !e.fits(text) {
		// Inverted lines touch, as the printer's own do not: a gap of one dot
		// line would show, so the whole line height is drawn.
		r := hardware.NewRaster(e.s.Columns*dots.CellWidth, max(LineDots, dots.CellHeight*y))
		dots.Text(r, 0, (r.Height-dots.CellHeight*y)/2, text, dots.Style{Bold: l.Bold, Invert: l.Invert, X: x, Y: y})
		e.raster(r)
		return
	}
	e.style(l.Bold, l.Invert, byte((x-1)<<4|(y-1)))
	e.put(e.page.bytes(text)...)
	e.put(lf)
}

func (e *encoder) fits(text string) bool {
	for _, r := range text {
		if !e.page.Has(r) {
			return false
		}
	}
	return true
}

// style sends only what changes.
func (e *encoder) style(bold, invert bool, size byte) {
	if bold != e.bold {
		e.put(esc, 'E', bit(bold))
		e.bold = bold
	}
	if invert != e.invert {
		e.put(gs, 'B', bit(invert))
		e.invert = invert
	}
	if size != e.size {
		e.put(gs, '!', size)
		e.size = size
	}
}

func bit(on bool) byte {
	if on {
		return 1
	}
	return 0
}

func (e *encoder) cut() {
	switch e.s.Cutter {
	case CutNone:
		e.put(esc, 'd', 4)
	case CutFull:
		e.put(gs, 'V', 65, 0)
	default:
		e.put(gs, 'V', 66, 0)
	}
}

// picture centres by adding white at the left: not every printer centres
// pictures itself.
func (e *encoder) picture(r *hardware.Raster) {
	left := (e.s.Dots - r.Width) / 2
	if left <= 0 {
		e.raster(r)
		return
	}
	wide := hardware.NewRaster(left+r.Width, r.Height)
	wide.Draw(r, left, 0)
	e.raster(wide)
}

// raster sends a picture as GS v 0 in bands (Epson: GS v 0 m xL xH yL yH d).
func (e *encoder) raster(r *hardware.Raster) {
	e.style(false, false, 0)
	stride := r.Stride()
	for y := 0; y < r.Height; y += rasterBand {
		rows := min(rasterBand, r.Height-y)
		if rows == dle { // no DLE in the head either
			rows--
			e.band(r.Bits[y*stride:(y+rows)*stride], stride, rows)
			e.band(r.Bits[(y+rows)*stride:(y+rows+1)*stride], stride, 1)
			continue
		}
		e.band(r.Bits[y*stride:(y+rows)*stride], stride, rows)
	}
}

func (e *encoder) band(bits []byte, stride, rows int) {
	e.put(gs, 'v', '0', 0, byte(stride), byte(stride>>8), byte(rows), byte(rows>>8))
	begin := len(e.out)
	e.put(bits...)
	defuse(e.out[begin:])
}

// defuse adds one dot where a picture happens to hold a real-time command. A
// printer looks for those as bytes arrive, inside pictures too (Epson says so
// of DLE DC4): a logo could open the drawer.
func defuse(bits []byte) {
	for i := range bits {
		if bits[i] == dle && (i+1 == len(bits) || bits[i+1] == eot || bits[i+1] == 5 || bits[i+1] == dc4) {
			bits[i] |= 0x08
		}
	}
}

// shrink makes a picture fit the paper, by leaving out dots.
func shrink(r *hardware.Raster, width int) *hardware.Raster {
	if r.Width <= width {
		return r
	}
	out := hardware.NewRaster(width, max(1, r.Height*width/r.Width))
	for y := 0; y < out.Height; y++ {
		for x := 0; x < width; x++ {
			out.Dot(x, y, r.Black(x*r.Width/width, y*r.Height/out.Height))
		}
	}
	return out
}
