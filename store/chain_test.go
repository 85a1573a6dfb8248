package store

import (
	"context"
	"testing"

	"bonuskasse/pos"
	"bonuskasse/pos/chain"
	"bonuskasse/pos/journal/journalpb"
	"bonuskasse/pos/ledger"
	"bonuskasse/pos/till"
)

// chainFacts fills every table of the chain: the till joins, leases, takes a
// block of cards, and pulls an account of its own and a member of another's.
func chainFacts(t testing.TB, u *shopUnderTest) {
	t.Helper()
	ctx := context.Background()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	soren, err := u.till().MemberByUsername(ctx, "soren")
	must(err)
	must(u.Join(ctx, []byte(`{"url":"https://hk.example"}`), &journalpb.ChainJoined{Chain: []byte("0123456789abcdef"), Name: "Kasse 1", HeadOfficeKey: make([]byte, 32)}))
	l, err := u.Ask(ctx, soren.Member.ID, 100)
	must(err)
	l.Granted = 60
	must(u.Accept(ctx, l))
	_, err = u.Ask(ctx, soren.Member.ID, 7)
	must(err)
	must(u.TakeCardBlock(ctx, chain.CardBlock{ID: pos.ID{9}, First: 20001, Count: 100}))
	settled := pos.Conflict{ID: pos.ID{8}, Kind: pos.CouponTwice, Till: "Kasse 2", Member: soren.Member.ID, Subject: "K1", Points: 50}
	must(u.TakeToSettle(ctx, 3, []pos.Conflict{settled, {ID: pos.ID{9}, Kind: pos.ClockFarOff, Points: 20}}, 5))
	looked := till.By(pos.System)
	looked.Reason = "Søren was told"
	must(u.till().SettleConflict(ctx, settled.ID, looked))
	spendBeyond(t, u, soren.Member.ID)
	me, err := u.Me(ctx)
	must(err)
	lives := me.Lives
	must(u.Acked(ctx, lives[len(lives)-1].Incarnation, lives[len(lives)-1].Applied))
	other := pos.IDFromBytes([]byte("another-s-member"))
	state := chain.AccountPoints{State: chain.AccountState{ID: soren.Member.ID, Points: soren.Account, Events: []chain.EventKey{{Clock: 1, Till: pos.ID{7}, Incarnation: pos.ID{8}, Seq: 3}}}}
	for i := range state.State.Points.Lots {
		state.State.Points.Lots[i].ID = 1
		state.State.Points.Lots[i].Part = i
	}
	state.State.Points.Pending = []ledger.Pending{{ID: 1, Points: 5, DueAt: 9e12}}
	must(u.Take(ctx, chain.Changes{Next: 5, Applied: lives, List: []chain.Change{
		{At: 4, Kind: chain.Account, Key: string(soren.Member.ID[:]), Points: &state},
		{At: 5, Kind: chain.Member, Key: string(other[:]), Said: []chain.Said{{Of: chain.EventKey{Clock: 2, Till: pos.ID{7}, Incarnation: pos.ID{8}, Seq: 4},
			Body: &journalpb.Body{What: &journalpb.Body_MemberSet{MemberSet: &journalpb.MemberSet{Member: other[:], Language: "fr", Tier: pos.FirstTier, Status: "active", Joined: 5}}}}}},
	}}))
}

// TestALeaseIsTakenOnce: what was asked for is granted, and counts once, however
// often the answer comes.
func TestALeaseIsTakenOnce(t *testing.T) {
	u := busyShop(t)
	ctx := context.Background()
	app := u.till()
	soren, err := app.MemberByUsername(ctx, "soren")
	if err != nil {
		t.Fatal(err)
	}
	if err := u.Join(ctx, []byte(`{}`), &journalpb.ChainJoined{Chain: []byte("0123456789abcdef")}); err != nil {
		t.Fatal(err)
	}
	l, err := u.Ask(ctx, soren.Member.ID, 40)
	if err != nil {
		t.Fatal(err)
	}
	l.Granted = 30
	for range 3 {
		if err := u.Accept(ctx, l); err != nil {
			t.Fatal(err)
		}
	}
	asks, err := u.Asks(ctx)
	if err != nil || len(asks) != 0 {
		t.Fatalf("%v %v", asks, err)
	}
	now, err := app.MemberByUsername(ctx, "soren")
	if err != nil || now.Rights != soren.Rights+30 {
		t.Fatalf("rights %d, after %d: %v", soren.Rights, now.Rights, err)
	}
	recalls := []chain.Recall{{Account: soren.Member.ID, Points: 5}}
	if n, _, err := u.Release(ctx, recalls, func(pos.ID) bool { return true }); err != nil || n != 0 {
		t.Fatalf("%d released of an account that is held: %v", n, err)
	}
	if n, _, err := u.Release(ctx, recalls, nil); err != nil || n != 1 {
		t.Fatalf("%d released: %v", n, err)
	}
	if now, err = app.MemberByUsername(ctx, "soren"); err != nil || now.Rights != soren.Rights+25 {
		t.Fatalf("%d rights are left of %d: %v", now.Rights, soren.Rights+30, err)
	}
	if r, err := u.Verify(ctx, nil); err != nil || !r.OK {
		t.Fatalf("%+v %v", r, err)
	}
}

// TestWhatTheChainOwnsIsRefused: goods and programme are the head office's once
// the till has joined.
func TestWhatTheChainOwnsIsRefused(t *testing.T) {
	u := busyShop(t)
	ctx := context.Background()
	app := u.till()
	who := till.By(pos.System)
	goods := []pos.Product{{SKU: "N1", Name: "Ny", Price: 100, VATBp: 2500, Kind: pos.Goods}}
	if err := app.SetProducts(ctx, goods, who); err != nil {
		t.Fatal(err)
	}
	if err := u.Join(ctx, []byte(`{}`), &journalpb.ChainJoined{Chain: []byte("0123456789abcdef")}); err != nil {
		t.Fatal(err)
	}
	for name, err := range map[string]error{
		"goods": app.SetProducts(ctx, goods, who),
		"tier":  app.SetTier(ctx, pos.Tier{Name: "Guld"}, who),
		"person": func() error {
			_, err := app.SetPerson(ctx, pos.Person{Name: "Ole", Role: pos.Clerk, Active: true}, "1234", who)
			return err
		}(),
	} {
		if pos.CodeOf(err) != pos.ChainOwned {
			t.Errorf("%s: %v", name, err)
		}
	}
}
