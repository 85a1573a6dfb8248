// Package appointments is the screen of what members come for: appointments of one
// member, or everybody's from today on, booked, moved, called off, or taken from a
// calendar.
//
//	shell.Add(screen.AppointmentsPlace, appointments.New(t, files))
//
// It stands on the vocabulary of pos/screen, on pos, pos/table and pos/till;
// pos/screen knows nothing of it but its place, and screen.OpenAppointments, by which
// another screen leads to those of a member. Till and Files say what it needs of the
// till, and of this machine.
package appointments
