package till_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"bonuskasse/pos"
	"bonuskasse/pos/ledger"
	"bonuskasse/pos/till"
	"bonuskasse/store"
)

// mends says whose a sale was: "none" is nobody's.
func (k *kiosk) mends(receipt, whose string) (till.Mended, error) {
	m := till.Mend{Receipt: receipt}
	if whose != "none" {
		m.Member = k.member(whose).Member.ID
	}
	return k.MendSale(k.t.Context(), m, till.Who{Person: pos.System, Reason: "forgotten"})
}

// sells is a purchase of a guest, or of a member.
func (k *kiosk) sells(who string, goods ...string) pos.Sale {
	k.t.Helper()
	if who != "none" {
		return k.buys(who, cash, goods...).Sale
	}
	d, err := k.NewSale(k.t.Context(), pos.System)
	k.must(err)
	for _, sku := range goods {
		k.must(k.AddBarcode(k.t.Context(), &d, sku, 1000))
	}
	done, err := k.Complete(k.t.Context(), d, cash)
	k.must(err)
	return done.Sale
}

func (k *kiosk) returns(receipt string, line int) {
	k.t.Helper()
	_, err := k.Refund(k.t.Context(), till.Return{Receipt: receipt, Lines: []till.ReturnLine{{Line: line, QtyMilli: 1000}}}, till.By(pos.System))
	k.must(err)
}

func (k *kiosk) points(who string) int64 {
	s := k.member(who)
	return s.Account.Balance(ledger.Millis(k.now.UnixMilli()))
}

// A row a shopkeeper could read: who bought what, what happened, and whose it is
// said to have been; then what each has. Søren has 100.00 in bonus and 5 %, Maja
// nothing and 0 %, until she is Gold with 8 %.
func TestMendSale(t *testing.T) {
	for _, c := range []struct {
		name        string
		was         string
		goods       string
		before      func(k *kiosk, receipt string)
		mend        string // to whom, one after the other
		after       func(k *kiosk, receipt string)
		soren, maja int64
		code        pos.Code
	}{
		{name: "the card was forgotten", was: "none", goods: "tea", mend: "soren", soren: 105_00},
		{name: "the wrong card", was: "soren", goods: "tea", mend: "maja", soren: 100_00},
		{name: "at the level of the other", was: "soren", goods: "tea", before: func(k *kiosk, _ string) { k.buys("maja", cash, "machine") }, mend: "maja", soren: 100_00, maja: 8_00},
		{name: "nobody's", was: "soren", goods: "tea", mend: "none", soren: 100_00},
		{name: "there and back", was: "soren", goods: "tea", mend: "maja soren", soren: 105_00},
		{name: "to a guest and back", was: "soren", goods: "tea", mend: "none soren", soren: 105_00},
		{name: "the same again", was: "none", goods: "tea", mend: "soren soren", soren: 105_00, code: pos.MendSame},
		{name: "a guest's to nobody", was: "none", goods: "tea", mend: "none", soren: 100_00, code: pos.MendSame},
		{name: "some came back before", was: "none", goods: "tea tea", before: func(k *kiosk, r string) { k.returns(r, 0) }, mend: "soren", soren: 105_00},
		{name: "some comes back after", was: "none", goods: "tea tea", mend: "soren", after: func(k *kiosk, r string) { k.returns(r, 0) }, soren: 105_00},
		{name: "some before, the rest after", was: "soren", goods: "card card card", before: func(k *kiosk, r string) { k.returns(r, 0) }, mend: "none soren",
			after: func(k *kiosk, r string) { k.returns(r, 0); k.returns(r, 0) }, soren: 100_00},
		{name: "what is spent already is owed", was: "soren", goods: "tea", before: func(k *kiosk, _ string) { k.gives("soren", -104_00) }, mend: "maja", soren: -4_00},
		{name: "what is over is owed", was: "soren", goods: "tea", before: func(k *kiosk, _ string) { k.later(4 * 366 * 24 * time.Hour) }, mend: "none", soren: -5_00},
		{name: "what is given ends as if earned then", was: "none", goods: "tea", before: func(k *kiosk, _ string) { k.later(35 * 30 * 24 * time.Hour) }, mend: "soren",
			after: func(k *kiosk, _ string) { k.later(60 * 24 * time.Hour) }},
		{name: "by the programme of that day", was: "none", goods: "tea", before: func(k *kiosk, _ string) {
			_, err := k.SetProgram(k.t.Context(), map[string]string{"accrual_base": "ex_vat"}, till.By(pos.System))
			k.must(err)
		}, mend: "soren", soren: 105_00},
		{name: "by the switches of that day", was: "none", goods: "cigar", before: func(k *kiosk, _ string) { k.category("tobacco", "earns=no") }, mend: "soren", soren: 105_00},
		{name: "bonus paid", was: "soren", goods: "tea", before: func(k *kiosk, _ string) {}, mend: "bonus", soren: 75_00 + 3_75, code: pos.MendBonusUsed},
		{name: "a service is not over", was: "none", goods: "haircut", mend: "soren", soren: 100_00, code: pos.MendWaiting},
		{name: "a service that waits for the one", was: "soren", goods: "haircut", mend: "maja", soren: 100_00, code: pos.MendWaiting},
		{name: "a service that is over", was: "soren", goods: "haircut", before: func(k *kiosk, _ string) { k.later(4 * time.Hour) }, mend: "maja", soren: 100_00, maja: 50},
		{name: "a return itself", was: "soren", goods: "tea", before: func(k *kiosk, r string) { k.returns(r, 0) }, mend: "return", soren: 100_00, code: pos.ReceiptIsRefund},
		{name: "somebody who is blocked", was: "none", goods: "tea", before: func(k *kiosk, _ string) {
			k.must(k.BlockMember(k.t.Context(), k.member("maja").Member.ID, true, till.By(pos.System)))
		}, mend: "maja", soren: 100_00, code: pos.MemberBlocked},
	} {
		t.Run(c.name, func(t *testing.T) {
			k := newKiosk(t, "")
			sale := k.sells(c.was, strings.Fields(c.goods)...)
			if c.mend == "bonus" {
				sale, c.mend = k.buys("soren", bonus, "tea").Sale, "maja"
			}
			if c.before != nil {
				c.before(k, sale.Receipt)
			}
			receipt := sale.Receipt
			if c.mend == "return" {
				last, err := k.LastSales(t.Context(), 1)
				k.must(err)
				receipt, c.mend = last[0].Receipt, "maja"
			}
			var err error
			for _, whose := range strings.Fields(c.mend) {
				if _, err = k.mends(receipt, whose); err != nil {
					break
				}
			}
			if pos.CodeOf(err) != c.code || err != nil && c.code == "" {
				t.Fatalf("refused with %v, should be %q", err, c.code)
			}
			if c.after != nil {
				c.after(k, sale.Receipt)
			}
			if soren, maja := k.points("soren"), k.points("maja"); soren != c.soren && c.name != "bonus paid" || c.before == nil && maja != c.maja {
				t.Errorf("Søren has %d, Maja %d; should be %d and %d", soren, maja, c.soren, c.maja)
			}
			l := &life{kiosk: k}
			l.memberAddsUp("soren")
			l.memberAddsUp("maja")
			k.whole()
		})
	}
}

