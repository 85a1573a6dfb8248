package hardware

import (
	"fmt"
	"strings"
	"time"
)

// Kind is what a scan is. The till asks club card, product, coupon, gift card
// and member in that order about a KindUnknown's Text.
type Kind uint8

const (
	KindNone        Kind = iota // nothing was read: only terminators, say
	KindClubCard                // Value is the card number without leading zeros
	KindProduct                 // Value is the GTIN, 13 digits, or 14 with a packing indicator
	KindCoupon                  // Value is the coupon's code
	KindRFID                    // Value is the tag's UID in upper-case hex
	KindPaymentCard             // refused; nothing of what was read is kept
	KindReadError               // the reader itself says that it could not read
	KindGarbage                 // cut, mangled or wrong check: scan again
	KindUnknown                 // read well, but not one of the shop's forms; see Text
	kindCount
)

var kindNames = [kindCount]string{"none", "club_card", "product", "coupon", "rfid_uid",
	"payment_card_refused", "read_error", "garbage", "unknown"}

// String gives the stable code of the kind.
func (k Kind) String() string { return name(kindNames[:], int(k), "kind") }

// MarshalText writes the code.
func (k Kind) MarshalText() ([]byte, error) { return []byte(k.String()), nil }

// UnmarshalText reads a code that String wrote.
func (k *Kind) UnmarshalText(text []byte) error {
	i, err := index(kindNames[:], string(text), "kind")
	*k = Kind(i)
	return err
}

// Refused tells that the cashier must hear the other sound: there is nothing
// in the scan to act on.
func (k Kind) Refused() bool {
	return k == KindPaymentCard || k == KindReadError || k == KindGarbage
}

// Why says more about a scan, for the sentence on the screen.
type Why uint8

const (
	WhyNot           Why = iota // nothing to explain
	WhyOutOfRange               // a card number below the first or above the last
	WhyForeign                  // a good code of another company, host or standard
	WhyNoRead                   // the reader's own "no read" message
	WhyCheckDigit               // the check digit or character is wrong
	WhyTooLong                  // longer than the frame limit
	WhyNoText                   // bytes that are no text: line noise
	WhyWrongFrame               // reads as 7E1 or 7O1 taken for 8N1: mend the port's settings
	WhyNoAIM                    // an AIM identifier was expected and is missing
	WhyCut                      // the code ended before its end
	WhyLRC                      // the track's LRC is wrong
	WhyTracksDiffer             // two tracks or two swipes say different numbers
	WhyTrackUnread              // the reader could not read the stripe
	WhyEncrypted                // an encrypted block: this reader's mode is of no use to a till
	WhyChecksum                 // the RFID block's checksum is wrong
	WhyRandomUID                // a random RFID UID: fit for nothing lasting, never enrol it
	WhyPaymentTrack             // laid out as a payment card's track
	WhyPaymentNumber            // a payment card's number
	WhyPaymentCode              // an EMVCo consumer-presented payment code
	WhyScanAgain                // keys and characters disagree: a key was lost on the way
	WhyNumLock                  // keypad keys came as arrows: Num Lock is off
	WhyProvider                 // a GSRN of a provider (8017), not of a customer (8018)
	WhyReport                   // a malformed HID report
	whyCount
)

var whyNames = [whyCount]string{"", "out_of_range", "foreign", "no_read", "check_digit", "too_long", "no_text",
	"wrong_frame", "no_aim", "cut", "lrc", "tracks_differ", "track_unread", "encrypted", "checksum", "random_uid",
	"payment_track", "payment_number", "payment_code", "scan_again", "num_lock", "provider", "report"}

// String gives the stable code of the reason ("" for WhyNot); screens
// translate it.
func (w Why) String() string { return name(whyNames[:], int(w), "why") }

// MarshalText writes the code.
func (w Why) MarshalText() ([]byte, error) { return []byte(w.String()), nil }

// UnmarshalText reads a code that String wrote.
func (w *Why) UnmarshalText(text []byte) error {
	i, err := index(whyNames[:], string(text), "why")
	*w = Why(i)
	return err
}

// Whys lists every reason but WhyNot, so that a test can prove that each one
// has a sentence in each language.
func Whys() []Why {
	all := make([]Why, 0, whyCount-1)
	for w := WhyNot + 1; w < whyCount; w++ {
		all = append(all, w)
	}
	return all
}

