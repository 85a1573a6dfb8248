package centraltest

import (
	"crypto/sha256"
	"fmt"
	"slices"
	"time"

	"bonuskasse/pos"
	"bonuskasse/pos/chain"
	"bonuskasse/pos/journal/journalpb"
)

// check: a till that is about to join is told what of its own the chain has
// otherwise, and nothing of what is the same, or its own; nothing is changed.
func check(d *desk) {
	x := d.till("one")
	say := func(b *journalpb.Body, member pos.ID) { x.Say(b, member, 0) }
	say(&journalpb.Body{What: &journalpb.Body_ProductsSet{ProductsSet: &journalpb.ProductsSet{Products: []*journalpb.Product{
		{Sku: "tea", Name: "Te", Price: 1000, Barcodes: []string{"5701"}}, {Sku: "milk", Name: "Mælk", Price: 1200}}}}}, pos.ID{})
	say(&journalpb.Body{What: &journalpb.Body_TierSet{TierSet: &journalpb.TierSet{Name: "Gold", RateBp: 500}}}, pos.ID{})
	say(&journalpb.Body{What: &journalpb.Body_RewardSet{RewardSet: &journalpb.RewardSet{Sku: "mug", Name: "Krus", Points: 100}}}, pos.ID{})
	person := ID("bo")
	say(&journalpb.Body{What: &journalpb.Body_PersonSet{PersonSet: &journalpb.PersonSet{Person: person[:], Name: "Bo", Active: true}}}, pos.ID{})
	x.Program(1, `{"points":1}`)
	batch := ID("batch")
	say(&journalpb.Body{What: &journalpb.Body_CardsMade{CardsMade: &journalpb.CardsMade{Batch: batch[:], First: 10001, Count: 100}}}, pos.ID{})
	say(&journalpb.Body{What: &journalpb.Body_CardSet{CardSet: &journalpb.CardSet{Number: "10001", Kind: "bonus", State: "issued", Member: anna[:]}}}, anna)
	for number, state := range map[string]string{"10002": "blocked", "10003": "printed"} {
		say(&journalpb.Body{What: &journalpb.Body_CardSet{CardSet: &journalpb.CardSet{Number: number, Kind: "bonus", State: state}}}, pos.ID{})
	}
	x.coupons(50, "AAA")
	say(&journalpb.Body{What: &journalpb.Body_GiftCardMade{GiftCardMade: &journalpb.GiftCardMade{Code: "G1", Kind: "paid", Amount: 1000}}}, pos.ID{})
	say(&journalpb.Body{What: &journalpb.Body_MemberSet{MemberSet: &journalpb.MemberSet{Member: anna[:], Status: "active",
		Personal: &journalpb.Personal{Username: "anna", Phone: "+4512345678", Email: "anna@example.dk"}}}}, anna)
	d.push(x)

	code := sha256.Sum256([]byte("a code"))
	at := pos.At(x.Now)
	d.ok(d.store.AddCode(d.ctx, chain.Code{Hash: code, TillName: "Kasse 2", Until: pos.At(x.Now.Add(time.Hour))}))
	mark := func(kind chain.OwnKind, value string) chain.Own {
		return chain.Own{Kind: kind, Mark: chain.OwnMark(code, kind, value)}
	}
	things := []chain.Own{
		{Kind: chain.OwnGoods, Key: "tea", Name: "Te", Price: 1100},    // another price
		{Kind: chain.OwnGoods, Key: "milk", Name: "Mælk", Price: 1200}, // the same
		{Kind: chain.OwnGoods, Key: "own", Name: "Eget", Price: 1},
		{Kind: chain.OwnBarcode, Key: "5701", Name: "coffee"},
		{Kind: chain.OwnTier, Key: "Gold", Name: "700 0 0", Price: 700},
		{Kind: chain.OwnReward, Key: "mug", Name: "Krus", Price: 200},
		{Kind: chain.OwnPerson, Key: ID("another bo").String(), Name: "bo"},
		{Kind: chain.OwnProgramme, Name: `{"points":2}`},
		{Kind: chain.OwnCard, Key: "10001"},
		{Kind: chain.OwnCards, Price: 10100, Count: 10},
		{Kind: chain.OwnCards, Price: 10101, Count: 10}, // behind the chain's
		{Kind: chain.OwnCoupon, Key: "AAA"},
		{Kind: chain.OwnGiftCard, Key: "G1"},
		{Kind: chain.OwnGiftCard, Key: "G2"},
		mark(chain.OwnUsername, "anna"), mark(chain.OwnUsername, "bo"), mark(chain.OwnPhone, "+4512345678"), mark(chain.OwnEmail, "Anna@example.dk"),
		{Kind: chain.OwnCard, Key: "10002"}, // blocked there
		{Kind: chain.OwnCard, Key: "10003"}, // taken back there: anybody's
	}
	q := chain.Check{CodeHash: code, Till: ID("two"), Things: things, At: at}
	for range 2 { // the code is good as before
		j, err := d.store.Check(d.ctx, q)
		d.ok(err)
		var got []int
		for _, c := range j.Clashes {
			got = append(got, c.Own)
		}
		slices.Sort(got)
		if want := []int{0, 3, 4, 5, 6, 7, 8, 9, 11, 12, 14, 16, 17, 18}; !slices.Equal(got, want) || j.Till != "Kasse 2" || j.Tills != 1 || j.Empty {
			d.Fatalf("%v and not %v: %s", got, want, fmt.Sprintf("%+v", j))
		}
	}
	q.Currency = "EUR"
	_, err := d.store.Check(d.ctx, q)
	d.refused(err, chain.Clash)
	q.Currency = ""
	q.Till = x.ID // what it said itself is no clash
	j, err := d.store.Check(d.ctx, q)
	d.ok(err)
	for _, c := range j.Clashes {
		if kind := things[c.Own].Kind; kind != chain.OwnCards {
			d.Fatalf("a till clashes with its own %s", kind)
		}
	}
	q.CodeHash = sha256.Sum256([]byte("another"))
	_, err = d.store.Check(d.ctx, q)
	d.refused(err, chain.BadCode)
	d.whole()
}
