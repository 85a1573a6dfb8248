package till

import (
	"testing"

	"bonuskasse/pos"
)

// A cash-up sheet: what is due, what the customer gives, and what each tender
// takes of it, in kroner coins of 50 øre.
func TestWhatEachTenderPays(t *testing.T) {
	type sheet struct{ card, mobile, cash, rounding, change pos.Money }
	for _, c := range []struct {
		name string
		due  pos.Money
		pay  Payment
		want sheet
	}{
		{"card alone pays all", 129_50, Payment{BankCard: Exact}, sheet{card: 129_50}},
		{"card alone is not rounded", 129_47, Payment{BankCard: Exact}, sheet{card: 129_47}},
		{"cash alone, with change", 129_47, Payment{Cash: 200_00}, sheet{cash: 200_00, rounding: 3, change: 70_50}},
		{"50.00 in cash, the rest by card", 129_50, Payment{Cash: 50_00, BankCard: Exact}, sheet{card: 79_50, cash: 50_00}},
		{"50.00 in cash, the rest by mobile", 129_47, Payment{Cash: 50_00, Mobile: Exact}, sheet{mobile: 79_47, cash: 50_00}},
		{"cash is enough: nothing is drawn on the card", 129_50, Payment{Cash: 200_00, BankCard: Exact}, sheet{cash: 200_00, change: 70_50}},
		{"20.00 by mobile, the rest by card", 129_50, Payment{Mobile: 20_00, BankCard: Exact}, sheet{card: 109_50, mobile: 20_00}},
		{"100.00 by card, the rest in cash", 129_47, Payment{BankCard: 100_00, Cash: Exact}, sheet{card: 100_00, cash: 29_50, rounding: 3}},
		{"nothing is due", 0, Payment{BankCard: Exact}, sheet{}},
	} {
		tenders, rounding, change, err := settle(c.due, c.pay, 50)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		got := sheet{rounding: rounding, change: change}
		for _, x := range tenders {
			switch x.Kind {
			case pos.BankCard:
				got.card = x.Amount
			case pos.Mobile:
				got.mobile = x.Amount
			case pos.Cash:
				got.cash = x.Amount
			}
		}
		if got != c.want {
			t.Errorf("%s: got %+v, want %+v", c.name, got, c.want)
		}
	}
}
