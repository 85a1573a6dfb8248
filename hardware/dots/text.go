// Package dots draws letters and codes as black dots: for printers that lack a
// letter or a code of their own, and for pictures of what a printer would make.
//
//	r := hardware.NewRaster(48*dots.CellWidth, dots.CellHeight)
//	dots.Text(r, 0, 0, "Smørrebrød 12,50 €", dots.Style{Bold: true})
//
// The letters are Go Mono (B. Horacek, C. Bigelow and others, BSD licence), at
// the size of a receipt printer's font A: 12 x 24 dots a letter, 8 dots a mm.
package dots

import (
	"image"
	"sync"
	"unicode/utf8"

	"bonuskasse/hardware"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gomono"
	"golang.org/x/image/font/gofont/gomonobold"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// The cell of one letter of normal size, in dots.
const (
	CellWidth  = 12
	CellHeight = 24
	baseline   = 18 // from the cell's top
	pixels     = 20 // the em at which Go Mono is CellWidth wide (1229/2048 em)
)

// Style is how letters look. X and Y scale the cell; 0 is 1.
type Style struct {
	Bold, Invert bool
	X, Y         int
}

type glyphKey struct {
	r    rune
	bold bool
	x, y int
}

var drawer struct {
	sync.Mutex
	fonts  [2]*opentype.Font
	faces  map[[2]int]font.Face // by weight and scale
	glyphs map[glyphKey]*hardware.Raster
	buf    sfnt.Buffer
}

// load parses the fonts once. The caller holds the lock. The fonts are part of
// the program, so an error is a mistake in the build.
func load() {
	if drawer.glyphs != nil {
		return
	}
	for i, ttf := range [][]byte{gomono.TTF, gomonobold.TTF} {
		f, err := opentype.Parse(ttf)
		if err != nil {
			panic("dots: " + err.Error())
		}
		drawer.fonts[i] = f
	}
	drawer.faces = map[[2]int]font.Face{}
	drawer.glyphs = map[glyphKey]*hardware.Raster{}
}

// Has tells whether there is a letter for r.
func Has(r rune) bool {
	drawer.Lock()
	defer drawer.Unlock()
	load()
	i, err := drawer.fonts[0].GlyphIndex(&drawer.buf, r)
	return err == nil && i != 0
}

// Text draws text with its cell's left top corner at x, y, each letter in a
// cell of its own. A letter that is missing becomes a question mark.
func Text(dst *hardware.Raster, x, y int, text string, s Style) {
	s.X, s.Y = max(1, s.X), max(1, s.Y)
	w, h := CellWidth*s.X, CellHeight*s.Y
	if s.Invert {
		dst.Fill(x, y, w*utf8.RuneCountInString(text), h, true)
	}
	for _, r := range text {
		if r != ' ' {
			g := glyph(r, s)
			for j := 0; j < h; j++ {
				for i := 0; i < w; i++ {
					if g.Black(i, j) {
						dst.Dot(x+i, y+j, !s.Invert)
					}
				}
			}
		}
		x += w
	}
}

func glyph(r rune, s Style) *hardware.Raster {
	key := glyphKey{r, s.Bold, s.X, s.Y}
	drawer.Lock()
	defer drawer.Unlock()
	load()
	if g := drawer.glyphs[key]; g != nil {
		return g
	}
	weight := 0
	if s.Bold {
		weight = 1
	}
	if i, err := drawer.fonts[weight].GlyphIndex(&drawer.buf, r); err != nil || i == 0 {
		r = '?'
	}
	// Drawn as large as the larger scale, then made narrow or low by taking the
	// mean of the dots that fall together: a tall letter keeps round corners.
	scale := max(s.X, s.Y)
	face := drawer.faces[[2]int{weight, scale}]
	if face == nil {
		var err error
		face, err = opentype.NewFace(drawer.fonts[weight], &opentype.FaceOptions{Size: float64(pixels * scale), DPI: 72, Hinting: font.HintingFull})
		if err != nil {
			panic("dots: " + err.Error())
		}
		drawer.faces[[2]int{weight, scale}] = face
	}
	mask := image.NewGray(image.Rect(0, 0, CellWidth*scale, CellHeight*scale))
	d := font.Drawer{Dst: mask, Src: image.White, Face: face, Dot: fixed.P(0, baseline*scale)}
	d.DrawString(string(r))
	g := hardware.NewRaster(CellWidth*s.X, CellHeight*s.Y)
	stepX, stepY := scale/s.X, scale/s.Y
	for y := 0; y < g.Height; y++ {
		for x := 0; x < g.Width; x++ {
			sum := 0
			for j := 0; j < stepY; j++ {
				for i := 0; i < stepX; i++ {
					sum += int(mask.GrayAt(x*stepX+i, y*stepY+j).Y)
				}
			}
			g.Dot(x, y, sum >= 110*stepX*stepY)
		}
	}
	if len(drawer.glyphs) > 4096 {
		clear(drawer.glyphs)
	}
	drawer.glyphs[key] = g
	return g
}
