package ledger

import (
	"errors"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// The rows a bookkeeper could read: what is redeemed comes out of these lots,
// in this order.
func TestRedeemOrder(t *testing.T) {
	for _, c := range []struct {
		name   string
		lots   []Lot
		points int64
		at     Millis
		want   []int64 // taken, by lot as given
		err    error
	}{
		{"what expires first", []Lot{{ID: 1, Points: 10, ExpiresAt: 300}, {ID: 2, Points: 10, ExpiresAt: 200}}, 15, 0, []int64{5, 10}, nil},
		{"then the oldest", []Lot{{ID: 2, Points: 10, AccruedAt: 9, ExpiresAt: 300}, {ID: 1, Points: 10, AccruedAt: 8, ExpiresAt: 300}}, 15, 0, []int64{5, 10}, nil},
		{"never-expiring last", []Lot{{ID: 1, Points: 10}, {ID: 2, Points: 10, ExpiresAt: 900}}, 15, 0, []int64{5, 10}, nil},
		{"on its last millisecond", []Lot{{ID: 1, Points: 10, ExpiresAt: 300}}, 10, 300, []int64{10}, nil},
		{"not after it", []Lot{{ID: 1, Points: 10, ExpiresAt: 300}, {ID: 2, Points: 10}}, 10, 301, []int64{0, 10}, nil},
		{"all or nothing", []Lot{{ID: 1, Points: 10, ExpiresAt: 300}, {ID: 2, Points: 10}}, 11, 301, []int64{0, 0}, ErrNotEnough},
	} {
		t.Run(c.name, func(t *testing.T) {
			var a Account
			for _, l := range c.lots {
				a.Accrue(l)
			}
			_, _, err := a.Redeem(99, c.points, c.at)
			if !errors.Is(err, c.err) {
				t.Fatalf("error %v, not %v", err, c.err)
			}
			for i, l := range c.lots {
				left := l.Points - c.want[i]
				at := slices.IndexFunc(a.Lots, func(x Lot) bool { return x.ID == l.ID })
				if left == 0 != (at < 0) || at >= 0 && a.Lots[at].Left != left {
					t.Errorf("lot %d: %+v, should have %d left", l.ID, a.Lots, left)
				}
			}
		})
	}
}

func TestReverseSpentPointsIsDebt(t *testing.T) {
	var a Account
	a.Accrue(Lot{ID: 1, Points: 100})
	if _, _, err := a.Redeem(2, 80, 0); err != nil {
		t.Fatal(err)
	}
	debt, e := a.Reverse(3, 1, 100, 0)
	if debt != 80 || a.Debt != 80 || a.Balance(0) != -80 || a.Available(0) != 0 || e.Sum() != 0 {
		t.Fatalf("debt %d, account %+v, entry %+v", debt, a, e)
	}
	a.Accrue(Lot{ID: 4, Points: 100}) // later accruals repay it
	if a.Debt != 0 || a.Balance(0) != 20 || a.Holding() != 20 {
		t.Fatalf("account %+v", a)
	}
}

func TestReverseTakesTheSalesOwnLotFirst(t *testing.T) {
	var a Account
	a.Accrue(Lot{ID: 1, Points: 50, ExpiresAt: 10})
	a.Accrue(Lot{ID: 2, Points: 50, ExpiresAt: 20})
	a.Reverse(3, 2, 30, 0)
	if a.Lots[0].Left != 50 || a.Lots[1].Left != 20 {
		t.Fatalf("lots %+v", a.Lots)
	}
}

// TestWhatIsOverIsNotTaken: whether the lots of yesterday were let expire
// before or after points are taken back makes no difference.
func TestWhatIsOverIsNotTaken(t *testing.T) {
	for name, take := range map[string]func(*Account){
		"a return of what the lot was earned with": func(a *Account) { a.Reverse(3, 1, 60, 11) },
		"a return of something else":               func(a *Account) { a.Reverse(3, 9, 60, 11) },
		"a gift that is taken back":                func(a *Account) { a.Take(3, 1, 60, FromNoted, 11) },
		"points by hand":                           func(a *Account) { a.Take(3, 0, 60, FromAdjustment, 11) },
	} {
		var before, after Account
		for _, a := range []*Account{&before, &after} {
			a.Accrue(Lot{ID: 1, Points: 50, ExpiresAt: 10})
			a.Accrue(Lot{ID: 2, Points: 40, ExpiresAt: 20})
		}
		before.Expire(4, 11)
		take(&before)
		take(&after)
		if before.Balance(11) != -20 || after.Balance(11) != -20 {
			t.Errorf("%s: %d where they had expired, %d where not yet; should be -20", name, before.Balance(11), after.Balance(11))
		}
		after.Expire(4, 11)
		if len(after.Lots) != 0 || after.Debt != before.Debt {
			t.Errorf("%s: %+v and then %+v", name, before, after)
		}
	}
}

// TestDebtThatArrivesIsRepaid: who is merged with somebody that owes points
// pays out of what they have, and not of what is over already.
func TestDebtThatArrivesIsRepaid(t *testing.T) {
	for _, c := range []struct{ owes, has, over, left, debt int64 }{
		{owes: 30, has: 50, left: 20},
		{owes: 80, has: 50, debt: 30},
		{owes: 80, has: 50, over: 40, left: 40, debt: 30},
	} {
		var a Account
		if c.over > 0 {
			a.Accrue(Lot{ID: 1, Points: c.over, ExpiresAt: 10})
		}
		a.Accrue(Lot{ID: 2, Points: c.has, ExpiresAt: 20})
		for _, e := range a.Arrive(3, Account{Debt: c.owes}, 11) {
			if e.Sum() != 0 {
				t.Errorf("%+v: postings %+v", c, e)
			}
		}
		if a.Holding() != c.left || a.Debt != c.debt {
			t.Errorf("%+v: %d left and %d owed", c, a.Holding(), a.Debt)
		}
	}
}

func TestRestoreGivesTheLastTakenFirst(t *testing.T) {
	var a Account
	a.Accrue(Lot{ID: 1, Points: 50, AccruedAt: 1, ExpiresAt: 1000, Paid: true})
	a.Accrue(Lot{ID: 2, Points: 50, AccruedAt: 2, ExpiresAt: 2000})
	uses, _, err := a.Redeem(3, 80, 0)
	if err != nil {
		t.Fatal(err)
	}
	a.Restore(4, 40, uses, 1500)
	// 30 of lot 2 with its own end, then 10 of lot 1, not before 1500.
	if a.Holding() != 60 || uses[1].Restored != 30 || uses[0].Restored != 10 {
		t.Fatalf("account %+v, uses %+v", a, uses)
	}
	if l := a.Lots[0]; l.ExpiresAt != 1500 || !l.Paid || l.AccruedAt != 1 || l.Left != 10 {
		t.Fatalf("lot %+v", l)
	}
	a.Restore(5, 1000, uses, 0) // no more than was used
	if a.Holding() != 100 {
		t.Fatalf("account %+v", a)
	}
}

func TestExpire(t *testing.T) {
	var a Account
	a.Accrue(Lot{ID: 1, Points: 50, ExpiresAt: 10})
	a.Accrue(Lot{ID: 2, Points: 50})
	if n, e := a.Expire(3, 10); n != 0 || len(e.Postings) != 0 {
		t.Fatalf("expired %d on its last day", n)
	}
	if n, e := a.Expire(3, 11); n != 50 || e.Sum() != 0 || a.Holding() != 50 {
		t.Fatalf("expired %d, entry %+v", n, e)
	}
}

// book adds up postings, as a bookkeeper does who never looks at the lots.
type book struct {
	t      *rapid.T
	totals map[AccountName]int64
}

func (b book) post(entries ...Entry) {
	for _, e := range entries {
		if e.Sum() != 0 {
			b.t.Fatalf("the postings of event %d add up to %d: %+v", e.Event, e.Sum(), e.Postings)
		}
		for _, p := range e.Postings {
			b.totals[p.Account] += p.Points
		}
	}
}

// sold is a sale that can come back.
type sold struct {
	ref            Ref
	used, earned   int64
	back, reversed int64
	scheduled      int64
	uses           []Use
}

// TestHistoriesAddUp runs any history and holds after each step: postings sum
// to zero, the lots are the balance, debt and lots never stand side by side
// after an accrual, and what came back of a sale is never more than went.
func TestHistoriesAddUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var a Account
		b := book{t, map[AccountName]int64{}}
		var sales []*sold
		ref, now := Ref(0), Millis(1000)
		next := func() Ref { ref++; return ref }
		pick := func() *sold {
			if len(sales) == 0 {
				t.Skip()
			}
			return rapid.SampledFrom(sales).Draw(t, "sale")
		}
		t.Repeat(map[string]func(*rapid.T){
			"sale": func(t *rapid.T) {
				s := &sold{ref: next(), used: rapid.Int64Range(0, max(a.Available(now), 0)).Draw(t, "used"), earned: rapid.Int64Range(0, 500).Draw(t, "earned")}
				if s.used > 0 {
					uses, e, err := a.Redeem(s.ref, s.used, now)
					if err != nil || sum(uses) != s.used {
						t.Fatalf("redeem %d: %v, %v", s.used, uses, err)
					}
					s.uses = uses
					b.post(e)
				}
				if s.earned > 0 {
					b.post(a.Accrue(Lot{ID: s.ref, Points: s.earned, Origin: FromSale, AccruedAt: now,
						ExpiresAt: rapid.SampledFrom([]Millis{0, now + 100, now + 5000}).Draw(t, "expires")}))
				}
				if n := rapid.Int64Range(0, 20).Draw(t, "scheduled"); n > 0 {
					s.scheduled = n
					b.post(a.Schedule(Pending{ID: s.ref, Part: 0, Points: n, DueAt: now + 10}))
				}
				sales = append(sales, s)
			},
			"refund": func(t *rapid.T) {
				s := pick()
				ret := next()
				give := rapid.Int64Range(0, s.used-s.back).Draw(t, "back")
				take := rapid.Int64Range(0, s.earned-s.reversed).Draw(t, "reversed")
				before := a.Balance(now)
				b.post(a.Restore(ret, give, s.uses, now+30))
				debt, e := a.Reverse(ret, s.ref, take, now)
				b.post(e)
				s.back, s.reversed = s.back+give, s.reversed+take
				if debt == 0 && a.Balance(now) > before+give {
					t.Fatalf("balance %d after %d, %d back and %d taken", a.Balance(now), before, give, take)
				}
			},
			"award": func(t *rapid.T) {
				s := pick()
				b.post(a.Award(next(), s.ref, 0, Lot{AccruedAt: now, ExpiresAt: now + 1000})...)
				s.scheduled = 0
			},
			"cancel": func(t *rapid.T) {
				s := pick()
				b.post(a.Unschedule(next(), s.ref, 0, rapid.Int64Range(0, 30).Draw(t, "points")))
			},
			"time": func(t *rapid.T) { now += Millis(rapid.Int64Range(0, 3000).Draw(t, "ms")) },
			"expire": func(t *rapid.T) {
				_, e := a.Expire(next(), now)
				b.post(e)
				if a.Holding() != a.Usable(now) {
					t.Fatalf("holding %d, usable %d after expiry", a.Holding(), a.Usable(now))
				}
			},
			"": func(t *rapid.T) {
				if a.Holding() != b.totals[MemberPoints] || -a.Debt != b.totals[MemberDebt] || a.PendingPoints() != b.totals[MemberPending] {
					t.Fatalf("account %+v, postings %v", a, b.totals)
				}
				var all int64
				for _, n := range b.totals {
					all += n
				}
				if all != 0 {
					t.Fatalf("the book adds up to %d", all)
				}
				if !slices.IsSortedFunc(a.Lots, inOrder) {
					t.Fatalf("lots are not in order: %+v", a.Lots)
				}
				for _, l := range a.Lots {
					if l.Left <= 0 || l.Left > l.Points {
						t.Fatalf("lot %+v", l)
					}
				}
				for _, s := range sales {
					for _, u := range s.uses {
						if u.Restored < 0 || u.Restored > u.Points {
							t.Fatalf("use %+v", u)
						}
					}
				}
			},
		})
	})
}

// A whole sale returned in any parts gives back all that was used.
func TestRestoreInPartsIsTheWhole(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var a Account
		for i, n := range rapid.SliceOfN(rapid.Int64Range(1, 100), 1, 8).Draw(t, "lots") {
			a.Accrue(Lot{ID: Ref(i + 1), Points: n, AccruedAt: Millis(i), ExpiresAt: Millis(rapid.IntRange(0, 3).Draw(t, "expires") * 1000)})
		}
		whole := a.Holding()
		used := rapid.Int64Range(0, a.Available(0)).Draw(t, "used")
		uses, _, err := a.Redeem(100, used, 0)
		if err != nil {
			t.Fatal(err)
		}
		for ret, left := Ref(101), used; left > 0; ret++ {
			n := rapid.Int64Range(1, left).Draw(t, "part")
			a.Restore(ret, n, uses, 0)
			left -= n
		}
		if a.Holding() != whole || a.Debt != 0 {
			t.Fatalf("%d came back of %d", a.Holding()-(whole-used), used)
		}
	})
}
