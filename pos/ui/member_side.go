package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"bonuskasse/assets"
	"bonuskasse/pos"
	"bonuskasse/pos/screen"
	"bonuskasse/pos/ui/theme"
	"bonuskasse/pos/ui/widget"
)

// memberSide is the member beside the sale.
type memberSide struct {
	panel *widget.Panel
	front *Front
	inner *fyne.Container
}

func newMemberSide(f *Front) *memberSide {
	inner := container.NewStack()
	return &memberSide{panel: widget.NewPanel(inner), front: f, inner: inner}
}

func (m *memberSide) empty() bool { return len(m.inner.Objects) == 0 }

// show draws a member, or what to do where there is none.
func (m *memberSide) show(p *screen.MemberPanel, kroner bool) {
	m.inner.RemoveAll()
	if p == nil {
		find := m.front.Kit.Button(m.front.T("sale.find_member"), m.front.Tap("member_change")).WithIcon("search").WithKey("F3")
		m.inner.Add(container.NewBorder(nil, find, nil, nil, widget.Empty("card", m.front.T("sale.no_customer.hint"))))
		m.panel.Refresh()
		return
	}
	buttons := widget.Grid(2,
		m.front.Kit.Button(m.front.T("action.show"), m.front.Tap("member_open")).WithKey("F3"),
		m.front.Kit.Button(m.front.T("action.remove"), m.front.Tap("member_remove")))
	m.inner.Add(container.NewBorder(nil, buttons, nil, nil, m.front.memberLines(p, kroner)))
	m.panel.Refresh()
}

// mostPairs are as many lines about a member as a low window has room for: what
// is missing to the next level gives way, the member's screen has it too.
const mostPairs = 5

// memberLines is what stands about a member beside a sale or a payment.
func (f *Front) memberLines(p *screen.MemberPanel, kroner bool) fyne.CanvasObject {
	name := widget.NewHead(p.Name)
	name.TextSize, name.Cut = 24, true
	sub := widget.NewSmall(f.cardLine(p))
	sub.Cut = true
	var head fyne.CanvasObject = widget.Column(name, sub)
	if len(p.Photo) > 0 {
		head = widget.Spread([]int{1}, f.photo.of(p.Photo, 56), head)
	}
	box := widget.Column(head, widget.NewLine())
	big := f.Kit.Figure("")
	big.TextSize = 32
	if kroner {
		big.SetMoney(f.Kit.Lang, string(f.state.Currency), int64(p.Worth))
	} else {
		big.Set(assets.Number(f.Kit.Lang, p.Points), f.T("unit.points"))
	}
	if p.Points < 0 {
		big.Ink = theme.StopText
	}
	box.Add(widget.Spread([]int{1}, widget.NewSmall(f.T("member.balance")), big))
	var pairs []widget.Pair
	add := func(label, value string, ink theme.Ink) {
		pairs = append(pairs, widget.Pair{Label: label, Value: value, Ink: ink})
	}
	if kroner {
		add(f.T("member.points"), assets.Number(f.Kit.Lang, p.Points), theme.Text)
	} else {
		add(f.T("member.worth"), f.Money(p.Worth), theme.Text)
	}
	if p.Why != "" {
		add(f.T("member.usable_now"), assets.Number(f.Kit.Lang, p.Usable), theme.LookText)
	}
	if p.Expires > 0 {
		add(f.T("sale.expires", f.shortDay(p.ExpiresAt)), f.points(p.Expires, kroner, p), theme.LookText)
	}
	if p.Pending > 0 {
		add(f.T("member.pending"), f.points(p.Pending, kroner, p), theme.Text)
	}
	if earns := p.Earns; earns > 0 || p.Scheduled == 0 {
		add(f.T("sale.earns"), "+"+f.points(earns, kroner, p), theme.AccentText)
	}
	if p.Scheduled > 0 {
		add(f.T("sale.earns_later"), "+"+f.points(p.Scheduled, kroner, p), theme.AccentText)
	}
	if p.Next != nil && len(pairs) < mostPairs {
		add(f.T("member.next_level", f.tierName(p.Next.Tier.Name)), f.Amount(p.Next.Left), theme.Text)
	}
	box.Add(widget.Pairs(pairs...))
	return box
}

// points writes points as the programme counts them: as money where a point is
// the smallest coin.
func (f *Front) points(n int64, kroner bool, _ *screen.MemberPanel) string {
	if kroner {
		return f.Amount(pos.Money(n))
	}
	return assets.Number(f.Kit.Lang, n)
}

func (f *Front) shortDay(at pos.Millis) string {
	return assets.Day(f.Kit.Lang, at.Time(f.state.Zone))
}

func (f *Front) cardLine(p *screen.MemberPanel) string {
	line := f.tierName(p.Tier)
	if p.Card != "" {
		line = f.T("sale.card", p.Card) + " · " + line
	}
	if p.Kind == pos.DiscountCard || p.Kind == pos.BonusCard {
		line += " · " + f.T("card.kind."+string(p.Kind))
	}
	return line
}

// tierName is a tier's name; the one that the first start makes is a word.
func (f *Front) tierName(name string) string {
	if name == pos.NoBonusTier {
		return f.T("tier.no_bonus")
	}
	return name
}
