package loyalty

import (
	"encoding/json"
	"slices"

	"bonuskasse/pos"
)

// Trial is what one purchase of goods gives under a programme, by the rules
// that a sale is computed with. Amounts are minor units.
type Trial struct {
	Amount       int64 `json:"amount"` // after any discount
	PointsEarned int64 `json:"points_earned"`
	EarnedValue  int64 `json:"earned_value"`
	// MaxPoints is the most that this customer may use, worth MaxValue. CapPoints
	// and CapValue are the same for one who has bonus enough.
	MaxPoints int64 `json:"max_points"`
	MaxValue  int64 `json:"max_value"`
	CapPoints int64 `json:"cap_points"`
	CapValue  int64 `json:"cap_value"`
	// Payable is left to pay where the most is used, and earns PointsThen.
	Payable    int64 `json:"payable"`
	PointsThen int64 `json:"points_then"`
	ThenValue  int64 `json:"then_value"`
}

// plenty is bonus enough for any purchase.
const plenty = 1 << 40

// Try computes a purchase of amount minor units for a customer of a tier who
// has so many points.
func Try(p Program, t Tier, available, amount int64) (Trial, error) {
	t.DiscountBp = 0 // the amount is what is left after it
	line := []Line{{Kind: pos.Goods, QtyMilli: 1000, UnitPrice: amount, VATBp: 2500, Earns: true, BonusPayable: true}}
	out := Trial{Amount: amount}
	earns, err := Quote(p, t, 0, line, Tender{})
	if err != nil {
		return out, err
	}
	most, err := Quote(p, t, plenty, line, Tender{Bonus: MaxBonus})
	if err != nil {
		return out, err
	}
	pays, err := Quote(p, t, available, line, Tender{Bonus: MaxBonus})
	if err != nil {
		return out, err
	}
	out.PointsEarned, out.EarnedValue = earns.PointsEarned, p.Value(earns.PointsEarned)
	out.CapPoints, out.CapValue = most.PointsUsed, most.BonusValue
	out.MaxPoints, out.MaxValue, out.Payable = pays.PointsUsed, pays.BonusValue, pays.Payable
	out.PointsThen, out.ThenValue = pays.PointsEarned, p.Value(pays.PointsEarned)
	return out, nil
}

// Change is a key that two versions of a programme differ in, and its values
// as JSON.
type Change struct {
	Key    string          `json:"key"`
	Before json.RawMessage `json:"before"`
	After  json.RawMessage `json:"after"`
}

// Changes are the keys that differ, by name.
func Changes(a, b Program) []Change {
	before, after := a.Keys(), b.Keys()
	list := []Change{}
	for key, was := range before {
		if is := after[key]; string(was) != string(is) {
			list = append(list, Change{Key: key, Before: was, After: is})
		}
	}
	slices.SortFunc(list, func(a, b Change) int {
		if a.Key < b.Key {
			return -1
		}
		return 1
	})
	return list
}

// Keys is a programme by its keys, as JSON.
func (p Program) Keys() map[string]json.RawMessage {
	data, _ := json.Marshal(p) // numbers, booleans and a word
	var keys map[string]json.RawMessage
	_ = json.Unmarshal(data, &keys) // what was just written
	return keys
}
