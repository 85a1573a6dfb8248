package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// book is a training shop that a test writes sales into, the way a script does.
type book struct {
	t   *testing.T
	dir string
	now string
}

const goods = `sku,barcode,name,category,price,vat_bp,kind,discountable,earns,bonus_payable,fixed_points
100,4006381333931,Rødgrød,mad,10000,2500,goods,1,1,1,
101,5701234567899,Æblemost,mad,2495,2500,goods,1,1,1,
102,,Klip,behandling,30000,2500,service,0,1,1,50
103,,Blad,læsning,3500,0,goods,0,0,0,
`

func newBook(t *testing.T) *book {
	b := &book{t: t, dir: filepath.Join(t.TempDir(), "shop"), now: "2026-11-23T10:00:00+01:00"}
	b.ok("init", "--training", "--currency", "DKK", "--language", "da", "--name", "Butik Åse")
	file := filepath.Join(t.TempDir(), "goods.csv")
	if err := os.WriteFile(file, []byte(goods), 0o600); err != nil {
		t.Fatal(err)
	}
	b.ok("product", "import", file)
	b.ok("member", "add", "--username", "soren", "--name", "Søren Åkjær", "--tier", "Bonus 5%", "--card", "10001")
	return b
}

// run gives the exit code, the JSON and what was said on stderr.
func (b *book) run(args ...string) (int, map[string]any, string) {
	b.t.Helper()
	var out, errs bytes.Buffer
	all := append([]string{"--shop", b.dir, "--now", b.now, "--json"}, args...)
	code := run(all, strings.NewReader(""), &out, &errs)
	m := map[string]any{}
	if out.Len() > 0 {
		if err := json.Unmarshal(out.Bytes(), &m); err != nil {
			b.t.Fatalf("%v printed %q: %v", args, out.String(), err)
		}
	}
	return code, m, errs.String()
}

func (b *book) ok(args ...string) map[string]any {
	b.t.Helper()
	code, m, errs := b.run(args...)
	if code != exitDone {
		b.t.Fatalf("%v: exit %d, %v, %s", args, code, m, errs)
	}
	return m
}

// refused wants exit 1 and the rule's code on stderr and in the JSON.
func (b *book) refused(want string, args ...string) {
	b.t.Helper()
	code, m, errs := b.run(args...)
	if code != exitRefused || m["error"] != want || !strings.Contains(errs, want+"\n") {
		b.t.Fatalf("%v: exit %d, %v, stderr %q; want %s", args, code, m, errs, want)
	}
}

func (b *book) want(got map[string]any, want map[string]int) {
	b.t.Helper()
	for k, v := range want {
		if got[k] != float64(v) {
			b.t.Errorf("%s = %v, want %d (%v)", k, got[k], v, got)
		}
	}
}

func (b *book) balance(want int) {
	b.t.Helper()
	b.want(b.ok("member", "show", "--username", "soren"), map[string]int{"balance_points": want})
}

// done checks that the journal and every table agree at the end.
func (b *book) done() {
	b.t.Helper()
	if m := b.ok("verify"); m["ok"] != true {
		b.t.Errorf("verify: %v", m)
	}
}

func TestSellEarnRedeem(t *testing.T) {
	b := newBook(t)
	s := b.ok("sale", "--line", "4006381333931x3", "--line", "101", "--card", "10001", "--cash", "40000")
	// 300.00 + 24.95; 5 % of 324.95 is 16.2475 kr = 1624 points of an øre.
	b.want(s, map[string]int{"subtotal": 32495, "payable": 32495, "rounding": 5, "to_pay": 32500, "change": 7500, "points_earned": 1624, "balance_points": 1624})
	b.balance(1624)
	// Bonus may pay 30 % of 100.00, and there is 16.24.
	s = b.ok("sale", "--line", "100", "--card", "10001", "--bonus", "max", "--bank-card", "exact")
	b.want(s, map[string]int{"max_points": 1624, "points_used": 1624, "bonus_value": 1624, "to_pay": 8376, "rounding": 0, "points_earned": 418, "balance_points": 418})
	b.refused("bonus_over_cap", "sale", "--line", "100", "--card", "10001", "--bonus", "419", "--cash", "exact")
	b.balance(418)
	b.done()
}

