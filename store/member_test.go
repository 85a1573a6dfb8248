package store

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"bonuskasse/pos"
	"bonuskasse/pos/ledger"
	"bonuskasse/pos/till"
)

// join makes a member who earns 5 %, with a card.
func join(t testing.TB, app *till.Till, username, name, card string, organisation pos.ID) pos.Member {
	t.Helper()
	m, err := app.AddMember(context.Background(), till.NewMember{Username: username, Name: name, Tier: pos.FirstTier, Card: card, Organisation: organisation}, till.By(pos.System))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// history is what is shown of a member's points, the oldest first: what, how
// much, whose, and a P for the pool's.
func history(t testing.TB, app *till.Till, member pos.ID) (lines []string) {
	t.Helper()
	rows, err := app.History(context.Background(), member, 100)
	if err != nil {
		t.Fatal(err)
	}
	for i := len(rows) - 1; i >= 0; i-- {
		h := rows[i]
		line := fmt.Sprint(h.Type, " ", h.Points)
		if h.Of != "" {
			line += " by " + h.Of
		}
		if h.Pool {
			line += " P"
		}
		lines = append(lines, line)
	}
	return lines
}

func sameLines(t testing.TB, what string, got []string, want ...string) {
	t.Helper()
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("%s:\n  %s\nwant\n  %s", what, strings.Join(got, "\n  "), strings.Join(want, "\n  "))
	}
}

