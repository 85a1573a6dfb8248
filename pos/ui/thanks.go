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

// thanks is what stands between two customers: the change, large; what was
// earned; where the receipt is.
type thanks struct {
	front   *Front
	content fyne.CanvasObject
	change  *widget.Figure
	paid    *widget.Text
	facts   *fyne.Container
	paper   *widget.Text
	says    *says
	coupon  *widget.Button
	again   *widget.Button // prints the receipt, or a copy of it
	shown   *screen.Thanks
	state   string
}

func newThanks(f *Front) *thanks {
	t := &thanks{front: f}
	t.change = f.Kit.Figure(f.T("payment.change"))
	t.change.TextSize = 88
	t.paid = widget.NewHead("")
	t.facts = widget.Column()
	t.paper = widget.NewSmall("")
	t.says = newSays(f.T("payment.next"))
	next := f.Kit.Button(f.T("payment.next_sale"), f.Tap("next")).As(widget.Go).WithIcon("sale").WithKey("Enter").Large()
	t.again = f.Kit.Button(f.T("action.copy"), f.Tap("reprint")).WithIcon("receipt").WithKey("Ctrl+P")
	t.coupon = f.Kit.Button("", f.Tap("coupon")).WithIcon("coupon").WithKey("Ctrl+K")
	main := container.NewBorder(
		widget.Column(t.says, widget.NewPanel(widget.Column(t.paid, t.change)).As(widget.Go)),
		widget.Column(t.coupon, widget.Spread([]int{1}, t.again, next)), nil, nil,
		container.New(pad{}, widget.NewPanel(widget.Column(t.facts, t.paper))))
	t.content = main
	return t
}

func (t *thanks) show(st screen.PaymentState) {
	f, th := t.front, st.Thanks
	paper := f.printer(f.state.Strip)
	if t.shown == th && t.state == paper {
		return
	}
	t.shown, t.state = th, paper
	t.paid.Set(f.T("payment.paid", f.Money(th.Paid)))
	t.change.SetMoney(f.Kit.Lang, string(f.state.Currency), int64(th.Change))
	t.facts.RemoveAll()
	var pairs []widget.Pair
	points := func(label string, n int64, sign string) {
		value := assets.Number(f.Kit.Lang, n)
		if st.Kroner {
			value = f.points(n, true, nil)
		}
		pairs = append(pairs, widget.Pair{Label: label, Value: sign + value, Ink: theme.Text})
	}
	if th.Member != "" {
		head := widget.NewHead(th.Member)
		head.TextSize, head.Cut = 24, true
		t.facts.Add(head)
		if th.Used > 0 {
			points(f.T("thanks.used"), th.Used, "-")
		}
		points(f.T("thanks.earned"), th.Earned, "+")
		if th.Scheduled > 0 {
			points(f.T("sale.earns_later"), th.Scheduled, "+")
		}
		points(f.T("thanks.balance"), th.Balance, "")
		if !st.Kroner {
			pairs = append(pairs, widget.Pair{Label: f.T("member.worth"), Value: f.Money(th.Worth)})
		}
	}
	if th.Reached != "" {
		pairs = append(pairs, widget.Pair{Label: f.T("thanks.reached"), Value: f.tierName(th.Reached), Ink: theme.AccentText})
	}
	if th.Next != nil {
		pairs = append(pairs, widget.Pair{Label: f.T("member.next_level", f.tierName(th.Next.Tier.Name)), Value: f.Amount(th.Next.Left)})
	}
	for _, c := range th.Cards {
		pairs = append(pairs, widget.Pair{Label: f.giftCard(c.Kind == pos.PromotionalCard, c.Left), Value: f.Money(c.Amount)})
	}
	pairs = append(pairs, widget.Pair{Label: f.T("paper.receipt"), Value: th.Receipt})
	if th.Ask {
		t.again.SetText(f.T("thanks.receipt"))
		t.facts.Add(widget.NewPanel(widget.NewPara(f.T("thanks.receipt.ask"))).As(widget.Look))
	} else {
		t.again.SetText(f.T("action.copy"))
	}
	show(t.coupon, th.Coupon > 0)
	if th.Coupon > 0 {
		t.coupon.SetText(f.T("thanks.coupon", f.bonus(th.Coupon, st.Kroner)))
		ask := widget.NewPara(f.T("thanks.coupon.ask", f.bonus(th.Coupon, st.Kroner)))
		t.facts.Add(widget.NewPanel(ask).As(widget.Look))
	}
	if half := (len(pairs) + 1) / 2; half > 2 { // a new level and its likes must not push the rest out
		t.facts.Add(container.New(twoColumns{}, widget.Pairs(pairs[:half]...), widget.Pairs(pairs[half:]...)))
	} else {
		t.facts.Add(widget.Pairs(pairs...))
	}
	t.facts.Refresh()
	show(t.paper, !th.Ask) // nothing is on its way yet
	t.paper.Set(paper)
}

// bonus is points with their name, or the money that they are counted in.
func (f *Front) bonus(points int64, kroner bool) string {
	if kroner {
		return f.Money(pos.Money(points))
	}
	return f.Points(points)
}
