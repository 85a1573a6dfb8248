package pos

import "strings"

// NormalBarcode is the form barcodes are stored and compared in: spaces gone,
// and a GTIN of 8, 12 or 14 digits with a right check digit as GTIN-13, so that
// an article scans the same whatever symbol it carries (GS1 General
// Specifications, 3.3: a GTIN is compared with leading zeros). Anything else
// stays as it is: shops have numbers of their own.
func NormalBarcode(code string) string {
	code = strings.Join(strings.Fields(code), "")
	if len(code) > 14 || strings.Trim(code, "0123456789") != "" {
		return code
	}
	switch len(code) {
	case 8, 12:
		if gtinChecks(code) {
			return strings.Repeat("0", 13-len(code)) + code
		}
	case 14:
		if code[0] == '0' && gtinChecks(code) {
			return code[1:]
		}
	}
	return code
}

// gtinChecks reports whether the last digit is the check digit of the others:
// weights 3 and 1 from the right (GS1 General Specifications, 7.9).
func gtinChecks(code string) bool {
	sum, weight := 0, 1
	for i := len(code) - 1; i >= 0; i-- {
		sum += int(code[i]-'0') * weight
		weight = 4 - weight
	}
	return sum%10 == 0
}
