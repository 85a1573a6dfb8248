package main

import (
	"time"

	"bonuskasse/hardware"
	"bonuskasse/pos"
	"bonuskasse/pos/screen"
	"bonuskasse/pos/table"
	"bonuskasse/pos/till"
)

// salon is a folder with another program's calendar, some lines of it bad.
type salon struct{ counter }

// Browse is part of screen.Folders.
func (salon) Browse(string, []string) ([]screen.ImportFile, error) {
	return []screen.ImportFile{
		{Name: "..", Folder: true}, {Name: "aftaler-uge-48.ics", Changed: pos.At(noon)}, {Name: "hold.csv", Changed: pos.At(noon.AddDate(0, 0, -3))},
	}, nil
}

// Calendar is part of screen.AppointmentFiles.
func (salon) Calendar(string, *time.Location) ([]till.CalendarRow, []table.BadRow, error) {
	return []till.CalendarRow{
		{Line: 2, UID: "a1", Username: "karen", Service: "Klipning", Ends: "2026-11-26 10:30"},
		{Line: 3, UID: "a2", Username: "nobody", Service: "Klipning", Ends: "2026-11-26 11:30"},
		{Line: 5, UID: "a3", Username: "karen", Service: "Krystalhealing", Ends: "2026-11-26 12:30"},
		{Line: 6, UID: "a4", Username: "karen", Service: "Klipning", Ends: "i morgen"},
		{Line: 7, UID: "a5", Username: "karen", Service: "Klipning", Ends: "2062-11-26 12:30"},
	}, []table.BadRow{{Line: 4, Code: table.CellCount}}, nil
}

// signe is a member of her own for these pictures: with points of many kinds, and
// appointments in every state.
func (g *stage) signe() (pos.ID, error) {
	ctx, t, boss := g.ctx, g.shop.till, till.By(g.shop.bo)
	if m, err := t.MemberByUsername(ctx, "signe"); err == nil {
		return m.Member.ID, nil
	}
	m, err := t.AddMember(ctx, till.NewMember{Username: "signe", Name: "Signe Dam", Phone: "+45 22 33 44 55", Card: "10044", Tier: pos.FirstTier}, boss)
	if err != nil {
		return pos.ID{}, err
	}
	id := m.ID
	for _, x := range []struct {
		service string
		hours   int
		end     string
	}{{"S-1", -2, ""}, {"S-2", 1, ""}, {"S-3", 26, ""}, {"S-1", 28, "cancelled"}, {"S-2", -1, "missed"}, {"S-1", -5, ""}} {
		a, err := t.Book(ctx, till.Booking{Member: id, Service: x.service, Ends: g.shop.now.Truncate(time.Hour).Add(time.Duration(x.hours) * time.Hour)}, boss)
		if err == nil && x.end != "" {
			_, err = t.CancelAppointment(ctx, a.ID, x.end == "missed", boss)
		}
		if err != nil {
			return id, err
		}
	}
	if _, err := t.Tick(ctx, g.shop.now); err != nil {
		return id, err
	}
	if _, err := t.GiveCoupon(ctx, 120, id, boss); err != nil {
		return id, err
	}
	boss.Reason = "Ventetid"
	if _, err := t.Adjust(ctx, id, 75, boss); err != nil {
		return id, err
	}
	ines, err := t.MemberByUsername(ctx, "ines")
	if err == nil {
		_, err = t.Book(ctx, till.Booking{Member: ines.Member.ID, Service: "S-3", Ends: g.shop.now.Truncate(time.Hour).Add(3 * time.Hour)}, boss)
	}
	return id, err
}

// withSigne is a drive in a shop where she is.
func withSigne(drive func(g *stage, signe pos.ID)) func(*stage) error {
	return func(g *stage) error {
		id, err := g.signe()
		if err == nil {
			drive(g, id)
		}
		return err
	}
}

// booked opens the day's appointments.
func booked(g *stage) { g.keys(screen.KeyF3, "Ctrl+A") }

var appointmentShots = []shot{
	{name: "appointments-empty", drive: does(booked)},
	{name: "appointments", drive: withSigne(func(g *stage, _ pos.ID) { booked(g) })},
	{name: "appointments-member", drive: withSigne(func(g *stage, _ pos.ID) {
		booked(g)
		g.scan(hardware.KindClubCard, "10044")
		g.keys(down(2)...)
	})},
	{name: "appointments-service", drive: withSigne(func(g *stage, _ pos.ID) {
		booked(g)
		g.scan(hardware.KindClubCard, "10044")
		g.keys("Ctrl+N")
	})},
	{name: "appointments-book", drive: withSigne(func(g *stage, _ pos.ID) {
		booked(g)
		g.scan(hardware.KindClubCard, "10044")
		g.keys("Ctrl+N")
		g.answer("ok", 0, "")
		g.answer("ok", -1, "om lidt")
	})},
	{name: "appointments-move", drive: withSigne(func(g *stage, _ pos.ID) { booked(g); g.keys(down(2)...); g.keys(screen.KeyEnter) })},
	{name: "appointments-missed", drive: withSigne(func(g *stage, _ pos.ID) { booked(g); g.keys(down(2)...); g.keys("Ctrl+K") })},
	{name: "appointments-file", drive: withSigne(func(g *stage, _ pos.ID) { booked(g); g.keys("Ctrl+E") })},
	{name: "appointments-bad", drive: withSigne(func(g *stage, _ pos.ID) { booked(g); g.keys("Ctrl+E"); g.answer("ok", 1, "") })},
	{name: "member-lots", drive: withSigne(func(g *stage, id pos.ID) { g.openMember(id); g.keys("Ctrl+L", screen.KeyDown) })},
	{name: "member-lot-why", drive: withSigne(func(g *stage, id pos.ID) { g.openMember(id); g.keys("Ctrl+L", screen.KeyDown, "Ctrl+W") })},
	{name: "member-history", drive: withSigne(func(g *stage, id pos.ID) { g.openMember(id) })},
}

// openMember opens one on F3.
func (g *stage) openMember(id pos.ID) {
	g.keys(screen.KeyF3)
	s, err := g.shop.till.Standing(g.ctx, id)
	if err == nil {
		g.scan(hardware.KindClubCard, s.Cards[0].Number)
	}
}
