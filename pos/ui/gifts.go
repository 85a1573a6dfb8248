package ui

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"bonuskasse/assets"
	"bonuskasse/pos"
	"bonuskasse/pos/screen"
	"bonuskasse/pos/screen/gifts"
	"bonuskasse/pos/ui/theme"
	"bonuskasse/pos/ui/widget"
)

// giftsView is the catalogue of rewards, what waits to be handed out and a member's
// gift cards; beside them the gift card that is open.
type giftsView struct {
	front   *Front
	page    *widget.Page
	entry   *widget.Entry
	says    *says
	tabs    *widget.Rail
	list    *widget.List
	member  *widget.Text
	side    *fyne.Container
	empty   fyne.CanvasObject
	card    *fyne.Container
	print   *widget.Button
	block   *widget.Button
	actions *widget.Button
	st      gifts.State
	drawn   string
}

// NewGifts makes the view of F7.
func NewGifts(f *Front) View {
	v := &giftsView{front: f, card: widget.Column()}
	v.entry = f.Entry(f.T("gifts.find.hint"), "")
	v.says = newSays(f.T("gifts.calm"))
	var tabs []widget.Place
	icons := map[gifts.List]string{gifts.RewardsList: "gifts", gifts.WaitingList: "clock", gifts.CardsList: "gift"}
	for _, l := range gifts.Lists() {
		tabs = append(tabs, widget.Place{Text: f.T("gifts.list." + string(l)), Icon: icons[l]})
	}
	v.tabs = f.Kit.Rail(tabs, func(i int) { f.Send(screen.Tap{Do: "list", At: i}) })
	v.list = f.Kit.List(
		widget.Heading{Text: f.T("gifts.column.what"), Grow: 1},
		widget.Heading{Text: f.T("gifts.column.points"), Width: 112, Align: fyne.TextAlignTrailing},
		widget.Heading{Text: f.T("gifts.column.state"), Width: 208},
	)
	v.list.At = v.cell
	v.list.OnChoose = func(row int) { f.Send(screen.Picked{At: row}) }
	v.list.OnOpen = func(row int) { f.Send(screen.Picked{At: row}); f.Send(screen.Tap{Do: "open"}) }
	v.member = widget.NewText("")
	v.member.Bold, v.member.Cut = true, true
	v.actions = f.Kit.Button(f.T("gifts.buy.do"), f.Tap("open")).As(widget.Go).WithIcon("ok").WithKey("Enter")
	buttons := widget.Grid(3,
		f.Kit.Button(f.T("gifts.sell"), f.Tap("sell")).WithIcon("gift").WithKey("Ctrl+N"),
		f.Kit.Button(f.T("gifts.give"), f.Tap("give")).WithIcon("gifts").WithKey("Ctrl+K"),
		f.Kit.Button(f.T("gifts.reward"), f.Tap("reward")).WithIcon("add").WithKey("Ctrl+T"),
	)
	v.print = f.Kit.Button(f.T("action.print"), f.Tap("print")).WithIcon("printer").WithKey("Ctrl+P")
	v.block = f.Kit.Button(f.T("gifts.block.do"), f.Tap("block")).WithIcon("stop").WithKey("Ctrl+D")
	main := container.NewBorder(widget.Column(v.entry, v.says, v.tabs, v.member), widget.Column(v.actions, buttons), nil, nil,
		container.New(pad{}, widget.NewPanelTight(v.list)))
	pick := widget.NewPara(f.T("gifts.pick"))
	pick.Ink = theme.Muted
	v.empty = widget.Column(pick)
	v.side = container.NewStack(v.empty)
	right := widget.NewPanel(container.NewBorder(nil, widget.Column(v.print, v.block), nil, nil, v.side))
	v.page = &widget.Page{Content: widget.Sides(couponWide, main, right), Home: v.entry, Key: v.key}
	return v
}

// Page is part of View.
func (v *giftsView) Page() *widget.Page { return v.page }

// Notice is part of Noticer.
func (v *giftsView) Notice(kind widget.Kind, text string) { v.says.Say(kind, text) }

