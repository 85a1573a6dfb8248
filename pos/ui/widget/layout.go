package widget

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"bonuskasse/pos/ui/theme"
)

// column puts things below each other, each as wide as the column. Unlike
// Fyne's it lets its gap be set, and gives running text its width before it
// asks how high that is.
type column struct{ gap float32 }

// Layout is part of fyne.Layout.
func (c *column) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	y := float32(0)
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		o.Resize(fyne.NewSize(size.Width, o.Size().Height))
		high := o.MinSize().Height
		o.Resize(fyne.NewSize(size.Width, high))
		o.Move(fyne.NewPos(0, y))
		y += high + c.gap
	}
}

// MinSize is part of fyne.Layout.
func (c *column) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var size fyne.Size
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		if size.Height > 0 {
			size.Height += c.gap
		}
		least := o.MinSize()
		size = fyne.NewSize(max(size.Width, least.Width), size.Height+least.Height)
	}
	return size
}

// row puts things beside each other at their smallest width; those in grow
// share what is left.
type row struct {
	gap  float32
	grow map[int]bool
}

// Layout is part of fyne.Layout.
func (r *row) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	left := size.Width - r.MinSize(objects).Width
	x := float32(0)
	for i, o := range objects {
		if !o.Visible() {
			continue
		}
		wide := o.MinSize().Width
		if r.grow[i] {
			wide += left / float32(len(r.grow))
		}
		o.Resize(fyne.NewSize(wide, size.Height))
		o.Move(fyne.NewPos(x, 0))
		x += wide + r.gap
	}
}

// MinSize is part of fyne.Layout.
func (r *row) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var size fyne.Size
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		if size.Width > 0 {
			size.Width += r.gap
		}
		least := o.MinSize()
		size = fyne.NewSize(size.Width+least.Width, max(size.Height, least.Height))
	}
	return size
}

// lead puts a thing at the left and gives the other the rest.
type lead struct{}

// Layout is part of fyne.Layout.
func (lead) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	first := objects[0].MinSize().Width
	objects[0].Resize(fyne.NewSize(first, size.Height))
	x := first + theme.Gap
	objects[1].Move(fyne.NewPos(x, 0))
	objects[1].Resize(fyne.NewSize(size.Width-x, size.Height))
}

// MinSize is part of fyne.Layout.
func (lead) MinSize(objects []fyne.CanvasObject) fyne.Size {
	a, b := objects[0].MinSize(), objects[1].MinSize()
	return fyne.NewSize(a.Width+theme.Gap+b.Width, max(a.Height, b.Height))
}

// answerRow puts a dialog's answers at the right end, each wide enough to be
// hit.
type answerRow struct{}

func (a *answerRow) width(o fyne.CanvasObject) float32 { return max(o.MinSize().Width, 144) }

// Layout is part of fyne.Layout.
func (a *answerRow) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	x := size.Width
	for i := len(objects) - 1; i >= 0; i-- {
		wide := a.width(objects[i])
		x -= wide
		objects[i].Move(fyne.NewPos(x, 0))
		objects[i].Resize(fyne.NewSize(wide, size.Height))
		x -= theme.Gap
	}
}

// MinSize is part of fyne.Layout.
func (a *answerRow) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var size fyne.Size
	for i, o := range objects {
		if i > 0 {
			size.Width += theme.Gap
		}
		size = fyne.NewSize(size.Width+a.width(o), max(size.Height, o.MinSize().Height))
	}
	return size
}

// cardLayout is a dialog's card: words above, answers below, and what is left
// for the body. Its objects are top, bar and maybe body.
type cardLayout struct {
	wide float32
}

// Layout is part of fyne.Layout.
func (c *cardLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	top, bar := objects[0], objects[1]
	top.Resize(fyne.NewSize(size.Width, top.MinSize().Height))
	top.Resize(fyne.NewSize(size.Width, top.MinSize().Height))
	high := bar.MinSize().Height
	bar.Resize(fyne.NewSize(size.Width, high))
	bar.Move(fyne.NewPos(0, size.Height-high))
	if len(objects) > 2 {
		y := top.MinSize().Height + theme.Margin
		objects[2].Move(fyne.NewPos(0, y))
		objects[2].Resize(fyne.NewSize(size.Width, max(0, size.Height-high-theme.Margin-y)))
	}
}

// MinSize is part of fyne.Layout.
func (c *cardLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	top, bar := objects[0].MinSize(), objects[1].MinSize()
	size := fyne.NewSize(max(c.wide, top.Width, bar.Width), top.Height+theme.Margin+bar.Height)
	if len(objects) > 2 {
		body := objects[2].MinSize()
		size = fyne.NewSize(max(size.Width, body.Width), size.Height+body.Height+theme.Margin)
	}
	return size
}

// Column puts things below each other, a Gap apart.
func Column(objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(&column{gap: theme.Gap}, objects...)
}

// Row puts things beside each other at their smallest width, a Gap apart.
func Row(objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(&row{gap: theme.Gap}, objects...)
}

// Spread is a Row in which the things at the given places share what room is
// left.
func Spread(grow []int, objects ...fyne.CanvasObject) *fyne.Container {
	r := &row{gap: theme.Gap, grow: make(map[int]bool)}
	for _, i := range grow {
		r.grow[i] = true
	}
	return container.New(r, objects...)
}

// Grid puts things in columns of one width.
func Grid(columns int, objects ...fyne.CanvasObject) *fyne.Container {
	return container.NewGridWithColumns(columns, objects...)
}

// Margin puts a page's margin round a thing.
func Margin(object fyne.CanvasObject) *fyne.Container {
	return container.New(margin{}, object)
}

type margin struct{}

// Layout is part of fyne.Layout.
func (margin) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	objects[0].Move(fyne.NewPos(theme.Margin, theme.Margin))
	objects[0].Resize(size.SubtractWidthHeight(2*theme.Margin, 2*theme.Margin))
}

// MinSize is part of fyne.Layout.
func (margin) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return objects[0].MinSize().AddWidthHeight(2*theme.Margin, 2*theme.Margin)
}

// Sides puts a main part at the left and a part of a fixed width at the right.
func Sides(right float32, main, side fyne.CanvasObject) *fyne.Container {
	return container.New(&sides{right}, main, side)
}

type sides struct{ right float32 }

// Layout is part of fyne.Layout.
func (s *sides) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	right := max(s.right, objects[1].MinSize().Width)
	left := size.Width - right - theme.Margin
	objects[0].Resize(fyne.NewSize(left, size.Height))
	objects[1].Move(fyne.NewPos(left+theme.Margin, 0))
	objects[1].Resize(fyne.NewSize(right, size.Height))
}

// MinSize is part of fyne.Layout.
func (s *sides) MinSize(objects []fyne.CanvasObject) fyne.Size {
	a, b := objects[0].MinSize(), objects[1].MinSize()
	return fyne.NewSize(a.Width+theme.Margin+max(s.right, b.Width), max(a.Height, b.Height))
}
