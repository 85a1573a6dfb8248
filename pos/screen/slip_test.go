package screen_test

import (
	"math/rand/v2"
	"testing"

	"bonuskasse/hardware"
	"bonuskasse/pos"
	"bonuskasse/pos/screen"
	"bonuskasse/pos/till"
)

// A coupon or a gift card that is scanned where it is of no use is told where it is;
// it is never taken for a club card that the shop does not know.
func TestACouponIsNoCard(t *testing.T) {
	c := newCounter(t)
	made, err := c.till.MakeCoupons(t.Context(), till.NewCoupons{Points: 50, Count: 1}, till.By(pos.System))
	if err != nil {
		t.Fatal(err)
	}
	code, err := pos.NewGiftCardCode(rand.NewChaCha8([32]byte{3}))
	if err != nil {
		t.Fatal(err)
	}
	coupon := hardware.Scan{Kind: hardware.KindCoupon, Value: till.FirstCouponPrefix + made.Codes[0]}
	gift := hardware.Scan{Kind: hardware.KindUnknown, Text: pos.GiftCardText(code)}
	for _, at := range []struct{ name, play, coupon, gift string }{
		{"in payment", `rg "+"`, "error.scan_coupon_elsewhere", ""},
		{"at the look-up", `<F3>`, "error.unknown_coupon", "error.scan_gift_card_elsewhere"},
		{"who joins", `<F3> <Ctrl+N>`, "error.scan_coupon_elsewhere", "error.scan_gift_card_elsewhere"},
		{"a card that is issued", `<F3> "soren" <Enter> <Ctrl+K>`, "error.slip_no_card", "error.slip_no_card"},
	} {
		c := newCounter(t).play(at.play)
		said := func() string {
			if q := c.shell.State().Question; q != nil {
				return q.Wrong.Key
			}
			return c.said()
		}
		if c.scan(coupon); said() != at.coupon {
			t.Errorf("%s: a coupon: %q", at.name, said())
		}
		if at.gift != "" {
			if c.scan(gift); said() != at.gift {
				t.Errorf("%s: a gift card: %q", at.name, said())
			}
		}
		if join, ok := c.shell.Screen(c.shell.State().Place).State().(screen.JoinState); ok && join.Rows[len(join.Rows)-1].Value != "" {
			t.Errorf("%s with card %q", at.name, join.Rows[len(join.Rows)-1].Value)
		}
	}
	// There it waits for the member, and is counted to the one who is open.
	c.play(`<F3>`).scan(coupon)
	if c.said() != "error.coupon_needs_member" {
		t.Errorf("nobody is open: says %q", c.said())
	}
	c.play(`"soren" <Enter>`)
	open := func() *screen.MemberCard { return c.shell.Screen(screen.MemberPlace).State().(screen.MemberState).Open }
	before := open().Points
	c.scan(coupon)
	if c.asked() != "sale.coupon.title" {
		t.Fatalf("asks %q, says %q", c.asked(), c.said())
	}
	c.play(`[ok] [approve=2580]`)
	if open().Points != before+50 || c.said() != "coupons.registered" {
		t.Errorf("%d points, %d before; says %q, asks %q", open().Points, before, c.said(), c.asked())
	}
}
