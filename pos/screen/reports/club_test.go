package reports_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"bonuskasse/pos"
	"bonuskasse/pos/screen"
	"bonuskasse/pos/screen/reports"
	"bonuskasse/pos/till"
)

// ledgerOf writes a report as a bookkeeper reads it.
func ledgerOf(files *savedReports) string {
	var b strings.Builder
	for _, row := range files.sheet.Rows {
		for i, v := range row {
			if s, ok := v.(screen.Sentence); ok {
				v = strings.TrimSpace(s.Key + fmt.Sprint(s.Args))
			}
			if at, ok := v.(pos.Millis); ok {
				v = at.Time(time.UTC).Format(time.DateOnly)
			}
			if i > 0 {
				b.WriteString(" | ")
			}
			fmt.Fprint(&b, v)
		}
		b.WriteString("\n")
	}
	return b.String()
}

// clubDesk is a shop whose reports are saved for a test to read.
func clubDesk(t *testing.T) (*testShop, *savedReports) {
	s, files := newTestShop(t), &savedReports{}
	for place, report := range reports.Club(s.Till, files) {
		s.Shell.Add(place, report)
	}
	s.Show(screen.ReportsPlace)
	return s, files
}

// saved opens a report by its row, and saves it.
func (s *testShop) saved(row int, files *savedReports, runes string) (string, screen.BrowseState) {
	s.T.Helper()
	s.Show(screen.ReportsPlace)
	s.Runes("r")
	s.Answer("ok", row, "")
	s.Runes(runes)
	place := s.Shell.State().Place
	st := s.Browsed(place)
	files.sheet = reports.Sheet{}
	s.Runes("e")
	if st.Is("export") {
		s.Answer("ok", 0, "rapport.xlsx")
	}
	return ledgerOf(files), st
}

// TestReportsAreAManagers: the list of reports, and each of them.
func TestReportsAreAManagers(t *testing.T) {
	s, _ := clubDesk(t)
	s.SignIn("Inga")
	s.Runes("r")
	if s.Said() != "error.not_allowed" || s.Shell.State().Question != nil {
		t.Errorf("a cashier is told %q", s.Said())
	}
	inga := till.By(pos.Person{Role: pos.Cashier})
	if _, err := s.Till.CustomersReport(t.Context(), 0, 1, inga); pos.CodeOf(err) != pos.NotAllowed {
		t.Errorf("customers: %v", err)
	}
	if _, err := s.Till.CardsReport(t.Context(), 0, 1, inga); pos.CodeOf(err) != pos.NotAllowed {
		t.Errorf("cards: %v", err)
	}
	if _, err := s.Till.CouponsReport(t.Context(), 0, 1, inga); pos.CodeOf(err) != pos.NotAllowed {
		t.Errorf("coupons: %v", err)
	}
}

// TestCustomersReport: who bought most stands first; a return lowers what its
// customer bought; who neither joined nor bought in the period sleeps.
func TestCustomersReport(t *testing.T) {
	s, files := clubDesk(t)
	s.SignIn("Bo")
	s.Sell("10001", till.Payment{Cash: 100_00}, map[string]int64{"te": 2000})
	month := s.Now
	got, st := s.saved(2, files, "")
	if !strings.HasPrefix(got, "Søren Åkjær | ") || !strings.Contains(got, "customers_report.state.new[] | "+month.Format(time.DateOnly)+" | 1 | 10000 | 500 | 0") {
		t.Errorf("this month:\n%s", got)
	}
	all := st.Sum.Args[0].(int64)
	if st.Sum.Args[2] != int64(1) || st.Sum.Args[4] != pos.Money(100_00) {
		t.Errorf("sum %v", st.Sum.Args)
	}
	// Two months later all sleep, and the last purchase is still told.
	s.Now = s.Now.AddDate(0, 2, 0)
	s.SignIn("Bo")
	got, st = s.saved(2, files, "kkk") // sleeping
	if strings.Count(got, "\n") != int(all) || !strings.Contains(got, "sleeping[] | "+month.Format(time.DateOnly)+" | 0 | 0 | 0 | 0 | "+month.Format(time.DateOnly)) {
		t.Errorf("later:\n%s", got)
	}
	if st.Sum.Args[3] != all || st.Filters[1].Key != "customers_report.view.sleeping" {
		t.Errorf("sum %v, view %v", st.Sum.Args, st.Filters[1])
	}
	if got, _ = s.saved(2, files, "kk"); got != "" { // active
		t.Errorf("active:\n%s", got)
	}
	got, _ = s.saved(2, files, "kkkk") // by tier
	if !strings.Contains(got, "Bonus 5% | ") {
		t.Errorf("tiers:\n%s", got)
	}
}

