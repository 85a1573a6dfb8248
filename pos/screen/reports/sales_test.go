package reports_test

import (
	"testing"
	"time"

	"bonuskasse/pos"
	"bonuskasse/pos/screen"
	"bonuskasse/pos/screen/reports"
	"bonuskasse/pos/till"
)

// TestSalesReport: sales by day of the shop's time, the newest first, with a bar
// for each; days without any are left out, and the sum is the sum.
func TestSalesReport(t *testing.T) {
	s := newTestShop(t)
	files := &savedReports{}
	s.Shell.Add(reports.SalesPlace, reports.NewSales(s.Till, files))
	s.Sell("", till.Payment{Cash: 100_00}, map[string]int64{"te": 2000})
	s.Now = time.Date(2026, 11, 25, 22, 58, 0, 0, time.UTC) // 23:58 in the shop
	s.Sell("", till.Payment{Cash: 50_00}, map[string]int64{"te": 1000})
	s.Sell("10001", till.Payment{Cash: 150_00}, map[string]int64{"te": 3000}) // after midnight
	s.Now = time.Date(2026, 11, 28, 12, 0, 0, 0, time.UTC)
	s.Show(screen.ReportsPlace)
	s.SignIn("Inga")
	s.Runes("s")
	if s.Said() != "error.not_allowed" {
		t.Errorf("a cashier is told %q", s.Said())
	}
	s.SignIn("Bo")
	s.Runes("s")
	st := s.Browsed(reports.SalesPlace)
	var got []string
	for _, r := range st.Rows {
		got = append(got, r.Cells[0].Text.Args[0].(pos.Millis).Time(s.Till.Zone()).Format(time.DateOnly))
	}
	if len(got) != 3 || got[0] != "2026-11-26" || got[1] != "2026-11-25" || got[2] != "2026-11-24" {
		t.Fatalf("days %v", got)
	}
	if b := st.Chart.Bars; b[0] != 150_00 || b[1] != 50_00 || b[2] != 100_00 || st.Chart.Most.Args[0] != pos.Money(150_00) {
		t.Errorf("bars %v, most %v", b, st.Chart.Most)
	}
	if sum := st.Sum.Args[1]; sum != pos.Money(300_00) {
		t.Errorf("the sum is %v", sum)
	}
	s.Runes("e")
	s.Answer("ok", 0, "salg.xlsx")
	if len(files.sheet.Rows) != 3 || files.sheet.Rows[0][3] != pos.Money(150_00) || files.sheet.Rows[0][6] != int64(750) {
		t.Errorf("saved %v", files.sheet.Rows)
	}
	s.Keys(screen.KeyLeft, screen.KeyLeft) // today
	if st := s.Browsed(reports.SalesPlace); len(st.Rows) != 0 || st.Chart != nil || st.Is("export") {
		t.Errorf("today: %+v", st)
	}
}