// TestPool: one earns, another spends; who leaves takes nothing along, and what
// they bring back goes to the pool it came from.
func TestPool(t *testing.T) {
	u := newShop(t)
	app, ctx, boss := u.till(), context.Background(), till.By(pos.System)
	office, err := app.SetOrganisation(ctx, pos.Organisation{Name: "Rådhuset", Number: "12345678", Pooled: true}, boss)
	if err != nil {
		t.Fatal(err)
	}
	anna := join(t, app, "anna", "Anna Bjerg", "10001", pos.ID{})
	bo := join(t, app, "bo", "Bo Bech", "10002", office.ID)
	own := sell(t, app, "10001", 0) // 300.00: 1500 of her own, before she came
	if _, err := app.ChangeMember(ctx, anna.ID, till.MemberChange{Organisation: &office.ID}, boss); err != nil {
		t.Fatal(err)
	}
	pooled := sell(t, app, "10001", 0)  // anna earns 1500 for the pool
	spent := sell(t, app, "10002", 500) // bo spends 500 of it, and earns 1475
	has := func(what string, want map[pos.ID]int64) {
		t.Helper()
		err := u.View(ctx, func(r till.Reader) error {
			for id, points := range want {
				a, rights, err := r.Account(id)
				if err != nil || a.Holding()-a.Debt != points || rights != a.Holding() {
					t.Errorf("%s: %s has %+v with rights %d, want %d: %v", what, id, a, rights, points, err)
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	has("earned and spent", map[pos.ID]int64{anna.ID: 1500, bo.ID: 0, office.ID: 1500 - 500 + 1475})
	for _, id := range []pos.ID{anna.ID, bo.ID} {
		if s, err := app.Standing(ctx, id); err != nil || s.Holder != office.ID || s.Account.Holding() != 2475 {
			t.Errorf("%+v %v", s, err)
		}
	}
	sameLines(t, "of anna", history(t, app, anna.ID), "sale_completed 1500", "sale_completed 1500 P", "sale_completed 975 by Bo Bech P")
	sameLines(t, "of bo", history(t, app, bo.ID), "sale_completed 1500 by Anna Bjerg P", "sale_completed 975 P")

	// A pool with bonus in it cannot be given up.
	office.Pooled = false
	if _, err := app.SetOrganisation(ctx, office, boss); pos.CodeOf(err) != pos.PoolNotEmpty {
		t.Errorf("the pool was given up: %v", err)
	}
	none := pos.ID{}
	if _, err := app.ChangeMember(ctx, bo.ID, till.MemberChange{Organisation: &none}, boss); err != nil {
		t.Fatal(err)
	}
	has("bo has left", map[pos.ID]int64{bo.ID: 0, office.ID: 2475})
	back := func(receipt string) {
		t.Helper()
		_, err := app.Refund(ctx, till.Return{Receipt: receipt, Lines: []till.ReturnLine{{}}}, boss)
		if err != nil {
			t.Fatal(err)
		}
	}
	back(spent.Sale.Receipt) // 500 come back to the pool, 1475 are taken from it
	has("bo brings back", map[pos.ID]int64{bo.ID: 0, office.ID: 1500})
	back(own.Sale.Receipt) // of her own account, though she is in the pool
	has("anna brings back what she bought before", map[pos.ID]int64{anna.ID: 0, office.ID: 1500})
	back(pooled.Sale.Receipt)
	has("and what she bought since", map[pos.ID]int64{anna.ID: 0, office.ID: 0})
	if _, err := app.SetOrganisation(ctx, office, boss); err != nil {
		t.Errorf("an empty pool stays: %v", err)
	}
	if r := verifyFolder(t, u.dir); !r.OK {
		t.Error(r.FirstDifference)
	}
}

// TestMerge: everything that one has goes over, and both histories are kept.
func TestMerge(t *testing.T) {
	u := newShop(t)
	app, ctx, boss := u.till(), context.Background(), till.By(pos.System)
	keep := join(t, app, "soren", "Søren Åkjær", "10001", pos.ID{})
	alias, err := app.AddMember(ctx, till.NewMember{Username: "sa", Name: "S. Åkjær", Phone: "20 30 40 50", Birthday: "290280", Tier: pos.FirstTier, Card: "10002"}, boss)
	if err != nil {
		t.Fatal(err)
	}
	if err := app.SetPhoto(ctx, alias.ID, []byte("JFIF"), boss); err != nil {
		t.Fatal(err)
	}
	inga, err := app.SetPerson(ctx, pos.Person{Name: "Inga", Role: pos.Manager, Active: true, Member: alias.ID}, "4711", boss)
	if err != nil {
		t.Fatal(err)
	}
	mine := sell(t, app, "10001", 0) // 1500
	sell(t, app, "10001", 1500)      // all spent, 1425 earned
	theirs := sell(t, app, "10002", 0)
	// The first is brought back: 1425 are left to take, 75 become debt.
	if _, err := app.Refund(ctx, till.Return{Receipt: mine.Sale.Receipt, Lines: []till.ReturnLine{{}}}, boss); err != nil {
		t.Fatal(err)
	}
	before, err := app.Standing(ctx, keep.ID)
	if err != nil || before.Account.Debt != 75 {
		t.Fatalf("%+v %v", before.Account, err)
	}
	if _, err := app.MergeMembers(ctx, keep.ID, alias.ID, till.By(pos.Person{Name: "Yrsa", Role: pos.Clerk, Active: true})); pos.CodeOf(err) != pos.NotAllowed {
		t.Errorf("a clerk merged: %v", err)
	}
	s, err := app.MergeMembers(ctx, keep.ID, alias.ID, boss)
	if err != nil {
		t.Fatal(err)
	}
	if s.Account.Holding() != 1425 || s.Account.Debt != 0 || s.Rights != 1425 || len(s.Cards) != 2 || s.Member.Phone != "20 30 40 50" || s.Member.Birthday != "1980-02-29" {
		t.Errorf("%+v", s)
	}
	if p, err := app.Photo(ctx, keep.ID); err != nil || string(p) != "JFIF" {
		t.Errorf("photo %q %v", p, err)
	}
	if _, by, err := app.MemberByCard(ctx, "10002"); err != nil || by.Member.ID != keep.ID {
		t.Errorf("the alias's card finds %+v %v", by.Member, err)
	}
	for _, text := range []string{"sa", "soren", "20304050", "S. Åkjær", "10002"} {
		list, err := app.FindMembers(ctx, text, 10)
		if err != nil || len(list) != 1 || list[0].ID != keep.ID {
			t.Errorf("%q finds %+v %v", text, list, err)
		}
	}
	sameLines(t, "history", history(t, app, keep.ID), "sale_completed 1500", "sale_completed -75", "sale_completed 1500 by S. Åkjær",
		"sale_refunded -1500", "points_taken -1500 by S. Åkjær", "points_given 1500")
	// What the alias bought is brought back to whom it is now.
	if _, err := app.Refund(ctx, till.Return{Receipt: theirs.Sale.Receipt, Lines: []till.ReturnLine{{}}}, boss); err != nil {
		t.Fatal(err)
	}
	if s, err = app.Standing(ctx, keep.ID); err != nil || s.Account.Holding() != 0 || s.Account.Debt != 75 {
		t.Errorf("%+v %v", s.Account, err)
	}
	// Who works here and was the alias is the other now: nobody gives to their own.
	people, err := app.People(ctx)
	if err != nil || people[0].ID != inga.ID || people[0].Member != keep.ID {
		t.Errorf("%+v %v", people, err)
	}
	if r := verifyFolder(t, u.dir); !r.OK {
		t.Error(r.FirstDifference)
	}
}

// TestGoodsOfWhoWasMergedRepayTheSameLots: what a member owes is repaid out of what
// comes back, the last taken first, whether they were merged since or not.
func TestGoodsOfWhoWasMergedRepayTheSameLots(t *testing.T) {
	u := newShop(t)
	app, ctx, boss := u.till(), context.Background(), till.By(pos.System)
	alone := join(t, app, "anna", "Anna Bjerg", "10001", pos.ID{})
	alias, keep := join(t, app, "bo", "Bo Bech", "10002", pos.ID{}), join(t, app, "bobech", "B. Bech", "10003", pos.ID{})
	cards := []string{"10001", "10002"}
	var first, spent [2]till.Done
	for i, card := range cards {
		first[i] = sell(t, app, card, 0)
	}
	u.now = u.now.AddDate(0, 0, 1)
	for i, card := range cards {
		sell(t, app, card, 0)
		spent[i] = sell(t, app, card, 3000) // both lots
		if _, err := app.Refund(ctx, till.Return{Receipt: first[i].Sale.Receipt, Lines: []till.ReturnLine{{}}}, boss); err != nil {
			t.Fatal(err)
		}
	}
	if s, err := app.Standing(ctx, alone.ID); err != nil || s.Account.Debt == 0 {
		t.Fatalf("nothing is owed: %+v %v", s.Account, err)
	}
	if _, err := app.MergeMembers(ctx, keep.ID, alias.ID, boss); err != nil {
		t.Fatal(err)
	}
	var lots [2][]ledger.Lot
	for i, id := range []pos.ID{alone.ID, keep.ID} {
		if _, err := app.Refund(ctx, till.Return{Receipt: spent[i].Sale.Receipt, Lines: []till.ReturnLine{{}}}, boss); err != nil {
			t.Fatal(err)
		}
		s, err := app.Standing(ctx, id)
		if err != nil {
			t.Fatal(err)
		}
		for _, l := range s.Account.Lots {
			lots[i] = append(lots[i], ledger.Lot{Left: l.Left, ExpiresAt: l.ExpiresAt, Paid: l.Paid})
		}
	}
	if len(lots[0]) != 2 || !slices.Equal(lots[0], lots[1]) {
		t.Errorf("alone %+v, merged %+v", lots[0], lots[1])
	}
	if r := verifyFolder(t, u.dir); !r.OK {
		t.Error(r.FirstDifference)
	}
}

func TestMoveCard(t *testing.T) {
	u := newShop(t)
	app, ctx := u.till(), context.Background()
	clerk := till.Who{Person: pos.Person{Name: "Yrsa", Role: pos.Clerk, Active: true}}
	a, b := join(t, app, "a1", "Anna Bjerg", "10001", pos.ID{}), join(t, app, "b1", "Anna Berg", "10002", pos.ID{})
	sell(t, app, "10001", 0)
	if err := app.MoveCard(ctx, "10001", b.ID, clerk); pos.CodeOf(err) != pos.NoReason {
		t.Errorf("without a reason: %v", err)
	}
	clerk.Reason = "two of nearly one name"
	if err := app.MoveCard(ctx, "10001", a.ID, clerk); pos.CodeOf(err) != pos.SameMember {
		t.Errorf("to whose it is: %v", err)
	}
	if err := app.MoveCard(ctx, "10001", b.ID, clerk); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		of     pos.ID
		cards  int
		points int64
	}{{a.ID, 0, 1500}, {b.ID, 2, 0}} { // the bonus stays where it was earned
		s, err := app.Standing(ctx, c.of)
		if err != nil || len(s.Cards) != c.cards || s.Account.Holding() != c.points {
			t.Errorf("%+v %v", s, err)
		}
	}
	var out strings.Builder
	if err := u.Export(ctx, &out); err != nil {
		t.Fatal(err)
	}
	for _, m := range []pos.Member{a, b} {
		told := 0
		for line := range strings.Lines(out.String()) {
			if strings.Contains(line, clerk.Reason) && strings.Contains(line, m.ID.String()) {
				told++
			}
		}
		if told != 1 {
			t.Errorf("the journal tells it %d times of %s", told, m.Name)
		}
	}
	if r := verifyFolder(t, u.dir); !r.OK {
		t.Error(r.FirstDifference)
	}
}

// TestProposals are free, and made of what is known.
func TestProposals(t *testing.T) {
	u := newShop(t)
	app, ctx := u.till(), context.Background()
	for _, c := range []struct {
		name, phone, email string
		want               string
	}{
		{"Søren Åkjær", "", "", "soeren.aakjaer soerena soeren"},
		{"Søren", "+45 20 30 40 50", "", "soeren 20304050 soeren4050"},
		{"Ανδρέας Παπαδόπουλος", "", "", "ανδρέας.παπαδόπουλος ανδρέαςπ ανδρέας"},
		{"  ", "20304050", "", "20304050"},
		{"", "", "Info@Example.dk", "info info@example.dk"},
		{"李", "", "", "李2 李3 李4"},
		{"O’Brien", "", "", "obrien obrien2 obrien3"},
	} {
		got, err := app.ProposeUsernames(ctx, till.NewMember{Name: c.name, Phone: c.phone, Email: c.email}, 3)
		if err != nil || strings.Join(got, " ") != c.want {
			t.Errorf("%q %q %q: %q %v, want %q", c.name, c.phone, c.email, got, err, c.want)
		}
	}
	// Taken ones are not proposed; a name that many bear gets a number.
	seen := map[string]bool{}
	for range 20 {
		m, err := app.AddMember(ctx, till.NewMember{Name: "Anders Andersen"}, till.By(pos.System))
		if err != nil || seen[m.Username] {
			t.Fatalf("%q again, or %v", m.Username, err)
		}
		seen[m.Username] = true
	}
}

// TestDuplicates are noticed by phone, e-mail and nearly the same name.
func TestDuplicates(t *testing.T) {
	u := newShop(t)
	app, ctx := u.till(), context.Background()
	for _, m := range []till.NewMember{
		{Username: "karen", Name: "Karen Højgaard", Phone: "+45 29 77 88 99"},
		{Username: "karen2", Name: "Karen Holm", Email: "Karen@Example.dk"},
		{Username: "zoe", Name: "Zoé"},
	} {
		if _, err := app.AddMember(ctx, m, till.By(pos.System)); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct {
		in   till.NewMember
		want string
	}{
		{till.NewMember{Phone: "29778899"}, "karen by phone"},
		{till.NewMember{Phone: "0045 29 77 88 99", Name: "Somebody Else"}, "karen by phone"},
		{till.NewMember{Phone: "2977"}, ""},
		{till.NewMember{Phone: "29778890"}, ""},
		{till.NewMember{Email: "karen@example.dk"}, "karen2 by email"},
		{till.NewMember{Email: "karen@example.d"}, ""},
		{till.NewMember{Name: "karen hojgaard"}, "karen by name"},
		{till.NewMember{Name: "Karen Høgjaard"}, "karen by name"}, // two letters swapped
		{till.NewMember{Name: "Karen Højgard"}, "karen by name"},
		{till.NewMember{Name: "Karn Højgaard"}, "karen by name"},
		{till.NewMember{Name: "Karen Hansen"}, ""},
		{till.NewMember{Name: "Karen"}, ""}, // half the town
		{till.NewMember{Name: "zoe"}, "zoe by name"},
		{till.NewMember{Name: "Karen Højgaard", Phone: "29778899", Email: "karen@example.dk"}, "karen by phone, karen2 by email"},
	} {
		list, err := app.Duplicates(ctx, c.in, 5)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, d := range list {
			got = append(got, d.Member.Username+" by "+string(d.Why))
		}
		if strings.Join(got, ", ") != c.want {
			t.Errorf("%+v: %q, want %q", c.in, got, c.want)
		}
	}
}

// TestANoteInAPoolIsTheMembers: what was written beside points of one of a pool
// is shown as theirs, exported with them, and goes when they do.
func TestANoteInAPoolIsTheMembers(t *testing.T) {
	u := newShop(t)
	app, ctx, boss := u.till(), context.Background(), till.By(pos.System)
	office, err := app.SetOrganisation(ctx, pos.Organisation{Name: "Kontoret", Pooled: true}, boss)
	if err != nil {
		t.Fatal(err)
	}
	anna, bo := join(t, app, "anna", "Anna Bjerg", "10001", office.ID), join(t, app, "bo", "Bo Bech", "10002", office.ID)
	_, err = app.CommitNoted(ctx, pos.NotedDraft{ID: pos.ID{7}, Opened: 1, Rows: []pos.NotedRow{{Who: "anna", Points: "50", Note: "Annas lagkage"}}}, boss)
	if err != nil {
		t.Fatal(err)
	}
	sameLines(t, "of bo", history(t, app, bo.ID), "points_given 50 by Anna Bjerg P")
	p, err := app.ExportMember(ctx, anna.ID, boss)
	if err != nil || len(p.Given) != 1 || p.Given[0].Note != "Annas lagkage" {
		t.Errorf("%+v %v", p.Given, err)
	}
	if p, err := app.ExportMember(ctx, bo.ID, boss); err != nil || len(p.Given) != 0 {
		t.Errorf("of another: %+v %v", p.Given, err)
	}
	if err := app.EraseMember(ctx, anna.ID, boss); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(u.path(fileDB))
	if err != nil || bytes.Contains(data, []byte("lagkage")) {
		t.Errorf("the note is there still: %v", err)
	}
	if s, err := app.Standing(ctx, bo.ID); err != nil || s.Account.Holding() != 50 {
		t.Errorf("%+v %v", s.Account, err)
	}
	if r := verifyFolder(t, u.dir); !r.OK {
		t.Error(r.FirstDifference)
	}
}
