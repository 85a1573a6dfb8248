package widget

import (
	"image"
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"bonuskasse/pos/ui/theme"
)

// Ground is a plain colour under a whole window or panel: one pixel, stretched.
//
// A canvas.Rectangle asks at each pixel where it stands within the shape. Fyne
// paints the whole window for each change, and a till without a graphics card
// pays for each pixel: for a pixel of a rectangle twice, of one with round
// corners three times what a stretched one costs.
type Ground struct {
	*canvas.Image
	pixel color.NRGBA
}

// NewGround is a ground without a colour yet.
func NewGround() *Ground {
	g := &Ground{Image: canvas.NewImageFromImage(nil)}
	g.FillMode, g.ScaleMode = canvas.ImageFillStretch, canvas.ImageScalePixels
	g.Image.Image = onePixel(g.pixel)
	return g
}

// Paint gives the ground its colour.
func (g *Ground) Paint(c color.NRGBA) {
	if c == g.pixel {
		return
	}
	g.pixel, g.Image.Image = c, onePixel(c)
	g.Refresh()
}

func onePixel(c color.NRGBA) image.Image {
	one := image.NewRGBA(image.Rect(0, 0, 1, 1))
	one.Set(0, 0, c)
	return one
}

// slab is a box with round corners and an edge, large and cheap: only a strip
// at its top and one at its foot are drawn as round, what is between them is a
// Ground. See there.
type slab struct {
	top, foot, left, right *canvas.Rectangle
	body                   *Ground
}

func newSlab() *slab {
	return &slab{canvas.NewRectangle(nil), canvas.NewRectangle(nil), canvas.NewRectangle(nil), canvas.NewRectangle(nil), NewGround()}
}

// with puts the slab's objects before others.
func (s *slab) with(others ...fyne.CanvasObject) []fyne.CanvasObject {
	return append([]fyne.CanvasObject{s.top, s.foot, s.body.Image, s.left, s.right}, others...)
}

func (s *slab) paint(fill, edge color.NRGBA, radius float32) {
	for _, end := range []*canvas.Rectangle{s.top, s.foot} {
		end.FillColor, end.CornerRadius = fill, radius
		end.StrokeColor, end.StrokeWidth = edge, theme.Border
	}
	s.left.FillColor, s.right.FillColor = edge, edge
	s.body.Paint(fill)
}

func (s *slab) place(at fyne.Position, size fyne.Size) {
	radius := s.top.CornerRadius
	small := size.Height < 4*radius || size.Width < 4*radius
	for _, part := range []fyne.CanvasObject{s.foot, s.left, s.right, s.body.Image} {
		if part.Visible() == small {
			show(part, !small)
		}
	}
	s.top.Move(at)
	if small {
		s.top.Resize(size)
		return
	}
	end := fyne.NewSize(size.Width, 2*radius)
	s.top.Resize(end)
	s.foot.Move(at.AddXY(0, size.Height-end.Height))
	s.foot.Resize(end)
	high := size.Height - 2*radius
	s.body.Move(at.AddXY(theme.Border, radius))
	s.body.Resize(fyne.NewSize(size.Width-2*theme.Border, high))
	s.left.Move(at.AddXY(0, radius))
	s.right.Move(at.AddXY(size.Width-theme.Border, radius))
	s.left.Resize(fyne.NewSize(theme.Border, high))
	s.right.Resize(fyne.NewSize(theme.Border, high))
}

func show(o fyne.CanvasObject, visible bool) {
	if visible {
		o.Show()
	} else {
		o.Hide()
	}
}
