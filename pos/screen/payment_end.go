package screen

import (
	"context"
	"strconv"

	"bonuskasse/pos"
	"bonuskasse/pos/ledger"
	"bonuskasse/pos/till"
)

// finish shows the thanks and readies the counter for the next customer.
func (p *Payment) finish(done till.Done, do *Turn) {
	p.open = false
	s, standing := done.Sale, done.Standing
	t := &Thanks{
		Receipt: s.Receipt, Paid: s.ToPay, Change: s.Change, Earned: s.PointsEarned, Scheduled: s.PointsScheduled,
		Used: s.PointsUsed, Next: done.Next, Reached: done.Reached, Coupon: done.CouponPoints, Sale: s.ID,
		Ask: done.AskReceipt, Cards: s.GiftCards,
	}
	for _, c := range s.GiftCards {
		t.Paid += c.Amount
	}
	if standing != nil {
		t.Member = standing.Member.Name
		t.Balance = standing.Account.Balance(ledger.Millis(p.now.UnixMilli()))
		t.Worth = Worth(p.offer.Program, t.Balance)
	}
	p.st.Thanks = t
	b := basketOf(p.draft, p.offer, p.now)
	shown := *t
	shown.Member = firstName(t.Member)
	b.Thanks = &shown
	do.Show(b)
	do.Clear()
	do.Sound(GoodSound)
	do.Tell(SaleDone{p.draft.ID})
	p.paper(s, t.Ask, do)
}

// thanks waits for the next customer: Enter, a scan, or the first thing that
// is typed begins the next sale, and is not lost.
func (p *Payment) thanks(ctx context.Context, e Event, do *Turn) bool {
	if asksCoupon(e) && p.st.Thanks.Coupon > 0 {
		p.guestCoupon(ctx, do)
		return true
	}
	if asksReceipt(e) && p.st.Thanks.Ask {
		p.askedReceipt(ctx, do)
		return true
	}
	next := func(entry string, then ...Event) bool {
		p.st = PaymentState{}
		do.Go(SalePlace, NextSale{Entry: entry}, then...)
		return true
	}
	switch e := e.(type) {
	case Scanned:
		return next("", e)
	case Typed:
		if e.Text == "" {
			return true
		}
		return next(e.Text)
	case Tap:
		if e.Do == "reprint" {
			return next("", Key{Name: "Ctrl+P"})
		}
		return next("")
	case Key:
		switch e.Name {
		case KeyEnter, KeyEscape:
			return next("")
		case "Ctrl+P", "Ctrl+R", "Ctrl+D", KeyF11:
			return next("", e)
		}
	case Left:
		p.st = PaymentState{}
		return true
	}
	return false
}

// paper wakes the printer for the receipt; where the customer is asked first
// there is none yet, and the drawer is opened without it.
func (p *Payment) paper(s pos.Sale, ask bool, do *Turn) {
	if !ask {
		p.devices.Wake()
		return
	}
	for _, t := range s.Tenders {
		if t.Kind == pos.Cash {
			do.Run(func(ctx context.Context) Event { return drawerOpened{p.devices.Kick(ctx)} })
			return
		}
	}
}

// drawerOpened is when the drawer was opened without a paper, or could not be.
type drawerOpened struct{ err error }

func asksReceipt(e Event) bool {
	switch e := e.(type) {
	case Tap:
		return e.Do == "reprint"
	case Key:
		return e.Name == "Ctrl+P"
	}
	return false
}

// askedReceipt prints the receipt that the customer wants.
func (p *Payment) askedReceipt(ctx context.Context, do *Turn) {
	if _, err := p.till.PrintReceipt(ctx, p.st.Thanks.Sale); do.Refuse(err) {
		return
	}
	t := *p.st.Thanks
	t.Ask = false
	p.st.Thanks = &t
	p.devices.Wake()
	do.Printing("thanks.receipt.done")
}

// couponKey prints the coupon that a guest wants.
const couponKey KeyName = "Ctrl+K"

func asksCoupon(e Event) bool {
	switch e := e.(type) {
	case Tap:
		return e.Do == "coupon"
	case Key:
		return e.Name == couponKey
	}
	return false
}