func TestReturnGivesBackWhatWasPaid(t *testing.T) {
	b := newBook(t)
	b.ok("sale", "--line", "100x10", "--card", "10001", "--cash", "exact") // earns 5000
	s := b.ok("sale", "--line", "100x3", "--card", "10001", "--bonus", "4000", "--cash", "exact")
	b.want(s, map[string]int{"points_used": 4000, "to_pay": 26000, "points_earned": 1300, "balance_points": 2300})
	receipt := s["receipt"].(string)
	// One of three: a third of 300.00, of the 40.00 bonus and of the 1300 earned, rounded down; the hand gives 86.67 in coins.
	r := b.ok("return", "--receipt", receipt, "--line", "0x1")
	b.want(r, map[string]int{"net": 10000, "money_back": 8667, "handed_back": 8650, "points_back": 1333, "points_reversed": 433, "balance_points": 3200})
	r = b.ok("return", "--receipt", receipt, "--line", "0")
	b.want(r, map[string]int{"net": 20000, "points_back": 2667, "points_reversed": 867, "balance_points": 5000})
	b.refused("return_over_sold", "return", "--receipt", receipt, "--line", "0x1")
	b.balance(5000)
	b.done()
}

func TestReturnOfWhatIsSpentGoesBelowZero(t *testing.T) {
	b := newBook(t)
	s := b.ok("sale", "--line", "100x10", "--card", "10001", "--cash", "exact")
	b.ok("sale", "--line", "100x2", "--card", "10001", "--bonus", "5000", "--cash", "exact") // earns 750
	b.balance(750)
	r := b.ok("return", "--receipt", s["receipt"].(string), "--line", "0")
	b.want(r, map[string]int{"money_back": 100000, "points_reversed": 5000, "balance_points": -4250})
	b.refused("bonus_over_cap", "sale", "--line", "100", "--card", "10001", "--bonus", "1", "--cash", "exact")
	b.ok("sale", "--line", "100x10", "--card", "10001", "--cash", "exact")
	b.balance(750) // what is earned repays first
	b.done()
}

func TestReturnHoldsBackWhatIsSpent(t *testing.T) {
	b := newBook(t)
	b.ok("programme", "set", "hold_back_reversed=true")
	s := b.ok("sale", "--line", "100x10", "--card", "10001", "--cash", "exact")
	b.ok("sale", "--line", "100x2", "--card", "10001", "--bonus", "5000", "--cash", "exact")
	r := b.ok("return", "--receipt", s["receipt"].(string), "--line", "0")
	b.want(r, map[string]int{"money_back": 95750, "held_back": 4250, "points_reversed": 750, "balance_points": 0})
	b.done()
}

func TestServiceWaitsForItsPoints(t *testing.T) {
	b := newBook(t)
	s := b.ok("sale", "--line", "102", "--card", "10001", "--cash", "exact")
	b.want(s, map[string]int{"points_earned": 0, "points_scheduled": 50})
	m := b.ok("member", "show", "--card", "10001")
	b.want(m, map[string]int{"balance_points": 0, "pending_points": 50})
	b.want(b.ok("tick"), map[string]int{"awarded": 0})
	b.now = "2026-11-23T13:00:01+01:00"
	b.want(b.ok("tick"), map[string]int{"awarded": 1})
	b.want(b.ok("tick"), map[string]int{"awarded": 0})
	m = b.ok("member", "show", "--card", "10001")
	b.want(m, map[string]int{"balance_points": 50, "pending_points": 0})
	b.done()
}

func TestPointsExpireAtTheEndOfTheDay(t *testing.T) {
	b := newBook(t)
	b.ok("programme", "set", "expiry_months=1")
	b.ok("sale", "--line", "100x10", "--card", "10001", "--cash", "exact")
	b.now = "2026-12-23T23:59:59+01:00"
	b.balance(5000)
	b.now = "2026-12-24T00:00:01+01:00"
	b.balance(0)
	b.refused("bonus_over_cap", "sale", "--line", "100", "--card", "10001", "--bonus", "1", "--cash", "exact")
	b.done()
}

func TestPaymentRefusals(t *testing.T) {
	b := newBook(t)
	sale := func(more ...string) []string { return append([]string{"sale", "--line", "101"}, more...) }
	b.refused("tender_too_small", sale("--cash", "2400")...)
	b.refused("tender_too_small", sale()...)
	b.refused("tender_too_large", sale("--bank-card", "2500")...)
	b.refused("amount_too_large", sale("--cash", "5701234567899")...)
	b.refused("unknown_barcode", "sale", "--line", "4999999999990", "--cash", "exact")
	b.refused("unknown_card", sale("--card", "99999", "--cash", "exact")...)
	b.refused("bad_quantity", "sale", "--line", "101x0", "--cash", "exact")
	b.refused("unknown_receipt", "return", "--receipt", "9-000001", "--line", "0")
	s := b.ok(sale("--bank-card", "1000", "--cash", "2000")...) // 14.95 left, 15.00 in coins
	b.want(s, map[string]int{"rounding": 5, "to_pay": 2500, "change": 500})
	b.done()
}

