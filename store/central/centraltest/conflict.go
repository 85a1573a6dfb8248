package centraltest

import (
	"fmt"
	"time"

	"bonuskasse/pos"
	"bonuskasse/pos/chain"
	"bonuskasse/pos/journal/journalpb"
)

func (x *Till) coupons(points int64, codes ...string) {
	m := &journalpb.CouponsMade{Batch: []byte("0123456789abcdef"), Points: points}
	for _, c := range codes {
		m.Coupons = append(m.Coupons, &journalpb.NewCoupon{Code: c})
	}
	x.Say(&journalpb.Body{What: &journalpb.Body_CouponsMade{CouponsMade: m}}, pos.ID{}, 0)
}

// couponTwice: the first that is received stands, though the other was earlier.
func couponTwice(d *desk) {
	x, y := d.till("one"), d.till("two")
	x.coupons(50, "AAA", "BBB")
	d.push(x)
	y.Now = y.Now.Add(time.Minute)
	x.Register(anna, "AAA", 50)
	y.Register(birte, "AAA", 50)
	d.push(y)
	d.sums(birte, 50, 0, 0, 50)
	batch := x.Batch(3) // the registration comes alone, its points in the next batch
	batch.Events = batch.Events[:1]
	_, err := d.store.Push(d.ctx, batch, pos.At(x.Now))
	d.ok(err)
	d.push(x)
	d.sums(anna, 0, 0, 50, 50) // taken back: the till may have let them be spent
	list := d.conflicts(chain.CouponTwice)
	if c := list[0]; c.Till != x.ID || c.TillTwo != y.ID || c.Member != anna || c.Subject != "AAA" || c.Points != 50 {
		d.Fatalf("%+v", c)
	}
	d.ok(d.store.Settle(d.ctx, list[0].ID, "given anyway", pos.At(x.Now)))
	d.ok(d.store.Settle(d.ctx, list[0].ID, "again", pos.At(x.Now)))
	d.conflicts()
	c, err := d.store.Fact(d.ctx, chain.Coupon, "AAA")
	d.ok(err)
	if len(c.Said) != 2 || pos.IDFromBytes(c.Said[1].Body.GetCouponRegistered().GetMember()) != birte {
		d.Fatalf("%+v", c)
	}
	for _, till := range []*Till{x, y} { // both must hear whose it is; the one believes otherwise
		found := false
		for _, c := range d.pull(till, 0).List {
			found = found || c.Kind == chain.Coupon && c.Key == "AAA"
		}
		if !found {
			d.Fatal("a till is not told whose coupon it is")
		}
	}
}

func giftOverspent(d *desk) {
	x, y := d.till("one"), d.till("two")
	x.Say(&journalpb.Body{What: &journalpb.Body_GiftCardMade{GiftCardMade: &journalpb.GiftCardMade{Code: "G1", Kind: "paid", Amount: 1000}}}, pos.ID{}, 0)
	pay := func(t *Till, amounts ...int64) {
		sale := ID(t.ID.String() + "gift")
		s := &journalpb.SaleCompleted{Sale: sale[:], Completed: t.Now.UnixMilli()}
		for _, a := range amounts {
			s.GiftCards = append(s.GiftCards, &journalpb.GiftCardUse{Code: "G1", Amount: a})
		}
		t.Say(&journalpb.Body{What: &journalpb.Body_SaleCompleted{SaleCompleted: s}}, pos.ID{}, 0)
	}
	pay(y, 400, 200)
	d.push(y) // before anybody has said that the card was made
	d.conflicts()
	d.push(x)
	gift := func(balance int64, blocked bool) {
		d.Helper()
		c, err := d.store.Fact(d.ctx, chain.GiftCard, "G1")
		d.ok(err)
		if c.Gift == nil || int64(c.Gift.Balance) != balance || c.Gift.Blocked != blocked || len(c.Said) != 1 {
			d.Fatalf("%+v", c.Gift)
		}
	}
	gift(400, false)
	pay(x, 700)
	d.push(x)
	gift(-300, false)
	if list := d.conflicts(chain.GiftOverspent); list[0].Subject != "G1" || list[0].Points != 300 || list[0].Till != x.ID {
		d.Fatalf("%+v", list)
	}
	z := d.till("three")
	pay(z, 200) // it has not heard of either
	d.push(z)
	gift(-500, false)
	if list := d.conflicts(chain.GiftOverspent, chain.GiftOverspent); list[1].Points+list[0].Points != 500 {
		d.Fatalf("%+v", list)
	}
	correct := func(t *Till, amount int64, blocked bool) {
		t.Say(&journalpb.Body{What: &journalpb.Body_GiftCardCorrected{GiftCardCorrected: &journalpb.GiftCardCorrected{Code: "G1", Amount: amount, Blocked: blocked}}}, pos.ID{}, 0)
	}
	y.Now = x.Now.Add(time.Minute)
	correct(x, 0, false)
	correct(y, 500, true) // the later one
	d.push(y)
	d.push(x)
	gift(0, true)
}

// overspent: what a till spends beyond its rights is noted above the floor limit.
func overspent(d *desk) {
	x, y := d.till("one"), d.till("two")
	x.Program(1, `{"points":1,"points_worth":1,"floor_limit_points":30}`)
	x.Sell(anna, 100, 0, never)
	d.push(x)
	y.Sell(anna, 0, 30, never)
	d.push(y)
	d.conflicts()
	d.sums(anna, 70, 0, 0, 100) // so much more is held than there is: two tills are each sure of theirs
	y.Sell(anna, 0, 5, never)
	d.push(y)
	list := d.conflicts(chain.Overspent)
	if list[0].Member != anna || list[0].Till != y.ID || list[0].Points != 35 {
		d.Fatalf("%+v", list)
	}
	x.Sell(anna, 0, 100, never)
	d.push(x)
	list = d.conflicts(chain.Overspent, chain.Overspent)
	d.sums(anna, -35, 0, 0)
	_ = list
}

