package screen

import (
	"testing"
	"time"

	"bonuskasse/assets"
)

// TestMomentsAsPeopleTypeThem: it is Tuesday 24 November 2026, noon in Denmark.
func TestMomentsAsPeopleTypeThem(t *testing.T) {
	zone, err := time.LoadLocation("Europe/Copenhagen")
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 11, 24, 12, 0, 0, 0, zone)
	for typed, want := range map[string]string{
		"14:30": "2026-11-24 14:30", "14.30": "2026-11-24 14:30", "14h30": "2026-11-24 14:30", "1430": "2026-11-24 14:30",
		"9": "2026-11-24 09:00", "14h": "2026-11-24 14:00", "930": "2026-11-24 09:30",
		"25.11 9:15": "2026-11-25 09:15", "25/11 9h15": "2026-11-25 09:15", "25-11, 9:15": "2026-11-25 09:15", "25.11. 9": "2026-11-25 09:00",
		"2.1 10:00": "2027-01-02 10:00", "20.10 10:00": "2026-10-20 10:00",
		"24.11.2027 10:00": "2027-11-24 10:00", "2027-11-24 10:00": "2027-11-24 10:00", "2027-11-24T10:00": "2027-11-24 10:00", "1/2/2027 10:00": "2027-02-01 10:00",
		"29.3.2027 2:30": "2027-03-29 02:30",
		"":               "", "24.11": "", "25:00": "", "14:60": "", "i morgen": "", "31.2 10:00": "", "14:30 24.11": "", "1 2 3": "", "-1:30": "", "14:5": "",
	} {
		got := ""
		if at, ok := ReadMoment(typed, now, zone); ok {
			got = at.Format("2006-01-02 15:04")
		}
		if got != want {
			t.Errorf("%q is %q, want %q", typed, got, want)
		}
	}
	at := time.Date(2027, 2, 1, 9, 5, 0, 0, zone)
	for _, lang := range assets.Languages() { // what stands in a field at first
		text := assets.Moment(lang, at)
		if again, ok := ReadMoment(text, now, zone); !ok || !again.Equal(at) {
			t.Errorf("%s is read as %s", text, again)
		}
	}
}
