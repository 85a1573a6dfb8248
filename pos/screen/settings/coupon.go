package settings

import (
	"context"
	"slices"

	"bonuskasse/pos/screen"
	"bonuskasse/pos/till"
)

// guestCouponRows say whether a guest gets a coupon with the receipt, and over
// whose points.
func (s *Screen) guestCouponRows() []Row {
	words := []string{till.CouponOff, till.CouponAsk, till.CouponAlways}
	var rows []screen.Row
	for _, w := range words {
		rows = append(rows, screen.Row{Head: screen.Say("settings.coupon." + w)})
	}
	at := max(slices.Index(words, s.facts.set[till.GuestCouponSetting]), 0)
	name, explain := screen.Say("settings.coupon"), screen.Say("settings.coupon.explain")
	list := []Row{{ID: "guest_coupon", Name: name, Value: rows[at].Head, Explain: explain,
		act: s.askOne(name, explain, rows, at, func(ctx context.Context, at int, do *screen.Turn) error {
			return s.set(ctx, till.GuestCouponSetting, words[at], do)
		})}}
	if at == 0 {
		return list
	}
	tier, tierExplain := screen.Say("settings.coupon.tier"), screen.Say("settings.coupon.tier.explain")
	var tiers []screen.Row
	chosen := 0
	for i, t := range s.facts.tiers {
		tiers = append(tiers, screen.Row{Head: screen.Name(t.Name), Sub: screen.Say("member.tier.row", screen.Rate(t.RateBp), screen.Rate(t.DiscountBp))})
		set := s.facts.set[till.GuestTierSetting]
		if t.Name == set || set == "" && t.Default {
			chosen = i
		}
	}
	if len(tiers) == 0 {
		return list
	}
	return append(list, Row{ID: "guest_tier", Name: tier, Value: tiers[chosen].Head, Explain: tierExplain,
		act: s.askOne(tier, tierExplain, tiers, chosen, func(ctx context.Context, at int, do *screen.Turn) error {
			return s.set(ctx, till.GuestTierSetting, s.facts.tiers[at].Name, do)
		})})
}

// set keeps a setting and shows that it is kept.
func (s *Screen) set(ctx context.Context, key, value string, do *screen.Turn) error {
	err := s.till.Set(ctx, key, value, do.Who())
	if err == nil {
		s.saved(ctx, nil, do)
	}
	return err
}
