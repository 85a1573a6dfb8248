package ui

import (
	"image"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"github.com/skip2/go-qrcode"

	"bonuskasse/hardware"
	"bonuskasse/pos/ui/theme"
	"bonuskasse/pos/ui/widget"
)

// paperColumns is how many letters a line of the paper on the screen has: as
// on 80 mm, so that lines break where the printer breaks them.
const paperColumns = 42

// paper shows a document as it will come out of a printer, in the window's
// letters: names at the left, amounts at the right edge. It takes no focus.
type paper struct {
	*sheet
	body    *fyne.Container
	columns int
}

// sheetColumns is how many letters a line has where a paper is read in a
// question; sheetHigh is how high that is.
const sheetColumns = 64

type sheetHigh struct{}

// Layout is part of fyne.Layout.
func (sheetHigh) Layout(o []fyne.CanvasObject, size fyne.Size) { o[0].Resize(size) }

// MinSize is part of fyne.Layout.
func (sheetHigh) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(640, 440) }

func newPaper() *paper {
	body := container.New(paperLayout{})
	return &paper{body: body, sheet: newSheet(body), columns: paperColumns}
}

// Set shows a document; the zero one leaves the paper empty.
func (p *paper) Set(d hardware.Document) {
	p.body.RemoveAll()
	for _, line := range hardware.Layout(d, p.columns, nil) {
		if o := paperLine(line); o != nil {
			p.body.Add(o)
		}
	}
	p.sheet.Top()
}

func paperLine(l hardware.Line) fyne.CanvasObject {
	switch l.Kind {
	case hardware.KindText:
		return paperText(l)
	case hardware.KindRule:
		return widget.NewLine()
	case hardware.KindQR:
		img, err := qrPicture(l.Block.Text)
		if err != nil {
			return nil
		}
		picture := canvas.NewImageFromImage(img)
		picture.ScaleMode = canvas.ImageScalePixels
		picture.FillMode = canvas.ImageFillContain
		picture.SetMinSize(fyne.NewSquareSize(128))
		return picture
	case hardware.KindCode:
		t := widget.NewSmall("||| || | ||| | || |||")
		t.Align = fyne.TextAlignCenter
		return t
	}
	return nil
}

func qrPicture(text string) (image.Image, error) {
	q, err := qrcode.New(text, qrcode.Medium)
	if err != nil {
		return nil, err
	}
	return q.Image(-3), nil // three pixels a module, with its quiet zone
}

func paperText(l hardware.Line) fyne.CanvasObject {
	size, bold := theme.Small, l.Bold
	switch l.Size {
	case hardware.Tall:
		size = theme.Normal
	case hardware.Double:
		size = theme.Head
	}
	word := func(text string, align fyne.TextAlign) *widget.Text {
		t := widget.NewText(text)
		t.TextSize, t.Bold, t.Align, t.Cut = size, bold, align, true
		return t
	}
	left := word(l.Left, fyne.TextAlignLeading)
	switch l.Align {
	case hardware.Centre:
		left.Align = fyne.TextAlignCenter
	case hardware.Right:
		left.Align = fyne.TextAlignTrailing
	}
	if l.Invert {
		left.Align = fyne.TextAlignCenter
		return widget.NewPanel(left).As(widget.Look)
	}
	if l.Right == "" {
		// Letters of the window are wider than the printer's: what is one line on
		// paper may take two.
		whole := widget.NewPara(l.Left)
		whole.TextSize, whole.Bold, whole.Align = size, bold, left.Align
		return whole
	}
	right := word(l.Right, fyne.TextAlignTrailing)
	right.Cut = false // an amount is never cut
	if name, ok := strings.CutSuffix(l.Left, l.Block.Mid); ok && l.Block.Mid != "" {
		left.Text = strings.TrimRight(name, " ")
		mid := word(l.Block.Mid, fyne.TextAlignTrailing)
		mid.Cut = false
		return container.New(leftRight{}, container.New(leftRight{}, left, mid), container.New(amountWide{}, right))
	}
	return container.New(leftRight{}, left, right)
}

// amountWide keeps amounts in a column, so that what stands before them lines
// up as well.
type amountWide struct{}

// Layout is part of fyne.Layout.
func (amountWide) Layout(o []fyne.CanvasObject, size fyne.Size) { o[0].Resize(size) }

// MinSize is part of fyne.Layout.
func (amountWide) MinSize(o []fyne.CanvasObject) fyne.Size {
	least := o[0].MinSize()
	return fyne.NewSize(max(88, least.Width), least.Height)
}

// leftRight gives the right one what it needs and the left one the rest.
type leftRight struct{}

// Layout is part of fyne.Layout.
func (leftRight) Layout(o []fyne.CanvasObject, size fyne.Size) {
	wide := min(o[1].MinSize().Width+1, size.Width)
	o[1].Resize(fyne.NewSize(wide, size.Height))
	o[1].Move(fyne.NewPos(size.Width-wide, 0))
	o[0].Resize(fyne.NewSize(max(0, size.Width-wide-theme.Gap), size.Height))
}

// MinSize is part of fyne.Layout.
func (leftRight) MinSize(o []fyne.CanvasObject) fyne.Size {
	a, b := o[0].MinSize(), o[1].MinSize()
	return fyne.NewSize(a.Width+theme.Gap+b.Width, max(a.Height, b.Height))
}

// paperLayout puts lines below each other without a gap.
type paperLayout struct{}

// Layout is part of fyne.Layout.
func (paperLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	y := float32(0)
	for _, o := range objects {
		o.Resize(fyne.NewSize(size.Width, o.Size().Height)) // running text is as high as its width makes it
		high := o.MinSize().Height
		o.Move(fyne.NewPos(0, y))
		o.Resize(fyne.NewSize(size.Width, high))
		y += high
	}
}

// MinSize is part of fyne.Layout.
func (paperLayout) MinSize(objects []fyne.CanvasObject) (size fyne.Size) {
	for _, o := range objects {
		least := o.MinSize()
		size.Width = max(size.Width, least.Width)
		size.Height += least.Height
	}
	return size
}

// margins leaves room round one thing.
type margins struct{ by float32 }

// Layout is part of fyne.Layout.
func (m margins) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objects {
		o.Move(fyne.NewPos(m.by, m.by))
		o.Resize(size.SubtractWidthHeight(2*m.by, 2*m.by))
	}
}

// MinSize is part of fyne.Layout.
func (m margins) MinSize(objects []fyne.CanvasObject) (size fyne.Size) {
	for _, o := range objects {
		size = size.Max(o.MinSize())
	}
	return size.AddWidthHeight(2*m.by, 2*m.by)
}
