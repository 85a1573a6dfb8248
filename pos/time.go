package pos

import (
	"strings"
	"time"
)

// Millis is a moment as the store and the journal keep it: milliseconds since
// 1970 UTC. Zero is "never" or "not yet", as the field says.
type Millis int64

// At converts a moment.
func At(t time.Time) Millis { return Millis(t.UnixMilli()) }

// Time is the moment in a time zone.
func (m Millis) Time(zone *time.Location) time.Time { return time.UnixMilli(int64(m)).In(zone) }

// dots are what stands for the dot of a date: a number pad has a comma.
var dots = strings.NewReplacer("/", ".", "-", ".", ",", ".")

// ReadDay reads a day as people write it: 2026-12-01, 1.12.2026, 1/12/26, 1,12,2026
// (the day before the month). It is the day's first moment in a zone.
func ReadDay(text string, zone *time.Location) (day time.Time, ok bool) {
	text = strings.TrimSpace(text)
	if at, err := time.ParseInLocation(time.DateOnly, text, zone); err == nil {
		return at, true
	}
	for _, layout := range []string{"2.1.2006", "2.1.06"} {
		if at, err := time.ParseInLocation(layout, dots.Replace(text), zone); err == nil {
			return at, true
		}
	}
	return day, false
}

// EndOfDay is the last millisecond of the day that t falls on, in t's zone. It
// is taken from the next midnight, so that a day of 23 or 25 hours is right.
func EndOfDay(t time.Time) time.Time {
	y, m, d := t.Date()
	return time.Date(y, m, d+1, 0, 0, 0, 0, t.Location()).Add(-time.Millisecond)
}

// AddMonths is the end of the day n months after t; a day that the month has
// not is its last one: 31 January and one month is the end of 28 February.
func AddMonths(t time.Time, n int) time.Time {
	y, m, d := t.Date()
	last := time.Date(y, m+time.Month(n)+1, 0, 0, 0, 0, 0, t.Location())
	return EndOfDay(time.Date(last.Year(), last.Month(), min(d, last.Day()), 12, 0, 0, 0, t.Location()))
}
