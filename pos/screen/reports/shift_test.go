package reports_test

import (
	"strings"
	"testing"

	"bonuskasse/pos"
	"bonuskasse/pos/screen"
	"bonuskasse/pos/till"
)

// TestShiftIsClosedOnce: the Z report has a number and all that was sold since
// the one before it; there is nothing to close a second time, and a cashier needs
// a manager.
func TestShiftIsClosedOnce(t *testing.T) {
	s := newTestShop(t)
	s.Sell("", till.Payment{Cash: 100_00}, map[string]int64{"te": 2000})
	s.Sell("10001", till.Payment{BankCard: till.Exact}, map[string]int64{"te": 1000})
	s.Show(screen.ReportsPlace)
	s.SignIn("Inga")
	s.Runes("z")
	if q := s.Shell.State().Question; q == nil || q.Text.Key != "reports.z.text" || q.Text.Args[2] != pos.Money(150_00) {
		t.Fatalf("asked %+v", q)
	}
	s.Answer("uncounted", -1, "")
	if s.Asked() != "manager.pin" {
		t.Fatalf("a cashier is asked %q", s.Asked())
	}
	s.Answer("approve", -1, testPIN)
	q := s.Shell.State().Question
	if q == nil || q.Paper == nil || !strings.Contains(q.Paper.Text(42), "Z-rapport 2-Z0001") || !strings.Contains(q.Paper.Text(42), "150,00") {
		t.Fatalf("shown: %+v", q)
	}
	s.Answer(screen.Cancel, -1, "")
	if s.Said() != "reports.z.printing" || s.Desk.Woken == 0 {
		t.Errorf("said %q, printer woken %d times", s.Said(), s.Desk.Woken)
	}
	// Nothing was sold since: the question leads to the earlier ones alone.
	s.Runes("z")
	if q := s.Shell.State().Question; q.Text.Key != "reports.z.empty" || q.Choices[0].Do != "earlier" {
		t.Errorf("a second time: %+v", q)
	}
	if _, err := s.Till.CloseShift(t.Context(), nil, till.By(pos.System)); pos.CodeOf(err) != pos.ShiftEmpty {
		t.Errorf("a second time: %v", err)
	}
	s.Answer(screen.Cancel, -1, "")

	// The next shift has what came after, even where the clock was set back.
	s.Now = s.Now.Add(-48 * 3600e9)
	s.Sell("", till.Payment{Cash: 50_00}, map[string]int64{"te": 1000})
	x, err := s.Till.CloseShift(t.Context(), nil, till.By(pos.System))
	must(t, err)
	if x.Number != "2-Z0002" || x.Net != 50_00 || x.Sales != 1 {
		t.Errorf("%s: %d sales, %d", x.Number, x.Sales, x.Net)
	}
	first, err := s.Till.Z(t.Context(), "2-Z0001")
	must(t, err)
	if first.Net != 150_00 || first.Sales != 2 || first.Tenders[pos.Cash] != 100_00 || first.Person != "Inga" {
		t.Errorf("the first is now %+v", first)
	}
	s.Runes("z")
	s.Answer("earlier", -1, "")
	if q := s.Shell.State().Question; len(q.Rows) != 2 || q.Rows[0].Head.Args[0] != "2-Z0002" {
		t.Fatalf("earlier: %+v", q.Rows)
	}
	woken := s.Desk.Woken
	s.Answer("copy", 1, "")
	jobs, err := s.Till.Jobs(t.Context())
	must(t, err)
	if last := jobs[len(jobs)-1]; s.Desk.Woken != woken+1 || !strings.Contains(last.Title, "2-Z0001") {
		t.Errorf("the copy is %q", last.Title)
	}
	if _, err := s.Till.Z(t.Context(), "2-Z0009"); pos.CodeOf(err) != pos.UnknownShift {
		t.Errorf("a number that is none: %v", err)
	}
}
