package reports_test

import (
	"strings"
	"testing"

	"bonuskasse/hardware"
	"bonuskasse/pos"
	"bonuskasse/pos/screen"
	"bonuskasse/pos/screen/returns"
	"bonuskasse/pos/till"
)

func TestReportsShowTheDayAndTheNewestSaleFirst(t *testing.T) {
	s := newTestShop(t)
	first := s.Sell("", till.Payment{Cash: 100_00}, map[string]int64{"te": 2000})
	last := s.Sell("10001", till.Payment{BankCard: till.Exact}, map[string]int64{"te": 1000})
	s.Show(screen.ReportsPlace)
	st := s.state()
	if st.Loading || st.X.Sales != 2 || st.X.Net != 150_00 || st.X.Tenders[pos.Cash] != 100_00 || st.X.PointsEarned != 250 {
		t.Errorf("the report is %+v", st.X.Totals)
	}
	if len(st.Sales) != 2 || st.Sales[0].Receipt != last || st.Sales[1].Receipt != first || st.Chosen != 0 {
		t.Errorf("the list is %+v, chosen %d", st.Sales, st.Chosen)
	}
	if st.Sales[0].Member != "Søren Åkjær" || st.Sales[1].Member != "" {
		t.Errorf("members are %q and %q", st.Sales[0].Member, st.Sales[1].Member)
	}
}

// TestNumberThatIsNotThere: what was said of it goes when another is typed, and the
// newest receipt is chosen again when nothing is.
func TestNumberThatIsNotThere(t *testing.T) {
	s := newTestShop(t)
	s.Sell("", till.Payment{Cash: 50_00}, map[string]int64{"te": 1000})
	s.Show(screen.ReportsPlace)
	s.Typed("99-999999")
	s.Keys(screen.KeyEnter)
	if st := s.state(); st.Chosen != -1 || s.Said() == "" {
		t.Fatalf("chosen %d, said %q", st.Chosen, s.Said())
	}
	s.Typed("")
	if st := s.state(); st.Chosen != 0 || s.Said() != "" {
		t.Errorf("chosen %d, said %q", st.Chosen, s.Said())
	}
}

func TestReceiptIsOpenedByKeysFiguresAndScan(t *testing.T) {
	s := newTestShop(t)
	first := s.Sell("", till.Payment{Cash: 50_00}, map[string]int64{"te": 1000})
	second := s.Sell("", till.Payment{Cash: 100_00}, map[string]int64{"te": 2000})
	s.Show(screen.ReportsPlace)
	for _, c := range []struct {
		name string
		do   func()
		want string
	}{
		{"Enter opens the newest", func() { s.Keys(screen.KeyEnter) }, second},
		{"Escape closes it", func() { s.Keys(screen.KeyEscape) }, ""},
		{"Down and Enter open the one before", func() { s.Keys(screen.KeyDown, screen.KeyEnter) }, first},
		{"walking shows the report again", func() { s.Keys(screen.KeyUp) }, ""},
		{"the last figures and Enter", func() { s.Typed(first[len(first)-2:]); s.Keys(screen.KeyEnter) }, first},
		{"a second tap on a row", func() { s.Keys(screen.KeyEscape); s.Send(screen.Picked{At: 0}); s.Send(screen.Picked{At: 0}) }, second},
		{"a scanned receipt", func() {
			s.Send(screen.Scanned{Scan: hardware.Scan{Kind: hardware.KindUnknown, Text: first, At: s.Now}})
		}, first},
	} {
		c.do()
		if st := s.state(); st.Opened != c.want {
			t.Errorf("%s: %q is open, want %q", c.name, st.Opened, c.want)
		}
	}
	st := s.state()
	if text := st.Paper.Text(42); !strings.Contains(text, first) || !strings.Contains(text, "Ribe te") {
		t.Errorf("the paper is\n%s", text)
	}
	if _, kicks := st.Paper.Kicks(); kicks {
		t.Error("looking at a receipt would open the drawer")
	}
}

func TestReportsRefuseWhatIsNoReceipt(t *testing.T) {
	s := newTestShop(t)
	s.Sell("", till.Payment{Cash: 50_00}, map[string]int64{"te": 1000})
	s.Show(screen.ReportsPlace)
	s.Typed("99-999999")
	s.Keys(screen.KeyEnter)
	if s.Said() != "error.unknown_receipt" || s.state().Opened != "" {
		t.Errorf("said %q, opened %q", s.Said(), s.state().Opened)
	}
	if s.Send(screen.Scanned{Scan: hardware.Scan{Kind: hardware.KindClubCard, Value: "10001", At: s.Now}}) {
		t.Error("a club card was taken")
	}
}

func TestReprintIsACopyAndCounts(t *testing.T) {
	s := newTestShop(t)
	number := s.Sell("", till.Payment{Cash: 50_00}, map[string]int64{"te": 1000})
	s.Show(screen.ReportsPlace)
	jobs, err := s.Till.Jobs(t.Context())
	must(t, err)
	s.Keys("Ctrl+P")
	after, err := s.Till.Jobs(t.Context())
	must(t, err)
	if len(after) != len(jobs)+1 || s.Desk.Woken != 1 {
		t.Fatalf("%d jobs became %d, the spooler was woken %d times", len(jobs), len(after), s.Desk.Woken)
	}
	if st := s.state(); st.X.Copies != 1 || s.Said() != "reports.copy_printing" {
		t.Errorf("%d copies counted, said %q", st.X.Copies, s.Said())
	}
	found := false
	for _, j := range after {
		found = found || strings.Contains(string(j.Document), "KOPI") && strings.Contains(string(j.Document), number)
	}
	if !found {
		t.Error("no paper says KOPI")
	}
}

func TestLetterXPrintsTheReport(t *testing.T) {
	s := newTestShop(t)
	s.Show(screen.ReportsPlace)
	for _, key := range []string{"x", "X"} {
		s.Runes(key)
		if s.Said() != "reports.x.printing" {
			t.Errorf("%s: said %q", key, s.Said())
		}
	}
	jobs, err := s.Till.Jobs(t.Context())
	must(t, err)
	if len(jobs) != 2 || s.Desk.Woken != 2 {
		t.Errorf("%d papers, woken %d times", len(jobs), s.Desk.Woken)
	}
	if s.Send(screen.Rune{Rune: '7'}) {
		t.Error("a figure was taken from the field")
	}
}

func TestReturnOpensWithTheChosenReceipt(t *testing.T) {
	s := newTestShop(t)
	number := s.Sell("", till.Payment{Cash: 50_00}, map[string]int64{"te": 1000})
	s.Show(screen.ReportsPlace)
	s.Keys("Ctrl+R")
	back := s.Shell.Screen(screen.RefundPlace).State().(returns.State)
	if st := s.Shell.State(); st.Place != screen.RefundPlace || back.Receipt != number {
		t.Fatalf("at %q with receipt %q", st.Place, back.Receipt)
	}
	s.Keys(screen.KeyEscape)
	if s.Shell.State().Place != screen.ReportsPlace {
		t.Errorf("Escape leads to %q", s.Shell.State().Place)
	}
}
