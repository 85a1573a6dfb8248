package journal

import "time"

// Clock is a hybrid logical clock (Kulkarni et al., 2014): milliseconds since
// 1970 UTC in the upper 48 bits, a counter in the lower 16. It never goes
// backwards, whatever the machine's clock does.
type Clock int64

// After is the next reading, given the last one and the machine's time.
func (last Clock) After(now time.Time) Clock {
	return max(Clock(now.UnixMilli())<<16, last+1)
}

// Millis is the reading's moment, milliseconds since 1970 UTC.
func (c Clock) Millis() int64 { return int64(c >> 16) }

// ClockAt is the first reading in a millisecond.
func ClockAt(millis int64) Clock { return Clock(millis << 16) }
