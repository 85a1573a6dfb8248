package main

import (
	"bonuskasse/hardware"
	"bonuskasse/hardware/serial"
	"bonuskasse/hardware/transport"
	"bonuskasse/hardware/wedge"
	"bonuskasse/pos/till"
)

// startReaders opens the readers that have a driver. Those that type like a
// keyboard come by the window.
func (d *devices) startReaders(set till.Devices) {
	var list []hardware.Scanner
	for _, r := range set.Readers {
		s, err := newReader(r, set.Numbers)
		if err != nil {
			d.log.Error("reader not set up", "reader", r.Name, "cause", err)
			continue
		}
		if s != nil {
			list = append(list, s)
		}
	}
	if d.simulated != nil {
		list = append(list, d.simulated(set.Numbers)...)
	}
	for _, s := range list {
		if err := s.Open(d.ctx); err != nil {
			d.log.Error("reader not opened", "reader", s.Name(), "cause", err)
			continue
		}
		go d.follow(s)
	}
	d.mu.Lock()
	d.readers = list
	d.mu.Unlock()
}

func newReader(r till.ReaderSetup, numbers hardware.Profile) (hardware.Scanner, error) {
	switch r.Kind {
	case till.ReaderSerial:
		line := transport.Serial{Port: r.Port, Speed: r.Speed}
		switch r.Frame {
		case "7E1":
			line.DataBits, line.Parity = 7, "even"
		case "7O1":
			line.DataBits, line.Parity = 7, "odd"
		}
		s, err := serial.New(serial.Settings{Name: r.Name, Source: r.Source, Profile: r.Profile(numbers), Line: line})
		if err != nil {
			return nil, err
		}
		return s, nil
	case till.ReaderClaim:
		s, err := wedge.NewEvdev(wedge.EvdevSettings{Name: r.Name, Path: r.Port, Profile: r.Profile(numbers)})
		if err != nil {
			return nil, err
		}
		return s, nil
	}
	return nil, nil
}

// follow brings a reader's scans and states on their way until it is closed.
func (d *devices) follow(s hardware.Scanner) {
	scans, states := s.Scans(), s.States()
	for scans != nil || states != nil {
		select {
		case scan, ok := <-scans:
			if !ok {
				scans = nil
				continue
			}
			d.put(scan)
		case _, ok := <-states:
			if !ok {
				states = nil
				continue
			}
			d.changed()
		}
	}
}

// Ports is part of settings.DeviceRoom.
func (d *devices) Ports() (list []string) {
	for _, p := range serial.Ports() {
		list = append(list, p.Path)
	}
	return list
}
