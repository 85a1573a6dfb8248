package ui

import (
	"reflect"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"bonuskasse/assets"
	"bonuskasse/pos"
	"bonuskasse/pos/screen"
	"bonuskasse/pos/ui/theme"
	"bonuskasse/pos/ui/widget"
)

type payment struct {
	front   *Front
	page    *widget.Page
	body    *fyne.Container
	count   fyne.CanvasObject // while money is counted
	thanks  *thanks
	due     *widget.Figure
	sub     *widget.Text
	parts   *fyne.Container
	entry   *widget.Entry
	label   *widget.Text
	hint    *widget.Para
	kept    *widget.Para // why bonus may not pay more
	field   *fyne.Container
	notes   *fyne.Container
	why     *fyne.Container // beside how much bonus can pay
	unit    *widget.Button
	enter   *widget.Button
	says    *says
	ways    map[screen.Method]*widget.Button
	side    *fyne.Container
	middle  *fyne.Container
	rings   map[screen.Method]*canvas.Rectangle
	st      screen.PaymentState
	started bool
}

var wayKeys = []struct {
	method screen.Method
	key    string
	icon   string
}{{screen.ByCash, "1", "cash"}, {screen.ByBankCard, "2", "bankcard"}, {screen.ByBonus, "3", "bonus"}, {screen.ByGiftCard, "4", "gift"}, {screen.ByMobile, "5", "mobile"}}

// NewPayment makes the view of the payment.
func NewPayment(f *Front) View {
	v := &payment{front: f, ways: map[screen.Method]*widget.Button{}, rings: map[screen.Method]*canvas.Rectangle{}}
	v.due = f.Kit.Figure(f.T("payment.due"))
	v.due.TextSize = 72
	v.sub = widget.NewSmall("")
	v.sub.Align, v.sub.Cut = fyne.TextAlignTrailing, true
	v.parts = widget.Column()
	v.entry = f.Entry("", "")
	v.label = widget.NewText("")
	v.label.Bold = true
	v.hint = widget.NewPara("")
	v.hint.Ink = theme.Muted
	v.kept = widget.NewPara("")
	v.kept.Ink = theme.LookText
	v.notes = container.NewGridWithColumns(mostNotes)
	v.why = container.NewVBox(f.Kit.Button(f.T("action.why"), f.Tap("why")).WithIcon("help").WithKey("Ctrl+W"))
	v.unit = f.Kit.Button("", f.Tap("unit")).WithIcon("refresh")
	v.enter = f.Kit.Button("", f.Tap("enter")).As(widget.Go).WithIcon("ok").WithKey("Enter").Large()
	v.says = newSays(f.T("payment.calm"))
	var tiles []fyne.CanvasObject
	for _, w := range wayKeys {
		b := f.Kit.Button(f.T("payment."+string(w.method)), f.Tap(string(w.method))).WithIcon(w.icon).WithKey(w.key)
		ring := canvas.NewRectangle(nil)
		ring.Hide()
		v.ways[w.method], v.rings[w.method] = b, ring
		tiles = append(tiles, container.NewStack(b, ring))
	}
	back := f.Kit.Button(f.T("action.back"), f.Tap("back")).WithIcon("back").WithKey("Esc")
	v.side = container.NewStack()
	top := widget.Column(v.says, widget.NewPanel(widget.Column(v.due, v.sub)))
	v.field = widget.Spread([]int{0}, v.entry, v.unit)
	v.middle = widget.Column(v.parts, v.label, v.field, v.hint, widget.Spread([]int{0}, v.kept, v.why), v.notes)
	middle := widget.NewPanel(v.middle)
	main := container.NewBorder(top, widget.Spread([]int{1}, back, v.enter), nil, nil, container.New(pad{}, middle))
	right := container.NewBorder(widget.Column(tiles...), nil, nil, nil, container.New(pad{}, widget.NewPanel(v.side)))
	v.count = widget.Sides(sideWide, main, right)
	v.thanks = newThanks(f)
	v.body = container.NewStack(v.count)
	v.page = &widget.Page{Content: v.body, Home: v.entry}
	return v
}

