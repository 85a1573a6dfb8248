package pos

// Tier is a line of the directory "Bonus accumulation".
type Tier struct {
	Name       string `json:"name"`
	RateBp     int64  `json:"rate_bp"`     // accrual
	DiscountBp int64  `json:"discount_bp"` // club discount
	Threshold  Money  `json:"threshold"`   // accrual base that reaches it
	Default    bool   `json:"default"`     // where a new member starts
}

// The tiers that the first start makes.
const (
	NoBonusTier = "No bonus"
	FirstTier   = "Bonus 5%"
	FirstTierBp = 500
)
