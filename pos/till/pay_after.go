package till

import (
	"cmp"
	"context"
	"slices"
	"time"

	"bonuskasse/pos"
	"bonuskasse/pos/loyalty"
)

// mostOfADay bounds the appointments that one sale looks at.
const mostOfADay = 100

// bringsAbout is what a member's sale does besides: it pays for appointments, lifts
// them up the ladder, and rewards who brought them.
func (t *Till) bringsAbout(tx Tx, o Offer, sale pos.Sale, who Who, now time.Time) (up bool, err error) {
	if o.Standing == nil {
		return false, nil
	}
	if err := t.rungUp(tx, sale, *o.Standing, who, now); err != nil {
		return false, err
	}
	if up, err = t.climb(tx, o.Program, *o.Standing, sale.AccrualBase, now); err != nil {
		return up, err
	}
	return up, t.referred(tx, o.Program, *o.Standing, sale)
}

// toRingUp are a member's appointments of today that no sale was the payment of,
// the earliest first. Their points wait, or have come already (awarded).
func (t *Till) toRingUp(r Reader, s Standing, awarded bool, now time.Time) (list []AppointmentRow, err error) {
	if list, err = r.AppointmentsOf(s, mostOfADay); err != nil {
		return nil, err
	}
	state := pos.AppointmentBooked
	if awarded {
		state = pos.AppointmentAwarded
	}
	list = slices.DeleteFunc(list, func(a AppointmentRow) bool {
		return a.State != state || !a.Sale.IsZero() || !t.sameDay(a.EndsAt, pos.At(now))
	})
	slices.SortFunc(list, func(a, b AppointmentRow) int { return cmp.Compare(a.EndsAt, b.EndsAt) })
	return list, nil
}

// sameDay reports whether two moments are of one day in the shop's zone.
func (t *Till) sameDay(a, b pos.Millis) bool {
	ay, am, ad := a.Time(t.zone).Date()
	by, bm, bd := b.Time(t.zone).Date()
	return ay == by && am == bm && ad == bd
}

// givesPoints tells whether a line is a service with points of its own.
func givesPoints(l pos.LineItem) bool {
	return l.Kind == pos.Service && l.FixedPoints != nil && *l.FixedPoints > 0
}

// pieces is how many services a line is: an hour and a half is one.
func pieces(qtyMilli int64) int { return int(max(qtyMilli/1000, 1)) }

// takeFirst takes so many appointments for a service off a list; all or none.
func takeFirst(list *[]AppointmentRow, sku string, most int, all bool) (taken []AppointmentRow) {
	rest := *list
	for len(taken) < most {
		at := slices.IndexFunc(rest, func(a AppointmentRow) bool { return a.SKU == sku })
		if at < 0 {
			break
		}
		taken = append(taken, rest[at])
		rest = slices.Delete(slices.Clone(rest), at, at+1)
	}
	if all && len(taken) < most {
		return nil
	}
	*list = rest
	return taken
}

// rules are what the lines of a sale are quoted by. Where a service's points have
// come by themselves, when the appointment was over, it has none: they count once.
func (t *Till) rules(r Reader, d pos.Draft, s *Standing, now time.Time) ([]loyalty.Line, error) {
	rules := rulesOf(d)
	live, _ := d.Live()
	if s == nil || !slices.ContainsFunc(live, givesPoints) {
		return rules, nil
	}
	list, err := t.toRingUp(r, *s, true, now)
	for i, l := range live {
		if givesPoints(l) && len(takeFirst(&list, l.SKU, pieces(l.QtyMilli), true)) > 0 {
			rules[i].FixedPoints = new(int64)
		}
	}
	return rules, err
}

// rungUp ends the appointments of today that a sale is the payment of: a service
// that was booked, and is rung up too, gives its points once. Those of the
// sale; where the appointment's have come already, those.
func (t *Till) rungUp(tx Tx, sale pos.Sale, s Standing, who Who, now time.Time) error {
	fixed := func(l pos.LineItem) bool { return l.Kind == pos.Service && l.FixedPoints != nil && !l.Voided }
	if !slices.ContainsFunc(sale.Lines, fixed) {
		return nil
	}
	came, err := t.toRingUp(tx, s, true, now)
	if err != nil {
		return err
	}
	waits, err := t.toRingUp(tx, s, false, now)
	if err != nil {
		return err
	}
	for _, l := range sale.Lines {
		if !fixed(l) {
			continue
		}
		list, state, all := &waits, pos.AppointmentPaid, false
		switch {
		case *l.FixedPoints == 0:
			list, state, all = &came, pos.AppointmentAwarded, true
		case l.PointsScheduled == 0: // the sale gives nothing: the appointment does
			continue
		}
		for _, row := range takeFirst(list, l.SKU, pieces(l.QtyMilli), all) {
			if err := t.payAppointment(tx, row.ID, sale.ID, state, who); err != nil {
				return err
			}
		}
	}
	return nil
}

// payAppointment says with which sale an appointment was rung up.
func (t *Till) payAppointment(tx Tx, id, sale pos.ID, state pos.AppointmentState, who Who) error {
	a, err := tx.Appointment(id)
	if err != nil {
		return err
	}
	a.State, a.Sale = state, sale
	return t.setAppointment(tx, a, "", who)
}

// matchDays is how far back a till looks for appointments that it heard of late.
const matchDays = appointmentDaysAgo

// matchBookings ends the appointments of other tills that a sale of this one was
// the payment of, before this one had heard of them. Where their points have come
// meanwhile the head office takes them back.
func (t *Till) matchBookings(ctx context.Context, at time.Time) error {
	for {
		var found *Unmatched
		look := func(r Reader) error {
			list, err := r.Unmatched(pos.At(at.AddDate(0, 0, -matchDays)))
			found = nil
			for i, u := range list {
				if found == nil && t.sameDay(u.EndsAt, u.Completed) {
					found = &list[i]
				}
			}
			return err
		}
		if err := t.store.View(ctx, look); err != nil || found == nil {
			return err
		}
		err := t.store.Do(ctx, func(tx Tx) error {
			if err := look(tx); err != nil || found == nil {
				return err
			}
			return t.payAppointment(tx, found.Appointment, found.Sale, pos.AppointmentPaid, Who{})
		})
		if err != nil {
			return err
		}
	}
}
