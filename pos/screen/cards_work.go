package screen

import (
	"context"
	"errors"

	"bonuskasse/hardware"
	"bonuskasse/pos"
	"bonuskasse/pos/till"
)

// What comes back from work beside the window.
type (
	cardsTick  struct{}
	cardsDrawn struct {
		path        string
		finished    finished
		first, last int64
		personal    bool // they are their holders' already
		err         error
		as          func(who till.Who, do *Turn) // does it again, with a manager
	}
)

// busy runs work that draws cards, with its progress and a way to give up.
func (c *Cards) busy(of int64, do *Turn, work func(ctx context.Context, draw func(path, list string) till.Draw) cardsDrawn) {
	c.st.Busy = &CardsBusy{Of: of}
	do.Clear()
	c.drawing.begin(do, cardsTick{}, func(ctx context.Context, told func(done, of int)) Event {
		bothSides := false
		e := work(ctx, func(path, list string) till.Draw {
			return func(ctx context.Context, job hardware.CardJob) error {
				bothSides = job.Design.Back
				return c.press.Write(ctx, path, list, job, told)
			}
		})
		if e.err == nil {
			e.finished = finished{e.path, bothSides, c.press.Printers(ctx)}
		}
		return e
	})
}

func (c *Cards) tick(do *Turn) {
	if c.st.Busy != nil {
		c.st.Busy = &CardsBusy{Done: c.drawing.done.Load(), Of: c.st.Busy.Of}
		do.Later(tickEvery, cardsTick{})
	}
}

func (c *Cards) drawn(ctx context.Context, e cardsDrawn, do *Turn) {
	c.st.Busy = nil
	c.drawing.stop()
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
	title, place := Say("cards.finished", cardNumber(e.first), cardNumber(e.last)), Say("cards.made", cardNumber(e.first), cardNumber(e.last), e.path)
	if e.first == e.last {
		title, place = Say("cards.finished_one", cardNumber(e.first)), Say("cards.made_one", cardNumber(e.first), e.path)
	}
	offer(c.press, title, place, e.finished, do)
}
