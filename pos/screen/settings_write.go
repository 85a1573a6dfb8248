package screen

import (
	"strconv"
	"strings"
)

// writeDecimal is the form of a number in a field, with the language's mark
// and without needless zeros.
func writeDecimal(language string, n int64, decimals int) string {
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

// Lines of an address stand in one field with a bar between them.
func oneLine(text string) string { return strings.ReplaceAll(text, "\n", " | ") }

func manyLines(text string) string {
	var lines []string
	for _, l := range strings.Split(text, "|") {
		if l = strings.TrimSpace(l); l != "" {
			lines = append(lines, l)
		}
	}
	return strings.Join(lines, "\n")
}
