package till

import (
	"context"

	"bonuskasse/pos"
	"bonuskasse/pos/ledger"
)

// EarningReader reads what time does to points.
type EarningReader interface {
	// LotsPast counts the lots whose day is over at a moment.
	LotsPast(at pos.Millis) (lots int64, err error)
	// HoldersPast are the holders of so many such lots, by their places in the
	// store and in that order.
	HoldersPast(at pos.Millis, lots int) ([]int64, error)
	// ReferralGiven reports whether a member, or who brought them, was given
	// points for it.
	ReferralGiven(member, by pos.ID) (bool, error)
	// Birthdays are active members whose birthday a day is, who had joined by then and
	// were given nothing for it in its year, after a number in the order of the store.
	Birthdays(day pos.Feast, after int64, limit int) ([]Birthday, error)
	// LotsGood adds up what is left of the lots that are good at a moment.
	LotsGood(at pos.Millis) (LotSums, error)
	// FoldAccount is what an account had at a moment, from its events alone.
	FoldAccount(holder pos.ID, at pos.Millis) (ledger.Account, error)
	// LotsThen is LotsGood for a moment that is over. It ends with the context.
	LotsThen(ctx context.Context, at pos.Millis, progress func(done, of int64)) (LotSums, error)
}

// LotSum names the lots that end at one moment, and are paid or free.
type LotSum struct {
	ExpiresAt pos.Millis // 0: never
	Paid      bool
}

// LotSums is how many points are left of each.
type LotSums map[LotSum]int64

// Points adds all of them up; paid are those that were given money for.
func (l LotSums) Points() (points, paid int64) {
	for x, n := range l {
		points += n
		if x.Paid {
			paid += n
		}
	}
	return points, paid
}

// Birthday is a member whose birthday it is; No is their place in the store.
type Birthday struct {
	Member pos.ID
	No     int64
}

// PastPoints are all points of a holder whose day is over.
type PastPoints struct {
	Holder pos.ID
	Points int64
	Lots   int64
}
