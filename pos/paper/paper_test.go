package paper_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"bonuskasse/hardware"
	"bonuskasse/pos"
	"bonuskasse/pos/ledger"
	"bonuskasse/pos/loyalty"
	"bonuskasse/pos/paper"
	"bonuskasse/pos/till"
)

var copenhagen = func() *time.Location {
	zone, err := time.LoadLocation("Europe/Copenhagen")
	if err != nil {
		panic(err)
	}
	return zone
}()

var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, copenhagen)

// aSale is three lines, a club discount, bonus, cash and change.
func aSale() till.ReceiptFacts {
	fixed := int64(50)
	s := pos.Sale{
		ID: pos.ID{1}, Receipt: "1-000042", Completed: pos.At(noon), Member: pos.ID{2}, Card: "10001", Head: "HSM8-VVJE",
		Lines: []pos.LineItem{
			{Name: "Rødgrød med fløde", Kind: pos.Goods, QtyMilli: 3000, UnitPrice: 100_00, VATBp: 2500, Gross: 300_00, Net: 300_00, BonusValue: 86_96},
			{Name: "Kasket", Kind: pos.Goods, QtyMilli: 1000, UnitPrice: 79_50, VATBp: 2500, Gross: 79_50, Discount: 7_95, Club: true, Net: 71_55, BonusValue: 20_74},
			{Name: "Fortrudt vare", Kind: pos.Goods, QtyMilli: 1000, UnitPrice: 1_00, Voided: true},
			{Name: "Ost, lagret", Kind: pos.Goods, QtyMilli: 1275, UnitPrice: 129_00, VATBp: 2500, ManualDiscountBp: 500, Gross: 164_48, Discount: 8_22, Net: 156_26, FixedPoints: &fixed},
			{Name: "Bog", Kind: pos.Goods, QtyMilli: 1000, UnitPrice: 50_00, Gross: 50_00, Net: 50_00},
		},
		Tenders:  []pos.Tender{{Kind: pos.BonusTender, Amount: 107_70}, {Kind: pos.Cash, Amount: 500_00, Change: 30_00}},
		Subtotal: 577_81, PointsUsed: 10770, BonusValue: 107_70, Payable: 470_11, Rounding: -11, ToPay: 470_00, Change: 30_00,
		PointsEarned: 1573, BalanceAfter: 3203,
	}
	return till.ReceiptFacts{
		Shop:     till.Shop{Name: "Café Ærø", Currency: pos.DKK, Language: "da", TillNo: 1},
		Settings: map[string]string{"shop.address": "Nørregade 7\n8000 Aarhus C"},
		Sale:     s, Program: till.Program{Version: 1, Program: loyalty.Default(pos.DKK)},
		Standing: &till.Standing{Member: pos.Member{Name: "Søren Åkjær"}, Account: ledger.Account{Lots: []ledger.Lot{
			{ID: 1, Left: 1630, ExpiresAt: ledger.Millis(noon.AddDate(0, 0, 8).UnixMilli())},
			{ID: 2, Left: 1573, ExpiresAt: ledger.Millis(noon.AddDate(3, 0, 0).UnixMilli())},
		}}},
		Next: &till.NextLevel{Tier: pos.Tier{Name: "Guld"}, Left: 1240_00}, Reached: "Sølv",
		Cashier: "Inga", Zone: copenhagen, Language: "da", Kick: hardware.KickSale,
	}
}

func aRefund() till.ReceiptFacts {
	f := aSale()
	f.Language, f.Reached = "fr", ""
	f.Program.Points, f.Program.PointsWorth = 100, 100_00
	f.Sale = pos.Sale{
		ID: pos.ID{3}, Receipt: "1-000043", Completed: pos.At(noon), Member: pos.ID{2}, Head: "7QG0-0EPQ",
		RefundOf: pos.ID{1}, RefundReceipt: "1-000042",
		Lines:    []pos.LineItem{{Name: "Rødgrød med fløde", Kind: pos.Goods, QtyMilli: -2000, UnitPrice: 100_00, VATBp: 2500, Net: -200_00, BonusValue: -20_00}},
		Tenders:  []pos.Tender{{Kind: pos.Cash, Amount: -175_00}},
		Subtotal: -200_00, PointsUsed: -20, BonusValue: -20_00, Payable: -175_00, ToPay: -175_00, HeldBack: 5_00,
		PointsEarned: -9, BalanceAfter: 1500,
	}
	return f
}

