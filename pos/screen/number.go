package screen

import (
	"strconv"
	"strings"

	"bonuskasse/pos"
)

// ReadScaled reads typed digits with at most one decimal mark, point or comma,
// into units of 1/10^decimals. More decimals than that are refused, not cut.
func ReadScaled(text string, decimals int) (int64, bool) {
	text = strings.Map(func(r rune) rune {
		if r == ' ' || r == '\u00a0' || r == '\u202f' {
			return -1
		}
		return r
	}, text)
	whole, part, _ := strings.Cut(strings.Replace(text, ",", ".", 1), ".")
	if len(whole) > 12 || len(part) > decimals || !digits(whole+part) {
		return 0, false
	}
	n, err := strconv.ParseInt(whole+part+strings.Repeat("0", decimals-len(part)), 10, 64)
	return n, err == nil
}

// ReadAmount reads an amount of money: "200", "86,50".
func ReadAmount(text string) (pos.Money, bool) {
	n, ok := ReadScaled(text, 2)
	return pos.Money(n), ok
}

// ReadQuantity reads a quantity into thousandths: "3", "1.275". More decimals than
// three are refused.
func ReadQuantity(text string) (int64, bool) { return ReadScaled(text, 3) }

// ReadNumber reads a whole number, with a sign or without.
func ReadNumber(text string) (int64, bool) {
	n, err := strconv.ParseInt(text, 10, 64)
	return n, err == nil
}

func digits(text string) bool {
	return text != "" && strings.Trim(text, "0123456789") == ""
}
