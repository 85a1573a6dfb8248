package screen

import (
	"context"
	"sync/atomic"
	"time"
)

// Drawing is work beside the window that tells how far it is, and that a person
// may give up.
type Drawing struct {
	done *atomic.Int64
	stop context.CancelFunc
}

// tickEvery is how often progress is shown.
const tickEvery = 200 * time.Millisecond

// Begin begins it; tick is given to the screen, which calls Next as long as the
// work goes on, and Stop when its end has come.
func (d *Drawing) Begin(do *Turn, tick Event, work func(ctx context.Context, told func(done, of int)) Event) {
	done := new(atomic.Int64)
	stopped, stop := context.WithCancel(context.Background())
	d.done, d.stop = done, stop
	do.Later(tickEvery, tick)
	do.Run(func(ctx context.Context) Event {
		defer context.AfterFunc(ctx, stop)() // the window closes
		return work(stopped, func(n, _ int) { done.Store(int64(n)) })
	})
}

// Next is how many are done of what was begun, and asks for another tick.
func (d *Drawing) Next(do *Turn, tick Event) (done int64) {
	do.Later(tickEvery, tick)
	return d.done.Load()
}

// Stop gives up what was begun; what is done already stays done.
func (d *Drawing) Stop() { d.stop() }
