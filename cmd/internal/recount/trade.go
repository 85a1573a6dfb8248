package main

import (
	"fmt"
	"math/big"
	"slices"
	"time"
)

// trade are sales, returns, coupons, gift cards and rewards.
func (b *books) trade(f facts) error {
	switch {
	case f.Sale != nil:
		return b.sold(*f.Sale)
	case f.Refund != nil:
		return b.refunded(*f.Refund)
	case f.Mended != nil:
		return b.mended(*f.Mended)
	case f.Coupons != nil:
		for _, c := range f.Coupons.Coupons {
			b.coupons[c.Code] = &coupon{points: int64(f.Coupons.Points), validUntil: int64(f.Coupons.ValidUntil)}
		}
	case f.Registered != nil:
		return b.registered(*f.Registered)
	case f.CouponVoided != nil:
		if c := b.coupons[f.CouponVoided.Code]; c == nil || c.used || c.void {
			return fmt.Errorf("a coupon that is not free is voided")
		}
		b.coupons[f.CouponVoided.Code].void = true
	case f.RewardBought != nil:
		return b.rewarded(*f.RewardBought)
	case f.GiftCardMade != nil:
		return b.giftMade(*f.GiftCardMade)
	case f.GiftCardMended != nil:
		g := b.gifts[f.GiftCardMended.Code]
		if g == nil {
			return fmt.Errorf("no gift card %s", f.GiftCardMended.Code)
		}
		g.blocked = f.GiftCardMended.Blocked
		return b.giftMoved(f.GiftCardMended.Code, int64(f.GiftCardMended.Amount))
	}
	return nil
}

// mended gives a sale to another: a later return takes from them what each line
// earns there. The points themselves go by events of their own.
func (b *books) mended(m mended) error {
	s := b.sales[m.Sale]
	if s == nil {
		return fmt.Errorf("no sale %s is put right", m.Sale)
	}
	if int64(s.PointsUsed) > 0 {
		return fmt.Errorf("sale %s that bonus paid is put right", s.Receipt)
	}
	s.Member, s.Account = m.Member, m.Account
	for i := range s.Lines {
		s.Lines[i].Earned, s.Lines[i].Scheduled = 0, 0
		if i < len(m.Lines) {
			s.Lines[i].Earned = m.Lines[i]
		}
	}
	day := floor(int64(m.Completed), dayMillis)
	if was := b.members[m.WasMember]; was != nil {
		was.spend[day] -= int64(m.LadderBase)
	}
	if now := b.members[m.Member]; now != nil {
		now.spend[day] += int64(m.LadderBase)
		b.climb(m.Member, b.programAt(b.at))
	}
	return nil
}

func (b *books) registered(r registered) error {
	c := b.coupons[r.Code]
	switch {
	case c == nil:
		return fmt.Errorf("no coupon %s", r.Code)
	case c.used || c.void:
		return fmt.Errorf("coupon %s counts a second time", r.Code)
	case c.validUntil != 0 && b.at > c.validUntil:
		return fmt.Errorf("coupon %s ended %s", r.Code, b.day(c.validUntil))
	}
	c.used = true
	return nil
}

func (b *books) giftMade(g giftMade) error {
	p := b.programAt(b.at)
	var valid, payable int64
	if p.GiftCardMonths > 0 {
		t := time.UnixMilli(b.at).In(b.zone)
		valid, payable = b.endAfter(t, p.GiftCardMonths, 0), b.endAfter(t, p.GiftCardMonths+p.GiftCardGraceMon, 0)
	}
	if int64(g.ValidUntil) != valid || int64(g.PayableUntil) != payable {
		return fmt.Errorf("gift card %s: valid until %s, must be %s", g.Code, b.day(int64(g.ValidUntil)), b.day(valid))
	}
	switch {
	case g.Purchase != "":
		if want := b.rewards[b.bought[g.Purchase].SKU].Amount; g.Amount != want {
			return fmt.Errorf("gift card %s of a reward: %d, must be %d", g.Code, g.Amount, want)
		}
	case g.Sale != "":
		s := b.sales[g.Sale]
		if s == nil || !slices.ContainsFunc(s.Lines, func(l line) bool { return l.GiftCard == g.Code && !l.Voided && l.Net == g.Amount }) {
			return fmt.Errorf("gift card %s of %d: no line of its sale paid for it", g.Code, g.Amount)
		}
	}
	b.gifts[g.Code] = &gift{kind: g.Kind, balance: int64(g.Amount), validUntil: valid, payableUntil: payable}
	return nil
}

func (b *books) giftMoved(code string, amount int64) error {
	g := b.gifts[code]
	if g == nil {
		return fmt.Errorf("no gift card %s", code)
	}
	if g.balance += amount; g.balance < 0 {
		return fmt.Errorf("gift card %s: its balance goes to %d", code, g.balance)
	}
	return nil
}

func (b *books) rewarded(w bought) error {
	one, known := b.rewards[w.SKU]
	holder := w.Account
	if holder == "" {
		holder = w.Member
	}
	a := b.account(holder)
	switch {
	case !known:
		return fmt.Errorf("no reward %s", w.SKU)
	case one.Points != w.Points:
		return fmt.Errorf("reward %s for %d points, must be %d", w.SKU, w.Points, one.Points)
	case b.mayNot || a.balance(int64(w.At)) < int64(w.Points):
		return fmt.Errorf("%d points for a reward, and %d may be spent", w.Points, a.balance(int64(w.At)))
	}
	a.take(int64(w.Points), func(l lot) bool { return l.good(int64(w.At)) })
	if one.Stock != nil {
		if *one.Stock == 0 {
			return fmt.Errorf("reward %s is out of stock", w.SKU)
		}
		left := *one.Stock - 1
		one.Stock = &left
		b.rewards[w.SKU] = one
	}
	b.bought[w.Purchase] = w
	return nil
}

// floor is n/d rounded down.
func floor(n, d int64) int64 {
	q := n / d
	if n%d < 0 {
		q--
	}
	return q
}

// halfUp is n/d rounded to the nearest, a half away from zero.
func halfUp(n, d int64) int64 {
	if n < 0 {
		return -halfUp(-n, d)
	}
	return (2*n + d) / (2 * d)
}

// byLargestRemainder splits a total over weights.
func byLargestRemainder(total int64, weights []int64) []int64 {
	parts := make([]int64, len(weights))
	var all int64
	for _, w := range weights {
		all += w
	}
	if all <= 0 || total == 0 {
		return parts
	}
	type rest struct {
		line int
		of   *big.Int
	}
	var rests []rest
	left := total
	for i, w := range weights {
		q, r := new(big.Int).DivMod(new(big.Int).Mul(big.NewInt(total), big.NewInt(w)), big.NewInt(all), new(big.Int))
		parts[i] = q.Int64()
		left -= parts[i]
		rests = append(rests, rest{i, r})
	}
	slices.SortStableFunc(rests, func(x, y rest) int { return y.of.Cmp(x.of) })
	for i := range left {
		parts[rests[i].line]++
	}
	return parts
}
