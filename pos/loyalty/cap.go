package loyalty

// MaxPoints is the partial-payment cap: the most points this sale may use. See
// Cap, which says how it came about.
//
// subtotal and eligible are minor units after discounts; available is points.
func (p Program) MaxPoints(subtotal, eligible, available int64) int64 {
	return p.Cap(subtotal, eligible, available).Points
}

// Bound is the rule that set a cap: the one that left the fewest points.
type Bound string

// The bounds, in the order that they are asked in.
const (
	BoundMinPurchase Bound = "min_purchase" // the sale is too small: nothing
	BoundMinBalance  Bound = "min_balance"  // the member has too few: nothing
	BoundEligible    Bound = "eligible"     // no line takes bonus: nothing
	BoundShare       Bound = "share"        // the share of the lines that take bonus
	BoundValue       Bound = "value"        // the most in money, a sale
	BoundAvailable   Bound = "available"    // what the member has
	BoundPoints      Bound = "points"       // the most in points, a sale
)

// Cap is how the most that bonus may pay of a sale came about.
type Cap struct {
	Subtotal  int64 `json:"subtotal"`  // of all lines, after discounts
	Eligible  int64 `json:"eligible"`  // of those that take bonus
	Available int64 `json:"available"` // points
	Share     int64 `json:"share"`     // CapBp of Eligible, minor units
	Value     int64 `json:"value"`     // that, at most CapValuePerSale
	// Points is what may be used: as many as Value is worth, as there are and as
	// a sale may use, in whole steps. StepRest is what the step left out.
	Points   int64 `json:"points"`
	StepRest int64 `json:"step_rest"`
	Bound    Bound `json:"bound"`
}

// Cap computes it. Bonus may pay CapBp of the lines that accept it, at most
// CapValuePerSale; nothing if the sale is below MinPurchase or the member has
// fewer than MinBalancePoints. Of that, no more than the member has and no more
// than CapPointsPerSale, in whole steps of RedeemStep.
func (p Program) Cap(subtotal, eligible, available int64) Cap {
	c := Cap{Subtotal: subtotal, Eligible: eligible, Available: available, Bound: BoundShare}
	c.Share = eligible * p.CapBp / 10_000
	c.Value = c.Share
	if p.CapValuePerSale != nil && *p.CapValuePerSale < c.Value {
		c.Value, c.Bound = *p.CapValuePerSale, BoundValue
	}
	switch {
	case subtotal < p.MinPurchase:
		c.Bound = BoundMinPurchase
		return c
	case available < p.MinBalancePoints:
		c.Bound = BoundMinBalance
		return c
	case eligible == 0:
		c.Bound = BoundEligible
		return c
	}
	most := p.PointsFor(c.Value)
	if available < most {
		most, c.Bound = available, BoundAvailable
	}
	if p.CapPointsPerSale != nil && *p.CapPointsPerSale < most {
		most, c.Bound = *p.CapPointsPerSale, BoundPoints
	}
	most = max(most, 0) // a balance below zero can pay nothing
	c.StepRest = most % p.RedeemStep
	c.Points = most - c.StepRest
	return c
}
