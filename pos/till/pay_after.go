package till

import (
	"cmp"
	"slices"
	"time"

	"bonuskasse/pos"
)

// mostOfADay bounds the appointments that one sale looks at.
const mostOfADay = 100

// bringsAbout is what a member's sale does besides: it pays for appointments, lifts
// them up the ladder, and rewards who brought them.
func (t *Till) bringsAbout(tx Tx, o Offer, sale pos.Sale, who Who, now time.Time) (up bool, err error) {
	if o.Standing == nil {
		return false, nil
	}
	if err := t.rungUp(tx, sale, *o.Standing, who); err != nil {
		return false, err
	}
	if up, err = t.climb(tx, o.Program, *o.Standing, sale.AccrualBase, now); err != nil {
		return up, err
	}
	return up, t.referred(tx, o.Program, *o.Standing, sale)
}

// rungUp ends the appointments of today that a sale is the payment of: a service
// that was booked, and is rung up too, gives its points once, those of the sale.
func (t *Till) rungUp(tx Tx, sale pos.Sale, s Standing, who Who) error {
	if sale.PointsScheduled == 0 {
		return nil
	}
	list, err := tx.AppointmentsOf(s, mostOfADay)
	if err != nil {
		return err
	}
	y, m, d := t.now().In(t.zone).Date()
	today, tomorrow := pos.At(time.Date(y, m, d, 0, 0, 0, 0, t.zone)), pos.At(time.Date(y, m, d+1, 0, 0, 0, 0, t.zone))
	list = slices.DeleteFunc(list, func(a AppointmentRow) bool {
		return a.State != pos.AppointmentBooked || a.EndsAt < today || a.EndsAt >= tomorrow
	})
	slices.SortFunc(list, func(a, b AppointmentRow) int { return cmp.Compare(a.EndsAt, b.EndsAt) })
	for _, l := range sale.Lines {
		if l.PointsScheduled == 0 {
			continue
		}
		for n := max(l.QtyMilli/1000, 1); n > 0; n-- {
			at := slices.IndexFunc(list, func(a AppointmentRow) bool { return a.SKU == l.SKU })
			if at < 0 {
				break
			}
			a, err := tx.Appointment(list[at].ID)
			if err != nil {
				return err
			}
			a.State = pos.AppointmentPaid
			if err := t.setAppointment(tx, a, "", who); err != nil {
				return err
			}
			list = slices.Delete(list, at, at+1)
		}
	}
	return nil
}
