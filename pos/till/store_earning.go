package till

import "bonuskasse/pos"

// EarningReader reads what time does to points.
type EarningReader interface {
	// LotsPast counts the lots whose day is over at a moment.
	LotsPast(at pos.Millis) (lots int64, err error)
	// HoldersPast are holders of such lots, those of the earliest lots first
	// looked at, as many as the first limit lots have.
	HoldersPast(at pos.Millis, limit int) ([]PastPoints, error)
	// LotsGood adds up what is left of the lots that are good at a moment.
	LotsGood(at pos.Millis) (points, paid int64, err error)
}

// PastPoints are all points of a holder whose day is over.
type PastPoints struct {
	Holder pos.ID
	Points int64
	Lots   int64
}
