package pos

// TenderKind is a way to pay.
type TenderKind string

// The ways to pay. Bonus and gift cards come before money.
const (
	BonusTender   TenderKind = "bonus"
	PromoGiftCard TenderKind = "promo_gift_card"
	PaidGiftCard  TenderKind = "gift_card"
	BankCard      TenderKind = "bank_card"
	Mobile        TenderKind = "mobile"
	Cash          TenderKind = "cash"
)

// Tender is an amount paid in one way. Of cash, Amount is what the customer
// handed over and Change what went back.
type Tender struct {
	Kind   TenderKind `json:"kind"`
	Amount Money      `json:"amount"`
	Change Money      `json:"change,omitempty"`
}

// LineItem is a line of a sale as it stands on the receipt: the product as it
// was that day, and the line's share of every amount of the sale.
type LineItem struct {
	SKU              string   `json:"sku,omitempty"`
	Barcode          string   `json:"barcode,omitempty"`
	Name             string   `json:"name"`
	Kind             LineKind `json:"kind"`
	QtyMilli         int64    `json:"qty_milli"`
	UnitPrice        Money    `json:"unit_price"`
	VATBp            int64    `json:"vat_bp"`
	ManualDiscountBp int64    `json:"manual_discount_bp,omitempty"`
	Discountable     bool     `json:"discountable"`
	Earns            bool     `json:"earns"`
	BonusPayable     bool     `json:"bonus_payable"`
	FixedPoints      *int64   `json:"fixed_points,omitempty"`
	// Voided lines were taken back before the sale was completed: they stay in
	// the journal and count for nothing.
	Voided bool `json:"voided,omitempty"`
	// Card is the number of the club card that a card_fee line sells.
	Card string `json:"card,omitempty"`
	// GiftCard is the code of the gift card that a gift_card line sells.
	GiftCard string `json:"gift_card,omitempty"`

	Gross           Money `json:"gross"`
	Discount        Money `json:"discount"`
	Club            bool  `json:"club,omitempty"` // the discount is the tier's
	Net             Money `json:"net"`
	BonusValue      Money `json:"bonus_value,omitempty"`
	PointsUsed      int64 `json:"points_used,omitempty"`
	PromoGiftCard   Money `json:"promo_gift_card,omitempty"`
	PointsEarned    int64 `json:"points_earned,omitempty"`
	PointsScheduled int64 `json:"points_scheduled,omitempty"`
	// ReturnedMilli is how much of the line has come back since.
	ReturnedMilli int64 `json:"returned_milli,omitempty"`
}

// Draft is a sale that is not completed: on the screen, or suspended.
type Draft struct {
	ID     ID         `json:"id"`
	Opened Millis     `json:"opened"`
	Person ID         `json:"person"`
	Lines  []LineItem `json:"lines"`
	Member ID         `json:"member"`
	// Account is whose points it is about, where not the member's own: the pool
	// of an organisation.
	Account   ID     `json:"account,omitzero"`
	Card      string `json:"card,omitempty"`       // the number that named the member
	CardTyped bool   `json:"card_typed,omitempty"` // typed, not scanned
	// Approved is the manager who approved what is above the person's limits, and
	// ApprovedFor which.
	Approved    ID     `json:"approved,omitzero"`
	ApprovedFor string `json:"approved_for,omitempty"`
	Suspended   bool   `json:"suspended"`
	Label       string `json:"label,omitempty"`
}

// Live are the lines that were not taken back, with their places.
func (d *Draft) Live() (lines []LineItem, at []int) {
	for i, l := range d.Lines {
		if !l.Voided {
			lines, at = append(lines, l), append(at, i)
		}
	}
	return lines, at
}

// Sale is a completed sale, or the refund of one.
type Sale struct {
	ID        ID     `json:"id"`
	Receipt   string `json:"receipt"` // the number on the paper
	Completed Millis `json:"completed"`
	Person    ID     `json:"person"`
	Member    ID     `json:"member"`
	// Account is whose points it is about, where not the member's own: the pool
	// of an organisation.
	Account ID         `json:"account,omitzero"`
	Card    string     `json:"card,omitempty"`
	Program int64      `json:"program"` // the version it was computed with
	Tier    string     `json:"tier,omitempty"`
	Lines   []LineItem `json:"lines"`
	Tenders []Tender   `json:"tenders"`

	Subtotal        Money `json:"subtotal"`
	PointsUsed      int64 `json:"points_used"`
	BonusValue      Money `json:"bonus_value"`
	Payable         Money `json:"payable"`
	Rounding        Money `json:"rounding"`
	ToPay           Money `json:"to_pay"`
	Change          Money `json:"change"`
	AccrualBase     Money `json:"accrual_base"`
	PointsEarned    int64 `json:"points_earned"`
	PointsScheduled int64 `json:"points_scheduled"`
	// BalanceAfter is the member's points when the receipt was printed.
	BalanceAfter int64 `json:"balance_after"`

	// RefundOf is the sale that this one refunds; zero for a sale.
	RefundOf ID `json:"refund_of"`
	// RefundReceipt is that sale's receipt number.
	RefundReceipt string `json:"refund_receipt,omitempty"`
	// HeldBack is what of a refund's money was kept for points already spent.
	HeldBack Money `json:"held_back,omitempty"`
	// GiftCards are those that paid, or that a refund went back to, in the order
	// they did.
	GiftCards []GiftCardUse `json:"gift_cards,omitempty"`
	// Mended says that the sale was said to be another's: whose it is, and what it
	// earned, are then as that has it. nil is as it was sold.
	Mended *SaleMend `json:"mended,omitempty"`
	// Head is the short code of the journal's head after this sale.
	Head string `json:"head"`
}

// SaleMend is that a sale was said to be another's, or nobody's.
type SaleMend struct {
	At     Millis `json:"at"`
	By     ID     `json:"by"`
	Reason string `json:"reason"`
	Was    ID     `json:"was"`     // whose it was; zero is a guest's
	RateBp int64  `json:"rate_bp"` // at which it earns now
}
