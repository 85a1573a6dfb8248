package main

import (
	"context"
	"errors"
	"testing"

	"bonuskasse/pos"
	"bonuskasse/pos/till"
)

// TestARewardBorrowsRights: points buy a reward at the till that has no right to
// them, while there is a line; without one within the rights, and no more. Who
// keeps the rest is named.
func TestARewardBorrowsRights(t *testing.T) {
	ctx := context.Background()
	boss := till.By(pos.System)
	o := serve(t)
	a, b := openDesk(t, "a"), openDesk(t, "b")
	for sku, points := range map[string]int64{"mug": 200, "bag": 150} {
		if err := a.SetReward(ctx, pos.Reward{SKU: sku, Name: sku, Kind: pos.GiftCardReward, Points: points, Amount: 20_00, Active: true}, boss); err != nil {
			t.Fatal(err)
		}
	}
	soren := a.member(t, "soren", "Søren Åkjær", "10001")
	if _, err := a.sell(t, "10001", 0); err != nil { // 500 points
		t.Fatal(err)
	}
	a.enrol(t, o, "Kasse a")
	b.enrol(t, o, "Kasse b")
	meetTwice(t, a, b)

	if _, err := b.BuyReward(ctx, soren, "mug", boss); pos.CodeOf(err) != pos.RightsElsewhere || detail(err) != "Kasse a" {
		t.Errorf("all of it is kept at a: %v", err)
	}
	a.meet(t) // it is asked for what b lacks, and gives it up
	offers, err := b.Rewards(ctx, soren)
	if err != nil || len(offers) != 2 || offers[0].Why != pos.BonusNotOwned || !offers[0].Asks {
		t.Errorf("%+v %v", offers, err)
	}
	if got, err := b.BuyReward(ctx, soren, "mug", boss); err != nil || got.Card == nil || got.Standing.Account.Holding() != 300 {
		t.Errorf("with a line: %+v %v", got, err)
	}
	meetTwice(t, b, a)

	mend := a.apart(t)
	b.apart(t)
	for _, d := range []*desk{a, b} {
		_, _ = d.agent.Round(ctx, false) // finds out that there is no line
	}
	if _, err := b.BuyReward(ctx, soren, "bag", boss); pos.CodeOf(err) != pos.BonusNotOwned {
		t.Errorf("b, without a line and without rights: %v", err)
	}
	for want := int64(150); want >= 0; want -= 150 {
		if got, err := a.BuyReward(ctx, soren, "bag", boss); err != nil || got.Standing.Account.Holding() != want {
			t.Errorf("a, without a line and within its rights: %+v %v", got, err)
		}
	}
	if _, err := a.BuyReward(ctx, soren, "bag", boss); pos.CodeOf(err) != pos.PointsMissing {
		t.Errorf("beyond what there is: %v", err)
	}
	mend()
	meetTwice(t, a)
	a.whole(t)
	b.whole(t)
	o.do(t, "verify")
}

// TestAGiftCardOfAnotherTill: a card that one till has sold is looked at, blocked
// and printed again at another, which has no receipt of it.
func TestAGiftCardOfAnotherTill(t *testing.T) {
	ctx := context.Background()
	boss := till.By(pos.System)
	boss.Reason = "Lost"
	o := serve(t)
	a, b, _ := pair(t, o, nil)
	s, err := a.NewSale(ctx, pos.System)
	if err != nil {
		t.Fatal(err)
	}
	if err := a.SellGiftCard(ctx, &s, 300_00); err != nil {
		t.Fatal(err)
	}
	done, err := a.Complete(ctx, s, till.Payment{BankCard: till.Exact})
	if err != nil {
		t.Fatal(err)
	}
	code := done.Sale.Lines[0].GiftCard
	meetTwice(t, a, b)
	if d, err := a.GiftCard(ctx, code, boss); err != nil || d.Receipt != done.Sale.Receipt {
		t.Errorf("where it was sold: %+v %v", d, err)
	}
	if d, err := b.GiftCard(ctx, code, boss); err != nil || d.Balance != 300_00 || d.Receipt != "" {
		t.Errorf("elsewhere: %+v %v", d, err)
	}
	if _, err := b.PrintGiftCard(ctx, code, boss); err != nil {
		t.Error(err)
	}
	if d, err := b.BlockGiftCard(ctx, code, true, boss); err != nil || !d.Blocked {
		t.Errorf("blocked elsewhere: %+v %v", d, err)
	}
	meetTwice(t, b, a)
	if d, err := a.GiftCard(ctx, code, boss); err != nil || !d.Blocked {
		t.Errorf("where it was sold: %+v %v", d, err)
	}
}

func detail(err error) string {
	var r *pos.Refusal
	if errors.As(err, &r) {
		return r.Detail
	}
	return ""
}
