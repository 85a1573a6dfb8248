package till_test

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"bonuskasse/pos"
	"bonuskasse/pos/till"
	"bonuskasse/store"
)

// book is a kiosk whose gift cards are called a, b, c in the order they came.
type book struct {
	*kiosk
	cards    []string
	receipts []string
	lines    []int // of each receipt
}

func newBook(t *testing.T) *book { return &book{kiosk: newKiosk(t, "cap_bp=10000 ladder=false")} }

// sale sells gift cards and goods to Søren, paid by cards and then to the coin.
func (b *book) sale(p till.Payment, sell []pos.Money, goods ...string) (till.Done, error) {
	ctx := b.t.Context()
	d, err := b.NewSale(ctx, pos.System)
	b.must(err)
	for _, sku := range goods {
		b.must(b.AddBarcode(ctx, &d, sku, 1000))
	}
	for _, m := range sell {
		b.must(b.SellGiftCard(ctx, &d, m))
	}
	s, err := b.MemberByUsername(ctx, "soren")
	b.must(err)
	_, err = b.AttachMember(ctx, &d, s.Member.ID)
	b.must(err)
	done, err := b.Complete(ctx, d, p)
	if err != nil {
		return done, err
	}
	b.receipts, b.lines = append(b.receipts, done.Sale.Receipt), append(b.lines, len(done.Sale.Lines))
	for _, l := range done.Sale.Lines {
		if l.GiftCard != "" {
			b.cards = append(b.cards, l.GiftCard)
		}
	}
	return done, nil
}

func (b *book) codes(names string) (list []string) {
	for _, n := range names {
		list = append(list, b.cards[n-'a'])
	}
	return list
}

// row does one row of a bookkeeper's table, and says what came of it.
func (b *book) row(what string) string {
	var err error
	var done till.Done
	boss := till.By(pos.System)
	boss.Reason = "late"
	f := strings.Fields(what)
	switch f[0] {
	case "sell":
		done, err = b.sale(till.Payment{BankCard: till.Exact}, []pos.Money{100_00})
	case "give":
		var d till.GiftCardDetails
		if d, err = b.GiveGiftCard(b.t.Context(), 30_00, pos.ID{}, boss); err == nil {
			b.cards = append(b.cards, d.Code)
			return "given 3000"
		}
	case "pay": // pay CARDS GOODS
		done, err = b.sale(till.Payment{GiftCards: b.codes(f[1]), BankCard: till.Exact}, nil, f[2:]...)
	case "only": // nothing but cards
		done, err = b.sale(till.Payment{GiftCards: b.codes(f[1])}, nil, f[2:]...)
	case "both": // goods and a gift card are sold, and the card pays the goods
		done, err = b.sale(till.Payment{GiftCards: b.codes(f[1]), BankCard: till.Exact}, []pos.Money{50_00}, "tea")
	case "return": // the newest receipt but n
		n := 0
		if len(f) > 1 {
			fmt.Sscan(f[1], &n)
		}
		var back till.Refunded
		if back, err = b.Refund(b.t.Context(), till.Return{Receipt: b.receipts[len(b.receipts)-1-n], Lines: []till.ReturnLine{{}}}, boss); err == nil {
			return fmt.Sprintf("money %d, cards %d, promotional %d, points %d", back.MoneyBack, back.GiftCardBack, back.PromoBack, back.PointsReversed)
		}
	case "years":
		n := 0
		fmt.Sscan(f[1], &n)
		b.now = b.now.AddDate(n, 0, 0)
		return "later"
	default:
		b.t.Fatal(what)
	}
	if err != nil {
		return string(pos.CodeOf(err))
	}
	text := fmt.Sprintf("money %d", done.Sale.ToPay)
	for _, u := range done.Sale.GiftCards {
		text += fmt.Sprintf(", %s %d left %d", u.Kind, u.Amount, u.Left)
	}
	return text + fmt.Sprintf(", earns %d", done.Sale.PointsEarned)
}

// balances are all cards in the order they came.
func (b *book) balances() string {
	var list []string
	for _, code := range b.cards {
		d, err := b.GiftCard(b.t.Context(), code, till.By(pos.System))
		b.must(err)
		list = append(list, fmt.Sprintf("%d %s", d.Balance, d.State))
	}
	return strings.Join(list, ", ")
}

