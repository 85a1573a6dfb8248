package main

import (
	"context"

	"bonuskasse/hardware"
)

// spooled is the printer that the spooler keeps: whichever the till has now.
type spooled struct{ *devices }

var _ hardware.Printer = spooled{}

func (s spooled) Open(context.Context) error { return nil }
func (s spooled) Close() error               { return nil }
func (s spooled) State() hardware.State      { return s.current().State() }

func (s spooled) Check(ctx context.Context) hardware.State { return s.current().Check(ctx) }

func (s spooled) Kick(ctx context.Context, why hardware.KickReason) error {
	return s.current().Kick(ctx, why)
}

func (s spooled) Print(ctx context.Context, job string, doc hardware.Document) (hardware.Result, error) {
	return s.current().Print(ctx, job, doc)
}

// noPrinter is the printer of a till that has none: papers wait.
type noPrinter struct{ state hardware.State }

var _ hardware.Printer = noPrinter{}

func (noPrinter) Name() string               { return "none" }
func (noPrinter) Open(context.Context) error { return nil }
func (noPrinter) Close() error               { return nil }

func (n noPrinter) State() hardware.State {
	if n.state.Status != hardware.Absent {
		return n.state
	}
	return hardware.State{Status: hardware.Absent, Reason: hardware.NotConfigured}
}

func (n noPrinter) Check(context.Context) hardware.State { return n.State() }

func (n noPrinter) err(op string) error {
	return &hardware.Error{Op: op, Reason: n.State().Reason}
}

func (n noPrinter) Kick(context.Context, hardware.KickReason) error { return n.err("kick") }

func (n noPrinter) Print(context.Context, string, hardware.Document) (hardware.Result, error) {
	return hardware.NotPrinted, n.err("print")
}
