package ui

import (
	"bytes"
	"crypto/sha256"
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// portrait is a member's photo on a screen. It is decoded once, however often
// what stands round it is drawn anew.
type portrait struct {
	image *canvas.Image
	jpeg  []byte
}

// of is the photo in a square of that side.
func (p *portrait) of(jpeg []byte, side float32) fyne.CanvasObject {
	if p.image == nil || !bytes.Equal(p.jpeg, jpeg) {
		p.image = canvas.NewImageFromResource(fyne.NewStaticResource(fmt.Sprintf("%x.jpg", sha256.Sum256(jpeg)), jpeg))
		p.image.FillMode = canvas.ImageFillContain
		p.jpeg = jpeg
	}
	p.image.SetMinSize(fyne.NewSquareSize(side))
	return p.image
}
