package pos

import (
	"fmt"
	"io"
	"strings"
)

// What is refused of coupons, beside what code.go has.
const (
	BadCoupon     Code = "bad_coupon"     // a slip in the code
	CouponForged  Code = "coupon_forged"  // the signature is not the maker's
	CouponForeign Code = "coupon_foreign" // nobody here knows the maker
	BadDate       Code = "bad_date"
	TooMany       Code = "too_many" // the detail is the most
)

// CouponState is where a coupon is in its life.
type CouponState string

// The states of a coupon.
const (
	FreeCoupon       CouponState = "free"
	RegisteredCoupon CouponState = "registered" // counted to a member, once
	VoidCoupon       CouponState = "void"
	// ExpiredCoupon is computed: a free one whose last moment is over. No event
	// says it, so that no clock has to.
	ExpiredCoupon CouponState = "expired"
)

// CouponStates are all states, in the order a screen offers them.
func CouponStates() []CouponState {
	return []CouponState{FreeCoupon, RegisteredCoupon, VoidCoupon, ExpiredCoupon}
}

// Coupon is points on paper: whoever holds it may have it counted to their
// account, once.
type Coupon struct {
	Code       string      `json:"code"` // without hyphens; GroupCouponCode is for people
	Points     int64       `json:"points"`
	ValidUntil Millis      `json:"valid_until"` // the last moment; 0 is for ever
	State      CouponState `json:"state"`       // expired is never stored: see StateAt
	Batch      ID          `json:"batch,omitzero"`
	Made       Millis      `json:"made"`
	// Changed is when it got its state: of a free one, when it was made.
	Changed Millis `json:"changed"`
	Member  ID     `json:"member,omitzero"` // whom it was counted to
	Way     string `json:"way,omitempty"`   // how: typed, scanned, given, noted
	Prints  int64  `json:"prints"`          // how often it was put on paper
}

// StateAt is the state at a moment.
func (c Coupon) StateAt(at Millis) CouponState {
	if c.State == FreeCoupon && c.ValidUntil != 0 && at > c.ValidUntil {
		return ExpiredCoupon
	}
	return c.State
}

// A coupon's code is 50 random bits as ten letters of Crockford's base 32
// (https://www.crockford.com/base32.html) and a check letter. The alphabet
// leaves out I, L, O and U: the first three are read as 1, 1 and 0.
//
// Crockford's own check symbol is the number modulo 37 and needs five more
// characters, some of which no keyboard of a till has in the same place. Here
// the check letter is of the same 32: the letters are elements of the field
// GF(32), and the letters of a code, each times its own power of a primitive
// element, add up to nothing. That is a Reed-Solomon code of one check symbol
// (I. S. Reed and G. Solomon, Polynomial Codes over Certain Finite Fields,
// 1960). A wrong letter adds a multiple of a power, which is not zero; two
// letters that changed places add their difference times the difference of two
// powers, which is not zero either, because up to 31 powers are all different.
// So every slip of one letter and every swap of two is caught.
const (
	crockford   = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
	couponData  = 10 // letters of five bits
	couponChars = couponData + 1
	// gf32 is the field's polynomial, x^5 + x^2 + 1; it is primitive, so that
	// the powers of x (2) are all 31 elements but zero.
	gf32 = 0b100101
)

// NewCouponCode draws a code from a source of randomness (crypto/rand.Reader in
// a program). Nobody guesses one: a million coupons are one code in 10^9.
func NewCouponCode(random io.Reader) (string, error) {
	var b [7]byte
	if _, err := io.ReadFull(random, b[:]); err != nil {
		return "", fmt.Errorf("new coupon: %w", err)
	}
	var bits uint64
	for _, x := range b {
		bits = bits<<8 | uint64(x)
	}
	code := make([]byte, 0, couponChars)
	for i := range couponData {
		code = append(code, crockford[bits>>(5*i)&31])
	}
	return string(append(code, couponCheck(code))), nil
}

// ReadCouponCode reads a code as people type it: in small letters, with spaces
// or hyphens anywhere, O for 0, I or L for 1. What it gives is the form that is
// stored and compared. A code with a slip in it is the refusal BadCoupon.
func ReadCouponCode(text string) (string, error) {
	code := make([]byte, 0, couponChars)
	for _, r := range text {
		if couponSpace(r) {
			continue
		}
		v := letterOf(r)
		if v < 0 || len(code) == couponChars {
			return "", Refuse(BadCoupon)
		}
		code = append(code, crockford[v])
	}
	if len(code) != couponChars || couponCheck(code[:couponData]) != code[couponData] {
		return "", Refuse(BadCoupon)
	}
	return string(code), nil
}

// couponSpace reports what people and papers put between the groups of a code.
func couponSpace(r rune) bool {
	return r == ' ' || r == '-' || r == '\u00a0' || r == '\u202f' || r == '\u2011' || r == '\u2013'
}

// CouponCodeBegin is the beginning of a code as it is stored, of what a person
// typed so far; what is no letter of a code is left out.
func CouponCodeBegin(text string) string {
	var b strings.Builder
	for _, r := range text {
		if v := letterOf(r); v >= 0 {
			b.WriteByte(crockford[v])
		}
	}
	return b.String()
}

// GroupCouponCode writes a code in groups, to be read aloud and typed.
func GroupCouponCode(code string) string {
	if len(code) != couponChars {
		return code
	}
	return code[:4] + "-" + code[4:8] + "-" + code[8:]
}

// letterOf is the value of a letter, forgiving; -1 is none.
func letterOf(r rune) int {
	switch {
	case r >= 'a' && r <= 'z':
		r -= 'a' - 'A'
	case r > 'Z':
		return -1
	}
	switch r {
	case 'O':
		return 0
	case 'I', 'L':
		return 1
	}
	return strings.IndexRune(crockford, r)
}

// couponCheck is the check letter of the ten letters of a code.
func couponCheck(data []byte) byte {
	// Horner's rule: the last letter has the weight x, the one before it x².
	sum := 0
	for _, c := range data {
		sum = timesX(sum ^ strings.IndexByte(crockford, c))
	}
	return crockford[sum]
}

// timesX multiplies an element of GF(32) by x.
func timesX(v int) int {
	v <<= 1
	if v >= 32 {
		v ^= gf32
	}
	return v
}
