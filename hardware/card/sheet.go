package card

import (
	"math"

	"bonuskasse/hardware"
)

// sheet is a paper and where the cards stand on it, in mm.
type sheet struct {
	wide, high     float64
	cardW, cardH   float64
	columns, rows  int
	x0, y0, dx, dy float64 // of the first card, and from one to the next
	bleed          float64
	marks          bool // crop marks
	footer         bool // which cards they are, below them
}

// a4 puts cards on the middle of an A4 page with gaps between what is cut away.
func a4(columns, rows int, bleed, gapX, gapY float64) sheet {
	s := sheet{wide: 210, high: 297, cardW: cardWide, cardH: cardHigh, columns: columns, rows: rows, bleed: bleed, marks: true, footer: true}
	s.dx, s.dy = cardWide+2*bleed+gapX, cardHigh+2*bleed+gapY
	s.x0 = (s.wide - float64(columns)*s.dx + gapX) / 2
	s.y0 = (s.high - float64(rows)*s.dy + gapY) / 2
	s.x0 += bleed
	s.y0 += bleed
	return s
}

// sheetOf is the sheet of a layout. Ten cards with 3 mm bleed do not fit on an
// A4 page: eight do.
func sheetOf(l hardware.CardLayout) (sheet, bool) {
	switch l {
	case hardware.CardsA4:
		return a4(2, 4, bleed, 8, 8), true
	case hardware.CardsA4Ten:
		return a4(2, 5, 0, 0, 0), true
	case hardware.CardsAvery:
		return sheet{wide: 210, high: 297, cardW: 85, cardH: 54, columns: 2, rows: 5, x0: 15, y0: 13.5, dx: 95, dy: 54, footer: true}, true
	case hardware.CardsCR80:
		return sheet{wide: cardWide, high: cardHigh, cardW: cardWide, cardH: cardHigh, columns: 1, rows: 1}, true
	}
	return sheet{}, false
}

func (s sheet) cards() int { return s.columns * s.rows }

// at is where a card of a page stands. A page of backs is turned over the long
// edge, as duplex printers do: what was left is right.
func (s sheet) at(i int, back bool) (x, y float64) {
	column, row := i%s.columns, i/s.columns
	if back {
		x = s.wide - s.x0 - float64(column)*s.dx - s.cardW
	} else {
		x = s.x0 + float64(column)*s.dx
	}
	return x, s.y0 + float64(row)*s.dy
}

// mark is a hair line to cut by.
type mark struct{ x1, y1, x2, y2 float64 }

const (
	markLong = 3.0
	markGap  = 0.5 // to the bleed
)

// cropMarks are the lines at the corners of the first n cards of a page. Where
// cards touch there is no room for one, and the block is marked at its edges.
func (s sheet) cropMarks(n int, back bool) (list []mark) {
	if !s.marks {
		return nil
	}
	corner := make([][2]float64, n)
	for i := range n {
		corner[i][0], corner[i][1] = s.at(i, back)
	}
	free := func(x, y float64) bool { // no card begins there
		for _, c := range corner {
			if math.Abs(c[0]-x) < 0.01 && math.Abs(c[1]-y) < 0.01 {
				return false
			}
		}
		return true
	}
	off := s.bleed + markGap
	for _, c := range corner {
		x, y := c[0], c[1]
		right, bottom := x+s.cardW, y+s.cardH
		for _, cy := range []float64{y, bottom} {
			if free(x-s.cardW, y) {
				list = append(list, mark{x - off - markLong, cy, x - off, cy})
			}
			if free(right, y) {
				list = append(list, mark{right + off, cy, right + off + markLong, cy})
			}
		}
		for _, cx := range []float64{x, right} {
			if free(x, y-s.cardH) {
				list = append(list, mark{cx, y - off - markLong, cx, y - off})
			}
			if free(x, bottom) {
				list = append(list, mark{cx, bottom + off, cx, bottom + off + markLong})
			}
		}
	}
	return list
}
