package store

import (
	"context"
	"reflect"
	"testing"

	"pgregory.net/rapid"

	"bonuskasse/pos"
	"bonuskasse/pos/journal"
	"bonuskasse/pos/ledger"
	"bonuskasse/pos/table"
	"bonuskasse/pos/till"
)

// look is what the tables said at a moment.
type look struct {
	at           pos.Millis
	points, paid int64
	accounts     map[pos.ID]ledger.Account
}

func lookAt(t rapid.TB, u *shopUnderTest, holders []pos.ID) look {
	t.Helper()
	l := look{accounts: map[pos.ID]ledger.Account{}}
	err := u.View(context.Background(), func(rd till.Reader) (err error) {
		var clock int64
		if _, err = rd.(*reader).s.get("SELECT clock FROM event ORDER BY id DESC LIMIT 1", nil, &clock); err != nil {
			return err
		}
		l.at = pos.Millis(journal.Clock(clock).Millis())
		for _, id := range holders {
			if l.accounts[id], _, err = rd.Account(id); err != nil {
				return err
			}
		}
		good, err := rd.LotsGood(l.at)
		l.points, l.paid = good.Points()
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// holds: the fold of the journal as of that moment says the same, whatever has
// happened since.
func (l look) holds(t rapid.TB, u *shopUnderTest) {
	t.Helper()
	err := u.View(context.Background(), func(rd till.Reader) error {
		for id, was := range l.accounts {
			got, err := rd.FoldAccount(id, l.at)
			if err != nil {
				return err
			}
			if len(got.Lots)+len(was.Lots) > 0 && !reflect.DeepEqual(got.Lots, was.Lots) || got.Debt != was.Debt || got.PendingPoints() != was.PendingPoints() {
				t.Fatalf("at %d the account was\n%+v, and its events say\n%+v", l.at, was, got)
			}
		}
		then, err := rd.LotsThen(context.Background(), l.at, nil)
		points, paid := then.Points()
		if err == nil && (points != l.points || paid != l.paid) {
			t.Fatalf("at %d there were %d points, %d of them paid; the journal says %d and %d", l.at, l.points, l.paid, points, paid)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestImportedThen: members of one list, whose event is wide, each as they were;
// and it is heard how far it has come, and can be ended.
func TestImportedThen(t *testing.T) {
	u := newShop(t)
	ctx := context.Background()
	app := u.till()
	if got, err := app.ImportMembers(ctx, table.Read(csvOf(importRows(300))), till.MemberImport{}, till.By(pos.System)); err != nil || got.Imported != 300 {
		t.Fatal(got, err)
	}
	ids := func() (ids []pos.ID) {
		err := u.View(ctx, func(rd till.Reader) error {
			return rd.(*reader).s.each("SELECT id FROM account ORDER BY no", nil, func(r *row) error {
				var id []byte
				err := r.Scan(&id)
				ids = append(ids, pos.IDFromBytes(id))
				return err
			})
		})
		if err != nil {
			t.Fatal(err)
		}
		return ids
	}()
	was := lookAt(t, u, ids)
	if was.points == 0 || len(ids) != 300 {
		t.Fatalf("%d members have %d points", len(ids), was.points)
	}
	u.now = u.now.AddDate(10, 0, 0)
	if _, err := app.Tick(ctx, u.now); err != nil {
		t.Fatal(err)
	}
	if is := lookAt(t, u, ids); is.points != 0 {
		t.Fatalf("%d points live for ever", is.points)
	}
	was.holds(t, u)
	cut, cancel := context.WithCancel(ctx)
	var told []int64
	l, err := app.Liability(cut, was.at, func(done, of int64) { told = append(told, done, of) }, till.By(pos.System))
	if err != nil || l.Points != was.points || len(told) != 4 || told[2] != told[3] {
		t.Errorf("%+v %v, told %v", l, err, told)
	}
	cancel()
	if _, err := app.Liability(cut, was.at, nil, till.By(pos.System)); err == nil {
		t.Error("it goes on though it was ended")
	}
}
