package ui

import (
	"reflect"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"bonuskasse/assets"
	"bonuskasse/pos"
	"bonuskasse/pos/screen"
	"bonuskasse/pos/ui/theme"
	"bonuskasse/pos/ui/widget"
)

// hitsWide is the width of the list of members beside the one that is open.
const hitsWide = 328

type member struct {
	front *Front
	page  *widget.Page
	entry *widget.Entry
	says  *says
	hits  *widget.List
	more  *widget.Text
	right *fyne.Container
	card  *memberCard
	empty fyne.CanvasObject
	// erasing stands there while a person is being erased.
	erasing fyne.CanvasObject
	st      screen.MemberState
	drawn   bool
}

// NewMember makes the view of the look-up.
func NewMember(f *Front) View {
	v := &member{front: f}
	v.entry = f.Kit.Free(f.T("member.find.short"))
	v.entry.OnChanged = func(text string) { f.Send(screen.Typed{Text: text}) }
	v.says = newSays(f.T("member.calm"))
	v.hits = f.Kit.List(widget.Heading{Grow: 1})
	v.hits.NoHeader, v.hits.Tall, v.hits.Empty = true, true, f.T("member.nobody")
	v.hits.At = v.hit
	v.hits.OnChoose = func(row int) { f.Send(screen.Picked{At: row}) }
	v.hits.OnOpen = v.hits.OnChoose
	v.more = widget.NewSmall("")
	join := f.Kit.Button(f.T("action.new_member"), f.Tap("join")).WithIcon("add").WithKey("Ctrl+N")
	appointments := f.Kit.Button(f.T("place.appointments"), f.Tap("appointments")).WithIcon("calendar").WithKey("Ctrl+A")
	left := container.NewBorder(v.entry, widget.Column(v.more, appointments, join), nil, nil, container.New(pad{}, widget.NewPanelTight(v.hits)))
	v.empty = widget.NewPanel(widget.Empty("member", f.T("member.pick")))
	v.erasing = widget.NewPanel(widget.Empty("delete", f.T("member.erasing.wait")))
	v.card = newMemberCard(f)
	v.right = container.NewStack(v.empty)
	body := container.New(&leftSide{hitsWide}, left, v.right)
	v.page = &widget.Page{
		Content: container.NewBorder(v.says, nil, nil, nil, container.New(pad{}, body)), Home: v.entry, Key: v.key,
	}
	return v
}

// key turns pages, of the list that the arrows walk in.
func (v *member) key(ev *fyne.KeyEvent) bool {
	list := v.hits
	if v.st.Open != nil && v.st.Entry == "" {
		list = v.card.list
	}
	return v.front.turns(list, ev) || v.front.key(ev, v.entry)
}

// leftSide puts a part of a fixed width at the left and the rest beside it.
type leftSide struct{ wide float32 }

// Layout is part of fyne.Layout.
func (l *leftSide) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	objects[0].Resize(fyne.NewSize(l.wide, size.Height))
	objects[1].Move(fyne.NewPos(l.wide+theme.Gap, 0))
	objects[1].Resize(fyne.NewSize(size.Width-l.wide-theme.Gap, size.Height))
}

// MinSize is part of fyne.Layout.
func (l *leftSide) MinSize(objects []fyne.CanvasObject) fyne.Size {
	a, b := objects[0].MinSize(), objects[1].MinSize()
	return fyne.NewSize(l.wide+theme.Gap+b.Width, max(a.Height, b.Height))
}

// Page is part of View.
func (v *member) Page() *widget.Page { return v.page }

// Notice is part of Noticer.
func (v *member) Notice(kind widget.Kind, text string) { v.says.Say(kind, text) }

func (v *member) hit(row, _ int) widget.Cell {
	if row >= len(v.st.Hits) {
		return widget.Cell{}
	}
	h := v.st.Hits[row]
	second := h.Reach
	if second == "" {
		second = h.Username
	}
	second += " · " + v.front.tierName(h.Tier)
	ink := theme.Text
	if h.Status != pos.Active {
		second, ink = v.front.T("member."+string(h.Status))+" · "+second, theme.StopText
	}
	return widget.Cell{Text: h.Name, Second: second, Ink: ink}
}

