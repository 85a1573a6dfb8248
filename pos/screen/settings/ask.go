package settings

import (
	"context"

	"bonuskasse/pos"
	"bonuskasse/pos/screen"
)

// askText asks for one line and gives it to save; save's error stays in the
// question.
func (s *Screen) askText(title screen.Sentence, explain screen.Sentence, text string, kind screen.FieldKind, save func(ctx context.Context, text string, do *screen.Turn) error) func(context.Context, *screen.Turn) {
	return func(_ context.Context, do *screen.Turn) {
		do.Ask(screen.Question{
			Title: title, Text: explain,
			Field:   &screen.Field{Label: title, Text: text, Kind: kind},
			Choices: []screen.Choice{screen.Yes("save", "action.save"), screen.No()},
			Then: func(ctx context.Context, r screen.Reply, do *screen.Turn) error {
				if r.Do == screen.Cancel {
					return nil
				}
				return save(ctx, r.Text, do)
			},
		})
	}
}

// askPIN asks for a PIN and has it looked at beside the window: that is slow by
// design. What check returns is done here.
func (s *Screen) askPIN(title, explain screen.Sentence, check func(ctx context.Context, pin string) (func(context.Context, *screen.Turn), error)) func(context.Context, *screen.Turn) {
	return func(_ context.Context, do *screen.Turn) {
		do.Ask(screen.Question{
			Title: title, Text: explain,
			Field:   &screen.Field{Label: title, Kind: screen.SecretText},
			Choices: []screen.Choice{screen.Yes("save", "action.save"), screen.No()},
			Check: func(ctx context.Context, r screen.Reply) (func(context.Context, *screen.Turn), error) {
				return check(ctx, r.Text)
			},
		})
	}
}

// askNumber asks for a number of so many decimals.
func (s *Screen) askNumber(title, explain screen.Sentence, n int64, decimals int, save func(ctx context.Context, n int64, do *screen.Turn) error) func(context.Context, *screen.Turn) {
	kind := screen.NumberText
	if decimals > 0 {
		kind = screen.AmountText
	}
	return s.askText(title, explain, screen.WriteDecimal(s.facts.language, n, decimals), kind,
		func(ctx context.Context, text string, do *screen.Turn) error {
			v, ok := screen.ReadScaled(text, decimals)
			if !ok {
				return pos.Refuse(pos.BadAmount)
			}
			return save(ctx, v, do)
		})
}

// askOne asks to pick one of several; now is the one that holds, or -1.
func (s *Screen) askOne(title, explain screen.Sentence, rows []screen.Row, now int, save func(ctx context.Context, at int, do *screen.Turn) error) func(context.Context, *screen.Turn) {
	return func(_ context.Context, do *screen.Turn) {
		list := append([]screen.Row(nil), rows...)
		if now >= 0 && now < len(list) {
			list[now].Right = screen.Say("settings.now")
		}
		do.Ask(screen.Question{
			Title: title, Text: explain, Rows: list, Start: max(now, 0),
			Choices: []screen.Choice{screen.Yes("pick", "action.choose"), screen.No()},
			Then: func(ctx context.Context, r screen.Reply, do *screen.Turn) error {
				if r.Do == screen.Cancel || r.Row < 0 || r.Row >= len(rows) {
					return nil
				}
				return save(ctx, r.Row, do)
			},
		})
	}
}

// askSure asks before something is taken away or cannot be taken back.
func (s *Screen) askSure(title, text screen.Sentence, word string, then func(ctx context.Context, do *screen.Turn) error) func(context.Context, *screen.Turn) {
	return func(_ context.Context, do *screen.Turn) {
		do.Ask(screen.Question{
			Title: title, Text: text,
			Choices: []screen.Choice{{Do: "sure", Word: screen.Say(word), Mood: screen.Stop}, screen.No()},
			Then: func(ctx context.Context, r screen.Reply, do *screen.Turn) error {
				if r.Do != "sure" {
					return nil
				}
				return then(ctx, do)
			},
		})
	}
}

// saved says so, and reads everything again; an error is said instead.
func (s *Screen) saved(ctx context.Context, err error, do *screen.Turn) {
	if do.Refuse(err) {
		return
	}
	s.refresh(ctx, do)
	do.Say(screen.Go, "settings.saved")
}
