package store

import (
	"bonuskasse/pos"
	"bonuskasse/pos/journal/journalpb"
	"bonuskasse/pos/ledger"
)

// The states of an appointment, as they are stored.
const (
	appointmentBooked  = string(pos.AppointmentBooked)
	appointmentAwarded = string(pos.AppointmentAwarded)
)

// appointmentSet books, moves or ends an appointment. Its points wait in the
// account under the event that booked it, and are gone with it.
func (f *fold) appointmentSet(w *journalpb.AppointmentSet) error {
	a, err := f.account(pos.IDFromBytes(w.Member))
	if err != nil {
		return err
	}
	var booked ledger.Ref
	var state string
	known, err := f.s.get("SELECT event, state FROM appointment WHERE id = ?", args(notNil(w.Appointment)), &booked, &state)
	switch {
	case err != nil:
		return err
	case known && state != appointmentBooked:
		return pos.Refuse(pos.AppointmentEnded)
	case !known:
		booked = f.ref
		err = f.s.exec("INSERT INTO appointment (event, id, member, sku, ends_at, due_at, points, state, uid) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
			int64(f.ref), notNil(w.Appointment), a.no, w.Sku, w.EndsAt, w.DueAt, w.Points, w.State, w.Uid)
		if breaks(err) {
			return pos.Refuse(pos.AlreadyThere, w.Uid)
		}
	default:
		err = f.s.exec("UPDATE appointment SET ends_at = ?, due_at = ?, points = ?, state = ? WHERE event = ?",
			w.EndsAt, w.DueAt, w.Points, w.State, int64(booked))
	}
	if err != nil {
		return err
	}
	return f.with(a, func(l *ledger.Account) (entries []ledger.Entry, err error) {
		if waits := waiting(l, booked); waits > 0 {
			entries = append(entries, l.Unschedule(f.ref, booked, 0, waits))
		}
		if w.State == appointmentBooked && w.Points > 0 {
			p := ledger.Pending{ID: booked, Points: w.Points, DueAt: ledger.Millis(w.DueAt)}
			e := l.Schedule(p)
			e.Event = f.ref
			entries = append(entries, e)
		}
		return entries, nil
	})
}

func waiting(l *ledger.Account, ref ledger.Ref) (n int64) {
	for _, p := range l.Pending {
		if p.ID == ref && p.Part == 0 {
			n += p.Points
		}
	}
	return n
}

// appointmentAwarded makes what an appointment gives the member's.
func (f *fold) appointmentAwarded(a *account, w *journalpb.ServiceAwarded) error {
	var booked ledger.Ref
	var state string
	known, err := f.s.get("SELECT event, state FROM appointment WHERE id = ?", args(w.Appointment), &booked, &state)
	switch {
	case err != nil:
		return err
	case !known:
		return pos.Refuse(pos.UnknownAppointment)
	case state != appointmentBooked:
		return pos.Refuse(pos.AppointmentEnded)
	}
	if err := f.s.exec("UPDATE appointment SET state = ? WHERE event = ?", appointmentAwarded, int64(booked)); err != nil {
		return err
	}
	return f.with(a, func(l *ledger.Account) ([]ledger.Entry, error) {
		return l.Award(f.ref, booked, 0, ledger.Lot{AccruedAt: ledger.Millis(w.At), ExpiresAt: ledger.Millis(w.ExpiresAt)}), nil
	})
}
