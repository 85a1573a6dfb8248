package main

import (
	"fmt"
)

// refunded checks a return from the sale as it was, and moves what it moves.
func (b *books) refunded(r refund) error {
	s := b.sales[r.Sale]
	if s == nil {
		return fmt.Errorf("return %s: no sale %s", r.Receipt, r.Sale)
	}
	p, err := b.version(int64(s.Program))
	if err != nil {
		return err
	}
	holder := r.Account
	if holder == "" {
		holder = r.Member
	}
	parts, err := partsOf(s, r, p, b.waitingOf(s, r, holder))
	if err != nil {
		return fmt.Errorf("return %s: %w", r.Receipt, err)
	}
	if (s.Member == "") != (r.Member == "") || s.Member != "" && r.Member != b.now(s.Member) {
		return fmt.Errorf("return %s: of the member %s, must be %s", r.Receipt, r.Member, b.now(s.Member))
	}
	if r.Member == "" {
		holder = ""
	}
	held, reversed := b.heldBack(p, parts, holder, int64(r.Completed))
	err = first(equal("the net", r.Net, parts.net), equal("the points back", r.PointsBack, parts.points), equal("their value", r.BonusBack, parts.bonus),
		equal("what is held back", r.HeldBack, held), equal("the money back", r.MoneyBack, parts.money-held),
		equal("the points reversed", r.Reversed, reversed), equal("what counts for the ladder no more", r.LadderBase, b.counted(s, parts.ladder)))
	if err != nil {
		return fmt.Errorf("return %s: %w", r.Receipt, err)
	}
	if err := b.moneyBack(s, r, p, parts); err != nil {
		return fmt.Errorf("return %s: %w", r.Receipt, err)
	}
	if holder == "" {
		return nil
	}
	return b.pointsBack(s, r, b.account(holder))
}

func (b *books) counted(s *sold, base int64) int64 {
	if s.Member == "" {
		return 0
	}
	return base
}

func (b *books) version(n int64) (program, error) {
	for _, p := range b.programs {
		if p.version == n {
			return p, nil
		}
	}
	return program{}, fmt.Errorf("no version %d of the programme", n)
}

// parts is what the lines of a return give back, added up.
type parts struct {
	net, points, bonus, promo, money, reversed, ladder int64
	goods                                              int64 // of the money, that gift cards may get back
}

// part of x, when what came back of a quantity moves from a to b.
func part(x num, qty, a, b int64) int64 { return floor(int64(x)*b, qty) - floor(int64(x)*a, qty) }

// waitingOf is what still waits of the lines of a sale, for the services among them.
func (b *books) waitingOf(s *sold, r refund, holder id) map[int]int64 {
	if r.Waits != "" {
		holder = r.Waits
	}
	waiting := map[int]int64{}
	if holder == "" {
		return waiting
	}
	for _, w := range b.account(holder).pending {
		if w.n == s.n {
			waiting[w.part] += w.points
		}
	}
	return waiting
}

// partsOf takes what comes back of the services off what waits of them.
func partsOf(s *sold, r refund, p program, waiting map[int]int64) (all parts, err error) {
	for _, back := range r.Lines {
		if int(back.Line) >= len(s.Lines) || s.Lines[back.Line].Voided {
			return all, fmt.Errorf("no line %d", back.Line)
		}
		l := s.Lines[back.Line]
		qty, from := int64(l.Qty), s.returned[back.Line]
		to := from + int64(back.Qty)
		if to > qty || back.Qty <= 0 {
			return all, fmt.Errorf("line %d: %d of %d came back", back.Line+1, to, qty)
		}
		s.returned[back.Line] = to
		net, bonus, promo := part(l.Net, qty, from, to), part(l.BonusValue, qty, from, to), part(l.Promo, qty, from, to)
		points, earned, waits := part(l.PointsUsed, qty, from, to), part(l.Earned, qty, from, to), part(l.Scheduled, qty, from, to)
		// Of a service it is called off as far as it waits, and reversed where it was given.
		off := min(waits, waiting[int(back.Line)])
		waiting[int(back.Line)] -= off
		earned += waits - off
		err := first(equal("the net", back.Net, net), equal("the points back", back.PointsBack, points), equal("their value", back.BonusValueBack, bonus),
			equal("the promotional gift card", back.PromoBack, promo), equal("the money", back.MoneyBack, net-bonus-promo),
			equal("the points reversed", back.Reversed, earned), equal("the points that wait no more", back.Scheduled, off))
		if err != nil {
			return all, fmt.Errorf("line %d: %w", back.Line+1, err)
		}
		all.net += net
		all.points += points
		all.bonus += bonus
		all.promo += promo
		all.money += net - bonus - promo
		all.reversed += earned
		if l.Kind != "gift_card" {
			all.goods += net - bonus - promo
		}
		if l.Earns && (l.Kind == "goods" || l.Kind == "service") {
			base := int64(l.Net - l.BonusValue - l.Promo)
			if p.Base == "ex_vat" {
				base = halfUp(base*10_000, 10_000+int64(l.VATBp))
			}
			all.ladder += part(num(base), qty, from, to)
		}
	}
	return all, nil
}

