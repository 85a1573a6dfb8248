package gifts_test

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"bonuskasse/hardware"
	"bonuskasse/pos"
	"bonuskasse/pos/screen"
	"bonuskasse/pos/screen/gifts"
	"bonuskasse/pos/screen/screentest"
	"bonuskasse/pos/till"
)

var must = screentest.Must

// testShop is a shop with F7, a catalogue and a gift card of 100.00; Søren has 8950
// points.
type testShop struct{ *screentest.Shop }

func newTestShop(t *testing.T) (*testShop, string) {
	t.Helper()
	s := &testShop{screentest.New(t)}
	s.Shell.Add(screen.SalePlace, screen.NewSale(s.Till, s.Desk))
	s.Shell.Add(screen.PaymentPlace, screen.NewPayment(s.Till, s.Store, s.Desk))
	s.Shell.Add(screen.GiftsPlace, gifts.New(s.Till, s.Desk))
	boss, one := till.By(pos.System), int64(1)
	boss.Reason = "Velkomst"
	_, err := s.Till.AddMember(t.Context(), till.NewMember{Username: "liam", Name: "Liam O’Brien"}, boss)
	must(t, err)
	_, err = s.Till.Adjust(t.Context(), s.Member("soren"), 8950, boss)
	must(t, err)
	for _, w := range []pos.Reward{
		{SKU: "GK", Name: "Gavekort", Kind: pos.GiftCardReward, Points: 5000, Amount: 50_00, Active: true},
		{SKU: "KAFFE", Name: "Kaffe", Kind: pos.ThingReward, Points: 2000, Stock: &one, Active: true},
		{SKU: "REJSE", Name: "Rejse", Kind: pos.ThingReward, Points: 10_000, Active: true},
		{SKU: "IS", Name: "Is", Kind: pos.ThingReward, Points: 100},
	} {
		must(t, s.Till.SetReward(t.Context(), w, boss))
	}
	d, err := s.Till.NewSale(t.Context(), pos.System)
	must(t, err)
	must(t, s.Till.SellGiftCard(t.Context(), &d, 100_00))
	done, err := s.Till.Complete(t.Context(), d, till.Payment{Cash: till.Exact})
	must(t, err)
	s.SignIn("Inga")
	s.Show(screen.SalePlace)
	return s, done.Sale.Lines[0].GiftCard
}

func (s *testShop) read(text string) {
	s.Send(screen.Scanned{Scan: hardware.Scan{Kind: hardware.KindUnknown, Text: text, At: s.Now}})
}

func (s *testShop) state() gifts.State {
	return s.Shell.Screen(screen.GiftsPlace).State().(gifts.State)
}

