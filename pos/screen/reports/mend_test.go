package reports_test

import (
	"strings"
	"testing"

	"bonuskasse/hardware"
	"bonuskasse/pos/screen"
	"bonuskasse/pos/till"
)

// TestWhyOfAReceipt: the one that is chosen, or open.
func TestWhyOfAReceipt(t *testing.T) {
	s := newTestShop(t)
	receipt := s.Sell("10001", till.Payment{Cash: till.Exact}, map[string]int64{"te": 2000})
	s.Sell("", till.Payment{Cash: till.Exact}, map[string]int64{"ost": 1000})
	s.Show(screen.ReportsPlace)
	s.Keys(screen.KeyDown, "Ctrl+W")
	q := s.Shell.State().Question
	if q == nil || q.Paper == nil || q.Paper.Title != "Hvorfor? Bon "+receipt || !strings.Contains(q.Paper.Text(64), "100,00 à 5 %") {
		t.Errorf("it tells %+v", q)
	}
}

// TestMendInReports: the card is scanned, or the customer found, or it is nobody's;
// then the reason. A cashier needs a manager.
func TestMendInReports(t *testing.T) {
	s := newTestShop(t)
	receipt := s.Sell("", till.Payment{Cash: till.Exact}, map[string]int64{"te": 2000})
	s.Show(screen.ReportsPlace)
	s.Keys("Ctrl+E")
	s.Send(screen.Scanned{Scan: hardware.Scan{Kind: hardware.KindClubCard, Value: "10001", At: s.Now}})
	s.Answer("ok", 0, "")
	if st := s.state(); s.Said() != "reports.mended.given" || st.Sales[0].Member != "Søren Åkjær" || st.Opened != receipt {
		t.Errorf("it says %q, the list %+v, %q is open", s.Said(), st.Sales, st.Opened)
	}
	s.SignIn("Inga")
	s.Show(screen.ReportsPlace)
	s.Keys("Ctrl+E")
	s.Answer("none", -1, "")
	s.Answer("ok", 1, "")
	if sale, err := s.Till.SaleByReceipt(t.Context(), receipt); err != nil || sale.Member.IsZero() {
		t.Errorf("a cashier did it alone: %v", err)
	}
	s.Answer("approve", -1, testPIN)
	if sale, err := s.Till.SaleByReceipt(t.Context(), receipt); err != nil || !sale.Member.IsZero() || s.Said() != "reports.mended.taken" {
		t.Errorf("with a manager: %v %+v, it says %q", err, sale.Member, s.Said())
	}
}
