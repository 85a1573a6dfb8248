// Package words writes what a screen says in a language, for the window and for
// the terminal alike.
package words

import (
	"strings"
	"time"

	"bonuskasse/assets"
	"bonuskasse/pos"
	"bonuskasse/pos/screen"
)

// Say is a sentence in a language; amounts are in the currency, days in the zone
// (nil: UTC).
func Say(lang, currency string, zone *time.Location, s screen.Sentence) string {
	if s.IsZero() {
		return ""
	}
	args := make([]any, len(s.Args))
	for i, a := range s.Args {
		args[i] = argument(lang, currency, zone, a)
	}
	if code, ok := strings.CutPrefix(s.Key, "error."); ok {
		return assets.Code(lang, code, args...)
	}
	if len(args) > 0 && !assets.Has("en", s.Key) && assets.Has("en", s.Key+".one") {
		if n, ok := s.Args[0].(int64); ok {
			return assets.N(lang, s.Key, n, args[1:]...)
		}
	}
	return assets.T(lang, s.Key, args...)
}

func argument(lang, currency string, zone *time.Location, a any) any {
	if zone == nil {
		zone = time.UTC
	}
	switch a := a.(type) {
	case pos.Money:
		return assets.Money(lang, currency, int64(a))
	case pos.Millis:
		return assets.Date(lang, a.Time(zone))
	case screen.Clock:
		return assets.Clock(lang, pos.Millis(a).Time(zone))
	case screen.Moment:
		return assets.Moment(lang, pos.Millis(a).Time(zone))
	case screen.Month:
		return assets.Month(lang, pos.Millis(a).Time(zone))
	case screen.Points:
		return assets.N(lang, "count.points", int64(a))
	case screen.Quantity:
		return assets.Quantity(lang, int64(a))
	case screen.Rate:
		return assets.Percent(lang, int64(a))
	case screen.Plain:
		return string(a)
	case screen.Sentence:
		return Say(lang, currency, zone, a)
	}
	return a
}
