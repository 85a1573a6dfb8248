package screen

import (
	"context"

	"bonuskasse/pos"
	"bonuskasse/pos/till"
)

// cashKinds are the ways of moving money beside sales, in the order of their rows.
var cashKinds = []till.CashKind{till.CashFloat, till.CashIn, till.CashOut}

// askCash asks how much is put into the drawer or taken out, and then why.
func (s *Sale) askCash(kind till.CashKind, do *Turn) {
	title := Say("drawer.cash." + string(kind))
	do.Ask(Question{
		Title: title, Field: &Field{Label: Say("drawer.cash.amount"), Kind: AmountText}, Choices: []Choice{Yes("ok", "action.ok"), No()},
		Then: func(ctx context.Context, r Reply, do *Turn) error {
			if r.Do == Cancel {
				return nil
			}
			amount, ok := ReadAmount(r.Text)
			if !ok || amount <= 0 {
				return pos.Refuse(pos.BadAmount)
			}
			if kind == till.CashFloat {
				return s.moveCash(ctx, kind, amount, do.Who(), do)
			}
			do.Ask(Question{
				Title: title, Text: Say("value", amount), Field: &Field{Label: Say("drawer.cash.why")}, Choices: []Choice{Yes("ok", "action.ok"), No()},
				Then: func(ctx context.Context, r Reply, do *Turn) error {
					if r.Do == Cancel {
						return nil
					}
					who, err := do.Because(r)
					if err != nil {
						return err
					}
					return s.moveCash(ctx, kind, amount, who, do)
				},
			})
			return nil
		},
	})
}

// moveCash notes it in the journal, and then opens the drawer.
func (s *Sale) moveCash(ctx context.Context, kind till.CashKind, amount pos.Money, who till.Who, do *Turn) error {
	return WithManager(ctx, s.till, do, who, Say("drawer.cash."+string(kind)), func(ctx context.Context, who till.Who, do *Turn) error {
		if err := s.till.MoveCash(ctx, kind, amount, who); err != nil {
			return err
		}
		do.Say(Go, "drawer.cash.done."+string(kind), amount)
		do.Run(func(ctx context.Context) Event { return kicked{s.devices.Kick(ctx)} })
		return nil
	})
}
