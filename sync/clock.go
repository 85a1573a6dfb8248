package sync

import (
	"context"
	"time"
)

// clockOff is how far a till's clock may be from the head office's before a person
// is told. No point's safety hangs on it; receipts, ends of points and birthdays do.
const clockOff = 5 * time.Minute

// compare notes how far the clock is off by what the head office said of its own.
func (a *Agent) compare(ctx context.Context, g Greeting) {
	if g.Clock.IsZero() { // a head office of last year tells none
		return
	}
	off := a.opt.Now().Sub(g.Clock)
	if off.Abs() < clockOff {
		off = 0
	}
	a.mu.Lock()
	was := a.status.Off
	a.status.Off = off
	s := a.status
	a.mu.Unlock()
	if was.Round(time.Minute) == off.Round(time.Minute) || ctx.Err() != nil {
		return
	}
	if off != 0 {
		a.opt.Log.Warn("the till's clock is off", "by", off.Round(time.Second).String())
	}
	if a.opt.Changed != nil {
		a.opt.Changed(s)
	}
}

// clockAgain asks for the time again while the clock is off: somebody may have set
// it.
func (a *Agent) clockAgain(ctx context.Context, office Office, id Identity) error {
	if a.Status().Off == 0 {
		return nil
	}
	g, err := office.Hello(ctx, id)
	if err == nil {
		a.compare(ctx, g)
	}
	return err
}
