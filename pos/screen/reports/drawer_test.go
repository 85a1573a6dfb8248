package reports_test

import (
	"strings"
	"testing"

	"bonuskasse/pos"
	"bonuskasse/pos/screen"
	"bonuskasse/pos/till"
)

// TestDrawerIsCounted is an evening as a bookkeeper reads it: what the shift began
// with, what was moved and sold for cash, what should be there, what is, and what
// stays for the next one. Who counts is told what was expected only afterwards.
func TestDrawerIsCounted(t *testing.T) {
	for _, c := range []struct {
		name                        string
		float, in, out, sold, card  pos.Money
		counted, left, reason       string
		expected, difference, taken pos.Money
		open                        pos.Money // what the next shift begins with
	}{
		{"it is right", 500_00, 0, 0, 100_00, 0, "600", "500", "", 600_00, 0, 100_00, 500_00},
		{"cards are not in it", 500_00, 0, 0, 100_00, 50_00, "600,00", "0", "", 600_00, 0, 600_00, 0},
		{"something is missing", 500_00, 0, 0, 100_00, 0, "580,50", "500", "wrong change", 600_00, -19_50, 80_50, 500_00},
		{"something is too much", 0, 0, 0, 100_00, 0, "110", "110", "a tip", 100_00, 10_00, 0, 110_00},
		{"put in and taken out", 200_00, 75_00, 150_00, 100_00, 0, "225", "200", "", 225_00, 0, 25_00, 200_00},
		{"nothing but the float", 200_00, 0, 0, 0, 0, "200", "200", "", 200_00, 0, 0, 200_00},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := newTestShop(t)
			s.SignIn("Bo")
			who := till.Who{Person: pos.System, Reason: "as asked"}
			for kind, amount := range map[till.CashKind]pos.Money{till.CashFloat: c.float, till.CashIn: c.in, till.CashOut: c.out} {
				if amount != 0 {
					must(t, s.Till.MoveCash(t.Context(), kind, amount, who))
				}
			}
			if c.sold != 0 {
				s.Sell("", till.Payment{Cash: c.sold}, map[string]int64{"te": 2000})
			}
			if c.card != 0 {
				s.Sell("", till.Payment{BankCard: till.Exact}, map[string]int64{"te": 1000})
			}
			s.Show(screen.ReportsPlace)
			s.Runes("z")
			if q := s.Shell.State().Question; q == nil || strings.Contains(s.Asked(), "off") || q.Field.Text != "" {
				t.Fatalf("who counts is told before: %+v", q)
			}
			s.Answer("close", -1, c.counted)
			s.Answer("ok", -1, c.left)
			if c.reason != "" {
				if s.Asked() != "reports.z.off.title" {
					t.Fatalf("asked %q", s.Asked())
				}
				s.Answer("close", -1, " ") // no reason: it stays open
				s.Answer("close", -1, c.reason)
			}
			x, err := s.Till.Z(t.Context(), "2-Z0001")
			must(t, err)
			d := x.Drawer
			if d.Count == nil || d.Expected != c.expected || d.Count.Difference != c.difference || d.Count.Taken != c.taken || d.Count.Reason != c.reason {
				t.Fatalf("the Z report says %+v, %+v", d, d.Count)
			}
			q := s.Shell.State().Question
			if q == nil || q.Paper == nil || !strings.Contains(q.Paper.Text(42), "Talt op") || c.reason != "" && !strings.Contains(q.Paper.Text(42), c.reason) {
				t.Errorf("the paper is %+v", q)
			}
			next, err := s.Till.OpenShift(t.Context())
			must(t, err)
			if next.Drawer.Count != nil || next.Drawer.Opened != c.open || next.Drawer.Expected != c.open {
				t.Errorf("the next shift begins with %+v", next.Drawer)
			}
		})
	}
}

// TestDrawerRefuses what is no count, what stays of more than there is, and moving
// money without saying why.
func TestDrawerRefuses(t *testing.T) {
	s := newTestShop(t)
	s.Sell("", till.Payment{Cash: 100_00}, map[string]int64{"te": 2000})
	who := till.By(pos.System)
	for _, c := range []struct {
		name  string
		count till.CashCount
		want  pos.Code
	}{
		{"off, and nobody says why", till.CashCount{Sum: 99_00}, pos.DrawerOff},
		{"below zero", till.CashCount{Sum: -1}, pos.BadAmount},
		{"more stays than there is", till.CashCount{Sum: 100_00, Left: 100_01}, pos.BadAmount},
		{"absurd", till.CashCount{Sum: 1 << 60}, pos.BadAmount},
	} {
		if _, err := s.Till.CloseShift(t.Context(), &c.count, who); pos.CodeOf(err) != c.want {
			t.Errorf("%s: %v", c.name, err)
		}
	}
	if err := s.Till.MoveCash(t.Context(), till.CashOut, 10_00, who); pos.CodeOf(err) != pos.NoReason {
		t.Errorf("taken out without a reason: %v", err)
	}
	if err := s.Till.MoveCash(t.Context(), till.CashFloat, 0, who); pos.CodeOf(err) != pos.BadAmount {
		t.Errorf("nothing as a float: %v", err)
	}
	if err := s.Till.MoveCash(t.Context(), till.CashFloat, 10_00, till.By(pos.Person{Role: pos.Cashier})); pos.CodeOf(err) != pos.NotAllowed {
		t.Errorf("a cashier alone: %v", err)
	}
}

// TestCashIsMovedFromTheSale: by the key of the drawer, and with a reason.
func TestCashIsMovedFromTheSale(t *testing.T) {
	s := newTestShop(t)
	s.Shell.Add(screen.SalePlace, screen.NewSale(s.Till, s.Desk))
	s.SignIn("Bo")
	s.Show(screen.SalePlace)
	s.Keys("Ctrl+D")
	s.Answer("ok", 4, "")
	s.Answer("ok", -1, "500")
	if s.Said() != "drawer.cash.done.float" {
		t.Errorf("said %q", s.Said())
	}
	s.Keys("Ctrl+D")
	s.Answer("ok", 6, "")
	s.Answer("ok", -1, "120,50")
	s.Answer("ok", -1, "Milk")
	x, err := s.Till.OpenShift(t.Context())
	must(t, err)
	if x.Drawer.Expected != 379_50 || len(x.Drawer.Moves) != 2 || x.Drawer.Moves[1].Reason != "Milk" {
		t.Errorf("the drawer is %+v", x.Drawer)
	}
}
