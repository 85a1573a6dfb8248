package store

import (
	"context"
	"errors"
	"testing"

	"bonuskasse/pos"
	"bonuskasse/pos/journal/journalpb"
	"bonuskasse/pos/loyalty"
	"bonuskasse/pos/till"
)

// TestReadAhead: what was read beside a transaction for the next one is taken
// where nothing came between, and is otherwise read again, whoever it was that
// came between. What a transaction read ahead that was undone counts for nothing.
func TestReadAhead(t *testing.T) {
	ctx := context.Background()
	errUndone := errors.New("undone")
	spend := func(t *testing.T, app *till.Till) {
		if used := sell(t, app, "10002", loyalty.MaxBonus).Sale.PointsUsed; used != 1500 {
			t.Fatalf("%d points were spent", used)
		}
	}
	for _, c := range []struct {
		name    string
		between func(*testing.T, *shopUnderTest, *till.Till)
		taken   bool
		undone  bool
		other   []int64 // holders asked for, where not those that were read
	}{
		{name: "nothing between", taken: true, between: func(*testing.T, *shopUnderTest, *till.Till) {}},
		{name: "a sale of this program", between: func(t *testing.T, _ *shopUnderTest, app *till.Till) { spend(t, app) }},
		{name: "a sale of another program", between: func(t *testing.T, u *shopUnderTest, _ *till.Till) {
			other := &shopUnderTest{t: t, dir: u.dir, opt: u.opt}
			other.open()
			spend(t, other.till())
		}},
		{name: "what was pulled is written", between: func(t *testing.T, u *shopUnderTest, _ *till.Till) {
			if err := u.write(ctx, func(*session) (func(), error) { return nil, nil }); err != nil {
				t.Fatal(err)
			}
		}},
		{name: "it was undone", undone: true, between: func(*testing.T, *shopUnderTest, *till.Till) {}},
		{name: "it was undone, and a sale of this program", undone: true, between: func(t *testing.T, _ *shopUnderTest, app *till.Till) { spend(t, app) }},
		{name: "other holders are asked for", other: []int64{2, 3}, between: func(*testing.T, *shopUnderTest, *till.Till) {}},
	} {
		t.Run(c.name, func(t *testing.T) {
			u := newShop(t)
			app := u.till()
			who := till.By(pos.System)
			var places [2]int64
			for _, card := range []string{"10001", "10002"} {
				_, err := app.AddMember(ctx, till.NewMember{Username: "m" + card, Name: "M", Tier: pos.FirstTier, Card: card}, who)
				if err != nil {
					t.Fatal(err)
				}
				sell(t, app, card, 0)
			}
			past := pos.At(u.now.AddDate(50, 0, 0))
			err := u.Do(ctx, func(x till.Tx) error {
				tx := x.(*tx)
				holders, err := tx.HoldersPast(past, 10)
				if err != nil || copy(places[:], holders) != 2 {
					t.Fatal(holders, err)
				}
				first, err := tx.PointsPast(places[:1], past)
				if err != nil {
					return err
				}
				tx.Ahead(places[1:])
				gone := &journalpb.LotsExpired{AsOf: int64(past), Of: []*journalpb.ExpiredPoints{{Member: first[0].Holder[:], Points: first[0].Points}}}
				_, err = tx.Append(u.opt.Now(), &journalpb.Body{What: &journalpb.Body_LotsExpired{LotsExpired: gone}}, pos.ID{}, 0)
				<-tx.ahead.done
				if c.undone {
					return errUndone
				}
				return err
			})
			if err != nil && !errors.Is(err, errUndone) {
				t.Fatal(err)
			}
			c.between(t, u, app)
			asked := places[1:]
			if c.other != nil {
				asked = c.other
			}
			err = u.Do(ctx, func(x till.Tx) error {
				list, taken := x.(*tx).readAhead(asked)
				if taken != c.taken {
					t.Errorf("what was read ahead is taken: %v, want %v", taken, c.taken)
				}
				if taken && (len(list) != 1 || len(list[0].points.Lots) != 1) {
					t.Errorf("read ahead: %+v", list)
				}
				got, err := x.PointsPast(asked, past)
				if err != nil {
					return err
				}
				read := fold{s: x.(*tx).s}
				now, err := read.accountsOf(asked)
				if err != nil {
					return err
				}
				if len(got) != len(now) {
					t.Fatalf("%d of %d holders", len(got), len(now))
				}
				for i, a := range now {
					if held := a.points.Holding(); got[i].Holder != a.id || got[i].Points != held || held == 0 {
						t.Errorf("%d points are past, of %d", got[i].Points, held)
					}
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
		})
	}
}
