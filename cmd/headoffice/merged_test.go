package main

import (
	"context"
	"strings"
	"testing"
	"time"

	"bonuskasse/pos"
	"bonuskasse/pos/screen"
	"bonuskasse/pos/screen/words"
	"bonuskasse/pos/till"
)

// TestWhatWaitsFollowsAMerge: a member is merged into another at a till, while an
// appointment, a service that was rung up and a review wait for them at others. All
// of it comes to the one who stays, once; so does what a till gives that has not
// heard of it, or that is lost before it is due.
func TestWhatWaitsFollowsAMerge(t *testing.T) {
	for _, c := range []struct {
		says   string
		apart  bool // a hears of the merge when it has given
		gone   bool // a is lost before it gives
		merger func(a, b *desk) *desk
	}{
		{"at another till", false, false, func(_, b *desk) *desk { return b }},
		{"at the till that booked", false, false, func(a, _ *desk) *desk { return a }},
		{"while the till that booked is apart", true, false, func(_, b *desk) *desk { return b }},
		{"and the till that booked is lost", false, true, func(_, b *desk) *desk { return b }},
	} {
		t.Run(c.says, func(t *testing.T) {
			ctx := context.Background()
			o, a, b, keep := salon(t)
			alias := a.member(t, "sören", "Søren A", "10002")
			review, err := a.AddReview(ctx, till.Review{Member: alias, About: "haircut", Stars: 5}, till.By(pos.System))
			if err != nil {
				t.Fatal(err)
			}
			a.cut(t, "10002")
			x, err := a.Book(ctx, till.Booking{Member: alias, Service: "haircut", Ends: time.Now().AddDate(0, 0, 2)}, till.By(pos.System))
			if err != nil {
				t.Fatal(err)
			}
			meetTwice(t, a, b)
			mend := func() {}
			if c.apart {
				mend = a.apart(t)
			}
			if _, err := c.merger(a, b).MergeMembers(ctx, keep, alias, till.By(pos.System)); err != nil {
				t.Fatal(err)
			}
			if !c.apart {
				meetTwice(t, b, a)
				if _, s, err := b.MemberByCard(ctx, "10002"); err != nil || s.Member.ID != keep || s.Account.PendingPoints() != 100 {
					t.Errorf("%s: %d points wait: %v", s.Member.Username, s.Account.PendingPoints(), err)
				}
				for _, d := range []*desk{a, b} {
					why, err := d.ExplainMember(ctx, keep)
					if err != nil || len(why.Member.Pending) != 2 {
						t.Fatalf("%+v is explained, and two services wait: %v", why.Member, err)
					}
					for _, p := range why.Member.Pending {
						if p.Points != 50 || p.Of != "sören" || p.Elsewhere == (d == a) && p.Receipt != "" {
							t.Errorf("%+v", p)
						}
					}
				}
			}
			s := o.database(t)
			later := time.Now().AddDate(0, 0, 3)
			if c.gone {
				o.do(t, "till", "revoke", "Kasse a", "--lost")
				if given, err := s.AwardGivenUp(ctx, later); err != nil || len(given) != 2 {
					t.Errorf("%+v %v", given, err)
				}
			} else if _, err := a.Tick(ctx, later); err != nil {
				t.Fatal(err)
			}
			mend()
			desks := []*desk{b, a}
			if c.gone {
				desks = desks[:1]
			}
			if _, err := b.Approve(ctx, review.ID, till.By(pos.System)); err != nil {
				t.Fatal(err)
			}
			for range 3 {
				meetTwice(t, desks...)
				if _, err := s.FollowMerged(ctx, pos.At(later)); err != nil {
					t.Fatal(err)
				}
			}
			meetTwice(t, desks...)
			for _, d := range desks {
				if _, err := d.Tick(ctx, later); err != nil {
					t.Fatal(err)
				}
				if balance, _ := d.balance(t, "10001"); balance != 120 {
					t.Errorf("%d points, and should be 120", balance)
				}
				if got := d.state(t, x.ID); got != "awarded" {
					t.Errorf("the appointment is %s", got)
				}
				d.whole(t)
			}
			h, err := s.AccountOf(ctx, alias)
			if p := h.Points.State.Points; err != nil || p.Holding() != 0 || p.Debt != 0 || p.PendingPoints() != 0 {
				t.Errorf("%d points, %d debt and %d that wait are left behind: %v", p.Holding(), p.Debt, p.PendingPoints(), err)
			}
			o.do(t, "verify")
		})
	}
}

