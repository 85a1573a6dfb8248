package main

import (
	"fmt"
	"math/big"
)

// sold checks a sale from its lines, its programme and its member, in the
// order of the domain page, and moves what it moves.
func (b *books) sold(s sale) error {
	at := int64(s.Completed)
	p := b.programAt(at)
	if int64(s.Program) != p.version {
		return fmt.Errorf("by version %d of the programme, must be %d", s.Program, p.version)
	}
	holder := s.Account
	if holder == "" {
		holder = s.Member
	}
	rates, available, err := b.standing(s, holder)
	if err != nil {
		return err
	}
	w := work{p: p, rates: rates, guest: s.Member == "", n: len(s.Lines)}
	if err := w.check(s, available); err != nil {
		return fmt.Errorf("sale %s: %w", s.Receipt, err)
	}
	if err := b.money(s, p); err != nil {
		return fmt.Errorf("sale %s: %w", s.Receipt, err)
	}
	kept := &sold{sale: s, n: b.n, returned: make([]int64, len(s.Lines))}
	b.sales[s.Sale] = kept
	for _, u := range s.GiftCards {
		if err := b.giftMoved(u.Code, -int64(u.Amount)); err != nil {
			return err
		}
		kept.cards = append(kept.cards, paidBy{u.Code, b.gifts[u.Code].kind, int64(u.Amount)})
	}
	if s.Member == "" {
		return nil
	}
	if err := b.pointsOf(kept, b.account(holder), p, at); err != nil {
		return fmt.Errorf("sale %s: %w", s.Receipt, err)
	}
	if m := b.members[s.Member]; m != nil {
		m.spend[floor(at, dayMillis)] += int64(s.LadderBase)
	}
	b.climb(s.Member, p)
	return nil
}

// pointsOf moves a sale's points: what it used, what it earned, what waits.
func (b *books) pointsOf(s *sold, a *account, p program, at int64) error {
	s.uses = a.take(int64(s.PointsUsed), func(l lot) bool { return l.good(at) })
	if got := sum(s.uses); got != int64(s.PointsUsed) {
		return fmt.Errorf("%d points used, and %d were there", s.PointsUsed, got)
	}
	if want := b.expiry(p, at); int64(s.ExpiresAt) != want {
		return fmt.Errorf("what it earned ends %s, must be %s", b.day(int64(s.ExpiresAt)), b.day(want))
	}
	if s.Earned > 0 {
		a.accrue(lot{n: b.n, points: int64(s.Earned), left: int64(s.Earned), origin: "sale", accrued: at, expiresAt: int64(s.ExpiresAt)})
	}
	if want := at + p.ServiceDelay*60_000; s.Scheduled > 0 && int64(s.DueAt) != want {
		return fmt.Errorf("what waits is due %s, must be %s", b.day(int64(s.DueAt)), b.day(want))
	}
	for i, l := range s.Lines {
		if l.Scheduled > 0 {
			a.pending = append(a.pending, wait{n: b.n, part: i, points: int64(l.Scheduled), due: int64(s.DueAt)})
		}
	}
	if got := a.balance(at); got != int64(s.BalanceAfter) {
		return fmt.Errorf("the receipt says a balance of %d, must be %d", s.BalanceAfter, got)
	}
	return nil
}

// standing is what a sale's member brings: rates, and points to use.
func (b *books) standing(s sale, holder id) (rates tier, available int64, err error) {
	if s.Member == "" {
		return rates, 0, nil
	}
	m := b.members[s.Member]
	if m == nil || m.alias != "" || m.status == "erased" || m.status == "blocked" {
		return rates, 0, fmt.Errorf("sale %s: its member cannot buy", s.Receipt)
	}
	if s.Tier != m.tier {
		return rates, 0, fmt.Errorf("sale %s: at the tier %q, must be %q", s.Receipt, s.Tier, m.tier)
	}
	want := s.Member
	if b.pools[m.org] {
		want = m.org
	}
	if holder != want {
		return rates, 0, fmt.Errorf("sale %s: on the account %s, must be %s", s.Receipt, holder, want)
	}
	if rates, err = b.tier(m.tier); err != nil {
		return rates, 0, err
	}
	available = max(b.account(holder).balance(int64(s.Completed)), 0)
	if b.mayNot {
		available = 0
	}
	if s.Card != "" {
		switch c := b.cards[s.Card]; c.Kind {
		case "bonus":
			rates.DiscountBp = 0
		case "discount":
			rates.RateBp, available = 0, 0
		}
	}
	return rates, available, nil
}

