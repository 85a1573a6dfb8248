package loyalty

import (
	"encoding/json"

	"bonuskasse/pos"
)

// AccrualBase says which amount of a line earns.
type AccrualBase string

// The two bases: the price with VAT, or without it.
const (
	Gross AccrualBase = "gross"
	ExVAT AccrualBase = "ex_vat"
)

// Program is one version of a shop's bonus programme. The JSON names are the
// keys that scripts set (`tillctl programme set KEY=VALUE`). A nil limit is no
// limit.
type Program struct {
	// Points are worth PointsWorth minor units: 100 points = 1 kr is 100/100,
	// "bonus in kroner" is 1/1.
	Points      int64 `json:"points"`
	PointsWorth int64 `json:"points_worth"`

	AccrualBase AccrualBase `json:"accrual_base"`
	// CapBp is the share of the eligible lines that bonus may pay, in basis points.
	CapBp int64 `json:"cap_bp"`
	// CapValuePerSale limits that further, in minor units.
	CapValuePerSale *int64 `json:"cap_value_per_sale"`
	// CapPointsPerSale limits it in points.
	CapPointsPerSale *int64 `json:"cap_points_per_sale"`
	// MinPurchase is the smallest subtotal bonus may be used on, minor units.
	MinPurchase int64 `json:"min_purchase"`
	// MinBalancePoints must be available before any may be used.
	MinBalancePoints int64 `json:"min_balance_points"`
	// RedeemStep is what the points used must be a multiple of.
	RedeemStep int64 `json:"redeem_step"`
	// EarnWhenRedeeming says whether a sale that uses bonus earns too.
	EarnWhenRedeeming bool `json:"earn_when_redeeming"`
	// CashRounding is the smallest coin, minor units.
	CashRounding int64 `json:"cash_rounding"`
	// ExpiryMonths is how long a lot lives; 0 is for ever.
	ExpiryMonths int64 `json:"expiry_months"`
	// FloorLimitPoints is what a till may spend of a member it holds no rights
	// for, while it is alone (A in the sync design).
	FloorLimitPoints int64 `json:"floor_limit_points"`
	// FloorCapPoints is what a till may spend so in all, of whatever members, until
	// the head office has heard of it (C in the sync design).
	FloorCapPoints *int64 `json:"floor_cap_points"`
	// FloorOverridePoints is what managers may let a till spend above both in that
	// time; 0 is that no manager may.
	FloorOverridePoints int64 `json:"floor_override_points"`
	// RightsKeptPoints is up to how many points of a member's rights the till
	// where they shop keeps, so that bonus works there with the line down.
	RightsKeptPoints int64 `json:"rights_kept_points"`
	// HoldBackReversed takes points that a return reverses, and that are spent
	// already, out of the money that goes back.
	HoldBackReversed bool `json:"hold_back_reversed"`
	// AskFirst prints a receipt only when the customer wants one.
	AskFirst bool `json:"ask_first"`

	// Ladder lets spending move members up the tiers that have a threshold.
	Ladder bool `json:"ladder"`
	// LadderWindowMonths is how far back spending counts; 0 is all time.
	LadderWindowMonths int64 `json:"ladder_window_months"`
	// LadderDowngrade moves a member one tier down at the end of a window that
	// did not reach theirs.
	LadderDowngrade bool `json:"ladder_downgrade"`

	// ServiceDelayMinutes after a service or a class its points are awarded.
	ServiceDelayMinutes int64 `json:"service_delay_minutes"`

	// What is given for other things than buying, in points; 0 is nothing.
	WelcomePoints  int64 `json:"welcome_points"`  // on becoming active
	ReferralPoints int64 `json:"referral_points"` // to the friend who was brought
	ReferrerPoints int64 `json:"referrer_points"` // to who brought them
	ReviewPoints   int64 `json:"review_points"`
	BirthdayPoints int64 `json:"birthday_points"`
	// ApproveReviews and ApproveManual let points of reviews, and of clerks'
	// adjustments, wait until a manager approves.
	ApproveReviews bool `json:"approve_reviews"`
	ApproveManual  bool `json:"approve_manual"`

	// GiftCardMonths is how long a gift card is valid (0: for ever), and
	// GiftCardGraceMonths how long it is still taken or paid out after that.
	GiftCardMonths      int64 `json:"gift_card_months"`
	GiftCardGraceMonths int64 `json:"gift_card_grace_months"`
}

// Presets that a manager picks from; the first is what a new shop gets.
var Presets = map[string]Program{
	"bonus_in_kroner": preset(1, 1),
	"100_points_1_kr": preset(100, 100),
	"1_point_1_kr":    preset(1, 100),
}

// Default is what a new shop starts with: 1 point is 1 øre (or cent), bonus
// may pay up to 30 %, the sale earns on what real money paid, lots live for
// three years.
func Default(currency pos.Currency) Program {
	p := preset(1, 1)
	if currency == pos.DKK {
		p.CashRounding = 50 // no coin below 50 øre since 2008
	}
	return p
}

// keptValue is what RightsKeptPoints is worth in a new shop, minor units.
const keptValue = 500_00

func preset(points, worth int64) Program {
	return Program{
		RightsKeptPoints: pos.FloorMulDiv(keptValue, points, worth),
		Points:           points, PointsWorth: worth, AccrualBase: Gross, CapBp: 3000,
		RedeemStep: 1, EarnWhenRedeeming: true, CashRounding: 1, ExpiryMonths: 36,
		Ladder: true, LadderWindowMonths: 12, LadderDowngrade: true,
		ServiceDelayMinutes: 180, ApproveReviews: true,
		GiftCardMonths: 36, GiftCardGraceMonths: 12, // Danish law: three years
	}
}

// Decode reads a version of the programme as it was stored. A key that it has
// not, because it is older than the key, is as in a new shop.
func Decode(data []byte) (Program, error) {
	p := preset(1, 1)
	p.RightsKeptPoints = -1
	err := json.Unmarshal(data, &p)
	if p.RightsKeptPoints < 0 && p.PointsWorth > 0 {
		p.RightsKeptPoints = p.PointsFor(keptValue)
	}
	return p, err
}

// Value is what n points are worth, in minor units: floor(n*M/P).
func (p Program) Value(n int64) int64 { return pos.FloorMulDiv(n, p.PointsWorth, p.Points) }

// PointsFor is how many points v minor units buy: floor(v*P/M).
func (p Program) PointsFor(v int64) int64 { return pos.FloorMulDiv(v, p.Points, p.PointsWorth) }

// InMoney reports whether the shop counts its bonus in kroner or euro: one
// point is one øre, or cent, and is shown as money.
func (p Program) InMoney() bool { return p.Points == p.PointsWorth && p.Points == 1 }

// Tier is what a member's standing gives: an accrual rate and a discount.
type Tier struct {
	RateBp     int64 `json:"rate_bp"`
	DiscountBp int64 `json:"discount_bp"`
}

// Check refuses rates outside 0..100 %.
func (t Tier) Check() error {
	if t.RateBp < 0 || t.RateBp > 10_000 || t.DiscountBp < 0 || t.DiscountBp > 10_000 {
		return pos.Refuse(pos.BadRate)
	}
	return nil
}
