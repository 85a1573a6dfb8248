package till_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"bonuskasse/pos"
	"bonuskasse/pos/ledger"
	"bonuskasse/pos/loyalty"
	"bonuskasse/pos/paper"
	"bonuskasse/pos/till"
	"bonuskasse/store"
)

// kiosk is a shop for the programme's switches: Søren has 5 % and 100.00 in
// bonus; Maja is new. From 1,000.00 on a customer is Gold and earns 8 %.
type kiosk struct {
	*till.Till
	t     *testing.T
	store *store.Store
	now   time.Time
	dir   string
	clock func() time.Time
}

func newKiosk(t *testing.T, switches string) *kiosk {
	t.Helper()
	k := &kiosk{t: t, now: time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)}
	ctx, random, dir := t.Context(), rand.NewChaCha8([32]byte{9}), t.TempDir()
	clock := func() time.Time { k.now = k.now.Add(time.Millisecond); return k.now }
	k.dir, k.clock = dir, clock
	opt := store.Options{Random: random, Now: clock}
	k.must(store.Init(ctx, dir, till.Shop{Name: "Kiosk", Currency: pos.DKK, Language: "da", TillNo: 1, TimeZone: "Europe/Copenhagen"},
		opt, func(tx till.Tx) error { return till.FirstFacts(tx, k.now, pos.DKK) }))
	s, err := store.Open(ctx, dir, opt)
	k.must(err)
	t.Cleanup(func() { s.Close() })
	k.store = s
	k.Till, err = till.New(ctx, s, till.Options{Now: clock, Random: random, Papers: paper.Papers{}})
	k.must(err)
	t.Cleanup(k.Close)
	boss, fifty := till.By(pos.System), int64(50)
	goods := func(sku, category string, price pos.Money) pos.Product {
		return pos.Product{SKU: sku, Name: sku, Category: category, Price: price, VATBp: 2500, Kind: pos.Goods, Discountable: true, Earns: true, BonusPayable: true}
	}
	stamps := goods("stamps", "", 2000_00)
	stamps.Earns = false
	own := goods("pipe", "tobacco", 100_00)
	own.Own = pos.AllSwitches
	cut := pos.Product{SKU: "haircut", Name: "haircut", Price: 100_00, VATBp: 2500, Kind: pos.Service, Earns: true, FixedPoints: &fifty}
	k.must(k.SetProducts(ctx, []pos.Product{goods("tea", "", 100_00), goods("card", "", 24_60), goods("cigar", "tobacco", 100_00), goods("machine", "", 2000_00), stamps, own, cut}, boss))
	for username, card := range map[string]string{"soren": "10001", "maja": "10002"} {
		tier := pos.NoBonusTier
		if username == "soren" {
			tier = pos.FirstTier
		}
		_, err := k.AddMember(ctx, till.NewMember{Username: username, Name: username, Card: card, Tier: tier}, boss)
		k.must(err)
	}
	k.buys("soren", till.Payment{Cash: till.Exact}, "machine") // earns 100.00
	k.must(k.SetTier(ctx, pos.Tier{Name: "Gold", RateBp: 800, DiscountBp: 1000, Threshold: 1000_00}, boss))
	for _, s := range strings.Fields(switches) {
		if category, what, ok := strings.Cut(s, ":"); ok {
			k.category(category, what)
			continue
		}
		k.set(s)
	}
	return k
}

// set sets one switch of the programme.
func (k *kiosk) set(what string) {
	k.t.Helper()
	key, value, _ := strings.Cut(what, "=")
	_, err := k.SetProgram(k.t.Context(), map[string]string{key: value}, till.By(pos.System))
	k.must(err)
}

func (k *kiosk) must(err error) {
	k.t.Helper()
	if err != nil {
		k.t.Fatal(err)
	}
}

func (k *kiosk) category(name, what string) {
	no, seven := false, int64(7)
	c := pos.Category{Name: name}
	switch what {
	case "earns=no":
		c.Earns = &no
	case "bonus_payable=no":
		c.BonusPayable = &no
	case "discountable=no":
		c.Discountable = &no
	case "fixed_points=7":
		c.FixedPoints = &seven
	default:
		k.t.Fatalf("what is %q", what)
	}
	k.must(k.SetCategory(k.t.Context(), c, till.By(pos.System)))
}

// buys is a completed purchase.
func (k *kiosk) buys(who string, pay till.Payment, goods ...string) till.Done {
	k.t.Helper()
	ctx := k.t.Context()
	d, err := k.NewSale(ctx, pos.System)
	k.must(err)
	for _, sku := range goods {
		k.must(k.AddBarcode(ctx, &d, sku, 1000))
	}
	s, err := k.MemberByUsername(ctx, who)
	k.must(err)
	_, err = k.AttachMember(ctx, &d, s.Member.ID)
	k.must(err)
	done, err := k.Complete(ctx, d, pay)
	k.must(err)
	return done
}