// overridden: what a manager let a till spend beyond its rights is nothing to settle
// while the points are there, and is named where they are missing, whoever is heard
// last.
func overridden(d *desk) {
	x, y := d.till("one"), d.till("two")
	x.Program(1, `{"points":1,"points_worth":1,"floor_override_points":60}`)
	x.Sell(anna, 100, 0, never)
	d.push(x)
	let := func(member pos.ID, used int64) {
		sale := ID(fmt.Sprint("let", member, used))
		y.Say(&journalpb.Body{Reason: "the line is down", What: &journalpb.Body_SaleCompleted{SaleCompleted: &journalpb.SaleCompleted{
			Sale: sale[:], Receipt: "2-7", Completed: y.Now.UnixMilli(), Member: member[:], PointsUsed: used, OverridePoints: used}}}, member, -used)
	}
	let(anna, 60)
	d.push(y)
	d.conflicts()
	x.Sell(anna, 0, 100, never)
	d.push(x)
	list := d.conflicts(chain.OverrideDebt)
	if c := list[0]; c.Member != anna || c.Till != y.ID || c.TillTwo != x.ID || c.Points != 60 || c.Subject != "2-7" || c.Note != "the line is down" {
		d.Fatalf("%+v", c)
	}
	d.sums(anna, -60, 0, 0)
	let(birte, 60) // who has nothing at all
	d.push(y)
	list = d.conflicts(chain.OverrideDebt, chain.OverrideDebt)
	if list[0].Member != birte && list[1].Member != birte {
		d.Fatalf("%+v", list)
	}
	y.Sell(birte, 0, 1, never) // and more, which nobody let
	d.push(y)
	d.conflicts(chain.OverrideDebt, chain.OverrideDebt, chain.Overspent)
}

func clockFarOff(d *desk) {
	x := d.till("one")
	x.Now = x.Now.AddDate(1, 0, 0)
	x.Sell(anna, 100, 0, never)
	_, err := d.store.Push(d.ctx, x.Batch(1), pos.At(Start))
	d.ok(err)
	d.conflicts(chain.ClockFarOff)
	d.sums(anna, 100, 0, 0, 100)
}

func erased(d *desk) {
	x, y := d.till("one"), d.till("two")
	x.Join(anna, "Anna")
	x.Sell(anna, 10, 0, never)
	d.push(x)
	keys := x.fresh
	if c, err := d.store.Fact(d.ctx, chain.Member, string(anna[:])); err != nil || c.Opens == nil {
		d.Fatalf("%+v, %v", c, err)
	}
	y.Say(&journalpb.Body{What: &journalpb.Body_MemberErased{MemberErased: &journalpb.MemberErased{Member: anna[:]}}}, anna, 0)
	d.push(y)
	x.fresh = keys // a till that has not heard of it sends the key again
	x.Sell(anna, 10, 0, never)
	d.push(x)
	c, err := d.store.Fact(d.ctx, chain.Member, string(anna[:]))
	d.ok(err)
	if c.Opens != nil || len(c.Said) != 1 {
		d.Fatalf("the member is not erased: %+v", c)
	}
	told := false
	for _, c := range d.pull(x, 0).List {
		told = told || c.Kind == chain.Erased && c.Key == string(anna[:])
	}
	if !told {
		d.Fatal("the erasure does not travel")
	}
	d.sums(anna, 20, 0, 0, 20)
}

// twice: one card number, and one username, given to two members by tills that
// were apart. A merge is not that.
func twice(d *desk) {
	x, y := d.till("one"), d.till("two")
	named := func(t *Till, m pos.ID, username string) {
		t.Say(&journalpb.Body{What: &journalpb.Body_MemberSet{MemberSet: &journalpb.MemberSet{Member: m[:], Status: "active",
			Personal: &journalpb.Personal{Username: username, Name: "N"}}}}, m, 0)
	}
	card := func(t *Till, m pos.ID, number string) {
		t.Say(&journalpb.Body{What: &journalpb.Body_CardSet{CardSet: &journalpb.CardSet{Number: number, Kind: "bonus", State: "issued", Member: m[:]}}}, m, 0)
	}
	named(x, anna, "anna")
	card(x, anna, "1001")
	card(x, anna, "1001") // again is nothing
	d.push(x)
	named(x, anna, "anna") // edited
	d.push(x)
	d.conflicts()
	named(y, birte, "Anna ")
	card(y, birte, "1001")
	d.push(y)
	list := d.conflicts(chain.CardTwice, chain.UsernameTwice)
	for _, c := range list {
		if c.Member != birte || c.Till != y.ID || c.Kind == chain.CardTwice && (c.Subject != "1001" || c.TillTwo != x.ID) || c.Kind == chain.UsernameTwice && c.Subject != anna.String() {
			d.Fatalf("%+v", c)
		}
		d.ok(d.store.Settle(d.ctx, c.ID, "", pos.At(y.Now)))
	}
	carl := ID("carl")
	named(y, carl, "carl")
	card(y, carl, "1002")
	d.push(y)
	x.Say(&journalpb.Body{What: &journalpb.Body_MemberMerged{MemberMerged: &journalpb.MemberMerged{Alias: carl[:], Keep: anna[:]}}}, carl, 0)
	card(x, anna, "1002")
	named(x, anna, "carl")
	d.push(x)
	d.conflicts()
}
