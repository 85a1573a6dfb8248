package till

import (
	"strconv"

	"bonuskasse/pos"
)

// notedLimits are the most points that a person gives by a list alone; -1 is
// any number.
type notedLimits struct{ row, list int64 }

func readNotedLimits(r Reader, who Who) (l notedLimits, err error) {
	if who.needs(pos.Manager) == nil {
		return notedLimits{-1, -1}, nil
	}
	set, err := r.Settings()
	read := func(key string, usual int64) int64 {
		n, err := strconv.ParseInt(set[key], 10, 64)
		if err != nil {
			return usual
		}
		return n
	}
	return notedLimits{read("limit.clerk.points_row", 5_000), read("limit.clerk.points_list", 50_000)}, err
}

const (
	overRow  pos.Code = "limit_points_row"
	overList pos.Code = "limit_points_list"
)

func over(most, n int64) bool { return most >= 0 && n > most }