// Scan is one thing read by one reader. A payment card's scan carries Source
// and Reason and nothing else: no digit, no hash, no length of what was read.
type Scan struct {
	Kind      Kind   `json:"kind"`
	Value     string `json:"value,omitempty"`
	Symbology string `json:"symbology,omitempty"` // AIM identifier as sent, such as "]E0"
	Source    Source `json:"source,omitempty"`
	Reason    Why    `json:"reason,omitempty"`
	// Text is what was read, with layout and AIM identifier undone, when Kind
	// is KindUnknown: a gift card's or a member's code. It is empty whenever
	// it holds 12 digits or more in a row.
	Text string `json:"text,omitempty"`
	// OrProduct is the GTIN that a club card's number could be as well (a
	// zero-padded number with a right check digit and no AIM identifier to
	// tell); where both are known, the cashier is asked.
	OrProduct string `json:"or_product,omitempty"`
	// Reader is the device's name, and At the moment it was complete; the
	// driver sets both. A scan older than 5 s is to be dropped, with a sound.
	Reader string    `json:"reader,omitempty"`
	At     time.Time `json:"at,omitzero"`
}

// MaxAge is how old a scan may be when the till gets to it.
const MaxAge = 5 * time.Second

// Stale tells whether a scan is too old to act on.
func (s Scan) Stale(now time.Time) bool { return !s.At.IsZero() && now.Sub(s.At) > MaxAge }

// Source is where bytes come from. It decides what they may be: 0000010001
// from a scanner is card 10001, from an RFID reader it is a tag.
type Source string

const (
	SerialBarcode Source = "serial_barcode" // bytes of a scanner on a serial port or USB-CDC
	SerialMSR     Source = "serial_msr"     // bytes of a magstripe reader on a serial port
	WedgeMSR      Source = "wedge_msr"      // characters of a keyboard-like magstripe reader, US layout undone already
	WedgeHID      Source = "wedge_hid"      // 8-byte boot keyboard reports (USB HID 1.11, appendix B)
	HIDPOS        Source = "hidpos_barcode" // 64-byte reports of HID usage page 0x8C
	WedgeText     Source = "wedge_text"     // characters as the window received them; ":us", ":dk", ":fr" name the layout, "+aim" expects AIM
	Keyboard      Source = "keyboard"       // typed by a person
	RFIDWedge     Source = "rfid_wedge"     // characters of a keyboard-like RFID reader
	RFIDSerial    Source = "rfid_serial"    // bytes of an RFID reader on a serial port
)

// Sources lists the families of sources.
func Sources() []Source {
	return []Source{SerialBarcode, SerialMSR, WedgeMSR, WedgeHID, HIDPOS, WedgeText, Keyboard, RFIDWedge, RFIDSerial}
}

// Origin is a Source taken apart.
type Origin struct {
	Family Source
	Layout string // "", "us", "dk" or "fr"
	AIM    bool   // AIM identifiers are expected
}

// Parse takes a source apart: "wedge_text:dk+aim" is WedgeText on the Danish
// layout with AIM identifiers expected. The error is an Error with
// BadSettings.
func (s Source) Parse() (Origin, error) {
	text, aim := strings.CutSuffix(string(s), "+aim")
	family, layout, _ := strings.Cut(text, ":")
	o := Origin{Family: Source(family), Layout: layout, AIM: aim}
	known := false
	for _, f := range Sources() {
		known = known || f == o.Family
	}
	if !known {
		return Origin{}, &Error{Op: "source", Reason: BadSettings, Cause: fmt.Errorf("no source %q", s)}
	}
	if o.Layout != "" && o.Family != WedgeText {
		return Origin{}, &Error{Op: "source", Reason: BadSettings, Cause: fmt.Errorf("source %q has no layout", s)}
	}
	return o, nil
}

// Barcode tells whether the source can be a barcode scanner, whose valid
// GTINs are goods even where they pass the Luhn test.
func (o Origin) Barcode() bool {
	switch o.Family {
	case SerialBarcode, WedgeHID, HIDPOS, WedgeText, Keyboard:
		return true
	}
	return false
}

// Stripe tells whether the source can be a magstripe reader.
func (o Origin) Stripe() bool {
	switch o.Family {
	case SerialMSR, WedgeMSR, WedgeHID, WedgeText:
		return true
	}
	return false
}

// RFID tells whether the source is an RFID reader.
func (o Origin) RFID() bool { return o.Family == RFIDWedge || o.Family == RFIDSerial }
