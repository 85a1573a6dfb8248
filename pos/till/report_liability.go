package till

import (
	"cmp"
	"context"
	"slices"
	"time"

	"bonuskasse/pos"
)

// Liability is what the shop owes its members in bonus.
type Liability struct {
	AsOf   pos.Millis `json:"-"`
	Points int64      `json:"points"`
	Value  pos.Money  `json:"value"` // by the programme of that moment
	// Paid points were given money for, and other law holds for them.
	Paid int64 `json:"paid_points"`
	Free int64 `json:"free_points"`
	// Months are when they expire, the soonest first; those that never do are last.
	Months []LiabilityMonth `json:"months"`
}

// LiabilityMonth is what expires in one month, shop time.
type LiabilityMonth struct {
	Month  pos.Millis `json:"month"` // its first moment; 0: never
	Points int64      `json:"points"`
	// Value is its part of the whole: those of all months add up to it.
	Value pos.Money `json:"value"`
	Paid  int64     `json:"paid_points"`
	Free  int64     `json:"free_points"`
}

// Liability adds up all points that are good at a moment: now, later if nothing
// happens until then, or at a moment that is over (Lots). What members owe is
// not set off. Of the past, all accounts that changed since are folded anew:
// progress, which may be nil, hears how many, and it ends with the context. A
// manager asks.
func (t *Till) Liability(ctx context.Context, asOf pos.Millis, progress func(done, of int64), who Who) (l Liability, err error) {
	l.AsOf = asOf
	if err := who.needs(pos.Manager); err != nil {
		return l, err
	}
	err = t.store.View(ctx, func(r Reader) error {
		var good LotSums
		if !t.isPast(asOf) {
			good, err = r.LotsGood(asOf)
		} else if err = remembers(r); err == nil {
			good, err = r.LotsThen(ctx, asOf, progress)
		}
		if err != nil {
			return err
		}
		p, err := r.ProgramAt(asOf)
		l.Points, l.Paid = good.Points()
		l.Free, l.Value = l.Points-l.Paid, pos.Money(p.Value(l.Points))
		l.Months = t.months(good, l.Value)
		return err
	})
	return l, err
}

// months puts sums into months, and splits their value over them.
func (t *Till) months(good LotSums, value pos.Money) []LiabilityMonth {
	list := []LiabilityMonth{}
	for x, n := range good {
		var first pos.Millis
		if x.ExpiresAt != 0 {
			y, m, _ := x.ExpiresAt.Time(t.zone).Date()
			first = pos.At(time.Date(y, m, 1, 0, 0, 0, 0, t.zone))
		}
		at := slices.IndexFunc(list, func(m LiabilityMonth) bool { return m.Month == first })
		if at < 0 {
			at, list = len(list), append(list, LiabilityMonth{Month: first})
		}
		m := &list[at]
		m.Points += n
		if x.Paid {
			m.Paid += n
		} else {
			m.Free += n
		}
	}
	slices.SortFunc(list, func(a, b LiabilityMonth) int {
		if (a.Month == 0) != (b.Month == 0) {
			return cmp.Compare(b.Month, a.Month) // never comes last
		}
		return cmp.Compare(a.Month, b.Month)
	})
	weights := make([]int64, len(list))
	for i, m := range list {
		weights[i] = m.Points
	}
	for i, v := range pos.LargestRemainder(int64(value), weights) {
		list[i].Value = pos.Money(v)
	}
	return list
}