// TestAMergeOfBeforeAShopJoins: what waits for a member who was merged while the shop
// worked alone comes when it is due, though the shop has joined a chain since: by the
// till that booked it, or by the head office when that till is lost.
func TestAMergeOfBeforeAShopJoins(t *testing.T) {
	for _, gone := range []bool{false, true} {
		ctx := context.Background()
		o, a, b := serve(t), openDesk(t, "a"), openDesk(t, "b")
		a.cuts(t)
		keep, alias := a.member(t, "soren", "Søren Åkjær", "10001"), a.member(t, "sören", "Søren A", "10002")
		x, err := a.Book(ctx, till.Booking{Member: alias, Service: "haircut", Ends: time.Now().AddDate(0, 0, 2)}, till.By(pos.System))
		if err != nil {
			t.Fatal(err)
		}
		a.cut(t, "10002")
		if _, err := a.MergeMembers(ctx, keep, alias, till.By(pos.System)); err != nil {
			t.Fatal(err)
		}
		a.enrol(t, o, "Kasse a")
		b.enrol(t, o, "Kasse b")
		meetTwice(t, a, b)
		if _, err := b.sell(t, "10001", 0); err != nil { // a takes over what the head office says of the member
			t.Fatal(err)
		}
		meetTwice(t, b, a)
		later := time.Now().AddDate(0, 0, 3)
		s := o.database(t)
		desks := []*desk{b, a}
		if gone {
			o.do(t, "till", "revoke", "Kasse a", "--lost")
			desks = desks[:1]
			if _, err := s.AwardGivenUp(ctx, later); err != nil {
				t.Fatal(err)
			}
		} else if _, err := a.Tick(ctx, later); err != nil {
			t.Fatal(err)
		}
		for range 2 {
			meetTwice(t, desks...)
			if _, err := s.FollowMerged(ctx, pos.At(later)); err != nil {
				t.Fatal(err)
			}
		}
		meetTwice(t, desks...)
		for _, d := range desks {
			if balance, _ := d.balance(t, "10001"); balance != 500+2*50 {
				t.Errorf("lost is %t: %d points", gone, balance)
			}
			if got := d.state(t, x.ID); got != "awarded" {
				t.Errorf("lost is %t: the appointment is %s", gone, got)
			}
			d.whole(t)
		}
		o.do(t, "verify")
	}
}

// TestGoodsOfAMergedMemberComeBack: what they had paid with bonus comes back to who
// stays, and the till's tables are what its journal and the head office say.
func TestGoodsOfAMergedMemberComeBack(t *testing.T) {
	ctx := context.Background()
	o, a, b, keep := salon(t)
	alias := a.member(t, "sören", "Søren A", "10002")
	if _, err := a.Adjust(ctx, alias, 40, till.Who{Person: pos.System, Reason: "test"}); err != nil {
		t.Fatal(err)
	}
	meetTwice(t, a, b)
	done, err := a.sell(t, "10002", 40)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := a.MergeMembers(ctx, keep, alias, till.By(pos.System)); err != nil {
		t.Fatal(err)
	}
	if _, err := a.Refund(ctx, till.Return{Receipt: done.Sale.Receipt, Lines: []till.ReturnLine{{}}, Back: pos.BankCard}, till.By(pos.System)); err != nil {
		t.Fatal(err)
	}
	meetTwice(t, a, b)
	a.whole(t)
	if _, err := b.sell(t, "10001", 0); err != nil {
		t.Fatal(err)
	}
	meetTwice(t, b, a)
	for _, d := range []*desk{a, b} {
		if balance, _ := d.balance(t, "10001"); balance != 500+40 {
			t.Errorf("%d points, and should be 540", balance)
		}
		d.whole(t)
	}
	o.do(t, "verify")
}

