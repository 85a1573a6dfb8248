package screen_test

import (
	"fmt"
	"testing"

	"bonuskasse/pos"
	"bonuskasse/pos/screen"
	"bonuskasse/pos/till"
)

// paying is a payment in a line: what is due, the parts, the way that is
// chosen with what was typed.
func paying(st screen.PaymentState) string {
	if th := st.Thanks; th != nil {
		text := fmt.Sprintf("thanks: paid %d change %d earned %d used %d balance %d", th.Paid, th.Change, th.Earned, th.Used, th.Balance)
		for _, c := range th.Cards {
			text += fmt.Sprintf(" %s card %d left %d", c.Kind, c.Amount, c.Left)
		}
		return text
	}
	text := fmt.Sprintf("due %d", st.Due)
	for _, t := range st.Tenders {
		text += fmt.Sprintf(" %s %d", t.Method, t.Amount)
	}
	if st.Method != screen.NoMethod {
		text += fmt.Sprintf(" [%s %s]", st.Method, st.Entry)
	}
	return text
}

// The sale of these: Rødgrød and Æblemost, 124.95; Søren has 89.50 of bonus,
// which may pay 30 %: 37.48.
func TestPayment(t *testing.T) {
	const sale, club = `rg am "+" `, `rg am card:10001 "+" `
	for _, c := range []struct{ name, play, want, said string }{
		{name: "the due stands there", play: sale, want: "due 12495"},
		{name: "cash is rounded to the coin", play: sale + `"1"`, want: "due 12500 [cash ]"},
		{name: "exact cash", play: sale + `"1" <Enter>`, want: "thanks: paid 12500 change 0 earned 0 used 0 balance 0"},
		{name: "Enter twice is exact cash", play: sale + `<Enter> <Enter>`, want: "thanks: paid 12500 change 0 earned 0 used 0 balance 0"},
		{name: "a note with change", play: sale + `"1200" <Enter>`, want: "thanks: paid 12500 change 7500 earned 0 used 0 balance 0"},
		{name: "a proposed note", play: sale + `"1" tap:note`, want: "thanks: paid 12500 change 0 earned 0 used 0 balance 0"},
		{name: "bank card to the øre", play: sale + `"2" <Enter>`, want: "thanks: paid 12495 change 0 earned 0 used 0 balance 0"},
		{name: "mobile", play: sale + `"5" <Enter>`, want: "thanks: paid 12495 change 0 earned 0 used 0 balance 0"},
		{name: "the most bonus is offered", play: club + `"3"`, want: "due 12495 [bonus 37,48]"},
		{name: "in points too", play: club + `"3" <Down>`, want: "due 12495 [bonus 3748]"},
		{name: "and back", play: club + `"3" <Down> <Up>`, want: "due 12495 [bonus 37,48]"},
		{name: "bonus taken", play: club + `"3" <Enter>`, want: "due 8747 bonus 3748"},
		{name: "bonus and cash", play: club + `"3" <Enter> "1100" <Enter>`, want: "thanks: paid 8750 change 1250 earned 437 used 3748 balance 5639"},
		{name: "bonus, card and cash", play: club + `"3" <Enter> "250" <Enter> "1" <Enter>`, want: "thanks: paid 8750 change 0 earned 437 used 3748 balance 5639"},
		{name: "cash first, the rest by card", play: sale + `"1100" <Enter> "2" <Enter>`, want: "thanks: paid 12495 change 0 earned 0 used 0 balance 0"},
		{name: "bonus after cash", play: club + `"150" <Enter> "3" <Enter>`, want: "due 3750 cash 5000 bonus 3748"},
		{name: "a guest has no bonus", play: sale + `"3"`, want: "due 12495", said: "error.no_member"},
		{name: "card takes no more than is due", play: sale + `"2200" <Enter>`, want: "due 12495 [bank_card 200]", said: "error.tender_too_large"},
		{name: "a barcode is no cash", play: sale + `"15701234001010" <Enter>`, want: "due 12500 [cash 5701234001010]", said: "error.bad_amount"},
		{name: "nor is a shorter one", play: sale + `"112345678" <Enter>`, want: "due 12500 [cash 12345678]", said: "error.amount_too_large"},
		{name: "letters are no amount", play: sale + `"1x" <Enter>`, want: "due 12500 [cash x]", said: "error.bad_amount"},
		{name: "Escape leaves the field", play: sale + `"120" <Escape>`, want: "due 12495"},
		{name: "Escape takes the last part back", play: sale + `"250" <Enter> <Escape>`, want: "due 12495"},
		{name: "bonus given back", play: club + `"3" <Enter> <Escape>`, want: "due 12495"},
	} {
		t.Run(c.name, func(t *testing.T) {
			x := newCounter(t).play(c.play)
			if got := paying(x.pay()); got != c.want {
				t.Errorf("the payment is %q, want %q", got, c.want)
			}
			if got := x.said(); got != c.said {
				t.Errorf("it says %q, want %q", got, c.said)
			}
		})
	}
}

