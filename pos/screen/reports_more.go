package screen

import (
	"context"

	"bonuskasse/pos"
)

// addMore asks about more points for the customer of the sale that keys are
// about: as many again, until a person says otherwise.
func (r *Reports) addMore(ctx context.Context, do *Turn) {
	number := r.number()
	if number == "" {
		do.Say(Look, "reports.choose_first")
		return
	}
	f, err := r.till.Receipt(ctx, number)
	if do.Refuse(err) {
		return
	}
	if f.Standing == nil {
		do.Say(Look, "reports.add_more.guest")
		do.Sound(RefusedSound)
		return
	}
	do.Go(MemberPlace, OpenMember{ID: f.Standing.Member.ID, Adjust: &Adjustment{Points: max(f.Sale.PointsEarned, 0), Note: number}})
}

// allReports are those that a period or a day is chosen for, in their order.
var allReports = []string{"sales", "points", "customers", "cards", "coupons", "liability"}

// askReport asks which report: all of them are a manager's to see.
func (r *Reports) askReport(do *Turn) {
	if !do.Person.Role.May(pos.Manager) {
		do.Refuse(pos.Refuse(pos.NotAllowed, string(pos.Manager)))
		return
	}
	q := Question{Title: Say("reports.more.title"), Choices: []Choice{Yes("ok", "reports.z.show"), No()},
		Then: func(_ context.Context, a Reply, do *Turn) error {
			if a.Do != Cancel && a.Row >= 0 && a.Row < len(allReports) {
				r.lead(allReports[a.Row], do)
			}
			return nil
		},
	}
	for _, name := range allReports {
		q.Rows = append(q.Rows, Row{Head: Say("reports.more." + name), Sub: Say("reports.more." + name + ".sub")})
	}
	do.Ask(q)
}
