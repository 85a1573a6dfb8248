package coupons

import (
	"context"
	"errors"
	"fmt"

	"bonuskasse/pos"
	"bonuskasse/pos/screen"
	"bonuskasse/pos/till"
)

// tick shows how far the drawing has come.
type tick struct{}

// redrawn is what came of printing sheets again.
type redrawn struct {
	p        till.CouponPaper
	finished screen.Finished
	err      error
}

// draw draws sheets of so many coupons beside the window. work asks for what was
// drawn once it is kept.
func (c *Screen) draw(what screen.Sentence, count int, do *screen.Turn, work func(ctx context.Context, draw func(name string) till.DrawSheets, drawn func() screen.Finished) screen.Event) {
	c.st.Busy = &Busy{What: what, Of: int64(count+till.CouponsASheet-1) / till.CouponsASheet}
	do.Clear()
	c.drawing.Begin(do, tick{}, func(ctx context.Context, told func(done, of int)) screen.Event {
		path := ""
		return work(ctx, func(name string) till.DrawSheets {
			return func(ctx context.Context, p till.CouponPaper) (drawn till.DrawnSheets, err error) {
				path, drawn, err = c.sheets.DrawSheets(ctx, name, p, told)
				return drawn, err
			}
		}, func() screen.Finished { return screen.Finished{Path: path, Printers: c.sheets.Printers(ctx)} })
	})
}

func (c *Screen) tick(do *screen.Turn) {
	if b := c.st.Busy; b != nil {
		c.st.Busy = &Busy{What: b.What, Done: c.drawing.Next(do, tick{}), Of: b.Of}
	}
}

// finished ends what was drawn beside the window.
func (c *Screen) finished() {
	if c.st.Busy != nil {
		c.st.Busy = nil
		c.drawing.Stop()
	}
}

// refused says why there are no sheets: given up is said with what that means.
func (c *Screen) refused(err error, givenUp string, do *screen.Turn) {
	switch {
	case errors.Is(err, context.Canceled):
		do.Say(screen.Look, givenUp)
	case err != nil && pos.CodeOf(err) == "" && pos.TroubleOf(err) == "":
		do.Refuse(&pos.Trouble{Code: "sheets_not_written", Err: err})
	default:
		do.Refuse(err)
	}
}

// askPrint prints the open coupon again. Of one that lies on a sheet, the sheet
// may be wanted, or those behind it, where a printer stopped in the middle.
func (c *Screen) askPrint(ctx context.Context, do *screen.Turn) {
	d := c.st.Open
	sheet, err := c.till.SheetOf(ctx, d.Code)
	if err != nil && pos.CodeOf(err) != pos.UnknownBatch && pos.CodeOf(err) != pos.UnknownCoupon {
		do.Refuse(err)
		return
	}
	if err != nil || sheet.Batch.Count < 2 {
		c.print(ctx, do)
		return
	}
	one := screen.Row{Head: screen.Say("coupons.print.this"), Sub: screen.Say("coupons.print.this.explain", pos.GroupCouponCode(d.Code))}
	if d.Why != nil {
		one.Off = screen.SentenceOf(d.Why)
	}
	rows := []screen.Row{one, {Head: screen.Say("coupons.print.sheet", int64(sheet.Sheet), int64(sheet.Of)), Sub: screen.Say("coupons.print.sheet.explain")}}
	ranges := [][2]int{{}, {sheet.Sheet, sheet.Sheet}}
	switch {
	case sheet.Sheet+1 < sheet.Of:
		rows = append(rows, screen.Row{Head: screen.Say("coupons.print.rest", int64(sheet.Sheet+1), int64(sheet.Of)), Sub: screen.Say("coupons.print.rest.explain", int64(sheet.Sheet))})
		ranges = append(ranges, [2]int{sheet.Sheet + 1, sheet.Of})
	case sheet.Sheet < sheet.Of:
		rows = append(rows, screen.Row{Head: screen.Say("coupons.print.last", int64(sheet.Of)), Sub: screen.Say("coupons.print.rest.explain", int64(sheet.Sheet))})
		ranges = append(ranges, [2]int{sheet.Of, sheet.Of})
	}
	if sheet.Of > 1 {
		rows = append(rows, screen.Row{Head: screen.Say("coupons.print.all", int64(sheet.Of)), Sub: screen.Say("coupons.print.sheet.explain")})
		ranges = append(ranges, [2]int{1, sheet.Of})
	}
	start := 0
	if d.Why != nil {
		start = 1
	}
	do.Ask(screen.Question{
		Title: screen.Say("coupons.print.title", screen.Plain(fmt.Sprint(sheet.Batch.No))), Text: screen.Say("coupons.print.text"), Rows: rows, Start: start,
		Choices: []screen.Choice{screen.Yes("ok", "action.print"), screen.No()},
		Then: func(ctx context.Context, r screen.Reply, do *screen.Turn) error {
			switch {
			case r.Do == screen.Cancel || r.Row < 0:
			case r.Row == 0:
				c.print(ctx, do)
			default:
				in := till.BatchPaper{Batch: sheet.Batch.ID.String(), From: ranges[r.Row][0], To: ranges[r.Row][1], Output: till.OnSheets}
				return screen.WithManager(ctx, c.till, do, do.Who(), screen.Say("coupons.print.title", screen.Plain(fmt.Sprint(sheet.Batch.No))), func(_ context.Context, who till.Who, do *screen.Turn) error {
					return c.again(in, sheet.Batch.No, who, do)
				})
			}
			return nil
		},
	})
}

// again draws sheets again.
func (c *Screen) again(in till.BatchPaper, no int64, who till.Who, do *screen.Turn) error {
	// What is not allowed is said in the question, before anything is begun.
	if !who.Person.Role.May(pos.Manager) && who.Approved == nil {
		return pos.Refuse(pos.NotAllowed, string(pos.Manager))
	}
	count := (in.To - in.From + 1) * till.CouponsASheet
	c.draw(screen.Say("coupons.drawing"), count, do, func(ctx context.Context, draw func(name string) till.DrawSheets, drawn func() screen.Finished) screen.Event {
		in.Draw = draw(fmt.Sprintf("coupons-%d-%d-%d", no, in.From, in.To))
		p, err := c.till.PrintBatch(ctx, in, who)
		if err != nil {
			return redrawn{err: err}
		}
		return redrawn{p: p, finished: drawn()}
	})
	return nil
}

func (c *Screen) printedAgain(ctx context.Context, e redrawn, do *screen.Turn) {
	c.finished()
	if e.err != nil {
		c.refused(e.err, "coupons.print.given_up", do)
		return
	}
	c.refresh(ctx, do)
	do.Sound(screen.GoodSound)
	n := int64(len(e.p.Coupons))
	screen.Offer(c.sheets, screen.Say("coupons.print.finished", n), screen.Say("coupons.print.done", n, screen.Plain(e.finished.Path)), e.finished, do)
}

// print puts the open coupon on receipt paper; one that was printed before says
// that it is a copy.
func (c *Screen) print(ctx context.Context, do *screen.Turn) {
	text := c.text()
	do.Refuse(screen.WithManager(ctx, c.till, do, do.Who(), screen.Say("action.print"), func(ctx context.Context, who till.Who, do *screen.Turn) error {
		row, err := c.till.PrintCoupon(ctx, text, who)
		if err != nil {
			return err
		}
		c.devices.Wake()
		c.after(ctx, row.Code, do)
		if row.Prints > 1 {
			do.Printing("coupons.printing_copy")
		} else {
			do.Printing("coupons.printing")
		}
		return nil
	}))
}
