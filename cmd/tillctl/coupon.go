package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/signal"
	"syscall"

	"bonuskasse/assets"
	"bonuskasse/cmd/internal/sheetpress"
	"bonuskasse/cmd/internal/verbs"
	"bonuskasse/pos"
	"bonuskasse/pos/ledger"
	"bonuskasse/pos/till"
)

type couponCmd struct {
	Batch    couponBatchCmd    `cmd:"" help:"Make coupons."`
	Register couponRegisterCmd `cmd:"" help:"Count a coupon to a member."`
	Give     couponGiveCmd     `cmd:"" help:"Make a coupon and count it to a member, in one step."`
	Find     couponFindCmd     `cmd:"" help:"Search coupons."`
	Show     couponShowCmd     `cmd:"" help:"All that is known of a coupon."`
	Void     couponVoidCmd     `cmd:"" help:"Make a coupon worthless, for a --reason."`
	Print    couponPrintCmd    `cmd:"" help:"Print coupons again; each is marked as a copy where it was printed before."`
}

// whom names a member.
type whom struct {
	Member string `help:"Username of the member." xor:"whom" required:"" placeholder:"USERNAME"`
	Card   string `help:"Number of the member's card." xor:"whom" required:"" placeholder:"NUMBER"`
}

func (w whom) find(ctx context.Context, t *till.Till) (s till.Standing, err error) {
	if w.Card != "" {
		_, s, err = t.MemberByCard(ctx, w.Card)
		return s, err
	}
	return t.MemberByUsername(ctx, w.Member)
}

type couponBatchCmd struct {
	Count      int    `help:"How many." required:""`
	Points     int64  `help:"Points of each." required:""`
	ValidUntil string `help:"The last day, YYYY-MM-DD; for ever where none is named." placeholder:"DATE"`
	Title      string `help:"What people call the batch."`
	PDF        string `help:"A4 sheets to cut, into a new file." name:"pdf" placeholder:"FILE"`
	Receipts   bool   `help:"Onto receipt paper: the jobs wait for the till's printer."`
}

func (c *couponBatchCmd) Run(a *app) error {
	if c.PDF != "" && c.Receipts {
		return usage("--pdf and --receipts do not go together")
	}
	return a.act(func(ctx context.Context, t *till.Till, who till.Who) error {
		end, err := t.EndOfDay(c.ValidUntil)
		if err != nil {
			return err
		}
		in := till.NewCoupons{Count: c.Count, Points: c.Points, ValidUntil: end, Title: c.Title}
		if c.Receipts {
			in.Output = till.OnReceipts
		}
		if c.PDF != "" {
			in.Output, in.Draw = till.OnSheets, a.drawSheets(c.PDF)
		}
		var made till.MadeCoupons
		err = a.untilStopped(ctx, "coupons.given_up", func(ctx context.Context) error {
			made, err = t.MakeCoupons(ctx, in, who)
			return err
		})
		if err != nil {
			return err
		}
		return a.print(struct {
			till.CouponBatch
			Codes []string `json:"codes"`
		}{made.CouponBatch, made.Codes}, func(w io.Writer) {
			for _, code := range made.Codes {
				fmt.Fprintln(w, pos.GroupCouponCode(code))
			}
		})
	})
}

// drawSheets draws sheets into a new file.
func (a *app) drawSheets(name string) till.DrawSheets {
	tell := a.progress()
	draw := sheetpress.Draw(name, func(page, of int) {
		if tell != nil {
			tell("pages", int64(page), int64(of))
		}
	})
	return func(ctx context.Context, p till.CouponPaper) (till.DrawnSheets, error) {
		drawn, err := draw(ctx, p)
		var path *fs.PathError
		if errors.As(err, &path) && path.Op == "open" {
			err = usage("%s cannot be written: %v", name, path.Err)
		}
		return drawn, err
	}
}

// untilStopped is a context that Ctrl+C ends, and words where it did.
func (a *app) untilStopped(ctx context.Context, words string, work func(context.Context) error) error {
	ctx, stop := signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM)
	defer stop()
	err := work(ctx)
	if errors.Is(err, context.Canceled) {
		fmt.Fprintln(a.stderr, assets.T(a.Language, words))
		return errReported
	}
	return err
}

type couponRegisterCmd struct {
	Code    string `help:"The code, or what a reader read of the QR." required:""`
	Scanned bool   `help:"It was scanned, not typed."`
	whom
}

