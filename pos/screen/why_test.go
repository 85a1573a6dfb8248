package screen_test

import (
	"strings"
	"testing"

	"bonuskasse/hardware"
	"bonuskasse/pos/screen"
	"bonuskasse/pos/till"
)

// TestWhyIsAsked on the member and on the payment, by one key: it opens a sheet
// that says where the numbers there come from, and Escape leads back.
func TestWhyIsAsked(t *testing.T) {
	for _, c := range []struct {
		name, play string
		says       []string
		place      screen.Place
		said       string
	}{
		{name: "a member", play: `<F3> card:10001 <Ctrl+W>`, says: []string{"Bonus nu", "Hvad der er sket"}, place: screen.MemberPlace},
		{name: "a payment", play: `card:10001 rg <End> <Ctrl+W>`, says: []string{"Alle varer", "Kunne bruges"}, place: screen.PaymentPlace},
		{name: "a payment of bonus", play: `card:10001 rg <End> "3" <Ctrl+W>`, says: []string{"Det ville blive taget fra"}, place: screen.PaymentPlace},
		{name: "a guest's payment", play: `rg <End> <Ctrl+W>`, place: screen.PaymentPlace, said: "error.no_member"},
		{name: "no member", play: `<F3> <Ctrl+W>`, place: screen.MemberPlace},
	} {
		x := newCounter(t).play(c.play)
		text := ""
		if q := x.shell.State().Question; q != nil && q.Paper != nil {
			text = q.Paper.Text(64)
			x.play(`[cancel]`)
		}
		if len(c.says) == 0 && text != "" {
			t.Errorf("%s: it tells %s", c.name, text)
		}
		for _, want := range c.says {
			if !strings.Contains(text, want) {
				t.Errorf("%s: no %q in %q", c.name, want, text)
			}
		}
		if st := x.shell.State(); st.Place != c.place || st.Question != nil || x.said() != c.said {
			t.Errorf("%s: it is at %s, asks %v, says %q", c.name, st.Place, st.Question, x.said())
		}
	}
}

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
	if st := s.reports(); s.Said() != "reports.mended.given" || st.Sales[0].Member != "Søren Åkjær" || st.Opened != receipt {
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
