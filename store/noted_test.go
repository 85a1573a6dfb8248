package store

import (
	"context"
	"testing"

	"bonuskasse/pos"
	"bonuskasse/pos/journal/journalpb"
	"bonuskasse/pos/till"
)

func (u *shopUnderTest) notedDrafts() (list []pos.NotedDraft) {
	u.t.Helper()
	err := u.View(context.Background(), func(r till.Reader) (err error) {
		list, err = r.NotedDrafts()
		return err
	})
	if err != nil {
		u.t.Fatal(err)
	}
	return list
}

// TestNotedDraftForgetsTheErased: the rows of a person who is erased leave the
// lists that are not given yet, and a window that had them in mind does not
// write them again.
func TestNotedDraftForgetsTheErased(t *testing.T) {
	u := newShop(t)
	ctx := context.Background()
	soren, karen := pos.ID{1}, pos.ID{2}
	setMember(t, u.Store, pos.Member{ID: soren, Username: "soren", Name: "Søren Åkjær", Phone: "20304050", Tier: pos.NoBonusTier, Status: pos.Active})
	setMember(t, u.Store, pos.Member{ID: karen, Username: "karen", Name: "Karen Høj", Tier: pos.NoBonusTier, Status: pos.Active})
	d := pos.NotedDraft{ID: pos.ID{9}, Opened: 1, Rows: []pos.NotedRow{
		{Who: "soren", Points: "10", Note: "kage", Member: soren},
		{Who: "karen", Points: "20", Member: karen},
		{Who: "akjær?", Points: "30"},
		{Who: "20304050", Points: "40"},
		{Who: "hvem", Points: "50"},
	}}
	for range 2 {
		if err := u.SaveNotedDraft(ctx, d); err != nil {
			t.Fatal(err)
		}
	}
	if got := u.notedDrafts(); len(got) != 1 || len(got[0].Rows) != 5 {
		t.Fatalf("%+v", got)
	}
	err := u.Do(ctx, func(tx till.Tx) error {
		_, err := tx.Append(u.opt.Now(), &journalpb.Body{What: &journalpb.Body_MemberErased{MemberErased: &journalpb.MemberErased{Member: soren[:]}}}, soren, 0)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	left := func() (who []string) {
		for _, r := range u.notedDrafts()[0].Rows {
			who = append(who, r.Who)
		}
		return who
	}
	if got := left(); len(got) != 2 || got[0] != "karen" || got[1] != "hvem" {
		t.Errorf("after the erasure the list says %q", got)
	}
	d.Rows = d.Rows[:2]
	if err := u.SaveNotedDraft(ctx, d); err != nil {
		t.Fatal(err)
	}
	if got := left(); len(got) != 1 || got[0] != "karen" {
		t.Errorf("saved again, the list says %q", got)
	}
	if r := verifyFolder(t, u.dir); !r.OK {
		t.Error(r.FirstDifference)
	}
	d.Rows = nil
	if err := u.SaveNotedDraft(ctx, d); err != nil {
		t.Fatal(err)
	}
	if got := u.notedDrafts(); len(got) != 0 {
		t.Errorf("a list without rows is kept: %+v", got)
	}
}
