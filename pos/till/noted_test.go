package till_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"bonuskasse/hardware"
	"bonuskasse/pos"
	"bonuskasse/pos/journal"
	"bonuskasse/pos/journal/journalpb"
	"bonuskasse/pos/paper"
	"bonuskasse/pos/till"
	"bonuskasse/store"
)

// club is a till over a real store, with members for lists.
type club struct {
	*till.Till
	t     *testing.T
	store *store.Store
	dir   string
	now   time.Time
	id    map[string]pos.ID
	inga  pos.Person // a clerk, and herself the member "inga"
	bo    pos.Person // a manager
}

func newClub(t *testing.T) *club {
	t.Helper()
	c := &club{t: t, dir: t.TempDir(), now: time.Date(2026, 11, 24, 17, 0, 0, 0, time.UTC), id: map[string]pos.ID{}}
	ctx, random := t.Context(), rand.NewChaCha8([32]byte{5})
	clock := func() time.Time { c.now = c.now.Add(time.Millisecond); return c.now }
	opt := store.Options{Random: random, Now: clock}
	c.must(store.Init(ctx, c.dir, till.Shop{Name: "Ribe Te", Currency: pos.DKK, Language: "da", TillNo: 1, TimeZone: "Europe/Copenhagen"},
		opt, func(tx till.Tx) error { return till.FirstFacts(tx, c.now, pos.DKK) }))
	var err error
	c.store, err = store.Open(ctx, c.dir, opt)
	c.must(err)
	t.Cleanup(func() { c.store.Close() })
	c.Till, err = till.New(ctx, c.store, till.Options{Now: clock, Random: random, Papers: paper.Papers{}, PaymentCard: func(_ hardware.Profile, typed string) bool {
		return strings.ReplaceAll(typed, " ", "") == "4111111111111111"
	}})
	c.must(err)
	t.Cleanup(c.Close)
	boss := till.By(pos.System)
	for _, m := range []till.NewMember{
		{Username: "soren", Name: "Søren Åkjær", Phone: "+45 20 30 40 50", Email: "soren@example.dk", Card: "10001"},
		{Username: "karen", Name: "Karen Højgaard", Phone: "29778899", Card: "10002"},
		{Username: "karen2", Name: "Karen Højgaard", Phone: "29778899"},
		{Username: "29112233", Name: "Liam O’Brien", Phone: "29 11 22 33"},
		{Username: "jens", Name: "Jens Bo", Phone: "10001000", Card: "29112233"},
		{Username: "blocked", Name: "Ole Spærret"}, {Username: "inga", Name: "Inga Møller"},
		{Username: "old", Name: "Søren Å. (gammel)"}, {Username: "gone", Name: "Borte Blæst"},
	} {
		added, err := c.AddMember(ctx, m, boss)
		c.must(err)
		c.id[m.Username] = added.ID
	}
	c.inga, err = c.SetPerson(ctx, pos.Person{Name: "Inga", Role: pos.Clerk, Active: true, Member: c.id["inga"]}, "2580", boss)
	c.must(err)
	c.bo, err = c.SetPerson(ctx, pos.Person{Name: "Bo", Role: pos.Manager, Active: true}, "2580", boss)
	c.must(err)
	c.must(c.BlockCard(ctx, "10002", boss))
	c.must(c.Set(ctx, "limit.clerk.points_row", "5000", boss))
	c.must(c.Set(ctx, "limit.clerk.points_list", "50000", boss))
	c.must(c.store.Do(ctx, func(tx till.Tx) error {
		m, err := tx.Member(c.id["blocked"])
		m.Status = pos.Blocked
		old, keep, gone := c.id["old"], c.id["soren"], c.id["gone"]
		return errors.Join(err, c.say(tx, m.ID, &journalpb.Body{What: &journalpb.Body_MemberSet{MemberSet: journal.FromMember(m)}}),
			c.say(tx, old, &journalpb.Body{What: &journalpb.Body_MemberMerged{MemberMerged: &journalpb.MemberMerged{Alias: old[:], Keep: keep[:]}}}),
			c.say(tx, gone, &journalpb.Body{What: &journalpb.Body_MemberErased{MemberErased: &journalpb.MemberErased{Member: gone[:]}}}))
	}))
	return c
}

