package ui

import (
	"reflect"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"bonuskasse/assets"
	"bonuskasse/pos/screen"
	"bonuskasse/pos/ui/theme"
	"bonuskasse/pos/ui/widget"
)

// sideWide is the width of the part at the right of a page.
const sideWide = 336

type sale struct {
	front   *Front
	page    *widget.Page
	entry   *widget.Entry
	times   *widget.Text
	says    *says
	list    *widget.List
	items   *widget.Text
	total   *widget.Figure
	cap     *widget.Text
	side    *memberSide
	pay     *widget.Button
	suspend *tile
	needs   []*tile // what needs a line
	st      screen.SaleState
}

// How wide the columns are that figures stand in, at the least.
const (
	quantityWide = 160
	amountColumn = 120
)

// NewSale makes the view of the sale.
func NewSale(f *Front) View {
	v := &sale{front: f}
	v.entry = f.Entry(f.T("sale.entry.hint"), "")
	v.times = widget.NewHead("")
	v.times.Ink = theme.AccentText
	v.says = newSays(f.T("sale.calm"))
	v.list = f.Kit.List(
		widget.Heading{Text: f.T("sale.column.item"), Grow: 1},
		widget.Heading{Text: f.T("sale.column.quantity"), Width: quantityWide, Align: fyne.TextAlignTrailing},
		widget.Heading{Text: f.T("sale.column.amount"), Width: amountColumn, Align: fyne.TextAlignTrailing})
	v.list.At = v.cell
	v.list.OnChoose = func(row int) { f.Send(screen.Picked{At: row}) }
	v.items, v.cap = widget.NewSmall(""), widget.NewSmall("")
	v.cap.Align, v.cap.Cut, v.items.Cut = fyne.TextAlignTrailing, true, true
	v.total = f.Kit.Figure("")
	v.total.TextSize = theme.Due
	v.side = newMemberSide(f)
	v.pay = f.Kit.Button(f.T("sale.pay"), f.Tap("pay")).As(widget.Go).WithIcon("payment").WithKey("+").Large()
	add := func(word, icon, key, do string, needsLine bool) *tile {
		t := newTile(f, f.T("sale.tile."+word), icon, key, f.Tap(do))
		if needsLine {
			v.needs = append(v.needs, t)
		}
		return t
	}
	v.suspend = add("suspend", "suspend", "F11", "suspend", false)
	bar := container.NewGridWithColumns(6,
		add("void", "void", "Ctrl+Z", "void_last", true),
		add("discount", "discount", "%", "discount", true),
		v.suspend,
		add("return", "return", "Ctrl+R", "return", false),
		add("copy", "receipt", "Ctrl+P", "reprint", false),
		add("drawer", "drawer", "Ctrl+D", "drawer", false),
	)
	top := widget.Column(widget.Spread([]int{1}, v.times, v.entry), v.says)
	main := container.NewBorder(top, bar, nil, nil, container.New(pad{}, widget.NewPanelTight(v.list)))
	// On one line, so that a member about whom much is to be said has room.
	words := container.NewBorder(nil, nil, nil, widget.NewSmall(f.T("sale.total")), v.items)
	sum := widget.NewPanel(widget.Column(words, v.total, v.cap))
	right := container.NewBorder(nil, widget.Column(sum, v.pay), nil, nil, container.New(pad{bottom: true}, v.side.panel))
	v.page = &widget.Page{Content: widget.Sides(sideWide, main, right), Home: v.entry}
	return v
}

// pad keeps a gap above and below what stands between two bars.
type pad struct{ bottom bool }

// Layout is part of fyne.Layout.
func (p pad) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	top := theme.Gap
	if p.bottom {
		top = 0
	}
	objects[0].Move(fyne.NewPos(0, top))
	objects[0].Resize(fyne.NewSize(size.Width, max(0, size.Height-top-theme.Gap)))
}

// MinSize is part of fyne.Layout.
func (pad) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return objects[0].MinSize().AddWidthHeight(0, 2*theme.Gap)
}

// Page is part of View.
func (v *sale) Page() *widget.Page { return v.page }

// Notice is part of Noticer.
func (v *sale) Notice(kind widget.Kind, text string) { v.says.Say(kind, text) }