func TestBonusOverTheCapSaysTheMost(t *testing.T) {
	c := newCounter(t).play(`rg am card:10001 "+3"`)
	c.send(screen.Typed{Text: "50"})
	c.play(`<Enter>`)
	n := c.shell.State().Notice.Text
	if n.Key != "error.bonus_over_cap" || len(n.Args) != 1 || n.Args[0] != screen.Points(3748) {
		t.Errorf("it says %+v", n)
	}
	if got := paying(c.pay()); got != "due 12495 [bonus 50]" {
		t.Errorf("the payment is %q", got)
	}
}

// TestEscapeNeverLosesALine goes all the way back from a mixed payment.
func TestEscapeNeverLosesALine(t *testing.T) {
	c := newCounter(t).play(`rg am card:10001 "+" "3" <Enter> "250" <Enter> "1"`)
	for range 10 {
		if c.shell.State().Place == screen.SalePlace {
			break
		}
		c.play(`<Escape>`)
	}
	if got := told(c.sale()); got != "rg 1000=10000, am 1000=2495, Søren Åkjær, 12495" {
		t.Errorf("the sale is %q", got)
	}
	if left, err := c.till.LastSales(t.Context(), 10); err != nil || len(left) != 1 {
		t.Errorf("%d sales, %v", len(left), err)
	}
}

// TestALookElsewhereKeepsThePayment: F3 and F2 lead back to it.
func TestALookElsewhereKeepsThePayment(t *testing.T) {
	c := newCounter(t).play(`rg "+" "250" <Enter> <F3> <F2>`)
	if c.shell.State().Place != screen.PaymentPlace || paying(c.pay()) != "due 5000 bank_card 5000" {
		t.Errorf("at %q, %q", c.shell.State().Place, paying(c.pay()))
	}
}

// TestTheSaleCannotChangeUnderAPayment: what is paid is what is on the lines.
func TestTheSaleCannotChangeUnderAPayment(t *testing.T) {
	c := newCounter(t).play(`rg "+" "250" <Enter> <F2>`)
	if c.shell.State().Place != screen.PaymentPlace || c.said() != "payment.held" {
		t.Errorf("at %q, says %q", c.shell.State().Place, c.said())
	}
	c.play(`<F3> card:10001 <Enter>`)
	if got := told(c.sale()); got != "rg 1000=10000, 10000" || c.shell.State().Place != screen.MemberPlace {
		t.Errorf("at %q: %q", c.shell.State().Place, got)
	}
	c = newCounter(t).play(`rg "+" <F2> am "+"`)
	if got := paying(c.pay()); got != "due 12495" {
		t.Errorf("nothing was paid, and the payment is %q", got)
	}
}

// TestNextCustomer: what begins the next sale is not lost.
func TestNextCustomer(t *testing.T) {
	for _, k := range []struct{ play, want, entry string }{
		{`<Enter>`, "0", ""},
		{`am`, "am 1000=2495, 2495", ""},
		{`card:10001`, "Søren Åkjær, 0", ""},
		{`"5"`, "0", "5"},
		{`<F3> <F2>`, "0", ""},
		{`<F3> <F2> am`, "am 1000=2495, 2495", ""},
		{`<F3> card:10001 <Enter>`, "Søren Åkjær, 0", ""},
	} {
		c := newCounter(t).play(`rg "+" "1" <Enter> ` + k.play)
		if st := c.sale(); c.shell.State().Place != screen.SalePlace || told(st) != k.want || st.Entry != k.entry {
			t.Errorf("%s: at %q, %q, entry %q", k.play, c.shell.State().Place, told(st), st.Entry)
		}
		if c.woken != 1 {
			t.Errorf("%s: the spooler was woken %d times", k.play, c.woken)
		}
	}
}

