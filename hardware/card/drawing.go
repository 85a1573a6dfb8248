// Package card draws club cards: what stands on one, sheets of them, and two
// painters of the same drawing, so that what the screen shows is what the
// printer makes.
//
//	press := card.Press{}
//	err := press.Print(ctx, file, job, func(done, of int) { ... }) // a PDF
//	img, err := press.Picture(job, 0, false, 640)                   // its first card
//
// A drawing is a list of rectangles, pictures and letters in millimetres. Codes
// are rectangles of pure black, as card printers want them, with their quiet
// zones. The letters are Go's own (Bigelow & Holmes, BSD licence).
package card

import (
	"image"
	"image/color"
	"math"
)

// The size of a card (ISO/IEC 7810, ID-1), what is cut away around it, and
// what is kept free within, because no printer hits the same place twice.
const (
	cardWide = 85.60
	cardHigh = 53.98
	bleed    = 3.0
	safe     = 3.0
)

// drawing is one side of a card. Its origin is the card's left top corner; what
// lies outside of it is bleed.
type drawing struct {
	w, h    float64
	rects   []rect
	codes   []bars
	images  []placed
	letters []letters
}

// The painters paint in this order.
type (
	// rect is a ground.
	rect struct {
		x, y, w, h float64
		ink        color.NRGBA
	}
	// bars is a code: rectangles of black modules, in modules from its corner.
	bars struct {
		x, y       float64
		wide, high float64 // of a module
		runs       []run
		modules    image.Point // of the whole code
	}
	run struct{ x, y, n, high uint16 }
	// placed is a picture and where it stands.
	placed struct {
		x, y, w, h float64
		picture    *picture
	}
	// letters are one line; x is where it begins.
	letters struct {
		x, baseline float64
		size        float64 // of an em
		bold        bool
		ink         color.NRGBA
		text        string
	}
)

var (
	black = color.NRGBA{A: 255}
	white = color.NRGBA{R: 255, G: 255, B: 255, A: 255}
	dark  = color.NRGBA{R: 0x1d, G: 0x25, B: 0x2b, A: 255} // letters on white
	faint = color.NRGBA{R: 0x6b, G: 0x75, B: 0x7d, A: 255}
)

// blend is a colour between two, part of 1 on the way to b.
func blend(a, b color.NRGBA, part float64) color.NRGBA {
	mix := func(x, y uint8) uint8 { return uint8(math.Round(float64(x) + (float64(y)-float64(x))*part)) }
	return color.NRGBA{R: mix(a.R, b.R), G: mix(a.G, b.G), B: mix(a.B, b.B), A: 255}
}

func (d *drawing) rect(x, y, w, h float64, ink color.NRGBA) {
	d.rects = append(d.rects, rect{x, y, w, h, ink})
}

// how letters stand at their place.
type align int

const (
	left align = iota
	right
	centre
)

// text sets one line into the width that there is: smaller letters first, down
// to the least, and then fewer.
func (d *drawing) text(text string, x, baseline, width, size, least float64, bold bool, a align, ink color.NRGBA) {
	text = fit(text)
	for size > least && measure(text, bold)*size > width {
		size -= 0.1
	}
	text = cut(text, bold, width/size)
	if text == "" {
		return
	}
	long := measure(text, bold) * size
	switch a {
	case right:
		x -= long
	case centre:
		x -= long / 2
	}
	d.letters = append(d.letters, letters{x, baseline, size, bold, ink, text})
}
