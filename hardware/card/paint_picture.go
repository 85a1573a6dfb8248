package card

import (
	"image"
	"image/color"
	"image/draw"
	"math"

	xdraw "golang.org/x/image/draw"
	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"
)

// paintPicture paints a card as a picture that is so many dots wide, without
// its bleed.
func paintPicture(d *drawing, width int) (image.Image, error) {
	scale := float64(width) / d.w
	p := picturePainter{img: image.NewRGBA(image.Rect(0, 0, width, int(math.Round(d.h*scale)))), scale: scale}
	for _, r := range d.rects {
		p.fill(r.x, r.y, r.w, r.h, r.ink)
	}
	for _, c := range d.codes {
		for _, r := range c.runs {
			p.fill(c.x+float64(r.x)*c.wide, c.y+float64(r.y)*c.high, float64(r.n)*c.wide, float64(r.high)*c.high, black)
		}
	}
	for _, i := range d.images {
		xdraw.CatmullRom.Scale(p.img, p.box(i.x, i.y, i.w, i.h), i.picture.img, i.picture.img.Bounds(), xdraw.Over, nil)
	}
	for _, l := range d.letters {
		if err := p.text(l); err != nil {
			return nil, err
		}
	}
	return p.img, nil
}

type picturePainter struct {
	img   *image.RGBA
	scale float64
}

// box is a place in dots, its edges on whole ones: what is half covered would
// be grey, and a grey bar is no bar.
func (p picturePainter) box(x, y, w, h float64) image.Rectangle {
	dot := func(mm float64) int { return int(math.Round(mm * p.scale)) }
	return image.Rect(dot(x), dot(y), dot(x+w), dot(y+h))
}

func (p picturePainter) fill(x, y, w, h float64, ink color.NRGBA) {
	draw.Draw(p.img, p.box(x, y, w, h), image.NewUniform(ink), image.Point{}, draw.Src)
}

func (p picturePainter) text(l letters) error {
	face, err := opentype.NewFace(faceOf(l.bold).font, &opentype.FaceOptions{Size: l.size * p.scale, DPI: 72, Hinting: font.HintingNone})
	if err != nil {
		return err
	}
	defer face.Close()
	dot := func(mm float64) fixed.Int26_6 { return fixed.Int26_6(math.Round(mm * p.scale * 64)) }
	pen := font.Drawer{Dst: p.img, Src: image.NewUniform(l.ink), Face: face}
	x := l.x
	for _, r := range l.text { // one by one: the PDF kerns no pairs either
		pen.Dot = fixed.Point26_6{X: dot(x), Y: dot(l.baseline)}
		pen.DrawString(string(r))
		x += measure(string(r), l.bold) * l.size
	}
	return nil
}