func TestGuestEarnsNothing(t *testing.T) {
	b := newBook(t)
	b.want(b.ok("sale", "--line", "100", "--cash", "exact"), map[string]int{"points_earned": 0, "max_points": 0, "to_pay": 10000})
	b.done()
}

func TestCardKinds(t *testing.T) {
	b := newBook(t)
	b.ok("tier", "define", "Guld", "--rate-bp", "1000", "--discount-bp", "1000")
	b.ok("tier", "set", "--username", "soren", "--tier", "Guld")
	b.ok("member", "card", "--username", "soren", "--card", "10002", "--card-kind", "bonus")
	b.ok("member", "card", "--username", "soren", "--card", "10003", "--card-kind", "discount")
	b.want(b.ok("sale", "--line", "100", "--card", "10001", "--cash", "exact"), map[string]int{"subtotal": 9000, "points_earned": 900})
	b.want(b.ok("sale", "--line", "100", "--card", "10002", "--cash", "exact"), map[string]int{"subtotal": 10000, "points_earned": 1000})
	b.want(b.ok("sale", "--line", "100", "--card", "10003", "--cash", "exact"), map[string]int{"subtotal": 9000, "points_earned": 0})
	b.ok("member", "card", "--username", "soren", "--card", "10002", "--block")
	b.refused("card_blocked", "sale", "--line", "100", "--card", "10002", "--cash", "exact")
	b.refused("card_taken", "member", "card", "--username", "soren", "--card", "0010001")
	b.done()
}

// A till restored from a backup sells and earns, and spends nothing until a
// person says that it is the only one.
func TestRestoredTillSpendsNothing(t *testing.T) {
	b := newBook(t)
	b.ok("sale", "--line", "100x10", "--card", "10001", "--cash", "exact")
	backup := filepath.Join(t.TempDir(), "backup.db")
	b.ok("backup", backup)
	b.ok("sale", "--line", "100", "--card", "10001", "--bonus", "max", "--cash", "exact")
	for _, f := range []string{"shop.db-wal", "shop.db-shm"} {
		os.Remove(filepath.Join(b.dir, f))
	}
	data, err := os.ReadFile(backup)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(b.dir, "shop.db"), data, 0o600); err != nil {
		t.Fatal(err)
	}
	m := b.ok("member", "show", "--card", "10001")
	b.want(m, map[string]int{"balance_points": 5000, "available_points": 0})
	b.refused("bonus_over_cap", "sale", "--line", "100", "--card", "10001", "--bonus", "1", "--cash", "exact")
	s := b.ok("sale", "--line", "100", "--card", "10001", "--bonus", "max", "--cash", "exact")
	b.want(s, map[string]int{"points_used": 0, "points_earned": 500})
	if s["receipt"] == "1-000002" {
		t.Error("a restored till repeats a receipt number")
	}
	b.refused("no_reason", "adopt")
	b.ok("--reason", "disk replaced, the old one is destroyed", "adopt")
	b.want(b.ok("member", "show", "--card", "10001"), map[string]int{"available_points": 5500})
	b.done()
}

func TestOnlyTrainingShopsPretendTheTime(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "shop")
	var out, errs bytes.Buffer
	if code := run([]string{"--shop", dir, "init", "--name", "Rigtig", "--json"}, nil, &out, &errs); code != exitDone {
		t.Fatalf("init: %d %s", code, errs.String())
	}
	b := &book{t: t, dir: dir, now: "2026-11-23T10:00:00+01:00"}
	b.refused("not_training", "report", "x")
}

func TestUsage(t *testing.T) {
	for _, args := range [][]string{{"sale"}, {"nothing"}, {"--shop", "x", "sale", "--line", "1", "--cash", "many"}, {"report", "x"}} {
		var out, errs bytes.Buffer
		if code := run(args, nil, &out, &errs); code != exitUsage || errs.Len() == 0 {
			t.Errorf("%v: exit %d, %q", args, code, errs.String())
		}
	}
}
