package loyalty

import (
	"math/big"
	"slices"

	"bonuskasse/pos"
)

// Earns is how a line of a sale earns, or why it does not.
type Earns string

// The ways.
const (
	ByRate     Earns = "rate"      // its part of what the rate gives the whole sale
	ByFixed    Earns = "fixed"     // fixed points, at once
	ByService  Earns = "scheduled" // fixed points, when the service is over
	NotKind    Earns = "kind"      // neither goods nor a service
	NotEarning Earns = "switch"    // the article or its category says so, or it is a guest's
	NotBeside  Earns = "redeeming" // bonus was used, and the programme gives nothing beside
)

// Earning is what the rules make of one line of a sale.
type Earning struct {
	How   Earns `json:"how"`
	Base  int64 `json:"base"`  // what real money paid, minor units; what the ladder counts
	Fixed int64 `json:"fixed"` // points, where they are fixed
}

// Earning is step 7 for one line, as it was quoted; redeeming says that the sale
// uses bonus.
func (p Program) Earning(l Line, q QuotedLine, redeeming bool) Earning {
	switch {
	case l.Kind != pos.Goods && l.Kind != pos.Service:
		return Earning{How: NotKind}
	case !l.Earns:
		return Earning{How: NotEarning}
	}
	e := Earning{How: ByRate, Base: p.LineBase(l, q)}
	switch {
	case redeeming && !p.EarnWhenRedeeming:
		e.How = NotBeside
	case l.FixedPoints != nil:
		e.How, e.Fixed = ByFixed, pos.FloorMulDiv(*l.FixedPoints, l.QtyMilli, 1000)
		if l.Kind == pos.Service {
			e.How = ByService
		}
	}
	return e
}

// RatedPoints is what a rate gives for bases that add up to so much, exactly:
// points = num/den. They are rounded down once a sale.
func (p Program) RatedPoints(t Tier, base int64) (num, den *big.Int) {
	// base*rate*P / (10000*M): three factors, so numbers of any size.
	num = big.NewInt(base)
	num.Mul(num, big.NewInt(t.RateBp)).Mul(num, big.NewInt(p.Points))
	den = big.NewInt(10_000)
	return num, den.Mul(den, big.NewInt(p.PointsWorth))
}

// accrue is step 7: what real money paid for earns. Points are rounded down
// once a sale, never line by line; a line with fixed points earns those
// instead, and on a service they wait until the appointment is over. The base
// of the whole sale is told even where nothing is earned: a ladder counts it.
func (q *Quotation) accrue(p Program, t Tier, lines []Line) {
	bases := make([]int64, len(lines))
	var rated int64
	for i, l := range lines {
		e := p.Earning(l, q.Lines[i], q.PointsUsed > 0)
		q.AccrualBase += e.Base
		switch e.How {
		case ByService:
			q.Lines[i].PointsScheduled = e.Fixed
			q.PointsScheduled += e.Fixed
		case ByFixed:
			q.Lines[i].PointsEarned = e.Fixed
			q.PointsEarned += e.Fixed
		case ByRate:
			bases[i] = e.Base
			rated += e.Base
		}
	}
	byRate := pos.FloorRatio(p.RatedPoints(t, rated))
	q.PointsEarned += byRate
	for i, part := range pos.LargestRemainder(byRate, bases) {
		q.Lines[i].PointsEarned += part
	}
}

// Reaccrue is what a sale would earn at another tier: its prices and what paid
// them stay as they were sold.
func (p Program) Reaccrue(t Tier, lines []Line, sold []QuotedLine) Quotation {
	q := Quotation{Lines: slices.Clone(sold)}
	for i := range q.Lines {
		q.Lines[i].PointsEarned, q.Lines[i].PointsScheduled = 0, 0
		q.PointsUsed += q.Lines[i].PointsUsed
	}
	q.accrue(p, t, lines)
	return q
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
