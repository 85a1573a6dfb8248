package loyalty

// Exposure is the most that the tills of a chain can spend of what is not there
// while they are apart, in points. It is a bound: a till spends so only what its
// own copy of the member's balance still shows.
type Exposure struct {
	// Member is of one member, and All of all together, until the head office has
	// heard of it; All is known only where Capped, or where nothing may be spent so.
	Member int64 `json:"member_points"`
	All    int64 `json:"all_points"`
	Capped bool  `json:"capped"`
	// Override is what managers may let the tills spend above both.
	Override int64 `json:"override_points"`
}

// Exposure is that of so many tills.
func (p Program) Exposure(tills int64) Exposure {
	e := Exposure{Member: times(tills, p.FloorLimitPoints), Override: times(tills, p.FloorOverridePoints)}
	switch {
	case p.FloorLimitPoints == 0:
		e.Capped = true
	case p.FloorCapPoints != nil:
		e.Capped, e.All = true, times(tills, *p.FloorCapPoints)
		e.Member = min(e.Member, e.All)
	}
	return e
}

// times is n*points, of limits that may be as large as a number can be.
func times(n, points int64) int64 {
	if n > 0 && points > maxLimit/n {
		return maxLimit
	}
	return n * points
}
