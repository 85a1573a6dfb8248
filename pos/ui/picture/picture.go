// Package picture draws screens without a screen: what is built with the kit
// becomes an image, in pure Go, the same on every machine. The gallery and the
// tests of the look use it; the till itself does not, because it makes Fyne's
// test application the current one.
//
// First use:
//
//	img := picture.Draw(picture.Options{Lang: "fr", Mode: theme.Dark}, func(k *widget.Kit) {
//		k.Desk.SetPage(salePage(k, cannedSale))
//	})
//	err := picture.Write("sale.png", img)
package picture

import (
	"bufio"
	"image"
	"image/png"
	"os"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/software"
	"fyne.io/fyne/v2/test"

	"bonuskasse/pos/ui/theme"
	"bonuskasse/pos/ui/widget"
)

// Options say how the picture is taken. The zero value is a Danish till, light,
// 1024 by 768.
type Options struct {
	Size fyne.Size
	Mode theme.Mode
	Lang string
	// Scale is FYNE_SCALE; 0 is 1.
	Scale float32
	// Now is the clock of the desk; left out, it stands still at the zero time.
	Now func() time.Time
}

// Draw builds a screen on a desk of its own and takes its picture. Timers never
// fire: what is shown is what stands there at once. One picture at a time.
func Draw(opt Options, build func(k *widget.Kit)) image.Image {
	if opt.Size.IsZero() {
		opt.Size = fyne.NewSize(1024, 768)
	}
	if opt.Lang == "" {
		opt.Lang = "da"
	}
	if opt.Scale == 0 {
		opt.Scale = 1
	}
	if opt.Now == nil {
		opt.Now = func() time.Time { return time.Time{} }
	}
	app := test.NewApp()
	theme.Wear(app, opt.Mode)
	c := software.NewCanvas()
	c.SetPadded(false)
	c.SetScale(opt.Scale)
	c.Resize(opt.Size)
	desk := widget.NewDesk(c, widget.Options{
		Now:   opt.Now,
		After: func(time.Duration, func()) func() { return func() {} },
	})
	build(widget.NewKit(desk, opt.Lang))
	c.Resize(opt.Size)
	return c.Capture()
}

// Object is Draw for a single control, as large as Size says, or else as small
// as it can be, with a margin.
func Object(opt Options, build func(k *widget.Kit) fyne.CanvasObject) image.Image {
	sized := !opt.Size.IsZero()
	if !sized {
		// The least size is known once it is built, which needs a desk.
		Draw(opt, func(k *widget.Kit) {
			o := build(k)
			opt.Size = o.MinSize().AddWidthHeight(2*theme.Margin, 2*theme.Margin)
		})
	}
	return Draw(opt, func(k *widget.Kit) {
		k.Desk.SetPage(&widget.Page{Content: widget.Margin(build(k))})
	})
}

// Write puts an image into a file as PNG.
func Write(path string, img image.Image) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	out := bufio.NewWriter(f)
	err = png.Encode(out, img)
	if err == nil {
		err = out.Flush()
	}
	if closing := f.Close(); err == nil {
		err = closing
	}
	return err
}
