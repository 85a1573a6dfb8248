package returns_test

import (
	"testing"

	"bonuskasse/hardware"
	"bonuskasse/pos"
	"bonuskasse/pos/loyalty"
	"bonuskasse/pos/screen"
	"bonuskasse/pos/screen/returns"
	"bonuskasse/pos/till"
)

func (s *testShop) returns() returns.State {
	return s.Shell.Screen(screen.RefundPlace).State().(returns.State)
}

// backs are the quantities that come back, line by line.
func backs(st returns.State) (list []int64) {
	for _, l := range st.Lines {
		list = append(list, l.BackMilli)
	}
	return list
}

func TestReturnIsChosenByKeysAndQuotedBeforeItIsDone(t *testing.T) {
	s := newTestShop(t)
	number := s.Sell("10001", till.Payment{Cash: till.Exact}, map[string]int64{"te": 3000, "ost": 1275})
	s.Show(screen.RefundPlace)
	s.Typed(number)
	s.Keys(screen.KeyEnter)
	if st := s.returns(); st.Receipt != number || len(st.Lines) != 2 || st.Quote != nil || st.Member != "Søren Åkjær" {
		t.Fatalf("the return is %+v", st)
	}
	if _, err := s.Till.QuoteRefund(t.Context(), till.Return{Receipt: number}, till.By(pos.System)); pos.CodeOf(err) != pos.EmptySale {
		t.Errorf("nothing at all is quoted: %v", err)
	}
	for _, c := range []struct {
		name string
		do   func()
		want [2]int64 // cheese, tea
		back pos.Money
	}{
		{"what is weighed comes back whole", func() { s.Runes("+") }, [2]int64{1275, 0}, 241_00},
		{"and goes whole", func() { s.Runes("-") }, [2]int64{0, 0}, 0},
		{"one tea", func() { s.Keys(screen.KeyDown); s.Runes("+") }, [2]int64{0, 1000}, 50_00},
		{"two", func() { s.Runes("+") }, [2]int64{0, 2000}, 100_00},
		{"a quantity and Enter", func() { s.Typed("1"); s.Keys(screen.KeyEnter) }, [2]int64{0, 1000}, 50_00},
		{"a quantity and star", func() { s.Typed("3"); s.Runes("*") }, [2]int64{0, 3000}, 150_00},
		{"no more than was sold", func() { s.Runes("+") }, [2]int64{0, 3000}, 150_00},
		{"nor by typing", func() { s.Typed("4"); s.Runes("*") }, [2]int64{0, 3000}, 150_00},
		{"what is no quantity", func() { s.Typed("1,2,3"); s.Runes("*") }, [2]int64{0, 3000}, 150_00},
		{"part of what is weighed, by typing", func() { s.Keys(screen.KeyUp); s.Typed("0,5"); s.Runes("*") }, [2]int64{500, 3000}, 244_50},
		{"all", func() { s.Keys("Ctrl+A") }, [2]int64{1275, 3000}, 391_00},
	} {
		c.do()
		st := s.returns()
		if got := backs(st); got[0] != c.want[0] || got[1] != c.want[1] {
			t.Errorf("%s: %v comes back, want %v", c.name, got, c.want)
		}
		money := pos.Money(0)
		if st.Quote != nil {
			money = st.Quote.MoneyBack
		}
		if money != c.back {
			t.Errorf("%s: %d back, want %d", c.name, money, c.back)
		}
	}
	if x, err := s.Till.X(t.Context()); err != nil || x.Refunds != 0 {
		t.Errorf("before it is confirmed there are %d refunds (%v)", x.Refunds, err)
	}
}

func TestReturnGivesBackMoneyAndPoints(t *testing.T) {
	s := newTestShop(t)
	s.Sell("10001", till.Payment{BankCard: till.Exact}, map[string]int64{"maskine": 1000}) // earns 124.95
	number := s.Sell("10001", till.Payment{Bonus: loyalty.MaxBonus, BankCard: till.Exact}, map[string]int64{"te": 2000})
	s.Show(screen.RefundPlace)
	s.Typed(number)
	s.Keys(screen.KeyEnter) // one line: one of it comes back
	q := *s.returns().Quote
	s.Keys(screen.KeyEnter)
	if s.Asked() != "returns.ask" {
		t.Fatalf("asked %q", s.Asked())
	}
	s.Answer(screen.Cancel, -1, "")
	if s.returns().Done != nil {
		t.Fatal("it was done without a yes")
	}
	s.Keys(screen.KeyEnter)
	s.Answer("return", -1, "")
	st := s.returns()
	if st.Done == nil {
		t.Fatalf("not done: %q", s.Said())
	}
	if d := st.Done; d.MoneyBack != q.MoneyBack || d.PointsBack != q.PointsBack || d.PointsReversed != q.PointsReversed || d.Refund.BalanceAfter != q.BalanceAfter {
		t.Errorf("promised %+v, done %+v", q, *d)
	}
	if q.MoneyBack != 35_00 || q.PointsBack != 1500 || q.Back != pos.BankCard {
		t.Errorf("quoted %+v, want 35.00 on the card and 1500 points", q)
	}
	if st.Lines[0].LeftMilli != 1000 || s.Desk.Woken != 1 {
		t.Errorf("%d left, woken %d times", st.Lines[0].LeftMilli, s.Desk.Woken)
	}
	s.Runes("+")
	s.Keys(screen.KeyEnter)
	if s.Shell.State().Question != nil {
		t.Error("after it was done, Enter began again")
	}
}

