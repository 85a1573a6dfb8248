package hardware

import (
	"fmt"
	"strings"
	"time"
)

// Profile is a shop's set-up for its readers: which numbers are its own, and
// how a reader frames what it sends. The zero value knows no club card and
// still reads goods.
type Profile struct {
	// ClubMin and ClubMax bound the club card numbers, both included. ClubMax
	// 0 means that the shop has no cards.
	ClubMin int64 `json:"club_min" toml:"club_min"`
	ClubMax int64 `json:"club_max" toml:"club_max"`
	// EANPrefix marks the shop's own EAN-13 card codes: prefix, number padded
	// with zeros, check digit. It lies in GS1's range for restricted
	// circulation (20-29).
	EANPrefix string `json:"ean_prefix" toml:"ean_prefix"`
	// QRURL is what stands before the number in the shop's own QR codes.
	QRURL string `json:"qr_url" toml:"qr_url"`
	// GSRNPrefix is the shop's GS1 company prefix in GSRN card codes, AI (8018).
	GSRNPrefix string `json:"gsrn_prefix" toml:"gsrn_prefix"`
	// OwnIIN begins the shop's own 12-19 digit card numbers (ISO/IEC 7812),
	// which pass the Luhn test without being payment cards.
	OwnIIN string `json:"own_iin" toml:"own_iin"`
	// CouponPrefix begins the shop's coupon codes.
	CouponPrefix string `json:"coupon_prefix" toml:"coupon_prefix"`
	// MaxFrame is the longest frame in bytes; 0 means DefaultMaxFrame.
	MaxFrame int `json:"max_frame" toml:"max_frame"`

	// Prefix is what the reader is set to send before each code; it is taken
	// off. A wedge with a prefix is told from typing with certainty.
	Prefix string `json:"prefix,omitempty" toml:"prefix,omitempty"`
	// Suffix is what ends each code. SuffixAuto accepts every usual ending.
	Suffix Suffix `json:"suffix,omitempty" toml:"suffix,omitempty"`
	// Layout is the keyboard layout that a US wedge's keys pass through: us,
	// dk or fr. It serves a source that names no layout itself.
	Layout string `json:"layout,omitempty" toml:"layout,omitempty"`
	// ExpectAIM says that the reader sends AIM symbology identifiers. A code
	// without one is then cut or mangled, and refused.
	ExpectAIM bool `json:"expect_aim,omitempty" toml:"expect_aim,omitempty"`
	// GapMS is the silence, in milliseconds, that ends a frame without a
	// suffix; 0 means DefaultGap.
	GapMS int `json:"gap_ms,omitempty" toml:"gap_ms,omitempty"`
	// Source is the reader's source where a set-up holds one reader only.
	Source Source `json:"source,omitempty" toml:"source,omitempty"`
}

const (
	// DefaultMaxFrame bounds a frame: the longest code a till has a use for
	// (three tracks of a magnetic card: 79+40+107 characters) fits.
	DefaultMaxFrame = 256
	// DefaultGap is the silence that ends a frame without a suffix.
	DefaultGap = 50 * time.Millisecond

	leastMaxFrame, mostMaxFrame = 16, 4096
)

// Suffix is what a reader is set to send after each code.
type Suffix string

const (
	SuffixAuto Suffix = ""     // any of CR, LF, CRLF, TAB, STX...ETX, or silence
	SuffixCR   Suffix = "cr"   // what ends by silence was cut short, and refused
	SuffixLF   Suffix = "lf"   // likewise
	SuffixCRLF Suffix = "crlf" // likewise
	SuffixTab  Suffix = "tab"  // likewise
	SuffixETX  Suffix = "etx"  // STX before and ETX after; likewise
	SuffixNone Suffix = "none" // ends by silence
)

// Terminated tells whether the set-up promises an ending after each code, so
// that silence in the middle means a code was cut short.
func (s Suffix) Terminated() bool { return s != SuffixAuto && s != SuffixNone }

// Frame is the longest frame in bytes.
func (p Profile) Frame() int {
	if p.MaxFrame <= 0 {
		return DefaultMaxFrame
	}
	return min(max(p.MaxFrame, leastMaxFrame), mostMaxFrame)
}

// Gap is the silence that ends a frame.
func (p Profile) Gap() time.Duration {
	if p.GapMS <= 0 {
		return DefaultGap
	}
	return time.Duration(p.GapMS) * time.Millisecond
}

// Check tells what in a set-up makes no sense, as an Error with BadSettings.
func (p Profile) Check() error {
	bad := func(format string, args ...any) error {
		return &Error{Op: "profile", Reason: BadSettings, Cause: fmt.Errorf(format, args...)}
	}
	if p.ClubMin < 0 || p.ClubMax < 0 || p.ClubMax > 0 && p.ClubMin > p.ClubMax {
		return bad("club numbers from %d to %d", p.ClubMin, p.ClubMax)
	}
	for _, f := range []struct {
		name, text string
		longest    int
	}{
		{"ean_prefix", p.EANPrefix, 11}, {"gsrn_prefix", p.GSRNPrefix, 16}, {"own_iin", p.OwnIIN, 10},
	} {
		if len(f.text) > f.longest || strings.Trim(f.text, "0123456789") != "" {
			return bad("%s: %q is not 0-%d digits", f.name, f.text, f.longest)
		}
	}
	switch p.Suffix {
	case SuffixAuto, SuffixCR, SuffixLF, SuffixCRLF, SuffixTab, SuffixETX, SuffixNone:
	default:
		return bad("suffix %q", p.Suffix)
	}
	if p.MaxFrame != 0 && (p.MaxFrame < leastMaxFrame || p.MaxFrame > mostMaxFrame) {
		return bad("max_frame %d is not %d-%d", p.MaxFrame, leastMaxFrame, mostMaxFrame)
	}
	if p.GapMS < 0 || p.GapMS > 2000 {
		return bad("gap_ms %d is not 0-2000", p.GapMS)
	}
	if p.Source != "" {
		if _, err := p.Source.Parse(); err != nil {
			return err
		}
	}
	return nil
}
