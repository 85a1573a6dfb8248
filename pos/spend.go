package pos

import (
	"encoding/binary"
	"errors"
	"math"
	"slices"
)

// Spend is what the ladder counts of a member: the accrual base of their sales,
// less what came back, in minor units by the day (UTC). Returns lower the day
// of the sale, so that a window forgets both at once.
type Spend struct {
	Total int64 // of all time
	Days  []SpendDay
}

// SpendDay is one day's.
type SpendDay struct {
	Day  int64 // days since 1970
	Base int64
}

// KeepSpendDays is how long single days are kept: the longest window (24
// months) and a margin for returns.
const KeepSpendDays = 800

// DayOf is the day of a moment (UTC).
func DayOf(at Millis) int64 { return FloorDiv(int64(at), 24*60*60*1000) }

// FloorDiv is a/b rounded down, b above zero.
func FloorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

// Add counts base, which may be below zero, on a day.
func (s *Spend) Add(day, base int64) {
	s.Total += base
	at, found := slices.BinarySearchFunc(s.Days, day, func(d SpendDay, day int64) int { return int(d.Day - day) })
	if found {
		s.Days[at].Base += base
		if s.Days[at].Base == 0 {
			s.Days = slices.Delete(s.Days, at, at+1)
		}
	} else if base != 0 {
		s.Days = slices.Insert(s.Days, at, SpendDay{day, base})
	}
	if n := len(s.Days); n > 0 {
		newest := s.Days[n-1].Day
		s.Days = slices.DeleteFunc(s.Days, func(d SpendDay) bool { return d.Day <= newest-KeepSpendDays })
	}
}

// Merge counts what another member spent too: both are one person.
func (s *Spend) Merge(o Spend) {
	left := o.Total
	for _, d := range o.Days {
		s.Add(d.Day, d.Base)
		left -= d.Base
	}
	s.Total += left // of days that are kept no more
}

// Since is the sum from a day on.
func (s *Spend) Since(day int64) (n int64) { return s.Between(day, math.MaxInt64) }

// Between is the sum of the days from the one to the other, both counted.
func (s *Spend) Between(from, to int64) (n int64) {
	for _, d := range s.Days {
		if d.Day >= from && d.Day <= to {
			n += d.Base
		}
	}
	return n
}

// Bytes is the form it is stored in: varints (Protocol Buffers encoding) of the
// total, then of each day the distance from the one before and its base. No
// spend at all is nil.
func (s *Spend) Bytes() []byte {
	if s.Total == 0 && len(s.Days) == 0 {
		return nil
	}
	b := binary.AppendVarint(nil, s.Total)
	var last int64
	for _, d := range s.Days {
		b = binary.AppendVarint(binary.AppendVarint(b, d.Day-last), d.Base)
		last = d.Day
	}
	return b
}

var errSpend = errors.New("pos: spend is not in its form")

// ParseSpend reads what Bytes wrote.
func ParseSpend(b []byte) (s Spend, err error) {
	if len(b) == 0 {
		return s, nil
	}
	next := func() int64 {
		v, n := binary.Varint(b)
		if n <= 0 {
			err = errSpend
			b = nil
			return 0
		}
		b = b[n:]
		return v
	}
	s.Total = next()
	var day int64
	for len(b) > 0 && err == nil {
		day += next()
		s.Days = append(s.Days, SpendDay{day, next()})
	}
	return s, err
}