// TestCustomerSees the basket grow and the thanks.
func TestCustomerSees(t *testing.T) {
	c := newCounter(t).play(`rg card:10001`)
	if b := c.shell.State().Basket; len(b.Lines) != 1 || b.Member != "Søren" || b.Total != 100_00 || b.Earns != 500 {
		t.Errorf("%+v", b)
	}
	c.play(`"+1200" <Enter>`)
	if th := c.shell.State().Basket.Thanks; th == nil || th.Change != 100_00 || th.Member != "Søren" {
		t.Errorf("%+v", th)
	}
	if c.play(`<Enter>`); c.shell.State().Basket.Thanks != nil {
		t.Error("the thanks stay for the next customer")
	}
}

func TestFullDisk(t *testing.T) {
	c := newCounter(t).play(`rg "+1"`)
	c.store.Fail = &pos.Trouble{Code: pos.DiskFull, Err: errDisk}
	c.play(`<Enter>`)
	if c.said() != "error.disk_full" || c.shell.State().Notice.Mood != screen.Stop {
		t.Errorf("it says %q", c.said())
	}
	if got := paying(c.pay()); got != "due 0 cash 10000" {
		t.Fatalf("the payment is %q", got)
	}
	if c.play(`<Enter>`); c.pay().Thanks == nil { // there is room again
		t.Errorf("the payment is %q", paying(c.pay()))
	}
}

// TestOutcomeUnknown: the till sells nothing until it has looked the sale up.
func TestOutcomeUnknown(t *testing.T) {
	for _, recorded := range []bool{false, true} {
		c := newCounter(t).play(`rg "+1"`)
		c.store.Fail, c.store.After = &pos.Trouble{Code: pos.OutcomeUnknown, Err: errDisk}, recorded
		c.play(`<Enter>`)
		if !c.pay().Unknown || c.shell.State().Strip.Closed.Key != "error.outcome_unknown" {
			t.Fatalf("recorded %v: the till goes on", recorded)
		}
		c.play(`<Escape> "1" <F2> am`)
		if c.shell.State().Place != screen.PaymentPlace || !c.pay().Unknown {
			t.Fatalf("recorded %v: it sells at %q", recorded, c.shell.State().Place)
		}
		c.play(`<Enter>`)
		if c.store.Reopened != 1 || !c.shell.State().Strip.Closed.IsZero() {
			t.Errorf("recorded %v: reopened %d times, closed %q", recorded, c.store.Reopened, c.shell.State().Strip.Closed.Key)
		}
		if recorded != (c.pay().Thanks != nil) {
			t.Errorf("recorded %v: %q", recorded, paying(c.pay()))
		}
		if !recorded {
			if c.play(`<Enter>`); c.pay().Thanks == nil {
				t.Errorf("it cannot be paid again: %q, %q", paying(c.pay()), c.said())
			}
		}
		sales, err := c.till.LastSales(t.Context(), 10)
		if err != nil || len(sales) != 2 {
			t.Errorf("recorded %v: %d sales, %v", recorded, len(sales), err)
		}
	}
}

// Where the customer is asked first, the drawer opens and nothing is printed
// until they want it; then it is the receipt, and no copy.
func TestTheCustomerIsAskedForAReceipt(t *testing.T) {
	c := newCounter(t)
	_, err := c.till.SetProgram(t.Context(), map[string]string{"ask_first": "true"}, till.By(pos.System))
	must(t, err)
	waiting := func() int {
		t.Helper()
		jobs, err := c.till.Jobs(t.Context())
		must(t, err)
		return len(jobs)
	}
	c.play(`rg am "+" "1" <Enter>`)
	if th := c.pay().Thanks; th == nil || !th.Ask || c.kicks != 1 || waiting() != 0 {
		t.Fatalf("thanks %+v, drawer %d, papers %d", th, c.kicks, waiting())
	}
	c.play(`<Ctrl+P>`)
	if th := c.pay().Thanks; th == nil || th.Ask || waiting() != 1 || c.kicks != 1 || c.said() != "thanks.receipt.done" {
		t.Fatalf("thanks %+v, drawer %d, papers %d, said %q", th, c.kicks, waiting(), c.said())
	}
	c.play(`<Enter> rg "+" "2" <Enter>`)
	if th := c.pay().Thanks; th == nil || !th.Ask || c.kicks != 1 || waiting() != 1 {
		t.Errorf("by card: thanks %+v, drawer %d, papers %d", th, c.kicks, waiting())
	}
}
