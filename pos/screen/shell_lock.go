package screen

import (
	"context"
	"slices"
	"time"
)

// SetIdleLock locks the till when nobody has touched it for so long; 0 never
// does. It locks only where people have PINs.
func (s *Shell) SetIdleLock(d time.Duration) { s.idle = d }

// SetLocks says whether there are people to sign in.
func (s *Shell) SetLocks(on bool) { s.locks = on }

// Lock locks the till: the PIN pad is shown until somebody signs in. A till
// where nobody has a PIN does not lock.
func (s *Shell) Lock(ctx context.Context) {
	if s.screens[LockPlace] == nil || s.state.Place == LockPlace {
		return
	}
	if !s.locks {
		s.notice(Notice{Text: Say("lock.no_people"), Mood: Look})
		return
	}
	s.asked = nil // a question asked of one person is not for the next
	s.show(ctx, To{Place: LockPlace})
}

// waiter is a screen that waits for an answer that decides which screen is shown
// next: the lock, while a PIN is being checked. A question waits likewise.
type waiter interface{ Waiting() bool }

// mostHeld bounds what is kept: nobody types more while a PIN is checked.
const mostHeld = 256

// held is what a person did while the window waited.
type held struct {
	again func()
	typed bool // and not scanned
}

// Hold keeps what a person types while the screen, or a question, waits: it is done
// when the answer has come, in its order, on whatever is shown then; or it is
// dropped, if that is not what was waited for. False means that nothing waits, or
// that too much is kept already.
func (s *Shell) Hold(again func()) bool { return s.hold(held{again, true}) }

func (s *Shell) hold(h held) bool {
	if !s.waiting() || len(s.held) >= mostHeld {
		return false
	}
	s.held = append(s.held, h)
	return true
}

func (s *Shell) waiting() bool {
	if len(s.asked) > 0 {
		return s.asked[0].Checking
	}
	w, ok := s.screens[s.state.Place].(waiter)
	return ok && w.Waiting()
}

// forget drops what was typed, and keeps what was scanned.
func (s *Shell) forget() {
	s.held = slices.DeleteFunc(s.held, func(h held) bool { return h.typed })
}

// release does what was held. It may begin another wait, and then the rest stays.
func (s *Shell) release() {
	for len(s.held) > 0 && !s.waiting() {
		next := s.held[0]
		s.held = s.held[1:]
		next.again()
	}
}

func (s *Shell) tick(ctx context.Context, e Tick) {
	if s.idle > 0 && s.locks && !s.kept() && s.state.Place != LockPlace && e.At.Sub(s.touched) >= s.idle {
		s.Lock(ctx)
	}
	s.give(ctx, s.state.Place, e)
}

func (s *Shell) locking(l *locking) {
	if l != nil {
		s.locks, s.idle = l.locks, l.idle
	}
}
