package till

import (
	"context"
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

// mostDays is the longest period that sales are told of by day.
const mostDays = 3 * 366

// SalesReport adds up the sales of each day of a period. A manager asks.
func (t *Till) SalesReport(ctx context.Context, from, to pos.Millis, who Who) (out SalesReport, err error) {
	if err := who.needs(pos.Manager); err != nil {
		return out, err
	}
	out = SalesReport{From: from, To: to, Days: []SalesDay{}}
	if from >= to {
		return out, pos.Refuse(pos.BadSetting, "from")
	}
	to = min(to, pos.At(t.now())+1)
	err = t.store.View(ctx, func(r Reader) error {
		for n := 0; to > from && n < mostDays; n++ {
			if err := ctx.Err(); err != nil {
				return err
			}
			y, m, d := (to - 1).Time(t.zone).Date()
			day := max(from, pos.At(time.Date(y, m, d, 0, 0, 0, 0, t.zone)))
			so, err := r.Totals(day, to)
			if err != nil {
				return err
			}
			if x := salesDay(day, so); so.Sales+so.Refunds > 0 {
				out.Days = append(out.Days, x)
				out.Sum.add(x)
			}
			to = day
		}
		return nil
	})
	return out, err
}

func salesDay(day pos.Millis, t Totals) SalesDay {
	return SalesDay{Day: day, Sales: t.Sales, Refunds: t.Refunds, Net: t.Net - t.Returned, Bonus: t.BonusValue,
		Earned: t.PointsEarned, Used: t.PointsUsed, GiftCardsSold: t.GiftCardsSold}
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
