package till

import (
	"context"
	"strconv"
	"strings"

	"bonuskasse/pos"
)

// Limit is something that a role may do alone up to a number; above it a
// manager approves. Its text is the end of the setting's key.
type Limit string

// The limits, in the order a person reads them in.
const (
	DiscountLimit   Limit = "discount_bp"   // basis points of a discount by hand
	RefundLimit     Limit = "refund"        // money given back in one return
	RedeemLimit     Limit = "redeem_points" // points that one sale is paid with
	CouponLimit     Limit = "coupon_points" // points of a coupon that is made or registered
	PointsRowLimit  Limit = "points_row"    // points of one row of a noted list
	PointsListLimit Limit = "points_list"   // points of a whole noted list
)

// AllLimits are the limits, and LimitedRoles whom they hold for: a manager has
// none.
var (
	AllLimits    = []Limit{DiscountLimit, RefundLimit, RedeemLimit, CouponLimit, PointsRowLimit, PointsListLimit}
	LimitedRoles = []pos.Role{pos.Cashier, pos.Clerk}
)

// Unlimited is the number of a limit that there is not.
const Unlimited = -1

// Code is the refusal of who is above the limit; its detail is the most that
// they may do alone.
func (l Limit) Code() pos.Code { return pos.Code("limit_" + string(l)) }

// LimitKey is the setting that holds a role's limit: an integer of 0 or more,
// or Unlimited.
func LimitKey(role pos.Role, what Limit) string {
	return limitPrefix + string(role) + "." + string(what)
}

const limitPrefix = "limit."

// usual are the limits of a shop that has set none.
var usual = map[string]int64{
	LimitKey(pos.Cashier, DiscountLimit): 20_00, LimitKey(pos.Clerk, DiscountLimit): 20_00,
	LimitKey(pos.Cashier, RefundLimit): 1_000_00, LimitKey(pos.Clerk, RefundLimit): 1_000_00,
	LimitKey(pos.Cashier, RedeemLimit): Unlimited, LimitKey(pos.Clerk, RedeemLimit): Unlimited,
	// Coupons and lists are a clerk's work.
	LimitKey(pos.Cashier, CouponLimit): 0, LimitKey(pos.Clerk, CouponLimit): 10_000,
	LimitKey(pos.Cashier, PointsRowLimit): 0, LimitKey(pos.Clerk, PointsRowLimit): 10_000,
	LimitKey(pos.Cashier, PointsListLimit): 0, LimitKey(pos.Clerk, PointsListLimit): 100_000,
}

// Limits are what each role may do alone.
type Limits struct{ set map[string]int64 }

// ReadLimits takes the limits out of the shop's settings. What cannot be read
// there is as if it had not been set.
func ReadLimits(settings map[string]string) Limits {
	l := Limits{set: map[string]int64{}}
	for key := range usual {
		if n, ok := readLimit(key, settings[key]); ok {
			l.set[key] = n
		}
	}
	return l
}

// Of is the most that a role does alone, or Unlimited. Whoever has no role
// does nothing alone.
func (l Limits) Of(role pos.Role, what Limit) int64 {
	if role.May(pos.Manager) {
		return Unlimited
	}
	key := LimitKey(role, what)
	if n, ok := l.set[key]; ok {
		return n
	}
	return usual[key]
}

// Allow refuses n above the person's limit, with the limit's code and number,
// unless a manager has approved it.
func (l Limits) Allow(who Who, what Limit, n int64) error {
	most := l.Of(who.Person.Role, what)
	if most == Unlimited || n <= most || who.needs(pos.Manager) == nil {
		return nil
	}
	return pos.Refuse(what.Code(), most)
}

// Limits are the limits that hold now.
func (t *Till) Limits(ctx context.Context) (l Limits, err error) {
	set, err := t.Settings(ctx)
	return ReadLimits(set), err
}

// within is Allow for verbs: it reads the limits only of those who have any.
func within(r Reader, who Who, what Limit, n int64) error {
	if who.needs(pos.Manager) == nil {
		return nil
	}
	set, err := r.Settings()
	if err != nil {
		return err
	}
	return ReadLimits(set).Allow(who, what, n)
}

// readLimit is a limit as it is written in the settings.
func readLimit(key, text string) (int64, bool) {
	n, err := strconv.ParseInt(strings.TrimSpace(text), 10, 64)
	if err != nil || n < Unlimited || strings.HasSuffix(key, string(DiscountLimit)) && n > 100_00 {
		return 0, false
	}
	return n, true
}
