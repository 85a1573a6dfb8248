package ui

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"bonuskasse/assets"
	"bonuskasse/pos/ui/widget"
)

// working is work that goes on beside the window: how far it is, and the key
// that gives it up.
func (f *Front) working(what string, done, of int64) fyne.CanvasObject {
	stop := f.Kit.Button(f.T("action.cancel"), f.Tap("back")).As(widget.Stop).WithKey("Esc")
	words := widget.NewPara(what)
	words.Bold = true
	count := widget.NewText(fmt.Sprintf("%s / %s", assets.Number(f.Kit.Lang, done), assets.Number(f.Kit.Lang, of)))
	bar := widget.NewBar()
	bar.Set(int(done), int(of))
	return widget.NewPanel(container.NewBorder(widget.Column(words, count, bar), stop, nil, nil))
}
