package simtest

import "testing"

// TestTradeServesWithoutALine: what a till keeps for its own customers is what
// they can pay with while it has no line, and nobody spends what is not theirs.
func TestTradeServesWithoutALine(t *testing.T) {
	small := Trade{Tills: 5, Members: 30, Days: 14, Seed: 3, Second: 8}
	released := played(t, small)
	small.Kept = 500_00
	kept := played(t, small)
	small.Floor = 50_00
	floor := played(t, small)
	for _, got := range []Traded{released, kept, floor} {
		if got.Overspent > 0 || got.Owed > 0 || got.Different > 0 {
			t.Errorf("a chain that ends with faults: %+v", got)
		}
		if got.Offline().Asked < 10 {
			t.Errorf("too few asked for bonus without a line to say anything: %+v", got)
		}
	}
	if n := released.Offline().Served; n != 0 {
		t.Errorf("a till that releases everything served %d without a line", n)
	}
	if kept.Usual.Percent() < 60 {
		t.Errorf("the usual till served %.0f %% without a line", kept.Usual.Percent())
	}
	if floor.Offline().Percent() < 95 {
		t.Errorf("with a floor limit %.0f %% were served without a line", floor.Offline().Percent())
	}
}

func played(t *testing.T, of Trade) Traded {
	t.Helper()
	got, err := of.Play(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return got
}
