package till

import "bonuskasse/pos"

// JobState is where a paper to be printed is.
type JobState string

// The states of a print job.
const (
	JobWaiting     JobState = "waiting"     // not sent yet, or the printer was not ready
	JobSending     JobState = "sending"     // a crash here leaves it unconfirmed
	JobDone        JobState = "done"        // the printer confirmed it
	JobUnconfirmed JobState = "unconfirmed" // sent, and the printer said nothing: ask the cashier
	JobDropped     JobState = "dropped"     // the cashier said it is not needed
)

// Job is a paper waiting for a printer. Nothing is printed twice by itself.
type Job struct {
	ID       pos.ID
	Made     pos.Millis
	Sale     pos.ID // zero for a report or a test
	Title    string
	Document []byte // an encoded hardware.Document
	State    JobState
	Why      string // a reason code, where it waits
}
