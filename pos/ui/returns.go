package ui

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"bonuskasse/assets"
	"bonuskasse/pos/screen"
	"bonuskasse/pos/screen/returns"
	"bonuskasse/pos/ui/theme"
	"bonuskasse/pos/ui/widget"
)

// returnsView is goods that come back: which, how many, and what that gives back,
// before it is done.
type returnsView struct {
	front *Front
	page  *widget.Page
	entry *widget.Entry
	says  *says
	head  *widget.Text
	list  *widget.List
	empty fyne.CanvasObject
	side  *fyne.Container
	all   *widget.Button
	less  *widget.Button
	more  *widget.Button
	as    *widget.Button
	goOn  *widget.Button
	st    returns.State
	drawn string
}

// NewReturns makes the view of a return.
func NewReturns(f *Front) View {
	v := &returnsView{front: f, side: widget.Column()}
	v.entry = f.Entry("", "")
	v.says = newSays(f.T("returns.calm"))
	v.head = widget.NewHead("")
	v.head.TextSize, v.head.Cut = 24, true
	v.list = f.Kit.List(
		widget.Heading{Text: f.T("sale.column.item"), Grow: 1},
		widget.Heading{Text: f.T("returns.column.sold"), Width: 104, Align: fyne.TextAlignTrailing},
		widget.Heading{Text: f.T("returns.column.left"), Width: 112, Align: fyne.TextAlignTrailing},
		widget.Heading{Text: f.T("returns.column.back"), Width: 128, Align: fyne.TextAlignTrailing},
	)
	v.list.At = v.cell
	v.list.OnChoose = func(row int) { f.Send(screen.Picked{At: row}) }
	v.list.OnOpen = v.list.OnChoose
	v.empty = widget.Empty("return", f.T("returns.empty"))
	v.less = f.Kit.Button(f.T("returns.less"), f.Tap("less")).WithIcon("remove").WithKey("-")
	v.more = f.Kit.Button(f.T("returns.more"), f.Tap("more")).WithIcon("add").WithKey("+")
	v.all = f.Kit.Button(f.T("returns.all"), f.Tap("all")).WithIcon("ok").WithKey("Ctrl+A")
	v.as = f.Kit.Button("", f.Tap("back_as")).WithIcon("cash").WithKey("/")
	v.goOn = f.Kit.Button("", f.Tap("go")).As(widget.Go).WithIcon("return").WithKey("Enter").Large()
	leave := f.Kit.Button(f.T("action.back"), f.Tap("leave")).WithIcon("back").WithKey("Esc")
	main := container.NewBorder(widget.Column(v.head, v.entry, v.says), widget.Grid(3, v.less, v.more, v.all), nil, nil,
		container.New(pad{}, container.NewStack(widget.NewPanelTight(v.list), v.empty)))
	right := container.NewBorder(nil, widget.Column(v.as, v.goOn, leave), nil, nil, container.New(pad{bottom: true}, widget.NewPanel(v.side)))
	v.page = &widget.Page{Content: widget.Sides(sideWide+32, main, right), Home: v.entry}
	return v
}

// Page is part of View.
func (v *returnsView) Page() *widget.Page { return v.page }

// Notice is part of Noticer.
func (v *returnsView) Notice(kind widget.Kind, text string) { v.says.Say(kind, text) }

func (v *returnsView) cell(row, column int) widget.Cell {
	if row >= len(v.st.Lines) {
		return widget.Cell{}
	}
	l, lang := v.st.Lines[row], v.front.Kit.Lang
	faint := theme.Text
	if l.LeftMilli == 0 {
		faint = theme.Faint
	}
	switch column {
	case 0:
		return widget.Cell{Text: l.Name, Ink: faint}
	case 1:
		return widget.Cell{Text: assets.Quantity(lang, l.SoldMilli), Ink: theme.Muted}
	case 2:
		return widget.Cell{Text: assets.Quantity(lang, l.LeftMilli), Ink: theme.Muted}
	}
	if l.BackMilli == 0 {
		return widget.Cell{Text: "–", Ink: theme.Faint}
	}
	return widget.Cell{Text: assets.Quantity(lang, l.BackMilli), Icon: "return", Bold: true, Ink: theme.AccentText}
}

// Render is part of View.
func (v *returnsView) Render(state any) {
	st, ok := state.(returns.State)
	if !ok {
		return
	}
	v.st = st
	SetEntry(v.entry, st.Number)
	drawn := fmt.Sprint(st.Receipt, st.Lines, st.Chosen, st.Quote != nil, st.Back, st.Done != nil)
	if st.Quote != nil {
		drawn += fmt.Sprint(*st.Quote)
	}
	if drawn == v.drawn {
		return
	}
	v.drawn = drawn
	f := v.front
	found := st.Receipt != ""
	v.head.Set(f.T("returns.title"))
	hint := f.T("returns.entry.number")
	if found {
		v.head.Set(f.T("returns.title.of", st.Receipt, f.Moment(st.Sold)))
		hint = f.T("returns.entry.quantity")
	}
	v.entry.SetPlaceHolder(hint)
	show(v.empty, !found)
	v.list.Rows = len(st.Lines)
	v.list.Choose(st.Chosen)
	open := found && st.Done == nil
	for _, b := range []*widget.Button{v.less, v.more, v.all} {
		b.SetEnabled(open)
	}
	v.as.SetEnabled(open && len(st.Backs) > 1)
	v.as.SetText(f.T("returns.as", f.T("paper.tender."+string(st.Back))))
	if !found {
		v.as.SetText(f.T("returns.as.none"))
	}
	v.goOn.SetEnabled(!found || st.Quote != nil)
	switch {
	case st.Done != nil:
		v.goOn.SetText(f.T("returns.finish"))
	case found:
		v.goOn.SetText(f.T("returns.do"))
	default:
		v.goOn.SetText(f.T("action.find"))
	}
	v.goOn.Icon = "return"
	if !found {
		v.goOn.Icon = "search"
	}
	v.goOn.Refresh()
	v.sums(st)
	v.page.Content.Refresh()
}

