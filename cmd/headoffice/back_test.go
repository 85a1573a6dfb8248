package main

import (
	"context"
	"crypto/rand"
	"path/filepath"
	"testing"
	"time"

	"bonuskasse/pos"
	"bonuskasse/pos/chain"
	"bonuskasse/pos/till"
	"bonuskasse/store"
	"bonuskasse/sync/link"
)

// TestTakingBackWhatIsElsewhere: goods come back to the till that sold them, after
// the points were lent to another till. The first gives up no rights that it does
// not hold, and the rest is a debt.
func TestTakingBackWhatIsElsewhere(t *testing.T) {
	o := serve(t)
	ctx := context.Background()
	a, b := openDesk(t, "a"), openDesk(t, "b")
	if _, err := a.AddMember(ctx, till.NewMember{Username: "else", Name: "Else", Tier: "Bonus 5%", Card: "10004"}, till.By(pos.System)); err != nil {
		t.Fatal(err)
	}
	sale, err := a.sell(t, "10004", 0)
	if err != nil {
		t.Fatal(err)
	}
	a.enrol(t, o, "a")
	b.enrol(t, o, "b")
	a.meet(t)
	b.meet(t)
	_, s, err := a.MemberByCard(ctx, "10004")
	if err != nil {
		t.Fatal(err)
	}
	giveAway(t, a, s.Holder)
	a.meet(t)
	if done, err := b.sell(t, "10004", 500); err != nil || done.Sale.PointsUsed != 500 {
		t.Fatalf("b is lent all 500: %+v %v", done.Sale, err)
	}
	if _, err := a.Refund(ctx, till.Return{Receipt: sale.Sale.Receipt, Lines: []till.ReturnLine{{}}, Back: pos.BankCard}, till.By(pos.System)); err != nil {
		t.Fatal(err)
	}
	if _, rights := a.balance(t, "10004"); rights != 0 {
		t.Errorf("a holds nothing, and has rights to %d now", rights)
	}
	b.meet(t)
	a.meet(t)
	b.meet(t)
	const want = -25 // 500 earned, 500 spent, 475 earned with it, 500 taken back
	pa, ra := a.balance(t, "10004")
	pb, rb := b.balance(t, "10004")
	if pa != want || pb != want || ra != 0 || rb != 475 {
		t.Errorf("a says %d (rights %d), b says %d (rights %d); both want %d", pa, ra, pb, rb, want)
	}
	a.whole(t)
	b.whole(t)
}

// giveAway releases all rights that a till holds to an account, as a recall does.
func giveAway(t *testing.T, d *desk, account pos.ID) {
	t.Helper()
	if _, _, err := d.store.Release(context.Background(), []chain.Recall{{Account: account, Points: 1 << 40}}, nil); err != nil {
		t.Fatal(err)
	}
}

// TestAMergeOfWhatIsElsewhere: who holds the alias's points could still spend
// them, so the merge waits until they are here.
func TestAMergeOfWhatIsElsewhere(t *testing.T) {
	o := serve(t)
	ctx := context.Background()
	a, b := openDesk(t, "a"), openDesk(t, "b")
	keep, err := a.AddMember(ctx, till.NewMember{Username: "keep", Name: "Inger Holm", Tier: "Bonus 5%", Card: "10005"}, till.By(pos.System))
	if err != nil {
		t.Fatal(err)
	}
	alias, err := a.AddMember(ctx, till.NewMember{Username: "alias", Name: "Inger H", Tier: "Bonus 5%", Card: "10006"}, till.By(pos.System))
	if err != nil {
		t.Fatal(err)
	}
	a.enrol(t, o, "a")
	b.enrol(t, o, "b")
	a.meet(t)
	b.meet(t)
	if _, err := b.sell(t, "10006", 0); err != nil { // b earns 500 for the alias, and keeps them
		t.Fatal(err)
	}
	b.meet(t)
	a.meet(t)
	if _, err := a.MergeMembers(ctx, keep.ID, alias.ID, till.By(pos.System)); pos.CodeOf(err) != pos.PointsElsewhere {
		t.Fatalf("b holds 500 points of the alias and has not released them: %v", err)
	}
	b.meet(t) // it hears that a asks, and lets go
	if _, err := a.MergeMembers(ctx, keep.ID, alias.ID, till.By(pos.System)); err != nil {
		t.Fatalf("b has let go: %v", err)
	}
	a.meet(t)
	b.meet(t)
	for _, d := range []*desk{a, b} {
		if balance, _ := d.balance(t, "10005"); balance != 500 {
			t.Errorf("the merged member has %d points", balance)
		}
		d.whole(t)
	}
}

// TestTwoCurrencies: a till of euros does not join a chain of kroner.
func TestTwoCurrencies(t *testing.T) {
	o := serve(t)
	ctx := context.Background()
	openDesk(t, "a").enrol(t, o, "a")
	dir := filepath.Join(t.TempDir(), "b")
	opt := store.Options{Random: rand.Reader, Now: time.Now}
	shop := till.Shop{Name: "b", Currency: pos.EUR, Language: "fr", TillNo: 1, TimeZone: "Europe/Paris", Training: true}
	if err := store.Init(ctx, dir, shop, opt, func(tx till.Tx) error { return till.FirstFacts(tx, time.Now(), pos.EUR) }); err != nil {
		t.Fatal(err)
	}
	s, err := store.Open(ctx, dir, opt)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if _, err := link.Enrol(ctx, s, o.url, o.fingerprint, o.code(t, "b"), "test"); chain.WhyOf(err) != chain.Clash {
		t.Errorf("euros join kroner: %v", err)
	}
}
