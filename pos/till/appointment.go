package till

import (
	"context"
	"time"

	"bonuskasse/pos"
	"bonuskasse/pos/journal/journalpb"
)

// Booking is a service that a member will come for.
type Booking struct {
	Member  pos.ID
	Service string // SKU
	Ends    time.Time
	uid     string // of a calendar, in the form that is kept
}

// Book makes an appointment. The service's fixed points wait in the member's
// account until the programme's delay after its end; then Tick awards them.
func (t *Till) Book(ctx context.Context, b Booking, who Who) (a AppointmentRow, err error) {
	points, err := t.servicePoints(ctx, b.Service)
	if err != nil {
		return a, err
	}
	err = t.store.Do(ctx, func(tx Tx) error {
		a, err = t.book(tx, b, points, who)
		return err
	})
	return a, err
}

// servicePoints are the fixed points of a service, its own or its category's.
func (t *Till) servicePoints(ctx context.Context, sku string) (int64, error) {
	var p pos.Product
	err := t.store.View(ctx, func(r Reader) (err error) {
		p, err = r.ProductBySKU(sku)
		return err
	})
	if pos.CodeOf(err) != "" || err == nil && p.Kind != pos.Service {
		return 0, pos.Refuse(pos.UnknownService, sku)
	}
	if err != nil {
		return 0, err
	}
	if p, err = t.inCategory(ctx, p); err != nil {
		return 0, err
	}
	if p.FixedPoints == nil || *p.FixedPoints <= 0 {
		return 0, pos.Refuse(pos.NoFixedPoints, p.Name)
	}
	return *p.FixedPoints, nil
}

// Services are the services that give points, by name, with what holds for their
// category.
func (t *Till) Services(ctx context.Context, limit int) (list []pos.Product, err error) {
	var all []pos.Product
	err = t.store.View(ctx, func(r Reader) (err error) {
		all, err = r.Services(limit)
		return err
	})
	for _, p := range all {
		if p, err = t.inCategory(ctx, p); err != nil {
			return nil, err
		}
		if p.FixedPoints != nil && *p.FixedPoints > 0 {
			list = append(list, p)
		}
	}
	return list, err
}

func (t *Till) book(tx Tx, b Booking, points int64, who Who) (a AppointmentRow, err error) {
	s, err := standingOf(tx, b.Member)
	if err != nil {
		return a, err
	}
	if err := mayBeGiven(tx, s, who); err != nil {
		return a, err
	}
	if err := t.nearEnough(b.Ends); err != nil {
		return a, err
	}
	a = AppointmentRow{Account: s.Holder, Waits: s.Holder, SKU: b.Service, EndsAt: pos.At(b.Ends), Points: points, State: pos.AppointmentBooked}
	if a.ID = idOfUID(b.uid); b.uid == "" {
		if a.ID, err = t.newID(); err != nil {
			return a, err
		}
	}
	if a.DueAt, err = t.due(tx, b.Ends); err != nil {
		return a, err
	}
	if err := t.setAppointment(tx, a, b.uid, who); err != nil {
		return a, err
	}
	return tx.Appointment(a.ID)
}

// Appointments end between so many days ago and so many ahead: another is a slip
// of the hand, or a calendar's whole past, which would give all its points today.
const (
	appointmentDaysAgo   = 31
	appointmentDaysAhead = 731
)

func (t *Till) nearEnough(ends time.Time) error {
	now := t.now()
	if ends.Before(now.AddDate(0, 0, -appointmentDaysAgo)) || ends.After(now.AddDate(0, 0, appointmentDaysAhead)) {
		return pos.Refuse(pos.AppointmentFar, ends.In(t.zone).Format(time.DateOnly))
	}
	return nil
}

// due is when points of what ends at a moment are the member's, by the
// programme of now.
func (t *Till) due(r Reader, ends time.Time) (pos.Millis, error) {
	p, err := r.ProgramAt(pos.At(t.now()))
	return pos.At(ends.Add(p.ServiceDelay())), err
}

