package decode

import (
	"bytes"
	"strings"

	"bonuskasse/hardware"
	"bonuskasse/hardware/magstripe"
)

// mod10 tells whether digits end with GS1's check digit: weights 3 and 1 from
// the right (GS1 General Specifications, 7.9.1). It serves GTIN, SSCC and GSRN.
func mod10(digits []byte) bool {
	sum := 0
	for i := range digits {
		d := int(digits[len(digits)-1-i] - '0')
		if i%2 == 1 {
			d *= 3
		}
		sum += d
	}
	return sum%10 == 0
}

func magLuhn(digits []byte) bool { return magstripe.Luhn(digits) }

// gtin reads 8, 12, 13 or 14 digits as a Global Trade Item Number and gives
// its normal form: 13 digits, or 14 where a packing indicator stands before
// them. GTIN-8 and GTIN-12 (UPC-A) are filled with zeros (GS1 General
// Specifications, 3.3.2). Eight digits beginning with 0 or 1 that are no GTIN-8
// are tried as UPC-E with its number system and check digit. Ok is false if
// the length or the check digit is wrong.
func gtin(digits []byte) (normal string, ok bool) {
	switch len(digits) {
	case 8, 12, 13, 14:
	default:
		return "", false
	}
	if !allDigits(digits) || len(bytes.Trim(digits, "0")) == 0 {
		return "", false
	}
	if !mod10(digits) {
		if len(digits) == 8 {
			return upcE(digits)
		}
		return "", false
	}
	if len(digits) == 14 && digits[0] == '0' {
		digits = digits[1:]
	}
	return strings.Repeat("0", max(0, 13-len(digits))) + string(digits), true
}

// upcE expands a zero-suppressed UPC (GS1 General Specifications, 5.2.2.4):
// number system, six digits of which the last says where zeros were left out,
// check digit.
func upcE(digits []byte) (normal string, ok bool) {
	if digits[0] > '1' {
		return "", false
	}
	d := string(digits[1:7])
	var middle string
	switch last := d[5]; {
	case last <= '2':
		middle = d[:2] + string(rune(last)) + "0000" + d[2:5]
	case last == '3':
		middle = d[:3] + "00000" + d[3:5]
	case last == '4':
		middle = d[:4] + "00000" + d[4:5]
	default:
		middle = d[:5] + "0000" + string(rune(last))
	}
	full := string(digits[0]) + middle + string(digits[7])
	if !mod10([]byte(full)) {
		return "", false
	}
	return "0" + full, true
}

// retail names the content of a symbol that the reader calls UPC or EAN. Such
// a symbol carries a GTIN or nothing: five digits are a magazine's add-on
// (]E2) and no club card.
func (c code) retail(digits []byte) hardware.Scan {
	switch c.aim {
	case "]E1", "]E2":
		return unknown(hardware.WhyForeign, nil) // an add-on by itself names no goods
	case "]E3":
		if g, ok := addOn(digits); ok {
			return c.article(g)
		}
	}
	if len(digits) == 8 && c.aim != "]E4" {
		if g, ok := upcE(digits); ok {
			return c.article(g) // an EAN-8 would be ]E4
		}
	}
	if g, ok := gtin(digits); ok {
		return c.article(g)
	}
	return garbage(hardware.WhyCheckDigit)
}

// retailSymbol tells whether the reader says that the digits stood in a UPC or
// EAN symbol and they are as many as such a symbol holds. No payment card
// number stands there, whatever the digits pass.
func (c code) retailSymbol() bool {
	if c.aim == "" || c.aim[1] != 'E' || !allDigits(c.body) {
		return false
	}
	n := len(c.body)
	return n <= 8 || n == 12 || n == 13
}

// addOn reads an EAN-13 with the 2 or 5 digits of its add-on symbol behind it,
// which say the issue or the price (GS1 General Specifications, 5.2.2.5).
func addOn(digits []byte) (normal string, ok bool) {
	if n := len(digits); n != 15 && n != 18 {
		return "", false
	}
	return gtin(digits[:13])
}

// periodical tells whether a GTIN is a magazine's or a book's, the goods that
// bear add-ons.
func periodical(normal string) bool {
	return strings.HasPrefix(normal, "977") || strings.HasPrefix(normal, "978") || strings.HasPrefix(normal, "979")
}

// article names a GTIN in normal form. GS1 prefixes (GS1 General
// Specifications, 1.4): 99 and 981-984 are coupons, 980 is a refund receipt,
// 20-29 are a shop's own use, one of which may be the shop's card codes.
func (c code) article(normal string) hardware.Scan {
	if own := c.profile.EANPrefix; own != "" && len(normal) == 13 && strings.HasPrefix(normal, own) {
		return c.club([]byte(normal[len(own):12]))
	}
	if len(normal) == 13 {
		switch {
		case normal[:2] == "99", normal[:3] >= "981" && normal[:3] <= "984":
			return hardware.Scan{Kind: hardware.KindCoupon, Value: normal}
		case normal[:3] == "980":
			return unknown(hardware.WhyForeign, nil)
		}
	}
	return hardware.Scan{Kind: hardware.KindProduct, Value: normal}
}

// gsrn reads the 18 digits of a Global Service Relation Number: company
// prefix, reference, check digit (GS1 General Specifications, 2.5). Under the
// shop's own company prefix the reference is a club card's number. Ok is false
// if the digits are no GSRN of the shop.
func (c code) gsrn(digits []byte) (hardware.Scan, bool) {
	own := c.profile.GSRNPrefix
	if own == "" || len(digits) != 18 || !bytes.HasPrefix(digits, []byte(own)) {
		return hardware.Scan{}, false
	}
	if !mod10(digits) {
		return garbage(hardware.WhyCheckDigit), true
	}
	return c.club(digits[len(own):17]), true
}
