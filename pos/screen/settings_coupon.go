package screen

import (
	"context"
	"slices"

	"bonuskasse/pos/till"
)

// guestCouponRows say whether a guest gets a coupon with the receipt, and over
// whose points.
func (s *Settings) guestCouponRows() []SettingRow {
	words := []string{till.CouponOff, till.CouponAsk, till.CouponAlways}
	var rows []Row
	for _, w := range words {
		rows = append(rows, Row{Head: Say("settings.coupon." + w)})
	}
	at := max(slices.Index(words, s.facts.set[till.GuestCouponSetting]), 0)
	name, explain := Say("settings.coupon"), Say("settings.coupon.explain")
	list := []SettingRow{{ID: "guest_coupon", Name: name, Value: rows[at].Head, Explain: explain,
		act: s.askOne(name, explain, rows, at, func(ctx context.Context, at int, do *Turn) error {
			return s.set(ctx, till.GuestCouponSetting, words[at], do)
		})}}
	if at == 0 {
		return list
	}
	tier, tierExplain := Say("settings.coupon.tier"), Say("settings.coupon.tier.explain")
	var tiers []Row
	chosen := 0
	for i, t := range s.facts.tiers {
		tiers = append(tiers, Row{Head: Name(t.Name), Sub: Say("member.tier.row", Rate(t.RateBp), Rate(t.DiscountBp))})
		set := s.facts.set[till.GuestTierSetting]
		if t.Name == set || set == "" && t.Default {
			chosen = i
		}
	}
	if len(tiers) == 0 {
		return list
	}
	return append(list, SettingRow{ID: "guest_tier", Name: tier, Value: tiers[chosen].Head, Explain: tierExplain,
		act: s.askOne(tier, tierExplain, tiers, chosen, func(ctx context.Context, at int, do *Turn) error {
			return s.set(ctx, till.GuestTierSetting, s.facts.tiers[at].Name, do)
		})})
}

// set keeps a setting and shows that it is kept.
func (s *Settings) set(ctx context.Context, key, value string, do *Turn) error {
	err := s.till.Set(ctx, key, value, do.Who())
	if err == nil {
		s.saved(ctx, nil, do)
	}
	return err
}