// Render is part of View.
func (v *member) Render(state any) {
	st, ok := state.(screen.MemberState)
	if !ok {
		return
	}
	before := v.st
	v.st = st
	showEntry(v.entry, st.Entry, before.Marked != st.Marked)
	if !v.drawn || !reflect.DeepEqual(before.Hits, st.Hits) || v.hits.Chosen() != st.Chosen {
		v.hits.Rows, v.hits.Empty = len(st.Hits), v.front.T("member.nobody")
		if st.Searched == "" {
			v.hits.Empty = v.front.T("member.type")
		}
		v.hits.Choose(st.Chosen)
		v.more.Hidden = !st.More
		v.more.Set(v.front.T("member.more", int64(len(st.Hits))))
		v.page.Content.Refresh()
	}
	show := v.empty
	if st.Erasing > 0 {
		show = v.erasing
	}
	if st.Open != nil {
		if before.Open != st.Open || before.Tab != st.Tab || !v.drawn {
			v.card.show(st.Open, st.Tab)
		}
		v.card.list.Choose(st.Row)
		show = v.card.panel
	}
	if v.right.Objects[0] != show {
		v.right.Objects[0] = show
		v.right.Refresh()
	}
	v.drawn = true
}

// memberCard is all that is known of one member.
type memberCard struct {
	front *Front
	panel *widget.Panel
	head  *fyne.Container
	tabs  *widget.Rail
	list  *widget.List
	open  *screen.MemberCard
	tab   screen.MemberTab

	photo portrait
}

func newMemberCard(f *Front) *memberCard {
	c := &memberCard{front: f, head: widget.Column(), list: f.Kit.List()}
	c.tabs = f.Kit.Rail([]widget.Place{
		{Text: f.T("member.history"), Icon: "receipt"}, {Text: f.T("member.lots"), Icon: "calendar"}, {Text: f.T("member.cards"), Icon: "card"},
		{Text: f.T("member.details"), Icon: "member"},
	}, func(i int) { f.Send(screen.Tap{Do: "tab", At: i}) })
	c.list.At = c.cell
	c.list.MinRows = 2
	c.list.OnChoose = func(row int) { f.Send(screen.Tap{Do: "row", At: row}) }
	c.list.OnOpen = func(int) { f.Send(screen.Tap{Do: "why"}) }
	use := f.Kit.Button(f.T("member.use"), f.Tap("use")).As(widget.Go).WithIcon("sale").WithKey("End")
	bar := widget.Spread([]int{0}, use,
		f.Kit.Button(f.T("member.button.adjust"), f.Tap("adjust")).WithKey("Ctrl+J"),
		f.Kit.Button(f.T("action.why"), f.Tap("why")), f.Kit.Button(f.T("member.button.more"), f.Tap("more")))
	c.panel = widget.NewPanel(container.NewBorder(widget.Column(c.head, c.tabs), bar, nil, nil, container.New(pad{}, widget.NewPanelTight(c.list))))
	return c
}

func (c *memberCard) show(m *screen.MemberCard, tab screen.MemberTab) {
	f := c.front
	c.open, c.tab = m, tab
	name := widget.NewHead(m.Member.Name)
	name.Cut = true
	sub := widget.NewSmall(c.subtitle())
	sub.Cut = true
	label := f.T("member.balance")
	if m.Pooled {
		label = f.T("member.pool", m.Organisation.Name)
	}
	big := f.Kit.Figure(label)
	if m.Kroner {
		big.SetMoney(f.Kit.Lang, string(f.state.Currency), int64(m.Worth))
	} else {
		big.Set(assets.Number(f.Kit.Lang, m.Points), f.T("unit.points"))
	}
	if m.Points < 0 {
		big.Ink = theme.StopText
	}
	title := widget.Spread([]int{0}, widget.Column(name, sub), big)
	if len(m.Photo) > 0 {
		title = widget.Spread([]int{1}, c.photo.of(m.Photo, 72), widget.Column(name, sub), big)
	}
	c.head.Objects = []fyne.CanvasObject{
		title,
		container.New(twoColumns{}, widget.Pairs(c.left()...), widget.Pairs(c.rightPairs()...)),
		widget.NewLine(),
	}
	c.head.Refresh()
	c.tabs.Choose(int(tab))
	c.setList()
	c.panel.Refresh()
}

