package main

import (
	"context"
	"slices"
	"strings"
	"testing"

	"bonuskasse/hardware"
	"bonuskasse/pos"
	"bonuskasse/pos/chain"
	"bonuskasse/pos/till"
	"bonuskasse/store/central"
	"bonuskasse/sync/link"
)

// teaAt is the goods of a shop's, at a price.
func teaAt(price pos.Money) []pos.Product {
	return []pos.Product{{SKU: "tea", Barcodes: []string{"5701234001041"}, Name: "Te", Price: price, VATBp: 2500, Kind: pos.Goods, Discountable: true, Earns: true, BonusPayable: true}}
}

func hashOf(t *testing.T, o *office) (sum [32]byte) {
	t.Helper()
	s, err := central.OpenSQLite(context.Background(), o.data, central.Options{})
	if err == nil {
		sum, err = s.StateHash(context.Background())
		s.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return sum
}

// TestAShopThatWorkedAloneBringsAll: a head office with nothing in it takes goods,
// programme, tiers, people, members with their points, coupons, gift cards and the
// whole journal of the till that joins first; the next till has all of it.
func TestAShopThatWorkedAloneBringsAll(t *testing.T) {
	o := serve(t, "--name", "Ribe Te")
	ctx := context.Background()
	a, b := openDesk(t, "a"), openDesk(t, "b")
	boss := till.By(pos.System)
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(a.SetProducts(ctx, teaAt(59_00), boss))
	_, err := a.SetProgram(ctx, map[string]string{"cap_bp": "4000"}, boss)
	must(err)
	must(a.SetTier(ctx, pos.Tier{Name: "Guld", RateBp: 800}, boss))
	_, err = a.SetPerson(ctx, pos.Person{Name: "Bo", Role: pos.Manager, Active: true}, "2580", boss)
	must(err)
	_, err = a.AddMember(ctx, till.NewMember{Username: "soren", Name: "Søren", Phone: "+4520112233", Tier: "Guld", Card: "10001"}, boss)
	must(err)
	done, err := a.sell(t, "10001", 0)
	must(err)
	coupons, err := a.MakeCoupons(ctx, till.NewCoupons{Count: 1, Points: 50}, boss)
	must(err)
	j, err := link.Check(ctx, a.store, o.url, o.fingerprint, o.code(t, "Kasse 1"), "test")
	if err != nil || !j.Empty || j.Chain != "Ribe Te" || j.Till != "Kasse 1" || j.Tills != 0 || len(j.Clashes) != 0 {
		t.Fatalf("before it joins: %+v %v", j, err)
	}
	a.enrol(t, o, "Kasse 1")
	a.meet(t)
	applied(t, o, a)
	b.enrol(t, o, "Kasse 2")
	b.meet(t)
	b.meet(t)
	p, err := b.Program(ctx)
	if must(err); p.CapBp != 4000 {
		t.Errorf("the programme is not the shop's: %+v", p)
	}
	found, err := b.FindProducts(ctx, "5701234001041", 5)
	if must(err); len(found) != 1 || found[0].Price != 59_00 || found[0].Name != "Te" {
		t.Errorf("the goods are %+v", found)
	}
	tiers, err := b.Tiers(ctx)
	if must(err); !slices.ContainsFunc(tiers, func(x pos.Tier) bool { return x.Name == "Guld" && x.RateBp == 800 }) {
		t.Errorf("the tiers are %+v", tiers)
	}
	people, err := b.People(ctx)
	if must(err); !slices.ContainsFunc(people, func(x pos.Person) bool { return x.Name == "Bo" && x.Role == pos.Manager }) {
		t.Errorf("the people are %+v", people)
	}
	if _, s, err := b.MemberByCard(ctx, "10001"); err != nil || s.Member.Phone != "+4520112233" || s.Tier.Name != "Guld" || s.Account.Holding() != done.Sale.PointsEarned {
		t.Errorf("the member is %+v %v", s, err)
	}
	if c, err := b.RegisterCoupon(ctx, coupons.Codes[0], done.Sale.Member, till.CouponTyped, boss); err != nil || c.Points != 50 {
		t.Errorf("the coupon: %+v %v", c, err)
	}
	b.whole(t)
	o.do(t, "verify")
}

// TestLookingSetsNothing: whoever looks at what an empty head office has, sees what
// a chain begins with, and the shop that joins after still brings its own.
func TestLookingSetsNothing(t *testing.T) {
	o := serve(t)
	ctx := context.Background()
	a := openDesk(t, "a")
	if _, err := a.SetProgram(ctx, map[string]string{"cap_bp": "4000"}, till.By(pos.System)); err != nil {
		t.Fatal(err)
	}
	if err := a.SetTier(ctx, pos.Tier{Name: pos.FirstTier, RateBp: 800}, till.By(pos.System)); err != nil {
		t.Fatal(err)
	}
	before := hashOf(t, o)
	for _, look := range []string{"product list", "category list", "programme show", "programme list", "programme loss", "tier list", "tier ladder", "person list", "reward list", "message template list"} {
		o.do(t, append(strings.Fields(look), "--json")...)
	}
	if out := o.do(t, "tier", "list"); !strings.Contains(out, "5%") {
		t.Errorf("what a chain begins with: %q", out)
	}
	if hashOf(t, o) != before {
		t.Error("looking has changed what the head office has")
	}
	j, err := link.Check(ctx, a.store, o.url, o.fingerprint, o.code(t, "Kasse 1"), "test")
	if err != nil || !j.Empty || len(j.Clashes) != 0 {
		t.Errorf("before it joins: %+v %v", j, err)
	}
	a.enrol(t, o, "Kasse 1")
	a.meet(t)
	if out := o.do(t, "programme", "show", "--json"); !strings.Contains(out, `"cap_bp":4000`) {
		t.Errorf("the programme is not the shop's: %s", out)
	}
	if out := o.do(t, "tier", "list"); !strings.Contains(out, "8%") {
		t.Errorf("the tiers are not the shop's: %s", out)
	}
}

// TestClashesAreToldBefore: a shop that joins a chain which is not empty is told
// what of its own the chain has otherwise. Nothing is changed by that, and its code
// is good as before; then it joins, and it goes as it was told.
func TestClashesAreToldBefore(t *testing.T) {
	o := serve(t)
	ctx := context.Background()
	a, b := openDesk(t, "a"), openDesk(t, "b")
	boss := till.By(pos.System)
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, d := range []struct {
		*desk
		price         pos.Money
		rate          int64
		cap, username string
	}{{a, 59_00, 800, "4000", "soren"}, {b, 64_00, 1000, "5000", "Soren"}} {
		must(d.SetProducts(ctx, teaAt(d.price), boss))
		_, err := d.SetProgram(ctx, map[string]string{"cap_bp": d.cap}, boss)
		must(err)
		must(d.SetTier(ctx, pos.Tier{Name: "Guld", RateBp: d.rate}, boss))
		_, err = d.SetPerson(ctx, pos.Person{Name: "Bo", Role: pos.Manager, Active: true}, "2580", boss)
		must(err)
		_, err = d.AddMember(ctx, till.NewMember{Username: d.username, Name: "Søren", Phone: "+4520112233", Email: "Soren@example.dk", Tier: "Guld", Card: "10001"}, boss)
		must(err)
	}
	_, err := b.AddMember(ctx, till.NewMember{Username: "maja", Name: "Maja", Phone: "+4520445566", Tier: "Guld", Card: "10002"}, boss)
	must(err)
	a.enrol(t, o, "Kasse 1")
	a.meet(t)
	before, code := hashOf(t, o), o.code(t, "Kasse 2")
	j, err := link.Check(ctx, b.store, o.url, o.fingerprint, code, "test")
	must(err)
	var kinds []string
	for _, c := range j.Clashes {
		kinds = append(kinds, c.Kind)
		switch c.Kind {
		case "goods":
			if c.Key != "tea" || c.Price != 64_00 || c.TheirPrice != 59_00 {
				t.Errorf("%+v", c)
			}
		case "username", "phone", "email", "card":
			if c.Key != map[string]string{"username": "soren", "phone": "+4520112233", "email": "Soren@example.dk", "card": "10001"}[c.Kind] {
				t.Errorf("%+v", c)
			}
		}
	}
	slices.Sort(kinds)
	if want := []string{"card", "email", "goods", "person", "phone", "programme", "tier", "username"}; !slices.Equal(kinds, want) {
		t.Errorf("told are %v, want %v", kinds, want)
	}
	if j.Empty || j.Tills != 1 {
		t.Errorf("%+v", j)
	}
	if hashOf(t, o) != before {
		t.Error("asking has changed the head office")
	}
	if _, err := link.Check(ctx, b.store, o.url, o.fingerprint, "00000-00000", "test"); chain.WhyOf(err) != chain.BadCode {
		t.Errorf("a wrong code: %v", err)
	}
	if _, err := link.Enrol(ctx, b.store, o.url, o.fingerprint, code, "test"); err != nil {
		t.Fatal(err)
	}
	b.meet(t)
	b.meet(t)
	if j, err := link.Check(ctx, b.store, o.url, o.fingerprint, o.code(t, "Kasse 2"), "test"); err != nil || len(j.Clashes) != 0 {
		t.Errorf("a till of the chain is told of %+v %v", j.Clashes, err)
	}
	if found, err := b.FindProducts(ctx, "tea", 5); err != nil || len(found) != 1 || found[0].Price != 59_00 {
		t.Errorf("the chain's price holds: %+v %v", found, err)
	}
	if p, err := b.Program(ctx); err != nil || p.CapBp != 4000 {
		t.Errorf("the chain's programme holds: %+v %v", p, err)
	}
	s, err := b.ToSettle(ctx)
	must(err)
	var found []pos.ConflictKind
	for _, c := range s.List {
		found = append(found, c.Kind)
	}
	slices.Sort(found)
	if want := []pos.ConflictKind{pos.CardTwice, pos.UsernameTwice}; !slices.Equal(found, want) {
		t.Errorf("to settle are %v, want %v", found, want)
	}
	b.whole(t)
	o.do(t, "verify")
}

// TestJoiningMovesNoDefaultAndNoCard: where new members of the chain begin is not
// for a shop to say that joins, and of the cards that both had numbered alike all
// tills know the same, whichever batch they heard of first.
func TestJoiningMovesNoDefaultAndNoCard(t *testing.T) {
	o := serve(t)
	ctx := context.Background()
	a, b := openDesk(t, "a"), openDesk(t, "b")
	boss := till.By(pos.System)
	if err := b.SetTier(ctx, pos.Tier{Name: "VIP", RateBp: 900, Default: true}, boss); err != nil {
		t.Fatal(err)
	}
	for d, kind := range map[*desk]pos.CardKind{a: pos.BonusCard, b: pos.BothCard} {
		if _, err := d.MakeCards(ctx, till.NewCards{From: 10001, Count: 5, Kind: kind, Symbology: pos.CardCode128, Layout: hardware.CardsA4},
			func(context.Context, hardware.CardJob) error { return nil }, boss); err != nil {
			t.Fatal(err)
		}
	}
	a.enrol(t, o, "Kasse a")
	a.meet(t)
	b.enrol(t, o, "Kasse b")
	b.meet(t)
	meetTwice(t, a, b)
	c := openDesk(t, "c")
	c.enrol(t, o, "Kasse c")
	meetTwice(t, c)
	var kind pos.CardKind
	for i, d := range []*desk{a, b, c} {
		tiers, err := d.Tiers(ctx)
		if err != nil || len(tiers) != 3 {
			t.Fatalf("%+v %v", tiers, err)
		}
		for _, x := range tiers {
			if x.Default != (x.Name == pos.NoBonusTier) {
				t.Errorf("till %d: %+v", i, x)
			}
		}
		card, err := d.Card(ctx, "10003")
		if err != nil || i > 0 && card.Kind != kind {
			t.Errorf("till %d: the card is %+v, elsewhere it is %s: %v", i, card, kind, err)
		}
		kind = card.Kind
		d.whole(t)
	}
	o.do(t, "verify")
}