// work is a sale on the back of an envelope.
type work struct {
	p     program
	rates tier
	guest bool
	n     int

	gross, discount, net   []int64
	subtotal, eligible     int64
	bonusWeights, promoOwe []int64
}

func equal(what string, got num, want int64) error {
	if int64(got) == want {
		return nil
	}
	return fmt.Errorf("%s is %d, must be %d", what, got, want)
}

// first is the first thing that is wrong.
func first(list ...error) error {
	for _, err := range list {
		if err != nil {
			return err
		}
	}
	return nil
}

func (w *work) check(s sale, available int64) error {
	w.price(s)
	for i, l := range s.Lines {
		err := first(equal("the gross", l.Gross, w.gross[i]), equal("the discount", l.Discount, w.discount[i]), equal("the net", l.Net, w.net[i]))
		if err != nil {
			return fmt.Errorf("line %d: %w", i+1, err)
		}
	}
	if err := equal("the subtotal", s.Subtotal, w.subtotal); err != nil {
		return err
	}
	most := w.most(available)
	switch {
	case int64(s.PointsUsed) > most:
		return fmt.Errorf("%d points used, at most %d may be", s.PointsUsed, most)
	case int64(s.PointsUsed)%w.p.Step != 0:
		return fmt.Errorf("%d points used, in steps of %d", s.PointsUsed, w.p.Step)
	}
	if err := w.split(s); err != nil {
		return err
	}
	return w.earn(s)
}

func (w *work) price(s sale) {
	w.gross, w.discount, w.net = make([]int64, w.n), make([]int64, w.n), make([]int64, w.n)
	w.bonusWeights, w.promoOwe = make([]int64, w.n), make([]int64, w.n)
	for i, l := range s.Lines {
		if l.Voided {
			continue
		}
		gross := halfUp(int64(l.Qty*l.UnitPrice), 1000)
		less := halfUp(gross*int64(l.ManualBp), 10_000)
		if club := halfUp(gross*int64(w.rates.DiscountBp), 10_000); l.Discountable && club > less {
			less = club
		}
		w.gross[i], w.discount[i], w.net[i] = gross, less, gross-less
		w.subtotal += gross - less
		if l.BonusPayable {
			w.eligible += gross - less
			w.bonusWeights[i] = gross - less
		}
	}
}

// most is how many points may be used.
func (w *work) most(available int64) int64 {
	if w.subtotal < w.p.MinPurchase || available < w.p.MinBalance {
		return 0
	}
	value := w.eligible * w.p.CapBp / 10_000
	if w.p.CapValue != nil {
		value = min(value, *w.p.CapValue)
	}
	n := min(available, w.p.pointsFor(value))
	if w.p.CapPoints != nil {
		n = min(n, *w.p.CapPoints)
	}
	return n / w.p.Step * w.p.Step
}

// split shares what bonus and promotional gift cards paid over the lines.
func (w *work) split(s sale) error {
	value := w.p.value(int64(s.PointsUsed))
	if err := first(equal("the bonus", s.BonusValue, value), equal("what is payable", s.Payable, w.subtotal-value)); err != nil {
		return err
	}
	values, points := byLargestRemainder(value, w.bonusWeights), byLargestRemainder(int64(s.PointsUsed), w.bonusWeights)
	var promo, owed int64
	for _, t := range s.Tenders {
		if t.Kind == "promo_gift_card" {
			promo += int64(t.Amount)
		}
	}
	for i, l := range s.Lines {
		if !l.Voided && l.Kind != "gift_card" {
			w.promoOwe[i] = w.net[i] - values[i]
			owed += w.promoOwe[i]
		}
	}
	if promo > owed {
		return fmt.Errorf("promotional gift cards pay %d, and %d is owed", promo, owed)
	}
	shares := byLargestRemainder(promo, w.promoOwe)
	for i, l := range s.Lines {
		err := first(equal("the bonus", l.BonusValue, values[i]), equal("the points used", l.PointsUsed, points[i]), equal("the promotional gift card", l.Promo, shares[i]))
		if err != nil {
			return fmt.Errorf("line %d: %w", i+1, err)
		}
	}
	return nil
}

