package loyalty

import "bonuskasse/pos"

// maxMonths and the others bound what a person can have meant.
const (
	maxMonths       = 1200
	maxWindowMonths = 24 // pos.KeepSpendDays
	maxGiven        = 10_000_000
	maxDelayMinutes = 60 * 24 * 60
)

// Check refuses a programme that cannot be computed with, naming the key.
func (p Program) Check() error {
	if p.AccrualBase != Gross && p.AccrualBase != ExVAT {
		return pos.Refuse(pos.BadSetting, "accrual_base")
	}
	for _, k := range []struct {
		key      string
		n        int64
		from, to int64
	}{
		{"points", p.Points, 1, 1_000_000},
		{"points_worth", p.PointsWorth, 1, 1_000_000},
		{"cap_bp", p.CapBp, 0, 10_000},
		{"cap_value_per_sale", orZero(p.CapValuePerSale), 0, maxLimit},
		{"cap_points_per_sale", orZero(p.CapPointsPerSale), 0, maxLimit},
		{"min_purchase", p.MinPurchase, 0, maxLimit},
		{"min_balance_points", p.MinBalancePoints, 0, maxLimit},
		{"redeem_step", p.RedeemStep, 1, maxLimit},
		{"cash_rounding", p.CashRounding, 1, 10_000},
		{"expiry_months", p.ExpiryMonths, 0, maxMonths},
		{"floor_limit_points", p.FloorLimitPoints, 0, maxLimit},
		{"floor_cap_points", orZero(p.FloorCapPoints), 0, maxLimit},
		{"floor_override_points", p.FloorOverridePoints, 0, maxLimit},
		{"rights_kept_points", p.RightsKeptPoints, 0, maxLimit},
		{"ladder_window_months", p.LadderWindowMonths, 0, maxWindowMonths},
		{"service_delay_minutes", p.ServiceDelayMinutes, 0, maxDelayMinutes},
		{"welcome_points", p.WelcomePoints, 0, maxGiven},
		{"referral_points", p.ReferralPoints, 0, maxGiven},
		{"referrer_points", p.ReferrerPoints, 0, maxGiven},
		{"review_points", p.ReviewPoints, 0, maxGiven},
		{"birthday_points", p.BirthdayPoints, 0, maxGiven},
		{"gift_card_months", p.GiftCardMonths, 0, maxMonths},
		{"gift_card_grace_months", p.GiftCardGraceMonths, 0, maxMonths},
	} {
		if k.n < k.from || k.n > k.to {
			return pos.Refuse(pos.BadSetting, k.key)
		}
	}
	return nil
}

// maxLimit is no limit at all: 64 bits.
const maxLimit = 1<<63 - 1

func orZero(n *int64) int64 {
	if n == nil {
		return 0
	}
	return *n
}