func (c *club) say(tx till.Tx, member pos.ID, body *journalpb.Body) error {
	_, err := tx.Append(c.now, body, member, 0)
	return err
}

func (c *club) gain(tx till.Tx, member pos.ID, rights int64, body *journalpb.Body) error {
	_, err := tx.Append(c.now, body, member, rights)
	return err
}

func (c *club) must(err error) {
	c.t.Helper()
	if err != nil {
		c.t.Fatal(err)
	}
}

func (c *club) points(username string) int64 {
	c.t.Helper()
	s, err := c.MemberByUsername(c.t.Context(), username)
	c.must(err)
	return s.Account.Holding() - s.Account.Debt
}

func (c *club) verify() {
	c.t.Helper()
	r, err := store.Verify(context.Background(), c.dir, store.Options{}, nil)
	c.must(err)
	if !r.OK {
		c.t.Error(r.FirstDifference)
	}
}

// listed reads rows written as "who points note".
func listed(lines ...string) (rows []pos.NotedRow) {
	for _, l := range lines {
		f := append(strings.SplitN(l, "|", 3), "", "")
		rows = append(rows, pos.NotedRow{Who: f[0], Points: f[1], Note: f[2]})
	}
	return rows
}

func TestNotedRows(t *testing.T) {
	c := newClub(t)
	for _, x := range []struct{ row, want string }{
		{"soren|100", "soren by username 100"},
		{" SOREN |1", "soren by username 1"},
		{"10001|5", "soren by card 5"},
		{"0010001|5", "soren by card 5"},
		{"20 30 40 50|5", "soren by phone 5"},
		{"+45 20304050|5", "soren by phone 5"},
		{"Soren@Example.dk|5", "soren by email 5"},
		{"søren åkjær|5", "soren by name 5"},
		{"Soren Akjar|5", "soren by name 5"},
		{"old|5", "soren by username merged 5"},
		{"inga|4999", "own_account inga"},
		{"karen|5000", "karen by username 5000"},
		{"karen|5001", "limit_points_row 5000 karen"},
		{"karen højgaard|5", "two_members near karen karen2"},
		{"29778899|5", "two_members near karen karen2"},
		{"29112233|5", "two_members near 29112233 jens"}, // the username of one, the card of another
		{"10002|5", "unknown_member near karen"},         // a blocked card
		{"sorne|5", "unknown_member near soren"},
		{"osren|5", "unknown_member near soren"},
		{"sorenn|5", "unknown_member near soren"},
		{"Søren Åkær|5", "unknown_member near soren"},
		{"gone|5", "unknown_member near"},
		{"zzzz|5", "unknown_member near"},
		{"blocked|5", "member_blocked blocked"},
		{"|5", "no_username"},
		{"soren|", "bad_points soren"}, {"soren|0", "bad_points soren"}, {"soren|-5", "bad_points soren"}, {"soren|1.5", "bad_points soren"},
		{"soren|1 000", "bad_points soren"}, {"soren|10000001", "bad_points soren"}, {"soren|99999999999999999999", "bad_points soren"},
		{"soren|5|" + strings.Repeat("å", 201), "bad_note 200 soren"}, {"soren|5|" + strings.Repeat("å", 200), "soren by username 5"},
		{"4111 1111 1111 1111|5", "payment_card_refused"}, {"soren|4111111111111111", "payment_card_refused"},
		{"||", ""},
	} {
		k, err := c.CheckNotedRow(t.Context(), listed(x.row)[0], till.By(c.inga))
		c.must(err)
		var got []string
		if k.Good() {
			got = append(got, k.Member.Username)
			if k.By != "" {
				got = append(got, "by "+string(k.By))
			}
			if k.Merged {
				got = append(got, "merged")
			}
			if k.Points != 0 {
				got = append(got, fmt.Sprint(k.Points))
			}
		} else {
			got = append(got, string(k.Code))
			if k.Detail != 0 {
				got = append(got, fmt.Sprint(k.Detail))
			}
			if k.Member.Username != "" {
				got = append(got, k.Member.Username)
			}
			if k.Code == pos.UnknownMember || k.Code == pos.TwoMembers {
				got = append(got, "near")
				for _, m := range k.Near[:min(len(k.Near), 2)] {
					got = append(got, m.Username)
				}
			}
		}
		text := strings.Trim(strings.Join(got, " "), " ")
		if x.want == "unknown_member near soren" || x.want == "unknown_member near karen" {
			text = strings.Join(got[:min(len(got), 3)], " ") // the best comes first
		}
		if text != x.want {
			t.Errorf("%q is %q, want %q", x.row, text, x.want)
		}
	}
	// Whom a person chose is not asked again, whatever the words say.
	k, err := c.CheckNotedRow(t.Context(), pos.NotedRow{Who: "29112233", Points: "7", Member: c.id["jens"], Chosen: true}, till.By(c.inga))
	c.must(err)
	if k.Member.Username != "jens" || k.By != till.ByChoice || !k.Good() {
		t.Errorf("%+v", k)
	}
}

