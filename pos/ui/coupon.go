package ui

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"bonuskasse/assets"
	"bonuskasse/pos"
	"bonuskasse/pos/screen"
	"bonuskasse/pos/screen/coupons"
	"bonuskasse/pos/ui/theme"
	"bonuskasse/pos/ui/widget"
)

// couponWide is the width of the open coupon beside the list.
const couponWide = 344

// couponsView is the search of coupons, and beside it the one that is open.
type couponsView struct {
	front    *Front
	page     *widget.Page
	entry    *widget.Entry
	says     *says
	tabs     *widget.Rail
	list     *widget.List
	found    *widget.Text
	side     *fyne.Container
	right    *fyne.Container
	beside   fyne.CanvasObject // the open coupon and its buttons
	empty    fyne.CanvasObject
	card     *fyne.Container
	register *widget.Button
	print    *widget.Button
	void     *widget.Button
	makers   []*widget.Button
	st       coupons.State
	drawn    string
}

// NewCoupons makes the view of F5.
func NewCoupons(f *Front) View {
	v := &couponsView{front: f, card: widget.Column()}
	v.entry = f.Entry(f.T("coupons.find.hint"), "")
	v.says = newSays(f.T("coupons.calm"))
	var tabs []widget.Place
	for _, s := range coupons.Filters() {
		key := "coupons.all"
		if s != "" {
			key = "coupons.filter." + string(s)
		}
		tabs = append(tabs, widget.Place{Text: f.T(key), Icon: couponIcon(s)})
	}
	v.tabs = f.Kit.Rail(tabs, func(i int) { f.Send(screen.Tap{Do: "state", At: i}) })
	v.list = f.Kit.List(
		widget.Heading{Text: f.T("coupon.code"), Width: 208},
		widget.Heading{Text: f.T("coupons.points"), Width: 88, Align: fyne.TextAlignTrailing},
		widget.Heading{Text: f.T("coupons.column.state"), Grow: 1},
		widget.Heading{Text: f.T("coupon.valid_until"), Width: 144, Align: fyne.TextAlignTrailing},
	)
	v.list.At = v.cell
	v.list.OnChoose = func(row int) { f.Send(screen.Picked{At: row}) }
	v.list.OnOpen = v.list.OnChoose
	v.found = widget.NewSmall("")
	v.found.Cut = true
	v.makers = []*widget.Button{
		f.Kit.Button(f.T("coupons.make"), f.Tap("make")).WithIcon("add").WithKey("Ctrl+N"),
		f.Kit.Button(f.T("coupons.batch"), f.Tap("batch")).WithIcon("coupons").WithKey("Ctrl+A"),
		f.Kit.Button(f.T("coupons.give"), f.Tap("give")).WithIcon("member").WithKey("Ctrl+K"),
	}
	v.register = f.Kit.Button(f.T("coupons.register"), f.Tap("register")).As(widget.Go).WithIcon("member").WithKey("Ctrl+R")
	v.print = f.Kit.Button(f.T("action.print"), f.Tap("print")).WithIcon("printer").WithKey("Ctrl+P")
	v.void = f.Kit.Button(f.T("coupons.void"), f.Tap("void")).WithIcon("stop").WithKey("Ctrl+D")
	main := container.NewBorder(widget.Column(v.entry, v.says, v.tabs, v.found),
		widget.Grid(3, v.makers[0], v.makers[1], v.makers[2]), nil, nil,
		container.New(pad{}, widget.NewPanelTight(v.list)))
	pick := widget.NewPara(f.T("coupons.pick"))
	pick.Ink = theme.Muted
	v.empty = widget.Column(pick)
	v.side = container.NewStack(v.empty)
	v.right = container.NewStack()
	v.beside = widget.NewPanel(container.NewBorder(nil, widget.Column(v.register, v.print, v.void), nil, nil, v.side))
	v.page = &widget.Page{Content: widget.Sides(couponWide, main, v.right), Home: v.entry, Key: v.key}
	return v
}

func couponIcon(s pos.CouponState) string {
	switch s {
	case pos.FreeCoupon:
		return "coupon"
	case pos.RegisteredCoupon:
		return "ok"
	case pos.VoidCoupon:
		return "stop"
	case pos.ExpiredCoupon:
		return "clock"
	}
	return "coupons"
}

func couponInk(s pos.CouponState) theme.Ink {
	switch s {
	case pos.FreeCoupon:
		return theme.AccentText
	case pos.VoidCoupon:
		return theme.StopText
	case pos.ExpiredCoupon:
		return theme.LookText
	}
	return theme.Text
}

// Page is part of View.
func (v *couponsView) Page() *widget.Page { return v.page }

// Notice is part of Noticer.
func (v *couponsView) Notice(kind widget.Kind, text string) { v.says.Say(kind, text) }

// key turns pages: the view knows how long one is.
func (v *couponsView) key(ev *fyne.KeyEvent) bool {
	return v.front.turns(v.list, ev) || v.front.key(ev, v.entry)
}

