package screen

import (
	"context"
	"strings"

	"bonuskasse/pos"
)

// tierRows is the directory "Bonus accumulation", or one tier of it.
func (s *Settings) tierRows() []SettingRow {
	if name, ok := strings.CutPrefix(s.open, "tier:"); ok {
		for _, t := range s.facts.tiers {
			if t.Name == name {
				return s.tierDetail(t)
			}
		}
		s.open = ""
	}
	var rows []SettingRow
	for _, t := range s.facts.tiers {
		value := Say("settings.tier.value", Rate(t.RateBp), Rate(t.DiscountBp))
		row := SettingRow{ID: "tier:" + t.Name, Name: TierWord(t.Name), Value: value, Explain: Say("settings.tier.explain"), Opens: true}
		if t.Threshold > 0 && !t.Default {
			row.Value = Say("settings.tier.value.ladder", Rate(t.RateBp), Rate(t.DiscountBp), t.Threshold)
		}
		if t.Default {
			row.Value, row.Mood = Say("settings.tier.value.default", Rate(t.RateBp), Rate(t.DiscountBp)), Go
		}
		row.act = s.openRow(row.ID)
		rows = append(rows, row)
	}
	name, explain := Say("settings.tier.new"), Say("settings.tier.new.explain")
	return append(rows, SettingRow{ID: "new", Name: name, Explain: explain, Do: true,
		act: s.askText(name, explain, "", AnyText, func(ctx context.Context, text string, do *Turn) error {
			clean, err := pos.CleanName(text)
			if err != nil {
				return err
			}
			for _, t := range s.facts.tiers {
				if strings.EqualFold(t.Name, clean) {
					return pos.Refuse(pos.AlreadyThere)
				}
			}
			if err := s.till.SetTier(ctx, pos.Tier{Name: clean}, do.Who()); err != nil {
				return err
			}
			s.open, s.state.Chosen = "tier:"+clean, 0
			s.saved(ctx, nil, do)
			return nil
		})})
}

func (s *Settings) tierDetail(t pos.Tier) []SettingRow {
	s.state.Title = TierWord(t.Name)
	rate := func(id string, now int64, set func(*pos.Tier, int64)) SettingRow {
		name, explain := Say("settings.tier."+id), Say("settings.tier."+id+".explain")
		return SettingRow{ID: id, Name: name, Value: Say("value", Rate(now)), Explain: explain,
			act: s.askNumber(name, explain, now, 2, func(ctx context.Context, n int64, do *Turn) error {
				changed := t
				set(&changed, n)
				return s.setTier(ctx, changed, do)
			})}
	}
	name, explain := Say("settings.tier.threshold"), Say("settings.tier.threshold.explain")
	threshold := SettingRow{ID: "threshold", Name: name, Value: Say("value", t.Threshold), Explain: explain,
		act: s.askNumber(name, explain, int64(t.Threshold), 2, func(ctx context.Context, n int64, do *Turn) error {
			changed := t
			changed.Threshold = pos.Money(n)
			return s.setTier(ctx, changed, do)
		})}
	mark := SettingRow{ID: "default", Name: Say("settings.tier.default"), Explain: Say("settings.tier.default.explain"), Do: true}
	if t.Default {
		mark.Value, mark.Mood, mark.Do = Say("action.yes"), Go, false
	} else {
		mark.Value = Say("action.no")
		mark.act = func(ctx context.Context, do *Turn) {
			changed := t
			changed.Default = true
			do.Refuse(s.setTier(ctx, changed, do))
		}
	}
	return []SettingRow{
		rate("rate", t.RateBp, func(t *pos.Tier, n int64) { t.RateBp = n }),
		rate("discount", t.DiscountBp, func(t *pos.Tier, n int64) { t.DiscountBp = n }),
		threshold, mark,
	}
}

func (s *Settings) setTier(ctx context.Context, t pos.Tier, do *Turn) error {
	if err := s.till.SetTier(ctx, t, do.Who()); err != nil {
		return err
	}
	do.Tell(Changed{What: "tiers"})
	s.saved(ctx, nil, do)
	return nil
}
