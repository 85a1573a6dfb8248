package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"time"

	"bonuskasse/assets"
	"bonuskasse/cmd/internal/options"
	"bonuskasse/pos"
	"bonuskasse/pos/screen/settings"
	"bonuskasse/pos/till"
	"bonuskasse/store"
	tillsync "bonuskasse/sync"
	"bonuskasse/sync/link"
)

// agent speaks with the head office, where there is one.
func (a *app) agent(s *store.Store) *tillsync.Agent {
	return tillsync.NewAgent(link.Port{Store: s}, tillsync.Options{
		Now: time.Now, Program: "tillctl " + options.Version(version),
		Log: slog.New(slog.NewTextHandler(a.stderr, &slog.HandlerOptions{Level: slog.LevelWarn})),
	})
}

// errLine is an error of the line that was told already.
var errLine = errors.New("no answer of the head office")

// lineFault is lineTold for a command that has printed nothing yet: a script reads
// there what the line is.
func (a *app) lineFault(err error) error {
	if a.JSON {
		if err := a.print(map[string]any{"error": tillsync.LineOf(err)}, nil); err != nil {
			return err
		}
	}
	return a.lineTold(err)
}

// lineTold tells an error of the line in words, with the cause beside it.
func (a *app) lineTold(err error) error {
	line := tillsync.LineOf(err)
	fmt.Fprintln(a.stderr, assets.T(a.Language, "line.fault."+string(line)))
	fmt.Fprintf(a.stderr, "tillctl: %v\n", err)
	return errLine
}

type enrolCmd struct {
	URL         string `required:"" name:"url" help:"Address of the head office: https://..."`
	Code        string `required:"" help:"The one-time code."`
	Check       bool   `help:"Only say what of this till's own the chain has already, otherwise, and what joining would do. Nothing is changed, and the code is good as before."`
	Fingerprint string `help:"SHA-256 of the head office's certificate, as it says when it starts. Without one the code vouches for the certificate, or an authority that this machine trusts." placeholder:"SHA256"`
}

func (c *enrolCmd) Run(a *app) error {
	return a.open(func(ctx context.Context, _ *till.Till, s *store.Store) error {
		if c.Check {
			return c.check(ctx, a, s)
		}
		e, err := link.Enrol(ctx, s, c.URL, c.Fingerprint, c.Code, "tillctl "+options.Version(version))
		err = link.Refusal(err)
		if pos.CodeOf(err) != "" || pos.TroubleOf(err) != "" {
			return err
		}
		if err != nil {
			return a.lineFault(err)
		}
		out := map[string]any{"chain": e.Link.Chain.String(), "chain_name": e.Link.ChainName, "till": e.Link.TillName, "empty": e.Empty}
		return a.print(out, func(w io.Writer) {
			fmt.Fprintln(w, assets.T(a.Language, "line.joined", e.Link.TillName, e.Link.ChainName))
		})
	})
}

// check prints what joining would do.
func (c *enrolCmd) check(ctx context.Context, a *app, s *store.Store) error {
	j, err := link.Check(ctx, s, c.URL, c.Fingerprint, c.Code, "tillctl "+options.Version(version))
	if err = link.Refusal(err); pos.CodeOf(err) != "" || pos.TroubleOf(err) != "" {
		return err
	}
	if err != nil {
		return a.lineFault(err)
	}
	words := settings.ClashesIn(j.Clashes)
	return a.print(j, func(w io.Writer) {
		fmt.Fprintln(w, a.say(settings.JoiningWords(j, len(words))))
		for _, x := range words {
			fmt.Fprintf(w, "  %s\n    %s\n", a.say(x.What), a.say(x.Then))
		}
	})
}

type syncCmd struct {
	Once bool `help:"One round, and then end." default:"true" negatable:""`
}

// synced is the answer of sync --once.
type synced struct {
	tillsync.Done
	Unsent int64         `json:"unsent"`
	Online bool          `json:"online"`
	Line   tillsync.Line `json:"line"`
}

func (c *syncCmd) Run(a *app) error {
	return a.open(func(ctx context.Context, _ *till.Till, s *store.Store) error {
		agent := a.agent(s)
		if !c.Once {
			agent.Run(ctx)
			return nil
		}
		done, err := agent.Round(ctx, false)
		me, meErr := s.Me(ctx)
		if meErr != nil {
			return meErr
		}
		out := synced{Done: done, Unsent: me.Unsent, Online: err == nil, Line: tillsync.LineOf(err)}
		printed := a.print(out, func(w io.Writer) {
			fmt.Fprintln(w, assets.T(a.Language, "line.synced", int64(done.Pushed), int64(done.Pulled), me.Unsent))
		})
		if err != nil {
			return a.lineTold(err)
		}
		return printed
	})
}

type rightsCmd struct {
	Card     string `help:"Number of the member's card." xor:"who" required:""`
	Username string `help:"The member." xor:"who" required:""`
}

// rights is what a till may spend of a member.
type rights struct {
	Balance   int64 `json:"balance_points"`
	Available int64 `json:"available_now"`
	Held      int64 `json:"held_here"`
	Floor     int64 `json:"floor_left"`
}

func (c *rightsCmd) Run(a *app) error {
	return a.open(func(ctx context.Context, t *till.Till, _ *store.Store) error {
		var s till.Standing
		var err error
		if c.Card != "" {
			_, s, err = t.MemberByCard(ctx, c.Card)
		} else {
			s, err = t.MemberByUsername(ctx, c.Username)
		}
		if err != nil {
			return err
		}
		r, err := t.Rights(ctx, s)
		if err != nil {
			return err
		}
		out := rights{Balance: r.Balance, Available: r.Usable, Held: r.Held, Floor: r.FloorLeft}
		return a.print(out, func(w io.Writer) {
			fmt.Fprintln(w, assets.T(a.Language, "rights.line", assets.N(a.Language, "count.points", r.Balance), r.Usable))
		})
	})
}
