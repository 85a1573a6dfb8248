package pos_test

import (
	"math/big"
	"testing"

	"pgregory.net/rapid"

	"bonuskasse/pos"
)

func TestHalfUpMulDiv(t *testing.T) {
	tests := []struct{ a, b, d, want int64 }{
		{1, 1, 2, 1}, {-1, 1, 2, -1}, {1, 1, 3, 0}, {2, 1, 3, 1}, {0, 5, 7, 0},
		{1275, 12900, 1000, 16448}, // 1.275 kg at 129.00
		{5, 1, 2, 3}, {-5, 1, 2, -3}, {25, 1, 50, 1}, {24, 1, 50, 0},
	}
	for _, tt := range tests {
		if got := pos.HalfUpMulDiv(tt.a, tt.b, tt.d); got != tt.want {
			t.Errorf("half up of %d*%d/%d = %d, want %d", tt.a, tt.b, tt.d, got, tt.want)
		}
	}
}

// The 128-bit arithmetic agrees with numbers of any size.
func TestMulDivAgreesWithBig(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := rapid.Int64Range(-1e15, 1e15).Draw(t, "a")
		b := rapid.Int64Range(-1e9, 1e9).Draw(t, "b")
		d := rapid.Int64Range(1e7, 1e12).Draw(t, "d")
		n := new(big.Int).Mul(big.NewInt(a), big.NewInt(b))
		if want := pos.FloorRatio(n, big.NewInt(d)); pos.FloorMulDiv(a, b, d) != want {
			t.Fatalf("floor of %d*%d/%d = %d, want %d", a, b, d, pos.FloorMulDiv(a, b, d), want)
		}
		// Half up, away from zero: floor of (2|n|+d)/(2d) with the sign.
		m := new(big.Int).Abs(n)
		m.Lsh(m, 1).Add(m, big.NewInt(d))
		want := pos.FloorRatio(m, big.NewInt(2*d)) * int64(n.Sign())
		if got := pos.HalfUpMulDiv(a, b, d); got != want {
			t.Fatalf("half up of %d*%d/%d = %d, want %d", a, b, d, got, want)
		}
	})
}

func TestLargestRemainder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		total := rapid.Int64Range(0, 1e12).Draw(t, "total")
		weights := rapid.SliceOfN(rapid.Int64Range(0, 1e10), 1, 20).Draw(t, "weights")
		var sum, all int64
		parts := pos.LargestRemainder(total, weights)
		for i, p := range parts {
			sum += p
			all += weights[i]
			if weights[i] == 0 && p != 0 {
				t.Fatalf("%d to a weight of nothing", p)
			}
		}
		if all == 0 {
			total = 0
		}
		if sum != total {
			t.Fatalf("parts %v add up to %d, not %d", parts, sum, total)
		}
		for i, p := range parts {
			if all > 0 {
				floor := pos.FloorMulDiv(total, weights[i], all)
				if p != floor && p != floor+1 {
					t.Fatalf("part %d is %d, its exact share rounds down to %d", i, p, floor)
				}
			}
		}
	})
	if got := pos.LargestRemainder(1, []int64{1, 1}); got[0] != 1 {
		t.Errorf("a tie goes to the earlier place, got %v", got)
	}
}
