package till

import (
	"context"
	"encoding/json"
	"errors"
	"sync"
	"time"

	"bonuskasse/hardware"
	"bonuskasse/pos"
)

// Spooler sends the jobs on disk to a printer, one at a time, in their order.
// A sale never waits for it. Nothing is printed twice by itself: a job whose
// outcome is not known waits for a person.
type Spooler struct {
	till    *Till
	printer hardware.Printer
	wake    chan struct{}

	logged string // what was last logged of a job that waits; it is tried again every few seconds

	mu      sync.Mutex
	note    func(SpoolState)
	current SpoolState
}

// SpoolState is what the status strip shows of the printing.
type SpoolState struct {
	Device      hardware.State
	Waiting     int // jobs not printed yet
	Unconfirmed int // jobs to ask the cashier about
}

// NewSpooler makes a spooler; note is called, from another goroutine, whenever
// the state changes. Run it in a goroutine of its own.
func NewSpooler(t *Till, p hardware.Printer, note func(SpoolState)) *Spooler {
	return &Spooler{till: t, printer: p, note: note, wake: make(chan struct{}, 1)}
}

// Wake says that there is a new job.
func (s *Spooler) Wake() {
	select {
	case s.wake <- struct{}{}:
	default:
	}
}

// retryEvery is how often a printer that was not ready is asked again.
const retryEvery = 2 * time.Second

// Run prints until ctx ends. Jobs that were being sent when the till stopped
// become unconfirmed: perhaps a paper came out, perhaps not.
func (s *Spooler) Run(ctx context.Context) {
	s.afterCrash(ctx)
	retry := time.NewTicker(retryEvery)
	defer retry.Stop()
	for {
		s.printAll(ctx)
		select {
		case <-ctx.Done():
			return
		case <-s.wake:
		case <-retry.C:
		}
	}
}

func (s *Spooler) afterCrash(ctx context.Context) {
	jobs, err := s.till.store.Jobs(ctx, JobSending)
	if err != nil {
		s.till.log.Error("print jobs not read", "cause", err)
		return
	}
	for _, j := range jobs {
		s.set(ctx, j.ID, JobUnconfirmed, string("stopped"))
	}
}

func (s *Spooler) printAll(ctx context.Context) {
	for ctx.Err() == nil {
		next, waiting, unconfirmed, err := s.till.store.Spool(ctx)
		if err != nil {
			s.till.log.Error("print jobs not read", "cause", err)
			return
		}
		s.tell(SpoolState{Device: s.printer.State(), Waiting: waiting, Unconfirmed: unconfirmed})
		if next == nil {
			return
		}
		if !s.printOne(ctx, *next) {
			s.tell(SpoolState{Device: s.printer.State(), Waiting: waiting, Unconfirmed: unconfirmed})
			return
		}
	}
}

// printOne reports whether the next job may follow at once.
func (s *Spooler) printOne(ctx context.Context, j Job) bool {
	var doc hardware.Document
	if err := json.Unmarshal(j.Document, &doc); err != nil {
		s.till.log.Error("paper not readable", "job", j.ID.String(), "cause", err)
		return s.set(ctx, j.ID, JobUnconfirmed, "unreadable")
	}
	if !s.set(ctx, j.ID, JobSending, "") {
		return false
	}
	result, err := s.printer.Print(ctx, j.ID.String(), doc)
	if err != nil {
		if said := j.ID.String() + err.Error(); said != s.logged {
			s.logged = said
			s.till.log.Warn("paper not confirmed", "job", j.ID.String(), "result", result.String(), "cause", err)
		}
	}
	switch result {
	case hardware.Confirmed:
		return s.set(ctx, j.ID, JobDone, "")
	case hardware.SentUnconfirmed:
		return s.set(ctx, j.ID, JobUnconfirmed, reasonOf(err))
	}
	var bad *hardware.DocumentError
	if errors.As(err, &bad) {
		return s.set(ctx, j.ID, JobUnconfirmed, bad.Code)
	}
	s.set(ctx, j.ID, JobWaiting, reasonOf(err))
	return false
}

func reasonOf(err error) string {
	var e *hardware.Error
	if errors.As(err, &e) {
		return e.Reason.String()
	}
	return ""
}

func (s *Spooler) set(ctx context.Context, id pos.ID, state JobState, why string) bool {
	if err := s.till.store.SetJob(context.WithoutCancel(ctx), id, state, why); err != nil {
		s.till.log.Error("print job not noted", "job", id.String(), "cause", err)
		return false
	}
	return true
}

func (s *Spooler) tell(state SpoolState) {
	s.mu.Lock()
	same := s.current == state
	s.current = state
	s.mu.Unlock()
	if !same && s.note != nil {
		s.note(state)
	}
}

// Jobs that wait, or that a person must decide about.
func (t *Till) Jobs(ctx context.Context) ([]Job, error) {
	return t.store.Jobs(ctx, JobWaiting, JobSending, JobUnconfirmed)
}

// JobPrinted says of an unconfirmed job that the paper came out.
func (t *Till) JobPrinted(ctx context.Context, id pos.ID) error {
	return t.store.SetJob(ctx, id, JobDone, "")
}

// DropJob says of a job that its paper is not wanted any more.
func (t *Till) DropJob(ctx context.Context, id pos.ID) error {
	return t.store.SetJob(ctx, id, JobDropped, "")
}
