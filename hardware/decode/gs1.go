package decode

import (
	"bytes"

	"bonuskasse/hardware"
)

// gs1 names a GS1 element string: application identifiers and their values.
// Ok is false if the content is none. Three kinds are known for one:
//   - a carrier's AIM identifier says so, or a leading GS (FNC1 as sent);
//   - brackets around the identifiers, as some readers are set to write;
//   - no AIM identifier, and (01) with a valid GTIN, or (8018) or (8017) with
//     a valid GSRN and nothing else.
func (c code) gs1() (hardware.Scan, bool) {
	var found elements
	switch body := c.body; {
	case gs1Carriers[c.aim], c.aim == "" && body[0] == gs:
		found.parse(body)
	case c.aim == "" && body[0] == '(':
		if !found.brackets(body) {
			return hardware.Scan{}, false
		}
	case c.aim == "" && len(body) >= 16 && string(body[:2]) == "01" && allDigits(body[:16]) && mod10(body[2:16]):
		found.parse(body)
	case c.aim == "" && len(body) == 22 && (string(body[:4]) == "8018" || string(body[:4]) == "8017") && allDigits(body) && mod10(body[4:]):
		found.parse(body)
	default:
		return hardware.Scan{}, false
	}
	return c.elements(found), true
}

// elements names what was found, the most telling identifier first.
func (c code) elements(found elements) hardware.Scan {
	switch {
	case found.recipient != nil: // (8018) GSRN of a service's recipient: a customer
		if s, ok := c.gsrn(found.recipient); ok {
			return s
		}
		return unknown(hardware.WhyForeign, nil)
	case found.coupon != nil: // (255) GCN, (8110), (8112): coupons
		return hardware.Scan{Kind: hardware.KindCoupon, Value: string(found.coupon)}
	case found.badCoupon:
		return garbage(hardware.WhyCheckDigit)
	case found.gtin != nil: // (01)
		g, ok := gtin(found.gtin)
		if !ok || len(found.gtin) != 14 {
			return garbage(hardware.WhyCheckDigit)
		}
		return c.article(g)
	case found.provider != nil: // (8017) GSRN of a service's provider: staff
		return unknown(hardware.WhyProvider, nil)
	}
	// Some card printers begin every Code 128 with FNC1 though the content is
	// a bare number. Read as GS1 it would be a lot number by itself, which the
	// standard does not allow ((10) goes with a GTIN: 4.13.2).
	if allDigits(c.body) && len(c.body) <= 9 {
		if s := c.club(c.body); s.Kind == hardware.KindClubCard {
			return s
		}
	}
	return unknown(hardware.WhyForeign, nil)
}

// elements are the values of the application identifiers that a till can use;
// they alias the content.
type elements struct {
	gtin, recipient, provider, coupon []byte
	badCoupon                         bool
}

// take keeps a value if its identifier is one that the till uses.
func (e *elements) take(ai string, value []byte) {
	switch ai {
	case "01":
		e.gtin = value
	case "8018":
		e.recipient = value
	case "8017":
		e.provider = value
	case "8110", "8112":
		if len(value) > 0 && printable(value) {
			e.coupon = value
		}
	case "255":
		if len(value) < 13 || !allDigits(value) || !mod10(value[:13]) {
			e.badCoupon = true
			return
		}
		e.coupon = value
	}
}

// parse reads concatenated element strings (GS1 General Specifications,
// 7.8). Identifiers with a predefined length need no separator; all others end
// with GS or the content's end. Wedges lose the GS, so that the value before
// it runs on: what was found up to there still stands.
func (e *elements) parse(body []byte) {
	for {
		body = bytes.TrimLeft(body, string(rune(gs)))
		n := identifier(body)
		if n == 0 || len(body) <= n {
			return
		}
		ai := string(body[:n])
		body = body[n:]
		length := predefined(ai)
		if stop := bytes.IndexByte(body, gs); stop >= 0 && (length == 0 || stop < length) {
			length = stop
		}
		if length == 0 || length > len(body) {
			length = len(body)
		}
		e.take(ai, body[:length])
		body = body[length:]
	}
}

// brackets reads `(01)04006381333931(10)LOT`.
func (e *elements) brackets(body []byte) bool {
	any := false
	for len(body) > 0 {
		shut := bytes.IndexByte(body, ')')
		if body[0] != '(' || shut < 3 || shut > 5 || !allDigits(body[1:shut]) {
			return false
		}
		ai := string(body[1:shut])
		if identifier(body[1:shut]) != len(ai) {
			return false
		}
		value := body[shut+1:]
		body = nil
		for i := range value {
			if value[i] == '(' && opensIdentifier(value[i:]) {
				value, body = value[:i], value[i:]
				break
			}
		}
		e.take(ai, value)
		any = true
	}
	return any
}

func opensIdentifier(text []byte) bool {
	shut := bytes.IndexByte(text, ')')
	return shut >= 3 && shut <= 5 && allDigits(text[1:shut])
}

// identifier tells how many digits the application identifier at the start of
// body has, 0 if there is none (GS1 General Specifications, 3.2).
func identifier(body []byte) int {
	if len(body) < 2 || !allDigits(body[:2]) {
		return 0
	}
	n := 2
	switch body[0] {
	case '2':
		if body[1] >= '3' && body[1] <= '5' {
			n = 3
		}
	case '3':
		if body[1] != '0' && body[1] != '7' {
			n = 4
		}
	case '4':
		n = 3
		if body[1] == '3' {
			n = 4
		}
	case '7':
		n = 4
		if body[1] == '1' {
			n = 3
		}
	case '8':
		n = 4
	}
	if len(body) < n || !allDigits(body[:n]) {
		return 0
	}
	return n
}

// predefined gives the length of a value that needs no separator, 0 for all
// others (GS1 General Specifications, figure 7.8.5-2).
func predefined(ai string) int {
	switch ai[:2] {
	case "00":
		return 18
	case "01", "02", "03":
		return 14
	case "04":
		return 16
	case "11", "12", "13", "14", "15", "16", "17", "18", "19":
		return 6
	case "20":
		return 2
	case "31", "32", "33", "34", "35", "36":
		return 6
	case "41":
		return 13
	}
	return 0
}