func (t *Till) setAppointment(tx Tx, a AppointmentRow, uid string, who Who) error {
	body := who.body()
	body.What = &journalpb.Body_AppointmentSet{AppointmentSet: &journalpb.AppointmentSet{
		Appointment: a.ID[:], Member: a.Waits[:], Sku: a.SKU, EndsAt: int64(a.EndsAt), DueAt: int64(a.DueAt), Points: a.Points, State: string(a.State), Uid: uid, Sale: idOrNil(a.Sale),
	}}
	_, err := tx.Append(t.now(), body, a.Waits, 0)
	return err
}

// MoveAppointment changes when an appointment ends; its award moves with it.
func (t *Till) MoveAppointment(ctx context.Context, id pos.ID, ends time.Time, who Who) (AppointmentRow, error) {
	return t.changeAppointment(ctx, id, func(tx Tx, a *AppointmentRow) error { return t.move(tx, a, ends, who) })
}

func (t *Till) move(tx Tx, a *AppointmentRow, ends time.Time, who Who) (err error) {
	if a.State != pos.AppointmentBooked {
		return pos.Refuse(pos.AppointmentEnded)
	}
	if err := notOwnAccount(tx, a.Waits, who); err != nil {
		return err // an early end is an early award
	}
	if err := t.nearEnough(ends); err != nil {
		return err
	}
	a.EndsAt = pos.At(ends)
	if a.DueAt, err = t.due(tx, ends); err != nil {
		return err
	}
	return t.setAppointment(tx, *a, "", who)
}

// notOwnAccount is notOwn for an account that is known: a member's, or a pool's.
func notOwnAccount(r Reader, account pos.ID, who Who) error {
	return notOwn(r, Standing{Holder: account}, who)
}

// NoMiss is why nobody at the counter can say yet that an appointment was missed: its
// day is to come. nil: it can be said of it. Another program that says so
// (CancelAppointment) may know. Only the end is known, so that day's morning is early enough.
func (a AppointmentRow) NoMiss(now time.Time, zone *time.Location) error {
	y, m, d := now.In(zone).Date()
	if a.EndsAt.Time(zone).Before(time.Date(y, m, d+1, 0, 0, 0, 0, zone)) {
		return nil
	}
	return pos.Refuse(pos.AppointmentAhead)
}

// CancelAppointment ends an appointment that nobody comes for, and what waited
// is gone; missed says that the member did not turn up.
func (t *Till) CancelAppointment(ctx context.Context, id pos.ID, missed bool, who Who) (AppointmentRow, error) {
	return t.changeAppointment(ctx, id, func(tx Tx, a *AppointmentRow) error {
		if a.State != pos.AppointmentBooked {
			return pos.Refuse(pos.AppointmentEnded)
		}
		a.State = pos.AppointmentCancelled
		if missed {
			a.State = pos.AppointmentMissed
		}
		return t.setAppointment(tx, *a, "", who)
	})
}

func (t *Till) changeAppointment(ctx context.Context, id pos.ID, change func(Tx, *AppointmentRow) error) (a AppointmentRow, err error) {
	err = t.store.Do(ctx, func(tx Tx) error {
		if a, err = tx.Appointment(id); err != nil {
			return err
		}
		if err := change(tx, &a); err != nil {
			return err
		}
		a, err = tx.Appointment(id)
		return err
	})
	return a, err
}

// AppointmentsOf are a member's appointments, the latest first.
func (t *Till) AppointmentsOf(ctx context.Context, member pos.ID, limit int) (list []AppointmentRow, err error) {
	err = t.store.View(ctx, func(r Reader) error {
		s, err := standingOf(r, member)
		if err != nil {
			return err
		}
		list, err = r.AppointmentsOf(s, limit)
		return err
	})
	return list, err
}

// Appointments are all from today on, the earliest first.
func (t *Till) Appointments(ctx context.Context, limit int) (list []AppointmentRow, err error) {
	y, m, d := t.now().In(t.zone).Date()
	err = t.store.View(ctx, func(r Reader) error {
		list, err = r.AppointmentsFrom(pos.At(time.Date(y, m, d, 0, 0, 0, 0, t.zone)), limit)
		return err
	})
	return list, err
}
