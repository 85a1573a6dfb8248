package ui

import (
	"strings"
	"time"

	"bonuskasse/assets"
	"bonuskasse/pos"
	"bonuskasse/pos/screen"
)

// T is the words of a key in the front's language.
func (f *Front) T(key string, args ...any) string { return f.Kit.T(key, args...) }

// N is T for a key with the two forms of a number.
func (f *Front) N(key string, n int64, args ...any) string { return f.Kit.N(key, n, args...) }

// Say is a sentence in the front's language.
func (f *Front) Say(s screen.Sentence) string {
	return say(f.Kit.Lang, string(f.state.Currency), f.state.Zone, s)
}

func say(lang, currency string, zone *time.Location, s screen.Sentence) string {
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
	case screen.Points:
		return assets.N(lang, "count.points", int64(a))
	case screen.Quantity:
		return assets.Quantity(lang, int64(a))
	case screen.Rate:
		return assets.Percent(lang, int64(a))
	case screen.Plain:
		return string(a)
	case screen.Sentence:
		return say(lang, currency, zone, a)
	}
	return a
}

// Money writes an amount with its currency.
func (f *Front) Money(m pos.Money) string {
	return assets.Money(f.Kit.Lang, string(f.state.Currency), int64(m))
}

// Amount writes an amount without its currency, for columns.
func (f *Front) Amount(m pos.Money) string {
	return assets.Amount(f.Kit.Lang, string(f.state.Currency), int64(m))
}

// Unit is the currency as the language writes it.
func (f *Front) Unit() string { return assets.Unit(f.Kit.Lang, string(f.state.Currency)) }

// Points writes points with their name.
func (f *Front) Points(n int64) string { return f.N("count.points", n) }

// Day writes a day in the shop's zone.
func (f *Front) Day(at pos.Millis) string { return assets.Date(f.Kit.Lang, at.Time(f.state.Zone)) }

// Clock writes hours and minutes in the shop's zone.
func (f *Front) Clock(at pos.Millis) string { return assets.Clock(f.Kit.Lang, at.Time(f.state.Zone)) }

// Moment writes day, hours and minutes.
func (f *Front) Moment(at pos.Millis) string {
	return assets.Moment(f.Kit.Lang, at.Time(f.state.Zone))
}
