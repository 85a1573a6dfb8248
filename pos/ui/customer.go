package ui

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"bonuskasse/assets"
	"bonuskasse/pos"
	"bonuskasse/pos/screen"
	"bonuskasse/pos/ui/theme"
	"bonuskasse/pos/ui/widget"
)

// Customer is the content of the customer's window. It takes no keys and no
// focus; a member's language is spoken as soon as the card is scanned.
//
//	second := app.NewWindow(shop)
//	customer := ui.NewCustomer()
//	second.SetContent(customer.Content())
//	front.OnDraw(func(st screen.ShellState) { customer.Render(screen.CustomerOf(st)) })
type Customer struct {
	ground *widget.Ground
	inner  *fyne.Container
	root   *fyne.Container
	drawn  string
}

// NewCustomer makes the window's content, empty.
func NewCustomer() *Customer {
	c := &Customer{ground: widget.NewGround(), inner: container.NewStack()}
	c.root = container.NewStack(c.ground.Image, container.New(margins{3 * theme.Grid}, c.inner))
	return c
}

// Content is what the window shows.
func (c *Customer) Content() fyne.CanvasObject { return c.root }

// Sizes of letters that are read from a metre away.
const (
	customerLine  float32 = 28
	customerName  float32 = 40
	customerSum   float32 = 88
	customerSmall float32 = 22
)

// customerLines is how many of the last lines stand in the window.
const customerLines = 7

// Render draws a state; what stands there already is left as it is.
func (c *Customer) Render(st screen.CustomerState) {
	drawn := fmt.Sprintf("%+v %+v", st, st.Thanks)
	if drawn == c.drawn {
		return
	}
	c.drawn = drawn
	d := customerDrawing{st: st}
	var body fyne.CanvasObject
	switch st.Phase {
	case screen.Buying:
		body = d.buying()
	case screen.Thanked:
		body = d.thanked()
	default:
		body = d.welcome()
	}
	c.ground.Paint(theme.Current().Ink(theme.Surface))
	c.inner.Objects = []fyne.CanvasObject{body}
	c.inner.Refresh()
}

// customerDrawing is one picture of the window.
type customerDrawing struct{ st screen.CustomerState }

func (d customerDrawing) t(key string, args ...any) string {
	return assets.T(d.st.Language, key, args...)
}

func (d customerDrawing) money(m pos.Money) string {
	return assets.Money(d.st.Language, string(d.st.Currency), int64(m))
}

func (d customerDrawing) amount(m pos.Money) string {
	return assets.Amount(d.st.Language, string(d.st.Currency), int64(m))
}

// points are money where the programme has them one.
func (d customerDrawing) points(n int64) string {
	if d.st.Kroner {
		return d.money(pos.Money(n))
	}
	return assets.N(d.st.Language, "count.points", n)
}

func big(text string, size float32, ink theme.Ink, bold bool) *widget.Text {
	t := widget.NewText(text)
	t.TextSize, t.Ink, t.Bold, t.Cut = size, ink, bold, true
	return t
}

func middle(t *widget.Text) *widget.Text { t.Align = fyne.TextAlignCenter; return t }

func (d customerDrawing) welcome() fyne.CanvasObject {
	rows := container.New(paperLayout{},
		middle(big(d.st.Shop, 56, theme.Text, true)),
		middle(big(" ", customerSmall, theme.Muted, false)),
		middle(big(d.t("customer.welcome"), customerName, theme.AccentText, false)),
		middle(big(d.t("customer.card"), customerLine, theme.Muted, false)))
	return container.New(upright{}, rows)
}

// upright puts one thing at half height, as wide as there is room.
type upright struct{}

// Layout is part of fyne.Layout.
func (upright) Layout(o []fyne.CanvasObject, size fyne.Size) {
	high := min(o[0].MinSize().Height, size.Height)
	o[0].Resize(fyne.NewSize(size.Width, high))
	o[0].Move(fyne.NewPos(0, (size.Height-high)/2))
}

// MinSize is part of fyne.Layout.
func (upright) MinSize(o []fyne.CanvasObject) fyne.Size { return o[0].MinSize() }

func (d customerDrawing) head() fyne.CanvasObject {
	left := big(d.st.Shop, customerLine, theme.Muted, false)
	if d.st.Member == "" {
		return left
	}
	right := big(d.t("customer.hello", d.st.Member), customerLine, theme.AccentText, true)
	right.Cut = false
	return container.New(leftRight{}, left, right)
}

func (d customerDrawing) pair(label, value string, size float32, ink theme.Ink, bold bool) fyne.CanvasObject {
	right := big(value, size, ink, bold)
	right.Align, right.Cut = fyne.TextAlignTrailing, false
	return container.New(leftRight{}, big(label, size, ink, bold), right)
}