func (c *couponRegisterCmd) Run(a *app) error {
	return a.act(func(ctx context.Context, t *till.Till, who till.Who) error {
		s, err := c.find(ctx, t)
		if err != nil {
			return err
		}
		way := till.CouponTyped
		if c.Scanned {
			way = till.CouponScanned
		}
		done, err := t.RegisterCoupon(ctx, c.Code, s.Member.ID, way, who)
		if err != nil {
			return err
		}
		return a.printCounted(done)
	})
}

type couponGiveCmd struct {
	Points int64 `required:""`
	whom
}

func (c *couponGiveCmd) Run(a *app) error {
	return a.act(func(ctx context.Context, t *till.Till, who till.Who) error {
		s, err := c.find(ctx, t)
		if err != nil {
			return err
		}
		done, err := t.GiveCoupon(ctx, c.Points, s.Member.ID, who)
		if err != nil {
			return err
		}
		return a.printCounted(done)
	})
}

func (a *app) couponState(s pos.CouponState) string {
	return assets.T(a.Language, "coupon.state."+string(s))
}

func (a *app) printCounted(c till.Counted) error {
	out := struct {
		Code    string `json:"code"`
		Points  int64  `json:"points"`
		Member  string `json:"member"`
		Balance int64  `json:"balance_points"`
	}{c.Coupon.Code, c.Points, c.Standing.Member.Username, c.Standing.Account.Balance(ledger.Millis(a.moment().UnixMilli()))}
	return a.print(out, func(w io.Writer) {
		fmt.Fprintln(w, assets.T(a.Language, "coupon.counted", pos.GroupCouponCode(out.Code),
			assets.N(a.Language, "count.points", out.Points), out.Member, assets.N(a.Language, "count.points", out.Balance)))
	})
}

type couponFindCmd struct {
	State  string `help:"free, registered, void or expired." enum:",free,registered,void,expired" default:""`
	Batch  string `help:"Number or id of a batch."`
	Points int64  `help:"Points of one coupon."`
	Member string `help:"Username of whom they were counted to." placeholder:"USERNAME"`
	Code   string `help:"A code, or its beginning."`
	From   string `help:"The first day on which they got their state, YYYY-MM-DD." placeholder:"DATE"`
	To     string `help:"The last day." placeholder:"DATE"`
	After  string `help:"Go on behind this code of the answer before." placeholder:"CODE"`
	Limit  int    `default:"100"`
}

func (c *couponFindCmd) Run(a *app) error {
	if c.Limit < 1 || c.Limit > till.MaxCouponBatch {
		return usage("--limit is 1 to %d", till.MaxCouponBatch)
	}
	return a.act(func(ctx context.Context, t *till.Till, _ till.Who) error {
		q := till.CouponQuery{State: pos.CouponState(c.State), Points: c.Points, Code: pos.CouponCodeBegin(c.Code), Limit: c.Limit}
		if err := c.resolve(ctx, t, &q); err != nil {
			return err
		}
		list, more, err := t.FindCoupons(ctx, q)
		if err != nil {
			return err
		}
		return a.print(verbs.EmptyNotNull(list), func(w io.Writer) {
			for _, r := range list {
				fmt.Fprintf(w, "%s %8d %-12s %s\n", pos.GroupCouponCode(r.Code), r.Points, a.couponState(r.State), a.day(t, r.ValidUntil))
			}
			if more {
				fmt.Fprintf(w, "--after %s\n", list[len(list)-1].Code)
			}
		})
	})
}

// resolve looks up what the query names.
func (c *couponFindCmd) resolve(ctx context.Context, t *till.Till, q *till.CouponQuery) error {
	if c.Batch != "" {
		b, err := t.CouponBatch(ctx, c.Batch)
		if err != nil {
			return err
		}
		q.Batch = b.ID
	}
	if c.Member != "" {
		s, err := t.MemberByUsername(ctx, c.Member)
		if err != nil {
			return err
		}
		q.Member = s.Member.ID
	}
	for _, d := range []struct {
		day string
		to  *pos.Millis
		end bool
	}{{c.From, &q.From, false}, {c.To, &q.To, true}} {
		if d.day == "" {
			continue
		}
		at, ok := pos.ReadDay(d.day, t.Zone())
		if !ok {
			return pos.Refuse(pos.BadDate, d.day)
		}
		if d.end {
			at = pos.EndOfDay(at)
		}
		*d.to = pos.At(at)
	}
	if c.After != "" {
		d, err := t.CouponBy(ctx, c.After)
		if err != nil {
			return err
		}
		q.After = d.After()
	}
	return nil
}

