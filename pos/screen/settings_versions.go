package screen

import (
	"cmp"
	"context"
	"slices"
	"strconv"

	"bonuskasse/pos"
	"bonuskasse/pos/loyalty"
	"bonuskasse/pos/till"
)

func (s *Settings) versionsRow() SettingRow {
	name := Say("settings.programme.versions")
	return SettingRow{ID: "versions", Name: name, Value: Name(strconv.Itoa(len(s.facts.versions))), Opens: true,
		Explain: Say("settings.programme.versions.explain"),
		act: func(_ context.Context, do *Turn) {
			list := slices.Clone(s.facts.versions)
			slices.SortFunc(list, func(a, b till.Program) int { return cmp.Compare(b.Version, a.Version) })
			q := Question{Title: name, Text: Say("settings.programme.versions.explain"), Choices: []Choice{Yes("ok", "action.ok")}}
			for _, v := range list {
				row := Row{
					Head: Say("settings.programme.version", v.Version, v.ValidFrom),
					Sub:  Say("settings.programme.version.text", Points(v.Points), pos.Money(v.PointsWorth), Rate(v.CapBp)),
				}
				if v.Version == s.facts.program.Version {
					row.Right = Say("settings.now")
				}
				q.Rows = append(q.Rows, row)
			}
			do.Ask(q)
		}}
}

func (s *Settings) exampleRow() SettingRow {
	name, explain := Say("settings.example.amount"), Say("settings.example.amount.explain")
	ask := s.askNumber(name, explain, int64(s.example), 2, func(_ context.Context, n int64, do *Turn) error {
		if n <= 0 || pos.Money(n) > pos.MaxUnitPrice {
			return pos.Refuse(pos.BadAmount)
		}
		s.example = pos.Money(n)
		s.build(do)
		return nil
	})
	// The example changes nothing, so everybody may try it.
	return SettingRow{ID: "example", Name: name, Value: Say("value", s.example), Explain: explain, Opens: true, act: ask}
}

// exampleOf is what one purchase gives under a programme, by the rules that a
// sale is computed with: to the customer who was chosen, or to one of the first
// tier that earns, with bonus enough.
func (s *Settings) exampleOf(p loyalty.Program) []Sentence {
	tier, points := pos.Tier{Name: pos.NoBonusTier}, int64(1<<40)
	for _, t := range s.facts.tiers {
		if t.RateBp > 0 {
			tier = t
			break
		}
	}
	if s.customer != nil {
		tier, points = s.customer.Tier, s.customer.Account.Available(s.customerAt)
	}
	trial, err := loyalty.Try(p, loyalty.Tier{RateBp: tier.RateBp}, points, int64(s.example))
	if err != nil {
		return []Sentence{SentenceOf(err)}
	}
	return TrialWords(tier.Name, trial)
}
