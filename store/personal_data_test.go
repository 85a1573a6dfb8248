package store

import (
	"context"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"bonuskasse/pos"
	"bonuskasse/pos/till"
)

// exportedAs says under which name of an export (till.PersonalData) what a
// column of a table knows of a member is told.
var exportedAs = map[string]string{
	"appointment.member": "appointments",
	"card.member":        "cards",
	"coupon.member":      "coupons",
	"event.member":       "history",
	"gift_card.member":   "gift_cards",
	"given.member":       "given",
	"given.whom":         "given",
	"lot.member":         "lots",
	"member.alias_of":    "aliases",
	"member.no":          "member",
	"member.referred_by": "member",
	"member.username":    "member",
	"message.member":     "messages",
	"pending.member":     "pending_points",
	"person.member":      "works_at_the_till",
	"photo.member":       "photo_jpeg",
	"posting.member":     "history",
	"proposal.member":    "proposals",
	"purchase.member":    "rewards",
	"sale.member":        "sales",
}

// notExported says why a column that names a member is in no export.
var notExported = map[string]string{
	"beyond.member":       "what this till let them use with no line: sales says it",
	"heard.member":        "the till's part of a history that the head office tells",
	"lease_ask.account":   "rights between tills, not the person's points",
	"lease_taken.member":  "rights between tills, not the person's points",
	"member_word.member":  "an index of name, username, phone, e-mail and card",
	"noted_row.member":    "given says it, with the note",
	"personal_key.member": "the key that their data is sealed with",
	"posting.account":     "which side of the books, of no member",
	"sale.account":        "whose points they were: the pool's",
	"sale_mended.member":  "sales says whose a sale is",
}

// TestAnExportLeavesNothingOut walks the tables: each column that names a member
// is told, of somebody who is in all of them, or is left out for a reason.
func TestAnExportLeavesNothingOut(t *testing.T) {
	u, ctx, boss := newShop(t), context.Background(), till.By(pos.System)
	app := u.till()
	karen := join(t, app, "karen", "Karen Højgaard", "10002", pos.ID{})
	m, err := app.AddMember(ctx, till.NewMember{Name: "Søren Åkjær", Username: "soren", Email: "soren@example.dk", Tier: pos.FirstTier, Card: "10001", ReferredBy: karen.ID}, boss)
	if err != nil {
		t.Fatal(err)
	}
	alias := join(t, app, "sa", "Sören Akjaer", "10003", pos.ID{})
	giving := till.Who{Person: pos.System, Reason: "so that there is one"}
	massage := pos.Product{SKU: "M1", Name: "Massage", Price: 500_00, VATBp: 2500, Kind: pos.Service, Earns: true, FixedPoints: new(int64(40))}
	for _, do := range []func() error{
		func() error { _, err := app.MergeMembers(ctx, m.ID, alias.ID, boss); return err },
		func() error { return app.SetPhoto(ctx, m.ID, []byte("\xff\xd8\xff\xe0JFIF"), boss) },
		func() error {
			_, err := app.SetPerson(ctx, pos.Person{Name: "Søren", Role: pos.Cashier, Member: m.ID}, "4711", boss)
			return err
		},
		func() error { _, err := app.GiveCoupon(ctx, 30, m.ID, boss); return err },
		func() error { _, err := app.GiveGiftCard(ctx, 50_00, m.ID, giving); return err },
		func() error { return app.SetProducts(ctx, []pos.Product{massage}, boss) },
		func() error {
			_, err := app.Book(ctx, till.Booking{Member: m.ID, Service: "M1", Ends: u.opt.Now().Add(time.Hour)}, boss)
			return err
		},
		func() error {
			return app.SetReward(ctx, pos.Reward{SKU: "C1", Name: "Coffee", Kind: pos.ThingReward, Points: 10, Active: true}, boss)
		},
		func() error { _, err := app.BuyReward(ctx, m.ID, "C1", boss); return err },
		func() error {
			_, err := app.SetProgram(ctx, map[string]string{"review_points": "20"}, boss)
			return err
		},
		func() error {
			_, err := app.AddReview(ctx, till.Review{Member: m.ID, About: "Massage", Stars: 5}, boss)
			return err
		},
	} {
		if err := do(); err != nil {
			t.Fatal(err)
		}
	}
	sell(t, app, "10001", 0)

	p, err := app.ExportMember(ctx, m.ID, boss)
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(p)
	if err != nil {
		t.Fatal(err)
	}
	var told map[string]json.RawMessage
	if err := json.Unmarshal(text, &told); err != nil {
		t.Fatal(err)
	}
	if p.Member.ReferredBy != karen.ID {
		t.Error("who brought them is not told")
	}
	columns := memberColumnsOf(t, u)
	for _, c := range columns {
		name, exported := exportedAs[c]
		if _, left := notExported[c]; exported == left {
			t.Errorf("%s names a member: it belongs into exportedAs, with an export of it, or into notExported", c)
		}
		if exported && strings.Contains(" null [] 0 ", " "+string(told[name])+" ") || exported && told[name] == nil {
			t.Errorf("%s: %s is %s in the export of somebody who has it", c, name, told[name])
		}
	}
	for _, list := range []map[string]string{exportedAs, notExported} {
		for c := range list {
			if !strings.Contains(" "+strings.Join(columns, " ")+" ", " "+c+" ") {
				t.Errorf("there is no column %s", c)
			}
		}
	}
}

// memberColumnsOf are the columns of all tables that name a member, as
// "table.column": by a reference to the account, or by their name.
func memberColumnsOf(t *testing.T, u *shopUnderTest) (list []string) {
	t.Helper()
	err := u.readers.use(context.Background(), func(s *session) error {
		return s.each(`SELECT m.name || '.' || c.name FROM sqlite_master m, pragma_table_info(m.name) c
			WHERE m.type = 'table' AND (c.name IN ('member', 'whom', 'account', 'username')
				OR EXISTS (SELECT 1 FROM pragma_foreign_key_list(m.name) f WHERE f."table" = 'account' AND f."from" = c.name))
			ORDER BY 1`, nil, func(r *row) error {
			var c string
			err := r.Scan(&c)
			list = append(list, c)
			return err
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	return list
}
