package hardware

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// CardJob is cards before they are drawn: a plain value, independent of paper
// and printer, as a Document is for receipts. hardware/card draws it.
type CardJob struct {
	Title  string // a PDF's title
	Made   time.Time
	Lang   string // "da", "en", "fr": the words of the sheets' edges
	Layout CardLayout
	Design CardDesign
	Cards  []CardFace
}

// CardFace is what one card says that the others do not.
type CardFace struct {
	Number string
	Kind   string // as people call it: "Bonus card"
	Name   string // the member's; empty on a card for anybody
	Photo  []byte // the member's, PNG or JPEG; nil is none
	Codes  []CardCode
}

// CardCode is a code on a card. At most one is a QR code, and at most one has
// bars.
type CardCode struct {
	Symbology Symbology
	QR        bool // Text as a QR code; Symbology is not used
	Text      string
}

// CardDesign is how a shop's cards look. It is stored as JSON: add fields,
// never change one.
type CardDesign struct {
	Name   string `json:"name"`
	Title  string `json:"title"`            // the shop, or the club
	Ground string `json:"ground"`           // #rrggbb
	Ink    string `json:"ink"`              // of the letters on the ground
	Logo   []byte `json:"logo,omitempty"`   // PNG or JPEG; stands in the title's place
	Holder bool   `json:"holder,omitempty"` // the member's name
	Photo  bool   `json:"photo,omitempty"`  // the member's photo
	// Back is a second side: the stripe's place and Note.
	Back   bool   `json:"back,omitempty"`
	Stripe bool   `json:"stripe,omitempty"` // the cards have a magnetic stripe
	Note   string `json:"note,omitempty"`   // on the back: whose card it is, where to call
}

// FirstCardDesign is the design of a shop that has chosen none: good to read,
// and to print on any printer.
func FirstCardDesign(shop string) CardDesign {
	return CardDesign{Title: shop, Ground: "#0f3d4c", Ink: "#ffffff", Holder: true, Photo: true}
}

// Bounds on a design's words.
const (
	MaxCardTitle = 60
	MaxCardNote  = 400
)

// Check tells what in a design makes no sense.
func (d CardDesign) Check() error {
	switch {
	case len([]rune(d.Title)) > MaxCardTitle:
		return fmt.Errorf("title of %d letters", len([]rune(d.Title)))
	case len([]rune(d.Note)) > MaxCardNote:
		return fmt.Errorf("note of %d letters", len([]rune(d.Note)))
	}
	for _, c := range []string{d.Ground, d.Ink} {
		if _, _, _, err := CardColour(c); err != nil {
			return err
		}
	}
	return nil
}

// CardColour reads a colour of the form #rrggbb.
func CardColour(text string) (r, g, b uint8, err error) {
	n, err := strconv.ParseUint(strings.TrimPrefix(text, "#"), 16, 32)
	if err != nil || len(text) != 7 || text[0] != '#' {
		return 0, 0, 0, fmt.Errorf("colour %q is not like #0f3d4c", text)
	}
	return uint8(n >> 16), uint8(n >> 8), uint8(n), nil
}

// CardLayout is the paper that cards are printed on.
type CardLayout string

// The layouts. The cards are 85.60 x 53.98 mm (ISO/IEC 7810, ID-1) but for
// Avery's, which are punched a little smaller.
const (
	CardsA4    CardLayout = "a4"     // A4, eight with 3 mm bleed and crop marks
	CardsA4Ten CardLayout = "a4-10"  // A4, ten without bleed
	CardsAvery CardLayout = "c32011" // A4, Avery C32011-10: ten of 85 x 54 mm
	CardsCR80  CardLayout = "cr80"   // a page a card, for a card printer
)

// CardLayouts are all of them.
func CardLayouts() []CardLayout { return []CardLayout{CardsA4, CardsA4Ten, CardsAvery, CardsCR80} }

// CardCodeText is what a card's code says, so that the readers of a shop with
// this profile take it for the card: the bare number in bars of Code 128, prefix
// and number in an EAN-13, the shop's address and number in a QR code. It is
// false where the number has no room, or the shop no prefix.
func (p Profile) CardCodeText(c CardCode, number string) (string, bool) {
	switch {
	case c.QR:
		return p.QRURL + number, true
	case c.Symbology == EAN13:
		room := 12 - len(p.EANPrefix)
		if p.EANPrefix == "" || len(number) > room {
			return "", false
		}
		return EAN13Digits(p.EANPrefix + strings.Repeat("0", room-len(number)) + number)
	}
	return number, true
}

// CardTracks is what a printing house writes on a card's magnetic stripe, from
// sentinel to sentinel (ISO/IEC 7811-2): the number on tracks 1 and 2, which
// readers compare, and nothing on track 3.
func CardTracks(number string) (one, two, three string) {
	return "%" + number + "?", ";" + number + "?", ""
}