// nothing says what to do where no line is: in a shop without goods, where they
// come from.
func (v *sale) nothing(st screen.SaleState) {
	text := v.front.T("sale.empty")
	if st.NoGoods {
		text = v.front.T("sale.no_goods")
	}
	if v.list.Empty != text {
		v.list.Empty = text
		v.list.Refresh()
	}
}

// setDiscounts gives the rows a second line where there is a discount to tell.
func (v *sale) setDiscounts(some bool) { v.list.Tall = some }

func (v *sale) cell(row, column int) widget.Cell {
	if row >= len(v.st.Lines) {
		return widget.Cell{}
	}
	l, f := v.st.Lines[row], v.front
	switch column {
	case 0:
		return widget.Cell{Text: l.Name, Second: v.discount(l)}
	case 1:
		if l.Qty == 1000 {
			return widget.Cell{}
		}
		return widget.Cell{Text: assets.Quantity(f.Kit.Lang, l.Qty) + " × " + f.Amount(l.Price), Ink: theme.Muted}
	}
	return widget.Cell{Text: f.Amount(l.Net), Bold: true}
}

// discount is the second line: what was taken off, and why.
func (v *sale) discount(l screen.SaleLine) string {
	if l.Discount == 0 {
		return ""
	}
	key := "sale.line.discount"
	if l.Club {
		key = "sale.line.club"
	}
	return v.front.T(key, assets.Percent(v.front.Kit.Lang, l.Rate), v.front.Amount(l.Discount))
}

// Render is part of View.
func (v *sale) Render(state any) {
	st, ok := state.(screen.SaleState)
	if !ok {
		return
	}
	before := v.st
	v.st = st
	showEntry(v.entry, st.Entry, before.Marked != st.Marked)
	times := ""
	if st.Qty != 0 {
		times = assets.Quantity(v.front.Kit.Lang, st.Qty) + " ×"
	}
	v.times.Hidden = times == ""
	if v.times.Text != times {
		v.times.Set(times)
	}
	v.lines(before, st)
	v.nothing(st)
	v.sums(st)
	if !reflect.DeepEqual(before.Member, st.Member) || v.side.empty() {
		v.side.show(st.Member, st.Kroner)
	}
	for _, b := range v.needs {
		b.Set(b.word.Text, len(st.Lines) > 0)
	}
	word := v.front.T("sale.tile.suspend")
	if len(st.Lines) == 0 && st.Member == nil && st.Suspended > 0 {
		word = v.front.T("sale.resume", int64(st.Suspended))
	}
	v.suspend.Set(word, len(st.Lines) > 0 || st.Member != nil || st.Suspended > 0)
	v.pay.SetEnabled(len(st.Lines) > 0)
}

func (v *sale) lines(before, st screen.SaleState) {
	if reflect.DeepEqual(before.Lines, st.Lines) && before.Chosen == st.Chosen && v.list.Rows == len(st.Lines) {
		return
	}
	v.setDiscounts(st.Discounts != 0)
	grew := len(st.Lines) > v.list.Rows
	v.list.Rows = len(st.Lines)
	v.list.Fit(1, 2) // a cut amount is a wrong one: names give way
	for i, least := range map[int]float32{1: quantityWide, 2: amountColumn} {
		v.list.Headings[i].Width = max(v.list.Headings[i].Width, least)
	}
	v.list.Choose(st.Chosen)
	if grew || st.Chosen < 0 {
		v.list.Reveal(len(st.Lines) - 1)
	}
}

func (v *sale) sums(st screen.SaleState) {
	f := v.front
	v.items.Set(f.N("sale.items", st.Items))
	if st.Discounts != 0 {
		v.items.Set(f.N("sale.items", st.Items) + " · " + f.T("sale.saved", f.Money(st.Discounts)))
	}
	v.total.SetMoney(f.Kit.Lang, string(f.state.Currency), int64(st.Total))
	switch {
	case st.Member == nil || st.BonusMax == 0: // nothing it could pay is nothing to say
		v.cap.SetInk(" ", theme.Muted)
	default:
		v.cap.SetInk(f.T("sale.bonus_can_pay")+" "+f.Money(st.BonusMax), theme.AccentText)
	}
}
