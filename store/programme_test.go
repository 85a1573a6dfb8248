package store

import (
	"context"
	"testing"
	"time"

	"bonuskasse/pos"
	"bonuskasse/pos/journal/journalpb"
	"bonuskasse/pos/till"
)

// programmeFacts fills every table of the programme, by the events alone.
func programmeFacts(tx till.Tx, append1 func(till.Tx, *journalpb.Body, pos.ID, int64), s till.Standing, at int64) {
	id := s.Member.ID
	booked, bought, proposed := []byte("appointment-0001"), []byte("purchase-purchas"), []byte("proposal-proposa")
	yes, stock, points := true, int64(5), int64(20)
	sale := lastSaleOf(tx, id)
	for _, e := range []struct {
		what   *journalpb.Body
		member pos.ID
		delta  int64
	}{
		{&journalpb.Body{What: &journalpb.Body_CategorySet{CategorySet: &journalpb.CategorySet{Category: "Tobak", Discountable: &yes, Earns: &yes, BonusPayable: &yes, FixedPoints: &points}}}, pos.ID{}, 0},
		{&journalpb.Body{What: &journalpb.Body_MemberTierSet{MemberTierSet: &journalpb.MemberTierSet{Member: id[:], Tier: pos.FirstTier, Pinned: true, ReviewAt: at + 1e10}}}, id, 0},
		{&journalpb.Body{What: &journalpb.Body_AppointmentSet{AppointmentSet: &journalpb.AppointmentSet{Appointment: booked, Member: id[:], Sku: "K1", EndsAt: at + 1e7, DueAt: at + 2e7, Points: 30, State: "booked", Uid: "a@b"}}}, id, 0},
		{&journalpb.Body{What: &journalpb.Body_RewardSet{RewardSet: &journalpb.RewardSet{Sku: "KAFFE", Name: "Kaffe", Kind: "thing", Points: 10, Amount: 25_00, Stock: &stock, Active: true}}}, pos.ID{}, 0},
		{&journalpb.Body{What: &journalpb.Body_RewardBought{RewardBought: &journalpb.RewardBought{Purchase: bought, Member: id[:], Sku: "KAFFE", Points: 10, At: at}}}, id, -10},
		{&journalpb.Body{What: &journalpb.Body_RewardHandedOut{RewardHandedOut: &journalpb.RewardHandedOut{Purchase: bought}}}, id, 0},
		{&journalpb.Body{What: &journalpb.Body_GiftCardMade{GiftCardMade: &journalpb.GiftCardMade{Code: "GGGGGGGGGG0", Kind: "paid", Amount: 100_00, ValidUntil: at + 1e10, PayableUntil: at + 2e10, Member: id[:], Sale: sale, Purchase: bought}}}, id, 0},
		{&journalpb.Body{What: &journalpb.Body_GiftCardCorrected{GiftCardCorrected: &journalpb.GiftCardCorrected{Code: "GGGGGGGGGG0", Amount: -40_00}}}, pos.ID{}, 0},
		{&journalpb.Body{What: &journalpb.Body_ProposalMade{ProposalMade: &journalpb.ProposalMade{Proposal: proposed, Member: id[:], Kind: "review", Points: 50, Subject: "kaffe", Note: "Sørens kage"}}}, id, 0},
		{&journalpb.Body{What: &journalpb.Body_ProposalDecided{ProposalDecided: &journalpb.ProposalDecided{Proposal: proposed, Approved: true}}}, id, 0},
		{&journalpb.Body{What: &journalpb.Body_MessageTemplateSet{MessageTemplateSet: &journalpb.MessageTemplateSet{Kind: "expiring", Language: "da", Subject: "Skynd dig", Text: "Kære {name}"}}}, pos.ID{}, 0},
		{&journalpb.Body{What: &journalpb.Body_MessageQueued{MessageQueued: &journalpb.MessageQueued{Message: []byte("message-expiring"), Member: id[:], Kind: "expiring", Channel: "email", Cause: "end 7", Points: 10, ExpiresAt: at, About: "Guld"}}}, id, 0},
		{&journalpb.Body{What: &journalpb.Body_MessageQueued{MessageQueued: &journalpb.MessageQueued{Message: []byte("message-taken-by"), Member: id[:], Kind: "points_added", Channel: "email", Cause: "event 8", Points: 10}}}, id, 0},
		{&journalpb.Body{What: &journalpb.Body_MessageWithdrawn{MessageWithdrawn: &journalpb.MessageWithdrawn{Message: []byte("message-taken-by")}}}, id, 0},
		{&journalpb.Body{What: &journalpb.Body_ShiftClosed{ShiftClosed: &journalpb.ShiftClosed{Number: "1-Z0001"}}}, pos.ID{}, 0},
		{&journalpb.Body{What: &journalpb.Body_CashMoved{CashMoved: &journalpb.CashMoved{Kind: "float", Amount: 500_00}}}, pos.ID{}, 0},
		{&journalpb.Body{What: &journalpb.Body_CashMoved{CashMoved: &journalpb.CashMoved{Kind: "out", Amount: 100_00}}, Reason: "bank"}, pos.ID{}, 0},
		{&journalpb.Body{What: &journalpb.Body_ShiftClosed{ShiftClosed: &journalpb.ShiftClosed{Number: "1-Z0002", Count: &journalpb.DrawerCount{Expected: 400_00, Counted: 390_00, Left: 300_00}}}, Reason: "wrong change"}, pos.ID{}, 0},
		{&journalpb.Body{What: &journalpb.Body_SaleMended{SaleMended: &journalpb.SaleMended{Sale: sale, Member: id[:]}}}, pos.ID{}, 0},
	} {
		append1(tx, e.what, e.member, e.delta)
	}
}

