package paper

import (
	"image"
	"strings"

	"bonuskasse/hardware"
	"bonuskasse/hardware/dots"
)

// ItemKind is what an Item is.
type ItemKind int

const (
	Letters ItemKind = iota // a line of letters, perhaps empty
	Gap                     // white
	Picture                 // a raster
	QR                      // drawn by the printer
	Bars                    // drawn by the printer
)

// Item is one thing on a paper, from the top. Height is in dots, with the gap
// below.
type Item struct {
	Kind   ItemKind
	Text   string // of a code
	Raster *hardware.Raster
	Left   int
	Height int
	cells  []cell
}

// Paper is what one cut gives.
type Paper struct {
	Items []Item
	Cut   bool
	width int
}

func (p Paper) at(width int) Paper { p.width = width; return p }

// Lines are the lines of letters, without spaces at the end.
func (p Paper) Lines() []string {
	var lines []string
	for _, i := range p.Items {
		if i.Kind == Letters {
			var b strings.Builder
			for _, c := range i.cells {
				b.WriteRune(c.r)
			}
			lines = append(lines, strings.TrimRight(b.String(), " "))
		}
	}
	return lines
}

// Text is the lines of letters.
func (p Paper) Text() string { return strings.Join(p.Lines(), "\n") + "\n" }

// Codes are the texts of the codes the printer drew.
func (p Paper) Codes() []string {
	var codes []string
	for _, i := range p.Items {
		if i.Kind == QR || i.Kind == Bars {
			codes = append(codes, i.Text)
		}
	}
	return codes
}

// margin is the unprinted edge of the paper in the picture: 80 mm paper has
// 72 mm of dots.
const margin = 32

// Raster draws the printed part, dot by dot.
func (p Paper) Raster() *hardware.Raster {
	height := 0
	for _, i := range p.Items {
		height += i.Height
	}
	r := hardware.NewRaster(p.width, max(1, height))
	y := 0
	for _, i := range p.Items {
		if i.Raster != nil {
			r.Draw(i.Raster, i.Left, y)
		}
		low := 1
		for _, c := range i.cells {
			low = max(low, c.y)
		}
		x := i.Left
		for _, c := range i.cells {
			// Letters of different height stand on one line.
			top := y + (low-c.y)*dots.CellHeight
			if c.r == WrongLetter {
				for j := range dots.CellHeight * c.y {
					for k := range dots.CellWidth * c.x {
						r.Dot(x+k, top+j, (j+k)%2 == 0)
					}
				}
			} else {
				dots.Text(r, x, top, string(c.r), dots.Style{Bold: c.bold, Invert: c.invert, X: c.x, Y: c.y})
			}
			x += dots.CellWidth * c.x
		}
		y += i.Height
	}
	return r
}

// Image is the paper with its edges, for people and for code readers.
func (p Paper) Image() *image.Gray {
	printed := p.Raster()
	r := hardware.NewRaster(printed.Width+2*margin, printed.Height+2*margin)
	r.Draw(printed, margin, margin)
	return r.Gray()
}
