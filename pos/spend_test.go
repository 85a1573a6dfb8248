package pos

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func TestSpendCountsByTheDay(t *testing.T) {
	var s Spend
	s.Add(100, 350_00)
	s.Add(90, 100_00)
	s.Add(100, 50_00)
	s.Add(90, -100_00) // it came back
	if s.Total != 400_00 || s.Since(100) != 400_00 || s.Since(101) != 0 || len(s.Days) != 1 {
		t.Errorf("%+v", s)
	}
	s.Add(100+KeepSpendDays, 1)
	if s.Total != 400_01 || len(s.Days) != 1 {
		t.Errorf("after the longest window: %+v", s)
	}
}

func TestSpendKeepsItsForm(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		var s Spend
		for range rapid.IntRange(0, 20).Draw(rt, "n") {
			s.Add(rapid.Int64Range(20_000, 20_900).Draw(rt, "day"), rapid.Int64Range(-1_000_00, 1_000_00).Draw(rt, "base"))
		}
		got, err := ParseSpend(s.Bytes())
		if err != nil || got.Total != s.Total || !slices.Equal(got.Days, s.Days) {
			rt.Fatalf("%+v became %+v: %v", s, got, err)
		}
	})
	if _, err := ParseSpend([]byte{0x80}); err == nil {
		t.Error("half a number is taken")
	}
}
