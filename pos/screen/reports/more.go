package reports

import (
	"context"

	"bonuskasse/pos"
	"bonuskasse/pos/screen"
)

// addMore asks about more points for the customer of the sale that keys are
// about: as many again, until a person says otherwise.
func (r *Screen) addMore(ctx context.Context, do *screen.Turn) {
	number := r.number()
	if number == "" {
		do.Say(screen.Look, "reports.choose_first")
		return
	}
	f, err := r.till.Receipt(ctx, number)
	if do.Refuse(err) {
		return
	}
	if f.Standing == nil {
		do.Say(screen.Look, "reports.add_more.guest")
		do.Sound(screen.RefusedSound)
		return
	}
	do.Go(screen.MemberPlace, screen.OpenMember{ID: f.Standing.Member.ID, Adjust: &screen.Adjustment{Points: max(f.Sale.PointsEarned, 0), Note: number}})
}

// allReports are those that a period or a day is chosen for, in their order.
var allReports = []string{"sales", "points", "customers", "cards", "coupons", "liability"}

// askReport asks which report: all of them are a manager's to see.
func (r *Screen) askReport(do *screen.Turn) {
	if !do.Person.Role.May(pos.Manager) {
		do.Refuse(pos.Refuse(pos.NotAllowed, string(pos.Manager)))
		return
	}
	q := screen.Question{Title: screen.Say("reports.more.title"), Choices: []screen.Choice{screen.Yes("ok", "reports.z.show"), screen.No()},
		Then: func(_ context.Context, a screen.Reply, do *screen.Turn) error {
			if a.Do != screen.Cancel && a.Row >= 0 && a.Row < len(allReports) {
				r.lead(allReports[a.Row], do)
			}
			return nil
		},
	}
	for _, name := range allReports {
		q.Rows = append(q.Rows, screen.Row{Head: screen.Say("reports.more." + name), Sub: screen.Say("reports.more." + name + ".sub")})
	}
	do.Ask(q)
}
