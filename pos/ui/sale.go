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
	suspend *widget.Button
	needs   []*widget.Button // buttons that need a line
	st      screen.SaleState
	columns int
}

// NewSale makes the view of the sale.
func NewSale(f *Front) View {
	v := &sale{front: f}
	v.entry = f.Entry(f.T("sale.entry.hint"), "")
	v.times = widget.NewHead("")
	v.times.Ink = theme.AccentText
	v.says = newSays(f.T("sale.calm"))
	v.list = f.Kit.List()
	v.list.Empty = f.T("sale.empty")
	v.list.At = v.cell
	v.list.OnChoose = func(row int) { f.Send(screen.Picked{At: row}) }
	v.items, v.cap = widget.NewSmall(""), widget.NewSmall("")
	v.cap.Align, v.cap.Cut, v.items.Cut = fyne.TextAlignTrailing, true, true
	v.total = f.Kit.Figure(f.T("sale.total"))
	v.total.TextSize = theme.Due
	v.side = newMemberSide(f)
	v.pay = f.Kit.Button(f.T("sale.pay"), f.Tap("pay")).As(widget.Go).WithIcon("payment").WithKey("+").Large()
	tile := func(word, icon, key, do string, needsLine bool) *widget.Button {
		b := f.Kit.Button(f.T("sale.tile."+word)+"\n"+key, f.Tap(do)).WithIcon(icon).Tile()
		if needsLine {
			v.needs = append(v.needs, b)
		}
		return b
	}
	v.suspend = tile("suspend", "suspend", "F11", "suspend", false)
	bar := widget.Grid(6,
		tile("void", "void", "Ctrl+Z", "void_last", true),
		tile("discount", "discount", "%", "discount", true),
		v.suspend,
		tile("return", "return", "Ctrl+R", "return", false),
		tile("copy", "receipt", "Ctrl+P", "reprint", false),
		tile("drawer", "drawer", "Ctrl+D", "drawer", false),
	)
	top := widget.Column(widget.Spread([]int{1}, v.times, v.entry), v.says)
	main := container.NewBorder(top, bar, nil, nil, container.New(pad{}, widget.NewPanelTight(v.list)))
	sum := widget.NewPanel(widget.Column(v.items, v.total, v.cap))
	right := container.NewBorder(nil, widget.Column(sum, v.pay), nil, nil, container.New(pad{bottom: true}, v.side.panel))
	v.page = &widget.Page{Content: widget.Sides(sideWide, main, right), Home: v.entry}
	v.setColumns(false)
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

// setColumns shows the column of discounts only where there is one.
func (v *sale) setColumns(discounts bool) {
	f, n := v.front, 3
	if discounts {
		n = 4
	}
	if v.columns == n {
		return
	}
	v.columns = n
	head := []widget.Heading{
		{Text: f.T("sale.column.item"), Grow: 1},
		{Text: f.T("sale.column.quantity"), Width: 136, Align: fyne.TextAlignTrailing},
	}
	if discounts {
		head = append(head, widget.Heading{Text: f.T("sale.discount"), Width: 176, Align: fyne.TextAlignTrailing})
	}
	v.list.Headings = append(head, widget.Heading{Text: f.T("sale.column.amount"), Width: 120, Align: fyne.TextAlignTrailing})
}

func (v *sale) cell(row, column int) widget.Cell {
	if row >= len(v.st.Lines) {
		return widget.Cell{}
	}
	l, f := v.st.Lines[row], v.front
	if column >= 2 && v.columns == 3 {
		column++
	}
	switch column {
	case 0:
		return widget.Cell{Text: l.Name}
	case 1:
		if l.Qty == 1000 {
			return widget.Cell{}
		}
		return widget.Cell{Text: assets.Quantity(f.Kit.Lang, l.Qty) + " × " + f.Amount(l.Price), Ink: theme.Muted}
	case 2:
		if l.Discount == 0 {
			return widget.Cell{}
		}
		rate := assets.Percent(f.Kit.Lang, l.Rate)
		if l.Club {
			rate = f.T("sale.club_discount", rate)
		}
		return widget.Cell{Text: rate + "  " + f.Amount(-l.Discount), Ink: theme.AccentText}
	}
	return widget.Cell{Text: f.Amount(l.Net), Bold: true}
}

// Render is part of View.
func (v *sale) Render(state any) {
	st, ok := state.(screen.SaleState)
	if !ok {
		return
	}
	before := v.st
	v.st = st
	SetEntry(v.entry, st.Entry)
	times := ""
	if st.Qty != 0 {
		times = assets.Quantity(v.front.Kit.Lang, st.Qty) + " ×"
	}
	v.times.Hidden = times == ""
	if v.times.Text != times {
		v.times.Set(times)
	}
	v.lines(before, st)
	v.sums(st)
	if !reflect.DeepEqual(before.Member, st.Member) || v.side.empty() {
		v.side.show(st.Member, st.Kroner)
	}
	for _, b := range v.needs {
		b.SetEnabled(len(st.Lines) > 0)
	}
	word := v.front.T("sale.tile.suspend")
	if len(st.Lines) == 0 && st.Member == nil && st.Suspended > 0 {
		word = v.front.T("sale.resume", int64(st.Suspended))
	}
	v.suspend.SetText(word + "\nF11")
	v.suspend.SetEnabled(len(st.Lines) > 0 || st.Member != nil || st.Suspended > 0)
	v.pay.SetEnabled(len(st.Lines) > 0)
}

func (v *sale) lines(before, st screen.SaleState) {
	if reflect.DeepEqual(before.Lines, st.Lines) && before.Chosen == st.Chosen && v.list.Rows == len(st.Lines) {
		return
	}
	v.setColumns(st.Discounts != 0)
	grew := len(st.Lines) > v.list.Rows
	v.list.Rows = len(st.Lines)
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
	case st.Member == nil || len(st.Lines) == 0:
		v.cap.SetInk(" ", theme.Muted)
	default:
		v.cap.SetInk(f.T("sale.bonus_can_pay")+" "+f.Money(st.BonusMax), theme.AccentText)
	}
}