// TestADebtIsMergedWhereTheRightsAre: a debt of the alias is repaid out of what
// the other has. At a till without rights to that, it would be spent twice: here,
// and by the till that has them.
func TestADebtIsMergedWhereTheRightsAre(t *testing.T) {
	ctx := context.Background()
	o, a, b, keep := salon(t)
	alias := a.member(t, "sören", "Søren A", "10002")
	who := till.Who{Person: pos.System, Reason: "test"}
	if _, err := a.Adjust(ctx, alias, -40, who); err != nil {
		t.Fatal(err)
	}
	if _, err := b.Adjust(ctx, keep, 100, who); err != nil {
		t.Fatal(err)
	}
	for _, d := range []*desk{b, a} { // b tells, and keeps the rights
		d.meet(t)
	}
	if balance, rights := a.balance(t, "10001"); balance != 100 || rights != 0 {
		t.Fatalf("%d points and rights to %d at a", balance, rights)
	}
	if _, err := a.MergeMembers(ctx, keep, alias, till.By(pos.System)); pos.CodeOf(err) != pos.PointsElsewhere {
		t.Errorf("merged without rights: %v", err)
	}
	meetTwice(t, a, b)
	if _, err := b.MergeMembers(ctx, keep, alias, till.By(pos.System)); err != nil {
		t.Fatal(err)
	}
	meetTwice(t, b, a)
	for _, d := range []*desk{a, b} {
		if balance, rights := d.balance(t, "10001"); balance != 60 || rights < 0 {
			t.Errorf("%d points and rights to %d, and should be 60", balance, rights)
		}
		d.whole(t)
	}
	o.do(t, "verify")
}

// TestAFriendIsBroughtOnce: a friend is two members, who are merged at one till while
// another has no line. Each gives for the friend's first purchase, to another of the
// two. It counts once, for the friend and for who brought them, and F9 says so.
func TestAFriendIsBroughtOnce(t *testing.T) {
	ctx := context.Background()
	o, a, b, keep := salon(t)
	by := a.member(t, "bo", "Bo B", "10003")
	friend, err := a.AddMember(ctx, till.NewMember{Username: "sören", Name: "Søren A", Tier: "Bonus 5%", Card: "10002", ReferredBy: by}, till.By(pos.System))
	if err != nil {
		t.Fatal(err)
	}
	meetTwice(t, a, b)
	mend := b.apart(t)
	if _, err := a.MergeMembers(ctx, keep, friend.ID, till.By(pos.System)); err != nil {
		t.Fatal(err)
	}
	for d, card := range map[*desk]string{a: "10001", b: "10002"} {
		if _, err := d.sell(t, card, 0); err != nil {
			t.Fatal(err)
		}
		if balance, _ := d.balance(t, card); balance != 500+30 {
			t.Fatalf("%d points for a first purchase", balance)
		}
	}
	a.meet(t)
	mend()
	s := o.database(t)
	for range 3 {
		meetTwice(t, b, a)
		if _, err := s.FollowMerged(ctx, pos.At(time.Now())); err != nil {
			t.Fatal(err)
		}
	}
	meetTwice(t, a, b)
	for _, d := range []*desk{a, b} {
		if got, _ := d.balance(t, "10001"); got != 2*500+30 {
			t.Errorf("%d points of two purchases and a friend's first", got)
		}
		if got, _ := d.balance(t, "10003"); got != 40 {
			t.Errorf("%d points for a friend", got)
		}
		toSettle, err := d.ToSettle(ctx)
		if err != nil || len(toSettle.List) != 2 {
			t.Fatalf("%+v %v", toSettle, err)
		}
		for _, x := range toSettle.List {
			text := strings.ReplaceAll(words.Say("en", "DKK", nil, screen.WordsOf(x).What), "\u00a0", " ")
			if who := map[string]string{"referral": "Søren Åkjær", "referrer": "Bo B"}[x.Subject]; x.Till != "Kasse b" || x.TillTwo != "Kasse a" || !strings.Contains(text, who) {
				t.Errorf("%s: %+v", text, x)
			}
		}
		d.whole(t)
	}
	o.do(t, "verify")
}
