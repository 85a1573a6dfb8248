package loyalty

import (
	"math/big"

	"bonuskasse/pos"
)

// accrue is step 7: what real money paid for earns. Points are rounded down
// once a sale, never line by line; a line with fixed points earns those
// instead, and on a service they wait until the appointment is over. The base
// of the whole sale is told even where nothing is earned: a ladder counts it.
func (q *Quotation) accrue(p Program, t Tier, lines []Line) {
	silent := q.PointsUsed > 0 && !p.EarnWhenRedeeming
	bases := make([]int64, len(lines))
	var rated int64
	for i, l := range lines {
		if !counts(l) {
			continue
		}
		base := p.LineBase(l, q.Lines[i])
		q.AccrualBase += base
		if silent {
			continue
		}
		if l.FixedPoints != nil {
			fixed := pos.FloorMulDiv(*l.FixedPoints, l.QtyMilli, 1000)
			if l.Kind == pos.Service {
				q.Lines[i].PointsScheduled = fixed
				q.PointsScheduled += fixed
			} else {
				q.Lines[i].PointsEarned = fixed
				q.PointsEarned += fixed
			}
			continue
		}
		bases[i] = base
		rated += base
	}
	// floor(base*rate*P / (10000*M)): three factors, so numbers of any size.
	n := big.NewInt(rated)
	n.Mul(n, big.NewInt(t.RateBp)).Mul(n, big.NewInt(p.Points))
	d := big.NewInt(10_000)
	d.Mul(d, big.NewInt(p.PointsWorth))
	byRate := pos.FloorRatio(n, d)
	q.PointsEarned += byRate
	for i, part := range pos.LargestRemainder(byRate, bases) {
		q.Lines[i].PointsEarned += part
	}
}

// counts says that a line earns, and counts for the ladder.
func counts(l Line) bool { return l.Earns && (l.Kind == pos.Goods || l.Kind == pos.Service) }

// LineBase is the part of a line that real money pays, with or without VAT; 0
// where the line earns nothing.
func (p Program) LineBase(l Line, q QuotedLine) int64 {
	if !counts(l) {
		return 0
	}
	base := q.Net - q.BonusValue - q.PromoGiftCard
	if p.AccrualBase == ExVAT {
		return pos.HalfUpMulDiv(base, 10_000, 10_000+l.VATBp)
	}
	return base
}
