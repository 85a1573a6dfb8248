package pos

import (
	"io"
	"strings"
)

// What is refused of gift cards, beside what code.go has.
const (
	BadGiftCard     Code = "bad_gift_card"     // a slip in the code
	GiftCardEmpty   Code = "gift_card_empty"   // nothing is left on it
	GiftCardExpired Code = "gift_card_expired" // the detail is the last moment, in milliseconds
	GiftCardBlocked Code = "gift_card_blocked"
	GiftCardWait    Code = "gift_card_wait" // too many wrong codes; the detail is the seconds
	PointsMissing   Code = "points_missing" // the detail is how many
)

// GiftCardKind says where the money of a gift card came from.
type GiftCardKind string

// The kinds of gift card.
const (
	// PaidCard was paid for: it is the holder's money. What it pays for earns.
	PaidCard GiftCardKind = "paid"
	// PromotionalCard was bought with points, or given: it pays before a paid
	// one, and what it pays for earns nothing.
	PromotionalCard GiftCardKind = "promotional"
)

// Tender is the way to pay that a card of the kind is.
func (k GiftCardKind) Tender() TenderKind {
	if k == PromotionalCard {
		return PromoGiftCard
	}
	return PaidGiftCard
}

// GiftCardState is where a gift card is in its life. It is computed: no event
// says that a day is over.
type GiftCardState string

// The states of a gift card.
const (
	ActiveGiftCard GiftCardState = "active"
	// ExpiredGiftCard is past its validity and still taken: the holder may have
	// the rest until PayableUntil.
	ExpiredGiftCard GiftCardState = "expired_payable"
	EndedGiftCard   GiftCardState = "expired" // for good
	SpentGiftCard   GiftCardState = "spent"
	BlockedGiftCard GiftCardState = "blocked"
)

// GiftCard is a balance on paper: whoever holds it may spend it, in parts.
type GiftCard struct {
	Code         string       `json:"code"` // without hyphens; GroupCouponCode is for people
	Kind         GiftCardKind `json:"kind"`
	Amount       Money        `json:"amount"` // when it was made
	Balance      Money        `json:"balance"`
	ValidUntil   Millis       `json:"valid_until"`   // the last moment; 0 is for ever
	PayableUntil Millis       `json:"payable_until"` // likewise, of the time after
	Blocked      bool         `json:"-"`
	Made         Millis       `json:"made"`
}

// StateAt is the state at a moment.
func (g GiftCard) StateAt(at Millis) GiftCardState {
	switch {
	case g.Blocked:
		return BlockedGiftCard
	case g.Balance == 0:
		return SpentGiftCard
	case g.ValidUntil == 0 || at <= g.ValidUntil:
		return ActiveGiftCard
	case at <= g.PayableUntil:
		return ExpiredGiftCard
	}
	return EndedGiftCard
}

// MayPay refuses a card that pays nothing at a moment, and says why.
func (g GiftCard) MayPay(at Millis) error {
	switch g.StateAt(at) {
	case BlockedGiftCard:
		return Refuse(GiftCardBlocked)
	case SpentGiftCard:
		return Refuse(GiftCardEmpty)
	case EndedGiftCard:
		return Refuse(GiftCardExpired, int64(g.PayableUntil))
	}
	return nil
}

// GiftCardUse is what a gift card pays of a sale, or gets back of a refund.
type GiftCardUse struct {
	Code   string       `json:"code"`
	Kind   GiftCardKind `json:"kind"`
	Amount Money        `json:"amount"`
	Left   Money        `json:"left"` // on the card, after it
}

// Reward is a line of the catalogue: what points buy.
type Reward struct {
	SKU    string     `json:"sku"`
	Name   string     `json:"name"`
	Kind   RewardKind `json:"kind"`
	Points int64      `json:"points"`
	Amount Money      `json:"amount,omitempty"` // of a gift card
	Stock  *int64     `json:"stock"`            // nil is without end
	Active bool       `json:"active"`
}

// RewardKind is what a reward is.
type RewardKind string

// The kinds of reward.
const (
	GiftCardReward RewardKind = "gift_card" // a promotional one
	ThingReward    RewardKind = "thing"     // handed out: a ticket, a coffee
)

// GiftCardPrefix begins what a gift card's QR code says: letters alone, as
// those of a coupon's, so that a scan tells the two apart.
const GiftCardPrefix = "BKG"

// A gift card's code is a coupon's but for its check letter, which is another
// letter always: neither is ever taken for the other, and every slip is caught
// as it is there.
const giftCardTwist = 1

func giftCardCheck(data []byte) byte {
	return crockford[strings.IndexByte(crockford, couponCheck(data))^giftCardTwist]
}

// NewGiftCardCode draws a code from a source of randomness.
func NewGiftCardCode(random io.Reader) (string, error) {
	code, err := NewCouponCode(random)
	if err != nil {
		return "", err
	}
	data := []byte(code[:couponData])
	return string(append(data, giftCardCheck(data))), nil
}

// GiftCardText is what a gift card's QR code says.
func GiftCardText(code string) string { return GiftCardPrefix + code }

// ReadGiftCardCode reads a code as people type it, or as a reader gives it. A
// code with a slip in it, and a coupon's, is the refusal BadGiftCard.
func ReadGiftCardCode(text string) (string, error) {
	text = strings.ToUpper(strings.TrimSpace(text))
	if bare, ok := strings.CutPrefix(text, GiftCardPrefix); ok {
		if code, ok := readGiftCard(bare); ok {
			return code, nil
		}
	}
	if code, ok := readGiftCard(text); ok {
		return code, nil
	}
	return "", Refuse(BadGiftCard)
}

func readGiftCard(text string) (string, bool) {
	code := make([]byte, 0, couponChars)
	for _, r := range text {
		if couponSpace(r) {
			continue
		}
		v := letterOf(r)
		if v < 0 || len(code) == couponChars {
			return "", false
		}
		code = append(code, crockford[v])
	}
	if len(code) != couponChars || giftCardCheck(code[:couponData]) != code[couponData] {
		return "", false
	}
	return string(code), true
}
