package store

import (
	"bonuskasse/pos"
	"bonuskasse/pos/chain"
	"bonuskasse/pos/journal/journalpb"
	"bonuskasse/pos/ledger"
)

// appointmentRow is what is kept of one.
type appointmentRow struct {
	booked ledger.Ref // the event that its points wait under
	state  pos.AppointmentState
}

func (f *fold) appointmentRow(id []byte) (a appointmentRow, known bool, err error) {
	known, err = f.s.get("SELECT event, state FROM appointment WHERE id = ?", args(notNil(id)), &a.booked, &a.state)
	return a, known, err
}

// appointmentSet books, moves or ends an appointment. Its points wait in the
// account under the event that booked it, and are gone with it.
func (f *fold) appointmentSet(w *journalpb.AppointmentSet) error {
	a, err := f.account(pos.IDFromBytes(w.Member))
	if err != nil {
		return err
	}
	row, known, err := f.appointmentRow(w.Appointment)
	if err != nil {
		return err
	}
	covered, err := f.covers(chain.Appointment, string(w.Appointment))
	switch {
	case err != nil:
		return err
	case known && covered: // what was pulled of it is newer
	case !known:
		row.booked = f.ref
		err = f.insertAppointment(f.ref, a.no, w)
	case row.state != pos.AppointmentBooked && len(w.Sale) == 0:
		return pos.Refuse(pos.AppointmentEnded)
	default:
		err = f.updateAppointment(w)
	}
	if err != nil {
		return err
	}
	return f.with(a, func(l *ledger.Account) (entries []ledger.Entry, err error) {
		under, part, err := f.waitsAs(l, row.booked, 0, movedAppointment(w.Appointment))
		if err != nil {
			return nil, err
		}
		if waits := waiting(l, under, part); waits > 0 {
			entries = append(entries, l.Unschedule(f.ref, under, part, waits))
		}
		if w.State == string(pos.AppointmentBooked) && w.Points > 0 {
			p := ledger.Pending{ID: under, Part: part, Points: w.Points, DueAt: ledger.Millis(w.DueAt)}
			e := l.Schedule(p)
			e.Event = f.ref
			entries = append(entries, e)
		}
		return entries, nil
	})
}

func (f *fold) insertAppointment(ref ledger.Ref, member int64, w *journalpb.AppointmentSet) error {
	return f.s.exec("INSERT INTO appointment (id, event, member, sku, ends_at, due_at, points, state, uid, sale) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
		notNil(w.Appointment), int64(ref), member, w.Sku, w.EndsAt, w.DueAt, w.Points, w.State, w.Uid, bytesOrNull(w.Sale))
}

func (f *fold) updateAppointment(w *journalpb.AppointmentSet) error {
	return f.s.exec("UPDATE appointment SET ends_at = ?, due_at = ?, points = ?, state = ?, sale = coalesce(?, sale) WHERE id = ?",
		w.EndsAt, w.DueAt, w.Points, w.State, bytesOrNull(w.Sale), notNil(w.Appointment))
}

func waiting(l *ledger.Account, ref ledger.Ref, part int) (n int64) {
	for _, p := range l.Pending {
		if p.ID == ref && p.Part == part {
			n += p.Points
		}
	}
	return n
}

// appointmentAwarded makes what an appointment gives the member's.
func (f *fold) appointmentAwarded(a *account, w *journalpb.ServiceAwarded) error {
	row, known, err := f.appointmentRow(w.Appointment)
	if err != nil {
		return err
	}
	covered, err := f.covers(chain.Appointment, string(w.Appointment))
	switch {
	case err != nil:
		return err
	case !known:
		return pos.Refuse(pos.UnknownAppointment)
	case covered:
	case row.state != pos.AppointmentBooked:
		return pos.Refuse(pos.AppointmentEnded)
	default:
		if err := f.appointmentBecame(w.Appointment, pos.AppointmentAwarded); err != nil {
			return err
		}
	}
	return f.with(a, func(l *ledger.Account) ([]ledger.Entry, error) {
		under, part, err := f.waitsAs(l, row.booked, 0, movedAppointment(w.Appointment))
		if err != nil {
			return nil, err
		}
		return l.Award(f.ref, under, part, ledger.Lot{AccruedAt: ledger.Millis(w.At), ExpiresAt: ledger.Millis(w.ExpiresAt)}), nil
	})
}

func (f *fold) appointmentBecame(id []byte, state pos.AppointmentState) error {
	return f.s.exec("UPDATE appointment SET state = ? WHERE id = ?", string(state), notNil(id))
}

// pulledBooking keeps how an appointment was made. Two tills may have taken one
// calendar while apart: then its points wait under the earlier booking.
func (f *fold) pulledBooking(of chain.EventKey, w *journalpb.AppointmentSet) error {
	if w == nil {
		return nil
	}
	a, err := f.account(pos.IDFromBytes(w.Member))
	if err != nil {
		return err
	}
	ref, err := f.refHere(of)
	if err != nil {
		return err
	}
	_, known, err := f.appointmentRow(w.Appointment)
	switch {
	case err != nil:
		return err
	case known:
		return f.s.exec("UPDATE appointment SET event = ?, member = ?, sku = ?, uid = ? WHERE id = ?", int64(ref), a.no, w.Sku, w.Uid, notNil(w.Appointment))
	}
	return f.insertAppointment(ref, a.no, w)
}

// pulledAppointment sets what became of one.
func (f *fold) pulledAppointment(body *journalpb.Body) error {
	id := body.GetAppointmentSet().GetAppointment()
	if award := body.GetServiceAwarded(); award != nil {
		id = award.Appointment
	}
	switch _, known, err := f.appointmentRow(id); {
	case err != nil:
		return err
	case !known:
		return errWaits
	}
	if body.GetServiceAwarded() != nil {
		return f.appointmentBecame(id, pos.AppointmentAwarded)
	}
	return f.updateAppointment(body.GetAppointmentSet())
}
