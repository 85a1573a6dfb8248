package main

import (
	"context"
	"slices"
	"testing"
	"time"

	"bonuskasse/pos"
	"bonuskasse/pos/ledger"
	"bonuskasse/pos/till"
)

// TestLotsOfAMergedMemberComeBackAlike: goods that a member had paid with bonus come
// back when they are merged. The till gives the lots that the head office gives, with
// the age and the end that they had; where the till has forgotten which the sale took,
// with the last that they can have had.
func TestLotsOfAMergedMemberComeBackAlike(t *testing.T) {
	for _, c := range []struct {
		says    string
		months  string // until points expire; 0 is never
		pulled  bool   // the till has heard of the alias since the sale
		returns []int64
	}{
		{"that end, told at once", "12", false, []int64{1000}},
		{"that end, in two parts", "12", false, []int64{300, 700}},
		{"that end, after what was heard", "12", true, []int64{1000}},
		{"that never end", "0", true, []int64{500, 500}},
	} {
		t.Run(c.says, func(t *testing.T) {
			ctx := context.Background()
			o, a, b := serve(t), openDesk(t, "a"), openDesk(t, "b")
			if _, err := a.SetProgram(ctx, map[string]string{"expiry_months": c.months}, till.By(pos.System)); err != nil {
				t.Fatal(err)
			}
			keep, alias := a.member(t, "soren", "Søren Åkjær", "10001"), a.member(t, "sören", "Søren A", "10002")
			a.enrol(t, o, "Kasse a")
			b.enrol(t, o, "Kasse b")
			meetTwice(t, a, b)
			for _, points := range []int64{30, 20} {
				if _, err := a.Adjust(ctx, alias, points, till.Who{Person: pos.System, Reason: "test"}); err != nil {
					t.Fatal(err)
				}
			}
			_, s, err := a.MemberByCard(ctx, "10002")
			if err != nil || len(s.Account.Lots) != 2 {
				t.Fatalf("%+v %v", s.Account, err)
			}
			had := s.Account.Lots
			done := a.plain(t, "10002", 40)
			if c.pulled {
				meetTwice(t, a, b)
				if _, err := b.Adjust(ctx, alias, 5, till.Who{Person: pos.System, Reason: "test"}); err != nil {
					t.Fatal(err)
				}
				giveAway(t, b, alias)
				meetTwice(t, b, a)
			}
			if _, err := a.MergeMembers(ctx, keep, alias, till.By(pos.System)); err != nil {
				t.Fatal(err)
			}
			for _, qty := range c.returns {
				back := till.Return{Receipt: done.Sale.Receipt, Lines: []till.ReturnLine{{QtyMilli: qty}}, Back: pos.BankCard}
				if _, err := a.Refund(ctx, back, till.By(pos.System)); err != nil {
					t.Fatal(err)
				}
			}
			if _, s, err = a.MemberByCard(ctx, "10001"); err != nil {
				t.Fatal(err)
			}
			here := cameBack(s.Account)
			a.meet(t)
			head := o.database(t)
			h, err := head.AccountOf(ctx, keep)
			if err != nil {
				t.Fatal(err)
			}
			if there := cameBack(h.Points.State.Points); len(here) == 0 || !slices.Equal(here, there) {
				t.Errorf("the till has\n%+v\nand the head office\n%+v", here, there)
			}
			var points int64
			for _, l := range here {
				points += l.Left
				switch {
				case c.months == "0" && l.ExpiresAt != 0:
					t.Errorf("%+v ends, and had no end", l)
				case c.months != "0" && (l.ExpiresAt < had[0].ExpiresAt || l.ExpiresAt > had[0].ExpiresAt+ledger.Millis(24*time.Hour/time.Millisecond)):
					t.Errorf("%+v does not end as %+v", l, had[0])
				case !c.pulled && l.AccruedAt != had[0].AccruedAt && l.AccruedAt != had[1].AccruedAt:
					t.Errorf("%+v is not of the age of %+v", l, had)
				}
			}
			if points != 40 {
				t.Errorf("%d points came back", points)
			}
			meetTwice(t, b, a)
			for _, d := range []*desk{a, b} {
				d.whole(t)
			}
			o.do(t, "verify")
		})
	}
}

// plain sells, for bonus, what earns none.
func (d *desk) plain(t *testing.T, card string, bonus int64) till.Done {
	t.Helper()
	ctx := context.Background()
	s, err := d.NewSale(ctx, pos.System)
	if err != nil {
		t.Fatal(err)
	}
	if err := d.AddProduct(ctx, &s, pos.Product{SKU: "tea", Name: "Te", Kind: pos.Goods, Price: 100_00, VATBp: 2500, BonusPayable: true}, 1000); err != nil {
		t.Fatal(err)
	}
	if _, err := d.AttachCard(ctx, &s, card, false); err != nil {
		t.Fatal(err)
	}
	done, err := d.Complete(ctx, s, till.Payment{Bonus: bonus, BankCard: till.Exact})
	if err != nil {
		t.Fatal(err)
	}
	return done
}

