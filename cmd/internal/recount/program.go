package main

import (
	"cmp"
	"fmt"
	"slices"
	"time"
)

// program is a version of the programme, by the keys of the export.
type program struct {
	version, from int64

	Points           int64  `json:"points"`
	Worth            int64  `json:"points_worth"`
	Base             string `json:"accrual_base"`
	CapBp            int64  `json:"cap_bp"`
	CapValue         *int64 `json:"cap_value_per_sale"`
	CapPoints        *int64 `json:"cap_points_per_sale"`
	MinPurchase      int64  `json:"min_purchase"`
	MinBalance       int64  `json:"min_balance_points"`
	Step             int64  `json:"redeem_step"`
	EarnWhenUsing    bool   `json:"earn_when_redeeming"`
	Coin             int64  `json:"cash_rounding"`
	ExpiryMonths     int    `json:"expiry_months"`
	HoldBack         bool   `json:"hold_back_reversed"`
	Ladder           bool   `json:"ladder"`
	Window           int    `json:"ladder_window_months"`
	Downgrade        bool   `json:"ladder_downgrade"`
	ServiceDelay     int64  `json:"service_delay_minutes"`
	WelcomePoints    int64  `json:"welcome_points"`
	ReferralPoints   int64  `json:"referral_points"`
	ReferrerPoints   int64  `json:"referrer_points"`
	BirthdayPoints   int64  `json:"birthday_points"`
	GiftCardMonths   int    `json:"gift_card_months"`
	GiftCardGraceMon int    `json:"gift_card_grace_months"`
}

func (p program) value(points int64) int64    { return floor(points*p.Worth, p.Points) }
func (p program) pointsFor(value int64) int64 { return floor(value*p.Points, p.Worth) }

// programAt is the version that holds: the latest that has begun.
func (b *books) programAt(at int64) program {
	best := b.programs[0]
	for _, p := range b.programs[1:] {
		if p.from <= at && (best.from > at || cmp.Or(cmp.Compare(p.from, best.from), cmp.Compare(p.version, best.version)) > 0) {
			best = p
		}
	}
	return best
}

// expiry is the last moment of what is earned at a moment: the end of that day
// so many months on, clamped to the month; 0 is never.
func (b *books) expiry(p program, at int64) int64 {
	if p.ExpiryMonths == 0 {
		return 0
	}
	return b.endAfter(time.UnixMilli(at).In(b.zone), p.ExpiryMonths, 0)
}

// endAfter is the end of a day in the shop, so many months and days on.
func (b *books) endAfter(t time.Time, months, days int) int64 {
	y, m, d := t.Date()
	first := time.Date(y, m, 1, 12, 0, 0, 0, t.Location()).AddDate(0, months, 0)
	if last := first.AddDate(0, 1, -1).Day(); d > last {
		d = last
	}
	next := time.Date(first.Year(), first.Month(), d+days+1, 0, 0, 0, 0, t.Location())
	return next.UnixMilli() - 1
}

func (b *books) day(at int64) string {
	if at == 0 {
		return "never"
	}
	return time.UnixMilli(at).In(b.zone).Format("2006-01-02 15:04:05.000")
}

func (b *books) tier(name string) (tier, error) {
	for _, t := range b.tiers {
		if t.Name == name {
			return t, nil
		}
	}
	return tier{}, fmt.Errorf("no tier %q", name)
}

// ladder are the tiers that spending reaches, the lowest first.
func (b *books) ladder() (list []tier) {
	for _, t := range b.tiers {
		if t.Default {
			t.Threshold = 0
			list = append(list, t)
		} else if t.Threshold > 0 {
			list = append(list, t)
		}
	}
	slices.SortStableFunc(list, func(x, y tier) int {
		if c := cmp.Compare(x.Threshold, y.Threshold); c != 0 {
			return c
		}
		if x.Default {
			return -1
		}
		return 0
	})
	return list
}

func level(ladder []tier, name string) int {
	return slices.IndexFunc(ladder, func(t tier) bool { return t.Name == name })
}

const dayMillis = 24 * 60 * 60 * 1000

// spendIn is what counts for the ladder at a moment. Days are UTC's; the day
// so many months ago is the last one that counts no more.
func (m *member) spendIn(p program, at time.Time) (n int64) {
	at = at.UTC()
	from := int64(-1 << 62)
	if p.Window > 0 {
		y, mo, d := at.Date()
		first := time.Date(y, mo, 1, 0, 0, 0, 0, time.UTC).AddDate(0, -p.Window, 0)
		from = floor(first.AddDate(0, 0, min(d, first.AddDate(0, 1, -1).Day())).UnixMilli(), dayMillis)
	}
	for day, base := range m.spend {
		if day >= from && (p.Window == 0 || day <= floor(at.UnixMilli(), dayMillis)) {
			n += base
		}
	}
	return n
}

// climb says who must be lifted after a sale.
func (b *books) climb(who id, p program) {
	m := b.members[who]
	if m == nil || !p.Ladder || m.pinned {
		return
	}
	ladder := b.ladder()
	now, err := b.tier(m.tier)
	if err != nil {
		return
	}
	spend := m.spendIn(p, time.UnixMilli(b.at))
	for i := len(ladder) - 1; i > 0; i-- {
		up := ladder[i].RateBp >= now.RateBp && ladder[i].DiscountBp >= now.DiscountBp
		if l := level(ladder, now.Name); l >= 0 {
			up = i > l
		}
		if int64(ladder[i].Threshold) <= spend && up {
			b.promised[who] = ladder[i].Name
			return
		}
	}
}

// placed moves a member. What the ladder does must be what it had to do.
func (b *books) placed(g tierGiven) error {
	m := b.members[g.Member]
	if m == nil {
		return fmt.Errorf("nobody knows member %s", g.Member)
	}
	if g.ByLadder {
		want, why := m.tier, "a window begins"
		switch promised, lifted := b.promised[g.Member]; {
		case lifted:
			want, why = promised, "their spending reaches it"
		case m.reviewAt != 0 && m.reviewAt <= b.at:
			want, why = b.reviewed(m), "their window is over"
		}
		if g.Tier != want {
			return fmt.Errorf("the ladder moves %s to %q, must be %q: %s", g.Member, g.Tier, want, why)
		}
	}
	delete(b.promised, g.Member)
	m.tier, m.pinned, m.reviewAt = g.Tier, g.Pinned, int64(g.ReviewAt)
	return nil
}

// reviewed is a member's tier after their window, by the programme of its end:
// one level down where it was not reached.
func (b *books) reviewed(m *member) string {
	p := b.programAt(m.reviewAt)
	ladder := b.ladder()
	at := level(ladder, m.tier)
	if !p.Ladder || !p.Downgrade || m.pinned || at <= 0 {
		return m.tier
	}
	if m.spendIn(p, time.UnixMilli(m.reviewAt)) >= int64(ladder[at].Threshold) {
		return m.tier
	}
	return ladder[at-1].Name
}

// thirtyDays is the end of the day so many days on.
func (b *books) thirtyDays(at int64) int64 {
	return b.endAfter(time.UnixMilli(at).In(b.zone), 0, 30)
}
