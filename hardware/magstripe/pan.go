package magstripe

import (
	"bytes"

	"bonuskasse/hardware"
)

// Luhn tells whether digits, which must be ASCII 0-9, end with the right check
// digit of ISO/IEC 7812-1 annex B (modulus 10, "double-add-double").
func Luhn(digits []byte) bool {
	sum := 0
	for i := range digits {
		d := int(digits[len(digits)-1-i] - '0')
		if i%2 == 1 {
			if d *= 2; d > 9 {
				d -= 9
			}
		}
		sum += d
	}
	return len(digits) > 0 && sum%10 == 0
}

// scheme is a range of issuer identification numbers: PANs whose first digits
// lie from low to high (both of the same length) have from least to most digits.
type scheme struct {
	low, high   string
	least, most int
}

// The ranges are those the schemes publish, taken widely where a scheme holds
// blocks of several lengths: a payment card let through is worse than a
// stranger's loyalty card refused. ISO/IEC 7812-1 allows up to 19 digits.
var schemes = []scheme{
	{"1", "1", 15, 15},           // UATP
	{"1946", "1946", 16, 16},     // GPN
	{"2014", "2014", 15, 15},     // Diners enRoute
	{"2149", "2149", 15, 15},     // Diners enRoute
	{"2131", "2131", 15, 15},     // JCB, old
	{"1800", "1800", 15, 15},     // JCB, old
	{"2200", "2204", 16, 19},     // Mir
	{"2205", "2205", 16, 16},     // BORICA
	{"2221", "2720", 16, 16},     // Mastercard, 2-series
	{"300", "305", 14, 19},       // Diners Club
	{"3095", "3095", 14, 19},     // Diners Club
	{"36", "36", 14, 19},         // Diners Club
	{"38", "39", 14, 19},         // Diners Club
	{"34", "34", 15, 15},         // American Express
	{"37", "37", 15, 15},         // American Express
	{"3528", "3589", 16, 19},     // JCB
	{"4", "4", 13, 19},           // Visa, Visa Electron, Visa/Dankort (4571), Carte Bancaire
	{"50", "50", 12, 19},         // Maestro; Dankort is 5019; Verve, Elo, RuPay
	{"51", "55", 16, 16},         // Mastercard
	{"5610", "5610", 16, 16},     // Bankcard
	{"56", "58", 12, 19},         // Maestro
	{"6011", "6011", 16, 19},     // Discover
	{"6", "6", 12, 19},           // Maestro, UnionPay (62), Discover (64, 65), Switch, Solo, Laser, RuPay, Hipercard
	{"81", "82", 16, 19},         // UnionPay, RuPay
	{"8600", "8600", 16, 16},     // Uzcard
	{"9704", "9704", 16, 19},     // Napas
	{"9792", "9792", 16, 16},     // Troy
	{"9860", "9860", 16, 16},     // Humo
	{"636297", "636368", 16, 16}, // Elo
}

const (
	leastPAN = 12 // shortest PAN in use (Maestro)
	mostPAN  = 19 // ISO/IEC 7812-1
	// shortest behind leading zeros: article numbers (GTIN) of up to fourteen digits
	// have those too
	leastBare = 15
	leastTrk  = 8 // shortest PAN that ISO/IEC 7813 lets stand on a track
)

// inScheme tells whether the digits have the first digits and the length of a
// known scheme.
func inScheme(digits []byte) bool {
	for _, s := range schemes {
		if len(digits) < s.least || len(digits) > s.most {
			continue
		}
		head := string(digits[:len(s.low)]) // at most six digits: never a PAN
		if s.low <= head && head <= s.high {
			return true
		}
	}
	return false
}

// Owner says which numbers are the shop's own and so never a payment card's.
// The allow list goes before every rule of refusal.
type Owner struct {
	IIN              string // begins the shop's own 12-19 digit numbers; "" for none
	ClubMin, ClubMax int64
}

// OwnerOf takes the shop's numbers from its reader set-up.
func OwnerOf(p hardware.Profile) Owner {
	return Owner{IIN: p.OwnIIN, ClubMin: p.ClubMin, ClubMax: p.ClubMax}
}

// Owns tells whether a run of digits is the shop's own: it begins with the
// own IIN, or it is a club card's number, padded or not.
func (o Owner) Owns(digits []byte) bool {
	if o.IIN != "" && len(digits) >= leastPAN && len(digits) <= mostPAN && string(digits[:min(len(o.IIN), len(digits))]) == o.IIN {
		return true
	}
	n, ok := Number(digits)
	return ok && n >= o.ClubMin && n <= o.ClubMax && o.ClubMax > 0
}

