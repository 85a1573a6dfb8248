package store

import (
	"bytes"
	"context"
	"os"
	"strings"
	"testing"

	"bonuskasse/pos"
	"bonuskasse/pos/journal"
	"bonuskasse/pos/journal/journalpb"
	"bonuskasse/pos/till"
)

// clubFacts fills every table of the club, by the events alone.
func clubFacts(t testing.TB, u *shopUnderTest) {
	t.Helper()
	ctx := context.Background()
	at := u.now.UnixMilli()
	soren, err := u.till().MemberByUsername(ctx, "soren")
	if err != nil {
		t.Fatal(err)
	}
	id := soren.Member.ID
	batch, list := pos.ID{3}, pos.ID{4}
	append1 := func(tx till.Tx, body *journalpb.Body, member pos.ID, delta int64) {
		t.Helper()
		body.By, body.Reason = pos.System.ID[:], "test"
		if _, err := tx.Append(u.opt.Now(), body, member, delta); err != nil {
			t.Fatal(err)
		}
	}
	err = u.Do(ctx, func(tx till.Tx) error {
		append1(tx, &journalpb.Body{What: &journalpb.Body_OrganisationSet{OrganisationSet: &journalpb.OrganisationSet{Organisation: []byte("0123456789abcdef"), Name: "Rådhuset", Number: "12345678", Active: true}}}, pos.ID{}, 0)
		m := soren.Member
		m.Organisation, m.ConsentAt, m.ConsentText, m.Birthday = pos.IDFromBytes([]byte("0123456789abcdef")), pos.Millis(at), "Ja tak til nyheder", "1980-02-29"
		append1(tx, &journalpb.Body{What: &journalpb.Body_MemberSet{MemberSet: journal.FromMember(m)}}, id, 0)
		append1(tx, &journalpb.Body{What: &journalpb.Body_PhotoSet{PhotoSet: &journalpb.PhotoSet{Member: id[:], Jpeg: []byte("JFIF of Søren")}}}, id, 0)
		append1(tx, &journalpb.Body{What: &journalpb.Body_MessageQueued{MessageQueued: &journalpb.MessageQueued{Message: []byte("message-message-"), Member: id[:], Kind: "invitation", Channel: "email"}}}, id, 0)
		append1(tx, &journalpb.Body{What: &journalpb.Body_CardDesignSet{CardDesignSet: &journalpb.CardDesignSet{Name: "Blå", DesignJson: []byte(`{"ground":"#0a3d62"}`)}}}, pos.ID{}, 0)
		append1(tx, &journalpb.Body{What: &journalpb.Body_CardsMade{CardsMade: &journalpb.CardsMade{Batch: batch[:], First: 95001, Count: 3, Kind: "both", Symbology: "code128", Design: "Blå", Layout: "a4"}}}, pos.ID{}, 0)
		append1(tx, &journalpb.Body{What: &journalpb.Body_CardReprinted{CardReprinted: &journalpb.CardReprinted{Number: "95002", Count: 2}}}, pos.ID{}, 0)
		append1(tx, &journalpb.Body{What: &journalpb.Body_CouponsMade{CouponsMade: &journalpb.CouponsMade{Batch: batch[:], Points: 50, ValidUntil: at + 1e9, Title: "Efterår",
			Coupons: []*journalpb.NewCoupon{{Code: "AAAAAAAAAA0"}, {Code: "BBBBBBBBBB0"}, {Code: "CCCCCCCCCC0"}}}}}, pos.ID{}, 0)
		append1(tx, &journalpb.Body{What: &journalpb.Body_CouponRegistered{CouponRegistered: &journalpb.CouponRegistered{Code: "AAAAAAAAAA0", Member: id[:], Way: "typed"}}}, id, 0)
		append1(tx, &journalpb.Body{What: &journalpb.Body_CouponVoided{CouponVoided: &journalpb.CouponVoided{Code: "BBBBBBBBBB0"}}}, pos.ID{}, 0)
		append1(tx, &journalpb.Body{What: &journalpb.Body_CouponsReprinted{CouponsReprinted: &journalpb.CouponsReprinted{Batch: batch[:]}}}, pos.ID{}, 0)
		append1(tx, &journalpb.Body{What: &journalpb.Body_PointsGiven{PointsGiven: &journalpb.PointsGiven{Member: id[:], Origin: "noted", Source: list[:], Row: 1, Note: "Sørens kage",
			Lots: []*journalpb.GivenLot{{Points: 70, AccruedAt: at}}}}}, id, 70)
		append1(tx, &journalpb.Body{What: &journalpb.Body_NotedCommitted{NotedCommitted: &journalpb.NotedCommitted{List: list[:], Title: "Lørdag", Rows: []*journalpb.NotedRow{{Member: id[:], Points: 70}}}}}, pos.ID{}, 0)
		append1(tx, &journalpb.Body{What: &journalpb.Body_PointsTaken{PointsTaken: &journalpb.PointsTaken{Member: id[:], Origin: "noted", Source: list[:], Row: 1, Points: 70}}}, id, -70)
		append1(tx, &journalpb.Body{What: &journalpb.Body_NotedUndone{NotedUndone: &journalpb.NotedUndone{List: list[:]}}}, pos.ID{}, 0)
		programmeFacts(tx, append1, soren, at)
		append1(tx, &journalpb.Body{What: &journalpb.Body_AlarmSettled{AlarmSettled: &journalpb.AlarmSettled{Alarm: "card 90001 at Inga", Until: at}}}, pos.ID{}, 0)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	err = u.SaveNotedDraft(ctx, pos.NotedDraft{ID: pos.ID{5}, Opened: 8, Rows: []pos.NotedRow{
		{Who: "soren", Points: "70", Note: "Ja tak til nyheder", Member: id},
		{Who: "Søren Åkjær, den høje", Points: "5"}, {Who: "en anden", Points: "6"},
	}})
	if err != nil {
		t.Fatal(err)
	}
}

// TestErasedIsGone: after an erasure no file of the shop says the name, and the
// journal and its tables are whole.
func TestErasedIsGone(t *testing.T) {
	u := busyShop(t)
	ctx := context.Background()
	soren, err := u.till().MemberByUsername(ctx, "soren")
	if err != nil {
		t.Fatal(err)
	}
	id := soren.Member.ID
	said := func() (where []string) {
		t.Helper()
		if err := u.writer.script("PRAGMA wal_checkpoint(TRUNCATE)"); err != nil {
			t.Fatal(err)
		}
		entries, err := os.ReadDir(u.dir)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			data, err := os.ReadFile(u.path(e.Name()))
			if err != nil {
				t.Fatal(err)
			}
			for _, word := range []string{"Åkjær", "akjar", "Sørens kage", "JFIF of", "Ja tak til nyheder", "1980-02-29"} {
				if bytes.Contains(data, []byte(word)) {
					where = append(where, e.Name()+": "+word)
				}
			}
		}
		return where
	}
	if len(said()) < 6 {
		t.Fatalf("before the erasure the file says only %q", said())
	}
	err = u.Do(ctx, func(tx till.Tx) error {
		_, err := tx.Append(u.opt.Now(), &journalpb.Body{What: &journalpb.Body_MemberErased{MemberErased: &journalpb.MemberErased{Member: id[:]}}}, id, 0)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if left := said(); len(left) > 0 {
		t.Errorf("after the erasure there is still %q", left)
	}
	now, err := u.till().Standing(ctx, id)
	if err != nil || now.Member.Status != pos.Erased || now.Account.Holding() != soren.Account.Holding() {
		t.Errorf("%+v %v", now, err)
	}
	if r := verifyFolder(t, u.dir); !r.OK {
		t.Error(r.FirstDifference)
	}
	// Whoever comes next may have the username.
	setMember(t, u.Store, pos.Member{ID: pos.ID{0xbb}, Username: "soren", Name: "Søren Ny", Tier: pos.NoBonusTier, Status: pos.Active})
	if r := verifyFolder(t, u.dir); !r.OK {
		t.Error(r.FirstDifference)
	}
}

// TestNoNameInTheJournal: what is appended says no name in the clear.
func TestNoNameInTheJournal(t *testing.T) {
	u := busyShop(t)
	var out strings.Builder
	if err := u.Export(context.Background(), &out); err != nil {
		t.Fatal(err)
	}
	var payloads []byte
	err := u.readers.use(context.Background(), func(s *session) error {
		return s.each("SELECT payload FROM event", nil, func(r *row) error {
			var p []byte
			err := r.Scan(&p)
			payloads = append(payloads, p...)
			return err
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, word := range []string{"soren", "Åkjær", "Sørens kage", "JFIF of", "1980-02-29"} {
		if bytes.Contains(payloads, []byte(word)) || strings.Contains(out.String(), word) {
			t.Errorf("the journal says %q", word)
		}
	}
}

func TestVerifyMissesAKey(t *testing.T) {
	for _, c := range []struct{ change, says string }{
		{"DELETE FROM personal_key WHERE member = (SELECT id FROM account ORDER BY no LIMIT 1)", "table member"},
		{"INSERT INTO personal_key SELECT zeroblob(16), key, checksum FROM personal_key LIMIT 1", "table personal_key"},
		{"UPDATE personal_key SET key = zeroblob(32)", "table personal_key"},
	} {
		u := busyShop(t)
		u.Close()
		raw := openRaw(t, u.dir)
		if _, err := raw.Exec(c.change); err != nil {
			t.Fatal(err)
		}
		raw.Close()
		if r := verifyFolder(t, u.dir); r.OK || !strings.Contains(r.FirstDifference, c.says) {
			t.Errorf("after %s: %+v", c.change, r)
		}
	}
}

func idOrNone(id pos.ID) []byte {
	if id.IsZero() {
		return nil
	}
	return id[:]
}

// TestAccountsMove: what one member leaves another takes up, with its age, its
// end and what waits.
func TestAccountsMove(t *testing.T) {
	u := busyShop(t)
	ctx := context.Background()
	app := u.till()
	keep, err := app.AddMember(ctx, till.NewMember{Username: "keep", Name: "Søren Å."}, till.By(pos.System))
	if err != nil {
		t.Fatal(err)
	}
	was, err := app.MemberByUsername(ctx, "soren")
	if err != nil || was.Account.Holding() == 0 || len(was.Account.Pending) == 0 {
		t.Fatalf("%+v %v", was.Account, err)
	}
	alias := was.Member.ID
	err = u.Do(ctx, func(tx till.Tx) error {
		given := &journalpb.PointsGiven{Member: keep.ID[:], Origin: "merge", Source: alias[:], Debt: was.Account.Debt}
		for _, l := range was.Account.Lots {
			given.Lots = append(given.Lots, &journalpb.GivenLot{Points: l.Left, AccruedAt: int64(l.AccruedAt), ExpiresAt: int64(l.ExpiresAt), Paid: l.Paid})
		}
		due, err := tx.PendingDue(1<<62, 100)
		if err != nil {
			return err
		}
		for _, p := range due {
			given.Pending = append(given.Pending, &journalpb.MovedPending{Sale: idOrNone(p.Sale), Line: p.Line, Appointment: idOrNone(p.Appointment),
				Points: p.Points, DueAt: int64(p.DueAt)})
		}
		for _, e := range []struct {
			body   *journalpb.Body
			member pos.ID
			delta  int64
		}{
			{&journalpb.Body{What: &journalpb.Body_PointsTaken{PointsTaken: &journalpb.PointsTaken{Member: alias[:], Origin: "merge", Source: keep.ID[:], All: true}}}, alias, -was.Account.Holding()},
			{&journalpb.Body{What: &journalpb.Body_PointsGiven{PointsGiven: given}}, keep.ID, was.Account.Holding()},
			{&journalpb.Body{What: &journalpb.Body_MemberMerged{MemberMerged: &journalpb.MemberMerged{Alias: alias[:], Keep: keep.ID[:]}}}, alias, 0},
		} {
			if _, err := tx.Append(u.opt.Now(), e.body, e.member, e.delta); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	now, err := app.Standing(ctx, keep.ID)
	if err != nil {
		t.Fatal(err)
	}
	if now.Account.Holding() != was.Account.Holding() || now.Rights != was.Account.Holding() || now.Account.PendingPoints() != was.Account.PendingPoints() {
		t.Errorf("%+v after %+v", now.Account, was.Account)
	}
	for i, l := range now.Account.Lots {
		if l.ExpiresAt != was.Account.Lots[i].ExpiresAt || l.AccruedAt != was.Account.Lots[i].AccruedAt {
			t.Errorf("lot %d: %+v, was %+v", i, l, was.Account.Lots[i])
		}
	}
	gone, err := app.Standing(ctx, alias)
	if err != nil || gone.Account.Holding() != 0 || gone.Member.AliasOf != keep.ID || gone.Member.Status != pos.Merged {
		t.Errorf("%+v %v", gone, err)
	}
	// What waited is awarded to whom it went.
	if n, err := app.Tick(ctx, u.now.AddDate(0, 0, 1)); err != nil || n.Awarded == 0 {
		t.Fatal(n, err)
	}
	after, err := app.Standing(ctx, keep.ID)
	if err != nil || after.Account.Holding() != now.Account.Holding()+now.Account.PendingPoints() {
		t.Errorf("%+v %v", after.Account, err)
	}
	if r := verifyFolder(t, u.dir); !r.OK {
		t.Error(r.FirstDifference)
	}
}