// heldBack is what the programme keeps of the money for points that are spent
// already, and what is left to reverse.
func (b *books) heldBack(p program, all parts, holder id, at int64) (held, reversed int64) {
	if holder == "" {
		return 0, all.reversed
	}
	a := b.account(holder)
	short := all.reversed - (a.balance(at) + a.debt + all.points - min(a.debt, all.points))
	if short <= 0 || !p.HoldBack {
		return 0, all.reversed
	}
	if value := p.value(short); value <= all.money {
		return value, all.reversed - short
	}
	return all.money, all.reversed - p.pointsFor(all.money)
}

// moneyBack checks the way of the money: promotional gift cards get their
// share, paid ones before any money, and cash is rounded to a coin.
func (b *books) moneyBack(s *sold, r refund, p program, all parts) error {
	paid := map[string]int64{}
	for _, t := range r.Tenders {
		paid[t.Kind] -= int64(t.Amount)
	}
	left := map[string]int64{"promotional": all.promo, "paid": min(all.goods, int64(r.MoneyBack))}
	given := map[string]int64{}
	for i := range s.cards {
		c := &s.cards[i]
		n := min(c.left, left[c.kind])
		left[c.kind] -= n
		c.left -= n
		given[c.kind] += n
	}
	got := map[string]int64{}
	for _, u := range r.GiftCards {
		if err := b.giftMoved(u.Code, int64(u.Amount)); err != nil {
			return err
		}
		got[b.gifts[u.Code].kind] += int64(u.Amount)
	}
	exact := int64(r.MoneyBack) - given["paid"]
	money := exact
	if _, ok := paid["cash"]; ok || r.Rounding != 0 {
		money = halfUp(exact, p.Coin) * p.Coin
	}
	return first(equal("what goes back to promotional gift cards", num(got["promotional"]), given["promotional"]),
		equal("what goes back to gift cards", num(got["paid"]), given["paid"]),
		equal("the tender of promotional gift cards", num(paid["promo_gift_card"]), given["promotional"]),
		equal("the tender of gift cards", num(paid["gift_card"]), given["paid"]),
		equal("the rounding", r.Rounding, money-exact),
		equal("the money in the hand", num(paid["cash"]+paid["bank_card"]+paid["mobile"]), money))
}

// pointsBack gives used points back before it takes earned ones.
func (b *books) pointsBack(s *sold, r refund, a *account) error {
	if want := b.thirtyDays(int64(r.Completed)); int64(r.NotBefore) != want {
		return fmt.Errorf("what comes back lives to %s at the least, must be %s", b.day(int64(r.NotBefore)), b.day(want))
	}
	if back := a.restore(b.n, int64(r.PointsBack), s.uses, int64(r.NotBefore)); back != int64(r.PointsBack) {
		return fmt.Errorf("%d points come back, and %d had been used", r.PointsBack, back)
	}
	if r.Reversed > 0 {
		a.takeBack(int64(r.Reversed), s.n, int64(r.Completed))
	}
	waits := a
	if r.Waits != "" { // of who was merged since
		waits = b.account(r.Waits)
	}
	for _, l := range r.Lines {
		waits.unwait(s.n, int(l.Line), int64(l.Scheduled))
	}
	if m := b.members[r.Member]; m != nil {
		m.spend[floor(int64(s.Completed), dayMillis)] -= int64(r.LadderBase)
	}
	if got := a.balance(int64(r.Completed)); got != int64(r.BalanceAfter) {
		return fmt.Errorf("return %s: the receipt says a balance of %d, must be %d", r.Receipt, r.BalanceAfter, got)
	}
	return nil
}
