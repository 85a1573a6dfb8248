package store

import (
	"context"
	"reflect"
	"testing"

	"bonuskasse/pos"
	"bonuskasse/pos/ledger"
	"bonuskasse/pos/till"
)

// TestFoldOfManyEvents: an account of more events than are decoded at once has
// the lots that the tables have, whatever the last part's length, and where wide
// events stand among the others.
func TestFoldOfManyEvents(t *testing.T) {
	u := newShop(t)
	ctx := context.Background()
	app := u.till()
	m, err := app.AddMember(ctx, till.NewMember{Username: "soren", Name: "Søren", Tier: "Bonus 5%", Card: "90001"}, till.By(pos.System))
	if err != nil {
		t.Fatal(err)
	}
	for n := 1; n <= 2*decodeAtOnce+1; n++ {
		bonus := int64(0)
		if n%7 == 0 {
			bonus = 500
		}
		lines := 1
		if n%50 == 40 {
			lines = 100
		}
		sellLines(t, app, "90001", bonus, lines)
		if near := n % decodeAtOnce; near > 1 && near < decodeAtOnce-1 {
			continue
		}
		var got ledger.Account
		err := u.View(ctx, func(r till.Reader) (err error) {
			got, err = r.FoldAccount(m.ID, pos.At(u.now))
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		want, err := app.Standing(ctx, m.ID)
		if err != nil {
			t.Fatal(err)
		}
		if len(want.Account.Lots) == 0 || !reflect.DeepEqual(got.Lots, want.Account.Lots) || got.Debt != want.Account.Debt {
			t.Fatalf("after %d sales the fold has\n%+v\nthe tables\n%+v", n, got, want.Account)
		}
	}
	var wide int64
	err = u.readers.use(ctx, func(s *session) error {
		_, err := s.get("SELECT count(*) FROM event WHERE type = 'sale_completed' AND length(payload) >= ?", args(int64(wideEvent)), &wide)
		return err
	})
	if err != nil || wide == 0 {
		t.Errorf("%d sales were wide, %v", wide, err)
	}
}
