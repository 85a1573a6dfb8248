package loyalty

// MaxPoints is the partial-payment cap: the most points this sale may use.
//
// Bonus may pay CapBp of the lines that accept it, at most CapValuePerSale;
// nothing if the sale is below MinPurchase or the member has fewer than
// MinBalancePoints. Of that, no more than the member has and no more than
// CapPointsPerSale, in whole steps of RedeemStep.
//
// subtotal and eligible are minor units after discounts; available is points.
func (p Program) MaxPoints(subtotal, eligible, available int64) int64 {
	if subtotal < p.MinPurchase || available < p.MinBalancePoints {
		return 0
	}
	capValue := eligible * p.CapBp / 10_000
	if p.CapValuePerSale != nil {
		capValue = min(capValue, *p.CapValuePerSale)
	}
	most := min(available, p.PointsFor(capValue))
	if p.CapPointsPerSale != nil {
		most = min(most, *p.CapPointsPerSale)
	}
	most = max(most, 0) // a balance below zero can pay nothing
	return most - most%p.RedeemStep
}
