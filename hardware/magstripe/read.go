package magstripe

import (
	"strconv"

	"bonuskasse/hardware"
)

// Read says what one frame of a magstripe reader is. Whole tells that the
// reader ended the frame itself: a frame without sentinels that silence ended
// may be the beginning of a longer number, and is refused.
//
// The rules in their order: a payment card anywhere in the frame refuses the
// whole frame; an unreadable track is passed over if another one is good; a
// wrong LRC, a cut track or two tracks that say different numbers are
// garbage. A swipe gives one scan however many tracks agree.
func Read(frame []byte, p hardware.Profile, whole bool) hardware.Scan {
	rules := Rules{Owner: OwnerOf(p), Stripe: true}
	if why := rules.Payment(frame); why != hardware.WhyNot {
		return hardware.Scan{Kind: hardware.KindPaymentCard, Reason: why}
	}
	for _, c := range frame {
		if c < 0x20 || c > 0x7e {
			return garbage(hardware.WhyNoText)
		}
	}
	tracks, ok := Tracks(frame)
	if !ok {
		if !whole || stray(frame) {
			return garbage(hardware.WhyCut)
		}
		return content(frame, 0, p)
	}
	var found []hardware.Scan
	for _, t := range tracks {
		switch t.Condition {
		case Cut:
			return garbage(hardware.WhyCut)
		case BadLRC:
			return garbage(hardware.WhyLRC)
		case Good:
			found = append(found, content(t.Data, t.Number, p))
		}
	}
	if len(found) == 0 {
		return hardware.Scan{Kind: hardware.KindReadError, Reason: hardware.WhyTrackUnread}
	}
	return agree(found)
}

// agree makes one scan of what the tracks say. A track of plain text (a name,
// say) contradicts nothing; two numbers or codes must be the same.
func agree(found []hardware.Scan) hardware.Scan {
	best, plain := hardware.Scan{}, found[0]
	for _, s := range found {
		if s.Kind == hardware.KindGarbage {
			return s
		}
		if s.Kind == hardware.KindUnknown && s.Reason == hardware.WhyForeign {
			continue
		}
		if best.Kind != hardware.KindNone && (best.Kind != s.Kind || best.Value != s.Value || best.Text != s.Text) {
			return garbage(hardware.WhyTracksDiffer)
		}
		best = s
	}
	if best.Kind == hardware.KindNone {
		return plain
	}
	return best
}

// content says what stands between two sentinels. A number may be followed by
// a separator and further fields (`10001=9912...`), which are not read.
func content(data []byte, track int, p hardware.Profile) hardware.Scan {
	if track == 1 && len(data) > 1 && letter(data[0]) && digit(data[1]) {
		data = data[1:] // format code B of ISO/IEC 7813, or an issuer's own letter
	}
	n := 0
	for n < len(data) && digit(data[n]) {
		n++
	}
	if n > 0 && (n == len(data) || data[n] == '=' || data[n] == '^' || data[n] == ' ') {
		return cardNumber(data[:n], p)
	}
	if c := p.CouponPrefix; c != "" && len(data) > len(c) && string(data[:len(c)]) == c {
		return hardware.Scan{Kind: hardware.KindCoupon, Value: string(data)}
	}
	return hardware.Scan{Kind: hardware.KindUnknown, Reason: hardware.WhyForeign, Text: Text(data)}
}

// cardNumber says what a number on a stripe is: a club card's by the shop's
// own IIN (IIN, number, Luhn digit) or by its range.
func cardNumber(digits []byte, p hardware.Profile) hardware.Scan {
	if s, ok := OwnIIN(digits, p); ok {
		return s
	}
	if OwnerOf(p).ownsTrack(digits) {
		return garbage(hardware.WhyCut) // how long the number was is not known
	}
	n, ok := Number(digits)
	if ok && p.ClubMax > 0 && n >= p.ClubMin && n <= p.ClubMax {
		return hardware.Scan{Kind: hardware.KindClubCard, Value: strconv.FormatInt(n, 10)}
	}
	return hardware.Scan{Kind: hardware.KindUnknown, Reason: hardware.WhyOutOfRange, Text: Text(digits)}
}

// OwnIIN reads a card number of ISO/IEC 7812-1 under the shop's own issuer
// number: IIN, the club card's number padded with zeros, Luhn digit, 12-19
// digits in all. Ok is false if the number is not of that form.
func OwnIIN(digits []byte, p hardware.Profile) (s hardware.Scan, ok bool) {
	l := len(p.OwnIIN)
	if l == 0 || len(digits) < leastPAN || len(digits) > mostPAN || string(digits[:l]) != p.OwnIIN {
		return hardware.Scan{}, false
	}
	if !Luhn(digits) {
		return garbage(hardware.WhyCheckDigit), true
	}
	n, _ := Number(digits[l : len(digits)-1])
	if p.ClubMax == 0 || n < p.ClubMin || n > p.ClubMax {
		return hardware.Scan{Kind: hardware.KindUnknown, Reason: hardware.WhyOutOfRange}, true
	}
	return hardware.Scan{Kind: hardware.KindClubCard, Value: strconv.FormatInt(n, 10)}, true
}

// Text is data as a scan may carry it: "" if twelve digits or more stand in a
// row, whatever is between them, for a misread payment card is one too.
func Text(data []byte) string {
	run := 0
	for _, c := range data {
		switch {
		case digit(c):
			if run++; run >= leastPAN {
				return ""
			}
		case c != ' ' && c != '-':
			run = 0
		}
	}
	return string(data)
}

// stray tells whether a frame without a start sentinel holds an end sentinel
// or another track: then its beginning was lost.
func stray(frame []byte) bool {
	for _, c := range frame {
		if c == end || c == ';' || c == '%' {
			return true
		}
	}
	return false
}

func letter(c byte) bool { return c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' }

func garbage(why hardware.Why) hardware.Scan {
	return hardware.Scan{Kind: hardware.KindGarbage, Reason: why}
}