func TestReturnMayGoBackInCash(t *testing.T) {
	s := newTestShop(t)
	number := s.Sell("", till.Payment{BankCard: till.Exact}, map[string]int64{"te": 1000})
	s.Show(screen.RefundPlace)
	s.Typed(number)
	s.Keys(screen.KeyEnter)
	if st := s.returns(); st.Back != pos.BankCard || backs(st)[0] != 1000 || st.Quote.Back != pos.BankCard {
		t.Fatalf("a receipt of one thing is %+v", st)
	}
	s.Runes("/")
	if st := s.returns(); st.Back != pos.Cash || st.Quote.Back != pos.Cash {
		t.Errorf("after / it goes back as %q, quoted %q", st.Back, st.Quote.Back)
	}
	s.Runes("/")
	if st := s.returns(); st.Back != pos.BankCard {
		t.Errorf("after // it goes back as %q", st.Back)
	}
}

func TestLargeReturnAsksAManager(t *testing.T) {
	s := newTestShop(t)
	number := s.Sell("", till.Payment{BankCard: till.Exact}, map[string]int64{"maskine": 1000})
	s.SignIn("Inga")
	s.Show(screen.RefundPlace)
	s.Typed(number)
	s.Keys(screen.KeyEnter)
	if !s.returns().Quote.NeedsManager {
		t.Fatal("the screen does not warn of it")
	}
	s.Keys(screen.KeyEnter)
	s.Answer("return", -1, "")
	if s.Asked() != "manager.pin" || s.returns().Done != nil {
		t.Fatalf("asked %q, done %v", s.Asked(), s.returns().Done != nil)
	}
	s.Answer("approve", -1, "0000")
	if q := s.Shell.State().Question; q == nil || q.Wrong.Key != "error.wrong_pin" {
		t.Fatalf("after a wrong PIN the question is %+v", q)
	}
	s.Answer("approve", -1, testPIN)
	if s.Asked() != "" || s.returns().Done == nil {
		t.Fatalf("asked %q, said %q", s.Asked(), s.Said())
	}
	if s.Shell.State().Strip.Person.Name != "Inga" {
		t.Error("the manager is now on the till")
	}
}

func TestReturnsRefuse(t *testing.T) {
	s := newTestShop(t)
	number := s.Sell("", till.Payment{Cash: 50_00}, map[string]int64{"te": 1000})
	done, err := s.Till.Refund(t.Context(), till.Return{Receipt: number, Lines: []till.ReturnLine{{}}}, till.By(pos.System))
	must(t, err)
	s.Show(screen.RefundPlace)
	for _, c := range []struct{ typed, said string }{
		{"99-1", "error.unknown_receipt"},
		{done.Refund.Receipt, "error.receipt_is_refund"},
	} {
		s.Typed(c.typed)
		s.Keys(screen.KeyEnter)
		if s.Said() != c.said || s.returns().Receipt != "" {
			t.Errorf("%s: said %q, want %q", c.typed, s.Said(), c.said)
		}
	}
	// All has come back already.
	s.Typed(number)
	s.Keys(screen.KeyEnter)
	s.Runes("+")
	if s.Said() != "error.return_over_sold" || s.returns().Quote != nil {
		t.Errorf("said %q with a quote %v", s.Said(), s.returns().Quote)
	}
	s.Keys(screen.KeyEnter)
	if s.Said() != "returns.choose_first" || s.Asked() != "" {
		t.Errorf("said %q, asked %q", s.Said(), s.Asked())
	}
}

func TestReceiptIsScannedForAReturn(t *testing.T) {
	s := newTestShop(t)
	number := s.Sell("", till.Payment{Cash: 50_00}, map[string]int64{"te": 1000})
	s.Show(screen.RefundPlace)
	scan := func(text string) bool {
		return s.Send(screen.Scanned{Scan: hardware.Scan{Kind: hardware.KindUnknown, Text: text, At: s.Now}})
	}
	if scan("nonsense") || s.returns().Receipt != "" {
		t.Error("nonsense was taken for a receipt")
	}
	if !scan(number) || s.returns().Receipt != number {
		t.Errorf("receipt %q is open", s.returns().Receipt)
	}
	if scan(number) {
		t.Error("a scan amid a return was taken")
	}
}
