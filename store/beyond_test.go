package store

import (
	"context"
	"testing"

	"bonuskasse/pos"
	"bonuskasse/pos/journal/journalpb"
	"bonuskasse/pos/till"
)

// spendBeyond is a sale that says it has spent five points beyond the rights, and
// one more that a manager let it.
func spendBeyond(t testing.TB, u *shopUnderTest, member pos.ID) {
	t.Helper()
	err := u.do(context.Background(), func(tx *tx) error {
		receipt, err := tx.NextReceipt()
		if err != nil {
			return err
		}
		id, err := pos.NewID(u.opt.Random)
		if err != nil {
			return err
		}
		body := &journalpb.Body{By: pos.System.ID[:], Reason: "the line is down", What: &journalpb.Body_SaleCompleted{SaleCompleted: &journalpb.SaleCompleted{
			Sale: id[:], Receipt: receipt, Completed: u.now.UnixMilli(), Member: member[:], Program: 1, Tier: pos.FirstTier,
			PointsUsed: 6, BeyondPoints: 5, OverridePoints: 1}}}
		_, err = tx.Append(u.now, body, member, -6)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestAnOfflinePeriodEndsByContact: what was spent beyond the rights counts until
// the head office has acknowledged all of it; not a part, and not by the clock.
func TestAnOfflinePeriodEndsByContact(t *testing.T) {
	u := busyShop(t)
	ctx := context.Background()
	soren, err := u.till().MemberByUsername(ctx, "soren")
	if err != nil {
		t.Fatal(err)
	}
	if err := u.Join(ctx, []byte(`{}`), &journalpb.ChainJoined{Chain: []byte("0123456789abcdef")}); err != nil {
		t.Fatal(err)
	}
	said := func() (seq int64) {
		me, err := u.Me(ctx)
		if err != nil {
			t.Fatal(err)
		}
		return me.Lives[len(me.Lives)-1].Applied
	}
	spent := func(points, overridden int64) {
		t.Helper()
		err := u.View(ctx, func(r till.Reader) error {
			got, err := r.BeyondRights()
			if want := (till.BeyondRights{Points: points, Overridden: overridden}); got != want {
				t.Errorf("%+v, want %+v", got, want)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	acked := func(seq int64) {
		t.Helper()
		me, err := u.Me(ctx)
		if err == nil {
			err = u.Acked(ctx, me.Lives[len(me.Lives)-1].Incarnation, seq)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	spent(0, 0)
	spendBeyond(t, u, soren.Member.ID)
	first := said()
	spendBeyond(t, u, soren.Member.ID)
	second := said()
	spent(10, 2)
	u.now = u.now.AddDate(1, 0, 0)
	spent(10, 2)
	acked(first) // the head office knows of one of the two
	spent(10, 2)
	if said() != second {
		t.Error("a part of it ends the period")
	}
	acked(second)
	spent(0, 0)
	if said() != second+1 {
		t.Error("the end of the period is no event")
	}
	acked(second)
	acked(said())
	if said() != second+1 {
		t.Error("it ends twice")
	}
	spendBeyond(t, u, soren.Member.ID)
	spent(5, 1)
	if r, err := u.Verify(ctx, nil); err != nil || !r.OK {
		t.Fatalf("%+v %v", r, err)
	}
}
