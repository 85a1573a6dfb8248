package screen

import (
	"context"

	"bonuskasse/hardware"
	"bonuskasse/pos"
	"bonuskasse/pos/till"
)

// ShiftsTill is what the closing of a shift needs of the till.
type ShiftsTill interface {
	OpenShift(ctx context.Context) (till.XReport, error)
	CloseShift(ctx context.Context, who till.Who) (till.XReport, error)
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
		Choices: []Choice{
			Yes("close", "reports.z.do"), {Do: "earlier", Word: Say("reports.z.earlier")}, No(),
		},
		Then: func(ctx context.Context, a Reply, do *Turn) error {
			switch a.Do {
			case "close":
				return WithManager(ctx, r.till, do, do.Who(), Say("reports.z.title"), r.closeShift)
			case "earlier":
				return r.askEarlier(ctx, do)
			}
			return nil
		},
	}
	if x.Empty() { // the way to the earlier ones stays
		q.Text = Say("reports.z.empty", Moment(x.From))
		q.Choices = []Choice{Yes("earlier", "reports.z.earlier"), No()}
	}
	do.Ask(q)
}

func (r *Reports) closeShift(ctx context.Context, who till.Who, do *Turn) error {
	x, err := r.till.CloseShift(ctx, who)
	if err != nil {
		return err
	}
	r.devices.Wake()
	r.load(do)
	do.Say(Go, "reports.z.printing", Plain(x.Number))
	r.showZ(x, do)
	return nil
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
				do.Say(Go, "reports.z.printing", Plain(number))
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
