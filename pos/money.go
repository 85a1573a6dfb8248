package pos

import "slices"

// Money is an amount of minor units (øre, cent) of the shop's one currency.
// A negative amount is money that goes back to the customer.
type Money int64

// Currency is an ISO 4217 code; the till knows those with 100 minor units.
type Currency string

// The currencies that shops use so far.
const (
	DKK Currency = "DKK"
	EUR Currency = "EUR"
)

// Currencies are those that the till can count in.
var Currencies = []Currency{DKK, EUR, "SEK", "NOK", "GBP", "CHF", "USD"}

// Known reports whether the till can count in the currency.
func (c Currency) Known() bool { return slices.Contains(Currencies, c) }

// Limits that keep every product of the sale arithmetic far inside 64 bits and
// stop a barcode typed into the amount from becoming a price.
const (
	// MaxUnitPrice is the highest price of one unit, in minor units.
	MaxUnitPrice Money = 100_000_000_00
	// MaxQtyMilli is the largest quantity of a line, in thousandths.
	MaxQtyMilli int64 = 100_000_000
	// MaxSale is the highest sum of a sale, in minor units.
	MaxSale Money = 1_000_000_000_00
)

// RoundCash rounds an amount to the smallest coin: half_up(due/step)*step. A
// step of one or less leaves it as it is. In Denmark the step is 50 øre.
func RoundCash(due, step Money) Money {
	if step <= 1 {
		return due
	}
	return Money(HalfUpMulDiv(int64(due), 1, int64(step))) * step
}
