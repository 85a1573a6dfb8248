package ui

import (
	"bonuskasse/assets"
	"bonuskasse/pos"
	"bonuskasse/pos/screen"
	"bonuskasse/pos/screen/words"
)

// T is the words of a key in the front's language.
func (f *Front) T(key string, args ...any) string { return f.Kit.T(key, args...) }

// N is T for a key with the two forms of a number.
func (f *Front) N(key string, n int64, args ...any) string { return f.Kit.N(key, n, args...) }

// Say is a sentence in the front's language.
func (f *Front) Say(s screen.Sentence) string {
	return words.Say(f.Kit.Lang, string(f.state.Currency), f.state.Zone, s)
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
