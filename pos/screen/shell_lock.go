package screen

import (
	"context"
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
