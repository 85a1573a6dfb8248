package till

import (
	"cmp"
	"context"
	"slices"
	"time"

	"bonuskasse/pos"
)

// SalesDay is one business day of a sales report.
type SalesDay struct {
	Day           pos.Millis `json:"day"` // its first moment, shop time
	Sales         int64      `json:"sales"`
	Refunds       int64      `json:"refunds"`
	Net           pos.Money  `json:"net"` // turnover: with VAT, after discounts, less returns
	Bonus         pos.Money  `json:"bonus_value"`
	Earned        int64      `json:"points_earned"`
	Used          int64      `json:"points_used"`
	GiftCardsSold pos.Money  `json:"gift_cards_sold"`
}

// SalesReport is a till's sales by day, the newest first; days without any are
// left out.
type SalesReport struct {
	From pos.Millis `json:"from"`
	To   pos.Millis `json:"to"`
	Days []SalesDay `json:"days"`
	Sum  SalesDay   `json:"sum"`
}

// SalesReport adds up the sales of each day of a period. A manager asks.
func (t *Till) SalesReport(ctx context.Context, from, to pos.Millis, who Who) (out SalesReport, err error) {
	out = SalesReport{From: from, To: to, Days: []SalesDay{}}
	if err := reportOf(from, to, who); err != nil {
		return out, err
	}
	days := map[pos.Millis]*SalesDay{}
	day := dayIn(t.zone)
	err = t.store.View(ctx, func(r Reader) error {
		return r.SaleSums(from, to, func(x SaleSum) error {
			d := day(x.At)
			if days[d] == nil {
				days[d] = &SalesDay{Day: max(from, d)}
			}
			days[d].add(x.SalesDay)
			return ctx.Err()
		})
	})
	for _, d := range days {
		out.Days = append(out.Days, *d)
		out.Sum.add(*d)
	}
	slices.SortFunc(out.Days, func(a, b SalesDay) int { return cmp.Compare(b.Day, a.Day) })
	return out, err
}

// SaleSum is what one receipt adds to its day.
type SaleSum struct {
	At pos.Millis
	SalesDay
}

// dayIn finds the first moment of the day that a moment is in. Receipts come in
// days, so the last answer is kept.
func dayIn(zone *time.Location) func(at pos.Millis) pos.Millis {
	var first, next pos.Millis
	return func(at pos.Millis) pos.Millis {
		if at < first || at >= next {
			y, m, d := at.Time(zone).Date()
			first, next = pos.At(time.Date(y, m, d, 0, 0, 0, 0, zone)), pos.At(time.Date(y, m, d+1, 0, 0, 0, 0, zone))
		}
		return first
	}
}

func (s *SalesDay) add(x SalesDay) {
	s.Sales += x.Sales
	s.Refunds += x.Refunds
	s.Net += x.Net
	s.Bonus += x.Bonus
	s.Earned += x.Earned
	s.Used += x.Used
	s.GiftCardsSold += x.GiftCardsSold
}
