package calendar

import (
	"testing"
	"time"

	"bonuskasse/pos"
)

// TestEnds: the moment an appointment is over, as programs write it.
func TestEnds(t *testing.T) {
	zone, err := time.LoadLocation("Europe/Copenhagen")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ name, line, want string }{
		{"in UTC", "DTEND:20260710T120000Z", "2026-07-10T12:00:00Z"},
		{"in a zone of its own", "DTEND;TZID=America/New_York:20260710T120000", "2026-07-10T16:00:00Z"},
		{"the shop's time in summer", "DTEND:20260710T120000", "2026-07-10T10:00:00Z"},
		{"the shop's time in winter", "DTEND:20261210T120000", "2026-12-10T11:00:00Z"},
		{"a zone that nobody knows", "DTEND;TZID=Mars/North:20260710T120000", ""},
		{"a whole day", "DTEND;VALUE=DATE:20260710", ""},
		{"none", "SUMMARY:Haircut", ""},
		{"a start and a length", "DTSTART:20260710T120000Z\r\nDURATION:PT1H30M", "2026-07-10T13:30:00Z"},
		{"a length with its sign", "DTSTART;TZID=Europe/Copenhagen:20260710T120000\r\nDURATION:+PT45M", "2026-07-10T10:45:00Z"},
		{"a day of 25 hours", "DTSTART:20261024T120000\r\nDURATION:P1D", "2026-10-25T11:00:00Z"},
		{"a week", "DTSTART:20260710T120000Z\r\nDURATION:P1W", "2026-07-17T12:00:00Z"},
		{"a length backwards", "DTSTART:20260710T120000Z\r\nDURATION:-PT1H", ""},
		{"no length", "DTSTART:20260710T120000Z\r\nDURATION:PT", ""},
		{"the end counts before the length", "DTSTART:20260710T120000Z\r\nDTEND:20260710T130000Z\r\nDURATION:PT5H", "2026-07-10T13:00:00Z"},
	} {
		t.Run(c.name, func(t *testing.T) {
			list, err := Read([]byte("\ufeffBEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:1\r\n"+c.line+"\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"), zone)
			if err != nil || len(list) != 1 {
				t.Fatalf("%v %v", list, err)
			}
			got := ""
			if !list[0].Ends.IsZero() {
				got = list[0].Ends.UTC().Format(time.RFC3339)
			}
			if got != c.want {
				t.Errorf("%q, not %q", got, c.want)
			}
		})
	}
}

func TestNoCalendar(t *testing.T) {
	if Is([]byte("uid,username\n1,soren\n")) || !Is([]byte("\ufeffbegin:vcalendar\n")) {
		t.Error("a calendar is told by its first line")
	}
	if _, err := Read([]byte("BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID"), time.UTC); pos.CodeOf(err) != pos.BadFile {
		t.Error(err)
	}
}

// FuzzRead: no file brings the till down.
func FuzzRead(f *testing.F) {
	f.Add([]byte("BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTEND;TZID=x:1\nATTENDEE;CN=\"a\nEND:VEVENT\nEND:VCALENDAR"))
	f.Fuzz(func(_ *testing.T, data []byte) { _, _ = Read(data, time.UTC) })
}
