package store

import (
	"context"
	"strings"
	"testing"

	"bonuskasse/pos"
	"bonuskasse/pos/journal/journalpb"
	"bonuskasse/pos/till"
)

// TestLadderHearsOfAnotherProgram: the tiers that a sale asks for are known,
// until another program changes them.
func TestLadderHearsOfAnotherProgram(t *testing.T) {
	u := newShop(t)
	ctx := context.Background()
	app := u.till()
	if _, err := app.AddMember(ctx, till.NewMember{Username: "soren", Name: "Søren Åkjær", Tier: pos.FirstTier, Card: "90001"}, till.By(pos.System)); err != nil {
		t.Fatal(err)
	}
	sell(t, app, "90001", 0)
	sell(t, app, "90001", 0)
	if u.seen == nil || u.seen.tiers == nil {
		t.Fatal("a member's sale asks for the tiers each time")
	}
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
	if err := desk.SetTier(ctx, pos.Tier{Name: "Guld", RateBp: 900, Threshold: 1}, till.By(pos.System)); err != nil {
		t.Fatal(err)
	}
	if done := sell(t, app, "90001", 0); done.Reached != "Guld" || done.Sale.Tier == "Guld" || done.Standing.Tier.Name != "Guld" {
		t.Errorf("reached %q; the sale was on %s", done.Reached, done.Sale.Tier)
	}
	if done := sell(t, app, "90001", 0); done.Reached != "" || done.Sale.Tier != "Guld" {
		t.Errorf("the next sale is on %s and reached %q", done.Sale.Tier, done.Reached)
	}
	if r := verifyFolder(t, u.dir); !r.OK {
		t.Error(r.FirstDifference)
	}
}

// TestMergedMembersSpentTogether: what both have bought counts for the one who
// is left, and the other is looked at no more.
func TestMergedMembersSpentTogether(t *testing.T) {
	u := busyShop(t)
	ctx := context.Background()
	app := u.till()
	who := till.By(pos.System)
	sell(t, app, "90001", 0)
	soren, err := app.MemberByUsername(ctx, "soren")
	if err != nil {
		t.Fatal(err)
	}
	m, err := app.AddMember(ctx, till.NewMember{Username: "soren2", Name: "Søren igen", Card: "90055"}, who)
	if err != nil {
		t.Fatal(err)
	}
	done := sell(t, app, "90055", 0)
	again, err := app.MemberByUsername(ctx, "soren2")
	if err != nil {
		t.Fatal(err)
	}
	err = u.Do(ctx, func(tx till.Tx) error {
		for _, body := range []*journalpb.Body{
			{What: &journalpb.Body_MemberTierSet{MemberTierSet: &journalpb.MemberTierSet{Member: m.ID[:], Tier: pos.FirstTier, ReviewAt: 1}}},
			{What: &journalpb.Body_MemberMerged{MemberMerged: &journalpb.MemberMerged{Alias: m.ID[:], Keep: soren.Member.ID[:], Spend: again.Spend.Bytes()}}},
		} {
			if _, err := tx.Append(u.opt.Now(), body, m.ID, 0); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	both, err := app.MemberByUsername(ctx, "soren")
	if err != nil || both.Spend.Total != soren.Spend.Total+int64(done.Sale.AccrualBase) {
		t.Errorf("%d and %d are %d (%v)", soren.Spend.Total, done.Sale.AccrualBase, both.Spend.Total, err)
	}
	err = u.View(ctx, func(r till.Reader) error {
		due, err := r.ReviewsDue(pos.At(u.now.AddDate(1, 0, 0)), 10)
		for _, d := range due {
			if d.Member == m.ID {
				t.Error("who was merged is looked at")
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if r := verifyFolder(t, u.dir); !r.OK {
		t.Error(r.FirstDifference)
	}
}

// TestLadderListsReadIndexes: nobody reads a million members to find the one
// whose window is over, nor all goods to find their categories.
func TestLadderListsReadIndexes(t *testing.T) {
	u := newShop(t)
	for _, c := range []struct{ query, index string }{
		{reviewsDue, "member_review"},
		{categoriesQuery, "product_category"},
	} {
		plan := ""
		err := u.readers.use(t.Context(), func(s *session) error {
			query := strings.ReplaceAll(c.query, "?", "1")
			return s.each("EXPLAIN QUERY PLAN "+query, nil, func(r *row) error {
				var id, parent, unused int64
				var detail string
				err := r.Scan(&id, &parent, &unused, &detail)
				plan += detail + "\n"
				return err
			})
		})
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(plan, c.index) || strings.Contains(plan, "SCAN product\n") || strings.Contains(plan, "SCAN m\n") {
			t.Errorf("it does not read %s:\n%s", c.index, plan)
		}
	}
}

// TestSaleCountsForTheLadderAtOnce: how far it is to the next level, as a sale says
// when it is done, is what the next look says, also where a member shares the points
// of an organisation.
func TestSaleCountsForTheLadderAtOnce(t *testing.T) {
	u := newShop(t)
	ctx := context.Background()
	app := u.till()
	who := till.By(pos.System)
	if err := app.SetTier(ctx, pos.Tier{Name: "Guld", RateBp: 900, Threshold: 100_000_00}, who); err != nil {
		t.Fatal(err)
	}
	office, err := app.SetOrganisation(ctx, pos.Organisation{Name: "Rådhuset", Pooled: true}, who)
	if err != nil {
		t.Fatal(err)
	}
	for card, m := range map[string]till.NewMember{
		"90001": {Username: "soren", Name: "Søren Åkjær"},
		"90002": {Username: "anna", Name: "Anna Bæk", Organisation: office.ID},
	} {
		m.Tier, m.Card = pos.FirstTier, card
		if _, err := app.AddMember(ctx, m, who); err != nil {
			t.Fatal(err)
		}
		for range 3 {
			done := sell(t, app, card, 0)
			_, now, err := app.MemberByCard(ctx, card)
			if err != nil {
				t.Fatal(err)
			}
			on, err := app.LadderOf(ctx, now)
			if err != nil {
				t.Fatal(err)
			}
			if done.Next == nil || on.Next == nil || done.Next.Left != on.Next.Left || done.Standing.Spend.Total != now.Spend.Total {
				t.Errorf("%s: the sale says %+v of %d, and then it is %+v of %d", m.Name, done.Next, done.Standing.Spend.Total, on.Next, now.Spend.Total)
			}
		}
	}
}
