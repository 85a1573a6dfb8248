package screen

import (
	"context"

	"bonuskasse/pos"
)

// askText asks for one line and gives it to save; save's error stays in the
// question.
func (s *Settings) askText(title Sentence, explain Sentence, text string, kind FieldKind, save func(ctx context.Context, text string, do *Turn) error) func(context.Context, *Turn) {
	return func(_ context.Context, do *Turn) {
		do.Ask(Question{
			Title: title, Text: explain,
			Field:   &Field{Label: title, Text: text, Kind: kind},
			Choices: []Choice{Yes("save", "action.save"), No()},
			Then: func(ctx context.Context, r Reply, do *Turn) error {
				if r.Do == Cancel {
					return nil
				}
				return save(ctx, r.Text, do)
			},
		})
	}
}

// askPIN asks for a PIN and has it looked at beside the window: that is slow by
// design. What check returns is done here.
func (s *Settings) askPIN(title, explain Sentence, check func(ctx context.Context, pin string) (func(context.Context, *Turn), error)) func(context.Context, *Turn) {
	return func(_ context.Context, do *Turn) {
		do.Ask(Question{
			Title: title, Text: explain,
			Field:   &Field{Label: title, Kind: SecretText},
			Choices: []Choice{Yes("save", "action.save"), No()},
			Check: func(ctx context.Context, r Reply) (func(context.Context, *Turn), error) {
				return check(ctx, r.Text)
			},
		})
	}
}

// askNumber asks for a number of so many decimals.
func (s *Settings) askNumber(title, explain Sentence, n int64, decimals int, save func(ctx context.Context, n int64, do *Turn) error) func(context.Context, *Turn) {
	kind := NumberText
	if decimals > 0 {
		kind = AmountText
	}
	return s.askText(title, explain, WriteDecimal(s.facts.language, n, decimals), kind,
		func(ctx context.Context, text string, do *Turn) error {
			v, ok := ReadScaled(text, decimals)
			if !ok {
				return pos.Refuse(pos.BadAmount)
			}
			return save(ctx, v, do)
		})
}

// askOne asks to pick one of several; now is the one that holds, or -1.
func (s *Settings) askOne(title, explain Sentence, rows []Row, now int, save func(ctx context.Context, at int, do *Turn) error) func(context.Context, *Turn) {
	return func(_ context.Context, do *Turn) {
		list := append([]Row(nil), rows...)
		if now >= 0 && now < len(list) {
			list[now].Right = Say("settings.now")
		}
		do.Ask(Question{
			Title: title, Text: explain, Rows: list, Start: max(now, 0),
			Choices: []Choice{Yes("pick", "action.choose"), No()},
			Then: func(ctx context.Context, r Reply, do *Turn) error {
				if r.Do == Cancel || r.Row < 0 || r.Row >= len(rows) {
					return nil
				}
				return save(ctx, r.Row, do)
			},
		})
	}
}

// askSure asks before something is taken away or cannot be taken back.
func (s *Settings) askSure(title, text Sentence, word string, then func(ctx context.Context, do *Turn) error) func(context.Context, *Turn) {
	return func(_ context.Context, do *Turn) {
		do.Ask(Question{
			Title: title, Text: text,
			Choices: []Choice{{Do: "sure", Word: Say(word), Mood: Stop}, No()},
			Then: func(ctx context.Context, r Reply, do *Turn) error {
				if r.Do != "sure" {
					return nil
				}
				return then(ctx, do)
			},
		})
	}
}

// saved says so, and reads everything again; an error is said instead.
func (s *Settings) saved(ctx context.Context, err error, do *Turn) {
	if do.Refuse(err) {
		return
	}
	s.refresh(ctx, do)
	do.Say(Go, "settings.saved")
}
