package screen

import "bonuskasse/pos"

// Method is how the amount that is typed is going to be paid.
type Method string

// The methods, in the order of their keys.
const (
	NoMethod   Method = ""
	ByCash     Method = "cash"      // 1
	ByBankCard Method = "bank_card" // 2
	ByBonus    Method = "bonus"     // 3
	ByGiftCard Method = "gift_card" // 4
	ByMobile   Method = "mobile"    // 5
)

var methodKeys = map[rune]Method{'1': ByCash, '2': ByBankCard, '3': ByBonus, '4': ByGiftCard, '5': ByMobile}

// PaymentState is the payment as it is drawn.
type PaymentState struct {
	Total    pos.Money // of the lines
	Due      pos.Money // what is still to be paid, in cash rounded where cash is chosen
	Rounding pos.Money // what rounding adds to Due
	Entry    string
	Method   Method
	InPoints bool // the bonus is typed in points, not in money
	Tenders  []TenderRow
	Notes    []pos.Money // amounts that are handed over often
	Member   *MemberPanel
	BonusMax pos.Money
	MaxPts   int64
	Step     int64 // points are used in multiples of it
	Kroner   bool
	CapBp    int64 // the share that bonus may pay
	// Kept says why bonus may not pay more now: who keeps the rights, or that there
	// is no line to ask. Zero where nothing is missing.
	Kept Sentence
	// OverrideMax is what bonus may pay if a manager stands by it; 0 where that is
	// no more.
	OverrideMax pos.Money
	Busy        bool
	// Unknown: the disk did not say whether the sale was recorded.
	Unknown bool
	Thanks  *Thanks
}

// TenderRow is a part that is paid already.
type TenderRow struct {
	Method Method
	Amount pos.Money
	Points int64
	// Of a gift card: its code, what is left on it, whether it is promotional.
	Code  string
	Left  pos.Money
	Promo bool
}
