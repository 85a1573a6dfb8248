package ui

import (
	"strings"
	"unicode/utf8"

	"bonuskasse/hardware"
	"bonuskasse/pos"
	"bonuskasse/pos/screen"
	"bonuskasse/pos/screen/reports"
	"bonuskasse/pos/ui/widget"
)

var placeIcons = map[screen.Place]string{screen.NotedPlace: "noted", screen.OfficePlace: "office"}

// tabs are the places of the rail: F2 first, Help last, as on paper.
func (f *Front) tabs() []screen.Tab {
	var list, last []screen.Tab
	for _, t := range f.state.Tabs {
		if t.Place == screen.HelpPlace {
			last = append(last, t)
		} else {
			list = append(list, t)
		}
	}
	return append(list, last...)
}

// within is the place of the rail that a place without a tab belongs to.
func within(p screen.Place) screen.Place {
	switch p {
	case screen.PaymentPlace, screen.RefundPlace:
		return screen.SalePlace
	case screen.JoinPlace, screen.AppointmentsPlace:
		return screen.MemberPlace
	case screen.NotedListsPlace:
		return screen.NotedPlace
	case screen.ImportPlace:
		return screen.SettingsPlace
	case screen.AlarmsPlace, screen.ApprovalsPlace, screen.ReviewsPlace, screen.MessagesPlace,
		screen.TemplatesPlace, screen.EditTemplatePlace, reports.PointsPlace, reports.SalesPlace,
		reports.CustomersPlace, reports.CardsPlace, reports.CouponsPlace, reports.LiabilityPlace:
		return screen.ReportsPlace
	}
	return ""
}

// frame draws rail and strip.
func (f *Front) frame(st screen.ShellState) {
	at := -1
	var places []widget.Place
	for i, tab := range f.tabs() {
		icon := placeIcons[tab.Place]
		if icon == "" {
			icon = string(tab.Place)
		}
		places = append(places, widget.Place{Text: f.T("place." + string(tab.Place)), Icon: icon, Key: string(tab.Key)})
		if tab.Place == st.Place || within(st.Place) == tab.Place {
			at = i
		}
	}
	if !samePlaces(f.rail.Places, places) || f.rail.Chosen != at {
		f.rail.Places, f.rail.Chosen = places, at
		f.rail.Refresh()
	}
	name := st.Strip.Person.Name
	if utf8.RuneCountInString(name) > 12 {
		name, _, _ = strings.Cut(name, " ") // the whole name is in the strip
	}
	if st.Strip.Person.ID.IsZero() {
		name = f.T("place.lock")
	}
	f.who.SetText(name)
	f.strip.Set(f.cells(st.Strip)...)
}

func samePlaces(a, b []widget.Place) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

func (f *Front) cells(s screen.Strip) []widget.StripCell {
	var list []widget.StripCell
	add := func(icon, text string, kind widget.Kind) {
		list = append(list, widget.StripCell{Icon: icon, Text: text, Kind: kind})
	}
	if !s.Closed.IsZero() {
		add("stop", f.Say(s.Closed), widget.Stop)
	}
	if s.Training {
		add("info", f.T("strip.training"), widget.Look)
	}
	name := s.Till
	if name == "" {
		name = f.T("strip.till", s.TillNo)
	}
	add("till", name, widget.Plain)
	if !s.Person.ID.IsZero() {
		add("shift", s.Person.Name+" · "+f.T("strip.shift", f.Clock(s.Since)), widget.Plain)
	}
	switch {
	case s.Line.Alone:
		add("office", f.T("strip.alone"), widget.Plain)
	case s.Line.Online:
		add("online", f.T("strip.online"), widget.Plain)
	default:
		add("offline", f.T("strip.offline", f.Clock(s.Line.Since)), widget.Look)
	}
	if !s.Line.Clock.IsZero() {
		add("look", f.Say(s.Line.Clock), widget.Look)
	}
	if s.Unsent > 0 && !s.Line.Alone {
		add("unsent", f.N("strip.unsent", s.Unsent), widget.Plain)
	}
	if s.ToSettle > 0 {
		add("look", f.N("strip.to_settle", s.ToSettle), widget.Look)
	}
	if s.ToApprove > 0 && s.Person.Role.May(pos.Manager) {
		add("pending", f.N("strip.to_approve", s.ToApprove), widget.Look)
	}
	if s.BackupLate {
		add("save", f.T("strip.backup_late"), widget.Look)
	}
	add("printer", f.printer(s), printerKind(s))
	for _, r := range s.Readers {
		kind := widget.Plain
		if r.State.Status != hardware.Ready {
			kind = widget.Look
		}
		add("scanner", f.T("strip.reader", f.readerName(r.Name), f.device(r.State)), kind)
	}
	return list
}

// readerName is the word for a reader that has no name of its own.
func (f *Front) readerName(name string) string {
	if name == "" {
		return f.T("device.reader")
	}
	return name
}

// device is a device's state in a word or two.
func (f *Front) device(s hardware.State) string { return f.T("status." + s.Status.String()) }

func (f *Front) printer(s screen.Strip) string {
	text := f.T("strip.printer", f.device(s.Printer))
	why := s.Printer.Reason
	if why == hardware.NotConfigured || why != hardware.NoReason && s.Printer.Status != hardware.Ready && s.Printer.Status != hardware.Absent {
		text = f.T("strip.printer", f.T("printer."+why.String()))
	}
	switch {
	case s.Unconfirmed > 0:
		text += " · " + f.N("strip.unconfirmed", int64(s.Unconfirmed))
	case s.Waiting > 1 || s.Waiting > 0 && s.Printer.Status != hardware.Ready:
		text += " · " + f.N("strip.papers", int64(s.Waiting))
	}
	return text
}

func printerKind(s screen.Strip) widget.Kind {
	switch {
	case s.Printer.Status == hardware.Failed:
		return widget.Stop
	case s.Printer.Status == hardware.Attention, s.Unconfirmed > 0:
		return widget.Look
	case s.Printer.Status == hardware.Absent && s.Printer.Reason != hardware.NotConfigured:
		return widget.Look
	}
	return widget.Plain
}

// tapStrip opens what a cell is about: the papers that wait, the head office.
func (f *Front) tapStrip(i int) {
	if i >= len(f.strip.Cells) {
		return
	}
	switch f.strip.Cells[i].Icon {
	case "printer":
		f.Send(screen.Tap{Do: "papers"})
	case "pending":
		f.shell.GoTo(f.ctx, screen.ApprovalsPlace)
	case "save":
		f.shell.GoTo(f.ctx, screen.SettingsPlace)
	case "look", "office", "online", "offline", "unsent":
		f.shell.GoTo(f.ctx, screen.OfficePlace)
	}
}
