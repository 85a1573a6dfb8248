package till

import "bonuskasse/pos"

// AppointmentReader reads appointments.
type AppointmentReader interface {
	Appointment(id pos.ID) (AppointmentRow, error)
	// AppointmentByUID finds one of a calendar, by the form of its uid that is kept.
	AppointmentByUID(uid string) (a AppointmentRow, found bool, err error)
	// AppointmentsOf are a member's, of their aliases and of their pool, the
	// latest first.
	AppointmentsOf(s Standing, limit int) ([]AppointmentRow, error)
	// AppointmentsFrom are all that end after a moment, the earliest first.
	AppointmentsFrom(from pos.Millis, limit int) ([]AppointmentRow, error)
	// Unmatched are appointments of another till's that end after a moment and were
	// not said to be rung up, each with a sale of this till that has the service, to
	// the same account.
	Unmatched(from pos.Millis) ([]Unmatched, error)
	// Services are the products that are services, by name.
	Services(limit int) ([]pos.Product, error)
}

// Unmatched is a sale that may be the payment of an appointment.
type Unmatched struct {
	Appointment, Sale pos.ID
	EndsAt, Completed pos.Millis
}

// AppointmentRow is a service that a member comes for. Its points wait until it
// is due.
type AppointmentRow struct {
	ID       pos.ID
	Account  pos.ID // that it was booked for: a member's, or a pool's
	Username string // empty of a pool
	Name     string // the member's, or the pool's
	SKU      string
	Service  string // its name; empty where it is sold no more
	EndsAt   pos.Millis
	DueAt    pos.Millis
	Points   int64
	State    pos.AppointmentState
	Sale     pos.ID // that it was rung up with; zero: none
	// Waits is the account where the points wait now: another than Account after
	// a merge.
	Waits pos.ID
}
