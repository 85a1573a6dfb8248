package screen

import (
	"context"

	"bonuskasse/pos"
)

// Signing is what the lock needs of the till.
type Signing interface {
	People(ctx context.Context) ([]pos.Person, error)
	SignIn(ctx context.Context, id pos.ID, pin string) (pos.Person, error)
}

// LockState is the lock as it is drawn.
type LockState struct {
	People []LockPerson
	Chosen int
	Busy   bool
	// Wrong is why the last PIN did not open; zero: none was tried.
	Wrong Sentence
	// Tries tells one wrong PIN from the next.
	Tries int
}

// LockPerson is someone who may sign in.
type LockPerson struct {
	Name string
	Role pos.Role
	Hint string // the PIN, in a shop that is thrown away; else empty
}

// PIN is handed over by the pad. It is never kept.
type PIN struct{ Digits string }

type signedIn struct {
	person pos.Person
	err    error
}

// Lock is the presenter of the lock.
type Lock struct {
	till   Signing
	hints  map[string]string
	people []pos.Person
	st     LockState
	last   pos.ID
}

// NewLock is a lock; hints are PINs by name, shown in a demo.
func NewLock(t Signing, hints map[string]string) *Lock { return &Lock{till: t, hints: hints} }

// State is part of Screen.
func (l *Lock) State() any { return l.st }

// Waiting is while a PIN is being checked: what is typed or scanned then is for
// the screen that comes of it. Where none comes, what was typed is dropped: it
// would be the next try of somebody who has not seen yet that the first was wrong.
func (l *Lock) Waiting() bool { return l.st.Busy }

// Handle is part of Screen.
func (l *Lock) Handle(ctx context.Context, e Event, do *Turn) bool {
	switch e := e.(type) {
	case Entered:
		l.entered(ctx, do)
	case signedIn:
		l.st.Busy = false
		if e.err != nil {
			do.Log(e.err)
			l.st.Wrong = wrongPIN(e.err)
			l.st.Tries++
			do.Sound(RefusedSound)
			do.Forget()
			return true
		}
		l.last = e.person.ID
		l.st.Wrong = Sentence{}
		do.Sound(GoodSound)
		do.SignIn(e.person)
	case PIN:
		l.try(e.Digits, do)
	case Picked:
		l.pick(e.At)
	case Key:
		switch e.Name {
		case KeyUp:
			l.pick(l.st.Chosen - 1)
		case KeyDown:
			l.pick(l.st.Chosen + 1)
		default:
			return false
		}
	default:
		return false
	}
	return true
}

func (l *Lock) entered(ctx context.Context, do *Turn) {
	all, err := l.till.People(ctx)
	if do.Refuse(err) {
		return
	}
	l.people, l.st = nil, LockState{}
	for _, p := range all {
		if !p.Active || p.PINHash == "" {
			continue
		}
		if p.ID == l.last || p.ID == do.Person.ID {
			l.st.Chosen = len(l.people)
		}
		l.people = append(l.people, p)
		l.st.People = append(l.st.People, LockPerson{Name: p.Name, Role: p.Role, Hint: l.hints[p.Name]})
	}
}

func (l *Lock) pick(at int) {
	if n := len(l.people); n > 0 && !l.st.Busy {
		l.st.Chosen = (at + n) % n
		l.st.Wrong = Sentence{}
	}
}

// try checks a PIN beside the window: the check is slow by design.
func (l *Lock) try(pin string, do *Turn) {
	if l.st.Busy || l.st.Chosen >= len(l.people) {
		return
	}
	id := l.people[l.st.Chosen].ID
	l.st.Busy, l.st.Wrong = true, Sentence{}
	do.Run(func(ctx context.Context) Event {
		p, err := l.till.SignIn(ctx, id, pin)
		return signedIn{p, err}
	})
}

// wrongPIN says how long to wait, where that is what is left to do.
func wrongPIN(err error) Sentence {
	if n, ok := ReadNumber(detailOf(err)); ok && pos.CodeOf(err) == pos.PINLocked {
		return Say("lock.wait", n)
	}
	return SentenceOf(err)
}
