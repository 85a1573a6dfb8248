package main

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"bonuskasse/pos"
	"bonuskasse/pos/till"
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