func (k *kiosk) tier(who string) string {
	s, err := k.MemberByUsername(k.t.Context(), who)
	k.must(err)
	return s.Tier.Name
}

func (k *kiosk) later(d time.Duration) {
	k.now = k.now.Add(d)
	_, err := k.Tick(k.t.Context(), k.now)
	k.must(err)
}

// waiting is how many papers wait for the printer.
func (k *kiosk) waiting() int {
	jobs, err := k.store.Jobs(k.t.Context(), till.JobWaiting)
	k.must(err)
	return len(jobs)
}

var (
	cash  = till.Payment{Cash: till.Exact}
	bonus = till.Payment{Bonus: loyalty.MaxBonus, Cash: till.Exact}
)

// What a purchase tells, for the table.
func earns(goods ...string) func(*kiosk) string {
	return func(k *kiosk) string {
		return fmt.Sprintf("earns %d", k.buys("soren", cash, goods...).Sale.PointsEarned)
	}
}

func bonusPays(goods ...string) func(*kiosk) string {
	return func(k *kiosk) string {
		return fmt.Sprintf("bonus pays %d", k.buys("soren", bonus, goods...).Sale.BonusValue)
	}
}

const (
	hour = time.Hour
	day  = 24 * time.Hour
)

// Every switch of the programme, as a shopkeeper would try it: the same day in
// the shop, as it is and with the switch set.
func TestEverySwitchDoesWhatItSays(t *testing.T) {
	year := func(k *kiosk) string {
		k.buys("maja", cash, "machine")
		k.later(367 * day)
		return k.tier("maja")
	}
	rows := []struct {
		says     string
		set      string
		try      func(*kiosk) string
		was, now string
	}{
		{"two points are worth one øre: a purchase earns twice as many", "points=2", earns("tea"), "earns 500", "earns 1000"},
		{"a point is worth one krone: a purchase earns few", "points_worth=100", earns("tea"), "earns 500", "earns 5"},
		{"bonus of the price without VAT", "accrual_base=ex_vat", earns("tea"), "earns 500", "earns 400"},
		{"bonus may pay half", "cap_bp=5000", bonusPays("tea"), "bonus pays 3000", "bonus pays 5000"},
		{"bonus may pay nothing", "cap_bp=0", bonusPays("tea"), "bonus pays 3000", "bonus pays 0"},
		{"at most 10.00 a sale", "cap_value_per_sale=1000", bonusPays("tea"), "bonus pays 3000", "bonus pays 1000"},
		{"at most 700 points a sale", "cap_points_per_sale=700", bonusPays("tea"), "bonus pays 3000", "bonus pays 700"},
		{"not below a purchase of 200.00", "min_purchase=20000", bonusPays("tea"), "bonus pays 3000", "bonus pays 0"},
		{"but from there on", "min_purchase=20000", bonusPays("tea", "tea"), "bonus pays 6000", "bonus pays 6000"},
		{"not with fewer than 20,000 points", "min_balance_points=20000", bonusPays("tea"), "bonus pays 3000", "bonus pays 0"},
		{"in steps of 400 points", "redeem_step=400", bonusPays("tea"), "bonus pays 3000", "bonus pays 2800"},
		{"who uses bonus earns nothing", "earn_when_redeeming=false", func(k *kiosk) string {
			return fmt.Sprintf("earns %d", k.buys("soren", bonus, "tea").Sale.PointsEarned)
		}, "earns 350", "earns 0"},
		{"no coin below one krone", "cash_rounding=100", func(k *kiosk) string {
			return fmt.Sprintf("pays %d", k.buys("soren", cash, "card").Sale.ToPay)
		}, "pays 2450", "pays 2500"},
		{"bonus lives for one month", "expiry_months=1", lastLot, "until 2029-11-24", "until 2026-12-24"},
		{"bonus lives for ever", "expiry_months=0", lastLot, "until 2029-11-24", "for ever"},
		{"a till alone spends as before: it holds all rights", "floor_limit_points=100", bonusPays("tea"), "bonus pays 3000", "bonus pays 3000"},
		{"and no limit of a chain is its own", "floor_cap_points=0", bonusPays("tea"), "bonus pays 3000", "bonus pays 3000"},
		{"nor is a manager asked", "floor_override_points=100", bonusPays("tea"), "bonus pays 3000", "bonus pays 3000"},
		{"and keeps all of them, whatever a chain's till would", "rights_kept_points=0", bonusPays("tea"), "bonus pays 3000", "bonus pays 3000"},
		{"nothing is printed unasked", "ask_first=true", func(k *kiosk) string {
			done := k.buys("soren", cash, "tea")
			return fmt.Sprintf("asks: %v, papers: %d", done.AskReceipt, k.waiting())
		}, "asks: false, papers: 2", "asks: true, papers: 1"},
		{"who wants it gets the receipt", "ask_first=true", func(k *kiosk) string {
			_, err := k.PrintReceipt(k.t.Context(), k.buys("soren", cash, "tea").Sale.ID)
			return fmt.Sprintf("refused: %q, papers: %d", pos.CodeOf(err), k.waiting())
		}, `refused: "unknown_receipt", papers: 2`, `refused: "", papers: 2`},
		{"spent bonus is kept back when goods come back", "hold_back_reversed=true", func(k *kiosk) string {
			sold := k.buys("soren", cash, "machine")
			k.buys("soren", bonus, "stamps") // all of it is spent
			done, err := k.Refund(k.t.Context(), till.Return{Receipt: sold.Sale.Receipt, Lines: []till.ReturnLine{{Line: 0}}, Back: pos.BankCard}, till.By(pos.System))
			k.must(err)
			return fmt.Sprintf("back %d, balance %d", done.MoneyBack, done.Standing.Account.Balance(ledger.Millis(k.now.UnixMilli())))
		}, "back 200000, balance -10000", "back 190000, balance 0"},
		{"purchases lift nobody", "ladder=false", func(k *kiosk) string { k.buys("maja", cash, "machine"); return k.tier("maja") }, "Gold", "No bonus"},
		{"purchases count for a month only", "ladder_window_months=1", func(k *kiosk) string {
			for range 6 {
				k.buys("maja", cash, "tea")
			}
			k.later(40 * day)
			for range 6 {
				k.buys("maja", cash, "tea")
			}
			return k.tier("maja")
		}, "Gold", "No bonus"},
		{"who was lifted stays", "ladder_downgrade=false", year, "No bonus", "Gold"},
		{"all purchases ever count", "ladder_window_months=0", year, "No bonus", "Gold"},
		{"points for a visit come after half an hour", "service_delay_minutes=30", func(k *kiosk) string {
			k.buys("maja", cash, "haircut")
			k.later(hour)
			s, err := k.MemberByUsername(k.t.Context(), "maja")
			k.must(err)
			return fmt.Sprintf("has %d, waits for %d", s.Account.Holding(), s.Account.PendingPoints())
		}, "has 0, waits for 50", "has 50, waits for 0"},

		{"who joins gets fifty points", "welcome_points=50", func(k *kiosk) string { k.joins(pos.ID{}); return k.has("zoe") }, "has 0", "has 50"},
		{"a friend who was brought gets thirty at the first paid purchase", "referral_points=30", brings("zoe"), "has 0, then 0", "has 0, then 30"},
		{"and who brought them forty", "referrer_points=40", brings("soren"), "has 10000, then 10000", "has 10000, then 10040"},
		{"twenty-five points for a birthday, once that year", "birthday_points=25", func(k *kiosk) string {
			k.joins(pos.ID{})
			k.later(day) // it is 24 November
			once := k.has("zoe")
			k.later(200 * day)
			return once + ", then " + k.has("zoe")
		}, "has 0, then has 0", "has 25, then has 25"},
		{"points for a review, once a manager has said yes", "review_points=20", review, "no_review_points", "has 0, 20 wait"},
		{"nobody has to approve them", "approve_reviews=false", func(k *kiosk) string { k.set("review_points=20"); return review(k) }, "has 0, 20 wait", "has 20"},
		{"a clerk's points wait for a manager", "approve_manual=true", func(k *kiosk) string {
			clerk := till.By(pos.Person{ID: pos.ID{9}, Name: "Yrsa", Role: pos.Clerk})
			clerk.Reason = "Ventetid"
			_, err := k.Adjust(k.t.Context(), k.member("maja").Member.ID, 20, clerk)
			if err != nil {
				return string(pos.CodeOf(err))
			}
			return k.has("maja") + k.waits("maja")
		}, "not_allowed", "has 0, 20 wait"},
		{"a gift card is good for one year", "gift_card_months=12", func(k *kiosk) string { return k.gift(420 * day) }, "active", "expired_payable"},
		{"and may be paid back for three months after", "gift_card_grace_months=3", func(k *kiosk) string { k.set("gift_card_months=12"); return k.gift(480 * day) }, "expired_payable", "expired"},

		{"tobacco earns nothing", "tobacco:earns=no", earns("cigar"), "earns 500", "earns 0"},
		{"other goods do", "tobacco:earns=no", earns("tea"), "earns 500", "earns 500"},
		{"a pipe says itself that it earns", "tobacco:earns=no", earns("pipe"), "earns 500", "earns 500"},
		{"what earns nothing lifts nobody", "tobacco:earns=no", func(k *kiosk) string {
			for range 11 {
				k.buys("maja", cash, "cigar")
			}
			return k.tier("maja")
		}, "Gold", "No bonus"},
		{"bonus does not pay for tobacco", "tobacco:bonus_payable=no", bonusPays("cigar"), "bonus pays 3000", "bonus pays 0"},
		{"nor for it among other goods", "tobacco:bonus_payable=no", bonusPays("cigar", "tea"), "bonus pays 6000", "bonus pays 3000"},
		{"no club discount on tobacco", "tobacco:discountable=no", func(k *kiosk) string {
			k.buys("maja", cash, "machine") // Gold from here on
			return fmt.Sprintf("discount %d", k.buys("maja", cash, "cigar").Sale.Lines[0].Discount)
		}, "discount 1000", "discount 0"},
		{"seven points for each cigar", "tobacco:fixed_points=7", earns("cigar", "cigar"), "earns 1000", "earns 14"},
		{"a pipe earns by the rate, as it says", "tobacco:fixed_points=7", earns("pipe"), "earns 500", "earns 500"},
	}
	tried := map[string]bool{}
	for _, r := range rows {
		t.Run(r.says, func(t *testing.T) {
			if got := r.try(newKiosk(t, "")); got != r.was {
				t.Errorf("as it is: %s, not %s", got, r.was)
			}
			if got := r.try(newKiosk(t, r.set)); got != r.now {
				t.Errorf("with %s: %s, not %s", r.set, got, r.now)
			}
		})
		key, _, _ := strings.Cut(r.set, "=")
		tried[key] = true
	}
	for key := range (loyalty.Program{}).Keys() {
		if !tried[key] {
			t.Errorf("no row tries %s", key)
		}
	}
}