func TestNotedListIsGivenOnceOrNotAtAll(t *testing.T) {
	c := newClub(t)
	ctx := t.Context()
	clerk := till.By(c.inga)
	d, err := c.NewNotedDraft()
	c.must(err)
	d.Rows = listed("soren|100|kage", "karen|50", "", "old|50", "nobody|5")
	c.must(c.SaveNotedDraft(ctx, d))
	g, err := c.CommitNoted(ctx, d, clerk)
	if pos.CodeOf(err) != pos.ListNotGood || g.Sheet.Good != 3 || g.Sheet.Points != 200 || c.points("soren") != 0 {
		t.Fatalf("%+v %v", g, err)
	}
	if left, err := c.NotedDrafts(ctx); err != nil || len(left) != 1 || left[0].ID != d.ID || len(left[0].Rows) != 4 {
		t.Fatalf("the draft is %+v (%v)", left, err)
	}
	d.Rows = d.Rows[:4]
	for try := range 3 {
		g, err := c.CommitNoted(ctx, d, clerk)
		if err != nil || g.Already != (try > 0) || g.Rows != 3 || g.Points != 200 {
			t.Fatalf("try %d: %+v %v", try, g, err)
		}
		if s, k := c.points("soren"), c.points("karen"); s != 150 || k != 50 {
			t.Fatalf("after try %d soren has %d and karen %d", try, s, k)
		}
	}
	if left, err := c.NotedDrafts(ctx); err != nil || len(left) != 0 {
		t.Errorf("the draft is still there: %+v (%v)", left, err)
	}
	f, err := c.Noted(ctx, d.ID)
	if err != nil || len(f.Lines) != 3 || f.By != "Inga" || f.Lines[0].Note != "kage" || f.Lines[2].Username != "soren" || f.Lines[2].Row != 3 {
		t.Errorf("%+v %v", f, err)
	}
	text := c.NotedDocument(f).Text(32)
	for _, word := range []string{"Noterede point", "1 Søren Åkjær", "kage", "Givet af Inga"} {
		if !strings.Contains(text, word) {
			t.Errorf("the paper does not say %q:\n%s", word, text)
		}
	}
	c.verify()
}

// TestNotedDraftKeepsNoPaymentCard: a number that was typed into the wrong
// field is nowhere on the disk.
func TestNotedDraftKeepsNoPaymentCard(t *testing.T) {
	c := newClub(t)
	c.must(c.SaveNotedDraft(t.Context(), pos.NotedDraft{ID: pos.ID{1}, Rows: listed("4111111111111111|5", "soren|4111 1111 1111 1111|4111111111111111")}))
	got, err := c.NotedDrafts(t.Context())
	c.must(err)
	if text := fmt.Sprint(got[0].Rows); strings.Contains(text, "1111") || len(got[0].Rows) != 2 || got[0].Rows[1].Who != "soren" {
		t.Errorf("%s", text)
	}
}

