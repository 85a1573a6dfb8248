package pos

// AppointmentState is what became of an appointment.
type AppointmentState string

// The states of an appointment: it is booked once, and ends in one of the
// others.
const (
	AppointmentBooked    AppointmentState = "booked"
	AppointmentAwarded   AppointmentState = "awarded"
	AppointmentCancelled AppointmentState = "cancelled"
	AppointmentMissed    AppointmentState = "missed"
	// AppointmentPaid was rung up on its day: the points of the sale stand for it.
	AppointmentPaid AppointmentState = "paid"
)

// Ended reports whether a person has said that an appointment gives nothing by
// itself.
func (s AppointmentState) Ended() bool {
	return s == AppointmentCancelled || s == AppointmentMissed || s == AppointmentPaid
}