func (a *app) day(t *till.Till, at pos.Millis) string {
	if at == 0 {
		return "-"
	}
	return assets.Date(a.Language, at.Time(t.Zone()))
}

// couponJSON is a coupon with its story, as scripts read it.
type couponJSON struct {
	till.CouponRow
	State   pos.CouponState `json:"state"`
	MadeBy  string          `json:"made_by,omitempty"`
	By      string          `json:"changed_by,omitempty"`
	Member  string          `json:"member,omitempty"`
	Receipt string          `json:"receipt,omitempty"`
	TillNo  int64           `json:"till_no"`
}

func (a *app) printCoupon(ctx context.Context, t *till.Till, code string) error {
	d, err := t.CouponBy(ctx, code)
	if err != nil {
		return err
	}
	out := couponJSON{CouponRow: d.CouponRow, State: d.State, MadeBy: d.MadeBy, By: d.By, Receipt: d.Receipt, TillNo: d.TillNo}
	if d.Member != nil {
		out.Member = d.Member.Username
	}
	return a.print(out, func(w io.Writer) {
		fmt.Fprintln(w, assets.T(a.Language, "coupon.line", pos.GroupCouponCode(d.Code), assets.N(a.Language, "count.points", d.Points),
			a.couponState(d.State), a.day(t, d.ValidUntil), assets.N(a.Language, "count.times", d.Prints)))
	})
}

type couponShowCmd struct {
	Code string `required:""`
}

func (c *couponShowCmd) Run(a *app) error {
	return a.act(func(ctx context.Context, t *till.Till, _ till.Who) error { return a.printCoupon(ctx, t, c.Code) })
}

type couponVoidCmd struct {
	Code string `required:""`
}

func (c *couponVoidCmd) Run(a *app) error {
	return a.act(func(ctx context.Context, t *till.Till, who till.Who) error {
		if _, err := t.VoidCoupon(ctx, c.Code, who); err != nil {
			return err
		}
		return a.printCoupon(ctx, t, c.Code)
	})
}

type couponPrintCmd struct {
	Code  string `help:"One coupon, onto receipt paper." xor:"what" required:""`
	Batch string `help:"The free coupons of a batch, by its number or id." xor:"what" required:""`
	From  int    `help:"Of a batch, from this sheet on: where the printer stopped." placeholder:"SHEET"`
	Sheet int    `help:"Of a batch, this sheet alone." placeholder:"SHEET"`
	PDF   string `help:"A4 sheets of a batch, into a new file; else receipt paper." name:"pdf" placeholder:"FILE"`
}

func (c *couponPrintCmd) Run(a *app) error {
	switch {
	case c.Code != "" && (c.PDF != "" || c.From != 0 || c.Sheet != 0):
		return usage("--pdf, --from and --sheet go with --batch")
	case c.From < 0 || c.Sheet < 0 || c.From != 0 && c.Sheet != 0:
		return usage("--from or --sheet is a sheet, from 1")
	}
	return a.act(func(ctx context.Context, t *till.Till, who till.Who) (err error) {
		if c.Code != "" {
			if _, err := t.PrintCoupon(ctx, c.Code, who); err != nil {
				return err
			}
			return a.printCoupon(ctx, t, c.Code)
		}
		in := till.BatchPaper{Batch: c.Batch, From: c.From, Output: till.OnReceipts}
		if c.Sheet != 0 {
			in.From, in.To = c.Sheet, c.Sheet
		}
		if c.PDF != "" {
			in.Output, in.Draw = till.OnSheets, a.drawSheets(c.PDF)
		}
		var p till.CouponPaper
		err = a.untilStopped(ctx, "coupons.print.given_up", func(ctx context.Context) error {
			p, err = t.PrintBatch(ctx, in, who)
			return err
		})
		if err != nil {
			return err
		}
		return a.print(map[string]int{"printed": len(p.Coupons)}, func(w io.Writer) {
			fmt.Fprintf(w, "%s: %d\n", assets.T(a.Language, "papers.state.done"), len(p.Coupons))
		})
	})
}
