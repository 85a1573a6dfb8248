package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"bonuskasse/store/central"
)

type verifyCmd struct{ where }

func (c *verifyCmd) Run(a *app) error {
	return c.look(func(ctx context.Context, s *central.Store) error {
		difference, err := s.Verify(ctx)
		if err != nil {
			return err
		}
		whole := difference == ""
		err = a.print(map[string]any{"ok": whole, "first_difference": difference}, func(w io.Writer) {
			if whole {
				fmt.Fprintln(w, "all is as the tills said")
			} else {
				fmt.Fprintln(w, difference)
			}
		})
		if err == nil && !whole {
			err = errFound
		}
		return err
	})
}

type backupCmd struct {
	where
	File string `arg:"" help:"The new file."`
}

func (c *backupCmd) Run(*app) error {
	return c.look(func(ctx context.Context, s *central.Store) error {
		f, err := os.OpenFile(c.File, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
		if err != nil {
			return err
		}
		return errors.Join(s.Backup(ctx, f), f.Sync(), f.Close())
	})
}
