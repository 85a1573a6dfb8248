package screen_test

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"bonuskasse/hardware"
	"bonuskasse/pos"
	"bonuskasse/pos/screen"
	"bonuskasse/pos/till"
)

// giftCounter is a counter with F7, a catalogue and a gift card of 100.00; Søren
// has 8950 points.
func giftCounter(t *testing.T) (*counter, string) {
	t.Helper()
	c := newCounter(t)
	c.shell.Add(screen.GiftsPlace, screen.NewGifts(c.till, c))
	boss, one := till.By(pos.System), int64(1)
	for _, w := range []pos.Reward{
		{SKU: "GK", Name: "Gavekort", Kind: pos.GiftCardReward, Points: 5000, Amount: 50_00, Active: true},
		{SKU: "KAFFE", Name: "Kaffe", Kind: pos.ThingReward, Points: 2000, Stock: &one, Active: true},
		{SKU: "REJSE", Name: "Rejse", Kind: pos.ThingReward, Points: 10_000, Active: true},
		{SKU: "IS", Name: "Is", Kind: pos.ThingReward, Points: 100},
	} {
		if err := c.till.SetReward(t.Context(), w, boss); err != nil {
			t.Fatal(err)
		}
	}
	d, err := c.till.NewSale(t.Context(), pos.System)
	if err == nil {
		err = c.till.SellGiftCard(t.Context(), &d, 100_00)
	}
	if err != nil {
		t.Fatal(err)
	}
	done, err := c.till.Complete(t.Context(), d, till.Payment{Cash: till.Exact})
	if err != nil {
		t.Fatal(err)
	}
	return c, done.Sale.Lines[0].GiftCard
}

func (c *counter) read(text string) {
	c.send(screen.Scanned{Scan: hardware.Scan{Kind: hardware.KindUnknown, Text: text, At: c.now}})
}

func (c *counter) gifts() screen.GiftsState {
	return c.shell.Screen(screen.GiftsPlace).State().(screen.GiftsState)
}

// gifting is F7 in a line: the member, the rows, the card that is open.
func gifting(st screen.GiftsState) string {
	var b strings.Builder
	if st.Member != nil {
		fmt.Fprintf(&b, "%s %d ", st.Member.Member.Username, st.Points)
	}
	b.WriteString(string(st.List) + ":")
	for _, o := range st.Rewards {
		if st.List != screen.RewardsList {
			break
		}
		fmt.Fprintf(&b, " %s", o.SKU)
		if o.Why != "" {
			fmt.Fprintf(&b, "(%s %d)", o.Why, o.Missing)
		}
	}
	for _, p := range st.Waiting {
		if st.List == screen.WaitingList {
			fmt.Fprintf(&b, " %s", p.SKU)
		}
	}
	for _, g := range st.Cards {
		if st.List == screen.CardsList {
			fmt.Fprintf(&b, " %s %d", g.Kind, g.Balance)
		}
	}
	if st.Open != nil {
		fmt.Fprintf(&b, " [%s %d %s]", st.Open.Kind, st.Open.Balance, st.Open.State)
	}
	return b.String()
}

