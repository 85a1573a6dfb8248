package settings

import (
	"context"
	"strings"

	"bonuskasse/pos"
	"bonuskasse/pos/screen"
)

// tierRows is the directory "Bonus accumulation", or one tier of it.
func (s *Screen) tierRows() []Row {
	if name, ok := strings.CutPrefix(s.open, "tier:"); ok {
		for _, t := range s.facts.tiers {
			if t.Name == name {
				return s.tierDetail(t)
			}
		}
		s.open = ""
	}
	var rows []Row
	for _, t := range s.facts.tiers {
		value := screen.Say("settings.tier.value", screen.Rate(t.RateBp), screen.Rate(t.DiscountBp))
		row := Row{ID: "tier:" + t.Name, Name: screen.TierWord(t.Name), Value: value, Explain: screen.Say("settings.tier.explain"), Opens: true}
		if t.Threshold > 0 && !t.Default {
			row.Value = screen.Say("settings.tier.value.ladder", screen.Rate(t.RateBp), screen.Rate(t.DiscountBp), t.Threshold)
		}
		if t.Default {
			row.Value, row.Mood = screen.Say("settings.tier.value.default", screen.Rate(t.RateBp), screen.Rate(t.DiscountBp)), screen.Go
		}
		row.act = s.openRow(row.ID)
		rows = append(rows, row)
	}
	name, explain := screen.Say("settings.tier.new"), screen.Say("settings.tier.new.explain")
	return append(rows, Row{ID: "new", Name: name, Explain: explain, Do: true,
		act: s.askText(name, explain, "", screen.AnyText, func(ctx context.Context, text string, do *screen.Turn) error {
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

func (s *Screen) tierDetail(t pos.Tier) []Row {
	s.state.Title = screen.TierWord(t.Name)
	rate := func(id string, now int64, set func(*pos.Tier, int64)) Row {
		name, explain := screen.Say("settings.tier."+id), screen.Say("settings.tier."+id+".explain")
		return Row{ID: id, Name: name, Value: screen.Say("value", screen.Rate(now)), Explain: explain,
			act: s.askNumber(name, explain, now, 2, func(ctx context.Context, n int64, do *screen.Turn) error {
				changed := t
				set(&changed, n)
				return s.setTier(ctx, changed, do)
			})}
	}
	name, explain := screen.Say("settings.tier.threshold"), screen.Say("settings.tier.threshold.explain")
	threshold := Row{ID: "threshold", Name: name, Value: screen.Say("value", t.Threshold), Explain: explain,
		act: s.askNumber(name, explain, int64(t.Threshold), 2, func(ctx context.Context, n int64, do *screen.Turn) error {
			changed := t
			changed.Threshold = pos.Money(n)
			return s.setTier(ctx, changed, do)
		})}
	mark := Row{ID: "default", Name: screen.Say("settings.tier.default"), Explain: screen.Say("settings.tier.default.explain"), Do: true}
	if t.Default {
		mark.Value, mark.Mood, mark.Do = screen.Say("action.yes"), screen.Go, false
	} else {
		mark.Value = screen.Say("action.no")
		mark.act = func(ctx context.Context, do *screen.Turn) {
			changed := t
			changed.Default = true
			do.Refuse(s.setTier(ctx, changed, do))
		}
	}
	return []Row{
		rate("rate", t.RateBp, func(t *pos.Tier, n int64) { t.RateBp = n }),
		rate("discount", t.DiscountBp, func(t *pos.Tier, n int64) { t.DiscountBp = n }),
		threshold, mark,
	}
}

func (s *Screen) setTier(ctx context.Context, t pos.Tier, do *screen.Turn) error {
	if err := s.till.SetTier(ctx, t, do.Who()); err != nil {
		return err
	}
	do.Tell(screen.Changed{What: "tiers"})
	s.saved(ctx, nil, do)
	return nil
}
