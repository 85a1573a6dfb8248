package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"bonuskasse/pos"
	"bonuskasse/pos/till"
	"bonuskasse/store"
)

// Size is how much happens in a year.
type Size struct{ Members, Sales int }

// opening is the first day: the year has a leap day, and the two changes of
// summer time.
const opening = "2027-09-01"

const days = 366

// year is a shop that is played.
type year struct {
	ctx    context.Context
	dir    string
	size   Size
	rnd    *rand.Rand
	now    time.Time
	ticked time.Time // when the last tick was
	zone   *time.Location

	goods []pos.Product
	store *store.Store
	till  *till.Till
	books *books

	known // what a person at the till could point at
	did   map[string]*tally
	stops []seen
	lives int // how often a backup was restored
}

// known is what the player remembers; a restored backup takes some of it away.
type known struct {
	members  []pos.ID
	names    []string
	cards    []string // that were issued
	free     int      // the next card's number
	receipts []string
	gifts    []string
	coupons  []string
	lists    []pos.ID
	visits   []pos.ID
	bought   []pos.ID
	orgs     []pos.Organisation
}

func (k known) copy() known {
	k.members, k.names, k.cards = slices.Clone(k.members), slices.Clone(k.names), slices.Clone(k.cards)
	k.receipts, k.gifts, k.coupons = slices.Clone(k.receipts), slices.Clone(k.gifts), slices.Clone(k.coupons)
	k.lists, k.visits, k.bought, k.orgs = slices.Clone(k.lists), slices.Clone(k.visits), slices.Clone(k.bought), slices.Clone(k.orgs)
	return k
}

// tally counts what was done, and what the till refused.
type tally struct{ done, refused int }

// Play plays one year in an empty folder, and says what was done; an error is
// the first thing that does not add up.
func Play(ctx context.Context, dir string, seed uint64, size Size, recount string) (sum string, err error) {
	y, err := play(ctx, dir, seed, size)
	if err != nil {
		return "", err
	}
	defer y.close()
	if err := y.recount(recount); err != nil {
		return "", err
	}
	return y.summary(), nil
}

// play plays the days, and has the journal read back at the end.
func play(ctx context.Context, dir string, seed uint64, size Size) (_ *year, err error) {
	started := &year{ctx: ctx, dir: dir, size: size, rnd: rand.New(rand.NewPCG(seed, 0x79656172)), did: map[string]*tally{}, known: known{free: 20001}}
	if started.zone, err = time.LoadLocation("Europe/Copenhagen"); err != nil {
		return nil, err
	}
	if started.now, err = time.ParseInLocation(time.DateOnly, opening, started.zone); err != nil {
		return nil, err
	}
	started.now = started.now.Add(7 * time.Hour)
	defer func() {
		if err != nil {
			started.close()
		}
	}()
	if err := started.open(seed); err != nil {
		return nil, fmt.Errorf("opening the shop: %w", err)
	}
	for day := range days {
		if err := started.day(day); err != nil {
			return nil, fmt.Errorf("day %d, %s: %w", day+1, started.now.Format("2006-01-02 15:04"), err)
		}
	}
	return started, started.verify()
}

// clock is the till's: it never stands still.
func (y *year) clock() time.Time {
	y.now = y.now.Add(time.Millisecond)
	return y.now
}

func (y *year) open(seed uint64) error {
	if err := os.MkdirAll(y.dir, 0o700); err != nil {
		return err
	}
	var key [32]byte
	key[0], key[1], key[2] = byte(seed), byte(seed>>8), byte(seed>>16)
	random := rand.NewChaCha8(key)
	opt := store.Options{Random: random, Now: y.clock}
	shop := till.Shop{Name: "Ribe Te", Currency: pos.DKK, Language: "da", TillNo: 1, TimeZone: "Europe/Copenhagen"}
	err := store.Init(y.ctx, filepath.Join(y.dir, "shop"), shop, opt, func(tx till.Tx) error { return till.FirstFacts(tx, y.now, pos.DKK) })
	if err != nil {
		return err
	}
	if err := y.start(random); err != nil {
		return err
	}
	return y.furnish()
}

// start opens the shop's folder as a till does in the morning.
func (y *year) start(random *rand.ChaCha8) (err error) {
	if y.store, err = store.Open(y.ctx, filepath.Join(y.dir, "shop"), store.Options{Random: random, Now: y.clock}); err != nil {
		return err
	}
	if y.till, err = till.New(y.ctx, y.store, till.Options{Now: y.clock, Random: random}); err != nil {
		return err
	}
	y.books, err = openBooks(filepath.Join(y.dir, "shop", "shop.db"))
	return err
}

func (y *year) close() {
	if y.books != nil {
		y.books.close()
	}
	if y.till != nil {
		y.till.Close()
	}
	if y.store != nil {
		y.store.Close()
	}
}