// TestGiftCardBook: what a bookkeeper would look for. Søren earns 5 %; tea is
// 100.00, card 24.60.
func TestGiftCardBook(t *testing.T) {
	for _, c := range []struct {
		name  string
		rows  [][2]string
		cards string
	}{
		{"sold: no bonus yet", [][2]string{{"sell", "money 10000, earns 0"}}, "10000 active"},
		{"spent in parts, and it earns", [][2]string{
			{"sell", "money 10000, earns 0"},
			{"pay a card", "money 0, paid 2460 left 7540, earns 123"},
			{"pay a tea", "money 2460, paid 7540 left 0, earns 500"},
			{"pay a tea", "gift_card_empty"},
		}, "0 spent"},
		{"a promotional one pays first and earns nothing", [][2]string{
			{"sell", "money 10000, earns 0"}, {"give", "given 3000"},
			{"pay ab tea", "money 0, promotional 3000 left 0, paid 7000 left 3000, earns 350"},
		}, "3000 active, 0 spent"},
		{"what they paid goes back to them", [][2]string{
			{"sell", "money 10000, earns 0"}, {"give", "given 3000"},
			{"pay ab tea card", "money 0, promotional 3000 left 0, paid 9460 left 540, earns 473"},
			{"return", "money 0, cards 7592, promotional 2408, points 380"},
		}, "8132 active, 2408 active"},
		{"the card first, then the money", [][2]string{
			{"sell", "money 10000, earns 0"},
			{"pay a tea tea", "money 10000, paid 10000 left 0, earns 1000"},
			{"return", "money 10000, cards 10000, promotional 0, points 1000"},
		}, "10000 active"},
		{"an unspent one is taken back, and blocked", [][2]string{
			{"sell", "money 10000, earns 0"}, {"return", "money 10000, cards 0, promotional 0, points 0"},
			{"only a card", "gift_card_blocked"},
		}, "0 blocked"},
		{"a spent one is not", [][2]string{
			{"sell", "money 10000, earns 0"}, {"pay a card", "money 0, paid 2460 left 7540, earns 123"}, {"return 1", "gift_card_short"},
		}, "7540 active"},
		{"it buys no gift card", [][2]string{
			{"sell", "money 10000, earns 0"}, {"both a", "money 5000, paid 10000 left 0, earns 500"},
		}, "0 spent, 5000 active"},
		{"alone it pays no more than it holds", [][2]string{
			{"give", "given 3000"}, {"only a tea", "tender_too_small"},
		}, "3000 active"},
		{"after three years it is taken for one more", [][2]string{
			{"sell", "money 10000, earns 0"}, {"years 3", "later"}, {"pay a card", "money 0, paid 2460 left 7540, earns 123"},
		}, "7540 active"},
		{"in the fourth year", [][2]string{
			{"sell", "money 10000, earns 0"}, {"years 3", "later"}, {"years 1", "later"}, {"pay a card", "money 0, paid 2460 left 7540, earns 123"},
		}, "7540 expired_payable"},
		{"and then no more", [][2]string{
			{"sell", "money 10000, earns 0"}, {"years 5", "later"}, {"pay a card", "gift_card_expired"},
		}, "10000 expired"},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := newBook(t)
			for _, row := range c.rows {
				if got := b.row(row[0]); got != row[1] {
					t.Fatalf("%s: %q, want %q", row[0], got, row[1])
				}
			}
			if got := b.balances(); got != c.cards {
				t.Errorf("the cards are %q, want %q", got, c.cards)
			}
		})
	}
}