// Page is part of View.
func (v *payment) Page() *widget.Page { return v.page }

// Notice is part of Noticer.
func (v *payment) Notice(kind widget.Kind, text string) {
	v.says.Say(kind, text)
	v.thanks.says.Say(kind, text)
}

// Render is part of View.
func (v *payment) Render(state any) {
	st, ok := state.(screen.PaymentState)
	if !ok {
		return
	}
	before := v.st
	v.st = st
	if st.Thanks != nil {
		SetEntry(v.entry, "")
		v.thanks.show(st)
		v.put(v.thanks.content)
		v.started = false // what stands behind is the last customer's
		return
	}
	v.put(v.count)
	v.sums(st)
	v.typed(before, st)
	if !v.started || !reflect.DeepEqual(before.Tenders, st.Tenders) {
		v.tenders(st)
	}
	if !v.started || !reflect.DeepEqual(before.Notes, st.Notes) || before.Method != st.Method {
		v.showNotes(st)
	}
	if !v.started || !reflect.DeepEqual(before.Member, st.Member) || before.BonusMax != st.BonusMax {
		v.member(st)
	}
	for m, b := range v.ways {
		v.choose(v.rings[m], m == st.Method)
		b.SetEnabled(!st.Busy && !st.Unknown && (m != screen.ByBonus || st.Member != nil))
	}
	v.middle.Refresh() // what is shown of it has changed its height
	v.started = true
}

// choose draws a ring round the way to pay that is chosen.
func (v *payment) choose(ring *canvas.Rectangle, on bool) {
	if ring.Hidden == !on && v.started {
		return
	}
	ring.FillColor, ring.CornerRadius = nil, theme.Radius+theme.Focus
	ring.StrokeColor, ring.StrokeWidth = theme.Current().Ink(theme.Accent), theme.Focus+1
	ring.Hidden = !on
	ring.Refresh()
}

func (v *payment) put(o fyne.CanvasObject) {
	if len(v.body.Objects) != 1 || v.body.Objects[0] != o {
		v.body.Objects = []fyne.CanvasObject{o}
		v.body.Refresh()
	}
}

func (v *payment) sums(st screen.PaymentState) {
	f := v.front
	v.due.SetMoney(f.Kit.Lang, string(f.state.Currency), int64(st.Due))
	sub := f.T("payment.of_total", f.Money(st.Total))
	if st.Rounding != 0 {
		sub += " · " + f.T("payment.rounding") + " " + f.Amount(st.Rounding)
	}
	v.sub.Set(sub)
}

// typed is the field, what it is for, and what Enter does.
func (v *payment) typed(before screen.PaymentState, st screen.PaymentState) {
	f := v.front
	if before.Method != st.Method && st.Method == screen.ByBonus || before.InPoints != st.InPoints {
		SelectEntry(v.entry, st.Entry)
	} else {
		SetEntry(v.entry, st.Entry)
	}
	label, hint, enter := f.T("payment.choose"), f.T("payment.choose.hint"), f.T("payment.cash")
	switch st.Method {
	case screen.ByCash:
		label, hint, enter = f.T("payment.amount_given"), f.T("payment.cash.hint"), f.T("payment.exact")
	case screen.ByBankCard, screen.ByMobile:
		label, hint, enter = f.T("payment."+string(st.Method)), f.T("payment.terminal"), f.T("payment.exact")
	case screen.ByBonus:
		label, hint, enter = f.bonusHint(st)
	case screen.ByGiftCard:
		label, hint, enter = f.T("gift_card.code"), f.T("payment.gift_card.hint"), f.T("payment.gift_card.use")
	}
	if st.Entry != "" && st.Method != screen.NoMethod && st.Method != screen.ByBonus && st.Method != screen.ByGiftCard {
		enter = f.T("payment.take")
	}
	if st.Method == screen.NoMethod && st.Due == 0 {
		label, hint, enter = f.T("payment.nothing_left"), f.T("payment.nothing_left.hint"), f.T("payment.complete")
	}
	if st.Busy {
		label, hint = f.T("payment.saving"), ""
	}
	if st.Unknown {
		label, hint, enter = f.T("payment.unknown"), f.T("payment.unknown.hint"), f.T("payment.look")
	}
	v.label.Set(label)
	v.hint.Set(hint)
	v.enter.SetText(enter)
	v.enter.SetEnabled(!st.Busy)
	v.kept.Set(f.Say(st.Kept))
	// While something else is paid it is not asked for.
	v.kept.Hidden = st.Kept.IsZero() || st.Busy || st.Unknown || st.Method != screen.ByBonus && st.Method != screen.NoMethod
	v.why.Hidden = st.Method != screen.ByBonus
	v.unit.Hidden = st.Method != screen.ByBonus
	if st.InPoints {
		v.unit.SetText(f.T("unit.points"))
	} else {
		v.unit.SetText(f.Unit())
	}
	v.unit.Refresh()
	showEntry := st.Method != screen.NoMethod
	if v.field.Hidden == showEntry || !v.started {
		v.field.Hidden = !showEntry
		v.entry.Hidden = !showEntry
		v.middle.Refresh()
		v.front.Desk().Home() // Fyne takes the focus from what is not seen
	}
}

