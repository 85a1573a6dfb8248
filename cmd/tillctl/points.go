package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	"time"

	"bonuskasse/assets"
	"bonuskasse/pos"
	"bonuskasse/pos/ledger"
	"bonuskasse/pos/screen/reports"
	"bonuskasse/pos/till"
)

type adjustCmd struct {
	Member string `required:"" help:"Username."`
	Points int64  `required:"" help:"What is given, or taken where it is below zero." placeholder:"±N"`
}

func (c *adjustCmd) Run(a *app) error {
	return a.act(func(ctx context.Context, t *till.Till, who till.Who) error {
		s, err := t.MemberByUsername(ctx, c.Member)
		if err != nil {
			return err
		}
		done, err := t.Adjust(ctx, s.Member.ID, c.Points, who)
		if err != nil {
			return err
		}
		out := struct {
			Points  int64   `json:"points"`
			Balance int64   `json:"balance_points"`
			Waits   *pos.ID `json:"approval,omitempty"` // the proposal that waits for a manager
		}{Points: c.Points, Balance: done.Account.Balance(ledger.Millis(a.moment().UnixMilli()))}
		if done.Waits != nil {
			out.Waits = &done.Waits.ID
		}
		return a.print(out, func(w io.Writer) {
			if done.Waits != nil {
				a.approvalLine(w, *done.Waits)
			}
			fmt.Fprintln(w, assets.N(a.Language, "count.points", out.Balance))
		})
	})
}

type lotsCmd struct {
	Username string `arg:"" help:"Whose."`
	AsOf     string `help:"RFC 3339; now where none is named. What was good then; or later will be, if nothing happens until then." placeholder:"TIME"`
}

// lotJSON is the form that scripts rely on.
type lotJSON struct {
	Points    int64         `json:"points"`
	Left      int64         `json:"left"`
	Origin    ledger.Origin `json:"origin"`
	AccruedAt string        `json:"accrued_at"`
	ExpiresAt *string       `json:"expires_at"` // the last moment they are good; null is never
	Paid      bool          `json:"paid"`
	ID        string        `json:"id"` // that explain lot knows it by
}

func (c *lotsCmd) Run(a *app) error {
	return a.act(func(ctx context.Context, t *till.Till, _ till.Who) error {
		asOf, err := a.momentOf("--as-of", c.AsOf)
		if err != nil {
			return err
		}
		s, err := t.MemberByUsername(ctx, c.Username)
		if err != nil {
			return err
		}
		lots, err := t.Lots(ctx, s.Member.ID, asOf)
		if err != nil {
			return err
		}
		out := []lotJSON{}
		for _, l := range lots {
			x := lotJSON{Points: l.Points, Left: l.Left, Origin: l.Origin, AccruedAt: a.rfc3339(pos.Millis(l.AccruedAt)), Paid: l.Paid}
			x.ID = till.LotID{Username: s.Member.Username, Ref: l.ID, Part: l.Part}.String()
			if l.ExpiresAt != 0 {
				end := a.rfc3339(pos.Millis(l.ExpiresAt))
				x.ExpiresAt = &end
			}
			out = append(out, x)
		}
		return a.print(out, func(w io.Writer) {
			for i, l := range lots {
				end := "-"
				if l.ExpiresAt != 0 {
					end = assets.Date(a.Language, pos.Millis(l.ExpiresAt).Time(a.zone))
				}
				fmt.Fprintf(w, "%12s  %-22s %s  %-10s  %s\n", assets.Number(a.Language, l.Left), assets.T(a.Language, "origin."+string(l.Origin)), out[i].AccruedAt[:10], end, out[i].ID)
			}
		})
	})
}

type liabilityCmd struct {
	Out  string `help:"Write it to a file: a workbook (.xlsx) or .csv." placeholder:"FILE"`
	AsOf string `help:"RFC 3339; now where none is named. What was good then; or later will be, if nothing happens until then." placeholder:"TIME"`
}

func (c *liabilityCmd) Run(a *app) error {
	return a.act(func(ctx context.Context, t *till.Till, who till.Who) error {
		asOf, err := a.momentOf("--as-of", c.AsOf)
		if err != nil {
			return err
		}
		ctx, stop := signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM)
		defer stop()
		var tell func(done, of int64)
		if show := a.progress(); show != nil {
			tell = func(done, of int64) { show("members", done, of) }
		}
		l, err := t.Liability(ctx, asOf, tell, who)
		if err != nil {
			return err
		}
		return a.printSheet(l, c.Out, reports.LiabilitySheet(l), reports.LiabilitySum(l))
	})
}

// momentOf is a moment that a flag names; now where it is empty.
func (a *app) momentOf(flag, text string) (pos.Millis, error) {
	if text == "" {
		return pos.At(a.moment()), nil
	}
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return 0, usage("%s %s is no RFC 3339 moment, such as 2026-11-22T13:40:00+01:00", flag, text)
	}
	return pos.At(at), nil
}

// rfc3339 is a moment in the shop's zone, to the millisecond where it has any.
func (a *app) rfc3339(at pos.Millis) string {
	return at.Time(a.zone).Format("2006-01-02T15:04:05.999Z07:00")
}
