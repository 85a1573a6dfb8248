package till

import "bonuskasse/pos"

// notedLimits are the most points that a person gives by a list alone, or
// Unlimited.
type notedLimits struct{ row, list int64 }

func readNotedLimits(r Reader, who Who) (notedLimits, error) {
	if who.needs(pos.Manager) == nil {
		return notedLimits{Unlimited, Unlimited}, nil
	}
	set, err := r.Settings()
	l := ReadLimits(set)
	return notedLimits{l.Of(who.Person.Role, PointsRowLimit), l.Of(who.Person.Role, PointsListLimit)}, err
}

func over(most, n int64) bool { return most != Unlimited && n > most }
