package screen_test

import (
	"strings"
	"testing"

	"bonuskasse/hardware"
	"bonuskasse/pos"
	"bonuskasse/pos/screen"
	"bonuskasse/pos/till"
)

// giftCounter is a counter with a gift card of 100.00.
func giftCounter(t *testing.T) (*counter, string) {
	t.Helper()
	c := newCounter(t)
	d, err := c.till.NewSale(t.Context(), pos.System)
	must(t, err)
	must(t, c.till.SellGiftCard(t.Context(), &d, 100_00))
	done, err := c.till.Complete(t.Context(), d, till.Payment{Cash: till.Exact})
	must(t, err)
	return c, done.Sale.Lines[0].GiftCard
}

func (c *counter) read(text string) {
	c.send(screen.Scanned{Scan: hardware.Scan{Kind: hardware.KindUnknown, Text: text, At: c.now}})
}

// Rødgrød and Æblemost, 124.95, and a gift card of 100.00.
func TestPayByGiftCard(t *testing.T) {
	for _, c := range []struct{ name, play, want, said string }{
		{"scanned", `rg am "+" GIFT`, "due 2495 gift_card 10000", "payment.gift_card.pays"},
		{"typed", `rg am "+4" CODE <Enter>`, "due 2495 gift_card 10000", "payment.gift_card.pays"},
		{"the rest in cash", `rg am "+" GIFT "1" <Enter>`, "thanks: paid 12500 change 0 earned 0 used 0 balance 0 paid card 10000 left 0", ""},
		{"no more than is due", `am "+" GIFT`, "due 0 gift_card 2495", "payment.gift_card.pays"},
		{"and that is all", `am "+" GIFT <Enter>`, "thanks: paid 2495 change 0 earned 0 used 0 balance 0 paid card 2495 left 7505", ""},
		{"bonus takes over some of it", `rg am card:10001 "+" GIFT "3" <Enter>`, "due 0 gift_card 8747 bonus 3748", ""},
		{"taken back", `rg am "+" GIFT <Escape>`, "due 12495", ""},
		{"twice", `rg am "+" GIFT GIFT`, "due 2495 gift_card 10000", "payment.gift_card.twice"},
		{"not after money", `rg am "+" "110" <Enter> GIFT`, "due 11500 cash 1000", "payment.gift_card.first"},
		{"a slip", `rg am "+4" SLIP <Enter>`, "due 12495 [gift_card 00000000000]", "error.bad_gift_card"},
		{"after five slips the right one waits too", `rg am "+4" SLIP <Enter> SLIP <Enter> SLIP <Enter> SLIP <Enter> SLIP <Enter> CODE <Enter>`,
			"due 12495 [gift_card CODE]", "error.gift_card_wait"},
		{"nothing typed", `rg am "+4" <Enter>`, "due 12495 [gift_card ]", "error.bad_gift_card"},
	} {
		t.Run(c.name, func(t *testing.T) {
			x, code := giftCounter(t)
			for _, word := range strings.Fields(c.play) {
				switch word {
				case "GIFT":
					x.read(pos.GiftCardText(code))
				case "CODE":
					x.send(screen.Typed{Text: code})
				case "SLIP":
					x.send(screen.Typed{Text: "00000000000"})
				default:
					x.play(word)
				}
			}
			if got := strings.Replace(paying(x.pay()), code, "CODE", 1); got != c.want {
				t.Errorf("the payment is %q, want %q", got, c.want)
			}
			if got := x.said(); got != c.said {
				t.Errorf("it says %q, want %q", got, c.said)
			}
		})
	}
}

// TestGiftCardOnTheSale: a scan before the payment says what is on it.
func TestGiftCardOnTheSale(t *testing.T) {
	c, code := giftCounter(t)
	c.play("rg")
	c.read(pos.GiftCardText(code))
	if got := c.said(); got != "sale.gift_card" {
		t.Errorf("it says %q", got)
	}
}
