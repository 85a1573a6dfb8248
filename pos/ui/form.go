package ui

import (
	"fyne.io/fyne/v2"

	"bonuskasse/pos/screen"
	"bonuskasse/pos/ui/theme"
	"bonuskasse/pos/ui/widget"
)

// A form is a list of rows, and one field that moves from row to row: it has the
// focus always, so that a scan comes whatever is being written.

// formLabel is the width of the labels, and formSide of what stands beside.
const (
	formLabel = 208
	formSide  = 360
)

// formLayout lays the field over the row that is typed in.
type formLayout struct {
	list *widget.List
	at   int
	hide bool
}

// Layout is part of fyne.Layout.
func (l *formLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	objects[0].Resize(size)
	x := float32(formLabel) + 2*theme.Gap
	y := theme.Border + float32(l.at-l.list.First())*theme.Touch
	if l.hide { // it keeps the focus, out of sight
		x = -2 * size.Width
	}
	high := max(theme.Touch, objects[1].MinSize().Height)
	objects[1].Move(fyne.NewPos(x, y+(theme.Touch-high)/2))
	objects[1].Resize(fyne.NewSize(size.Width-float32(formLabel)-3*theme.Gap, high))
}

// MinSize is part of fyne.Layout.
func (l *formLayout) MinSize(objects []fyne.CanvasObject) fyne.Size { return objects[0].MinSize() }

// formRow is a row of a form: a choice has words, and so may a value that is empty.
type formRow struct {
	label  string
	value  string
	words  screen.Sentence
	choice bool
}

// formCell is the label of a row, or what stands beside it.
func (f *Front) formCell(column int, active bool, r formRow) widget.Cell {
	switch {
	case column == 0:
		return widget.Cell{Text: r.label, Ink: theme.Muted}
	case r.choice && active:
		return widget.Cell{Text: "‹  " + f.Say(r.words) + "  ›", Bold: true}
	case r.choice:
		return widget.Cell{Text: f.Say(r.words)}
	case active:
		return widget.Cell{} // the field stands there
	case r.value == "" && !r.words.IsZero():
		return widget.Cell{Text: f.Say(r.words), Ink: theme.Muted}
	}
	return widget.Cell{Text: r.value}
}