func lastSaleOf(tx till.Tx, member pos.ID) (sale []byte) {
	list, err := tx.LastSales(100)
	if err != nil {
		return nil
	}
	for _, x := range list {
		if s, err := tx.Sale(x.ID); err == nil && s.Member == member && s.RefundOf.IsZero() {
			return s.ID[:]
		}
	}
	return nil
}

// TestAppointmentsWait: points wait from the booking on, move with it, are gone
// with it, and are awarded once when their time has come.
func TestAppointmentsWait(t *testing.T) {
	u := busyShop(t)
	ctx := context.Background()
	app := u.till()
	soren, err := app.MemberByUsername(ctx, "soren")
	if err != nil {
		t.Fatal(err)
	}
	id := soren.Member.ID
	had, waited := soren.Account.Holding(), soren.Account.PendingPoints()
	ends := u.now.Add(2 * time.Hour)
	set := func(no byte, state string, ends time.Time) error {
		return u.Do(ctx, func(tx till.Tx) error {
			_, err := tx.Append(u.opt.Now(), &journalpb.Body{What: &journalpb.Body_AppointmentSet{AppointmentSet: &journalpb.AppointmentSet{
				Appointment: append(make([]byte, 15), no), Member: id[:], Sku: "K1", EndsAt: ends.UnixMilli(), DueAt: ends.Add(3 * time.Hour).UnixMilli(), Points: 40, State: state,
			}}}, id, 0)
			return err
		})
	}
	pending := func() int64 {
		t.Helper()
		s, err := app.Standing(ctx, id)
		if err != nil {
			t.Fatal(err)
		}
		return s.Account.PendingPoints() - waited
	}
	for _, step := range []struct {
		no    byte
		state string
		ends  time.Time
		code  pos.Code
		waits int64
	}{
		{1, "booked", ends, "", 40},
		{2, "booked", ends, "", 80},
		{1, "booked", ends.Add(time.Hour), "", 80},
		{2, "cancelled", ends, "", 40},
		{2, "missed", ends, pos.AppointmentEnded, 40},
	} {
		if err := set(step.no, step.state, step.ends); pos.CodeOf(err) != step.code {
			t.Fatal(err)
		}
		if n := pending(); n != step.waits {
			t.Errorf("after %+v there wait %d", step, n)
		}
	}
	if _, err := app.Tick(ctx, ends.Add(48*time.Hour)); err != nil {
		t.Fatal(err)
	}
	now, err := app.Standing(ctx, id)
	if err != nil || now.Account.PendingPoints() != 0 || now.Account.Holding() != had+waited+40 || now.Rights != now.Account.Holding() {
		t.Errorf("%+v %v: had %d, waited %d", now.Account, err, had, waited)
	}
	if err := set(1, "cancelled", ends); pos.CodeOf(err) != pos.AppointmentEnded {
		t.Errorf("an awarded one is cancelled: %v", err)
	}
	if r := verifyFolder(t, u.dir); !r.OK {
		t.Error(r.FirstDifference)
	}
}