func TestGifts(t *testing.T) {
	const soren = "soren 8950 catalogue: GK KAFFE REJSE(points_missing 1050)"
	for _, c := range []struct {
		name string
		do   func(c *counter, code string)
		want string
		said string
	}{
		{"the catalogue, without what is off", func(*counter, string) {}, "catalogue: GK KAFFE REJSE", ""},
		{"what a member may have", func(c *counter, _ string) { c.play("card:10001") }, soren, ""},
		{"nobody buys nothing", func(c *counter, _ string) { c.play("<Enter>") }, "catalogue: GK KAFFE REJSE", "gifts.member_first"},
		{"a gift card is scanned", func(c *counter, code string) { c.read(pos.GiftCardText(code)) }, "catalogue: GK KAFFE REJSE [paid 10000 active]", ""},
		{"or typed, in groups and small letters", func(c *counter, code string) {
			c.send(screen.Typed{Text: strings.ToLower(pos.GroupCouponCode(code))})
			c.play("<Enter>")
		}, "catalogue: GK KAFFE REJSE [paid 10000 active]", ""},
		{"a slip in the code", func(c *counter, _ string) {
			c.send(screen.Typed{Text: "0000-0000-000"})
			c.play("<Enter>")
		}, "catalogue: GK KAFFE REJSE", "error.bad_gift_card"},
		{"a gift card for points", func(c *counter, _ string) {
			c.play("card:10001 <Enter>")
			c.answer("ok")
		}, "soren 3950 catalogue: GK(points_missing 1050) KAFFE REJSE(points_missing 6050) [promotional 5000 active]", "gifts.made"},
		{"too dear", func(c *counter, _ string) { c.play("card:10001 <Down> <Down> <Enter>") }, soren, "error.points_missing"},
		{"the last coffee, handed out", func(c *counter, _ string) {
			c.play("card:10001 <Down> <Enter>")
			c.answer("ok")
			c.answer("ok")
		}, "soren 6950 catalogue: GK KAFFE(out_of_stock 0) REJSE(points_missing 3050)", "gifts.handed_out"},
		{"the last coffee is gone while it is asked about: the points stay", func(c *counter, _ string) {
			c.play("card:10001 <Down> <Enter>")
			liam, err := c.till.MemberByUsername(c.t.Context(), "liam")
			must(c.t, err)
			boss := till.By(pos.System)
			boss.Reason = "Ventetid"
			_, err = c.till.Adjust(c.t.Context(), liam.Member.ID, 5000, boss)
			must(c.t, err)
			_, err = c.till.BuyReward(c.t.Context(), liam.Member.ID, "KAFFE", boss)
			must(c.t, err)
			c.answer("ok")
			if q := c.shell.State().Question; q == nil || q.Wrong.Key != "error.out_of_stock" {
				c.t.Errorf("it asks %+v", q)
			}
			c.answer(screen.Cancel)
			c.send(screen.Changed{})
		}, "soren 8950 catalogue: GK KAFFE(out_of_stock 0) REJSE(points_missing 1050)", ""},
		{"or handed out later", func(c *counter, _ string) {
			c.play("card:10001 <Down> <Enter>")
			c.answer("ok")
			c.answer(screen.Cancel)
			c.send(screen.Tap{Do: "list", At: 1})
		}, "soren 6950 waiting: KAFFE", ""},
		{"nothing is open to print", func(c *counter, _ string) {
			c.send(screen.Key{Name: "Ctrl+P"})
		}, "catalogue: GK KAFFE REJSE", "gifts.open_first"},
	} {
		t.Run(c.name, func(t *testing.T) {
			x, code := giftCounter(t)
			x.send(screen.Key{Name: screen.KeyF7})
			c.do(x, code)
			if got := gifting(x.gifts()); got != c.want {
				t.Errorf("F7 is %q, want %q", got, c.want)
			}
			if got := x.said(); got != c.said {
				t.Errorf("it says %q, want %q", got, c.said)
			}
		})
	}
}

// TestCashierPrintsAGiftCardAgain: only with a manager.
func TestCashierPrintsAGiftCardAgain(t *testing.T) {
	c, code := giftCounter(t)
	c.send(screen.Key{Name: screen.KeyF7})
	c.read(pos.GiftCardText(code))
	jobs := func() int {
		list, err := c.till.Jobs(t.Context())
		must(t, err)
		return len(list)
	}
	before := jobs()
	c.send(screen.Key{Name: "Ctrl+P"})
	if c.asked() != "manager.pin" || jobs() != before {
		t.Fatalf("asks %q, %d new papers", c.asked(), jobs()-before)
	}
	if c.answer("approve=2580"); c.said() != "gifts.printing" || jobs() != before+1 {
		t.Errorf("says %q, %d new papers", c.said(), jobs()-before)
	}
}