// ownsTrack tells whether a run too long for a number is a track of the shop's
// own card whose separator was lost: no payment card begins with the own IIN.
func (o Owner) ownsTrack(digits []byte) bool {
	return o.IIN != "" && len(digits) > mostPAN && string(digits[:len(o.IIN)]) == o.IIN
}

// Number reads a run of digits as a number. It is not ok for anything but
// digits, and for more than 18 digits after the leading zeros.
func Number(digits []byte) (int64, bool) {
	for len(digits) > 1 && digits[0] == '0' {
		digits = digits[1:]
	}
	if len(digits) == 0 || len(digits) > 18 {
		return 0, false
	}
	var n int64
	for _, c := range digits {
		if c < '0' || c > '9' {
			return 0, false
		}
		n = n*10 + int64(c-'0')
	}
	return n, true
}

// Rules says how wide the net is.
type Rules struct {
	Owner
	// Stripe is a card read: any 12-19 digits with Luhn between sentinels are
	// refused, known scheme or not (own numbers excepted).
	Stripe bool
	// Typed text may be a telephone number with its leading plus (E.164), and
	// people put more between groups of digits: see gaps.
	Typed bool
}

// Payment looks for a payment card anywhere in text, which may be a track,
// a barcode's content or typed characters, and says why it is one; WhyNot if
// it is none. It keeps nothing and makes no copy.
//
// The forms, and where they come from:
//   - PAN, separator, YYMM and service code: track 2 and 3 (ISO/IEC 7813,
//     ISO/IEC 4909), whether the Luhn digit is right or not: a misread card is
//     a card. The separator is `=`, or `D` as in EMV tag 57.
//   - `%B` PAN `^` name `^`: track 1, likewise; PANs with spaces occur there.
//   - 12-19 digits with Luhn and a scheme's first digits, grouped by single
//     spaces or dashes (typed ones by all in gaps) or not at all, and also where
//     other digits stand beside them: an expiry date, a telephone number.
//   - a longer run of digits that begins so: a Danish layout swallows the `=`.
//   - base64 or bytes of EMVCo's consumer-presented code: tag 85 "CPV01"
//     (EMV QR Code Specification, Consumer-Presented Mode, 4.2).
func (r Rules) Payment(text []byte) hardware.Why {
	if paymentCode(text) {
		return hardware.WhyPaymentCode
	}
	own := false // what stands here are further fields of the shop's own card
	for i := 0; i < len(text); {
		if !digit(text[i]) {
			own = own && text[i] != end && !Start(text[i])
			i++
			continue
		}
		var run [64]byte
		n, next := r.collect(text, i, run[:])
		why := r.run(text, i, next, run[:n])
		if own && why == hardware.WhyPaymentNumber {
			why = hardware.WhyNot // the expiry month and what follows it
		}
		own = own || r.Stripe && (i == 0 || sentinel(text, i)) && r.Owns(run[:n])
		clear(run[:])
		if why != hardware.WhyNot {
			return why
		}
		i = next
	}
	return hardware.WhyNot
}

// run judges one run of digits, which stands in text[from:to].
func (r Rules) run(text []byte, from, to int, digits []byte) hardware.Why {
	if r.Owns(digits) {
		return hardware.WhyNot
	}
	if n := len(digits); n >= leastTrk && n <= mostPAN {
		if trackTwo(text[to:]) || trackOne(text[to:]) {
			return hardware.WhyPaymentTrack
		}
	}
	if r.Typed && from == 1 && text[0] == '+' && len(digits) <= 15 {
		return hardware.WhyNot // E.164: at most fifteen digits after the plus
	}
	n := len(digits)
	if n >= leastPAN && n <= mostPAN && Luhn(digits) && (inScheme(digits) || r.Stripe && sentinel(text, from)) {
		return hardware.WhyPaymentNumber
	}
	if bare := bytes.TrimLeft(digits, "0"); r.Typed && len(bare) < n && len(bare) >= leastBare && len(bare) <= mostPAN && inScheme(bare) && Luhn(bare) {
		return hardware.WhyPaymentNumber // a field of a form filled it up
	}
	if why := r.groups(text[from:to]); why != hardware.WhyNot || r.ownsTrack(digits) {
		return why
	}
	if n > mostPAN || n > leastPAN && r.Stripe && sentinel(text, from) {
		for l := min(n, mostPAN); l >= leastPAN; l-- {
			if inScheme(digits[:l]) && Luhn(digits[:l]) {
				return hardware.WhyPaymentNumber
			}
		}
		if r.Stripe && n > mostPAN && sentinel(text, from) {
			return hardware.WhyPaymentTrack // a track whose separator was lost
		}
	}
	return hardware.WhyNot
}

