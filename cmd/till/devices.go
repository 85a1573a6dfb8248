package main

import (
	"context"
	"log/slog"
	"sync"

	"bonuskasse/hardware"
	"bonuskasse/hardware/escpos"
	"bonuskasse/hardware/pdf"
	"bonuskasse/hardware/transport"
	"bonuskasse/hardware/wedge"
	"bonuskasse/pos/screen"
	"bonuskasse/pos/till"
)

// devices are the drivers as they run. A change in Settings makes them anew,
// while papers wait on the disk and the sale goes on.
type devices struct {
	ctx     context.Context
	log     *slog.Logger
	burst   *burst
	post    func(func())       // onto the window's goroutine
	scans   chan hardware.Scan // from all readers
	changed func()             // something in a state changed
	link    transport.Link     // a simulated printer for a till that has none
	wake    func()             // the spooler
	// simulated makes the readers of a demo; nil makes none.
	simulated func(numbers hardware.Profile) []hardware.Scanner

	mu      sync.Mutex
	printer hardware.Printer
	readers []hardware.Scanner
	names   []string // of the keyboard-like readers, which have no driver
	set     till.Devices
	fresh   bool // nothing was applied yet
}

func (d *devices) Name() string { return "printer" }

// current is the printer of now: the spooler keeps this one.
func (d *devices) current() hardware.Printer {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.printer
}

// Apply is part of settings.DeviceRoom.
func (d *devices) Apply(set till.Devices) {
	d.mu.Lock()
	oldPrinter, oldReaders, same := d.printer, d.readers, !d.fresh && d.set.Printer == set.Printer
	d.mu.Unlock()
	printer := oldPrinter
	if !same {
		printer = d.newPrinter(set.Printer)
	}
	var names []string
	var machine *wedge.Machine
	for _, r := range set.Readers {
		if r.Kind != till.ReaderWedge {
			continue
		}
		names = append(names, r.Name)
		if machine != nil {
			continue // one keyboard: the first set-up holds
		}
		m, err := wedge.New(wedge.Settings{Profile: r.Profile(set.Numbers), Codes: scanCodes, Beat: wedgeBeat, RestBeat: wedgeRest, Break: wedgeBreak})
		if err != nil {
			d.log.Error("keyboard-like reader not set up", "cause", err)
			continue
		}
		machine = m
	}
	for _, r := range oldReaders {
		r.Close()
	}
	if !same {
		oldPrinter.Close()
	}
	d.mu.Lock()
	d.printer, d.names, d.set, d.readers, d.fresh = printer, names, set, nil, false
	d.mu.Unlock()
	d.post(func() { d.burst.set(machine) })
	d.startReaders(set)
	d.changed()
}

func (d *devices) newPrinter(set till.PrinterSetup) hardware.Printer {
	if set.Kind == till.PrinterPDF {
		return d.newPDF(set)
	}
	link := d.linkOf(set)
	if link == nil {
		return noPrinter{}
	}
	columns := set.Columns()
	if set.Kind == till.NoPrinter || set.Kind == "" {
		columns = 48 // the simulated one
	}
	p, err := escpos.New(escpos.Options{
		Name: "printer", Link: link, Settings: escpos.Settings{Columns: columns, CodePage: set.CodePage},
		// The printer must not be asked from here.
		Notify: func(hardware.State) { go d.changed(); d.wake() },
	})
	if err == nil {
		err = p.Open(d.ctx)
	}
	if err != nil {
		d.log.Error("printer not set up", "cause", err)
		return noPrinter{hardware.State{Status: hardware.Failed, Reason: hardware.BadSettings, Detail: err.Error()}}
	}
	go p.Check(d.ctx) // its state is on the strip before the first paper
	return p
}

func (d *devices) newPDF(set till.PrinterSetup) hardware.Printer {
	roll := pdf.Roll80
	if set.WidthMM == 58 {
		roll = pdf.Roll58
	}
	p, err := pdf.New(pdf.Options{Name: "pdf", Folder: set.Address, Roll: roll})
	if err == nil {
		err = p.Open(d.ctx)
	}
	if err != nil {
		return noPrinter{hardware.State{Status: hardware.Failed, Reason: hardware.BadSettings, Detail: err.Error()}}
	}
	return p
}

func (d *devices) linkOf(set till.PrinterSetup) transport.Link {
	switch set.Kind {
	case till.PrinterTCP:
		return transport.TCP{Address: set.Address}
	case till.PrinterSerial:
		return transport.Serial{Port: set.Address, Speed: set.Speed}
	case till.PrinterFile:
		return transport.File{Path: set.Address}
	}
	return d.link
}

func (d *devices) close() {
	d.mu.Lock()
	printer, readers := d.printer, d.readers
	d.mu.Unlock()
	for _, r := range readers {
		r.Close()
	}
	printer.Close()
}

// Wake is part of screen.Devices.
func (d *devices) Wake() { d.wake() }

// Kick is part of screen.Devices.
func (d *devices) Kick(ctx context.Context) error { return d.current().Kick(ctx, hardware.KickNoSale) }

// Printer is part of settings.DeviceRoom.
func (d *devices) Printer() hardware.State { return d.current().State() }

// Readers is part of settings.DeviceRoom.
func (d *devices) Readers() []screen.Reader {
	d.mu.Lock()
	defer d.mu.Unlock()
	var list []screen.Reader
	for _, n := range d.names {
		list = append(list, screen.Reader{Name: n, State: hardware.State{Status: hardware.Ready}})
	}
	for _, r := range d.readers {
		list = append(list, screen.Reader{Name: r.Name(), State: r.State()})
	}
	return list
}

// TestPrint is part of settings.DeviceRoom.
func (d *devices) TestPrint(ctx context.Context) (hardware.Result, error) {
	return d.current().Print(ctx, "", testSlip())
}

// put brings a scan on its way; where nobody takes them any more, the newest
// is dropped.
func (d *devices) put(s hardware.Scan) {
	select {
	case d.scans <- s:
	default:
		d.log.Warn("scan dropped: the window is behind")
	}
}