// TestGiftCardIsSold: from F7 onto the sale, and with the money it is there.
func TestGiftCardIsSold(t *testing.T) {
	c, _ := giftCounter(t)
	c.send(screen.Key{Name: screen.KeyF7})
	c.send(screen.Key{Name: "Ctrl+N"})
	c.answer("ok=250")
	c.play(`"+" "1" <Enter>`)
	sales, err := c.till.LastSales(t.Context(), 1)
	if err != nil {
		t.Fatal(err)
	}
	s, err := c.till.SaleByReceipt(t.Context(), sales[0].Receipt)
	if err != nil || s.ToPay != 250_00 || len(s.Lines) != 1 || s.Lines[0].Name != "Gavekort" {
		t.Fatalf("%+v %v", s, err)
	}
	d, err := c.till.GiftCard(t.Context(), s.Lines[0].GiftCard, till.By(pos.System))
	if err != nil || d.Balance != 250_00 || d.Kind != pos.PaidCard {
		t.Errorf("%+v %v", d, err)
	}
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

// What is done after a code that is not known was not meant for the gift card
// that was open before: it would be blocked in the other's place.
func TestAnUnknownCodeClosesTheGiftCard(t *testing.T) {
	c, code := giftCounter(t)
	c.play(`<F7>`)
	c.send(screen.Typed{Text: code})
	c.play(`<Enter>`)
	if c.gifts().Open == nil {
		t.Fatal("the gift card is not open")
	}
	c.send(screen.Typed{Text: "123456"})
	c.play(`<Enter>`)
	if st := c.gifts(); st.Open != nil || st.Entry != "123456" || st.Marked == 0 {
		t.Errorf("%+v is open, %q in the field, says %q", st.Open, st.Entry, c.said())
	}
}

// Before a reward is in the catalogue it is read whole: what it costs, what it is worth
// and how many there are.
func TestANewRewardIsReadBeforeItIsMade(t *testing.T) {
	for _, c := range []struct {
		play string
		want []screen.Sentence
	}{
		{`[ok=Bog] [ok=500] [ok=] [ok=12]`, []screen.Sentence{screen.Say("gifts.reward.left", screen.Quantity(12_000))}},
		{`[ok=Rabat] [ok=500] [ok=50] [ok=]`, []screen.Sentence{screen.Say("gifts.reward.worth", pos.Money(50_00)), screen.Say("gifts.reward.no_end")}},
	} {
		x, _ := giftCounter(t)
		x.play(`<F7> <Ctrl+T> ` + c.play)
		if q := x.shell.State().Question; q == nil || q.Text.Key != "gifts.reward.offered" || !reflect.DeepEqual(q.Lines, c.want) {
			t.Errorf("%s: asks %+v", c.play, q)
		}
	}
}

// TestManagerSeesWhichGiftIsApproved: what it is worth, and why, stand where the
// PIN is asked for.
func TestManagerSeesWhichGiftIsApproved(t *testing.T) {
	reward := screen.Say("gifts.reward.asked", "Bog", screen.Points(500))
	blocked := screen.Say("manager.why", screen.Say("gifts.block.title"), screen.Say("gifts.block.text", pos.Money(100_00)))
	for _, c := range []struct {
		play string
		scan bool
		want screen.Sentence
	}{
		{`<Ctrl+K> [ok=250] [ok=Beklager]`, false, screen.Say("gifts.give.asked", pos.Money(250_00), screen.Plain("Beklager"))},
		{`<Ctrl+T> [ok=Bog] [ok=500] [ok=] [ok=] [on]`, false, reward},
		{`<Ctrl+D> [ok=Tabt]`, true, blocked},
	} {
		x, code := giftCounter(t)
		x.play(`<F7>`)
		if c.scan {
			x.read(pos.GiftCardText(code))
		}
		x.play(c.play)
		if q := x.shell.State().Question; q == nil || q.Title.Key != "manager.pin" || !reflect.DeepEqual(q.Text, c.want) {
			t.Errorf("%s: asks %+v", c.play, q)
		}
	}
}

// TestNothingChosenIsSaid: a key that has nothing to work on says what it needs.
func TestNothingChosenIsSaid(t *testing.T) {
	for play, want := range map[string]string{
		`<Ctrl+L> <Enter>`: "gifts.nothing_chosen", `<Ctrl+L> <Ctrl+E>`: "gifts.reward_first", `<Ctrl+E> [cancel]`: "",
	} {
		x, _ := giftCounter(t)
		if x.play(`<F7> ` + play); x.said() != want {
			t.Errorf("%s: says %q, want %q", play, x.said(), want)
		}
	}
}