// joins makes Zoë a member, born on 25 November; who brought her may be nobody.
func (k *kiosk) joins(broughtBy pos.ID) {
	k.t.Helper()
	_, err := k.AddMember(k.t.Context(), till.NewMember{Username: "zoe", Name: "Zoë", Birthday: "1990-11-25", ReferredBy: broughtBy}, till.By(pos.System))
	k.must(err)
}

// has is what a member can see of their points.
func (k *kiosk) has(who string) string {
	s := k.member(who)
	return fmt.Sprintf("has %d", s.Account.Balance(ledger.Millis(k.now.UnixMilli())))
}

// waits is what waits for a manager; empty is nothing.
func (k *kiosk) waits(who string) string {
	list, err := k.ProposalsOf(k.t.Context(), k.member(who).Member.ID)
	k.must(err)
	if len(list) == 0 || list[0].State != pos.ProposalOpen {
		return ""
	}
	return fmt.Sprintf(", %d wait", list[0].Points)
}

// brings is what somebody has after Søren brought Zoë, and after she bought
// something that earns nothing.
func brings(who string) func(*kiosk) string {
	return func(k *kiosk) string {
		k.joins(k.member("soren").Member.ID)
		before := k.has(who)
		k.buys("zoe", cash, "stamps")
		return before + ", then " + strings.TrimPrefix(k.has(who), "has ")
	}
}

