package store

import (
	"context"
	"errors"
	"reflect"
	"testing"

	"bonuskasse/pos"
	"bonuskasse/pos/journal/journalpb"
	"bonuskasse/pos/till"
)

// TestRecentStandingIsThePresentOne: what a transaction finds of the member whose
// card was just read is what the file says, whoever has changed it since.
func TestRecentStandingIsThePresentOne(t *testing.T) {
	u := newShop(t)
	ctx := context.Background()
	app := u.till()
	for username, card := range map[string]string{"soren": "90001", "anna": "90002"} {
		if _, err := app.AddMember(ctx, till.NewMember{Username: username, Name: username, Tier: "Bonus 5%", Card: card}, till.By(pos.System)); err != nil {
			t.Fatal(err)
		}
	}
	sell(t, app, "90001", 0)
	other, err := Open(ctx, u.dir, u.opt)
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	desk, err := till.New(ctx, other, till.Options{Now: u.opt.Now, Random: u.opt.Random})
	if err != nil {
		t.Fatal(err)
	}
	defer desk.Close()
	soren, err := app.MemberByUsername(ctx, "soren")
	if err != nil {
		t.Fatal(err)
	}
	id := soren.Member.ID
	why := till.Who{Person: pos.System, Reason: "test"}
	undone := errors.New("undone")

	for _, c := range []struct {
		name    string
		between func()
		read    bool // anew
	}{
		{"nothing", func() {}, false},
		{"a draft is saved", func() {
			if _, err := app.NewSale(ctx, pos.System); err != nil {
				t.Fatal(err)
			}
			app.Saved()
		}, false},
		{"another's sale", func() { sell(t, app, "90002", 0) }, true},
		{"a sale of theirs", func() { sell(t, app, "90001", 100) }, true},
		{"a correction", func() {
			if _, err := app.Adjust(ctx, id, 7, why); err != nil {
				t.Fatal(err)
			}
		}, true},
		{"another program's sale", func() { sell(t, desk, "90001", 50) }, true},
		{"another program's sale, and something undone here", func() {
			sell(t, desk, "90001", 50)
			if err := u.Do(ctx, func(till.Tx) error { return undone }); !errors.Is(err, undone) {
				t.Fatal(err)
			}
		}, true},
		{"another program's correction", func() {
			if _, err := desk.Adjust(ctx, id, 9, why); err != nil {
				t.Fatal(err)
			}
		}, true},
		{"nothing, once more", func() {}, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			sell(t, app, "90002", 0) // what is seen of the file is new
			if _, _, err := u.StandingByCard(ctx, "90001"); err != nil {
				t.Fatal(err)
			}
			had := u.recent.Load()
			c.between()
			var got till.Standing
			var held bool
			err := u.Do(ctx, func(tx till.Tx) (err error) {
				held = had != nil && had.age == u.age.Load()
				got, err = tx.Standing(id)
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			want, err := desk.MemberByUsername(ctx, "soren")
			if err != nil {
				t.Fatal(err)
			}
			if !reflect.DeepEqual(got, want) {
				t.Errorf("the transaction finds\n%+v\nthe file says\n%+v", got, want)
			}
			if held == c.read {
				t.Errorf("what was read is taken over: %v", held)
			}
		})
	}
	t.Run("a sale of theirs in the transaction itself", func(t *testing.T) {
		sell(t, app, "90002", 0)
		_, before, err := u.StandingByCard(ctx, "90001")
		if err != nil {
			t.Fatal(err)
		}
		sale := pos.ID{1}
		var got till.Standing
		err = u.Do(ctx, func(tx till.Tx) error {
			body := &journalpb.Body{What: &journalpb.Body_SaleCompleted{SaleCompleted: &journalpb.SaleCompleted{Sale: sale[:], Receipt: "1-009999",
				Completed: u.now.UnixMilli(), Member: id[:], Card: "90001", Program: 1, Tier: "Bonus 5%", LadderBase: 500}}}
			if _, err := tx.Append(u.now, body, id, 0); err != nil {
				return err
			}
			if got, err = tx.Standing(id); err != nil {
				return err
			}
			return undone
		})
		if !errors.Is(err, undone) {
			t.Fatal(err)
		}
		if got.Spend.Total != before.Spend.Total+500 {
			t.Errorf("they have bought for %d, and for 500 more than %d", got.Spend.Total, before.Spend.Total)
		}
	})
	if r := verifyFolder(t, u.dir); !r.OK {
		t.Error(r.FirstDifference)
	}
}