// TestCardsAndCoupons: what is, by batch, and what was done in the period.
func TestCardsAndCoupons(t *testing.T) {
	s, files := clubDesk(t)
	s.SignIn("Bo")
	who := till.By(pos.System)
	before, _ := s.saved(3, files, "")
	must(t, s.Till.BlockCard(t.Context(), "10001", who))
	after, st := s.saved(3, files, "")
	if before == after || !strings.HasSuffix(strings.TrimSpace(after), " | 1") || st.Sum.Args[4] != int64(1) {
		t.Errorf("before\n%safter\n%ssum %v", before, after, st.Sum.Args)
	}
	batch, err := s.Till.MakeCoupons(t.Context(), till.NewCoupons{Title: "Advent", Points: 50, Count: 4}, who)
	must(t, err)
	_, err = s.Till.VoidCoupon(t.Context(), batch.Codes[0], till.Who{Person: pos.System, Reason: "smudged"})
	must(t, err)
	got, _ := s.saved(4, files, "")
	if got != "report.batch.title[1 Advent] | 4 | 200 | 0 | 0 | 1 | 50 | 0 | 0 | 3 | 150\n" {
		t.Errorf("coupons:\n%s", got)
	}
}

// TestBonusOwed: by the month that it expires in; as of a day that is over it is
// what was owed then.
func TestBonusOwed(t *testing.T) {
	s, files := clubDesk(t)
	s.SignIn("Bo")
	none, _ := s.saved(5, files, "")
	s.Sell("10001", till.Payment{Cash: 100_00}, map[string]int64{"te": 2000})
	got, st := s.saved(5, files, "")
	if none == got || st.Sum.Args[0] != int64(500) || st.Sum.Args[1] != pos.Money(5_00) || !strings.Contains(got, " | 500 | 500 | 0 | 500") {
		t.Errorf("owed\n%ssum %v", got, st.Sum.Args)
	}
	s.Keys(screen.KeyRight) // the end of last month
	if st := s.Browsed(reports.LiabilityPlace); len(st.Rows) != 0 || st.Filters[0].Key != "liability_report.as_of" || st.Sum.Args[0] != int64(0) {
		t.Errorf("last month: %+v", st)
	}
}

// TestWhatIsSavedIsCalledByItsName: the question names the report, and the file
// is of the day that the report tells of.
func TestWhatIsSavedIsCalledByItsName(t *testing.T) {
	s, _ := clubDesk(t)
	s.SignIn("Bo")
	s.Sell("10001", till.Payment{Cash: 100_00}, map[string]int64{"te": 2000})
	s.Now = s.Now.AddDate(0, 1, 0)
	for row, want := range map[int]string{
		2: "customers_report.name customers-2026-12-01", 3: "cards_report.name cards-2026-12-01",
		5: "liability_report.name bonus-owed-2026-11-30", // at the end of last month
	} {
		s.Show(screen.ReportsPlace)
		s.Runes("r")
		s.Answer("ok", row, "")
		if row == 5 {
			s.Keys(screen.KeyRight)
		}
		s.Runes("e")
		q := s.Shell.State().Question
		if q == nil || len(q.Title.Args) == 0 {
			t.Fatalf("row %d: %+v", row, q)
		}
		if got := q.Title.Args[0].(screen.Sentence).Key + " " + strings.TrimSuffix(q.Field.Text, ".xlsx"); got != want {
			t.Errorf("row %d is saved as %q, want %q", row, got, want)
		}
		s.Answer(screen.Cancel, -1, "")
	}
}
