package widget

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynewidget "fyne.io/fyne/v2/widget"

	"bonuskasse/assets"
	"bonuskasse/pos/ui/theme"
)

// Figure is a sum: what it is, small and above; the amount, large, its figures
// of one width, at the right edge; the currency once and small.
type Figure struct {
	fynewidget.BaseWidget
	Label    string
	Amount   string // as assets.Amount writes it
	Unit     string // "kr.", "€", "point"
	TextSize float32
	Ink      theme.Ink
}

// NewFigure makes an empty sum.
func NewFigure(label string) *Figure {
	f := &Figure{Label: label, TextSize: theme.Money, Ink: theme.Text}
	f.ExtendBaseWidget(f)
	return f
}

// Set changes the amount and its unit.
func (f *Figure) Set(amount, unit string) {
	if f.Amount != amount || f.Unit != unit {
		f.Amount, f.Unit = amount, unit
		f.Refresh()
	}
}

// SetMoney shows minor units of a currency as lang writes them.
func (f *Figure) SetMoney(lang, currency string, minor int64) {
	f.Set(assets.Amount(lang, currency, minor), assets.Unit(lang, currency))
}

// CreateRenderer is part of fyne.Widget.
func (f *Figure) CreateRenderer() fyne.WidgetRenderer {
	label, amount, unit := canvas.NewText("", nil), canvas.NewText("", nil), canvas.NewText("", nil)
	unitSize := func() float32 {
		if f.TextSize >= theme.Due {
			return theme.Head
		}
		return theme.Normal
	}
	return newDrawing(f, func(th *theme.Theme, r *drawing) {
		label.Text, label.Color, label.TextSize, label.Alignment = f.Label, th.Ink(theme.Muted), theme.Small, fyne.TextAlignTrailing
		amount.Text, amount.Color, amount.TextSize = f.Amount, th.Ink(f.Ink), f.TextSize
		embolden(amount, true)
		unit.Text, unit.Color, unit.TextSize = f.Unit, th.Ink(theme.Muted), unitSize()
	}, func(size fyne.Size, r *drawing) {
		label.Resize(fyne.NewSize(size.Width, label.MinSize().Height))
		u := measure(f.Unit, unitSize(), false)
		// The amount shrinks rather than being cut: a cut sum is a wrong one.
		room := size.Width - u.Width - theme.Gap
		amount.TextSize = f.TextSize
		for amount.TextSize > theme.Small && measure(f.Amount, amount.TextSize, true).Width > room {
			amount.TextSize -= 2
		}
		a := measure(f.Amount, amount.TextSize, true)
		y := size.Height - a.Height
		amount.Resize(a)
		amount.Move(fyne.NewPos(room-a.Width, y))
		unit.Resize(u)
		// Words stand on one line where their sizes differ: Noto Sans has its
		// baseline at 0.785 of its line's height.
		unit.Move(fyne.NewPos(size.Width-u.Width, y+0.785*(a.Height-u.Height)))
		label.Move(fyne.NewPos(0, max(0, y-label.MinSize().Height)))
		amount.Refresh()
	}, func(*drawing) fyne.Size {
		a, u, l := measure(f.Amount, f.TextSize, true), measure(f.Unit, unitSize(), false), measure(f.Label, theme.Small, false)
		if f.Label == "" {
			l.Height = 0
		}
		return fyne.NewSize(max(a.Width+u.Width+theme.Gap, l.Width), a.Height+l.Height)
	}, label, amount, unit)
}
