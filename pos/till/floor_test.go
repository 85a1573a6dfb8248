package till_test

import (
	"fmt"
	"testing"

	"bonuskasse/pos"
	"bonuskasse/pos/chain"
	"bonuskasse/pos/journal/journalpb"
	"bonuskasse/pos/till"
)

// apart makes the kiosk a till of a chain that has given all its rights away: Søren
// and Maja have 10000 points each, and all are elsewhere.
func apart(t *testing.T, switches string) *kiosk {
	k := newKiosk(t, switches)
	ctx := t.Context()
	maja, err := k.MemberByUsername(ctx, "maja")
	k.must(err)
	boss := till.By(pos.System)
	boss.Reason = "test"
	_, err = k.Adjust(ctx, maja.Member.ID, 10_000, boss)
	k.must(err)
	k.must(k.store.Join(ctx, []byte(`{}`), &journalpb.ChainJoined{Chain: []byte("0123456789abcdef")}))
	soren, err := k.MemberByUsername(ctx, "soren")
	k.must(err)
	n, _, err := k.store.Release(ctx, []chain.Recall{{Account: soren.Holder, Points: 10_000}, {Account: maja.Holder, Points: 10_000}}, nil)
	k.must(err)
	if n != 2 {
		t.Fatalf("%d accounts released", n)
	}
	return k
}

// spends pays a sale with so many points of a member, and says what came of it.
func (k *kiosk) spends(username string, points int64, pay till.Payment) string {
	k.t.Helper()
	ctx := k.t.Context()
	d, err := k.NewSale(ctx, pos.System)
	k.must(err)
	k.must(k.AddBarcode(ctx, &d, "stamps", 1000))
	s, err := k.MemberByUsername(ctx, username)
	k.must(err)
	_, err = k.AttachMember(ctx, &d, s.Member.ID)
	k.must(err)
	pay.Bonus, pay.BankCard = points, till.Exact
	done, err := k.Complete(ctx, d, pay)
	if err != nil {
		k.must(k.Discard(ctx, d))
		return fmt.Sprint(pos.CodeOf(err))
	}
	return fmt.Sprintf("%d spent, %d let", done.Sale.PointsUsed, done.Overridden)
}

// TestFloorLimits: what a till may spend without rights, of each member and of all,
// and what a manager lets it beside that.
func TestFloorLimits(t *testing.T) {
	bo := pos.Person{ID: pos.ID{1}, Name: "Bo", Role: pos.Manager, PINHash: "x", Active: true}
	noPIN, clerk := bo, bo
	noPIN.PINHash, clerk.Role = "", pos.Clerk
	let := till.Payment{Override: true, Approved: &bo, Reason: "the line is down"}
	no := till.Payment{}
	type step struct {
		who    string
		points int64
		pay    till.Payment
		want   string
	}
	for _, c := range []struct {
		name, rules string
		steps       []step
	}{
		{"nothing is allowed", "", []step{{"soren", 1, no, "bonus_over_cap"}, {"soren", 1, let, "bonus_over_cap"}}},
		{"A of each member", "floor_limit_points=300", []step{
			{"soren", 301, no, "bonus_over_cap"}, {"soren", 200, no, "200 spent, 0 let"}, {"soren", 101, no, "bonus_over_cap"},
			{"soren", 100, no, "100 spent, 0 let"}, {"maja", 300, no, "300 spent, 0 let"}, {"maja", 1, no, "bonus_over_cap"}}},
		{"C of all members", "floor_limit_points=300 floor_cap_points=450", []step{
			{"soren", 301, no, "bonus_over_cap"}, {"soren", 300, no, "300 spent, 0 let"}, {"maja", 151, no, "bonus_over_cap"},
			{"maja", 150, no, "150 spent, 0 let"}, {"maja", 1, no, "bonus_over_cap"}, {"", 0, no, ""},
			{"maja", 151, no, "bonus_over_cap"}, {"maja", 150, no, "150 spent, 0 let"}, {"soren", 1, no, "bonus_over_cap"}}},
		{"a cap of nothing", "floor_limit_points=300 floor_cap_points=0", []step{{"soren", 1, no, "bonus_over_cap"}}},
		{"a manager lets more", "floor_limit_points=100 floor_override_points=250", []step{
			{"soren", 101, no, "bonus_over_cap"},
			{"soren", 351, let, "bonus_over_cap"},
			{"soren", 350, till.Payment{Override: true}, "not_allowed"},
			{"soren", 350, till.Payment{Override: true, Approved: &noPIN, Reason: "x"}, "not_allowed"},
			{"soren", 350, till.Payment{Override: true, Approved: &clerk, Reason: "x"}, "not_allowed"},
			{"soren", 350, till.Payment{Override: true, Approved: &bo, Reason: " "}, "no_reason"},
			{"soren", 90, let, "90 spent, 0 let"}, // for that nobody had to be asked
			{"soren", 160, let, "160 spent, 150 let"},
			{"maja", 201, let, "bonus_over_cap"},
			{"maja", 200, let, "200 spent, 100 let"},
			{"maja", 1, let, "bonus_over_cap"}, {"", 0, no, ""},
			{"maja", 250, let, "250 spent, 250 let"}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			k := apart(t, "cap_bp=10000 earn_when_redeeming=false "+c.rules)
			for i, s := range c.steps {
				if s.who == "" { // the head office hears of it
					me, err := k.store.Me(t.Context())
					k.must(err)
					k.must(k.store.Acked(t.Context(), me.Lives[0].Incarnation, me.Lives[0].Applied))
					continue
				}
				if got := k.spends(s.who, s.points, s.pay); got != s.want {
					t.Errorf("step %d: %d of %s: %s, want %s", i+1, s.points, s.who, got, s.want)
				}
			}
			if r, err := k.store.Verify(t.Context(), nil); err != nil || !r.OK {
				t.Fatalf("%+v %v", r, err)
			}
		})
	}
}
