package main

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"bonuskasse/pos"
	"bonuskasse/pos/till"
	tillsync "bonuskasse/sync"
)

// TestATillRestoredTwice: one backup is put back twice, and in it is a lease that
// was asked for and not answered. Each life meets the head office, and what it
// knows is what the head office knows.
func TestATillRestoredTwice(t *testing.T) {
	o := serve(t)
	ctx := context.Background()
	a := openDesk(t, "a")
	m, err := a.AddMember(ctx, till.NewMember{Username: "ida", Name: "Ida", Tier: "Bonus 5%", Card: "10007"}, till.By(pos.System))
	if err != nil {
		t.Fatal(err)
	}
	a.enrol(t, o, "a")
	a.meet(t)
	if _, err := a.store.Ask(ctx, m.ID, 300); err != nil {
		t.Fatal(err)
	}
	backup := filepath.Join(t.TempDir(), "shop.db")
	if err := a.store.Backup(ctx, backup, nil); err != nil {
		t.Fatal(err)
	}
	copied, err := os.ReadFile(backup)
	if err != nil {
		t.Fatal(err)
	}
	want := int64(0)
	for life := range 2 {
		again := filepath.Join(t.TempDir(), "shop.db")
		if err := os.WriteFile(again, copied, 0o600); err != nil {
			t.Fatal(err)
		}
		a = restore(t, a, again)
		if asks, err := a.store.Asks(ctx); err != nil || len(asks) != 0 {
			t.Errorf("life %d asks for %v of the life before (%v)", life+2, asks, err)
		}
		if _, err := a.sell(t, "10007", 0); err != nil {
			t.Fatal(err)
		}
		want += 500
		a.meet(t)
		a.meet(t)
		if balance, _ := a.balance(t, "10007"); balance != want {
			t.Errorf("life %d knows of %d points, want %d", life+2, balance, want)
		}
		a.whole(t)
	}
}

// TestAClockSetBackAndACopyPutBackTwice: the head office cannot tell the second life
// from one that was given up, and refuses it with words that say what to do: enrol
// again. Then it goes on, nothing of it is lost, and the life between is fenced.
func TestAClockSetBackAndACopyPutBackTwice(t *testing.T) {
	o := serve(t)
	ctx := context.Background()
	a := openDesk(t, "a")
	if _, err := a.AddMember(ctx, till.NewMember{Username: "ida", Name: "Ida", Tier: "Bonus 5%", Card: "10007"}, till.By(pos.System)); err != nil {
		t.Fatal(err)
	}
	a.enrol(t, o, "a")
	a.meet(t)
	backup := filepath.Join(t.TempDir(), "shop.db")
	if err := a.store.Backup(ctx, backup, nil); err != nil {
		t.Fatal(err)
	}
	copied, err := os.ReadFile(backup)
	if err != nil {
		t.Fatal(err)
	}
	a = restore(t, a, backup)
	if _, err := a.sell(t, "10007", 0); err != nil {
		t.Fatal(err)
	}
	a.meet(t)
	again := filepath.Join(t.TempDir(), "shop.db")
	if err := os.WriteFile(again, copied, 0o600); err != nil {
		t.Fatal(err)
	}
	back := func() time.Time { return time.Now().Add(-time.Hour) }
	a = restoreAt(t, a, again, back)
	if _, err := a.sell(t, "10007", 0); err != nil {
		t.Fatal(err)
	}
	if _, err := a.agent.Round(ctx, false); tillsync.LineOf(err) != tillsync.Replaced {
		t.Fatalf("the line is %s: %v", tillsync.LineOf(err), err)
	}
	if _, err := a.sell(t, "10007", 0); err != nil {
		t.Fatalf("sales go on: %v", err)
	}
	a.enrol(t, o, "a")
	a.meet(t)
	a.meet(t)
	if balance, _ := a.balance(t, "10007"); balance != 1500 {
		t.Errorf("it knows of %d points, and three sales earned 1500", balance)
	}
	if done, err := a.sell(t, "10007", 100); err != nil || done.Sale.PointsUsed != 100 {
		t.Errorf("it spends again: %+v %v", done.Sale, err)
	}
	a.meet(t)
	a.whole(t)
	s := o.database(t)
	tills, err := s.Tills(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for i, l := range tills[0].Lives {
		if last := i == len(tills[0].Lives)-1; l.Fenced == last {
			t.Errorf("life %d of %d: fenced is %v", i+1, len(tills[0].Lives), l.Fenced)
		}
	}
	if diff, err := s.Verify(ctx); err != nil || diff != "" {
		t.Errorf("%s %v", diff, err)
	}
}
