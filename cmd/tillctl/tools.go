package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"strings"

	"bonuskasse/hardware"
	"bonuskasse/hardware/decode"
	"bonuskasse/pos/loyalty"
	"bonuskasse/pos/paper"
	"bonuskasse/store"
)

type quoteCmd struct {
	File string `arg:"" help:"File with one case or an array of them, or - for standard input."`
}

// Run prints an array for an array, an object for an object. One case that a
// rule refuses exits with 1; in an array each case says for itself.
func (c *quoteCmd) Run(a *app) error {
	data, err := a.readFile(c.File)
	if err != nil {
		return err
	}
	if !bytes.HasPrefix(bytes.TrimSpace(data), []byte("[")) {
		var one loyalty.Case
		if err := json.Unmarshal(data, &one); err != nil {
			return usage("%s is no case: %v", c.File, err)
		}
		out := one.Run()
		if err := a.print(out, nil); err != nil {
			return err
		}
		if out.Error != "" {
			fmt.Fprintln(a.stderr, out.Error)
			return errReported
		}
		return nil
	}
	var cases []loyalty.Case
	if err := json.Unmarshal(data, &cases); err != nil {
		return usage("%s holds no cases: %v", c.File, err)
	}
	out := make([]loyalty.Outcome, len(cases))
	for i, one := range cases {
		out[i] = one.Run()
	}
	return a.print(out, nil)
}

type readCmd struct {
	Profile string `required:"" help:"JSON file: a profile, or an object with one under 'profile'." placeholder:"FILE"`
	Source  string `required:"" help:"Where the bytes come from: serial_barcode, wedge_msr, rfid_serial ..."`
	Hex     string `required:"" help:"The bytes."`
}

func (c *readCmd) Run(a *app) error {
	data, err := os.ReadFile(c.Profile)
	if err != nil {
		return usage("profile: %v", err)
	}
	profile, err := decode.ParseProfile(data)
	if err != nil {
		return usage("profile %s: %v", c.Profile, err)
	}
	out, err := decode.Hex(profile, hardware.Source(c.Source), c.Hex)
	if err != nil {
		return usage("%v", err)
	}
	return a.print(out, nil)
}

type benchCmd struct {
	Members int    `default:"100000" help:"Members to make."`
	Sales   int    `default:"100000" help:"Sales to make."`
	Dir     string `help:"Where the store is made, or found from an earlier run; a temporary folder by default." placeholder:"DIR"`
}

func (c *benchCmd) Run(a *app) error {
	dir := c.Dir
	if dir == "" {
		tmp, err := os.MkdirTemp("", "bonuskasse-bench-")
		if err != nil {
			return err
		}
		defer os.RemoveAll(tmp)
		dir = tmp
	}
	out, err := store.Measure(context.Background(), dir, c.Members, c.Sales, paper.Papers{}, a.progress())
	if err != nil {
		return err
	}
	return a.print(out, nil)
}

// pairs splits KEY=VALUE arguments.
func pairs(args []string) (map[string]string, error) {
	set := map[string]string{}
	for _, arg := range args {
		k, v, ok := strings.Cut(arg, "=")
		if !ok || k == "" {
			return nil, usage("%q is not KEY=VALUE", arg)
		}
		set[k] = v
	}
	return set, nil
}
