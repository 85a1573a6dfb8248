package hardware

import (
	"fmt"
	"image"
	"image/color"
)

// Raster is a picture of black dots. Bits holds the rows from the top, each
// padded to whole bytes, the leftmost dot in the highest bit, 1 for black: the
// form that ESC/POS printers take.
type Raster struct {
	Width  int    `json:"w"` // dots
	Height int    `json:"h"` // dots
	Bits   []byte `json:"bits"`
}

// NewRaster is an all-white picture.
func NewRaster(width, height int) *Raster {
	return &Raster{Width: width, Height: height, Bits: make([]byte, (width+7)/8*height)}
}

// Stride is the bytes of one row.
func (r *Raster) Stride() int { return (r.Width + 7) / 8 }

// Black tells whether there is a dot; outside the picture there is none.
func (r *Raster) Black(x, y int) bool {
	if x < 0 || y < 0 || x >= r.Width || y >= r.Height {
		return false
	}
	return r.Bits[y*r.Stride()+x/8]&(0x80>>(x%8)) != 0
}

// Dot makes a dot black or white; outside the picture it does nothing.
func (r *Raster) Dot(x, y int, black bool) {
	if x < 0 || y < 0 || x >= r.Width || y >= r.Height {
		return
	}
	if black {
		r.Bits[y*r.Stride()+x/8] |= 0x80 >> (x % 8)
	} else {
		r.Bits[y*r.Stride()+x/8] &^= 0x80 >> (x % 8)
	}
}

// Fill makes a rectangle black or white.
func (r *Raster) Fill(x, y, w, h int, black bool) {
	for j := y; j < y+h; j++ {
		for i := x; i < x+w; i++ {
			r.Dot(i, j, black)
		}
	}
}

// Draw copies the black dots of s to x, y.
func (r *Raster) Draw(s *Raster, x, y int) {
	for j := 0; j < s.Height; j++ {
		for i := 0; i < s.Width; i++ {
			if s.Black(i, j) {
				r.Dot(x+i, y+j, true)
			}
		}
	}
}

// Gray is the picture for Go's image packages.
func (r *Raster) Gray() *image.Gray {
	g := image.NewGray(image.Rect(0, 0, r.Width, r.Height))
	for y := 0; y < r.Height; y++ {
		for x := 0; x < r.Width; x++ {
			if !r.Black(x, y) {
				g.Pix[y*g.Stride+x] = 255
			}
		}
	}
	return g
}

func (r *Raster) check() error {
	switch {
	case r == nil:
		return fmt.Errorf("no picture")
	case r.Width < 1 || r.Height < 1 || r.Width > 4096 || r.Width*r.Height > MaxRasterPx:
		return fmt.Errorf("picture of %d x %d dots", r.Width, r.Height)
	case len(r.Bits) != r.Stride()*r.Height:
		return fmt.Errorf("picture of %d bytes, not %d", len(r.Bits), r.Stride()*r.Height)
	}
	return nil
}

// Dither makes a picture of any image, width dots across, its shades by
// error diffusion (Floyd and Steinberg 1976). What is transparent is paper.
func Dither(src image.Image, width int) *Raster {
	b := src.Bounds()
	if b.Empty() || width < 1 {
		return NewRaster(1, 1)
	}
	height := max(1, b.Dy()*width/b.Dx())
	out := NewRaster(width, height)
	here, next := make([]int, width+2), make([]int, width+2)
	for y := 0; y < height; y++ {
		for x := 0; x < width; x++ {
			// The mean of the source pixels that fall on this dot.
			x0, x1 := b.Min.X+x*b.Dx()/width, b.Min.X+(x+1)*b.Dx()/width
			y0, y1 := b.Min.Y+y*b.Dy()/height, b.Min.Y+(y+1)*b.Dy()/height
			light := lightness(src, x0, y0, max(x1, x0+1), max(y1, y0+1)) + here[x+1]/16
			value := 255
			if light < 128 {
				out.Dot(x, y, true)
				value = 0
			}
			rest := light - value
			here[x+2] += rest * 7
			next[x] += rest * 3
			next[x+1] += rest * 5
			next[x+2] += rest
		}
		here, next = next, here
		clear(next)
	}
	return out
}

func lightness(src image.Image, x0, y0, x1, y1 int) int {
	sum, n := 0, 0
	for y := y0; y < y1; y++ {
		for x := x0; x < x1; x++ {
			c := color.NRGBAModel.Convert(src.At(x, y)).(color.NRGBA)
			gray := (299*int(c.R) + 587*int(c.G) + 114*int(c.B)) / 1000
			sum += 255 - (255-gray)*int(c.A)/255
			n++
		}
	}
	return sum / n
}
