package screen

import (
	"strconv"
	"strings"
)

// WriteDecimal is the form of a number in a field, in units of 1/10^decimals, with
// the language's mark and without needless zeros: ReadScaled reads it.
func WriteDecimal(language string, n int64, decimals int) string {
	sign := ""
	if n < 0 {
		sign, n = "-", -n
	}
	digits := strconv.FormatInt(n, 10)
	for len(digits) <= decimals {
		digits = "0" + digits
	}
	whole, part := digits[:len(digits)-decimals], digits[len(digits)-decimals:]
	if strings.Trim(part, "0") == "" {
		return sign + whole
	}
	mark := ","
	if language == "en" {
		mark = "."
	}
	return sign + whole + mark + part
}

// OneLine is a text of several lines, such as an address, as it stands in one field:
// with a bar between them.
func OneLine(text string) string { return strings.ReplaceAll(text, "\n", " | ") }

// ManyLines is what was typed so as lines, the empty ones left out.
func ManyLines(text string) string {
	var lines []string
	for _, l := range strings.Split(text, "|") {
		if l = strings.TrimSpace(l); l != "" {
			lines = append(lines, l)
		}
	}
	return strings.Join(lines, "\n")
}