func review(k *kiosk) string {
	_, err := k.AddReview(k.t.Context(), till.Review{Member: k.member("maja").Member.ID, About: "tea", Stars: 5}, till.By(pos.System))
	if err != nil {
		return string(pos.CodeOf(err))
	}
	return k.has("maja") + k.waits("maja")
}

// gift is the state of a gift card of 100.00 some time after it was given.
func (k *kiosk) gift(after time.Duration) string {
	who := till.By(pos.System)
	who.Reason = "Undskyld"
	d, err := k.GiveGiftCard(k.t.Context(), 100_00, pos.ID{}, who)
	k.must(err)
	k.now = k.now.Add(after)
	d, err = k.GiftCard(k.t.Context(), d.Code, who)
	k.must(err)
	return string(d.State)
}

func lastLot(k *kiosk) string {
	k.buys("soren", cash, "tea")
	s, err := k.MemberByUsername(k.t.Context(), "soren")
	k.must(err)
	var last ledger.Lot
	for _, l := range s.Account.Lots {
		if l.AccruedAt >= last.AccruedAt {
			last = l
		}
	}
	if last.ExpiresAt == 0 {
		return "for ever"
	}
	return "until " + pos.Millis(last.ExpiresAt).Time(k.Zone()).Format(time.DateOnly)
}
