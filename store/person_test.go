package store

import (
	"context"
	"strconv"
	"sync"
	"testing"

	"bonuskasse/pos"
	"bonuskasse/pos/journal"
	"bonuskasse/pos/journal/journalpb"
	"bonuskasse/pos/till"
)

// ownSale sells something to a card.
func ownSale(t *testing.T, app *till.Till, who pos.Person, card string) error {
	t.Helper()
	ctx := context.Background()
	d, err := app.NewSale(ctx, who)
	if err != nil {
		t.Fatal(err)
	}
	p := pos.Product{SKU: "R1", Name: "Rødgrød", Price: 100_00, VATBp: 2500, Kind: pos.Goods, Earns: true}
	if err := app.AddProduct(ctx, &d, p, 1000); err != nil {
		t.Fatal(err)
	}
	if _, err := app.AttachCard(ctx, &d, card, false); err != nil {
		t.Fatal(err)
	}
	_, err = app.Complete(ctx, d, till.Payment{Cash: till.Exact})
	return err
}

// TestOwnAccountIsFound: one's own account stays one's own when it is merged
// into another, and another again, and when it is part of a pool.
func TestOwnAccountIsFound(t *testing.T) {
	u := newShop(t)
	ctx, app, who := context.Background(), u.till(), till.By(pos.System)
	var members []pos.Member
	for i := range 5 {
		m, err := app.AddMember(ctx, till.NewMember{Username: "m" + strconv.Itoa(i), Name: "Inga Holm", Card: strconv.Itoa(20001 + i)}, who)
		if err != nil {
			t.Fatal(err)
		}
		members = append(members, m)
	}
	inga, err := app.SetPerson(ctx, pos.Person{Name: "Inga", Role: pos.Cashier, Member: members[0].ID}, "4711", who)
	if err != nil {
		t.Fatal(err)
	}
	say := func(bodies ...*journalpb.Body) {
		t.Helper()
		err := u.Do(ctx, func(tx till.Tx) error {
			for _, b := range bodies {
				if _, err := tx.Append(u.opt.Now(), b, pos.ID{}, 0); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	merge := func(alias, keep int) *journalpb.Body {
		return &journalpb.Body{What: &journalpb.Body_MemberMerged{MemberMerged: &journalpb.MemberMerged{
			Alias: members[alias].ID[:], Keep: members[keep].ID[:]}}}
	}
	want := func(when string, card int, code pos.Code) {
		t.Helper()
		if err := ownSale(t, app, inga, strconv.Itoa(20001+card)); pos.CodeOf(err) != code {
			t.Errorf("%s, card of %d: %v, want %q", when, card, err, code)
		}
	}
	want("at first", 0, pos.OwnSale)
	want("at first", 1, "")
	say(merge(0, 1), merge(1, 2))
	want("merged twice", 2, pos.OwnSale)
	want("merged twice", 3, "")
	people, err := app.People(ctx)
	if err != nil || len(people) != 1 || people[0].Member != members[2].ID {
		t.Errorf("%+v %v", people, err)
	}
	pool := pos.ID{7}
	say(&journalpb.Body{What: &journalpb.Body_OrganisationSet{OrganisationSet: &journalpb.OrganisationSet{Organisation: pool[:], Name: "Rådhuset", Pooled: true, Active: true}}})
	for _, i := range []int{2, 3} {
		m := members[i]
		m.Organisation = pool
		say(&journalpb.Body{What: &journalpb.Body_MemberSet{MemberSet: journal.FromMember(m)}})
	}
	want("of a pool", 2, pos.OwnSale)
	want("a colleague's of the same pool", 3, pos.OwnSale)
	want("of nobody's pool", 4, "")
	done := sell(t, app, "20004", 0)
	if f, err := app.Receipt(ctx, done.Sale.Receipt); err != nil || f.Pool != "Rådhuset" || f.Standing.Holder != pool {
		t.Errorf("the receipt of a pooled employee: pool %q, %v", f.Pool, err)
	}
	if f, err := app.Receipt(ctx, sell(t, app, "20005", 0).Sale.Receipt); err != nil || f.Pool != "" {
		t.Errorf("the receipt of somebody's own: pool %q, %v", f.Pool, err)
	}
	if r := verifyFolder(t, u.dir); !r.OK {
		t.Error(r.FirstDifference)
	}
}

// TestPINTriesAreCountedOnce: neither many at once nor a new program give more
// than five tries.
func TestPINTriesAreCountedOnce(t *testing.T) {
	u := newShop(t)
	ctx, app := context.Background(), u.till()
	inga, err := app.SetPerson(ctx, pos.Person{Name: "Inga", Role: pos.Cashier}, "4711", till.By(pos.System))
	if err != nil {
		t.Fatal(err)
	}
	var mu sync.Mutex
	got := map[pos.Code]int{}
	var all sync.WaitGroup
	for range 3 {
		other := u.till() // knows nothing of the first but by the store
		all.Go(func() {
			for range 4 {
				_, err := other.SignIn(ctx, inga.ID, "0000")
				mu.Lock()
				got[pos.CodeOf(err)]++
				mu.Unlock()
			}
		})
	}
	all.Wait()
	if got[pos.WrongPIN] != 5 || got[pos.PINLocked] != 7 {
		t.Errorf("%v", got)
	}
	if _, err := app.SignIn(ctx, inga.ID, "4711"); pos.CodeOf(err) != pos.PINLocked {
		t.Errorf("the right PIN in the wait: %v", err)
	}
	u.now = u.now.Add(11e9)
	if _, err := app.SignIn(ctx, inga.ID, "4711"); err != nil {
		t.Errorf("after the wait: %v", err)
	}
	if _, err := app.SignIn(ctx, inga.ID, "0000"); pos.CodeOf(err) != pos.WrongPIN {
		t.Errorf("a right one forgives the wrong ones: %v", err)
	}
}
