package loyalty

import (
	"encoding/json"
	"fmt"
	"strconv"

	"bonuskasse/pos"
)

// Case is a sale in the form of the shared vectors, which is also what
// `tillctl quote` reads: a programme, a tier, lines, tenders, and returns done
// one after another.
type Case struct {
	ID        string  `json:"id"`
	Policy    Program `json:"policy"`
	Tier      Tier    `json:"tier"`
	Available int64   `json:"available_points"`
	Lines     []Line  `json:"lines"`
	Tender    struct {
		Bonus         BonusAsked `json:"bonus"`
		PromoGiftCard int64      `json:"promo_gift_card"`
		GiftCard      int64      `json:"gift_card"`
		Cash          bool       `json:"cash"`
	} `json:"tender"`
	Returns []CaseReturn `json:"returns"`
}

// CaseReturn names a line of the sale (from 0) and a quantity.
type CaseReturn struct {
	Line     int   `json:"line"`
	QtyMilli int64 `json:"qty_milli"`
}

// BonusAsked is a number of points, or "max" for MaxBonus.
type BonusAsked int64

// UnmarshalJSON reads a number or the word "max"; null is no bonus.
func (b *BonusAsked) UnmarshalJSON(data []byte) error {
	switch string(data) {
	case `"max"`:
		*b = BonusAsked(MaxBonus)
		return nil
	case "null":
		return nil // none, as a key that is left out
	}
	n, err := strconv.ParseInt(string(data), 10, 64)
	if err != nil || n < 0 {
		return fmt.Errorf("bonus is a number of points or \"max\", not %s", data)
	}
	*b = BonusAsked(n)
	return nil
}

// Outcome is a Case's result, in the form of the vectors' `expect`.
type Outcome struct {
	ID        string         `json:"id,omitempty"`
	Subtotal  int64          `json:"subtotal"`
	MaxPoints int64          `json:"max_points"`
	Error     pos.Code       `json:"error,omitempty"`
	*Quoted                  // nil when Error is set
	Returns   []ReturnResult `json:"returns,omitempty"`
	// Refused is the refusal behind Error, for the sentence that tells of it.
	Refused error `json:"-"`
}

// Quoted is the rest of a Quotation, beside the two amounts that a refused
// sale has too.
type Quoted struct {
	PointsUsed      int64        `json:"points_used"`
	BonusValue      int64        `json:"bonus_value"`
	Payable         int64        `json:"payable"`
	PromoGiftCard   int64        `json:"promo_gift_card"`
	GiftCard        int64        `json:"gift_card"`
	Rounding        int64        `json:"rounding"`
	ToPay           int64        `json:"to_pay"`
	AccrualBase     int64        `json:"accrual_base"`
	PointsEarned    int64        `json:"points_earned"`
	PointsScheduled int64        `json:"points_scheduled"`
	Lines           []QuotedLine `json:"lines"`
}

// ReturnResult is what one return of a Case gave, or the rule that refused it.
type ReturnResult struct {
	*Refund
	Error pos.Code `json:"error,omitempty"`
}

// UnmarshalJSON reads a case over a programme with no limits, so that a key
// that is left out means what a person would expect of it.
func (c *Case) UnmarshalJSON(data []byte) error {
	type plain Case
	p := plain{Policy: Program{Points: 1, PointsWorth: 1, AccrualBase: Gross, CapBp: 10_000,
		RedeemStep: 1, EarnWhenRedeeming: true, CashRounding: 1}}
	if err := json.Unmarshal(data, &p); err != nil {
		return err
	}
	*c = Case(p)
	// A line without a price is a slip of whoever wrote the case, not a gift.
	var priced struct {
		Lines []struct {
			UnitPrice *int64 `json:"unit_price"`
		} `json:"lines"`
	}
	if err := json.Unmarshal(data, &priced); err != nil {
		return err
	}
	for i, l := range priced.Lines {
		if l.UnitPrice == nil {
			return fmt.Errorf("line %d has no unit_price", i)
		}
	}
	return nil
}

// Run computes the case. A refusal by a rule is in the Outcome.
func (c Case) Run() Outcome {
	q, err := Quote(c.Policy, c.Tier, c.Available, c.Lines, Tender{
		Bonus:         int64(c.Tender.Bonus),
		PromoGiftCard: c.Tender.PromoGiftCard,
		GiftCard:      c.Tender.GiftCard,
		Cash:          c.Tender.Cash,
	})
	out := Outcome{ID: c.ID, Subtotal: q.Subtotal, MaxPoints: q.MaxPoints}
	if err != nil {
		out.Error, out.Refused = pos.CodeOf(err), err
		return out
	}
	out.Quoted = &Quoted{
		PointsUsed: q.PointsUsed, BonusValue: q.BonusValue, Payable: q.Payable,
		PromoGiftCard: q.PromoGiftCard, GiftCard: q.GiftCard, Rounding: q.Rounding, ToPay: q.ToPay,
		AccrualBase: q.AccrualBase, PointsEarned: q.PointsEarned, PointsScheduled: q.PointsScheduled,
		Lines: q.Lines,
	}
	returned := make([]int64, len(q.Lines))
	for _, r := range c.Returns {
		out.Returns = append(out.Returns, runReturn(q, returned, r))
	}
	return out
}

func runReturn(q Quotation, returned []int64, r CaseReturn) ReturnResult {
	if r.Line < 0 || r.Line >= len(q.Lines) {
		return ReturnResult{Error: pos.UnknownLine}
	}
	back, err := Return(q.Lines[r.Line], returned[r.Line], r.QtyMilli)
	if err != nil {
		return ReturnResult{Error: pos.CodeOf(err)}
	}
	returned[r.Line] += r.QtyMilli
	return ReturnResult{Refund: &back}
}
