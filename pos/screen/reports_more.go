package screen

import "context"

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
