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
	// Services are the products that are services, by name.
	Services(limit int) ([]pos.Product, error)
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
	// Waits is the account where the points wait now: another than Account after
	// a merge.
	Waits pos.ID
}
