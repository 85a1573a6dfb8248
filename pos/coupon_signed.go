package pos

import (
	"crypto/ed25519"
	"encoding/base32"
	"encoding/binary"
	"strings"
)

// SignedCoupon is what a coupon's QR code says: enough for a till that has
// never heard of the coupon, and has no line, to count it. The signature is by
// the key of the till that printed it.
type SignedCoupon struct {
	Code       string
	Points     int64
	ValidUntil Millis // the last moment, of a minute; 0 is for ever
	Maker      CouponMaker
	Signature  [ed25519.SignatureSize]byte
}

// CouponMaker is the first half of the name of the incarnation whose key has
// signed: enough to find the key by, which is all it is for.
type CouponMaker [8]byte

// MakerOf is the maker that an incarnation's name gives.
func MakerOf(incarnation ID) CouponMaker { return CouponMaker(incarnation[:8]) }

// The text in the QR code is a prefix, the code, and the rest in Crockford's
// base 32: capitals and figures only, because
//   - a QR code has a mode for these that holds 154 of them in 41 x 41 modules
//     (ISO/IEC 18004, version 6-M), which receipt paper of 58 mm prints large;
//   - a reader that types like a US keyboard types them right on a Danish
//     layout too, where each of its hyphens would be a plus.
//
// U, which the alphabet lacks, parts the groups, so that never more than
// eleven figures stand together: no text can be taken for a payment card's.
//
// The rest is 79 bytes, the highest first: points (3), the minutes since 1970
// at which it expires (4, 0 is never), the maker (8), the signature (64).
const (
	couponRest    = 3 + 4 + 8 + ed25519.SignatureSize
	couponLetters = (couponRest*8 + 4) / 5
	couponGroup   = 11
	couponText    = couponChars + couponLetters + (couponLetters+couponGroup-1)/couponGroup
)

var crockfordBytes = base32.NewEncoding(crockford).WithPadding(base32.NoPadding)

// MaxCouponPoints is what fits in the signed form, and more than any coupon is
// worth.
const MaxCouponPoints = 1<<24 - 1

const minute = 60_000 // milliseconds

// Message is what the signature is over; the tag keeps it from being mistaken
// for anything else that the key signs.
func (c SignedCoupon) Message() []byte {
	m := append([]byte("bonuskasse coupon v1\n"), c.Code...)
	return append(m, c.facts()...)
}

// facts are points, end and maker as bytes.
func (c SignedCoupon) facts() []byte {
	var points, end [4]byte
	binary.BigEndian.PutUint32(points[:], uint32(c.Points))
	if c.ValidUntil != 0 {
		binary.BigEndian.PutUint32(end[:], uint32((c.ValidUntil+1)/minute))
	}
	b := append([]byte(nil), points[1:]...)
	b = append(b, end[:]...)
	return append(b, c.Maker[:]...)
}

// Good reports whether the signature is by the key.
func (c SignedCoupon) Good(key ed25519.PublicKey) bool {
	return len(key) == ed25519.PublicKeySize && ed25519.Verify(key, c.Message(), c.Signature[:])
}

// Text is what the QR code says.
func (c SignedCoupon) Text(prefix string) string {
	rest := crockfordBytes.EncodeToString(append(c.facts(), c.Signature[:]...))
	var b strings.Builder
	b.WriteString(prefix)
	b.WriteString(c.Code)
	for len(rest) > 0 {
		n := min(couponGroup, len(rest))
		b.WriteByte('U')
		b.WriteString(rest[:n])
		rest = rest[n:]
	}
	return b.String()
}

// ReadCoupon reads what a reader gave, whatever the prefix before it, or what a
// person typed. signed is nil for a bare code: then only a till that knows the
// coupon can count it. What is no coupon's code at all is the refusal
// BadCoupon.
func ReadCoupon(text, prefix string) (code string, signed *SignedCoupon, err error) {
	text = strings.TrimSpace(text)
	if len(text) >= couponText {
		if s, ok := readSigned(text[len(text)-couponText:]); ok {
			return s.Code, &s, nil
		}
		return "", nil, Refuse(BadCoupon)
	}
	if bare, ok := strings.CutPrefix(text, prefix); ok && prefix != "" {
		if code, err := ReadCouponCode(bare); err == nil {
			return code, nil, nil
		}
	}
	code, err = ReadCouponCode(text)
	return code, nil, err
}

func readSigned(text string) (s SignedCoupon, ok bool) {
	text = strings.ToUpper(text)
	code, err := ReadCouponCode(text[:couponChars])
	if err != nil {
		return s, false
	}
	rest, err := crockfordBytes.DecodeString(strings.ReplaceAll(text[couponChars:], "U", ""))
	if err != nil || len(rest) != couponRest {
		return s, false
	}
	s.Code = code
	s.Points = int64(binary.BigEndian.Uint32(append([]byte{0}, rest[:3]...)))
	if end := binary.BigEndian.Uint32(rest[3:7]); end != 0 {
		s.ValidUntil = Millis(end)*minute - 1
	}
	s.Maker = CouponMaker(rest[7:15])
	s.Signature = [ed25519.SignatureSize]byte(rest[15:])
	return s, s.Points > 0
}
