package main

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"runtime"
	"slices"

	"github.com/alecthomas/kong"

	"bonuskasse/assets"
	"bonuskasse/cmd/internal/folders"
	"bonuskasse/cmd/internal/options"
	"bonuskasse/pos"
)

// version is set by the Makefile.
var version = "dev"

// config is the command line. Values come from the config file, the
// environment and the flags, in that order of rising power.
type config struct {
	Shop       string           `help:"Folder of the shop's data; left out, one among the person's own data." env:"BONUSKASSE_SHOP" placeholder:"DIR"`
	Demo       bool             `help:"Start on a shop that is thrown away, with goods, members, cards and simulated devices."`
	DemoDir    string           `help:"Where the demo's shop and its printed papers go; left out, a temporary folder that is removed afterwards." env:"BONUSKASSE_DEMO_DIR" placeholder:"DIR"`
	Language   string           `help:"Language of the window: da, en, fr; left out, as set in the shop." name:"lang" env:"BONUSKASSE_LANG" placeholder:"LANG"`
	Theme      string           `help:"Look: light, dark, contrast; left out, as set in the shop." env:"BONUSKASSE_THEME" placeholder:"LOOK"`
	Customer   bool             `help:"Open the second window, for the customer." env:"BONUSKASSE_CUSTOMER"`
	Fullscreen bool             `help:"Fill the screen." env:"BONUSKASSE_FULLSCREEN"`
	Config     string           `help:"Config file (TOML), its keys named as these flags." env:"BONUSKASSE_CONFIG" placeholder:"FILE"`
	Verbose    bool             `help:"Say more in the log."`
	Version    kong.VersionFlag `help:"Print the version."`
}

// Exit codes, as scripts may rely on.
const (
	exitDone    = 0
	exitUsage   = 2
	exitTrouble = 3
)

// exited unwinds after --help or --version.
type exited struct{ code int }

// parse reads the command line; ok is false where the program is over.
func parse(args []string, stdout, stderr io.Writer) (c config, code int, ok bool) {
	defer func() {
		if r := recover(); r != nil {
			e, mine := r.(exited)
			if !mine {
				panic(r)
			}
			code, ok = e.code, false
		}
	}()
	parser, err := kong.New(&c,
		kong.Name("till"),
		kong.Description("The cashier's window. The shop's data is in the folder that --shop or BONUSKASSE_SHOP names, or else among the person's own data; the log and the crash log are there too. Where there is no shop yet, the window asks for what one is made of. `tillctl` is the same till without a screen."),
		kong.Writers(stdout, stderr),
		kong.Exit(func(code int) { panic(exited{code}) }),
		kong.Vars{"version": "till " + options.Version(version)},
		kong.Configuration(options.TOML, options.Files()...),
	)
	if err == nil {
		_, err = parser.Parse(args)
	}
	switch {
	case err != nil:
	case c.Language != "" && !slices.Contains(assets.Languages(), c.Language):
		err = fmt.Errorf("--lang is one of %v", assets.Languages())
	case c.Theme != "" && !slices.Contains([]string{"light", "dark", "contrast"}, c.Theme):
		err = errors.New("--theme is light, dark or contrast")
	case c.Shop != "" && c.Demo && os.Getenv("BONUSKASSE_SHOP") == "":
		err = errors.New("--demo has a shop of its own: leave --shop out")
	}
	if err == nil && c.Shop == "" && !c.Demo {
		if c.Shop = folders.Shop(runtime.GOOS, os.Getenv); c.Shop == "" {
			err = errors.New("no folder is named: use --shop DIR or BONUSKASSE_SHOP, or try --demo")
		}
	}
	if err != nil {
		fmt.Fprintln(stderr, "till:", err)
		return c, exitUsage, false
	}
	return c, exitDone, true
}

// fail says on stderr why the till cannot start, in the person's language.
func fail(stderr io.Writer, lang string, log *slog.Logger, err error) int {
	code := string(pos.TroubleOf(err))
	if code == "" {
		code = string(pos.CodeOf(err))
	}
	if code == "" {
		fmt.Fprintln(stderr, "till:", err)
	} else {
		fmt.Fprintf(stderr, "till: %s (%v)\n", assets.Code(lang, code), err)
	}
	if log != nil {
		log.Error("not started", "cause", err)
	}
	return exitTrouble
}
