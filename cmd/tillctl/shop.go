package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"bonuskasse/assets"
	"bonuskasse/cmd/internal/options"
	"bonuskasse/pos"
	"bonuskasse/pos/till"
	"bonuskasse/store"
)

type initCmd struct {
	Training bool   `help:"A shop for practice: every paper says so, and --now is allowed."`
	Currency string `help:"ISO 4217 code." default:"DKK"`
	Lang     string `help:"Language of the shop: da, en, fr." name:"language" default:"da" enum:"da,en,fr"`
	Name     string `help:"Name of the shop, as papers show it." required:""`
	TillNo   int64  `help:"Number of this till in the shop." default:"1"`
	TimeZone string `help:"IANA time zone; the currency's by default." placeholder:"ZONE"`
}

func (c *initCmd) Run(a *app) error {
	if a.Shop == "" {
		return usage("no folder is named: use --shop DIR or BONUSKASSE_SHOP")
	}
	if err := a.readNow(); err != nil {
		return err
	}
	a.Language = c.Lang
	currency := pos.Currency(c.Currency)
	if !currency.Known() {
		return pos.Refuse(pos.BadSetting, "currency")
	}
	if !a.pretended.IsZero() && !c.Training {
		return pos.Refuse(pos.NotTraining)
	}
	name, err := pos.CleanName(c.Name)
	if err != nil {
		return err
	}
	zone := c.TimeZone
	if zone == "" {
		zone = options.HomeZone(currency)
	}
	if _, err := time.LoadLocation(zone); err != nil {
		return usage("time zone %s is not known", zone)
	}
	if c.TillNo < 1 || c.TillNo > 999 {
		return usage("--till-no is 1 to 999")
	}
	if info, err := os.Stat(a.Shop); err == nil && !info.IsDir() {
		return usage("%s is a file: name a folder", a.Shop)
	}
	ctx := context.Background()
	opt := store.Options{Random: rand.Reader, Now: a.moment}
	err = store.Init(ctx, a.Shop, till.Shop{
		Name: name, Currency: currency, Language: c.Lang, Training: c.Training, TillNo: c.TillNo, TimeZone: zone,
	}, opt, func(tx till.Tx) error {
		return till.FirstFacts(tx, a.moment(), currency)
	})
	if err != nil {
		return err
	}
	s, err := store.Open(ctx, a.Shop, opt)
	if err != nil {
		return err
	}
	defer s.Close()
	t, err := till.New(ctx, s, a.options())
	if err != nil {
		return err
	}
	defer t.Close()
	shop, err := t.Shop(ctx)
	if err != nil {
		return err
	}
	return a.print(shop, func(w io.Writer) {
		fmt.Fprintln(w, assets.T(shop.Language, "shop.made", shop.Name, shop.Currency, shop.TillNo, a.Shop))
	})
}

type settingCmd struct {
	List settingListCmd `cmd:"" help:"Print the settings."`
	Set  settingSetCmd  `cmd:"" help:"Change settings."`
}

type settingListCmd struct {
	Keys bool `help:"Print the keys of all settings there are, set or not."`
}

func (c *settingListCmd) Run(a *app) error {
	if c.Keys {
		return a.print(till.SettingKeys(), func(w io.Writer) { fmt.Fprintln(w, strings.Join(till.SettingKeys(), "\n")) })
	}
	return a.open(func(ctx context.Context, t *till.Till, _ *store.Store) error {
		m, err := t.Settings(ctx)
		if err != nil {
			return err
		}
		return a.print(m, func(w io.Writer) {
			for _, key := range slices.Sorted(maps.Keys(m)) {
				fmt.Fprintf(w, "%s=%s\n", key, m[key])
			}
		})
	})
}

type settingSetCmd struct {
	Set map[string]string `arg:"" help:"KEY=VALUE"`
}

func (c *settingSetCmd) Run(a *app) error {
	return a.act(func(ctx context.Context, t *till.Till, who till.Who) error {
		return t.SetAll(ctx, c.Set, who)
	})
}

// meant names the keys that an unknown one may be meant for, or tells where all are.
func (a *app) meant(err *till.UnknownSetting) string {
	switch {
	case len(err.Near) > 0:
		return assets.T(a.lang(), "setting.near", strings.Join(err.Near, ", "))
	case err.Programme:
		return assets.T(a.lang(), "setting.all", "tillctl programme show")
	}
	return assets.T(a.lang(), "setting.all", "tillctl setting list --keys")
}

type adoptCmd struct{}

func (adoptCmd) Run(a *app) error {
	return a.act(func(ctx context.Context, t *till.Till, who till.Who) error {
		return t.Adopt(ctx, who)
	})
}

type verifyCmd struct{}

func (verifyCmd) Run(a *app) error {
	if a.Shop == "" {
		return usage("no shop is named: use --shop DIR or BONUSKASSE_SHOP")
	}
	if err := a.readNow(); err != nil {
		return err
	}
	report, err := store.Verify(context.Background(), a.Shop, store.Options{Random: rand.Reader, Now: a.moment}, a.progress())
	if err != nil {
		return err
	}
	if err := a.print(report, func(w io.Writer) {
		if report.OK {
			fmt.Fprintln(w, assets.T(a.lang(), "verify.whole", assets.N(a.lang(), "count.events", report.Events)))
		} else {
			fmt.Fprintf(w, "%s\n", report.FirstDifference)
		}
	}); err != nil || report.OK {
		return err
	}
	return errReported
}

type backupCmd struct {
	File string `arg:"" help:"New file."`
}

func (c *backupCmd) Run(a *app) error {
	return a.open(func(ctx context.Context, _ *till.Till, s *store.Store) error {
		if info, err := os.Stat(filepath.Dir(c.File)); err != nil || !info.IsDir() {
			return usage("there is no folder %s", filepath.Dir(c.File))
		}
		if err := s.Backup(ctx, c.File, a.progress()); err != nil {
			return err
		}
		return a.print(map[string]string{"file": c.File}, func(w io.Writer) { fmt.Fprintln(w, c.File) })
	})
}

type journalCmd struct {
	Export journalExportCmd `cmd:"" help:"Print the journal, one event a line, in order."`
}

type journalExportCmd struct{}

func (journalExportCmd) Run(a *app) error {
	return a.open(func(ctx context.Context, _ *till.Till, s *store.Store) error {
		return s.Export(ctx, a.stdout)
	})
}

// progress prints how far long work has come, where a person is watching.
func (a *app) progress() store.Progress {
	f, ok := a.stderr.(interface{ Stat() (fileInfo, error) })
	if !ok {
		return nil
	}
	info, err := f.Stat()
	if err != nil || !watched(info) {
		return nil
	}
	var last time.Time
	return func(stage string, done, of int64) {
		if now := time.Now(); now.Sub(last) > 300*time.Millisecond || done == of {
			last = now
			fmt.Fprintf(a.stderr, "\r%s %s / %s ", stage, assets.Number(a.Language, done), assets.Number(a.Language, of))
			if done == of {
				fmt.Fprintln(a.stderr)
			}
		}
	}
}
