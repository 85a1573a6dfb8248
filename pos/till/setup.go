package till

import (
	"encoding/json"
	"io"
	"time"

	"bonuskasse/pos"
	"bonuskasse/pos/journal/journalpb"
	"bonuskasse/pos/loyalty"
)

// FirstFacts appends what every new shop starts with: the tiers `No bonus`
// (the default) and `Bonus 5%`, and the first version of the programme. It
// runs in the transaction that makes the shop.
func FirstFacts(tx Tx, now time.Time, currency pos.Currency) error {
	tiers := []pos.Tier{
		{Name: pos.NoBonusTier, Default: true},
		{Name: pos.FirstTier, RateBp: pos.FirstTierBp},
	}
	for _, tier := range tiers {
		if _, err := tx.Append(now, &journalpb.Body{What: tierSet(tier)}, pos.ID{}, 0); err != nil {
			return err
		}
	}
	what, err := programSet(Program{Version: 1, ValidFrom: pos.At(now), Program: loyalty.Default(currency)})
	if err != nil {
		return err
	}
	_, err = tx.Append(now, &journalpb.Body{What: what}, pos.ID{}, 0)
	return err
}

// FirstManager appends the person who may do everything, in the transaction that
// makes the shop: it opens locked from the first time on.
func FirstManager(tx Tx, now time.Time, random io.Reader, name, pin string) error {
	name, err := pos.CleanName(name)
	if err != nil {
		return err
	}
	hash, err := HashPIN(pin, random)
	if err != nil {
		return err
	}
	id, err := pos.NewIDAt(now, random)
	if err != nil {
		return err
	}
	p := pos.Person{ID: id, Name: name, Role: pos.Manager, Active: true, PINHash: hash}
	_, err = tx.Append(now, &journalpb.Body{What: personSet(p)}, pos.ID{}, 0)
	return err
}

func tierSet(t pos.Tier) *journalpb.Body_TierSet {
	return &journalpb.Body_TierSet{TierSet: &journalpb.TierSet{
		Name: t.Name, RateBp: t.RateBp, DiscountBp: t.DiscountBp, Threshold: int64(t.Threshold), Default: t.Default,
	}}
}

func programSet(p Program) (*journalpb.Body_ProgramSet, error) {
	data, err := json.Marshal(p.Program)
	if err != nil {
		return nil, err
	}
	return &journalpb.Body_ProgramSet{ProgramSet: &journalpb.ProgramSet{
		Version: p.Version, ValidFrom: int64(p.ValidFrom), ProgramJson: data,
	}}, nil
}
