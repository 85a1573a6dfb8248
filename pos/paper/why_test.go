package paper_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"bonuskasse/assets"
	"bonuskasse/pos"
	"bonuskasse/pos/ledger"
	"bonuskasse/pos/loyalty"
	"bonuskasse/pos/paper"
	"bonuskasse/pos/till"
)

// everyWhy is an explanation of each kind, with all that can stand in one.
func everyWhy(lang string) []till.Why {
	p := till.Program{Version: 3, Program: loyalty.Default(pos.DKK)}
	p.AccrualBase = loyalty.ExVAT
	at, most := pos.At(noon), int64(2000)
	p.CapPointsPerSale, p.CapValuePerSale, p.MinPurchase, p.MinBalancePoints = &most, &most, 50_00, 100
	member := &till.MemberWhy{Username: "soren", Name: "Søren Åkjær", Pool: "Ribe Te", Balance: -20, Debt: 120, Usable: 0, Why: pos.BonusNotOwned, PastDay: 5, Elsewhere: 7, Till: 2,
		Tier: pos.Tier{Name: pos.NoBonusTier}, Ladder: till.LadderWhy{On: true, Months: 12, Spend: 900_00, Next: "Guld", Left: 100_00, Review: at},
		Pending: []till.PendingWhy{{Points: 50, DueAt: at}, {Points: 7, DueAt: at, Receipt: "1-000007", Of: "sören"}, {Points: 8, DueAt: at, Elsewhere: true}}}
	lot := ledger.Lot{ID: 9, Points: 200, Left: 100, AccruedAt: ledger.Millis(at), Paid: true}
	for i, o := range origins {
		m := till.Move{At: at, Type: "points_given", Origin: o, Points: 10, Note: "note", By: "Inga"}
		if i%2 == 1 {
			m.Type, m.Points, m.Debt, m.Pending = "points_taken", -10, int64(i-4), 3
			m.Lots = []till.LotMove{{Points: 4}, {Points: -5}}
		}
		member.Moves = append(member.Moves, till.MoveWhy{Move: m, Balance: 10, Whose: "Maja"})
		lot.Origin = o
		member.Lots = append(member.Lots, till.LotRow{ID: "soren/9", Lot: lot})
	}
	for _, typ := range []string{"sale_completed", "sale_refunded", "service_awarded", "lots_expired", "members_imported", "reward_bought"} {
		member.Moves = append(member.Moves, till.MoveWhy{Move: till.Move{At: at, Type: typ, Receipt: "1-000001", Points: 1}})
	}
	list := []till.Why{{Member: member}}
	for _, l := range []till.LotWhy{{Program: 3, Months: 36, Over: true, Repaid: 20}, {Program: 3, Unknown: 30}, {Brought: true, Taken: []till.LotTaken{{Move: member.Moves[0].Move, Taken: 5, After: 95}}}} {
		l.LotRow, l.Name, l.Made = member.Lots[0], "Søren Åkjær", &member.Moves[0].Move
		list = append(list, till.Why{Lot: &l})
	}
	sale := till.SaleWhy{Receipt: "1-000042", Completed: at, Program: 3, Username: "soren", Name: "Søren Åkjær", Tier: pos.Tier{Name: "Guld", RateBp: 500, DiscountBp: 1000}, Certain: true,
		RatedBase: 216_00, RatedMilli: 1_080_500, Rated: 1080, PointsEarned: 1087, PointsScheduled: 50, PointsUsed: 333, BonusValue: 3_33, Before: 400, After: 1154, Cap: loyalty.Cap{Bound: loyalty.BoundShare},
		Lots: []till.LotUse{{AccruedAt: at, ExpiresAt: at, Points: 333, Restored: 3}}}
	for i, how := range []loyalty.Earns{loyalty.ByRate, loyalty.ByFixed, loyalty.ByService, loyalty.NotKind, loyalty.NotEarning, loyalty.NotBeside} {
		sale.Lines = append(sale.Lines, till.LineWhy{Earning: loyalty.Earning{How: how, Base: 216_00}, Name: "Rødgrød", QtyMilli: 1000 + int64(i)*500, Net: 270_00, BonusValue: pos.Money(i % 2), VATBp: 2500, Category: []string{"", "Tobak"}[i%2]})
	}
	sale.Mended = []till.SaleMend{{SaleMend: pos.SaleMend{At: at, Reason: "forgotten"}}, {SaleMend: pos.SaleMend{At: at, By: pos.ID{1}, Was: pos.ID{2}, Reason: "Till was slow"}, Name: "Inga", From: "Maja"}}
	mended := sale
	list = append(list, till.Why{Sale: &mended})
	sale.Mended = nil
	for _, kind := range []pos.CardKind{pos.BonusCard, pos.DiscountCard, pos.BothCard} {
		s := sale
		s.CardKind = kind
		list = append(list, till.Why{Sale: &s})
	}
	uncertain, back, guest := sale, sale, till.SaleWhy{Receipt: "1-000043", Certain: true}
	uncertain.Certain, back.ReturnOf = false, "1-000042"
	list = append(list, till.Why{Sale: &uncertain}, till.Why{Sale: &back}, till.Why{Sale: &guest})
	for _, b := range []loyalty.Bound{loyalty.BoundAvailable, loyalty.BoundEligible, loyalty.BoundMinBalance, loyalty.BoundMinPurchase, loyalty.BoundPoints, loyalty.BoundShare, loyalty.BoundValue} {
		list = append(list, till.Why{Offer: &till.OfferWhy{Cap: loyalty.Cap{Bound: b, StepRest: 5}, Why: pos.BonusNotOwned, Lots: sale.Lots}})
	}
	for i := range list {
		list[i].Language, list[i].Program, list[i].Zone, list[i].Shop = lang, p, copenhagen, till.Shop{Currency: pos.DKK}
	}
	return list
}

var origins = []ledger.Origin{ledger.FromSale, ledger.FromReturn, ledger.FromService, ledger.FromAdjustment, ledger.FromCoupon, ledger.FromNoted,
	ledger.FromWelcome, ledger.FromReferral, ledger.FromReferrer, ledger.FromBirthday, ledger.FromMerge, ledger.FromMend, ledger.FromReview}

// TestWhyIsInWords: whatever can be explained is, in each language, with no key
// where words belong.
func TestWhyIsInWords(t *testing.T) {
	for _, lang := range assets.Languages() {
		text := ""
		for _, w := range everyWhy(lang) {
			doc := paper.Papers{}.Why(w)
			if err := doc.Validate(); err != nil {
				t.Error(lang, err)
			}
			text += doc.Title + "\n" + doc.Text(60) + "\n"
		}
		for _, word := range strings.Fields(text) { // a key that no file has stands as itself
			if strings.Contains(word, "_") || strings.HasPrefix(word, "paper.") || strings.HasPrefix(word, "origin.") {
				t.Errorf("%s: %q is a key", lang, word)
			}
		}
		golden(t, "why_"+lang+".txt", text)
	}
}

func golden(t *testing.T, name, text string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if text != string(want) {
		t.Errorf("%s differs:\n%s", name, text)
	}
}
