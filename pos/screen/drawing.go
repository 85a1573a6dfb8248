package screen

import (
	"context"
	"sync/atomic"
	"time"
)

// drawing is work beside the window that tells how far it is, and that a person
// may give up.
type drawing struct {
	done *atomic.Int64
	stop context.CancelFunc
}

// tickEvery is how often progress is shown.
const tickEvery = 200 * time.Millisecond

// begin begins it; tick is given to the screen, which asks for the next one as
// long as the work goes on, and calls stop when its end has come.
func (d *drawing) begin(do *Turn, tick Event, work func(ctx context.Context, told func(done, of int)) Event) {
	done := new(atomic.Int64)
	stopped, stop := context.WithCancel(context.Background())
	d.done, d.stop = done, stop
	do.Later(tickEvery, tick)
	do.Run(func(ctx context.Context) Event {
		defer context.AfterFunc(ctx, stop)() // the window closes
		return work(stopped, func(n, _ int) { done.Store(int64(n)) })
	})
}
