// Package calendar reads the appointments of an iCalendar file (RFC 5545), as
// the programs of salons and studios export it.
package calendar

import (
	"bytes"
	"regexp"
	"strconv"
	"strings"
	"time"

	ics "github.com/arran4/golang-ical"

	"bonuskasse/pos"
)

// Event is one appointment.
type Event struct {
	UID       string
	Summary   string
	Emails    []string  // of who comes, without "mailto:"
	Ends      time.Time // zero where the file does not say
	Cancelled bool
	Repeats   bool // it stands for many
}

// Is reports whether data is an iCalendar file.
func Is(data []byte) bool {
	return bytes.HasPrefix(bytes.ToUpper(bytes.TrimLeft(head(data), "\ufeff \r\n\t")), []byte("BEGIN:VCALENDAR"))
}

func head(data []byte) []byte { return data[:min(len(data), 100)] }

// Read reads the events, in the order of the file. A time without a zone is
// one of the shop's.
func Read(data []byte, zone *time.Location) (list []Event, err error) {
	cal, err := ics.ParseCalendar(bytes.NewReader(bytes.TrimPrefix(data, []byte("\ufeff"))))
	if err != nil {
		return nil, pos.Refuse(pos.BadFile)
	}
	for _, e := range cal.Events() {
		x := Event{
			UID: text(e, ics.ComponentPropertyUniqueId), Summary: text(e, ics.ComponentPropertySummary),
			Ends:      ends(e, zone),
			Cancelled: strings.EqualFold(text(e, ics.ComponentPropertyStatus), string(ics.ObjectStatusCancelled)),
			Repeats:   e.GetProperty(ics.ComponentPropertyRrule) != nil,
		}
		for _, a := range e.Attendees() {
			x.Emails = append(x.Emails, strings.TrimSpace(a.Email()))
		}
		list = append(list, x)
	}
	return list, nil
}

func text(e *ics.VEvent, name ics.ComponentProperty) string {
	if p := e.GetProperty(name); p != nil {
		return strings.TrimSpace(p.Value)
	}
	return ""
}

// ends is DTEND, or DTSTART and a DURATION (RFC 5545, 3.6.1); a zero time is
// neither.
func ends(e *ics.VEvent, zone *time.Location) time.Time {
	if p := e.GetProperty(ics.ComponentPropertyDtEnd); p != nil {
		return moment(p, zone)
	}
	start, length := e.GetProperty(ics.ComponentPropertyDtStart), e.GetProperty(ics.ComponentPropertyDuration)
	if start == nil || length == nil {
		return time.Time{}
	}
	at := moment(start, zone)
	days, rest, ok := duration(length.Value)
	if at.IsZero() || !ok {
		return time.Time{}
	}
	return at.AddDate(0, 0, days).Add(rest) // a day may have 23 hours
}

// moment reads a date and time. Its zone stands beside it, or in it as the Z of
// UTC.
func moment(p *ics.IANAProperty, zone *time.Location) time.Time {
	if at, err := time.Parse("20060102T150405Z", p.Value); err == nil {
		return at
	}
	if id := p.ICalParameters["TZID"]; len(id) > 0 {
		named, err := time.LoadLocation(id[0])
		if err != nil {
			return time.Time{} // not known here: better no time than a wrong one
		}
		zone = named
	}
	at, err := time.ParseInLocation("20060102T150405", p.Value, zone)
	if err != nil {
		return time.Time{}
	}
	return at
}

// durationForm is a DURATION that goes forwards (RFC 5545, 3.3.6).
var durationForm = regexp.MustCompile(`^\+?P(?:(\d{1,3})W|(?:(\d{1,4})D)?(?:T(?:(\d{1,4})H)?(?:(\d{1,5})M)?(?:(\d{1,6})S)?)?)$`)

// duration is days, which are as long as they are, and what is exact.
func duration(text string) (days int, rest time.Duration, ok bool) {
	part := durationForm.FindStringSubmatch(strings.TrimSpace(text))
	if part == nil || strings.TrimLeft(text, "+") == "P" || strings.HasSuffix(text, "T") {
		return 0, 0, false
	}
	n := make([]int, len(part))
	for i, figures := range part[1:] {
		n[i], _ = strconv.Atoi(figures) // figures, or nothing: 0
	}
	rest = time.Duration(n[2])*time.Hour + time.Duration(n[3])*time.Minute + time.Duration(n[4])*time.Second
	return 7*n[0] + n[1], rest, true
}