// guestCoupon prints the coupon that was offered. It is asked for by a key, so
// that a guest who wants none costs no time.
func (p *Payment) guestCoupon(ctx context.Context, do *Turn) {
	if _, err := p.till.GuestCoupon(ctx, p.st.Thanks.Sale, do.Who()); do.Refuse(err) {
		return
	}
	t := *p.st.Thanks
	t.Coupon = 0
	p.st.Thanks = &t
	p.devices.Wake()
	do.Printing("thanks.coupon.done")
}

// unknown is when the disk did not say what became of the sale: the till
// sells nothing until it has looked.
func (p *Payment) unknown(e Event, do *Turn) bool {
	switch e := e.(type) {
	case Key:
		if e.Name == KeyEnter {
			p.settle(do)
			return true
		}
		return e.Name == KeyEscape
	case Tap:
		p.settle(do)
		return true
	case Typed, Rune:
		return true
	}
	return false
}

// settle opens the store again and looks the sale up by its id.
func (p *Payment) settle(do *Turn) {
	p.st.Busy = true
	id := p.draft.ID
	do.Run(func(ctx context.Context) Event {
		if err := p.safe.Reopen(ctx); err != nil {
			return settled{err: err}
		}
		s, err := p.till.SaleByID(ctx, id)
		switch {
		case pos.CodeOf(err) == pos.UnknownReceipt:
			return settled{}
		case err != nil:
			return settled{err: err}
		}
		out := settled{sale: &s}
		if !s.Member.IsZero() {
			if st, err := p.till.Standing(ctx, s.Member); err == nil {
				out.standing = &st
			}
		}
		return out
	})
}

func (p *Payment) settled(e settled, do *Turn) {
	p.st.Busy = false
	if do.Refuse(e.err) {
		return
	}
	p.st.Unknown = false
	do.Strip(func(s *Strip) { s.Closed = Sentence{} })
	if e.sale == nil {
		do.Say(Look, "payment.not_recorded")
		return
	}
	p.finish(till.Done{Sale: *e.sale, Standing: e.standing, AskReceipt: p.offer.Program.AskFirst}, do)
}

func (p *Payment) view() PaymentState {
	st := p.st
	st.Kroner = InKroner(p.offer.Program)
	if st.Thanks != nil {
		return st
	}
	exact, coins := p.left()
	st.Due = max(exact, 0)
	if cash := st.Method == ByCash || p.paidBy(ByCash) > 0; cash && p.open {
		st.Due, st.Rounding = max(coins, 0), coins-exact
	}
	st.Total, st.Tenders = pos.Money(p.offer.Subtotal), p.paid
	st.Member = memberPanel(p.offer, p.draft, p.now)
	st.MaxPts, st.BonusMax = p.offer.MaxPoints, Worth(p.offer.Program, p.offer.MaxPoints)
	st.Step, st.CapBp = p.offer.Program.RedeemStep, p.offer.Program.CapBp
	st.Kept = p.kept()
	st.Notes = p.notes()
	return st
}

// bills are what customers hand over; the next ones up are proposed.
var bills = []pos.Money{10_00, 20_00, 50_00, 100_00, 200_00, 500_00, 1000_00}

// notes are the amounts that are likely: the exact one, the next round ones,
// and the notes above.
func (p *Payment) notes() (list []pos.Money) {
	_, due := p.left()
	if due <= 0 {
		return nil
	}
	add := func(m pos.Money) {
		for _, have := range list {
			if have == m {
				return
			}
		}
		if m >= due && len(list) < 5 {
			list = append(list, m)
		}
	}
	add(due)
	for _, step := range []pos.Money{10_00, 50_00, 100_00} {
		add((due + step - 1) / step * step)
	}
	for _, b := range bills {
		add(b)
	}
	return list
}

func plainNumber(n int64) string { return strconv.FormatInt(n, 10) }

// plainAmount writes an amount as it would be typed.
func (p *Payment) plainAmount(m pos.Money) string { return WriteDecimal(p.language, int64(m), 2) }

// busy swallows what a person does while the disk works; a scan is refused,
// with a sound, by the shell.
func (p *Payment) busy(e Event, _ *Turn) bool {
	_, scan := e.(Scanned)
	return !scan
}
