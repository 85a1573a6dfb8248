package store

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"bonuskasse/pos"
	"bonuskasse/pos/journal"
	"bonuskasse/pos/journal/journalpb"
	"bonuskasse/pos/table"
	"bonuskasse/pos/till"
)

// rowsOf are the rows of a query, as text.
func (u *shopUnderTest) rowsOf(query string) (rows []string) {
	u.t.Helper()
	err := u.readers.use(context.Background(), func(s *session) error {
		return s.each(query, nil, func(r *row) error {
			rows = append(rows, fmt.Sprint(r.values))
			return nil
		})
	})
	if err != nil {
		u.t.Fatal(err)
	}
	return rows
}

// importedTables are what an import writes, but for the numbers of the events.
var importedTables = []string{
	"SELECT * FROM account ORDER BY no", "SELECT * FROM member ORDER BY no", "SELECT * FROM member_word ORDER BY word, member",
	"SELECT * FROM card ORDER BY number", "SELECT member, part, points, left_over, origin, accrued_at, expires_at, paid FROM lot ORDER BY member, part",
	"SELECT member, account, points FROM posting ORDER BY member, event, n",
	"SELECT name, sql FROM sqlite_schema ORDER BY type, name", "PRAGMA integrity_check",
}

// TestImportBothWays: many in a statement leave what one by one leaves.
func TestImportBothWays(t *testing.T) {
	ctx := context.Background()
	var list []*journalpb.NewMember
	for i := range 300 {
		id := pos.ID{1, byte(i >> 8), byte(i)}
		m := pos.Member{ID: id, Username: fmt.Sprintf("åse.%d", i%290), Name: fmt.Sprintf("Åse-Marie Øst %d", i/3), Phone: fmt.Sprint(20_000_000 + i),
			Email: "ase@example.dk", Language: "da", Tier: pos.NoBonusTier, Status: pos.Active, Joined: 5, Birthday: "1980-02-29"}
		if i >= 290 {
			m.Username = ""
		}
		n := &journalpb.NewMember{Member: journal.FromMember(m)}
		if i%2 == 0 {
			n.Cards = append(n.Cards, journal.FromCard(pos.Card{Number: fmt.Sprint(20_001 + i), Kind: pos.BothCard, State: pos.Issued, Member: id}))
		}
		if i%3 == 0 {
			n.Lots = append(n.Lots, &journalpb.GivenLot{Points: int64(100 + i), AccruedAt: 7, ExpiresAt: 9}, &journalpb.GivenLot{Points: 3, AccruedAt: 8})
		}
		list = append(list, n)
	}
	drawer := &journalpb.CardSet{Number: "20003", Kind: "bonus", State: "printed"}
	var tables [2][]string
	for way := range tables {
		u := newShop(t)
		err := u.Do(ctx, func(tx till.Tx) error {
			add := func(what *journalpb.MembersImported) {
				if _, err := tx.Append(u.opt.Now(), &journalpb.Body{What: &journalpb.Body_MembersImported{MembersImported: what}}, pos.ID{}, 0); err != nil {
					t.Fatal(err)
				}
			}
			add(&journalpb.MembersImported{Members: []*journalpb.NewMember{{Cards: []*journalpb.CardSet{drawer}}}})
			for part := range slices.Chunk(list, 100) {
				if way == 1 { // one who is nobody makes it the long way
					part = append([]*journalpb.NewMember{{}}, part...)
				}
				add(&journalpb.MembersImported{Members: part})
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		for _, q := range importedTables {
			tables[way] = append(tables[way], u.rowsOf(q)...)
		}
		if r := verifyFolder(t, u.dir); !r.OK {
			t.Errorf("way %d: %s", way, r.FirstDifference)
		}
	}
	if len(tables[0]) < 300*8 || !slices.Equal(tables[0], tables[1]) {
		t.Errorf("many at once: %d rows, one by one: %d rows; they differ", len(tables[0]), len(tables[1]))
		for i := range min(len(tables[0]), len(tables[1])) {
			if tables[0][i] != tables[1][i] {
				t.Fatalf("%d:\n%s\n%s", i, tables[0][i], tables[1][i])
			}
		}
	}
}

// TestImportedAreWhole: what follows an import in the same transaction sees
// its words, a card from the drawer keeps its batch, and a pool gets what its
// employees bring.
func TestImportedAreWhole(t *testing.T) {
	ctx := context.Background()
	u := newShop(t)
	app := u.till()
	org := pos.ID{9}
	err := u.Do(ctx, func(tx till.Tx) error {
		for _, body := range []*journalpb.Body{
			{What: &journalpb.Body_OrganisationSet{OrganisationSet: &journalpb.OrganisationSet{Organisation: org[:], Name: "Rådhuset", Number: "12345678", Pooled: true, Active: true}}},
			{What: &journalpb.Body_CardsMade{CardsMade: &journalpb.CardsMade{Batch: []byte("0123456789abcdef"), First: 10001, Count: 5, Kind: "bonus"}}},
		} {
			if _, err := tx.Append(u.opt.Now(), body, pos.ID{}, 0); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	sheet := table.Read([]byte("name,phone,card,points,organisation\nSøren Åkjær,20304050,10001,100,\nAnna Bro,20304051,10002,70,rådhuset\nBo Bro,20304052,77777,5,12345678\n"))
	got, err := app.ImportMembers(ctx, sheet, till.MemberImport{}, till.By(pos.System))
	if err != nil || !got.Committed || got.Imported != 3 {
		t.Fatalf("%+v %v", got, err)
	}
	for _, c := range []struct {
		find, username string
		points         int64
	}{{"sorensen ak", "", 0}, {"soren akj", "soeren.aakjaer", 100}, {"20304051", "anna.bro", 75}, {"77777", "bo.bro", 75}} {
		list, err := app.FindMembers(ctx, c.find, 5)
		if err != nil {
			t.Fatal(err)
		}
		if c.username == "" {
			if len(list) != 0 {
				t.Errorf("%q finds %v", c.find, list)
			}
			continue
		}
		if len(list) != 1 || list[0].Username != c.username {
			t.Fatalf("%q finds %+v", c.find, list)
		}
		s, err := app.Standing(ctx, list[0].ID)
		if err != nil || s.Account.Holding() != c.points || s.Rights != c.points {
			t.Errorf("%s holds %d, rights %d, want %d (%v)", c.username, s.Account.Holding(), s.Rights, c.points, err)
		}
	}
	if cards := u.rowsOf("SELECT kind, state, batch FROM card WHERE number = '10001'"); len(cards) != 1 || cards[0] != fmt.Sprint([]any{"bonus", "issued", []byte("0123456789abcdef")}) {
		t.Errorf("card 10001 is %v", cards)
	}
	if r := verifyFolder(t, u.dir); !r.OK {
		t.Error(r.FirstDifference)
	}
}

// TestImportIsAllOrNothing: a cancel leaves no event and no row, at the beginning,
// among the words that are written last, and just before the commit.
func TestImportIsAllOrNothing(t *testing.T) {
	u := newShop(t)
	app := u.till()
	const rows = 4000
	before := u.rowsOf("SELECT count(*), (SELECT count(*) FROM account), (SELECT count(*) FROM personal_key) FROM event")
	for _, from := range []int{rows / 4, rows/2 + 1, rows} {
		ctx, cancel := context.WithCancel(context.Background())
		last := 0
		how := till.MemberImport{Progress: func(done, total int) {
			if done < last || done > total || total != rows {
				t.Errorf("after %d it is told %d of %d", last, done, total)
			}
			if last = done; done >= from {
				cancel()
			}
		}}
		if _, err := app.ImportMembers(ctx, table.Read(csvOf(importRows(rows))), how, till.By(pos.System)); err == nil {
			t.Fatal("a cancelled import ended well")
		}
		if from <= rows/2+1 && last == rows {
			t.Errorf("cancelled at %d it went on to the end", from)
		}
		if after := u.rowsOf("SELECT count(*), (SELECT count(*) FROM account), (SELECT count(*) FROM personal_key) FROM event"); !slices.Equal(before, after) {
			t.Errorf("before %v, after %v", before, after)
		}
	}
	if got, err := app.ImportMembers(context.Background(), table.Read(csvOf(importRows(rows))), till.MemberImport{}, till.By(pos.System)); err != nil || got.Imported != rows {
		t.Errorf("%+v %v", got, err)
	}
	if r := verifyFolder(t, u.dir); !r.OK {
		t.Error(r.FirstDifference)
	}
}
