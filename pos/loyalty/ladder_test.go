package loyalty_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"bonuskasse/pos"
	"bonuskasse/pos/loyalty"
)

// The shop's tiers: three of the ladder, and two that are given by hand.
var (
	noBonus = pos.Tier{Name: "No bonus", Default: true}
	silver  = pos.Tier{Name: "Silver", RateBp: 500, Threshold: 1000_00}
	gold    = pos.Tier{Name: "Gold", RateBp: 800, DiscountBp: 200, Threshold: 5000_00}
	five    = pos.Tier{Name: "Bonus 5%", RateBp: 500}
	staff   = pos.Tier{Name: "Staff", RateBp: 0, DiscountBp: 2000}

	tiers  = []pos.Tier{five, gold, noBonus, staff, silver}
	ladder = loyalty.LadderOf(tiers)
)

func TestLadderIsTheTiersWithAThreshold(t *testing.T) {
	names := ""
	for _, l := range ladder {
		names += l.Name + ";"
	}
	if names != "No bonus;Silver;Gold;" {
		t.Errorf("the ladder is %s", names)
	}
}

func TestPromote(t *testing.T) {
	for _, c := range []struct {
		why   string
		now   pos.Tier
		spend int64
		to    string
	}{
		{"a new customer has bought nothing", noBonus, 0, "No bonus"},
		{"one øre short", noBonus, 999_99, "No bonus"},
		{"the threshold itself is enough", noBonus, 1000_00, "Silver"},
		{"a great purchase goes up two levels at once", noBonus, 5000_00, "Gold"},
		{"from the middle", silver, 5000_00, "Gold"},
		{"who is there stays", silver, 1500_00, "Silver"},
		{"who is above stays: only the end of a window moves down", gold, 1500_00, "Gold"},
		{"the best stays", gold, 90_000_00, "Gold"},
		{"from a tier given by hand, to one that gives as much", five, 1000_00, "Silver"},
		{"from a tier given by hand, to the best", five, 5000_00, "Gold"},
		{"whom a level would take something from stays", staff, 90_000_00, "Staff"},
		{"returns of older sales can leave less than nothing", noBonus, -100_00, "No bonus"},
	} {
		to, up := ladder.Promote(c.now, c.spend)
		if to.Name != c.to || up != (c.to != c.now.Name) {
			t.Errorf("%s: %s with %d is %s, %v", c.why, c.now.Name, c.spend, to.Name, up)
		}
	}
}

func TestNextLevel(t *testing.T) {
	for _, c := range []struct {
		now   pos.Tier
		spend int64
		to    string
		left  int64
	}{
		{noBonus, 0, "Silver", 1000_00},
		{noBonus, 999_99, "Silver", 1},
		{silver, 3760_00, "Gold", 1240_00},
		{silver, 0, "Gold", 5000_00},
		{gold, 0, "", 0},
		{five, 400_00, "Silver", 600_00},
		{staff, 400_00, "", 0},
		{noBonus, 6000_00, "", 0}, // it comes with the next sale
	} {
		to, left, ok := ladder.Next(c.now, c.spend)
		if to.Name != c.to || left != c.left || ok != (c.to != "") {
			t.Errorf("%s with %d: %s, %d", c.now.Name, c.spend, to.Name, left)
		}
	}
}

func TestReviewAtTheEndOfAWindow(t *testing.T) {
	for _, c := range []struct {
		why   string
		now   pos.Tier
		spend int64
		to    string
	}{
		{"enough again", gold, 5000_00, "Gold"},
		{"one øre short moves one level down", gold, 4999_99, "Silver"},
		{"nothing at all moves one level down, and no more", gold, 0, "Silver"},
		{"and then to where everybody starts", silver, 0, "No bonus"},
		{"never below", noBonus, 0, "No bonus"},
		{"what is given by hand stays", five, 0, "Bonus 5%"},
	} {
		if to := ladder.Review(c.now, c.spend); to.Name != c.to {
			t.Errorf("%s: %s with %d is %s", c.why, c.now.Name, c.spend, to.Name)
		}
	}
}

func TestALadderNeverGoesDown(t *testing.T) {
	for _, c := range []struct {
		why  string
		with []pos.Tier
		code pos.Code
	}{
		{"as it is", tiers, ""},
		{"more spending for less", append([]pos.Tier{{Name: "Platinum", RateBp: 700, DiscountBp: 200, Threshold: 9000_00}}, tiers...), pos.LadderDown},
		{"less than where everybody starts", []pos.Tier{five, {Name: "Start", Default: true, RateBp: 900}, gold}, ""},
		{"the same as where everybody starts, but less", []pos.Tier{{Name: "Start", Default: true, RateBp: 900, DiscountBp: 200}, gold}, pos.LadderDown},
		{"a lower rate for a higher discount", []pos.Tier{noBonus, silver, {Name: "Trade", RateBp: 0, DiscountBp: 1000, Threshold: 9000_00}}, ""},
		{"two at one threshold", []pos.Tier{noBonus, silver, {Name: "Other", RateBp: 900, Threshold: 1000_00}}, pos.LadderTwice},
		{"no ladder at all", []pos.Tier{noBonus, five}, ""},
	} {
		if err := loyalty.LadderOf(c.with).Check(); pos.CodeOf(err) != c.code {
			t.Errorf("%s: %v", c.why, err)
		}
	}
}