// gifting is F7 in a line: the member, the rows, the card that is open.
func gifting(st gifts.State) string {
	var b strings.Builder
	if st.Member != nil {
		fmt.Fprintf(&b, "%s %d ", st.Member.Member.Username, st.Points)
	}
	b.WriteString(string(st.List) + ":")
	for _, o := range st.Rewards {
		if st.List != gifts.RewardsList {
			break
		}
		fmt.Fprintf(&b, " %s", o.SKU)
		if o.Why != "" {
			fmt.Fprintf(&b, "(%s %d)", o.Why, o.Missing)
		}
	}
	for _, p := range st.Waiting {
		if st.List == gifts.WaitingList {
			fmt.Fprintf(&b, " %s", p.SKU)
		}
	}
	for _, g := range st.Cards {
		if st.List == gifts.CardsList {
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
		do   func(c *testShop, code string)
		want string
		said string
	}{
		{"the catalogue, without what is off", func(*testShop, string) {}, "catalogue: GK KAFFE REJSE", ""},
		{"what a member may have", func(c *testShop, _ string) { c.Play("card:10001") }, soren, ""},
		{"nobody buys nothing", func(c *testShop, _ string) { c.Play("<Enter>") }, "catalogue: GK KAFFE REJSE", "gifts.member_first"},
		{"a gift card is scanned", func(c *testShop, code string) { c.read(pos.GiftCardText(code)) }, "catalogue: GK KAFFE REJSE [paid 10000 active]", ""},
		{"or typed, in groups and small letters", func(c *testShop, code string) {
			c.Send(screen.Typed{Text: strings.ToLower(pos.GroupCouponCode(code))})
			c.Play("<Enter>")
		}, "catalogue: GK KAFFE REJSE [paid 10000 active]", ""},
		{"a slip in the code", func(c *testShop, _ string) {
			c.Send(screen.Typed{Text: "0000-0000-000"})
			c.Play("<Enter>")
		}, "catalogue: GK KAFFE REJSE", "error.bad_gift_card"},
		{"a gift card for points", func(c *testShop, _ string) {
			c.Play("card:10001 <Enter>")
			c.Answer("ok", -1, "")
		}, "soren 3950 catalogue: GK(points_missing 1050) KAFFE REJSE(points_missing 6050) [promotional 5000 active]", "gifts.made"},
		{"too dear", func(c *testShop, _ string) { c.Play("card:10001 <Down> <Down> <Enter>") }, soren, "error.points_missing"},
		{"the last coffee, handed out", func(c *testShop, _ string) {
			c.Play("card:10001 <Down> <Enter>")
			c.Answer("ok", -1, "")
			c.Answer("ok", -1, "")
		}, "soren 6950 catalogue: GK KAFFE(out_of_stock 0) REJSE(points_missing 3050)", "gifts.handed_out"},
		{"the last coffee is gone while it is asked about: the points stay", func(c *testShop, _ string) {
			c.Play("card:10001 <Down> <Enter>")
			liam, boss := c.Member("liam"), till.By(pos.System)
			boss.Reason = "Ventetid"
			_, err := c.Till.Adjust(c.T.Context(), liam, 5000, boss)
			must(c.T, err)
			_, err = c.Till.BuyReward(c.T.Context(), liam, "KAFFE", boss)
			must(c.T, err)
			c.Answer("ok", -1, "")
			if q := c.Shell.State().Question; q == nil || q.Wrong.Key != "error.out_of_stock" {
				c.T.Errorf("it asks %+v", q)
			}
			c.Answer(screen.Cancel, -1, "")
			c.Send(screen.Changed{})
		}, "soren 8950 catalogue: GK KAFFE(out_of_stock 0) REJSE(points_missing 1050)", ""},
		{"or handed out later", func(c *testShop, _ string) {
			c.Play("card:10001 <Down> <Enter>")
			c.Answer("ok", -1, "")
			c.Answer(screen.Cancel, -1, "")
			c.Send(screen.Tap{Do: "list", At: 1})
		}, "soren 6950 waiting: KAFFE", ""},
		{"nothing is open to print", func(c *testShop, _ string) {
			c.Send(screen.Key{Name: "Ctrl+P"})
		}, "catalogue: GK KAFFE REJSE", "gifts.open_first"},
	} {
		t.Run(c.name, func(t *testing.T) {
			x, code := newTestShop(t)
			x.Send(screen.Key{Name: screen.KeyF7})
			c.do(x, code)
			if got := gifting(x.state()); got != c.want {
				t.Errorf("F7 is %q, want %q", got, c.want)
			}
			if got := x.Said(); got != c.said {
				t.Errorf("it says %q, want %q", got, c.said)
			}
		})
	}
}

// TestCashierPrintsAGiftCardAgain: only with a manager.
func TestCashierPrintsAGiftCardAgain(t *testing.T) {
	c, code := newTestShop(t)
	c.Send(screen.Key{Name: screen.KeyF7})
	c.read(pos.GiftCardText(code))
	jobs := func() int {
		list, err := c.Till.Jobs(t.Context())
		must(t, err)
		return len(list)
	}
	before := jobs()
	c.Send(screen.Key{Name: "Ctrl+P"})
	if c.Asked() != "manager.pin" || jobs() != before {
		t.Fatalf("asks %q, %d new papers", c.Asked(), jobs()-before)
	}
	if c.Answer("approve", -1, screentest.PIN); c.Said() != "gifts.printing" || jobs() != before+1 {
		t.Errorf("says %q, %d new papers", c.Said(), jobs()-before)
	}
}

// TestGiftCardIsSold: from F7 onto the sale, and with the money it is there.
func TestGiftCardIsSold(t *testing.T) {
	c, _ := newTestShop(t)
	c.Send(screen.Key{Name: screen.KeyF7})
	c.Send(screen.Key{Name: "Ctrl+N"})
	c.Answer("ok", -1, "250")
	c.Play(`"+" "1" <Enter>`)
	sales, err := c.Till.LastSales(t.Context(), 1)
	if err != nil {
		t.Fatal(err)
	}
	s, err := c.Till.SaleByReceipt(t.Context(), sales[0].Receipt)
	if err != nil || s.ToPay != 250_00 || len(s.Lines) != 1 || s.Lines[0].Name != "Gavekort" {
		t.Fatalf("%+v %v", s, err)
	}
	d, err := c.Till.GiftCard(t.Context(), s.Lines[0].GiftCard, till.By(pos.System))
	if err != nil || d.Balance != 250_00 || d.Kind != pos.PaidCard {
		t.Errorf("%+v %v", d, err)
	}
}

// What is done after a code that is not known was not meant for the gift card
// that was open before: it would be blocked in the other's place.
func TestAnUnknownCodeClosesTheGiftCard(t *testing.T) {
	c, code := newTestShop(t)
	c.Play(`<F7>`)
	c.Send(screen.Typed{Text: code})
	c.Play(`<Enter>`)
	if c.state().Open == nil {
		t.Fatal("the gift card is not open")
	}
	c.Send(screen.Typed{Text: "123456"})
	c.Play(`<Enter>`)
	if st := c.state(); st.Open != nil || st.Entry != "123456" || st.Marked == 0 {
		t.Errorf("%+v is open, %q in the field, says %q", st.Open, st.Entry, c.Said())
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
		x, _ := newTestShop(t)
		x.Play(`<F7> <Ctrl+T> ` + c.play)
		if q := x.Shell.State().Question; q == nil || q.Text.Key != "gifts.reward.offered" || !reflect.DeepEqual(q.Lines, c.want) {
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
		x, code := newTestShop(t)
		x.Play(`<F7>`)
		if c.scan {
			x.read(pos.GiftCardText(code))
		}
		x.Play(c.play)
		if q := x.Shell.State().Question; q == nil || q.Title.Key != "manager.pin" || !reflect.DeepEqual(q.Text, c.want) {
			t.Errorf("%s: asks %+v", c.play, q)
		}
	}
}

// TestNothingChosenIsSaid: a key that has nothing to work on says what it needs.
func TestNothingChosenIsSaid(t *testing.T) {
	for play, want := range map[string]string{
		`<Ctrl+L> <Enter>`: "gifts.nothing_chosen", `<Ctrl+L> <Ctrl+E>`: "gifts.reward_first", `<Ctrl+E> [cancel]`: "",
	} {
		x, _ := newTestShop(t)
		if x.Play(`<F7> ` + play); x.Said() != want {
			t.Errorf("%s: says %q, want %q", play, x.Said(), want)
		}
	}
}