// collect copies the run of digits that starts at text[i] into run, stepping
// over what groups digits, and tells how many digits there are (at most
// len(run)) and where the run ends in text.
func (r Rules) collect(text []byte, i int, run []byte) (n, next int) {
	for i < len(text) {
		switch c := text[i]; {
		case digit(c):
			if n < len(run) {
				run[n] = c
				n++
			}
			i++
		default:
			gap := r.gap(text[i:])
			if gap == 0 {
				return n, i
			}
			i += gap
		}
	}
	return n, i
}

// gaps are what else stands between groups of digits that were typed or pasted: a web
// page has spaces that do not break, and a letter real dashes.
var gaps = []string{".", "/", "_", "  ", "\u00a0", "\u2007", "\u2009", "\u202f", "\u2010", "\u2011", "\u2012", "\u2013", "\u2014", "\u2212"}

// gap is how many bytes text begins with that stand between two groups of digits.
func (r Rules) gap(text []byte) int {
	between := func(n int) bool { return n < len(text) && digit(text[n]) }
	if (text[0] == ' ' || text[0] == '-') && between(1) {
		return 1
	}
	if r.Typed {
		for _, g := range gaps {
			if between(len(g)) && string(text[:len(g)]) == g {
				return len(g)
			}
		}
	}
	return 0
}

// groups judges what a run of digits is made of, for a number that stands
// beside others: `4111 1111 1111 1111 12/25`, `ref 12 4111111111111111`. Such a
// number is one group, or it is grouped as cards print it: four digits first,
// four or more in each group but the last (4-4-4-4, 4-6-5, 4-6-4).
func (r Rules) groups(run []byte) hardware.Why {
	const leastPrinted = 14 // of a number that is grouped (Diners Club)
	var pan [mostPAN]byte
	defer clear(pan[:])
	for from := 0; from < len(run); {
		n, first := 0, 0
		for i := from; i < len(run); {
			size := 0
			for i+size < len(run) && digit(run[i+size]) {
				size++
			}
			if i == from {
				first = size
			}
			if n+size > mostPAN || n > 0 && first != 4 {
				break
			}
			n += copy(pan[n:], run[i:i+size])
			if (n == size && n >= leastPAN || n >= leastPrinted) && inScheme(pan[:n]) && Luhn(pan[:n]) && !r.Owns(pan[:n]) {
				return hardware.WhyPaymentNumber
			}
			i += size
			if size < 4 || i == len(run) {
				break
			}
			i += r.gap(run[i:])
		}
		if from += first; from < len(run) {
			from += r.gap(run[from:])
		}
	}
	return hardware.WhyNot
}

// trackTwo tells whether what follows a PAN is a separator, YYMM and a
// service code, or a separator in the place of a missing date.
func trackTwo(rest []byte) bool {
	if len(rest) < 2 || rest[0] != '=' && rest[0] != 'D' && rest[0] != 'd' {
		return false
	}
	if rest[0] == '=' && rest[1] == '=' {
		return true
	}
	if len(rest) < 8 {
		return false
	}
	for _, c := range rest[1:8] {
		if !digit(c) {
			return false
		}
	}
	return true
}

// trackOne tells whether what follows a PAN is a name between two carets.
// ISO/IEC 7813 gives the name 2-26 characters.
func trackOne(rest []byte) bool {
	if len(rest) == 0 || rest[0] != '^' {
		return false
	}
	for i, c := range rest[1:] {
		if c == '^' {
			return true
		}
		if i > 40 || c == '?' {
			return false
		}
	}
	return false
}

// sentinel tells whether the run that starts at text[at] stands at a track's
// beginning: after a start sentinel, or after the format code behind one.
func sentinel(text []byte, at int) bool {
	if at > 0 && (text[at-1] >= 'A' && text[at-1] <= 'Z' || text[at-1] >= 'a' && text[at-1] <= 'z') {
		at--
	}
	return at > 0 && Start(text[at-1])
}

func digit(c byte) bool { return c >= '0' && c <= '9' }

// paymentCode looks for the payload format indicator that begins an EMVCo
// consumer-presented code, as bytes or in base64. 85 05 "CPV" "01" comes to
// hQVDUFYwM plus a character of which two bits vary.
func paymentCode(text []byte) bool {
	return contains(text, "\x85\x05CPV") || contains(text, "hQVDUFYw")
}

func contains(text []byte, part string) bool {
	for i := 0; i+len(part) <= len(text); i++ {
		if string(text[i:i+len(part)]) == part {
			return true
		}
	}
	return false
}
