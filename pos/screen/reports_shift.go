package screen

import (
	"context"
	"strings"

	"bonuskasse/hardware"
	"bonuskasse/pos"
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
func (r *Reports) askShift(ctx context.Context, do *Turn) {
	x, err := r.till.OpenShift(ctx)
	if do.Refuse(err) {
		return
	}
	q := Question{
		Title: Say("reports.z.title"),
		Text:  Say("reports.z.text", Moment(x.From), Say("reports.z.sales", x.Sales+x.Refunds), x.Net-x.Returned),
		Field: &Field{Label: Say("reports.z.counted"), Kind: AmountText},
		Choices: []Choice{
			Yes("close", "reports.z.do"), {Do: "uncounted", Word: Say("reports.z.uncounted")}, {Do: "earlier", Word: Say("reports.z.earlier")}, No(),
		},
		Then: func(ctx context.Context, a Reply, do *Turn) error {
			switch a.Do {
			case "close":
				sum, ok := ReadAmount(a.Text)
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
		q.Text = Say("reports.z.empty", Moment(x.From))
		q.Field, q.Choices = nil, []Choice{Yes("earlier", "reports.z.earlier"), No()}
	}
	do.Ask(q)
}

// askLeft asks what of the counted money stays in the drawer: as much as the shift
// began with, unless a person says otherwise.
func (r *Reports) askLeft(c till.CashCount, d till.Drawer, do *Turn) {
	left := max(0, min(d.Float(), c.Sum))
	do.Ask(Question{
		Title: Say("reports.z.left.title"), Text: Say("reports.z.left.text", c.Sum),
		Field:   &Field{Label: Say("reports.z.left"), Kind: AmountText, Text: "0", Amount: left},
		Choices: []Choice{Yes("ok", "action.ok"), No()},
		Then: func(ctx context.Context, a Reply, do *Turn) error {
			if a.Do == Cancel {
				return nil
			}
			var ok bool
			if c.Left, ok = ReadAmount(a.Text); !ok || c.Left < 0 || c.Left > c.Sum {
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
func (r *Reports) askOff(c till.CashCount, d till.Drawer, off pos.Money, do *Turn) {
	text := Say("reports.z.off.missing", d.Expected, c.Sum, -off)
	if off > 0 {
		text = Say("reports.z.off.over", d.Expected, c.Sum, off)
	}
	do.Ask(Question{
		Title: Say("reports.z.off.title"), Text: text, Field: &Field{Label: Say("reports.z.off.why")},
		Choices: []Choice{Yes("close", "reports.z.do"), {Do: "again", Word: Say("reports.z.again")}, No()},
		Then: func(ctx context.Context, a Reply, do *Turn) error {
			switch a.Do {
			case "again":
				r.askShift(ctx, do)
			case "close":
				who := do.Who()
				if who.Reason = strings.TrimSpace(a.Text); who.Reason == "" {
					return pos.Refuse(pos.NoReason)
				}
				return r.close(ctx, &c, who, do)
			}
			return nil
		},
	})
}

// close ends the shift, with a manager where it takes one.
func (r *Reports) close(ctx context.Context, count *till.CashCount, who till.Who, do *Turn) error {
	return WithManager(ctx, r.till, do, who, Say("reports.z.title"), func(ctx context.Context, who till.Who, do *Turn) error {
		x, err := r.till.CloseShift(ctx, count, who)
		if err != nil {
			return err
		}
		r.devices.Wake()
		r.load(do)
		do.Printing("reports.z.printing", Plain(x.Number))
		r.showZ(x, do)
		return nil
	})
}

// showZ shows a Z report, in the language of the window.
func (r *Reports) showZ(x till.XReport, do *Turn) {
	x.Language = do.Language
	doc := r.till.XDocument(x)
	do.Ask(Question{Title: Name(doc.Title), Paper: &doc,
		Choices: []Choice{{Do: Cancel, Word: Say("action.close"), Mood: Go}}})
}

// askEarlier lists the shifts that were closed: one is looked at, or printed as a
// copy.
func (r *Reports) askEarlier(ctx context.Context, do *Turn) error {
	list, err := r.till.Shifts(ctx)
	if err != nil {
		return err
	}
	if len(list) == 0 {
		return pos.Refuse(pos.UnknownShift)
	}
	q := Question{
		Title: Say("reports.z.earlier"), Text: Say("reports.z.earlier.text"),
		Choices: []Choice{Yes("show", "reports.z.show"), {Do: "copy", Word: Say("action.copy")}, No()},
		Then: func(ctx context.Context, a Reply, do *Turn) error {
			if a.Do == Cancel || a.Row < 0 || a.Row >= len(list) {
				return nil
			}
			number := list[a.Row].Number
			if a.Do == "copy" {
				if err := r.till.PrintZ(ctx, number); err != nil {
					return err
				}
				r.devices.Wake()
				do.Printing("reports.z.printing", Plain(number))
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
		q.Rows = append(q.Rows, Row{Head: Name(s.Number), Sub: Say("reports.z.span", Moment(s.From), Moment(s.To))})
	}
	do.Ask(q)
	return nil
}