func TestNotedLimits(t *testing.T) {
	c := newClub(t)
	ctx := t.Context()
	clerk, cashier := till.By(c.inga), till.By(pos.Person{ID: pos.ID{1}, Role: pos.Cashier, Active: true})
	approved := clerk
	approved.Approved = &c.bo
	var long []string
	for n := range 11 {
		long = append(long, fmt.Sprintf("soren|%d", 4900+n))
	}
	for n, x := range []struct {
		rows []string
		who  till.Who
		want pos.Code
	}{
		{[]string{"soren|5"}, cashier, pos.NotAllowed},
		{[]string{"soren|5001"}, clerk, pos.ListNotGood},
		{[]string{"soren|5001"}, approved, ""},
		{long, clerk, "limit_points_list"},
		{long, approved, ""},
		{[]string{"inga|5"}, approved, pos.ListNotGood}, // one's own is one's own, whoever approves
		{[]string{""}, clerk, pos.EmptyList},
		{[]string{"soren|5", "soren|5"}, clerk, pos.ListNotGood},
	} {
		_, err := c.CommitNoted(ctx, pos.NotedDraft{ID: pos.ID{1, byte(n)}, Rows: listed(x.rows...)}, x.who)
		if got := pos.CodeOf(err); got != x.want || err != nil && got == "" {
			t.Errorf("%v: %v, want %q", x.rows, err, x.want)
		}
	}
	twice := listed("soren|5", "soren|5")
	twice[1].Again = true
	if _, err := c.CommitNoted(ctx, pos.NotedDraft{ID: pos.ID{2}, Rows: twice}, clerk); err != nil {
		t.Errorf("two slips that a person says are two: %v", err)
	}
	c.verify()
}

// TestNotedUndoFollows: who was merged or erased since is found all the same.
func TestNotedUndoFollows(t *testing.T) {
	c := newClub(t)
	ctx := t.Context()
	d := pos.NotedDraft{ID: pos.ID{1}, Rows: listed("karen|50|kage", "Liam O’Brien|30")}
	_, err := c.CommitNoted(ctx, d, till.By(c.bo))
	c.must(err)
	karen, keep, liam := c.id["karen"], c.id["karen2"], c.id["29112233"]
	c.must(c.store.Do(ctx, func(tx till.Tx) error {
		account, _, err := tx.Account(karen)
		return errors.Join(err,
			c.gain(tx, karen, -account.Holding(), &journalpb.Body{What: &journalpb.Body_PointsTaken{PointsTaken: &journalpb.PointsTaken{Member: karen[:], Origin: "merge", Source: keep[:], All: true}}}),
			c.gain(tx, keep, account.Holding(), &journalpb.Body{What: &journalpb.Body_PointsGiven{PointsGiven: &journalpb.PointsGiven{Member: keep[:], Origin: "merge", Source: karen[:],
				Lots: []*journalpb.GivenLot{{Points: account.Holding(), AccruedAt: c.now.UnixMilli()}}}}}),
			c.say(tx, karen, &journalpb.Body{What: &journalpb.Body_MemberMerged{MemberMerged: &journalpb.MemberMerged{Alias: karen[:], Keep: keep[:]}}}),
			c.say(tx, liam, &journalpb.Body{What: &journalpb.Body_MemberErased{MemberErased: &journalpb.MemberErased{Member: liam[:]}}}))
	}))
	u, err := c.UndoNoted(ctx, d.ID, till.Who{Person: c.bo, Reason: "wrong"})
	if err != nil || u.Debt != 0 || c.points("karen2") != 0 {
		t.Errorf("%+v %v, karen2 has %d", u, err, c.points("karen2"))
	}
	s, err := c.Standing(ctx, liam)
	if err != nil || s.Account.Holding() != 0 {
		t.Errorf("the erased member has %d (%v)", s.Account.Holding(), err)
	}
	f, err := c.Noted(ctx, d.ID)
	if err != nil || f.Lines[1].Name != "" || f.Lines[0].Note != "kage" {
		t.Errorf("%+v %v", f.Lines, err)
	}
	c.verify()
}