// cameBack are an account's lots of goods that came back, whatever made them.
func cameBack(a ledger.Account) (lots []ledger.Lot) {
	for _, l := range a.Lots {
		if l.Origin == ledger.FromReturn {
			l.ID = 0
			lots = append(lots, l)
		}
	}
	return lots
}

// TestAServiceOfAMergedMemberComesBack: a service waits for a member who is merged, and
// is given back before it is due. Nobody gives its points, neither the till nor, where
// that one is lost, the head office.
func TestAServiceOfAMergedMemberComesBack(t *testing.T) {
	for _, gone := range []bool{false, true} {
		ctx := context.Background()
		o, a, b, keep := salon(t)
		if _, err := a.SetProgram(ctx, map[string]string{"service_delay_minutes": "60"}, till.By(pos.System)); err == nil {
			t.Fatal("the programme is the chain's")
		}
		o.do(t, "programme", "set", "service_delay_minutes=60")
		meetTwice(t, a, b)
		alias := a.member(t, "sören", "Søren A", "10002")
		done := a.cut(t, "10002")
		meetTwice(t, a, b)
		if _, err := a.MergeMembers(ctx, keep, alias, till.By(pos.System)); err != nil {
			t.Fatal(err)
		}
		if _, err := a.Refund(ctx, till.Return{Receipt: done.Sale.Receipt, Lines: []till.ReturnLine{{}}, Back: pos.BankCard}, till.By(pos.System)); err != nil {
			t.Fatal(err)
		}
		a.whole(t)
		meetTwice(t, a, b)
		head := o.database(t)
		later, desks := time.Now().AddDate(0, 0, 2), []*desk{b, a}
		if gone {
			o.do(t, "till", "revoke", "Kasse a", "--lost")
			desks = desks[:1]
			if _, err := head.AwardGivenUp(ctx, later); err != nil {
				t.Fatal(err)
			}
		} else if _, err := a.Tick(ctx, later); err != nil {
			t.Fatal(err)
		}
		for range 2 {
			meetTwice(t, desks...)
			if _, err := head.FollowMerged(ctx, pos.At(later)); err != nil {
				t.Fatal(err)
			}
		}
		meetTwice(t, desks...)
		for _, d := range desks {
			_, s, err := d.MemberByCard(ctx, "10001")
			if p := s.Account; err != nil || p.Holding() != 0 || p.Debt != 0 || p.PendingPoints() != 0 {
				t.Errorf("lost is %t: %d points, %d of debt and %d that wait for a service that was given back: %v", gone, p.Holding(), p.Debt, p.PendingPoints(), err)
			}
			d.whole(t)
		}
		o.do(t, "verify")
	}
}

// TestAMemberWhoIsGoneWasChangedHereBefore: what a till had said of a member does not
// bring them back in its own verify, when another till has merged or erased them since.
func TestAMemberWhoIsGoneWasChangedHereBefore(t *testing.T) {
	for says, leave := range map[string]func(context.Context, *desk, pos.ID, pos.ID) error{
		"merged": func(ctx context.Context, d *desk, keep, member pos.ID) error {
			_, err := d.MergeMembers(ctx, keep, member, till.By(pos.System))
			return err
		},
		"erased": func(ctx context.Context, d *desk, _, member pos.ID) error {
			return d.EraseMember(ctx, member, till.By(pos.System))
		},
	} {
		t.Run(says, func(t *testing.T) {
			ctx := context.Background()
			o := serve(t)
			a, b := openDesk(t, "a"), openDesk(t, "b")
			if _, err := a.SetProgram(ctx, map[string]string{"ladder": "true", "ladder_window_months": "12", "ladder_downgrade": "true"}, till.By(pos.System)); err != nil {
				t.Fatal(err)
			}
			if err := a.SetTier(ctx, pos.Tier{Name: "Bonus 5%", RateBp: 500, Threshold: 100_00}, till.By(pos.System)); err != nil {
				t.Fatal(err)
			}
			a.enrol(t, o, "Kasse a")
			b.enrol(t, o, "Kasse b")
			keep := a.member(t, "soren", "Søren Åkjær", "10001")
			member := a.member(t, "sören", "Søren A", "10002")
			phone := "22 33 44 55"
			if _, err := a.ChangeMember(ctx, member, till.MemberChange{Phone: &phone}, till.By(pos.System)); err != nil {
				t.Fatal(err)
			}
			if err := a.SetMemberTier(ctx, member, "Bonus 5%", till.By(pos.System)); err != nil {
				t.Fatal(err)
			}
			meetTwice(t, a, b)
			if err := leave(ctx, b, keep, member); err != nil {
				t.Fatal(err)
			}
			meetTwice(t, b, a)
			for _, d := range []*desk{a, b} {
				d.whole(t)
			}
			o.do(t, "verify")
		})
	}
}
