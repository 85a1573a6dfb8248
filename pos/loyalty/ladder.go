package loyalty

import (
	"cmp"
	"slices"
	"time"

	"bonuskasse/pos"
)

// Ladder is the tiers that spending reaches, the lowest first. The first is
// the default tier, which needs no spending; the others have a threshold. A
// tier without one that is not the default is given by hand alone, and is no
// part of the ladder.
type Ladder []pos.Tier

// LadderOf is the ladder in a directory of tiers.
func LadderOf(tiers []pos.Tier) Ladder {
	var l Ladder
	for _, t := range tiers {
		switch {
		case t.Default:
			t.Threshold = 0 // whatever it says: everybody starts there
			l = append(l, t)
		case t.Threshold > 0:
			l = append(l, t)
		}
	}
	slices.SortStableFunc(l, func(a, b pos.Tier) int {
		return cmp.Or(cmp.Compare(a.Threshold, b.Threshold), cmp.Compare(order(a), order(b)))
	})
	return l
}

func order(t pos.Tier) int {
	if t.Default {
		return 0
	}
	return 1
}

// Check refuses a ladder that goes down: a level that needs more spending and
// gives less (LadderDown), and two levels at one threshold (LadderTwice).
func (l Ladder) Check() error {
	for i := 1; i < len(l); i++ {
		low, high := l[i-1], l[i]
		if low.Threshold == high.Threshold {
			return pos.Refuse(pos.LadderTwice, high.Name)
		}
		if worse(high, low) {
			return pos.Refuse(pos.LadderDown, high.Name)
		}
	}
	return nil
}

// worse says that a tier gives less than another in one way and no more in the
// other.
func worse(a, b pos.Tier) bool {
	less := a.RateBp < b.RateBp || a.DiscountBp < b.DiscountBp
	more := a.RateBp > b.RateBp || a.DiscountBp > b.DiscountBp
	return less && !more
}

// level is a tier's place on the ladder; -1 where it is given by hand alone.
func (l Ladder) level(t pos.Tier) int {
	return slices.IndexFunc(l, func(x pos.Tier) bool { return x.Name == t.Name })
}

// Promote is the highest level that spend (minor units, within the window)
// reaches, where it is above the tier that a member has now. One whose tier is
// given by hand alone is lifted onto the ladder only where they lose nothing.
func (l Ladder) Promote(now pos.Tier, spend int64) (to pos.Tier, up bool) {
	for i := len(l) - 1; i > 0; i-- {
		if int64(l[i].Threshold) <= spend && l.above(i, now) {
			return l[i], true
		}
	}
	return now, false
}

// above says that level i would be a step up from a tier.
func (l Ladder) above(i int, now pos.Tier) bool {
	if at := l.level(now); at >= 0 {
		return i > at
	}
	return l[i].RateBp >= now.RateBp && l[i].DiscountBp >= now.DiscountBp
}

// Next is the level that a member comes to next, and how much spending is left
// to it; false at the top.
func (l Ladder) Next(now pos.Tier, spend int64) (to pos.Tier, left int64, ok bool) {
	for i := 1; i < len(l); i++ {
		if int64(l[i].Threshold) > spend && l.above(i, now) {
			return l[i], int64(l[i].Threshold) - spend, true
		}
	}
	return pos.Tier{}, 0, false
}

// Review is what a member's tier is after a window in which they spent so much:
// the same where it was reached, else the level below, and never below the
// default. A tier that is not on the ladder stays.
func (l Ladder) Review(now pos.Tier, spend int64) pos.Tier {
	at := l.level(now)
	if at <= 0 || spend >= int64(l[at].Threshold) {
		return now
	}
	return l[at-1]
}

// Reviewed says that a tier is looked at again when its window ends: it is on
// the ladder, and above the default.
func (l Ladder) Reviewed(t pos.Tier) bool { return l.level(t) > 0 }

// LadderSpend is what of a member's spending counts at a moment: that of the
// window that ends on its day, or of all time.
func (p Program) LadderSpend(s pos.Spend, at time.Time) int64 {
	if p.LadderWindowMonths == 0 {
		return s.Total
	}
	at = at.UTC() // as the days of Spend
	// The day N months ago is the last one that does not count: the purchase that
	// lifts somebody cannot keep them there at the end of the window it began.
	from := pos.DayOf(pos.At(pos.AddMonths(at, -int(p.LadderWindowMonths)))) + 1
	return s.Between(from, pos.DayOf(pos.At(at)))
}

// WindowEnd is when a window that begins now is over, in the zone of at; 0
// where it is all time.
func (p Program) WindowEnd(at time.Time) pos.Millis {
	if p.LadderWindowMonths == 0 {
		return 0
	}
	return pos.At(pos.AddMonths(at, int(p.LadderWindowMonths)))
}
