package chain

import (
	"bonuskasse/pos"
	"bonuskasse/pos/journal/journalpb"
)

// Wait is points of a service that an account is still to get, and the event that
// they wait under: a booking, or a sale.
type Wait struct {
	Of          EventKey
	Account     pos.ID
	Appointment []byte // empty of a sale's line
	Sale        []byte
	Line        int64
	Points      int64
	DueAt       pos.Millis
}

// Waits are those of an account, after the events that its state was folded from.
func Waits(state *AccountState, events []Event) (list []Wait) {
	if len(state.Points.Pending) == 0 {
		return nil
	}
	of := make(map[EventKey]*Event, len(events))
	for i := range events {
		of[KeyOf(&events[i].Event)] = &events[i]
	}
	for _, p := range state.Points.Pending {
		w := Wait{Of: state.Events[p.ID-1], Account: state.ID, Points: p.Points, DueAt: pos.Millis(p.DueAt)}
		e := of[w.Of]
		if p.Points <= 0 || e == nil {
			continue
		}
		switch b := e.Body.GetWhat().(type) {
		case *journalpb.Body_AppointmentSet:
			w.Appointment = b.AppointmentSet.Appointment
		case *journalpb.Body_SaleCompleted:
			w.Sale, w.Line = b.SaleCompleted.Sale, int64(p.Part)
		case *journalpb.Body_PointsGiven: // an old merge took it along
			list := b.PointsGiven.Pending
			if p.Part >= len(list) {
				continue
			}
			x := list[p.Part]
			if w.Appointment = x.Appointment; len(x.Appointment) == 0 {
				w.Sale, w.Line = x.Sale, x.Line
			}
		default:
			continue
		}
		list = append(list, w)
	}
	return list
}

// Award is what gives them, with the end of the lot; 0 is never.
func (w Wait) Award(at, expires pos.Millis) *journalpb.Body {
	return &journalpb.Body{By: pos.System.ID[:], What: &journalpb.Body_ServiceAwarded{ServiceAwarded: &journalpb.ServiceAwarded{
		Member: w.Account[:], Sale: w.Sale, Line: w.Line, Appointment: w.Appointment, Points: w.Points, At: int64(at), ExpiresAt: int64(expires)}}}
}
