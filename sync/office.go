package sync

import (
	"context"
	"errors"
	"time"

	"bonuskasse/pos"
	"bonuskasse/pos/chain"
	"bonuskasse/pos/journal"
)

// Office is the head office as a till's agent sees it: Client over the wire, or
// the service itself in a simulation.
type Office interface {
	Hello(ctx context.Context, id Identity) (Greeting, error)
	Push(ctx context.Context, b chain.Batch, prev journal.Hash) (chain.Ack, error)
	// Pull is what changed since a cursor; with wait it waits for news, also of
	// things to settle, whose mark the till had last.
	Pull(ctx context.Context, incarnation pos.ID, since chain.Cursor, toSettle int64, wait bool) (chain.Changes, error)
	Lease(ctx context.Context, l chain.Lease) (chain.Lease, error)
	CardBlock(ctx context.Context, incarnation pos.ID, b chain.CardBlock) (chain.CardBlock, error)
	// Conflicts are the things to settle; with settled, those that were too.
	Conflicts(ctx context.Context, settled bool) (ToSettle, error)
	Settle(ctx context.Context, id pos.ID, note string) error
}

// Greeting is the answer to Hello.
type Greeting struct {
	Lives     []chain.Life // of this till, up to where each is taken up there
	MaxEvents int
	MaxBytes  int
	Clock     time.Time // the head office's; zero: it does not say
}

// Conflict is something to settle, with its tills by name.
type Conflict = pos.Conflict

// ToSettle is what the head office has for people to settle.
type ToSettle struct {
	Mark  int64 // chain.Changes.ToSettle
	List  []Conflict
	Tills int64 // of the chain: what each may lose counts for all
}

// Line is how the way to the head office is, in one word that a screen can
// translate ("line." + it).
type Line string

// The states of the line.
const (
	Alone       Line = "alone"        // there is no head office
	Online      Line = "online"       // it answered
	NoLine      Line = "no_line"      // nothing answers
	Portal      Line = "portal"       // something else answers: a login page of the network
	Stranger    Line = "stranger"     // its certificate is not the one that was pinned
	Proxy       Line = "proxy"        // the network's proxy refuses
	ShutOut     Line = "shut_out"     // the head office knows this till no more
	Unsettled   Line = "unsettled"    // the journal there and the one here do not fit
	Replaced    Line = "replaced"     // another life of this till goes on: one copy of it was put back twice
	FullOffice  Line = "full_office"  // the head office has no room on its disk
	OtherSpeech Line = "other_speech" // one of the two is too old
	Troubled    Line = "troubled"     // the head office has a trouble of its own
)

// LineError is an error of the line, with its state.
type LineError struct {
	Line  Line
	Cause error
}

func (e *LineError) Error() string { return string(e.Line) + ": " + e.Cause.Error() }

// Unwrap is the cause.
func (e *LineError) Unwrap() error { return e.Cause }

// LineOf is the state that an error of a call shows; nil is Online.
func LineOf(err error) Line {
	var l *LineError
	switch {
	case err == nil:
		return Online
	case errors.Is(err, ErrAlone):
		return Alone
	case errors.As(err, &l):
		return l.Line
	}
	switch chain.WhyOf(err) {
	case chain.UnknownTill, chain.Revoked:
		return ShutOut
	case chain.Fenced:
		return Replaced
	case chain.FullDisk:
		return FullOffice
	case chain.Gap, chain.Fork, chain.BadSignature, chain.BadBatch, chain.TooLarge:
		return Unsettled
	case chain.TooNew, chain.TooOld:
		return OtherSpeech
	}
	return Troubled
}

// ErrAlone is given where a till has no head office.
var ErrAlone = errors.New("sync: this till has no head office")