// aList is a list of noted points that was taken back again.
func aList() till.NotedFacts {
	return till.NotedFacts{
		NotedList: till.NotedList{ID: pos.ID{0xab, 0xcd}, Title: "Lørdag", Rows: 3, Points: 9_195, Made: pos.At(noon), By: "Yrsa Åkjær", Undone: pos.At(noon.Add(time.Hour))},
		Lines: []till.NotedListRow{
			{Row: 1, Name: "Søren Åkjær", Points: 120, Note: "skjorte"}, {Row: 2, Points: 75},
			{Row: 3, Name: "Maja Nørregaard-Christiansen von Ærøskøbing", Points: 9_000},
		},
		Shop: till.Shop{Name: "Café Ærø", Currency: pos.DKK, Language: "da", TillNo: 1}, Zone: copenhagen,
	}
}

// The papers as a customer reads them. Write them anew with
// UPDATE=1 go test ./pos/paper, and read what changed.
func TestPapersReadAsWritten(t *testing.T) {
	training := aSale()
	training.Shop.Training, training.Copy, training.Language = true, true, "en"
	guest := aSale()
	guest.Next, guest.Reached = nil, ""
	guest.Standing, guest.Sale.Member, guest.Sale.Card = nil, pos.ID{}, ""
	guest.Sale.Tenders, guest.Sale.BonusValue, guest.Sale.PointsUsed = []pos.Tender{{Kind: pos.BankCard, Amount: 577_81}}, 0, 0
	guest.Sale.Payable, guest.Sale.Rounding, guest.Sale.ToPay, guest.Sale.Change = 577_81, 0, 577_81, 0
	for i := range guest.Sale.Lines {
		guest.Sale.Lines[i].BonusValue = 0
	}
	report := till.XReport{
		Shop: training.Shop, Made: pos.At(noon), From: pos.At(noon.Add(-12 * time.Hour)), To: pos.At(noon), Currency: "DKK", InMoney: true, Zone: copenhagen, Language: "da",
		Totals: till.Totals{Sales: 12, Refunds: 1, Gross: 5_000_00, Discounts: 20_00, Net: 4_980_00, Returned: 200_00, BonusValue: 107_70, Rounding: -11, GiftCardsSold: 500_00,
			Tenders:      map[pos.TenderKind]pos.Money{pos.Cash: 1_000_00, pos.BankCard: 3_672_19},
			VAT:          []till.VATTotal{{Bp: 0, Net: 50_00}, {Bp: 2500, Net: 4_622_30, VAT: 924_46}},
			PointsEarned: 4000, PointsUsed: 10770, Voids: 1, Copies: 2, DrawerOpens: 3},
	}
	points := aSale()
	points.Pool, points.Sale.Account = "Rådhuset", pos.ID{9}
	points.Program.Points, points.Program.PointsWorth, points.Program.ExpiryMonths = 100, 100, 0
	most := int64(50_00)
	points.Program.CapBp, points.Program.CapValuePerSale, points.Program.MinPurchase, points.Program.MinBalancePoints = 10_000, &most, 100_00, 500
	p := paper.Papers{}
	withCoupon := guest
	withCoupon.Coupon = &aCoupon("da").Coupons[0]
	again := aCoupon("en")
	again.Coupons[0].Copy, again.Coupons[0].ValidUntil = true, 0
	docs := map[string]hardware.Document{
		"copy_training_en": p.Receipt(training), "guest_coupon_da": p.Receipt(withCoupon),
		"coupon_da": p.Coupons(aCoupon("da"))[0], "coupon_fr": p.Coupons(aCoupon("fr"))[0], "coupon_copy_en": p.Coupons(again)[0],
	}
	for _, lang := range []string{"da", "en", "fr"} {
		for name, f := range map[string]till.ReceiptFacts{"sale": aSale(), "refund": aRefund(), "guest": guest, "pool": points} {
			f.Language = lang
			docs[name+"_"+lang] = p.Receipt(f)
		}
		report.Language = lang
		docs["x_"+lang] = p.XReport(report)
		list := aList()
		list.Language = lang
		docs["noted_"+lang] = p.Noted(list)
	}
	gift := till.GiftCardRow{GiftCard: pos.GiftCard{Code: "5Q4XM0ES1Z9", Kind: pos.PaidCard, Amount: 500_00, Balance: 500_00,
		ValidUntil: pos.At(noon.AddDate(3, 0, 0)), PayableUntil: pos.At(noon.AddDate(4, 0, 0))}}
	for _, lang := range []string{"da", "en", "fr"} {
		docs["gift_card_"+lang] = p.GiftCard(till.GiftCardPaper{Shop: guest.Shop, Zone: copenhagen, Language: lang, Made: pos.At(noon), Card: gift})
		f := guest // sells a gift card, and is paid by two others
		f.Language, f.GiftCards = lang, []till.GiftCardRow{gift}
		f.Sale.Lines = []pos.LineItem{
			{Name: "Rødgrød med fløde", Kind: pos.Goods, QtyMilli: 1000, UnitPrice: 100_00, VATBp: 2500, Gross: 100_00, Net: 100_00, PromoGiftCard: 25_00},
			{Name: "Gavekort", Kind: pos.GiftCardLine, QtyMilli: 1000, UnitPrice: 500_00, Gross: 500_00, Net: 500_00, GiftCard: gift.Code},
		}
		f.Sale.Subtotal, f.Sale.Payable, f.Sale.ToPay = 600_00, 600_00, 500_00
		f.Sale.GiftCards = []pos.GiftCardUse{{Code: "D7YQA31DTC1", Kind: pos.PromotionalCard, Amount: 25_00}, {Code: "ABCDEFGH123", Kind: pos.PaidCard, Amount: 75_00, Left: 25_00}}
		f.Sale.Tenders = []pos.Tender{{Kind: pos.PromoGiftCard, Amount: 25_00}, {Kind: pos.PaidGiftCard, Amount: 75_00}, {Kind: pos.BankCard, Amount: 500_00}}
		docs["gift_card_sale_"+lang] = p.Receipt(f)
	}
	for name, doc := range docs {
		t.Run(name, func(t *testing.T) {
			if err := doc.Validate(); err != nil {
				t.Fatal(err)
			}
			got := doc.Text(48) + "\n" + doc.Text(32)
			file := filepath.Join("testdata", name+".txt")
			if os.Getenv("UPDATE") != "" {
				if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if got != string(want) {
				t.Errorf("the paper is now\n%s\nand was\n%s", got, want)
			}
		})
	}
}

// A guest is told nothing about bonus, in no language.
func TestGuestsAreToldNothingOfBonus(t *testing.T) {
	for _, lang := range []string{"da", "en", "fr"} {
		f := aSale()
		f.Language, f.Standing, f.Sale.Member, f.Sale.Card = lang, nil, pos.ID{}, ""
		f.Sale.Tenders, f.Sale.BonusValue, f.Sale.PointsUsed, f.Sale.PointsEarned = nil, 0, 0, 0
		if text := strings.ToLower((paper.Papers{}).Receipt(f).Text(48)); strings.Contains(text, "bonus") || strings.Contains(text, "point") {
			t.Errorf("%s", text)
		}
	}
}

// The drawer opens for the sale's own receipt, never for a copy or practice.
func TestOnlyTheReceiptOpensTheDrawer(t *testing.T) {
	if why, opens := (paper.Papers{}).Receipt(aSale()).Kicks(); !opens || why != hardware.KickSale {
		t.Errorf("a cash sale opens: %v %q", opens, why)
	}
	again := aSale()
	again.Copy = true
	if _, opens := (paper.Papers{}).Receipt(again).Kicks(); opens {
		t.Error("a copy opens the drawer")
	}
	training := aSale()
	training.Shop.Training = true
	if _, opens := (paper.Papers{}).Receipt(training).Kicks(); opens {
		t.Error("a training receipt opens the drawer")
	}
}
