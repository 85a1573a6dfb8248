package decode

import (
	"bytes"
	"strconv"

	"bonuskasse/hardware"
	"bonuskasse/hardware/magstripe"
)

// barcode says what a code's content is, AIM identifier and all.
//
// What is surely the shop's own or surely goods is named first, then payment
// cards are refused, then the rest is looked at: so a GTIN that passes the
// Luhn test is sold, and a card number in a QR is refused.
func barcode(line []byte, o hardware.Origin, p hardware.Profile) hardware.Scan {
	aim, body := splitAIM(line)
	if aim == "" && o.AIM {
		if why := rulesOf(o, p).Payment(line); why != hardware.WhyNot {
			return refused(why)
		}
		return garbage(hardware.WhyNoAIM)
	}
	if aim == "" { // with an identifier a space may be Code 39's check character
		body = bytes.Trim(body, " ")
	}
	c := code{aim: aim, body: body, origin: o, profile: p}
	s := c.read()
	s.Symbology = aim
	return s
}

// code is one barcode's content on its way to a meaning.
type code struct {
	aim     string // "]C1", or "" when the reader sends none
	body    []byte
	origin  hardware.Origin
	profile hardware.Profile
}

func (c code) read() hardware.Scan {
	if len(c.body) == 0 {
		if c.aim != "" {
			return garbage(hardware.WhyCut)
		}
		return hardware.Scan{}
	}
	body, right := c.checked()
	if right && !c.opaque() {
		c.body = body
		if s, ok := c.sure(); ok {
			return s
		}
	}
	if why := rulesOf(c.origin, c.profile).Payment(c.body); why != hardware.WhyNot && !c.retailSymbol() {
		return refused(why)
	}
	switch {
	case !right:
		return garbage(hardware.WhyCheckDigit)
	case !isText(c.body):
		return garbage(noText(c.body))
	case c.opaque():
		return unknown(hardware.WhyForeign, nil)
	}
	return c.rest()
}

// sure names what cannot be a payment card whatever its digits are.
func (c code) sure() (hardware.Scan, bool) {
	if s, ok := c.gs1(); ok {
		return s, positive(s)
	}
	if allDigits(c.body) {
		s := c.number()
		return s, positive(s)
	}
	if digits, ok := ownURL(c.profile.QRURL, c.body); ok {
		s := c.club(digits)
		return s, positive(s)
	}
	if s, ok := c.digitalLink(); ok {
		return s, positive(s)
	}
	return hardware.Scan{}, false
}

// positive tells whether a scan names something that the till can act on, so
// that no rule of refusal is asked.
func positive(s hardware.Scan) bool {
	switch s.Kind {
	case hardware.KindClubCard, hardware.KindProduct, hardware.KindCoupon:
		return true
	}
	return false
}

// rest names what is no payment card and was not sure.
func (c code) rest() hardware.Scan {
	if s, ok := c.gs1(); ok {
		return s
	}
	if allDigits(c.body) {
		return c.number()
	}
	if digits, ok := ownURL(c.profile.QRURL, c.body); ok {
		return c.club(digits)
	}
	if s, ok := c.coupon(); ok {
		return s
	}
	// What readers are set to say when they saw no code; "NR" is the default
	// of Zebra, Datalogic and Honeywell.
	switch string(c.body[:min(len(c.body), 8)]) {
	case "NR", "NOREAD", "NO READ", "NoRead", "?":
		return hardware.Scan{Kind: hardware.KindUnknown, Reason: hardware.WhyNoRead}
	}
	return unknown(hardware.WhyForeign, c.body)
}

// coupon names a code that begins with the shop's coupon prefix. One whose
// prefix came in small letters was typed so, or with Caps Lock on: then all of
// it is meant in capitals.
func (c code) coupon() (hardware.Scan, bool) {
	own := []byte(c.profile.CouponPrefix)
	if len(own) == 0 || len(c.body) <= len(own) || !printable(c.body) {
		return hardware.Scan{}, false
	}
	switch head := c.body[:len(own)]; {
	case bytes.Equal(head, own):
		return hardware.Scan{Kind: hardware.KindCoupon, Value: string(c.body)}, true
	case bytes.Equal(head, bytes.ToLower(own)):
		return hardware.Scan{Kind: hardware.KindCoupon, Value: string(bytes.ToUpper(c.body))}, true
	}
	return hardware.Scan{}, false
}

// number names a code that is digits only.
func (c code) number() hardware.Scan {
	digits := c.body
	if c.aim != "" && c.aim[1] == 'E' {
		return c.retail(digits)
	}
	if s, ok := magstripe.OwnIIN(digits, c.profile); ok {
		return s
	}
	if s := c.club(digits); s.Kind == hardware.KindClubCard {
		// A number padded with zeros can pass for a GTIN. As a GTIN it would
		// be one for use inside a company (GTIN-8 beginning with 0), or a
		// UPC-E without its identifier, and both are rare: the card is first
		// in the till's order, and the other reading goes with it.
		if g, ok := gtin(digits); ok {
			s.OrProduct = g
		}
		return s
	}
	if s, ok := c.gsrn(digits); ok && s.Kind == hardware.KindClubCard {
		return s // the bare 18 digits, own company prefix and right check digit
	}
	// Goods by their number. A typed 14-digit number may be a Diners Club
	// card's, so it has to get past the rules of refusal: see rest.
	if g, ok := gtin(digits); ok && c.origin.Barcode() && !(c.origin.Family == hardware.Keyboard && c.cardLike(digits)) {
		return c.article(g)
	}
	if g, ok := addOn(digits); ok && c.origin.Barcode() && periodical(g) {
		return c.article(g)
	}
	switch len(digits) {
	case 12, 13, 14:
		return garbage(hardware.WhyCheckDigit)
	}
	if s, ok := c.gsrn(digits); ok {
		return s
	}
	return unknown(hardware.WhyOutOfRange, digits)
}

// cardLike tells whether a typed number of 14 digits is a payment card's too.
func (c code) cardLike(digits []byte) bool {
	return len(digits) == 14 && rulesOf(c.origin, c.profile).Payment(digits) != hardware.WhyNot
}

// club names a card's number: a club card if it is in the shop's range.
// Leading zeros are padding.
func (c code) club(digits []byte) hardware.Scan {
	n, ok := magstripe.Number(digits)
	if !ok || c.profile.ClubMax == 0 || n < c.profile.ClubMin || n > c.profile.ClubMax {
		return unknown(hardware.WhyOutOfRange, digits)
	}
	return hardware.Scan{Kind: hardware.KindClubCard, Value: strconv.FormatInt(n, 10)}
}
