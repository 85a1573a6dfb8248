package fake

import (
	"context"
	"errors"
	"sync"
	"time"

	"bonuskasse/hardware"
)

// Memory is a printer that keeps documents: for tests of what a till prints,
// where bytes do not matter.
//
//	p := fake.NewMemory("receipts", time.Now)
//	p.Open(ctx)
//	...
//	p.Printed()[0].Document.Text(42)
type Memory struct {
	name string
	now  func() time.Time

	mu      sync.Mutex
	open    bool
	trouble hardware.Reason
	lose    bool
	jobs    hardware.Jobs
	printed []Printed
	kicks   []hardware.KickReason
}

// Printed is one paper of a Memory.
type Printed struct {
	JobID    string
	Document hardware.Document
	At       time.Time
}

var _ hardware.Printer = (*Memory)(nil)

// NewMemory is a printer that is well.
func NewMemory(name string, now func() time.Time) *Memory { return &Memory{name: name, now: now} }

// Trouble makes the printer print nothing for that reason; NoReason mends it.
// PaperLow is no trouble: it prints, and says so.
func (m *Memory) Trouble(why hardware.Reason) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.trouble = why
}

// Lose makes the next paper come out and the answer get lost: SentUnconfirmed.
func (m *Memory) Lose() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.lose = true
}

// Name is the name it was made with.
func (m *Memory) Name() string { return m.name }

// Open makes it ready.
func (m *Memory) Open(context.Context) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.open = true
	return nil
}

// State is Ready, or the trouble.
func (m *Memory) State() hardware.State {
	m.mu.Lock()
	defer m.mu.Unlock()
	switch {
	case !m.open:
		return hardware.State{Status: hardware.Closed}
	case m.trouble == hardware.Unplugged:
		return hardware.State{Status: hardware.Absent, Reason: m.trouble}
	case m.trouble != hardware.NoReason:
		return hardware.State{Status: hardware.Attention, Reason: m.trouble}
	}
	return hardware.State{Status: hardware.Ready}
}

// Check is State: a memory knows how it is.
func (m *Memory) Check(context.Context) hardware.State { return m.State() }

// usable runs under mu.
func (m *Memory) usable(ctx context.Context, op string) error {
	switch {
	case !m.open:
		return &hardware.Error{Op: op, Reason: hardware.Offline, Cause: errors.New("the printer is not open")}
	case ctx.Err() != nil:
		return &hardware.Error{Op: op, Reason: hardware.Timeout, Cause: ctx.Err()}
	case m.trouble != hardware.NoReason && m.trouble != hardware.PaperLow:
		return &hardware.Error{Op: op, Reason: m.trouble}
	}
	return nil
}

// Print keeps the document.
func (m *Memory) Print(ctx context.Context, jobID string, d hardware.Document) (hardware.Result, error) {
	if err := d.Validate(); err != nil {
		return hardware.NotPrinted, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if r, seen := m.jobs.Seen(jobID); seen && m.open {
		return r, hardware.AgainError(r)
	}
	if err := m.usable(ctx, "print"); err != nil {
		return hardware.NotPrinted, err
	}
	m.printed = append(m.printed, Printed{jobID, d, m.now()})
	if why, kicks := d.Kicks(); kicks {
		m.kicks = append(m.kicks, why)
	}
	result := hardware.Confirmed
	if m.lose {
		m.lose, result = false, hardware.SentUnconfirmed
	}
	m.jobs.Done(jobID, result)
	if result != hardware.Confirmed {
		return result, &hardware.Error{Op: "print", Reason: hardware.NeverConfirmed, Cause: errors.New("told to lose the answer")}
	}
	return result, nil
}

// Kick notes the reason. Out of paper, the drawer opens all the same.
func (m *Memory) Kick(ctx context.Context, why hardware.KickReason) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if !why.Known() {
		return &hardware.Error{Op: "kick", Reason: hardware.BadSettings, Cause: errors.New("no known reason")}
	}
	if err := m.usable(ctx, "kick"); err != nil && m.trouble != hardware.PaperOut && m.trouble != hardware.CoverOpen {
		return err
	}
	m.kicks = append(m.kicks, why)
	return nil
}

// Close makes it Closed; what was printed stays.
func (m *Memory) Close() error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.open = false
	return nil
}

// Printed are the papers so far.
func (m *Memory) Printed() []Printed {
	m.mu.Lock()
	defer m.mu.Unlock()
	return append([]Printed(nil), m.printed...)
}

// Kicks are the reasons the drawer opened for.
func (m *Memory) Kicks() []hardware.KickReason {
	m.mu.Lock()
	defer m.mu.Unlock()
	return append([]hardware.KickReason(nil), m.kicks...)
}
