package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"bonuskasse/assets"
	"bonuskasse/pos/till"
	"bonuskasse/store"
)

type tickCmd struct{}

func (tickCmd) Run(a *app) error {
	return a.open(func(ctx context.Context, t *till.Till, _ *store.Store) error {
		ctx, stop := signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM)
		defer stop()
		var tell func(done, of int64)
		if show := a.progress(); show != nil {
			tell = func(done, of int64) { show(assets.T(a.Language, "history.lots_expired"), done, of) }
		}
		done, err := t.TickTelling(ctx, a.moment(), tell)
		if err != nil {
			return err
		}
		return a.print(done, func(w io.Writer) {
			fmt.Fprintf(w, "%s: %s\n", assets.T(a.Language, "history.lots_expired"), assets.N(a.Language, "count.points", done.Expired))
		})
	})
}
