package pos

import (
	"strings"
	"testing"
)

// TestGiftCardIsNoCoupon: the two codes are told apart by their check letter,
// with or without a prefix.
func TestGiftCardIsNoCoupon(t *testing.T) {
	for _, coupon := range couponCodes(t, 2000) {
		if code, err := ReadGiftCardCode(coupon); CodeOf(err) != BadGiftCard {
			t.Fatalf("the coupon %s is the gift card %s", coupon, code)
		}
		data := []byte(coupon[:couponData])
		card := string(append(data, giftCardCheck(data)))
		if code, err := ReadCouponCode(card); CodeOf(err) != BadCoupon {
			t.Fatalf("the gift card %s is the coupon %s", card, code)
		}
		for _, typed := range []string{card, strings.ToLower(GroupCouponCode(card)), GiftCardText(card), " " + strings.ToLower(GiftCardText(card)), strings.ReplaceAll(card, "0", "o")} {
			if code, err := ReadGiftCardCode(typed); err != nil || code != card {
				t.Fatalf("%q is read as %q (%v), not %s", typed, code, err, card)
			}
		}
	}
}

func TestGiftCardCatchesSlips(t *testing.T) {
	const data = "5Q4XM0ES1Z"
	card := data + string(giftCardCheck([]byte(data)))
	for i := range len(card) {
		for _, c := range crockford {
			wrong := card[:i] + string(c) + card[i+1:]
			if _, err := ReadGiftCardCode(wrong); (err == nil) != (wrong == card) {
				t.Errorf("%s: %v", wrong, err)
			}
		}
	}
	for _, typed := range []string{"", GiftCardPrefix, card[:10], card + "0", "U" + card[1:]} {
		if _, err := ReadGiftCardCode(typed); CodeOf(err) != BadGiftCard {
			t.Errorf("%q: %v", typed, err)
		}
	}
}

func TestGiftCardStates(t *testing.T) {
	g := GiftCard{Amount: 100, Balance: 100, ValidUntil: 10, PayableUntil: 20}
	for _, c := range []struct {
		card GiftCard
		at   Millis
		want GiftCardState
		code Code
	}{
		{g, 10, ActiveGiftCard, ""},
		{g, 11, ExpiredGiftCard, ""},
		{g, 20, ExpiredGiftCard, ""},
		{g, 21, EndedGiftCard, GiftCardExpired},
		{GiftCard{Amount: 100, Balance: 100}, 1 << 50, ActiveGiftCard, ""},
		{GiftCard{Amount: 100, ValidUntil: 10}, 1, SpentGiftCard, GiftCardEmpty},
		{GiftCard{Amount: 100, Balance: 100, Blocked: true}, 1, BlockedGiftCard, GiftCardBlocked},
	} {
		if got := c.card.StateAt(c.at); got != c.want || CodeOf(c.card.MayPay(c.at)) != c.code {
			t.Errorf("%+v at %d is %s, %v", c.card, c.at, got, c.card.MayPay(c.at))
		}
	}
}
