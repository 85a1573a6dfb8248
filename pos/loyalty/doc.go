// Package loyalty holds the rules of the bonus: what a sale earns, what bonus
// may pay of it, what a return gives back. Every function is pure: no clock,
// no store, no floating point.
//
//	q, err := loyalty.Quote(program, tier, available, lines, loyalty.Tender{Bonus: loyalty.MaxBonus})
//	back, err := loyalty.Return(q, soFar, loyalty.ReturnLine{Line: 0, QtyMilli: 1000})
//
// The partial-payment cap is in cap.go, the splitting of a sale in quote.go,
// the accrual in accrue.go and the return in refund.go.
package loyalty
