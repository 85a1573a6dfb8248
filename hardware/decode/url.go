package decode

import (
	"bytes"
	"strings"

	"bonuskasse/hardware"
)

// ownURL takes the number off the shop's own QR address. The address must be
// the shop's to the letter, with digits behind it and nothing else: no user
// name, port, query, or other host that begins alike. Scheme and host may come
// in capitals (RFC 3986, 6.2.2.1); so may the path if all of it does, for a QR
// code in alphanumeric mode has no small letters (ISO/IEC 18004, 7.3.4).
func ownURL(own string, body []byte) (digits []byte, ok bool) {
	if own == "" || len(body) <= len(own) {
		return nil, false
	}
	head, digits := body[:len(own)], body[len(own):]
	if !allDigits(digits) || len(digits) > 18 {
		return nil, false
	}
	host := hostEnd(own)
	same := bytes.EqualFold(head[:host], []byte(own[:host])) && printable(head) &&
		(string(head[host:]) == own[host:] || bytes.Equal(body, bytes.ToUpper(body)) && bytes.EqualFold(head, []byte(own)))
	return digits, same
}

// hostEnd is where an address's path begins.
func hostEnd(address string) int {
	scheme := strings.Index(address, "://")
	if scheme < 0 {
		return 0
	}
	if path := strings.IndexByte(address[scheme+3:], '/'); path >= 0 {
		return scheme + 3 + path
	}
	return len(address)
}

// digitalLink names a GS1 Digital Link: an address at any host whose path
// holds an identifier and its value, such as
// https://id.gs1.org/01/04006381333931/10/LOT (GS1 Digital Link URI Syntax).
// Brand owners use their own hosts, so the check digit is what counts.
func (c code) digitalLink() (hardware.Scan, bool) {
	rest := c.body
	switch {
	case len(rest) > 8 && bytes.EqualFold(rest[:8], []byte("https://")):
		rest = rest[8:]
	case len(rest) > 7 && bytes.EqualFold(rest[:7], []byte("http://")):
		rest = rest[7:]
	default:
		return hardware.Scan{}, false
	}
	if i := bytes.IndexAny(rest, "?#"); i >= 0 {
		rest = rest[:i]
	}
	parts := bytes.Split(rest, []byte("/"))
	for i := 1; i+1 < len(parts); i++ {
		value := parts[i+1]
		switch string(parts[i]) {
		case "01", "gtin":
			if g, ok := gtin(value); ok {
				return c.article(g), true
			}
		case "8018", "gsrn":
			if s, ok := c.gsrn(value); ok {
				return s, true
			}
		}
	}
	return hardware.Scan{}, false
}