func (c *memberCard) subtitle() string {
	m, f := c.open, c.front
	text := f.tierName(m.Tier.Name)
	if m.Tier.RateBp > 0 || m.Tier.DiscountBp > 0 {
		text = f.T("member.tier.row", assets.Percent(f.Kit.Lang, m.Tier.RateBp), assets.Percent(f.Kit.Lang, m.Tier.DiscountBp))
		text = f.tierName(m.Tier.Name) + " · " + text
	}
	if m.Member.Status != pos.Active {
		text = f.T("member."+string(m.Member.Status)) + " · " + text
	}
	for _, x := range m.Messages {
		if x.State == pos.MessageWaiting && x.Kind == pos.InvitationMessage && m.Member.Status == pos.Invited {
			return f.T("member.message.waits") + " · " + text
		}
	}
	return text
}

func (c *memberCard) left() []widget.Pair {
	m, f := c.open, c.front
	pairs := []widget.Pair{{Label: f.T("member.phone"), Value: orDash(m.Member.Phone)}, {Label: f.T("member.email"), Value: orDash(m.Member.Email)}}
	switch {
	case m.Organisation.Name != "":
		pairs = append(pairs, widget.Pair{Label: f.T("member.organisation"), Value: m.Organisation.Name})
	case len(m.Aliases) > 0:
		pairs = append(pairs, widget.Pair{Label: f.T("member.aliases"), Value: m.Aliases[0].Name})
	default:
		pairs = append(pairs, widget.Pair{Label: f.T("member.joined"), Value: f.Day(m.Member.Joined)})
	}
	return pairs
}

func orDash(text string) string {
	if text == "" {
		return "–"
	}
	return text
}

func (c *memberCard) rightPairs() (pairs []widget.Pair) {
	m, f := c.open, c.front
	add := func(label, value string, ink theme.Ink) {
		pairs = append(pairs, widget.Pair{Label: label, Value: value, Ink: ink})
	}
	if m.Kroner {
		add(f.T("member.points"), assets.Number(f.Kit.Lang, m.Points), theme.Text)
	} else {
		add(f.T("member.worth"), f.Money(m.Worth), theme.Text)
	}
	if m.Pooled && m.Own != 0 {
		add(f.T("member.pool.own"), f.points(m.Own, m.Kroner, nil), theme.Text)
	}
	if m.Why != "" {
		add(f.T("member.usable_now"), assets.Number(f.Kit.Lang, m.Usable), theme.LookText)
	}
	if m.Soon > 0 {
		add(f.T("sale.expires", f.shortDay(m.SoonAt)), f.points(m.Soon, m.Kroner, nil), theme.LookText)
	}
	waiting := int64(0)
	for _, p := range m.Pending {
		waiting += p.Points
	}
	if waiting > 0 {
		add(f.T("member.pending"), f.points(waiting, m.Kroner, nil), theme.Text)
	}
	if m.Proposed > 0 {
		add(f.T("member.proposed"), f.points(m.Proposed, m.Kroner, nil), theme.LookText)
	}
	if m.Debt > 0 {
		add(f.T("member.debt"), f.points(-m.Debt, m.Kroner, nil), theme.StopText)
	}
	if m.Next != nil {
		add(f.T("member.next_level", f.tierName(m.Next.Tier.Name)), f.Amount(m.Next.Left), theme.Text)
	}
	if m.Pinned {
		add(f.T("member.tier"), f.T("member.pinned"), theme.LookText)
	}
	if len(pairs) < 3 {
		add(f.T("member.username"), m.Member.Username, theme.Text)
	}
	return pairs
}
