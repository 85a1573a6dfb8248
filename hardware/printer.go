package hardware

import (
	"context"
	"fmt"
)

// Result says what is known about a paper after Print. The zero value is
// NotPrinted, so that forgetting to set it never claims a paper.
type Result uint8

const (
	// NotPrinted: nothing came out, and nothing will: the job may be tried
	// again, here or elsewhere, without asking anyone.
	NotPrinted Result = iota
	// SentUnconfirmed: some or all of the job left the till, and the printer
	// did not say that it is done. Part of the paper, the whole or nothing may
	// have come out. Ask the cashier; print again only as a copy (AsCopy) and
	// under a new job id.
	SentUnconfirmed
	// Confirmed: the printer took the whole job and, asked afterwards, was well.
	Confirmed
)

var resultNames = [...]string{"not_printed", "sent_unconfirmed", "confirmed"}

// String gives the stable code of the result; screens translate it.
func (r Result) String() string { return name(resultNames[:], int(r), "result") }

// MarshalText writes the code.
func (r Result) MarshalText() ([]byte, error) { return []byte(r.String()), nil }

// UnmarshalText reads a code that String wrote.
func (r *Result) UnmarshalText(text []byte) error {
	i, err := index(resultNames[:], string(text), "result")
	*r = Result(i)
	return err
}

// Printer makes papers of Documents. Drivers: escpos.Printer (receipt printers
// by TCP, serial, USB), pdf.Printer (a folder), fake.Memory.
//
// Every call is bounded in time by the driver's settings and by ctx, whichever
// ends first: a printer that is off, jammed or mute never holds up a sale. The
// methods may be called from several goroutines; papers come out one at a time.
//
// A driver keeps no queue: jobs stand on the till's disk, and whoever keeps
// them reads the Result, never the error's text.
type Printer interface {
	Device

	// Print makes the paper. The error is nil exactly when the result is
	// Confirmed; otherwise it is an *Error with the Reason (PaperOut, Offline,
	// NeverConfirmed...), or a *DocumentError for a document no printer can make.
	//
	// The job id names the job on disk. A job already Confirmed by this driver
	// since Open is answered Confirmed and not printed twice; one that was
	// SentUnconfirmed is answered so again: nothing is replayed by itself.
	Print(ctx context.Context, jobID string, doc Document) (Result, error)

	// Kick opens the cash drawer without a paper. The reason must be a known
	// one; the caller writes it into the journal first. The error is nil when
	// the printer took the pulse and answered; that a drawer hangs on the cable
	// nobody can know.
	Kick(ctx context.Context, why KickReason) error

	// Check asks the device now, waits for the answer (bounded), and gives the
	// State that it leads to. State gives the last known one at once.
	Check(ctx context.Context) State
}

// Job remembers what became of the jobs of one driver, so that a job id sent
// twice is printed once. It is bounded, pure, and not safe for several
// goroutines: drivers hold it under their own lock.
type Jobs struct {
	results map[string]Result
	order   []string
}

// rememberedJobs bounds Jobs; a queue that sends a job again does it at once.
const rememberedJobs = 512

// Seen gives the result of a job that must not be printed again.
func (j *Jobs) Seen(id string) (Result, bool) {
	r, ok := j.results[id]
	return r, ok
}

// Done notes a result. NotPrinted is not noted: such a job may be tried again.
// An empty id is not noted: nobody can ask for it again.
func (j *Jobs) Done(id string, r Result) {
	if id == "" || r == NotPrinted {
		return
	}
	if j.results == nil {
		j.results = map[string]Result{}
	}
	if _, known := j.results[id]; !known {
		j.order = append(j.order, id)
		if len(j.order) > rememberedJobs {
			delete(j.results, j.order[0])
			j.order = j.order[1:]
		}
	}
	j.results[id] = r
}

// AgainError is the error that goes with a result from Seen: nil for Confirmed.
func AgainError(r Result) error {
	if r == Confirmed {
		return nil
	}
	return &Error{Op: "print", Reason: NeverConfirmed, Cause: fmt.Errorf("the job was sent before and never confirmed")}
}