func (d customerDrawing) buying() fyne.CanvasObject {
	lines := container.New(paperLayout{})
	list := d.st.Lines
	if more := len(list) - customerLines; more > 0 {
		lines.Add(big(assets.N(d.st.Language, "customer.more", int64(more)), customerSmall, theme.Muted, false))
		list = list[more:]
	}
	for _, l := range list {
		lines.Add(d.line(l))
	}
	sums := container.New(paperLayout{}, widget.NewLine())
	if d.st.Bonus > 0 {
		sums.Add(d.pair(d.t("sale.total"), d.amount(d.st.Total), customerLine, theme.Text, false))
		sums.Add(d.pair(d.t("payment.bonus"), d.amount(-d.st.Bonus), customerLine, theme.AccentText, false))
	}
	label := big(d.t("customer.to_pay"), customerSmall, theme.Muted, false)
	label.Align = fyne.TextAlignTrailing
	sums.Add(label)
	due := widget.NewFigure("")
	due.TextSize = customerSum
	due.SetMoney(d.st.Language, string(d.st.Currency), int64(d.st.ToPay))
	sums.Add(due)
	sums.Add(d.bonus())
	return container.NewBorder(widget.Column(d.head(), widget.NewLine()), sums, nil, nil, lines)
}

// line is an article; a quantity and a discount stand small behind its name.
func (d customerDrawing) line(l screen.BasketLine) fyne.CanvasObject {
	name := l.Name
	if l.QtyMilli != 1000 {
		name = assets.Quantity(d.st.Language, l.QtyMilli) + " × " + name
	}
	if l.Discount > 0 {
		word := "sale.discount"
		if l.Club {
			word = "paper.club_discount"
		}
		name += "  (" + d.t(word) + " " + d.amount(-l.Discount) + ")"
	}
	return d.pair(name, d.amount(l.Net), customerLine, theme.Text, false)
}

// bonus is what the sale earns and what the member has, or how to get it.
func (d customerDrawing) bonus() fyne.CanvasObject {
	if d.st.Member == "" {
		hint := big(d.t("customer.card"), customerSmall, theme.Muted, false)
		return widget.NewPanel(hint).As(widget.Go)
	}
	earns := big(d.t("customer.earns", d.points(d.st.Earns)), customerLine, theme.AccentText, true)
	has := big(d.t("customer.has", d.points(d.st.Points), d.money(d.st.Worth)), customerSmall, theme.Text, false)
	if d.st.Kroner {
		has.Text = d.t("customer.has.money", d.money(d.st.Worth))
	}
	box := container.New(paperLayout{}, earns, has)
	if n := d.st.Next; n != nil {
		box.Add(big(d.t("customer.next_level", d.money(n.Left), n.Tier.Name), customerSmall, theme.Text, false))
	}
	return widget.NewPanel(box).As(widget.Go)
}

func (d customerDrawing) thanked() fyne.CanvasObject {
	th := d.st.Thanks
	head := d.t("customer.thanks")
	if th.Member != "" {
		head = d.t("customer.thanks.name", th.Member)
	}
	rows := container.New(paperLayout{}, middle(big(head, 56, theme.Text, true)))
	if th.Change > 0 {
		rows.Add(middle(big(d.t("payment.change")+"  "+d.money(th.Change), customerName, theme.Text, false)))
	}
	if th.Member != "" {
		bonus := container.New(paperLayout{})
		if th.Used > 0 {
			bonus.Add(d.pair(d.t("paper.points_used"), d.points(th.Used), customerLine, theme.Text, false))
		}
		bonus.Add(d.pair(d.t("paper.points_earned"), "+"+d.points(th.Earned), customerLine, theme.AccentText, true))
		if th.Scheduled > 0 {
			bonus.Add(d.pair(d.t("paper.points_scheduled"), "+"+d.points(th.Scheduled), customerLine, theme.Text, false))
		}
		bonus.Add(widget.NewLine())
		bonus.Add(d.pair(d.t("customer.balance"), d.points(th.Balance), customerName, theme.Text, true))
		if !d.st.Kroner {
			bonus.Add(d.pair("", d.t("customer.worth", d.money(th.Worth)), customerSmall, theme.Muted, false))
		}
		if th.Reached != "" {
			bonus.Add(big(d.t("customer.reached", th.Reached), customerLine, theme.AccentText, true))
		}
		if n := th.Next; n != nil {
			bonus.Add(big(d.t("customer.next_level", d.money(n.Left), n.Tier.Name), customerSmall, theme.Text, false))
		}
		rows.Add(big(" ", customerSmall, theme.Muted, false))
		rows.Add(widget.NewPanel(bonus).As(widget.Go))
	}
	rows.Add(middle(big(" ", customerSmall, theme.Muted, false)))
	rows.Add(middle(big(d.t("customer.again"), customerLine, theme.Muted, false)))
	return container.New(upright{}, rows)
}
