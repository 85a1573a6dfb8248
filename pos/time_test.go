package pos_test

import (
	"testing"
	"time"

	"bonuskasse/pos"
)

// Lots expire at the end of the day, shop time: month ends are clamped, and a
// day of summer time's change has its own length.
func TestAddMonths(t *testing.T) {
	zone, err := time.LoadLocation("Europe/Copenhagen")
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		from   string
		months int
		want   string
	}{
		{"2026-01-31T10:00:00", 1, "2026-02-28T23:59:59.999"},
		{"2028-01-31T10:00:00", 1, "2028-02-29T23:59:59.999"},
		{"2026-11-22T00:00:00", 36, "2029-11-22T23:59:59.999"},
		{"2028-02-29T23:59:59", 12, "2029-02-28T23:59:59.999"},
		{"2026-02-28T12:00:00", 1, "2026-03-28T23:59:59.999"},
		{"2026-12-31T12:00:00", 2, "2027-02-28T23:59:59.999"},
		{"2026-09-25T12:00:00", 1, "2026-10-25T23:59:59.999"}, // 25 hours long
	}
	for _, tt := range tests {
		from, err := time.ParseInLocation("2006-01-02T15:04:05", tt.from, zone)
		if err != nil {
			t.Fatal(err)
		}
		if got := pos.AddMonths(from, tt.months).Format("2006-01-02T15:04:05.000"); got != tt.want {
			t.Errorf("%s and %d months = %s, want %s", tt.from, tt.months, got, tt.want)
		}
	}
}

// A day is read as Danes, French, number pads and machines write it, the day
// before the month.
func TestReadDay(t *testing.T) {
	want := time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC)
	for _, text := range []string{"2026-12-01", "1.12.2026", "01.12.2026", "01/12/2026", "1-12-2026", " 1.12.26 ", "1/12/26", "1-12-26", "1,12,2026", "1,12,26"} {
		if day, ok := pos.ReadDay(text, time.UTC); !ok || !day.Equal(want) {
			t.Errorf("%q is read as %s", text, day)
		}
	}
	for _, text := range []string{"", "1.13.2026", "31.11.2026", "12/31/2026", "i morgen", "1.12", "2026.12.01", "011226", "20112233"} {
		if day, ok := pos.ReadDay(text, time.UTC); ok {
			t.Errorf("%q is read as %s", text, day)
		}
	}
}