// What counts is the twelve months to a day, that day counted; the day a year
// ago is the last that does not.
func TestLadderWindow(t *testing.T) {
	at := func(s string) time.Time {
		m, err := time.Parse(time.RFC3339, s+"T12:00:00Z")
		if err != nil {
			t.Fatal(err)
		}
		return m
	}
	var s, leap pos.Spend
	for day, base := range map[string]int64{"2025-11-26": 10, "2025-11-27": 100, "2026-11-26": 1000, "2026-11-27": 10_000} {
		s.Add(pos.DayOf(pos.At(at(day))), base)
	}
	leap.Add(pos.DayOf(pos.At(at("2024-02-29"))), 1)
	for _, c := range []struct {
		of     pos.Spend
		on     string
		months int64
		counts int64
	}{
		{s, "2026-11-26", 12, 1100},
		{s, "2026-11-25", 12, 110},
		{s, "2026-11-26", 24, 1110},
		{s, "2026-11-26", 0, 11110},
		{leap, "2025-02-28", 12, 1}, // a leap day is the day after 28 February
		{leap, "2025-03-01", 12, 0},
	} {
		p := loyalty.Program{LadderWindowMonths: c.months}
		if n := p.LadderSpend(c.of, at(c.on)); n != c.counts {
			t.Errorf("%d months to %s: %d, not %d", c.months, c.on, n, c.counts)
		}
	}
}

// However a member climbs and slides, nobody falls below the default, no sale
// moves anybody down, no review moves anybody up, and a review moves by one
// level at most.
func TestLadderMovesByItsRules(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		list := []pos.Tier{{Name: "Start", Default: true}}
		var at pos.Money
		for i := range rapid.IntRange(1, 5).Draw(rt, "levels") {
			at += pos.Money(rapid.Int64Range(1, 5000_00).Draw(rt, "step"))
			list = append(list, pos.Tier{Name: string(rune('A' + i)), RateBp: int64(i+1) * 100, Threshold: at})
		}
		l := loyalty.LadderOf(rapid.Permutation(list).Draw(rt, "order"))
		if err := l.Check(); err != nil {
			rt.Fatal(err)
		}
		place := func(t pos.Tier) int {
			for i, x := range l {
				if x.Name == t.Name {
					return i
				}
			}
			rt.Fatalf("%s is no level", t.Name)
			return -1
		}
		now := l[0]
		for range rapid.IntRange(1, 20).Draw(rt, "moves") {
			spend := rapid.Int64Range(-100, int64(at)+100).Draw(rt, "spend")
			was := place(now)
			if rapid.Bool().Draw(rt, "sale") {
				to, up := l.Promote(now, spend)
				if place(to) < was || up != (place(to) > was) || up && int64(to.Threshold) > spend {
					rt.Fatalf("a sale moves %s to %s with %d", now.Name, to.Name, spend)
				}
				if next, left, ok := l.Next(to, spend); ok && (place(next) <= place(to) || spend+left != int64(next.Threshold)) {
					rt.Fatalf("after %s comes %s in %d", to.Name, next.Name, left)
				}
				now = to
			} else {
				to := l.Review(now, spend)
				if place(to) > was || place(to) < was-1 || place(to) < was && spend >= int64(now.Threshold) {
					rt.Fatalf("a review moves %s to %s with %d", now.Name, to.Name, spend)
				}
				now = to
			}
		}
	})
}

// Whatever comes back, in whatever parts, takes from the ladder exactly what
// the sale gave to it.
func TestLadderBaseComesBackWhole(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		d := draw(rt)
		q := quote(rt, d)
		var back int64
		for i, l := range d.lines {
			base := d.program.LineBase(l, q.Lines[i])
			for a := int64(0); a < l.QtyMilli; {
				b := a + rapid.Int64Range(1, l.QtyMilli-a).Draw(rt, "more")
				back += loyalty.Part(base, l.QtyMilli, a, b)
				a = b
			}
		}
		if back != q.AccrualBase {
			rt.Fatalf("%d counted and %d came back", q.AccrualBase, back)
		}
	})
}