// key turns pages: the view knows how long one is.
func (v *giftsView) key(ev *fyne.KeyEvent) bool {
	return v.front.turns(v.list, ev) || v.front.key(ev, v.entry)
}

func (v *giftsView) cell(row, column int) widget.Cell {
	switch st := v.st; {
	case st.List == gifts.WaitingList && row < len(st.Waiting):
		p := st.Waiting[row]
		return []widget.Cell{
			{Text: p.Name, Bold: true},
			{Text: assets.Number(v.front.Kit.Lang, p.Points)},
			{Text: v.front.Moment(p.At), Ink: theme.Muted},
		}[column]
	case st.List == gifts.CardsList && row < len(st.Cards):
		g := st.Cards[row]
		return []widget.Cell{
			{Text: pos.GroupCouponCode(g.Code), Bold: true},
			{Text: v.front.Money(g.Balance)},
			v.state(g.State),
		}[column]
	case st.List == gifts.RewardsList && row < len(st.Rewards):
		return v.reward(row, column)
	}
	return widget.Cell{}
}

// reward is a line of the catalogue: what the member may have is enabled, of
// the rest it says what is missing.
func (v *giftsView) reward(row, column int) widget.Cell {
	o, f := v.st.Rewards[row], v.front
	ink := theme.Text
	if o.Why != "" && !o.Asks || !o.Active {
		ink = theme.Muted
	}
	switch column {
	case 0:
		return widget.Cell{Text: o.Name, Bold: true, Ink: ink}
	case 1:
		return widget.Cell{Text: assets.Number(f.Kit.Lang, o.Points), Ink: ink}
	}
	switch {
	case !o.Active:
		return widget.Cell{Text: f.T("gifts.off"), Icon: "stop", Ink: theme.Muted}
	case o.Why == pos.PointsMissing:
		return widget.Cell{Text: f.T("gifts.missing", assets.Number(f.Kit.Lang, o.Missing)), Icon: "pending", Ink: theme.LookText}
	case o.Why == pos.OutOfStock:
		return widget.Cell{Text: f.T("gifts.sold_out"), Icon: "stop", Ink: theme.StopText}
	case o.Asks:
		return widget.Cell{Text: f.T("gifts.asks"), Icon: "ok", Ink: theme.AccentText}
	case o.Why != "":
		return widget.Cell{Text: f.T("gifts.not_now"), Icon: "offline", Ink: theme.LookText}
	case v.st.Member != nil:
		return widget.Cell{Text: f.T("gifts.may"), Icon: "ok", Ink: theme.AccentText}
	case o.Stock != nil:
		return widget.Cell{Text: f.T("gifts.in_stock", assets.Number(f.Kit.Lang, *o.Stock)), Ink: theme.Muted}
	}
	return widget.Cell{}
}

func (v *giftsView) state(s pos.GiftCardState) widget.Cell {
	ink, icon := giftLook(s)
	return widget.Cell{Text: v.front.T("gifts.state." + string(s)), Icon: icon, Ink: ink}
}

func giftLook(s pos.GiftCardState) (ink theme.Ink, icon string) {
	switch s {
	case pos.ActiveGiftCard:
		return theme.AccentText, "ok"
	case pos.ExpiredGiftCard:
		return theme.LookText, "clock"
	case pos.SpentGiftCard:
		return theme.Muted, "ok"
	}
	return theme.StopText, "stop"
}

