package card

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"image/png"

	"bonuskasse/hardware"
)

// Dots that pictures are kept with: 600 an inch for a logo, 400 for a photo.
var (
	logoDots  = hardware.LogoPixels
	photoDots = image.Pt(640, 640)
)

// picture is a logo or a photo, as both painters take it.
type picture struct {
	name string // within its job
	img  *image.NRGBA
}

func readPicture(name string, data []byte, most image.Point, photo bool) (*picture, error) {
	src, err := hardware.ReadPicture(data)
	if err != nil {
		return nil, err
	}
	p := &picture{name: name, img: hardware.Shrink(src, most)}
	if photo { // what is transparent in a photo is white
		ground := image.NewNRGBA(p.img.Bounds())
		draw.Draw(ground, ground.Bounds(), image.NewUniform(color.White), image.Point{}, draw.Src)
		draw.Draw(ground, ground.Bounds(), p.img, p.img.Bounds().Min, draw.Over)
		p.img = ground
	}
	return p, nil
}

// within is the largest size of the picture in a place.
func (p *picture) within(w, h float64) (float64, float64) {
	b := p.img.Bounds()
	scale := min(w/float64(b.Dx()), h/float64(b.Dy()))
	return float64(b.Dx()) * scale, float64(b.Dy()) * scale
}

// cover cuts the picture to the shape of a place, keeping its middle: faces
// stand a little above it.
func (p *picture) cover(w, h float64) *picture {
	b := p.img.Bounds()
	cw, ch := b.Dx(), b.Dy()
	if want := int(float64(ch) * w / h); want < cw {
		cw = max(1, want)
	} else if want := int(float64(cw) * h / w); want < ch {
		ch = max(1, want)
	}
	x, y := b.Min.X+(b.Dx()-cw)/2, b.Min.Y+(b.Dy()-ch)/3
	part, _ := p.img.SubImage(image.Rect(x, y, x+cw, y+ch)).(*image.NRGBA)
	return &picture{name: p.name, img: part}
}

func (p *picture) packJPEG() ([]byte, error) {
	var b bytes.Buffer
	if err := jpeg.Encode(&b, p.img, &jpeg.Options{Quality: 88}); err != nil {
		return nil, fmt.Errorf("picture: %w", err)
	}
	return b.Bytes(), nil
}

// packPNG keeps what is transparent.
func (p *picture) packPNG() ([]byte, error) {
	var b bytes.Buffer
	if err := png.Encode(&b, p.img); err != nil {
		return nil, fmt.Errorf("picture: %w", err)
	}
	return b.Bytes(), nil
}
