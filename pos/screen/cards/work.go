package cards

import (
	"context"
	"errors"

	"bonuskasse/hardware"
	"bonuskasse/pos"
	"bonuskasse/pos/screen"
	"bonuskasse/pos/till"
)

// What comes back from work beside the window.
type (
	tick  struct{}
	drawn struct {
		path        string
		finished    screen.Finished
		first, last int64
		personal    bool // they are their holders' already
		err         error
		as          func(who till.Who, do *screen.Turn) // does it again, with a manager
	}
)

// busy runs work that draws cards, with its progress and a way to give up.
func (c *Screen) busy(of int64, do *screen.Turn, work func(ctx context.Context, draw func(path, list string) till.Draw) drawn) {
	c.st.Busy = &Busy{Of: of}
	do.Clear()
	c.drawing.Begin(do, tick{}, func(ctx context.Context, told func(done, of int)) screen.Event {
		bothSides := false
		e := work(ctx, func(path, list string) till.Draw {
			return func(ctx context.Context, job hardware.CardJob) error {
				bothSides = job.Design.Back
				return c.press.Write(ctx, path, list, job, told)
			}
		})
		if e.err == nil {
			e.finished = screen.Finished{Path: e.path, BothSides: bothSides, Printers: c.press.Printers(ctx)}
		}
		return e
	})
}

func (c *Screen) tick(do *screen.Turn) {
	if c.st.Busy != nil {
		c.st.Busy = &Busy{Done: c.drawing.Next(do, tick{}), Of: c.st.Busy.Of}
	}
}

func (c *Screen) drawn(ctx context.Context, e drawn, do *screen.Turn) {
	c.st.Busy = nil
	c.drawing.Stop()
	switch {
	case pos.NeedsManager(e.err) && e.as != nil:
		screen.Approve(ctx, c.till, do, e.err, screen.Say("cards.manager"), func(_ context.Context, who till.Who, do *screen.Turn) { e.as(who, do) })
		return
	case errors.Is(e.err, context.Canceled):
		do.Say(screen.Look, "cards.given_up")
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
	c.open(ctx, string(numberOf(e.first)), do)
	do.Sound(screen.GoodSound)
	title, place := screen.Say("cards.finished", numberOf(e.first), numberOf(e.last)), screen.Say("cards.made", numberOf(e.first), numberOf(e.last), e.path)
	if e.first == e.last {
		title, place = screen.Say("cards.finished_one", numberOf(e.first)), screen.Say("cards.made_one", numberOf(e.first), e.path)
	}
	screen.Offer(c.press, title, place, e.finished, do)
}