func (v *couponsView) cell(row, column int) widget.Cell {
	if row >= len(v.st.Rows) {
		return widget.Cell{}
	}
	c, f := v.st.Rows[row], v.front
	switch column {
	case 0:
		return widget.Cell{Text: pos.GroupCouponCode(c.Code), Bold: true}
	case 1:
		return widget.Cell{Text: assets.Number(f.Kit.Lang, c.Points)}
	case 2:
		return widget.Cell{Text: f.T("coupon.state." + string(c.State)), Icon: couponIcon(c.State), Ink: couponInk(c.State)}
	}
	return widget.Cell{Text: v.until(c.ValidUntil), Ink: theme.Muted}
}

func (v *couponsView) until(at pos.Millis) string {
	if at == 0 {
		return v.front.T("coupons.ever")
	}
	return v.front.Day(at)
}

// Render is part of View.
func (v *couponsView) Render(state any) {
	st, ok := state.(coupons.State)
	if !ok {
		return
	}
	showEntry(v.entry, st.Entry, v.st.Marked != st.Marked)
	v.st = st
	drawn := fmt.Sprint(st.Filter, st.Rows, st.More, st.Chosen, st.Found, st.Open)
	if st.Busy != nil {
		drawn += fmt.Sprint(*st.Busy)
	}
	if st.Open != nil {
		drawn += fmt.Sprint(*st.Open)
	}
	if v.drawn == drawn {
		return
	}
	v.drawn = drawn
	for i, s := range coupons.Filters() {
		if s == st.Filter {
			v.tabs.Choose(i)
		}
	}
	f := v.front
	v.list.Empty = f.T("coupons.empty")
	if st.Filter != "" || !st.Found.IsZero() {
		v.list.Empty = f.T("coupons.none.here")
	}
	v.list.Rows = len(st.Rows)
	v.list.Choose(st.Chosen)
	text := f.Say(st.Found)
	switch {
	case st.More:
		text = f.T("coupons.more", int64(len(st.Rows))) + space(text)
	case len(st.Rows) > 0:
		text = f.N("coupons.count", int64(len(st.Rows))) + space(text)
	}
	v.found.Set(text)
	for _, b := range v.makers {
		b.SetEnabled(st.Busy == nil)
	}
	v.right.Objects = []fyne.CanvasObject{v.beside}
	if b := st.Busy; b != nil {
		v.right.Objects = []fyne.CanvasObject{f.working(f.Say(b.What), b.Done, b.Of)}
	}
	v.opened(st)
	v.page.Content.Refresh()
}

func space(text string) string {
	if text == "" {
		return ""
	}
	return " · " + text
}

// opened shows the coupon that is open: what it is worth, large; its story.
func (v *couponsView) opened(st coupons.State) {
	f, d := v.front, st.Open
	can := st.Can()
	v.register.SetEnabled(can.Register)
	v.print.SetEnabled(can.Print)
	v.void.SetEnabled(can.Void)
	if d == nil {
		v.side.Objects = []fyne.CanvasObject{v.empty}
		v.side.Refresh()
		return
	}
	code := widget.NewHead(pos.GroupCouponCode(d.Code))
	code.Cut = true
	state := widget.NewText(f.T("coupon.state." + string(d.State)))
	state.Ink, state.Bold = couponInk(d.State), true
	worth := f.Kit.Figure("")
	worth.Set(assets.Number(f.Kit.Lang, d.Points), f.T("unit.points"))
	v.card.Objects = []fyne.CanvasObject{
		code, widget.Spread([]int{1}, widget.NewGlyph(couponIcon(d.State), couponInk(d.State)), state), worth, widget.NewLine(),
		widget.Pairs(v.story(d.State)...),
	}
	v.card.Refresh()
	v.side.Objects = []fyne.CanvasObject{v.card}
	v.side.Refresh()
}

func (v *couponsView) story(state pos.CouponState) (pairs []widget.Pair) {
	f, d := v.front, v.st.Open
	add := func(key, value string) {
		pairs = append(pairs, widget.Pair{Label: f.T(key), Value: value, Ink: theme.Text})
	}
	by := func(name string) string {
		if name == "" {
			return f.T("person.system")
		}
		return name
	}
	add("coupon.valid_until", v.until(d.ValidUntil))
	if d.Made != 0 && d.BatchNo != 0 {
		add("coupons.made_at", f.Moment(d.Made))
		add("coupons.made_by", by(d.MadeBy))
		batch := fmt.Sprintf("#%d", d.BatchNo)
		if d.Title != "" {
			batch += " " + d.Title
		}
		add("coupons.batch.no", batch)
	} else {
		add("coupons.made_by", f.T("coupons.elsewhere"))
	}
	if d.Receipt != "" {
		add("paper.receipt", d.Receipt)
	}
	add("coupons.printed", f.N("coupons.times", d.Prints))
	switch state {
	case pos.RegisteredCoupon:
		add("coupons.registered_at", f.Moment(d.Changed))
		add("coupons.registered_by", f.T("coupons.by_at", by(d.By), fmt.Sprint(d.TillNo)))
		if d.Member != nil {
			add("coupons.to", d.Member.Name)
		}
	case pos.VoidCoupon:
		add("coupons.voided_at", f.Moment(d.Changed))
		add("coupons.voided_by", by(d.By))
		add("coupons.void.reason", d.Reason)
	}
	return pairs
}