// TestGiftCardsAddUp: whatever is sold, given, spent and taken back, a balance
// is the sum of its entries and never below zero; what cards hold is what was
// put on them less what they paid; the day adds up; and verify is clean.
func TestGiftCardsAddUp(t *testing.T) {
	// Each opens a shop of its own, which takes a while; -rapid.checks asks for
	// more.
	if checks := flag.Lookup("rapid.checks").Value; checks.String() == "100" {
		checks.Set("8")
		defer checks.Set("100")
	}
	rapid.Check(t, func(rt *rapid.T) {
		b := newBook(t)
		var given pos.Money
		for range rapid.IntRange(3, 12).Draw(rt, "steps") {
			name := func() string {
				if len(b.cards) == 0 {
					return ""
				}
				var names []byte
				for range rapid.IntRange(1, 3).Draw(rt, "cards") {
					names = append(names, byte('a'+rapid.IntRange(0, min(len(b.cards), 20)-1).Draw(rt, "card")))
				}
				return string(names)
			}()
			step := rapid.SampledFrom([]string{"sell", "give", "pay", "pay", "both", "return", "return"}).Draw(rt, "step")
			switch {
			case step == "give":
				b.row("give")
				given += 30_00
			case step == "sell" || name == "" || step == "return" && len(b.receipts) == 0:
				b.row("sell")
			case step == "pay":
				b.row("pay " + name + " " + rapid.SampledFrom([]string{"tea", "card", "tea card", "card cigar tea"}).Draw(rt, "goods"))
			case step == "both":
				b.row("both " + name)
			default:
				b.row(fmt.Sprintf("return %d", rapid.IntRange(0, len(b.receipts)-1).Draw(rt, "receipt")))
			}
		}
		var held pos.Money
		for _, code := range b.cards {
			d, err := b.GiftCard(t.Context(), code, till.By(pos.System))
			b.must(err)
			var sum pos.Money
			for _, e := range d.Entries {
				if sum += e.Amount; sum < 0 || sum != e.Left {
					rt.Fatalf("%s is at %d, says %d", code, sum, e.Left)
				}
			}
			if sum != d.Balance {
				rt.Fatalf("%s holds %d, its entries %d", code, d.Balance, sum)
			}
			held += d.Balance
		}
		x, err := b.X(t.Context())
		b.must(err)
		paid := x.Tenders[pos.PaidGiftCard] + x.Tenders[pos.PromoGiftCard]
		if want := x.GiftCardsSold + given - paid; held != want {
			rt.Fatalf("the cards hold %d; sold %d, given %d, paid %d", held, x.GiftCardsSold, given, paid)
		}
		var tenders pos.Money
		for kind, m := range x.Tenders {
			if kind != pos.BonusTender {
				tenders += m
			}
		}
		if day := x.Net - x.Returned + x.GiftCardsSold - x.BonusValue + x.Rounding; day != tenders {
			rt.Fatalf("the day is %d, its tenders %d", day, tenders)
		}
		if r, err := b.store.Verify(t.Context(), nil); err != nil || !r.OK {
			rt.Fatalf("%+v %v", r, err)
		}
	})
}

// TestTwoTillsOneGiftCard: what one till has spent, another cannot.
func TestTwoTillsOneGiftCard(t *testing.T) {
	b := newBook(t)
	b.row("sell")
	d, err := b.NewSale(t.Context(), pos.System)
	b.must(err)
	b.must(b.AddBarcode(t.Context(), &d, "tea", 1000))
	o, err := b.Quote(t.Context(), d, 0, b.cards[0])
	if err != nil || o.Due() != 0 {
		t.Fatalf("due %d, %v", o.Due(), err)
	}
	s, err := store.Open(t.Context(), b.dir, store.Options{Random: rand.NewChaCha8([32]byte{10}), Now: b.clock})
	b.must(err)
	defer s.Close()
	other, err := till.New(t.Context(), s, till.Options{Now: b.clock, Random: rand.NewChaCha8([32]byte{11})})
	b.must(err)
	defer other.Close()
	e, err := other.NewSale(t.Context(), pos.System)
	b.must(err)
	b.must(other.AddBarcode(t.Context(), &e, "card", 1000))
	_, err = other.Complete(t.Context(), e, till.Payment{GiftCards: b.cards})
	b.must(err)
	if _, err := b.Complete(t.Context(), d, till.Payment{GiftCards: b.cards}); pos.CodeOf(err) != pos.TenderTooSmall {
		t.Errorf("it was spent twice: %v", err)
	}
}

// TestRewardsTakeTheRights: a reward is paid with what the till may spend.
func TestRewardsTakeTheRights(t *testing.T) {
	k := newKiosk(t, "")
	boss := till.By(pos.System)
	k.must(k.SetReward(t.Context(), pos.Reward{SKU: "GK", Name: "Gift card", Kind: pos.GiftCardReward, Points: 4000, Amount: 40_00, Active: true}, boss))
	s, err := k.MemberByUsername(t.Context(), "soren")
	k.must(err)
	b, err := k.BuyReward(t.Context(), s.Member.ID, "GK", boss)
	k.must(err)
	if b.Standing.Account.Holding() != s.Account.Holding()-4000 || b.Standing.Rights != s.Rights-4000 || b.Card.Balance != 40_00 {
		t.Errorf("%+v", b)
	}
	b, err = k.BuyReward(t.Context(), s.Member.ID, "GK", boss)
	k.must(err)
	if _, err := k.BuyReward(t.Context(), s.Member.ID, "GK", boss); pos.CodeOf(err) != pos.PointsMissing {
		t.Errorf("%v, left %d", err, b.Standing.Account.Holding())
	}
}
