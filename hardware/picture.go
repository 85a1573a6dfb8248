package hardware

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/jpeg"
	"image/png"
)

// Bounds on pictures that people bring: a photo of a telephone is within, and a
// file that would fill the memory is refused before it is unpacked.
const (
	MaxPictureBytes  = 20 << 20
	MaxPicturePixels = 50_000_000
)

// LogoPixels is the most that a logo is kept as: 600 dots an inch on a card.
var LogoPixels = image.Pt(900, 450)

// ReadPicture unpacks a PNG or a JPEG. A picture that is cut short is refused.
func ReadPicture(data []byte) (image.Image, error) {
	if len(data) > MaxPictureBytes {
		return nil, fmt.Errorf("picture of %d bytes", len(data))
	}
	c, format, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("picture: %w", err)
	}
	if format != "png" && format != "jpeg" {
		return nil, fmt.Errorf("picture: %s", format)
	}
	if c.Width < 1 || c.Height < 1 || c.Width > MaxPicturePixels/c.Height {
		return nil, fmt.Errorf("picture of %d x %d dots", c.Width, c.Height)
	}
	img, _, err := image.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("picture: %w", err)
	}
	return img, nil
}

// SmallPicture makes a picture no larger than most, and packs it again: as PNG
// what is transparent or drawn, as JPEG a photo. The same picture gives the
// same bytes.
func SmallPicture(data []byte, most image.Point) ([]byte, error) {
	src, err := ReadPicture(data)
	if err != nil {
		return nil, err
	}
	small := Shrink(src, most)
	var out bytes.Buffer
	if err := png.Encode(&out, small); err != nil {
		return nil, fmt.Errorf("picture: %w", err)
	}
	if opaque(small) && out.Len() > 100_000 {
		out.Reset()
		if err := jpeg.Encode(&out, small, &jpeg.Options{Quality: 90}); err != nil {
			return nil, fmt.Errorf("picture: %w", err)
		}
	}
	if out.Len() > MaxPictureBytes {
		return nil, errors.New("picture stays too large")
	}
	return out.Bytes(), nil
}

func opaque(img *image.NRGBA) bool { return img.Opaque() }

// Shrink scales a picture down until it fits into most; each dot is the mean of
// those that fall together. A smaller picture stays as it is.
func Shrink(src image.Image, most image.Point) *image.NRGBA {
	b := src.Bounds()
	w, h := b.Dx(), b.Dy()
	if w > most.X {
		w, h = most.X, max(1, b.Dy()*most.X/b.Dx())
	}
	if h > most.Y {
		w, h = max(1, b.Dx()*most.Y/b.Dy()), most.Y
	}
	out := image.NewNRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		y0, y1 := b.Min.Y+y*b.Dy()/h, b.Min.Y+max((y+1)*b.Dy()/h, y*b.Dy()/h+1)
		for x := range w {
			x0, x1 := b.Min.X+x*b.Dx()/w, b.Min.X+max((x+1)*b.Dx()/w, x*b.Dx()/w+1)
			var r, g, bl, a, n uint64
			for j := y0; j < y1; j++ {
				for i := x0; i < x1; i++ {
					cr, cg, cb, ca := src.At(i, j).RGBA()
					r, g, bl, a, n = r+uint64(cr), g+uint64(cg), bl+uint64(cb), a+uint64(ca), n+1
				}
			}
			at := out.PixOffset(x, y)
			if a > 0 { // the colours came multiplied by their alpha
				out.Pix[at] = uint8(r * 255 / a)
				out.Pix[at+1] = uint8(g * 255 / a)
				out.Pix[at+2] = uint8(bl * 255 / a)
				out.Pix[at+3] = uint8(a / n >> 8)
			}
		}
	}
	return out
}