// sums is what comes back: money large, then what happens to points.
func (v *returnsView) sums(st returns.State) {
	f := v.front
	v.side.RemoveAll()
	var who []widget.Pair
	if st.Member != "" {
		who = append(who, widget.Pair{Label: f.T("sale.customer"), Value: st.Member})
	}
	if st.Cashier != "" {
		who = append(who, widget.Pair{Label: f.T("returns.sold_by"), Value: st.Cashier})
	}
	if st.Done != nil {
		v.done(st)
		return
	}
	if len(who) > 0 {
		v.side.Add(widget.Pairs(who...))
		v.side.Add(widget.NewLine())
	}
	if st.Receipt == "" {
		v.side.Refresh()
		return
	}
	if st.Quote == nil {
		hint := widget.NewPara(f.T("returns.nothing"))
		hint.Ink = theme.Muted
		v.side.Add(hint)
		v.side.Refresh()
		return
	}
	q := st.Quote
	money := f.Kit.Figure(f.T("returns.money", f.T("paper.tender."+string(q.Back))))
	money.SetMoney(f.Kit.Lang, string(f.state.Currency), int64(q.MoneyBack))
	v.side.Add(money)
	var pairs []widget.Pair
	points := func(key string, n int64, sign string, ink theme.Ink) {
		if n != 0 {
			pairs = append(pairs, widget.Pair{Label: f.T(key), Value: sign + f.points(n, st.Kroner, nil), Ink: ink})
		}
	}
	points("paper.points_back", q.PointsBack, "+", theme.AccentText)
	points("paper.points_reversed", q.PointsReversed, "-", theme.LookText)
	if q.GiftCardBack > 0 {
		pairs = append(pairs, widget.Pair{Label: f.T("returns.gift_card"), Value: f.Money(q.GiftCardBack), Ink: theme.AccentText})
	}
	if q.HeldBack > 0 {
		pairs = append(pairs, widget.Pair{Label: f.T("returns.held_back"), Value: f.Amount(q.HeldBack), Ink: theme.LookText})
	}
	if q.Rounding != 0 {
		pairs = append(pairs, widget.Pair{Label: f.T("paper.rounding"), Value: f.Amount(q.Rounding)})
	}
	if st.Member != "" {
		ink := theme.Text
		if q.BalanceAfter < 0 {
			ink = theme.StopText
		}
		pairs = append(pairs, widget.Pair{Label: f.T("returns.balance_after"), Value: f.points(q.BalanceAfter, st.Kroner, nil), Ink: ink})
	}
	v.side.Add(widget.Pairs(pairs...))
	if q.NeedsManager {
		note := widget.NewPara(f.T("returns.needs_manager"))
		note.TextSize = theme.Small
		v.side.Add(widget.NewPanel(note).As(widget.Look))
	}
	v.side.Refresh()
}

// done says what to hand over.
func (v *returnsView) done(st returns.State) {
	f, d := v.front, st.Done
	head := widget.NewHead(f.T("returns.done"))
	head.Ink, head.TextSize, head.Cut = theme.AccentText, 24, true
	money := f.Kit.Figure(f.T("returns.hand_over", f.T("paper.tender."+string(st.Back))))
	money.SetMoney(f.Kit.Lang, string(f.state.Currency), int64(d.MoneyBack))
	pairs := []widget.Pair{{Label: f.T("paper.receipt"), Value: d.Refund.Receipt}}
	if back := d.GiftCardBack + d.PromoBack; back != 0 {
		pairs = append(pairs, widget.Pair{Label: f.T("returns.gift_card"), Value: f.Money(back)})
	}
	if d.PointsBack != 0 {
		pairs = append(pairs, widget.Pair{Label: f.T("paper.points_back"), Value: "+" + f.points(d.PointsBack, st.Kroner, nil)})
	}
	if d.PointsReversed != 0 {
		pairs = append(pairs, widget.Pair{Label: f.T("paper.points_reversed"), Value: "-" + f.points(d.PointsReversed, st.Kroner, nil)})
	}
	if d.Standing != nil {
		pairs = append(pairs, widget.Pair{Label: f.T("returns.balance_after"), Value: f.points(d.Refund.BalanceAfter, st.Kroner, nil)})
	}
	for _, o := range []fyne.CanvasObject{head, money, widget.NewLine(), widget.Pairs(pairs...)} {
		v.side.Add(o)
	}
	v.side.Refresh()
}