func TestNotedUndo(t *testing.T) {
	c := newClub(t)
	ctx := t.Context()
	boss := till.By(c.bo)
	boss.Reason = "wrong list"
	c.must(c.SetProducts(ctx, []pos.Product{{SKU: "te", Name: "Te", Price: 100_00, VATBp: 2500, Kind: pos.Goods, BonusPayable: true}}, boss))
	_, err := c.SetProgram(ctx, map[string]string{"cap_bp": "10000"}, boss)
	c.must(err)
	// Jens belongs to an organisation that shares its bonus, and leaves it.
	office := pos.ID{7}
	pool := func(pooled bool, of pos.ID) {
		c.must(c.store.Do(ctx, func(tx till.Tx) error {
			m, err := tx.Member(c.id["jens"])
			m.Organisation = of
			return errors.Join(err,
				c.say(tx, pos.ID{}, &journalpb.Body{What: &journalpb.Body_OrganisationSet{OrganisationSet: &journalpb.OrganisationSet{Organisation: office[:], Name: "Rådhuset", Pooled: pooled, Active: true}}}),
				c.say(tx, m.ID, &journalpb.Body{What: &journalpb.Body_MemberSet{MemberSet: journal.FromMember(m)}}))
		}))
	}
	pool(true, office)
	d := pos.NotedDraft{ID: pos.ID{1}, Rows: listed("soren|100", "karen|50", "jens|30", "soren|40")}
	_, err = c.CommitNoted(ctx, d, till.By(c.inga))
	c.must(err)
	pool(true, pos.ID{})

	sale, err := c.NewSale(ctx, c.bo)
	c.must(err)
	c.must(c.AddBarcode(ctx, &sale, "te", 1000))
	_, err = c.AttachCard(ctx, &sale, "10001", false)
	c.must(err)
	_, err = c.Complete(ctx, sale, till.Payment{Bonus: 120, Cash: till.Exact})
	c.must(err)

	if _, err := c.UndoNoted(ctx, d.ID, till.Who{Person: c.inga, Reason: "x"}); pos.CodeOf(err) != pos.NotAllowed {
		t.Errorf("a clerk takes a list back: %v", err)
	}
	if _, err := c.UndoNoted(ctx, d.ID, till.By(c.bo)); pos.CodeOf(err) != pos.NoReason {
		t.Errorf("without a reason: %v", err)
	}
	would, err := c.NotedUndoOf(ctx, d.ID)
	if err != nil || would.Debt != 120 || would.Debtors != 1 {
		t.Errorf("it would make a debt of %d of %d members (%v), want 120 of 1", would.Debt, would.Debtors, err)
	}
	u, err := c.UndoNoted(ctx, d.ID, boss)
	if err != nil || u.Undone == 0 || u.Debt != 120 {
		t.Fatalf("%+v %v", u, err)
	}
	for who, want := range map[string]int64{"soren": -120, "karen": 0, "jens": 0} {
		if got := c.points(who); got != want {
			t.Errorf("%s has %d, want %d", who, got, want)
		}
	}
	if _, err := c.UndoNoted(ctx, d.ID, boss); pos.CodeOf(err) != pos.AlreadyThere {
		t.Errorf("twice: %v", err)
	}
	// The list was given and taken back: giving it again gives nothing.
	if g, err := c.CommitNoted(ctx, d, till.By(c.inga)); err != nil || !g.Already || c.points("karen") != 0 {
		t.Errorf("%+v %v", g, err)
	}
	c.verify()
}
