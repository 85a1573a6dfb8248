package screen

import (
	"context"
	"errors"
	"fmt"

	"bonuskasse/pos"
	"bonuskasse/pos/till"
)

// couponsTick shows how far the drawing has come.
type couponsTick struct{}

// couponsAgain is what came of printing sheets again.
type couponsAgain struct {
	p        till.CouponPaper
	finished Finished
	err      error
}

// draw draws sheets of so many coupons beside the window. work asks for what was
// drawn once it is kept.
func (c *Coupons) draw(what Sentence, count int, do *Turn, work func(ctx context.Context, draw func(name string) till.DrawSheets, drawn func() Finished) Event) {
	c.st.Busy = &CouponsBusy{What: what, Of: int64(count+till.CouponsASheet-1) / till.CouponsASheet}
	do.Clear()
	c.drawing.Begin(do, couponsTick{}, func(ctx context.Context, told func(done, of int)) Event {
		path := ""
		return work(ctx, func(name string) till.DrawSheets {
			return func(ctx context.Context, p till.CouponPaper) (drawn till.DrawnSheets, err error) {
				path, drawn, err = c.sheets.DrawSheets(ctx, name, p, told)
				return drawn, err
			}
		}, func() Finished { return Finished{Path: path, Printers: c.sheets.Printers(ctx)} })
	})
}

func (c *Coupons) tick(do *Turn) {
	if b := c.st.Busy; b != nil {
		c.st.Busy = &CouponsBusy{What: b.What, Done: c.drawing.Next(do, couponsTick{}), Of: b.Of}
	}
}

// finished ends what was drawn beside the window.
func (c *Coupons) finished() {
	if c.st.Busy != nil {
		c.st.Busy = nil
		c.drawing.Stop()
	}
}

// refused says why there are no sheets: given up is said with what that means.
func (c *Coupons) refused(err error, givenUp string, do *Turn) {
	switch {
	case errors.Is(err, context.Canceled):
		do.Say(Look, givenUp)
	case err != nil && pos.CodeOf(err) == "" && pos.TroubleOf(err) == "":
		do.Refuse(&pos.Trouble{Code: "sheets_not_written", Err: err})
	default:
		do.Refuse(err)
	}
}

// askPrint prints the open coupon again. Of one that lies on a sheet, the sheet
// may be wanted, or those behind it, where a printer stopped in the middle.
func (c *Coupons) askPrint(ctx context.Context, do *Turn) {
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
	one := Row{Head: Say("coupons.print.this"), Sub: Say("coupons.print.this.explain", pos.GroupCouponCode(d.Code))}
	if d.Why != nil {
		one.Off = SentenceOf(d.Why)
	}
	rows := []Row{one, {Head: Say("coupons.print.sheet", int64(sheet.Sheet), int64(sheet.Of)), Sub: Say("coupons.print.sheet.explain")}}
	ranges := [][2]int{{}, {sheet.Sheet, sheet.Sheet}}
	switch {
	case sheet.Sheet+1 < sheet.Of:
		rows = append(rows, Row{Head: Say("coupons.print.rest", int64(sheet.Sheet+1), int64(sheet.Of)), Sub: Say("coupons.print.rest.explain", int64(sheet.Sheet))})
		ranges = append(ranges, [2]int{sheet.Sheet + 1, sheet.Of})
	case sheet.Sheet < sheet.Of:
		rows = append(rows, Row{Head: Say("coupons.print.last", int64(sheet.Of)), Sub: Say("coupons.print.rest.explain", int64(sheet.Sheet))})
		ranges = append(ranges, [2]int{sheet.Of, sheet.Of})
	}
	if sheet.Of > 1 {
		rows = append(rows, Row{Head: Say("coupons.print.all", int64(sheet.Of)), Sub: Say("coupons.print.sheet.explain")})
		ranges = append(ranges, [2]int{1, sheet.Of})
	}
	start := 0
	if d.Why != nil {
		start = 1
	}
	do.Ask(Question{
		Title: Say("coupons.print.title", Plain(fmt.Sprint(sheet.Batch.No))), Text: Say("coupons.print.text"), Rows: rows, Start: start,
		Choices: []Choice{Yes("ok", "action.print"), No()},
		Then: func(ctx context.Context, r Reply, do *Turn) error {
			switch {
			case r.Do == Cancel || r.Row < 0:
			case r.Row == 0:
				c.print(ctx, do)
			default:
				in := till.BatchPaper{Batch: sheet.Batch.ID.String(), From: ranges[r.Row][0], To: ranges[r.Row][1], Output: till.OnSheets}
				return WithManager(ctx, c.till, do, do.Who(), Say("coupons.print.title", Plain(fmt.Sprint(sheet.Batch.No))), func(_ context.Context, who till.Who, do *Turn) error {
					return c.again(in, sheet.Batch.No, who, do)
				})
			}
			return nil
		},
	})
}

// again draws sheets again.
func (c *Coupons) again(in till.BatchPaper, no int64, who till.Who, do *Turn) error {
	// What is not allowed is said in the question, before anything is begun.
	if !who.Person.Role.May(pos.Manager) && who.Approved == nil {
		return pos.Refuse(pos.NotAllowed, string(pos.Manager))
	}
	count := (in.To - in.From + 1) * till.CouponsASheet
	c.draw(Say("coupons.drawing"), count, do, func(ctx context.Context, draw func(name string) till.DrawSheets, drawn func() Finished) Event {
		in.Draw = draw(fmt.Sprintf("coupons-%d-%d-%d", no, in.From, in.To))
		p, err := c.till.PrintBatch(ctx, in, who)
		if err != nil {
			return couponsAgain{err: err}
		}
		return couponsAgain{p: p, finished: drawn()}
	})
	return nil
}

func (c *Coupons) printedAgain(ctx context.Context, e couponsAgain, do *Turn) {
	c.finished()
	if e.err != nil {
		c.refused(e.err, "coupons.print.given_up", do)
		return
	}
	c.refresh(ctx, do)
	do.Sound(GoodSound)
	n := int64(len(e.p.Coupons))
	Offer(c.sheets, Say("coupons.print.finished", n), Say("coupons.print.done", n, Plain(e.finished.Path)), e.finished, do)
}

// print puts the open coupon on receipt paper; one that was printed before says
// that it is a copy.
func (c *Coupons) print(ctx context.Context, do *Turn) {
	text := c.text()
	do.Refuse(WithManager(ctx, c.till, do, do.Who(), Say("action.print"), func(ctx context.Context, who till.Who, do *Turn) error {
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