// Render is part of View.
func (v *giftsView) Render(state any) {
	st, ok := state.(gifts.State)
	if !ok {
		return
	}
	marked := v.st.Marked
	v.st = st
	showEntry(v.entry, st.Entry, marked != st.Marked)
	drawn := fmt.Sprint(st.List, st.Rewards, st.Waiting, st.Cards, st.Chosen, st.Points, st.Open)
	if st.Open != nil {
		drawn += fmt.Sprint(*st.Open)
	}
	if st.Member != nil {
		drawn += st.Member.Member.ID.String()
	}
	if v.drawn == drawn {
		return
	}
	v.drawn = drawn
	f := v.front
	rows := len(st.Rewards)
	action, empty := f.T("gifts.buy.do"), f.T("gifts.empty.catalogue")
	for i, l := range gifts.Lists() {
		if l == st.List {
			v.tabs.Choose(i)
		}
	}
	switch st.List {
	case gifts.WaitingList:
		rows, action, empty = len(st.Waiting), f.T("gifts.hand_out.do"), f.T("gifts.empty.waiting")
	case gifts.CardsList:
		rows, action, empty = len(st.Cards), f.T("gifts.open"), f.T("gifts.empty.cards")
		if st.Member == nil {
			empty = f.T("gifts.member_first")
		}
	}
	v.list.Empty = empty
	v.list.Rows = rows
	v.list.Choose(st.Chosen)
	text := f.T("gifts.nobody")
	if st.Member != nil {
		text = st.Member.Member.Name + " · " + f.Points(st.Points)
	}
	v.member.Set(text)
	v.actions.SetText(action)
	v.actions.SetEnabled(v.mayAct())
	v.opened()
	v.page.Content.Refresh()
}

// mayAct tells whether the chosen row can be had.
func (v *giftsView) mayAct() bool {
	st := v.st
	if st.List != gifts.RewardsList {
		return st.Chosen >= 0
	}
	return st.Chosen >= 0 && st.Chosen < len(st.Rewards) && st.Member != nil && (st.Rewards[st.Chosen].Why == "" || st.Rewards[st.Chosen].Asks) && st.Rewards[st.Chosen].Active
}

// opened shows the gift card that is open: its balance, large; its story.
func (v *giftsView) opened() {
	f, d := v.front, v.st.Open
	v.print.SetEnabled(d != nil && (d.State == pos.ActiveGiftCard || d.State == pos.ExpiredGiftCard))
	v.block.SetEnabled(d != nil)
	if d == nil {
		v.block.SetText(f.T("gifts.block.do"))
		v.side.Objects = []fyne.CanvasObject{v.empty}
		v.side.Refresh()
		return
	}
	key := "gifts.block.do"
	if d.Blocked {
		key = "gifts.unblock.do"
	}
	v.block.SetText(f.T(key))
	code := widget.NewHead(pos.GroupCouponCode(d.Code))
	code.Cut = true
	ink, icon := giftLook(d.State)
	state := widget.NewText(f.T("gifts.state." + string(d.State)))
	state.Ink, state.Bold, state.Cut = ink, true, true
	balance := f.Kit.Figure(f.T("gifts.balance"))
	balance.SetMoney(f.Kit.Lang, string(f.state.Currency), int64(d.Balance))
	v.card.Objects = []fyne.CanvasObject{
		code, widget.Spread([]int{1}, widget.NewGlyph(icon, ink), state), balance, widget.NewLine(), widget.Pairs(v.story()...),
	}
	v.card.Refresh()
	v.side.Objects = []fyne.CanvasObject{container.NewVScroll(v.card)}
	v.side.Refresh()
}

// mostEntries is how much of a card's story has room: the newest.
const mostEntries = 6

func (v *giftsView) story() (pairs []widget.Pair) {
	f, d := v.front, v.st.Open
	add := func(label, value string) {
		pairs = append(pairs, widget.Pair{Label: label, Value: value, Ink: theme.Text})
	}
	until := func(at pos.Millis) string {
		if at == 0 {
			return f.T("coupons.ever")
		}
		return f.Day(at)
	}
	add(f.T("gifts.kind"), f.T("gift_card.kind."+string(d.Kind)))
	add(f.T("coupon.valid_until"), until(d.ValidUntil))
	if d.State == pos.ExpiredGiftCard {
		add(f.T("gifts.payable_until"), until(d.PayableUntil))
	}
	if d.Holder != nil && d.Holder.Name != "" {
		add(f.T("coupons.member"), d.Holder.Name)
	}
	list := d.Entries
	for _, e := range list[max(0, len(list)-mostEntries):] {
		what := f.T("gift_card.entry." + e.Type)
		if e.Receipt != "" {
			what = e.Receipt
		}
		add(f.Day(e.At)+" "+what, f.Money(e.Amount))
	}
	return pairs
}
