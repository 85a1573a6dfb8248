package screen

import (
	"context"

	"bonuskasse/pos"
	"bonuskasse/pos/till"
)

// percent gives the chosen line, or the last, the discount that was typed; it
// asks where nothing was.
func (s *Sale) percent(ctx context.Context, do *Turn) {
	at, ok := s.line()
	if !ok {
		do.Refuse(pos.Refuse(pos.EmptySale))
		return
	}
	give := func(ctx context.Context, text string, do *Turn) error {
		bp, ok := ReadScaled(text, 2)
		if !ok {
			return pos.Refuse(pos.BadRate)
		}
		id := s.draft.ID
		return WithManager(ctx, s.till, do, do.Who(), Say("sale.discount.manager", Rate(bp)), func(ctx context.Context, who till.Who, do *Turn) error {
			if s.draft.ID != id {
				return nil // another sale stands here by now
			}
			if err := s.till.SetDiscount(ctx, &s.draft, at, bp, who); err != nil {
				return err
			}
			s.change(ctx, do, func() error { return nil })
			return nil
		})
	}
	if s.entry != "" {
		if do.Refuse(give(ctx, s.entry, do)) {
			s.mark()
		} else {
			s.entry = ""
		}
		return
	}
	do.Ask(Question{
		Title:   Say("sale.discount.title"),
		Text:    Say("sale.discount.text", s.draft.Lines[at].Name),
		Field:   &Field{Label: Say("sale.discount.field"), Kind: AmountText},
		Choices: []Choice{Yes("ok", "action.give_discount"), No()},
		Then: func(ctx context.Context, r Reply, do *Turn) error {
			if r.Do == Cancel {
				return nil
			}
			return give(ctx, r.Text, do)
		},
	})
}
