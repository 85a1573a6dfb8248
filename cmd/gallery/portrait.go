package main

import (
	"bytes"
	"image"
	"image/color"
	xdraw "image/draw"
	"image/jpeg"
)

// portrait is a face for the pictures: nobody's.
func portrait() []byte {
	const side = 240
	m := image.NewRGBA(image.Rect(0, 0, side, side))
	xdraw.Draw(m, m.Bounds(), image.NewUniform(color.RGBA{0xcf, 0xdd, 0xe6, 0xff}), image.Point{}, xdraw.Src)
	disc := func(cx, cy, r int, c color.RGBA) {
		for y := max(cy-r, 0); y < min(cy+r, side); y++ {
			for x := max(cx-r, 0); x < min(cx+r, side); x++ {
				if (x-cx)*(x-cx)+(y-cy)*(y-cy) < r*r {
					m.SetRGBA(x, y, c)
				}
			}
		}
	}
	disc(120, 280, 110, color.RGBA{0x2e, 0x5e, 0x7e, 0xff})
	disc(120, 105, 62, color.RGBA{0x5b, 0x3a, 0x22, 0xff})
	disc(120, 112, 54, color.RGBA{0xe8, 0xc3, 0xa0, 0xff})
	var b bytes.Buffer
	if err := jpeg.Encode(&b, m, nil); err != nil {
		return nil
	}
	return b.Bytes()
}
