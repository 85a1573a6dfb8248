package till

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"bonuskasse/pos"
	"bonuskasse/pos/loyalty"
)

// Program is the programme that holds now.
func (t *Till) Program(ctx context.Context) (p Program, err error) {
	err = t.store.View(ctx, func(r Reader) error {
		p, err = r.ProgramAt(pos.At(t.now()))
		return err
	})
	return p, err
}

// SetProgram makes a new version of the programme that holds from now on. The
// keys are those of loyalty.Program; a value is a number, true, false, a word,
// or null for no limit. Keys that are not named stay as they are.
func (t *Till) SetProgram(ctx context.Context, set map[string]string, who Who) (Program, error) {
	return t.PlanProgram(ctx, set, 0, who)
}

// PlanProgram is SetProgram for a version that holds from a moment on; 0 is
// now. What is planned begins neither in the past (ProgramInPast), which no
// change rewrites, nor before or with another that is planned already
// (ProgramOverlaps). A change that holds at once is always taken, and ends when
// the next planned version begins.
func (t *Till) PlanProgram(ctx context.Context, set map[string]string, from pos.Millis, who Who) (p Program, err error) {
	if err := who.needs(pos.Manager); err != nil {
		return p, err
	}
	err = t.store.Do(ctx, func(tx Tx) error {
		now := t.now()
		versions, err := tx.Programs()
		if err != nil {
			return err
		}
		if err := mayBegin(versions, from, pos.At(now)); err != nil {
			return err
		}
		if from == 0 {
			from = pos.At(now)
		}
		if p, err = tx.ProgramAt(from); err != nil {
			return err
		}
		for _, v := range versions {
			p.Version = max(p.Version, v.Version)
		}
		p.Version++
		p.ValidFrom = from
		if p.Program, err = change(p.Program, set); err != nil {
			return err
		}
		body := who.body()
		what, err := programSet(p)
		if err != nil {
			return err
		}
		body.What = what
		_, err = tx.Append(now, body, pos.ID{}, 0)
		return err
	})
	return p, err
}

func mayBegin(versions []Program, from, now pos.Millis) error {
	if from == 0 {
		return nil
	}
	if from < now {
		return pos.Refuse(pos.ProgramInPast)
	}
	for _, v := range versions {
		if v.ValidFrom >= from {
			return pos.Refuse(pos.ProgramOverlaps, v.Version)
		}
	}
	return nil
}

// ProgramVersion is a version of the programme; UnknownVersion where there is
// none of that number.
func (t *Till) ProgramVersion(ctx context.Context, version int64) (p Program, err error) {
	err = t.store.View(ctx, func(r Reader) error {
		p, err = r.Program(version)
		if pos.CodeOf(err) == pos.BadSetting {
			err = pos.Refuse(pos.UnknownVersion, version)
		}
		return err
	})
	return p, err
}

// Preview is what a purchase would give a member, by the programme that holds
// now.
type Preview struct {
	Program Program
	Tier    pos.Tier
	loyalty.Trial
}

// Preview computes a purchase of so much for a member, and does nothing.
func (t *Till) Preview(ctx context.Context, member pos.ID, amount pos.Money) (v Preview, err error) {
	if amount <= 0 || amount > pos.MaxUnitPrice {
		return v, pos.Refuse(pos.BadAmount)
	}
	now := t.now()
	err = t.store.View(ctx, func(r Reader) error {
		if v.Program, err = r.ProgramAt(pos.At(now)); err != nil {
			return err
		}
		s, err := standingOf(r, member)
		if err != nil {
			return err
		}
		shop, err := r.Shop()
		if err != nil {
			return err
		}
		v.Tier = s.Tier
		may, err := maySpend(r, shop, v.Program, s, s.Account.Available(millis(now)))
		if err != nil {
			return err
		}
		v.Trial, err = loyalty.Try(v.Program.Program, loyalty.Tier{RateBp: s.Tier.RateBp}, may.Points, int64(amount))
		return err
	})
	return v, err
}

// change sets keys of a programme and checks the whole.
func change(p loyalty.Program, set map[string]string) (loyalty.Program, error) {
	known := slices.Sorted(maps.Keys(p.Keys()))
	// The version that is changed stays as it is: JSON writes through pointers.
	p.CapValuePerSale, p.CapPointsPerSale, p.FloorCapPoints = copied(p.CapValuePerSale), copied(p.CapPointsPerSale), copied(p.FloorCapPoints)
	for _, k := range slices.Sorted(maps.Keys(set)) {
		if _, there := slices.BinarySearch(known, k); !there {
			return p, &UnknownSetting{Key: cut(k), Near: nearKeys(cut(k), known), Programme: true}
		}
		v := strings.TrimSpace(set[k])
		if !json.Valid([]byte(v)) || strings.HasPrefix(v, `"`) {
			quoted, err := json.Marshal(v)
			if err != nil {
				return p, err
			}
			v = string(quoted)
		}
		if v == "null" && !mayBeNone[k] {
			return p, pos.Refuse(pos.BadSetting, k)
		}
		key, err := json.Marshal(k)
		if err != nil {
			return p, err
		}
		if err := json.Unmarshal([]byte("{"+string(key)+":"+v+"}"), &p); err != nil {
			return p, pos.Refuse(pos.BadSetting, k)
		}
	}
	return p, p.Check()
}

// mayBeNone are the limits that a programme may do without.
var mayBeNone = map[string]bool{"cap_value_per_sale": true, "cap_points_per_sale": true, "floor_cap_points": true}

func copied(n *int64) *int64 {
	if n == nil {
		return nil
	}
	c := *n
	return &c
}

// Tiers are the directory "Bonus accumulation".
func (t *Till) Tiers(ctx context.Context) (list []pos.Tier, err error) {
	err = t.store.View(ctx, func(r Reader) error {
		list, err = r.Tiers()
		return err
	})
	return list, err
}

// SetTier makes or changes a tier. Marking one as default unmarks the other.
func (t *Till) SetTier(ctx context.Context, tier pos.Tier, who Who) error {
	if err := who.needs(pos.Manager); err != nil {
		return err
	}
	name, err := pos.CleanName(tier.Name)
	if err != nil {
		return err
	}
	tier.Name = name
	if err := (loyalty.Tier{RateBp: tier.RateBp, DiscountBp: tier.DiscountBp}).Check(); err != nil {
		return err
	}
	if tier.Threshold < 0 {
		return pos.Refuse(pos.BadAmount)
	}
	return t.store.Do(ctx, func(tx Tx) error {
		old, err := tx.Tier(tier.Name)
		switch {
		case err == nil && old.Default && !tier.Default:
			// One tier is always the default: another takes the mark, this one
			// cannot just drop it.
			return pos.Refuse(pos.BadSetting, "default")
		case err != nil && pos.CodeOf(err) != pos.UnknownTier:
			return err
		}
		if err := ladderWith(tx, tier); err != nil {
			return err
		}
		body := who.body()
		body.What = tierSet(tier)
		_, err = tx.Append(t.now(), body, pos.ID{}, 0)
		return err
	})
}

// ladderWith refuses a tier that would make the ladder go down.
func ladderWith(r Reader, tier pos.Tier) error {
	tiers, err := r.Tiers()
	if err != nil {
		return err
	}
	at := slices.IndexFunc(tiers, func(t pos.Tier) bool { return t.Name == tier.Name })
	for i := range tiers {
		tiers[i].Default = tiers[i].Default && !tier.Default
	}
	if at >= 0 {
		tiers[at] = tier
	} else {
		tiers = append(tiers, tier)
	}
	return loyalty.LadderOf(tiers).Check()
}