func (k *kiosk) whole() {
	k.t.Helper()
	r, err := store.Verify(k.t.Context(), k.dir, store.Options{Now: k.clock}, nil)
	if err != nil || !r.OK {
		k.t.Errorf("%v %s", err, r.FirstDifference)
	}
}

// TestMendedSaleIsTheOthers: on lists, on paper, on the ladder, in what is known
// of a person, and once.
func TestMendedSaleIsTheOthers(t *testing.T) {
	k := newKiosk(t, "")
	ctx := t.Context()
	sale := k.sells("none", "machine")
	done, err := k.mends(sale.Receipt, "maja")
	k.must(err)
	if done.Was != nil || done.Now.Tier.Name != "Gold" || done.Now.Spend.Total != 2000_00 || done.Sale.Member != done.Now.Member.ID {
		t.Errorf("%+v", done)
	}
	list, err := k.LastSales(ctx, 1)
	k.must(err)
	f, err := k.Receipt(ctx, sale.Receipt)
	k.must(err)
	if list[0].Member != "maja" || f.Standing == nil || f.Standing.Member.Name != "maja" {
		t.Errorf("the list says %q, the paper is of %+v", list[0].Member, f.Standing)
	}
	if _, err = k.mends(sale.Receipt, "soren"); err != nil {
		t.Fatal(err)
	}
	if maja, soren := k.member("maja"), k.member("soren"); maja.Spend.Total != 0 || soren.Spend.Total != 4000_00 || maja.Tier.Name != "Gold" {
		t.Errorf("Maja spent %d and is %s, Søren %d", maja.Spend.Total, maja.Tier.Name, soren.Spend.Total)
	}
	why, err := k.ExplainSale(ctx, sale.Receipt)
	k.must(err)
	if m := why.Sale.Mended; len(m) != 2 || m[1].Reason != "forgotten" || !why.Sale.Certain || why.Sale.PointsEarned != 100_00 {
		t.Errorf("%+v", why.Sale)
	}
	k.whole()
}

// TestWhoMayMend: a manager, for a reason, and nobody to their own account.
func TestWhoMayMend(t *testing.T) {
	k := newKiosk(t, "")
	sale := k.sells("none", "tea")
	own, err := k.SetPerson(t.Context(), pos.Person{Name: "Inga", Role: pos.Manager, Active: true, Member: k.member("soren").Member.ID}, "4711", till.By(pos.System))
	k.must(err)
	for _, c := range []struct {
		who  till.Who
		code pos.Code
	}{
		{till.Who{Person: pos.Person{ID: pos.ID{5}, Role: pos.Clerk}, Reason: "r"}, pos.NotAllowed},
		{till.Who{Person: pos.System, Reason: " "}, pos.NoReason},
		{till.Who{Person: own, Reason: "r"}, pos.OwnAccount},
		{till.Who{Person: pos.Person{ID: pos.ID{5}, Role: pos.Clerk}, Approved: &own, Reason: "r"}, pos.OwnAccount},
	} {
		_, err := k.MendSale(t.Context(), till.Mend{Receipt: sale.Receipt, Member: k.member("soren").Member.ID}, c.who)
		if pos.CodeOf(err) != c.code {
			t.Errorf("%+v: %v, should be %s", c.who, err, c.code)
		}
	}
	if k.points("soren") != 100_00 {
		t.Errorf("it was given: %d", k.points("soren"))
	}
}

// TestMendBringsAFriend: the purchase that counts for bringing them may be mended
// to them, and counts once.
func TestMendBringsAFriend(t *testing.T) {
	k := newKiosk(t, "referral_points=30 referrer_points=40")
	_, err := k.AddMember(t.Context(), till.NewMember{Username: "friend", Name: "friend", ReferredBy: k.member("soren").Member.ID}, till.By(pos.System))
	k.must(err)
	for i, receipt := range []string{k.sells("none", "tea").Receipt, k.sells("none", "tea").Receipt} {
		_, err := k.mends(receipt, "friend")
		k.must(err)
		if got := fmt.Sprint(k.points("friend"), k.points("soren")); got != "30 10040" {
			t.Errorf("after %d: %s", i+1, got)
		}
	}
}
