package main

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"fyne.io/fyne/v2"
	"github.com/go-gl/glfw/v3.4/glfw"
)

// Fyne looks for events sixty times a second, whether there are any or not. A
// window where nothing happens waits for the window system instead, which wakes
// it at once.
const (
	// restFor is the longest wait: what Fyne itself wants to do, which nobody tells
	// the till of, is late by this at the most. With restPause it is well below four
	// beats of wedgeRest.
	restFor = 250 * time.Millisecond
	// restAfter an event Fyne is let alone: it may time a second click, or scroll on.
	restAfter = 500 * time.Millisecond
	// restPause is for a picture of what was changed meanwhile.
	restPause = 2 * frameTime

	// followFor is the longest that the strokes of a burst are waited for at a time;
	// the window draws nothing meanwhile.
	followFor = 3 * frameTime

	notInitialized = glfw.ErrorCode(0x10001) // GLFW_NOT_INITIALIZED
)

// rest lets the window's goroutine sleep.
type rest struct {
	stirred time.Time    // the last event that was no key; the window's own
	waiting atomic.Int64 // functions that were posted, and have not begun
	follows bool         // follow was posted, and has not begun; the window's own

	mu     sync.Mutex // held by who ends the sleep, so that the window cannot end meanwhile
	asleep bool
}

// post runs a function on the window's goroutine, as fyne.Do does, and wakes it.
func (r *rest) post(f func()) {
	r.waiting.Add(1)
	fyne.Do(func() {
		r.waiting.Add(-1)
		f()
	})
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.asleep {
		glfw.PostEmptyEvent()
	}
}

// beats gives the burst its beat on the window's goroutine, again and again, and
// lets that sleep between two where it may.
func (r *rest) beats(ctx context.Context, b *burst) {
	timer := time.NewTimer(wedgeBeat)
	defer timer.Stop()
	for {
		next := wedgeBeat
		select {
		case <-ctx.Done():
			return
		case <-b.woken:
		case <-timer.C:
			beaten := make(chan time.Duration, 1)
			fyne.Do(func() {
				defer afterTheWindow()
				beaten <- r.beat(b)
			})
			select {
			case <-ctx.Done():
				return
			case next = <-beaten:
			}
		}
		timer.Reset(next)
	}
}

// beat is one, and the time to the next.
func (r *rest) beat(b *burst) time.Duration {
	now := time.Now()
	b.tick(now)
	switch {
	case !b.mayRest():
		return wedgeBeat
	case now.Sub(r.stirred) < restAfter:
		return wedgeRest
	}
	calm := r.sleep()
	b.tick(time.Now())
	if !calm {
		r.stirred = time.Now()
	}
	return restPause
}

// afterTheWindow takes it that a window which was just closed has no events.
func afterTheWindow() {
	cause := recover()
	if e, ok := cause.(*glfw.Error); cause != nil && (!ok || e.Code != notInitialized) {
		panic(cause)
	}
}

// sleep waits for an event, or for something posted; it is false where a person
// or the window system did something.
func (r *rest) sleep() (calm bool) {
	r.sleeps(true)
	defer r.sleeps(false)
	if r.waiting.Load() > 0 { // posted before anybody could know of the sleep
		return true
	}
	began := time.Now()
	glfw.WaitEventsTimeout(restFor.Seconds())
	return r.waiting.Load() > 0 || time.Since(began) >= restFor
}

// amid a burst, follow comes next. It is called on the window's goroutine.
func (r *rest) amid(b *burst) {
	if r.follows {
		return
	}
	r.follows = true
	fyne.Do(func() {
		defer afterTheWindow()
		r.follows = false
		r.follow(b)
	})
}

// follow takes the strokes of a burst as they come and not at Fyne's next look.
// The look that was due meanwhile then follows at once, and with it the picture of
// what the scan has shown: two looks, a thirtieth of a second, sooner.
func (r *rest) follow(b *burst) {
	r.sleeps(true)
	defer r.sleeps(false)
	for began := time.Now(); b.amidst() && r.waiting.Load() == 0; b.tick(time.Now()) {
		left := followFor - time.Since(began)
		if left <= 0 {
			return
		}
		glfw.WaitEventsTimeout(min(left, wedgeBeat).Seconds())
	}
}

func (r *rest) sleeps(asleep bool) {
	r.mu.Lock()
	r.asleep = asleep
	r.mu.Unlock()
}