// restart closes the till for the night. A restored one takes a backup's place
// in between.
func (y *year) restart(between func() error) error {
	y.close()
	if err := between(); err != nil {
		return err
	}
	return y.start(rand.NewChaCha8([32]byte{byte(y.rnd.Uint32()), byte(y.rnd.Uint32()), byte(y.rnd.Uint32()), 1}))
}

// furnish makes what a shop has on its first day.
func (y *year) furnish() error {
	boss := till.By(pos.System)
	for i, tier := range []pos.Tier{
		{Name: "Silver", RateBp: 600, DiscountBp: 200, Threshold: 1_500_00},
		{Name: "Gold", RateBp: 800, DiscountBp: 500, Threshold: 5_000_00},
		{Name: "Platinum", RateBp: 1000, DiscountBp: 1000, Threshold: 15_000_00},
		{Name: "Friends", RateBp: 700, DiscountBp: 300},
	} {
		if err := y.till.SetTier(y.ctx, tier, boss); err != nil {
			return fmt.Errorf("tier %d: %w", i, err)
		}
	}
	five, forty := int64(5), int64(40)
	goods := []pos.Product{
		{SKU: "stamps", Price: 12_00, Kind: pos.Goods, BonusPayable: true},
		{SKU: "nobonus", Price: 89_95, VATBp: 2500, Kind: pos.Goods, Earns: true, Discountable: true, Category: "tobacco"},
		{SKU: "fixed", Price: 45_50, VATBp: 2500, Kind: pos.Goods, Earns: true, BonusPayable: true, FixedPoints: &five},
		{SKU: "massage", Price: 450_00, VATBp: 2500, Kind: pos.Service, Earns: true, BonusPayable: true, FixedPoints: &forty},
		{SKU: "repair", Price: 199_00, VATBp: 2500, Kind: pos.Service, Earns: true, Discountable: true, BonusPayable: true},
		{SKU: "shipping", Price: 39_00, VATBp: 2500, Kind: pos.Shipping},
		{SKU: "book", Price: 149_95, Kind: pos.Goods, Earns: true, BonusPayable: true},
	}
	for i := range 30 {
		goods = append(goods, pos.Product{
			SKU: fmt.Sprintf("tea%02d", i), Price: pos.Money(5_00 + y.rnd.IntN(300_00)), VATBp: []int64{2500, 2500, 1000, 0}[i%4], Kind: pos.Goods,
			Discountable: i%5 != 0, Earns: i%7 != 0, BonusPayable: i%6 != 0, Category: []string{"tea", "cups", "sweets"}[i%3],
		})
	}
	for i := range goods {
		goods[i].Name = goods[i].SKU
	}
	y.goods = goods
	if err := y.till.SetProducts(y.ctx, goods, boss); err != nil {
		return err
	}
	three := int64(3)
	for _, w := range []pos.Reward{
		{SKU: "coffee", Name: "Coffee", Kind: pos.ThingReward, Points: 900, Active: true},
		{SKU: "ticket", Name: "Ticket", Kind: pos.ThingReward, Points: 2_500, Stock: &three, Active: true},
		{SKU: "card50", Name: "Gift card", Kind: pos.GiftCardReward, Points: 4_000, Amount: 50_00, Active: true},
	} {
		if err := y.till.SetReward(y.ctx, w, boss); err != nil {
			return err
		}
	}
	for _, o := range []pos.Organisation{{Name: "Rådhuset", Pooled: true, Active: true}, {Name: "Skolen", Active: true}} {
		o, err := y.till.SetOrganisation(y.ctx, o, boss)
		if err != nil {
			return err
		}
		y.orgs = append(y.orgs, o)
	}
	_, err := y.till.SetProgram(y.ctx, map[string]string{
		"expiry_months": "6", "ladder_window_months": "3", "welcome_points": "25", "birthday_points": "100", "referral_points": "50", "referrer_points": "75",
	}, boss)
	return err
}

// must tells a refusal, which a customer hears every day, from a trouble.
func (y *year) try(what string, err error) error {
	t := y.did[what]
	if t == nil {
		t = &tally{}
		y.did[what] = t
	}
	var used *till.CouponUsed
	switch {
	case err == nil:
		t.done++
	case pos.CodeOf(err) != "" || errors.As(err, &used):
		t.refused++
	default:
		return fmt.Errorf("%s: %w", what, err)
	}
	return nil
}

func (y *year) summary() string {
	var names []string
	for what := range y.did {
		names = append(names, what)
	}
	slices.Sort(names)
	var b strings.Builder
	fmt.Fprintf(&b, "%d members, %d restored", len(y.members), y.lives)
	for _, what := range names {
		t := y.did[what]
		fmt.Fprintf(&b, ", %d %s", t.done, what)
		if t.refused > 0 {
			fmt.Fprintf(&b, " (%d refused)", t.refused)
		}
	}
	return b.String()
}
