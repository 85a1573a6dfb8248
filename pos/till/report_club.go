package till

import (
	"context"

	"bonuskasse/pos"
)

// CustomerRow is a member in a report of customers. Sales are those of this till.
type CustomerRow struct {
	Member   pos.ID     `json:"-"`
	Username string     `json:"username"`
	Name     string     `json:"name"`
	Tier     string     `json:"tier"` // as it is now
	Joined   pos.Millis `json:"joined"`
	// Sales and the sums are of the period: with VAT, after discounts, less returns.
	Sales    int64     `json:"sales"`
	Turnover pos.Money `json:"turnover"`
	Earned   int64     `json:"points_earned"`
	Used     int64     `json:"points_used"`
	// Last is the last purchase before the period's end; 0: never.
	Last pos.Millis `json:"last_purchase"`
	// New members joined in the period, active ones bought in it; who did neither
	// sleeps.
	New    bool `json:"new"`
	Active bool `json:"active"`
}

// Sleeps reports whether a member neither joined nor bought in the period.
func (c CustomerRow) Sleeps() bool { return !c.New && !c.Active }

// TierSpread is how members are spread over the tiers, and what they bought.
type TierSpread struct {
	Tier     string    `json:"tier"`
	Members  int64     `json:"members"`
	Active   int64     `json:"active"`
	Turnover pos.Money `json:"turnover"`
}

// CustomersReport is the members of a shop, best customers first. Those who were
// erased, or merged into another, are left out.
type CustomersReport struct {
	From     pos.Millis    `json:"from"`
	To       pos.Millis    `json:"to"`
	Members  int64         `json:"members"`
	New      int64         `json:"new"`
	Active   int64         `json:"active"`
	Sleeping int64         `json:"sleeping"`
	Turnover pos.Money     `json:"turnover"`
	Tiers    []TierSpread  `json:"tiers"`
	Rows     []CustomerRow `json:"rows"`
	// Whole says that no row was left out for being too many; the sums are of all.
	Whole bool `json:"whole"`
}

// mostCustomers bounds the rows of a report.
const mostCustomers = 100_000

// CustomersReport tells who is new, who bought what in a period and who did not. A
// manager asks.
func (t *Till) CustomersReport(ctx context.Context, from, to pos.Millis, who Who) (out CustomersReport, err error) {
	if err := reportOf(from, to, who); err != nil {
		return out, err
	}
	out = CustomersReport{From: from, To: to, Tiers: []TierSpread{}, Rows: []CustomerRow{}, Whole: true}
	at := map[string]int{}
	err = t.store.View(ctx, func(r Reader) error {
		tiers, err := r.Tiers()
		if err != nil {
			return err
		}
		for i, x := range tiers {
			at[x.Name] = i
			out.Tiers = append(out.Tiers, TierSpread{Tier: x.Name})
		}
		return r.Customers(from, to, mostCustomers, func(c CustomerRow) error {
			out.add(c)
			if i, known := at[c.Tier]; known {
				s := &out.Tiers[i]
				s.Members++
				s.Turnover += c.Turnover
				if c.Active {
					s.Active++
				}
			}
			return ctx.Err()
		})
	})
	return out, err
}

func (r *CustomersReport) add(c CustomerRow) {
	r.Members++
	r.Turnover += c.Turnover
	if c.New {
		r.New++
	}
	if c.Active {
		r.Active++
	}
	if c.Sleeps() {
		r.Sleeping++
	}
	if len(r.Rows) < mostCustomers {
		r.Rows = append(r.Rows, c)
	} else {
		r.Whole = false
	}
}

// CardsRow is the cards of a batch: how many are in which state now, and how many
// got there in the period. A card has one state.
type CardsRow struct {
	Batch      int64      `json:"batch"` // 0: cards that no batch printed
	Made       pos.Millis `json:"made"`
	Cards      int64      `json:"cards"`
	Printed    int64      `json:"printed"`
	Issued     int64      `json:"issued"`
	Replaced   int64      `json:"replaced"`
	Blocked    int64      `json:"blocked"`
	IssuedIn   int64      `json:"issued_in_period"`
	ReplacedIn int64      `json:"replaced_in_period"` // at this till
	BlockedIn  int64      `json:"blocked_in_period"`  // at this till
}

// CardsReport is a shop's cards by batch, the newest first.
type CardsReport struct {
	From pos.Millis `json:"from"`
	To   pos.Millis `json:"to"`
	Rows []CardsRow `json:"rows"`
	Sum  CardsRow   `json:"sum"`
}

// CardsReport counts the cards. A manager asks.
func (t *Till) CardsReport(ctx context.Context, from, to pos.Millis, who Who) (out CardsReport, err error) {
	if err := reportOf(from, to, who); err != nil {
		return out, err
	}
	out = CardsReport{From: from, To: to}
	err = t.store.View(ctx, func(r Reader) error {
		out.Rows, err = r.CardsByBatch(from, to)
		return err
	})
	for _, x := range out.Rows {
		s := &out.Sum
		s.Cards += x.Cards
		s.Printed += x.Printed
		s.Issued += x.Issued
		s.Replaced += x.Replaced
		s.Blocked += x.Blocked
		s.IssuedIn += x.IssuedIn
		s.ReplacedIn += x.ReplacedIn
		s.BlockedIn += x.BlockedIn
	}
	return out, err
}

// CouponSum is how many coupons, and what they are worth together.
type CouponSum struct {
	Count  int64 `json:"count"`
	Points int64 `json:"points"`
}

// CouponsRow is the coupons of a batch: what happened to them in the period, and
// how many are free now.
type CouponsRow struct {
	Batch int64  `json:"batch"` // 0: of no batch of this shop's
	Title string `json:"title"`
	// Receipts says that they are those on receipts, each a batch of its own.
	Receipts   bool      `json:"receipts"`
	Made       CouponSum `json:"made"`
	Registered CouponSum `json:"registered"`
	Void       CouponSum `json:"void"`
	Expired    CouponSum `json:"expired"` // their last day was in the period
	Free       CouponSum `json:"free"`
}

// CouponsReport is a shop's coupons by batch, the newest first.
type CouponsReport struct {
	From pos.Millis   `json:"from"`
	To   pos.Millis   `json:"to"`
	Rows []CouponsRow `json:"rows"`
	Sum  CouponsRow   `json:"sum"`
}

// CouponsReport counts the coupons. A manager asks.
func (t *Till) CouponsReport(ctx context.Context, from, to pos.Millis, who Who) (out CouponsReport, err error) {
	if err := reportOf(from, to, who); err != nil {
		return out, err
	}
	out = CouponsReport{From: from, To: to}
	err = t.store.View(ctx, func(r Reader) error {
		out.Rows, err = r.CouponsByBatch(from, to, pos.At(t.now()))
		return err
	})
	for _, x := range out.Rows {
		s := &out.Sum
		s.Made.add(x.Made)
		s.Registered.add(x.Registered)
		s.Void.add(x.Void)
		s.Expired.add(x.Expired)
		s.Free.add(x.Free)
	}
	return out, err
}

func (s *CouponSum) add(x CouponSum) {
	s.Count += x.Count
	s.Points += x.Points
}
