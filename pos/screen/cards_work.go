package screen

import (
	"context"
	"errors"
	"sync/atomic"
	"time"

	"bonuskasse/hardware"
	"bonuskasse/pos"
	"bonuskasse/pos/till"
)

// What comes back from work beside the window.
type (
	cardsTick  struct{}
	cardsDrawn struct {
		path        string
		first, last int64
		personal    bool // they are their holders' already
		err         error
		as          func(who till.Who, do *Turn) // does it again, with a manager
	}
)

// tickEvery is how often progress is shown.
const tickEvery = 200 * time.Millisecond

// busy runs work that draws cards, with its progress and a way to give up.
func (c *Cards) busy(of int64, do *Turn, work func(ctx context.Context, draw func(path, list string) till.Draw) cardsDrawn) {
	done := new(atomic.Int64)
	stopped, stop := context.WithCancel(context.Background())
	c.done, c.stop, c.st.Busy = done, stop, &CardsBusy{Of: of}
	do.Clear()
	do.Later(tickEvery, cardsTick{})
	do.Run(func(ctx context.Context) Event {
		defer context.AfterFunc(ctx, stop)() // the window closes
		return work(stopped, func(path, list string) till.Draw {
			return func(ctx context.Context, job hardware.CardJob) error {
				return c.press.Write(ctx, path, list, job, func(n, _ int) { done.Store(int64(n)) })
			}
		})
	})
}

func (c *Cards) tick(do *Turn) {
	if c.st.Busy == nil {
		return
	}
	c.st.Busy = &CardsBusy{Done: c.done.Load(), Of: c.st.Busy.Of}
	do.Later(tickEvery, cardsTick{})
}

func (c *Cards) drawn(ctx context.Context, e cardsDrawn, do *Turn) {
	c.st.Busy = nil
	c.stop()
	switch {
	case pos.NeedsManager(e.err) && e.as != nil:
		Approve(ctx, c.till, do, e.err, Say("cards.manager"), func(_ context.Context, who till.Who, do *Turn) { e.as(who, do) })
		return
	case errors.Is(e.err, context.Canceled):
		do.Say(Look, "cards.given_up")
		return
	case e.err != nil && pos.CodeOf(e.err) == "" && pos.TroubleOf(e.err) == "":
		do.Refuse(&pos.Trouble{Code: "cards_not_written", Err: e.err})
		return
	case do.Refuse(e.err):
		return
	}
	c.st.Form = nil
	if e.personal {
		c.batch.members = nil // they have theirs: the next batch is for others
	}
	c.load(ctx, do)
	c.open(ctx, string(cardNumber(e.first)), do)
	do.Sound(GoodSound)
	if e.first == e.last {
		do.Say(Go, "cards.made_one", cardNumber(e.first), e.path)
	} else {
		do.Say(Go, "cards.made", cardNumber(e.first), cardNumber(e.last), e.path)
	}
}
