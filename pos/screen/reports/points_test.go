package reports_test

import (
	"slices"
	"testing"
	"time"

	"bonuskasse/pos"
	"bonuskasse/pos/screen"
	"bonuskasse/pos/screen/reports"
	"bonuskasse/pos/screen/screentest"
	"bonuskasse/pos/till"
)

// savedReports keeps what was saved.
type savedReports struct {
	screentest.Folder
	path  string
	sheet reports.Sheet
}

func (f *savedReports) Save(path string, sheet reports.Sheet, _ string) error {
	f.path, f.sheet = path, sheet
	return nil
}

// TestPointsReport: what came to members and went, by period, kind, person and
// member, as a bookkeeper would add it up; and saved as it is shown.
func TestPointsReport(t *testing.T) {
	s := newTestShop(t)
	s.Clerk()
	ctx, boss := t.Context(), till.Who{Person: pos.System, Reason: "Rettelse"}
	files := &savedReports{}
	s.Shell.Add(reports.PointsPlace, reports.NewPoints(s.Till, files))
	s.Sell("10001", till.Payment{Cash: 200_00}, map[string]int64{"te": 4000}) // 1000 points, by Inga
	s.Sell("10001", till.Payment{Bonus: 400, Cash: till.Exact}, map[string]int64{"ost": 1000})
	_, err := s.Till.Adjust(ctx, s.Member("karen"), 70, boss)
	must(t, err)
	s.Show(screen.ReportsPlace)
	s.SignIn("Yrsa")
	s.Runes("p")
	if s.Said() != "error.not_allowed" {
		t.Errorf("a clerk is told %q", s.Said())
	}
	s.SignIn("Bo")
	s.Runes("p")
	list := func() screen.BrowseState { return s.Browsed(reports.PointsPlace) }
	points := func() (all []int64) {
		for _, r := range list().Rows {
			all = append(all, r.Cells[2].Text.Args[0].(int64))
		}
		return all
	}
	lots, err := s.Till.Lots(ctx, s.Member("soren"), pos.At(s.Now))
	must(t, err)
	var has int64
	for _, l := range lots {
		has += l.Left
	}
	got := points()
	if len(got) != 3 || got[0] != 70 || got[2] != 1000 || got[1]+got[2] != has {
		t.Fatalf("points %v, Søren has %d, said %+v", got, has, s.Shell.State().Notice)
	}
	s.Runes("k") // the kinds of the period: adjustment, sale
	s.Answer("ok", 1, "")
	if got := points(); !slices.Equal(got, []int64{70}) {
		t.Errorf("adjustments: %v", got)
	}
	s.Runes("k")
	s.Answer("ok", 0, "")
	s.Runes("n")
	s.Answer("ok", 1, "") // Inga
	if got := points(); len(got) != 2 || got[1] != 1000 {
		t.Errorf("by Inga: %v", got)
	}
	s.Runes("n")
	s.Answer("ok", 0, "")
	s.Runes("m")
	s.Answer("ok", -1, "karen")
	if got := points(); !slices.Equal(got, []int64{70}) {
		t.Errorf("Karen: %v", got)
	}
	s.Runes("m")
	s.Answer("all", -1, "")
	s.Keys(screen.KeyRight) // last month
	if n := len(list().Rows); n != 0 || list().Is("export") {
		t.Errorf("last month: %d", n)
	}
	s.Runes("d")
	s.Answer("ok", -1, "24.11.2026")
	if n := len(list().Rows); n != 3 || list().Filters[0].Key != "points_report.span" {
		t.Errorf("that day: %d, %q", n, list().Filters[0].Key)
	}
	s.Runes("d")
	s.Answer("ok", -1, "25.11.2026 24.11.2026")
	if q := s.Shell.State().Question; q == nil || q.Wrong.Key != "error.bad_setting" {
		t.Errorf("days that go backwards: %+v", q)
	}
	s.Answer(screen.Cancel, -1, "")
	s.Runes("e")
	s.Answer("ok", 0, "november.csv")
	if files.path != "/home/kasse/november.csv" || len(files.sheet.Rows) != 3 || len(files.sheet.Head) != len(files.sheet.Rows[0]) || s.Said() != "points_report.saved" {
		t.Errorf("saved %q with %d rows, said %q", files.path, len(files.sheet.Rows), s.Said())
	}
}

// TestPeriods: spans of days in the shop's time, over the ends of months, years
// and summer time.
func TestPeriods(t *testing.T) {
	zone, err := time.LoadLocation("Europe/Copenhagen")
	must(t, err)
	for _, c := range []struct {
		period   reports.Period
		now      string
		from, to string
	}{
		{reports.PeriodToday, "2026-10-25 12:00", "2026-10-25 00:00", "2026-10-26 00:00"}, // 25 hours
		{reports.PeriodWeek, "2026-03-02 09:00", "2026-02-24 00:00", "2026-03-03 00:00"},
		{reports.PeriodMonth, "2028-02-29 23:59", "2028-02-01 00:00", "2028-03-01 00:00"},
		{reports.PeriodLastMonth, "2026-01-31 10:00", "2025-12-01 00:00", "2026-01-01 00:00"},
		{reports.PeriodYear, "2026-12-31 10:00", "2026-01-01 00:00", "2027-01-01 00:00"},
	} {
		now, err := time.ParseInLocation("2006-01-02 15:04", c.now, zone)
		must(t, err)
		from, to := c.period.Span(now)
		if f, l := from.Time(zone).Format("2006-01-02 15:04"), to.Time(zone).Format("2006-01-02 15:04"); f != c.from || l != c.to {
			t.Errorf("%s at %s: %s to %s, want %s to %s", c.period, c.now, f, l, c.from, c.to)
		}
	}
}