// earn is what real money earns, rounded down once a sale.
func (w *work) earn(s sale) error {
	silent := s.PointsUsed > 0 && !w.p.EarnWhenUsing
	bases, earned, waits := make([]int64, w.n), make([]int64, w.n), make([]int64, w.n)
	var all, rated, fixed, scheduled int64
	for i, l := range s.Lines {
		if l.Voided || w.guest || !l.Earns || l.Kind != "goods" && l.Kind != "service" {
			continue
		}
		base := w.net[i] - int64(l.BonusValue) - int64(l.Promo)
		if w.p.Base == "ex_vat" {
			base = halfUp(base*10_000, 10_000+int64(l.VATBp))
		}
		all += base
		switch {
		case silent:
		case l.FixedPoints != nil && l.Kind == "service":
			waits[i] = floor(int64(*l.FixedPoints*l.Qty), 1000)
			scheduled += waits[i]
		case l.FixedPoints != nil:
			earned[i] = floor(int64(*l.FixedPoints*l.Qty), 1000)
			fixed += earned[i]
		default:
			bases[i] = base
			rated += base
		}
	}
	n := new(big.Int).Mul(big.NewInt(rated), big.NewInt(int64(w.rates.RateBp)))
	n.Mul(n, big.NewInt(w.p.Points)).Div(n, new(big.Int).Mul(big.NewInt(10_000), big.NewInt(w.p.Worth)))
	for i, part := range byLargestRemainder(n.Int64(), bases) {
		earned[i] += part
	}
	for i, l := range s.Lines {
		if err := first(equal("the points earned", l.Earned, earned[i]), equal("the points that wait", l.Scheduled, waits[i])); err != nil {
			return fmt.Errorf("line %d: %w", i+1, err)
		}
	}
	ladder := all
	if w.guest {
		ladder = 0
	}
	return first(equal("what earns", s.AccrualBase, all), equal("what counts for the ladder", s.LadderBase, ladder),
		equal("the points earned", s.Earned, n.Int64()+fixed), equal("the points that wait", s.Scheduled, scheduled))
}

// money checks that what was paid is what was due, to the coin.
func (b *books) money(s sale, p program) error {
	paid := map[string]int64{}
	for _, t := range s.Tenders {
		paid[t.Kind] += int64(t.Amount - t.Change)
	}
	byCards := map[string]int64{}
	for _, u := range s.GiftCards {
		g := b.gifts[u.Code]
		if g == nil || g.blocked || g.validUntil != 0 && int64(s.Completed) > g.payableUntil {
			return fmt.Errorf("gift card %s may not pay", u.Code)
		}
		byCards[g.kind] += int64(u.Amount)
	}
	if byCards["promotional"] != paid["promo_gift_card"] || byCards["paid"] != paid["gift_card"] {
		return fmt.Errorf("gift cards paid %v, and the tenders say %v", byCards, paid)
	}
	due := int64(s.Payable) - paid["promo_gift_card"] - paid["gift_card"]
	var rounding int64
	if cash, ok := paid["cash"]; ok {
		left := due - paid["bank_card"] - paid["mobile"]
		rounding = halfUp(left, p.Coin)*p.Coin - left
		if cash != left+rounding {
			return fmt.Errorf("cash is %d, must be %d", cash, left+rounding)
		}
	} else if s.Rounding != 0 {
		rounding = int64(s.Rounding) // all of it was rounded away
		if paid["bank_card"]+paid["mobile"]-due != rounding || 2*-rounding > p.Coin {
			return fmt.Errorf("a rounding of %d without cash", rounding)
		}
	}
	return first(equal("the rounding", s.Rounding, rounding), equal("what is to pay", s.ToPay, due+rounding),
		equal("what was paid in money", num(paid["cash"]+paid["bank_card"]+paid["mobile"]), due+rounding))
}
