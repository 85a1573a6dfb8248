package reports

import (
	"context"

	"bonuskasse/hardware"
	"bonuskasse/pos"
	"bonuskasse/pos/screen"
	"bonuskasse/pos/till"
)

// ShiftsTill is what the closing of a shift needs of the till.
type ShiftsTill interface {
	OpenShift(ctx context.Context) (till.XReport, error)
	CloseShift(ctx context.Context, count *till.CashCount, who till.Who) (till.XReport, error)
	Shifts(ctx context.Context) ([]till.Shift, error)
	Z(ctx context.Context, number string) (till.XReport, error)
	PrintZ(ctx context.Context, number string) error
	XDocument(x till.XReport) hardware.Document
}

// askShift says what would be closed, and leads to what was.
func (r *Screen) askShift(ctx context.Context, do *screen.Turn) {
	x, err := r.till.OpenShift(ctx)
	if do.Refuse(err) {
		return
	}
	q := screen.Question{
		Title: screen.Say("reports.z.title"),
		Text:  screen.Say("reports.z.text", screen.Moment(x.From), screen.Say("reports.z.sales", x.Sales+x.Refunds), x.Net-x.Returned),
		Field: &screen.Field{Label: screen.Say("reports.z.counted"), Kind: screen.AmountText},
		Choices: []screen.Choice{
			screen.Yes("close", "reports.z.do"), {Do: "uncounted", Word: screen.Say("reports.z.uncounted")}, {Do: "earlier", Word: screen.Say("reports.z.earlier")}, screen.No(),
		},
		Then: func(ctx context.Context, a screen.Reply, do *screen.Turn) error {
			switch a.Do {
			case "close":
				sum, ok := screen.ReadAmount(a.Text)
				if !ok {
					return pos.Refuse(pos.BadAmount)
				}
				r.askLeft(till.CashCount{Sum: sum}, *x.Drawer, do)
			case "uncounted":
				return r.close(ctx, nil, do.Who(), do)
			case "earlier":
				return r.askEarlier(ctx, do)
			}
			return nil
		},
	}
	if x.Empty() && len(x.Drawer.Moves) == 0 { // the way to the earlier ones stays
		q.Text = screen.Say("reports.z.empty", screen.Moment(x.From))
		q.Field, q.Choices = nil, []screen.Choice{screen.Yes("earlier", "reports.z.earlier"), screen.No()}
	}
	do.Ask(q)
}

// askLeft asks what of the counted money stays in the drawer: as much as the shift
// began with, unless a person says otherwise.
func (r *Screen) askLeft(c till.CashCount, d till.Drawer, do *screen.Turn) {
	left := max(0, min(d.Float(), c.Sum))
	do.Ask(screen.Question{
		Title: screen.Say("reports.z.left.title"), Text: screen.Say("reports.z.left.text", c.Sum),
		Field:   &screen.Field{Label: screen.Say("reports.z.left"), Kind: screen.AmountText, Text: "0", Amount: left},
		Choices: []screen.Choice{screen.Yes("ok", "action.ok"), screen.No()},
		Then: func(ctx context.Context, a screen.Reply, do *screen.Turn) error {
			if a.Do == screen.Cancel {
				return nil
			}
			var ok bool
			if c.Left, ok = screen.ReadAmount(a.Text); !ok || c.Left < 0 || c.Left > c.Sum {
				return pos.Refuse(pos.BadAmount)
			}
			if off := c.Sum - d.Expected; off != 0 {
				r.askOff(c, d, off, do)
				return nil
			}
			return r.close(ctx, &c, do.Who(), do)
		},
	})
}

// askOff asks why there is not in the drawer what should be. Until here nobody was
// told what that is: who counts, counts. Counting again is a way out.
func (r *Screen) askOff(c till.CashCount, d till.Drawer, off pos.Money, do *screen.Turn) {
	text := screen.Say("reports.z.off.missing", d.Expected, c.Sum, -off)
	if off > 0 {
		text = screen.Say("reports.z.off.over", d.Expected, c.Sum, off)
	}
	do.Ask(screen.Question{
		Title: screen.Say("reports.z.off.title"), Text: text, Field: &screen.Field{Label: screen.Say("reports.z.off.why")},
		Choices: []screen.Choice{screen.Yes("close", "reports.z.do"), {Do: "again", Word: screen.Say("reports.z.again")}, screen.No()},
		Then: func(ctx context.Context, a screen.Reply, do *screen.Turn) error {
			switch a.Do {
			case "again":
				r.askShift(ctx, do)
			case "close":
				who, err := do.Because(a)
				if err != nil {
					return err
				}
				return r.close(ctx, &c, who, do)
			}
			return nil
		},
	})
}

// close ends the shift, with a manager where it takes one.
func (r *Screen) close(ctx context.Context, count *till.CashCount, who till.Who, do *screen.Turn) error {
	return screen.WithManager(ctx, r.till, do, who, screen.Say("reports.z.title"), func(ctx context.Context, who till.Who, do *screen.Turn) error {
		x, err := r.till.CloseShift(ctx, count, who)
		if err != nil {
			return err
		}
		r.devices.Wake()
		r.load(do)
		do.Printing("reports.z.printing", screen.Plain(x.Number))
		r.showZ(x, do)
		return nil
	})
}

// showZ shows a Z report, in the language of the window.
func (r *Screen) showZ(x till.XReport, do *screen.Turn) {
	x.Language = do.Language
	doc := r.till.XDocument(x)
	do.Ask(screen.Question{Title: screen.Name(doc.Title), Paper: &doc,
		Choices: []screen.Choice{{Do: screen.Cancel, Word: screen.Say("action.close"), Mood: screen.Go}}})
}

// askEarlier lists the shifts that were closed: one is looked at, or printed as a
// copy.
func (r *Screen) askEarlier(ctx context.Context, do *screen.Turn) error {
	list, err := r.till.Shifts(ctx)
	if err != nil {
		return err
	}
	if len(list) == 0 {
		return pos.Refuse(pos.UnknownShift)
	}
	q := screen.Question{
		Title: screen.Say("reports.z.earlier"), Text: screen.Say("reports.z.earlier.text"),
		Choices: []screen.Choice{screen.Yes("show", "reports.z.show"), {Do: "copy", Word: screen.Say("action.copy")}, screen.No()},
		Then: func(ctx context.Context, a screen.Reply, do *screen.Turn) error {
			if a.Do == screen.Cancel || a.Row < 0 || a.Row >= len(list) {
				return nil
			}
			number := list[a.Row].Number
			if a.Do == "copy" {
				if err := r.till.PrintZ(ctx, number); err != nil {
					return err
				}
				r.devices.Wake()
				do.Printing("reports.z.printing", screen.Plain(number))
				return nil
			}
			x, err := r.till.Z(ctx, number)
			if err == nil {
				r.showZ(x, do)
			}
			return err
		},
	}
	for _, s := range list {
		q.Rows = append(q.Rows, screen.Row{Head: screen.Name(s.Number), Sub: screen.Say("reports.z.span", screen.Moment(s.From), screen.Moment(s.To))})
	}
	do.Ask(q)
	return nil
}
