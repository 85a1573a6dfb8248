package main

import (
	"context"
	"errors"
	"os"

	"bonuskasse/hardware"
	"bonuskasse/hardware/decode"
	"bonuskasse/pos/paper"
	"bonuskasse/store"
)

type readCmd struct {
	Profile string `required:"" help:"JSON file: a profile, or an object with one under 'profile'." placeholder:"FILE"`
	Source  string `required:"" help:"Where the bytes come from: serial_barcode, wedge_msr, rfid_serial ..."`
	Hex     string `required:"" help:"The bytes."`
}

func (c *readCmd) Run(a *app) error {
	data, err := a.readFile(c.Profile)
	if err != nil {
		return err
	}
	profile, err := decode.ParseProfile(data)
	if err != nil {
		return usage("%s is no profile: %s", c.Profile, fault(err))
	}
	out, err := decode.Hex(profile, hardware.Source(c.Source), c.Hex)
	if err != nil {
		return usage("%s", fault(err))
	}
	return a.print(out, nil)
}

// fault is what is wrong with a reader's set-up or its bytes, for a person.
func fault(err error) string {
	var h *hardware.Error
	if errors.As(err, &h) && h.Cause != nil {
		err = h.Cause
	}
	return jsonFault(err)
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
