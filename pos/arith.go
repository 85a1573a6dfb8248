package pos

import (
	"math/big"
	"math/bits"
)

// FloorMulDiv is floor(a*b/d). The product is held in 128 bits, so it cannot
// overflow on the way; d must be positive. A result that does not fit 64 bits
// is cut to the nearest end of int64, and the callers' limits keep real
// amounts a factor of a million below that.
func FloorMulDiv(a, b, d int64) int64 {
	q, r, neg := mulDiv(a, b, d)
	if !neg {
		return cut(q, false)
	}
	if r != 0 {
		q++
	}
	return cut(q, true)
}

// HalfUpMulDiv is a*b/d rounded to the nearest integer, a half away from zero.
func HalfUpMulDiv(a, b, d int64) int64 {
	q, r, neg := mulDiv(a, b, d)
	// r >= d-r is 2r >= d without the overflow.
	if r >= uint64(d)-r {
		q++
	}
	return cut(q, neg)
}

// mulDiv is |a*b| divided by d, with the sign apart.
func mulDiv(a, b, d int64) (q, r uint64, neg bool) {
	if d <= 0 {
		panic("pos: division by a number that is not positive")
	}
	neg = (a < 0) != (b < 0) && a != 0 && b != 0
	hi, lo := bits.Mul64(abs(a), abs(b))
	if hi >= uint64(d) {
		return 1 << 63, 0, neg
	}
	q, r = bits.Div64(hi, lo, uint64(d))
	return q, r, neg
}

func abs(n int64) uint64 {
	if n < 0 {
		return -uint64(n)
	}
	return uint64(n)
}

func cut(q uint64, neg bool) int64 {
	const top = 1<<63 - 1
	if neg {
		if q > top {
			return -top - 1
		}
		return -int64(q)
	}
	if q > top {
		return top
	}
	return int64(q)
}

// LargestRemainder splits total over the weights: each gets
// floor(total*w/sum(w)), and the units left go one by one to the largest
// remainders, ties to the earlier place. The parts always add up to total,
// unless no weight is positive: then nothing can be split and all are zero.
// Weights must not be negative.
//
// The method is Hamilton's, as used for sharing seats; for money it keeps the
// lines of a receipt equal to its sum.
func LargestRemainder(total int64, weights []int64) []int64 {
	parts := make([]int64, len(weights))
	var sum int64
	for _, w := range weights {
		sum += w
	}
	if sum <= 0 || total == 0 {
		return parts
	}
	rest := make([]uint64, len(weights))
	left := total
	for i, w := range weights {
		q, r, _ := mulDiv(total, w, sum)
		parts[i], rest[i] = int64(q), r
		left -= int64(q)
	}
	for ; left > 0; left-- {
		best := -1
		for i, r := range rest {
			if weights[i] > 0 && r > 0 && (best < 0 || r > rest[best]) {
				best = i
			}
		}
		parts[best]++
		rest[best] = 0
	}
	return parts
}

// FloorRatio is floor(n/d) for numbers of any size; it is used where three
// factors meet and 128 bits would not do. d must be positive.
func FloorRatio(n, d *big.Int) int64 {
	q := new(big.Int).Div(n, d) // Euclidean: the floor for a positive divisor
	if !q.IsInt64() {
		return cut(1<<63, n.Sign() < 0)
	}
	return q.Int64()
}
