// Command empty opens a Fyne window with one word in it: the floor beneath the
// till's start, memory and idle figures. See cmd/internal/bench.
package main

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
)

func main() {
	a := app.New()
	w := a.NewWindow("Empty")
	w.SetContent(canvas.NewText("empty", theme.Color(theme.ColorNameForeground)))
	w.Resize(fyne.NewSize(1024, 768))
	w.ShowAndRun()
}