func (f *Front) bonusHint(st screen.PaymentState) (label, hint, enter string) {
	label = f.T("payment.bonus.most", f.Money(st.BonusMax))
	if !st.Kroner {
		label = f.T("payment.bonus.most_points", st.MaxPts, f.Money(st.BonusMax))
	}
	hint = f.T("payment.bonus.hint", assets.Percent(f.Kit.Lang, st.CapBp))
	if st.OverrideMax > st.BonusMax {
		hint += " " + f.T("payment.override.hint", f.Money(st.OverrideMax))
	}
	return label, hint, f.T("payment.use_bonus")
}

// tenders are the parts that are paid already.
func (v *payment) tenders(st screen.PaymentState) {
	f := v.front
	v.parts.RemoveAll()
	var pairs []widget.Pair
	for _, t := range st.Tenders {
		label := f.T("payment." + string(t.Method))
		if t.Points > 0 && !st.Kroner {
			label += " · " + f.Points(t.Points)
		}
		if t.Code != "" {
			label = f.giftCard(t.Promo, t.Left)
		}
		pairs = append(pairs, widget.Pair{Label: label, Value: f.Money(-t.Amount)})
	}
	if len(pairs) > 0 {
		v.parts.Add(widget.Pairs(pairs...))
		v.parts.Add(widget.NewLine())
	}
	v.parts.Hidden = len(pairs) == 0
}

// giftCard names a gift card that pays, and what is left on it.
func (f *Front) giftCard(promo bool, left pos.Money) string {
	key := "payment.gift_card"
	if promo {
		key = "payment.promo_gift_card"
	}
	return f.T(key) + " · " + f.T("gift_card.left", f.Money(left))
}

// mostNotes are proposed, each as wide as noteWide; of larger sums as many as
// have the room of those: none is cut, and the window does not grow.
const (
	mostNotes = 5
	noteWide  = 112
)

// showNotes proposes what customers hand over.
func (v *payment) showNotes(st screen.PaymentState) {
	v.notes.RemoveAll()
	if st.Method == screen.ByCash {
		wide := float32(noteWide)
		for i, n := range st.Notes {
			b := v.front.Kit.Button(v.front.Amount(n), func() { v.front.Send(screen.Tap{Do: "note", At: i}) })
			v.notes.Add(b)
			wide = max(wide, b.MinSize().Width)
		}
		fit := max(1, int(mostNotes*noteWide/wide))
		v.notes.Objects = v.notes.Objects[:min(fit, len(v.notes.Objects))]
		v.notes.Layout = layout.NewGridLayoutWithColumns(fit)
	}
	v.notes.Hidden = len(v.notes.Objects) == 0
	v.notes.Refresh()
}

func (v *payment) member(st screen.PaymentState) {
	v.side.RemoveAll()
	if st.Member == nil {
		v.side.Add(widget.Empty("card", v.front.T("payment.no_member")))
	} else {
		lines := v.front.memberLines(st.Member, st.Kroner)
		v.side.Add(container.NewVScroll(lines))
	}
	v.side.Refresh()
}
