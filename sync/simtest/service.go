package simtest

import (
	"context"
	"fmt"
	"slices"
	"time"

	"bonuskasse/pos"
	"bonuskasse/pos/till"
)

// Services: booked at one till, and rung up or called off at any; their points come
// by themselves, where and when the till finds that they are due.

// servicePoints is what a haircut gives.
const servicePoints = 70

func haircut() pos.Product {
	points := int64(servicePoints)
	return pos.Product{SKU: "cut", Name: "Klip", Kind: pos.Service, Price: 100_00, VATBp: 2500, FixedPoints: &points}
}

// booked is an appointment, and the account that its points wait in.
type booked struct {
	id      pos.ID
	account int
}

func (w *world) bookService(ctx context.Context, d *desk) error {
	m := w.chance.IntN(membersOf)
	ends := w.now.Add(time.Duration(w.chance.IntN(200)-20) * time.Minute)
	x, err := d.Book(ctx, till.Booking{Member: w.members[m], Service: "cut", Ends: ends}, clerk)
	if w.refused(err) {
		return nil
	}
	if err == nil {
		w.booked = append(w.booked, booked{x.ID, w.account(x.Account)})
		w.note("  member %d, until %s", m, ends.Format("15:04"))
	}
	return err
}

func (w *world) callOff(ctx context.Context, d *desk) error {
	if len(w.booked) == 0 {
		return nil
	}
	b := w.booked[w.chance.IntN(len(w.booked))]
	return w.ends(ctx, d, func() error {
		_, err := d.CancelAppointment(ctx, b.id, w.chance.IntN(2) == 0, clerk)
		if w.refused(err) {
			return nil
		}
		return err
	})
}

func (w *world) ringUp(ctx context.Context, d *desk) error {
	m := w.chance.IntN(membersOf)
	return w.ends(ctx, d, func() error {
		draft, err := d.NewSale(ctx, pos.System)
		if err != nil {
			return err
		}
		if err := d.AddProduct(ctx, &draft, haircut(), 1000); err != nil {
			return err
		}
		if _, err := d.AttachCard(ctx, &draft, card(m), false); err != nil {
			return err
		}
		done, err := d.Complete(ctx, draft, till.Payment{BankCard: till.Exact})
		if err != nil {
			return err
		}
		w.note("  member %d, %d points to come", m, done.Sale.PointsScheduled)
		d.sales = append(d.sales, sold{done.Sale.Receipt, w.account(done.Standing.Holder)})
		return nil
	})
}

// due is what time has made due at a till. What comes of it is what waited there.
func (w *world) due(ctx context.Context, d *desk) error {
	var waits []till.DuePoints
	err := d.store.View(ctx, func(r till.Reader) (err error) {
		waits, err = r.PendingDue(pos.At(w.now), 1000)
		return err
	})
	if err != nil {
		return err
	}
	return w.ends(ctx, d, func() error {
		done, err := d.Tick(ctx, w.now)
		if err != nil {
			return err
		}
		if done.Awarded != len(waits) {
			return fmt.Errorf("%d services waited, and %d gave their points", len(waits), done.Awarded)
		}
		for _, x := range waits {
			once := fmt.Sprint(x.Sale, x.Line)
			if !x.Appointment.IsZero() {
				once = x.Appointment.String()
			}
			m := slices.Index(w.members, x.Member)
			w.note("  member %d: %+d points for %s", m, x.Points, once)
			if err := w.book.add(ctx, d, entry{member: m, points: x.Points, once: once}); err != nil {
				return err
			}
		}
		return nil
	})
}

// awardGivenUp is what the head office gives for tills that were given up.
func (w *world) awardGivenUp(ctx context.Context) error {
	given, err := w.office.AwardGivenUp(ctx, w.now)
	for _, o := range given {
		once := pos.IDFromBytes(o.Source)
		e := entry{desk: -1, member: slices.Index(w.members, o.Account), points: o.Points, once: fmt.Sprint(once, o.Row)}
		if slices.ContainsFunc(w.booked, func(b booked) bool { return b.id == once }) {
			e.once = once.String()
		}
		w.note("  the head office: member %d: %+d points for %s", e.member, e.points, e.once)
		w.book.entries = append(w.book.entries, e)
	}
	return err
}

// givenAll wants nothing to wait that the head office knows of and that is due.
func (w *world) givenAll(ctx context.Context) error {
	for m, id := range w.members {
		h, err := w.office.AccountOf(ctx, id)
		if err != nil {
			return err
		}
		for _, p := range h.Points.State.Points.Pending {
			if p.Points > 0 && p.DueAt <= millis(w.now) {
				return fmt.Errorf("member %d: %d points of a service were due at %s, and nobody gives them", m, p.Points, pos.Millis(p.DueAt).Time(time.UTC).Format(time.DateTime))
			}
		}
	}
	return nil
}

// ends runs a verb, and enters the appointments that it has ended.
func (w *world) ends(ctx context.Context, d *desk, verb func() error) error {
	before, err := w.statesAt(ctx, d)
	if err != nil {
		return err
	}
	if err := verb(); err != nil {
		return err
	}
	after, err := w.statesAt(ctx, d)
	if err != nil {
		return err
	}
	for i, b := range w.booked {
		if !before[i].Ended() && after[i].Ended() {
			w.note("  %s is %s", b.id, after[i])
			if err := w.book.add(ctx, d, entry{member: b.account, once: b.id.String(), ends: true}); err != nil {
				return err
			}
		}
	}
	return nil
}

// statesAt are the states of all appointments at a till; "" is of one that it has not
// heard of.
func (w *world) statesAt(ctx context.Context, d *desk) ([]pos.AppointmentState, error) {
	states := make([]pos.AppointmentState, len(w.booked))
	return states, d.store.View(ctx, func(r till.Reader) error {
		for i, b := range w.booked {
			a, err := r.Appointment(b.id)
			if err != nil && pos.CodeOf(err) != pos.UnknownAppointment {
				return err
			}
			states[i] = a.State
		}
		return nil
	})
}
