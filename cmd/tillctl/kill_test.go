package main

import (
	"bytes"
	"encoding/json"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"
)

// number is a number from the environment, or the one to use without.
func number(t testing.TB, name string, without int64) int64 {
	text := os.Getenv(name)
	if text == "" {
		return without
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		t.Fatalf("%s=%q: %v", name, text, err)
	}
	return n
}

// TestKillSales kills sales and returns at random moments, as a pulled plug
// does to the process. What was acknowledged (its line is printed) must be in
// the store once; nothing may be there twice; the journal must verify.
//
//	KILLS=2000 SEED=7 go test -run KillSales ./cmd/tillctl
//
// A kill ends the process and not the machine: what the kernel has taken is
// kept. That fsync is waited for, and its errors heard, is TestInject's.
func TestKillSales(t *testing.T) {
	kills := number(t, "KILLS", 40)
	seed := number(t, "SEED", 20261123)
	t.Logf("KILLS=%d SEED=%d", kills, seed)
	dice := rand.New(rand.NewPCG(uint64(seed), 1))

	s := newShop(t)
	// What a sale takes here: the kills fall from its start to past its end.
	var first, second acknowledged
	s.must(&second, "sale", "--line", "GROEDx5", "--card", "10001", "--cash", "exact")
	began := time.Now()
	s.must(&first, "sale", "--line", "GROEDx5", "--card", "10001", "--cash", "exact")
	usual := time.Since(began)

	promised := map[string]int64{first.Receipt: 0, second.Receipt: 0} // receipt, and the attempt that it came from
	killed, acked := int64(0), 0
	attempt := int64(0)
	for killed < kills {
		attempt++
		args := nextSale(dice, attempt)
		cmd := s.command(args...)
		var out, errs bytes.Buffer
		cmd.Stdout, cmd.Stderr = &out, &errs
		after := time.Duration(dice.Int64N(int64(usual * 3 / 2)))
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		gone := time.AfterFunc(after, func() { cmd.Process.Kill() })
		err := cmd.Wait()
		gone.Stop()
		if cmd.ProcessState.ExitCode() == -1 {
			killed++
		} else if err != nil {
			t.Fatalf("attempt %d, %s: %v\n%s", attempt, strings.Join(args, " "), err, errs.String())
		}
		if a, ok := answer(out.String()); ok {
			if _, twice := promised[a.Receipt]; twice {
				t.Fatalf("attempt %d was given receipt %s a second time", attempt, a.Receipt)
			}
			promised[a.Receipt] = attempt
			acked++
		} else if err == nil {
			t.Fatalf("attempt %d ended well and said %q", attempt, out.String())
		}
		if killed%100 == 99 {
			s.verify("after kill " + strconv.FormatInt(killed, 10))
		}
	}
	s.verify("at the end")
	s.countSales(promised, attempt)
	t.Logf("%d kills in %d attempts, %d acknowledged, a sale takes %v", killed, attempt, acked, usual.Round(time.Millisecond))
	if acked == 0 || int64(acked) == attempt {
		t.Errorf("%d of %d attempts were acknowledged: the kills missed the moments that matter", acked, attempt)
	}
}

// nextSale is a sale whose first line's quantity is the attempt itself, in
// thousandths, so that each stored sale names the attempt that it came from.
func nextSale(dice *rand.Rand, attempt int64) []string {
	mark := strconv.FormatInt(attempt/1000, 10) + "." + strconv.FormatInt(1000+attempt%1000, 10)[1:]
	args := []string{"sale", "--line", "AEBLEx" + mark, "--line", "GROEDx1"}
	switch dice.IntN(4) {
	case 0:
		return append(args, "--cash", "exact")
	case 1:
		return append(args, "--card", "10001", "--bank-card", "exact")
	case 2:
		return append(args, "--card", "10001", "--bonus", "max", "--cash", "exact")
	}
	return append(args, "--card", "10001", "--cash", "exact")
}

// countSales reads the journal and holds it to what was promised.
func (s *shop) countSales(promised map[string]int64, attempts int64) {
	s.t.Helper()
	out, errs, exit := s.run("journal", "export")
	if exit != 0 {
		s.t.Fatalf("journal export: exit %d %s", exit, errs)
	}
	byReceipt, byAttempt := map[string]int{}, map[int64]string{}
	for line := range strings.Lines(out) {
		var e struct {
			Payload struct {
				Sale *struct {
					Receipt string `json:"receipt"`
					Lines   []struct {
						Qty int64 `json:"qty_milli,string"`
					} `json:"lines"`
				} `json:"sale_completed"`
			} `json:"payload"`
		}
		if err := json.Unmarshal([]byte(line), &e); err != nil {
			s.t.Fatalf("journal export: %v in %s", err, line)
		}
		sale := e.Payload.Sale
		if sale == nil {
			continue
		}
		byReceipt[sale.Receipt]++
		if len(sale.Lines) == 2 { // one of nextSale's
			attempt := sale.Lines[0].Qty
			if was, twice := byAttempt[attempt]; twice {
				s.t.Errorf("attempt %d was stored twice, as %s and %s", attempt, was, sale.Receipt)
			}
			byAttempt[attempt] = sale.Receipt
		}
	}
	for receipt, attempt := range promised {
		if byReceipt[receipt] != 1 {
			s.t.Errorf("receipt %s is in the journal %d times", receipt, byReceipt[receipt])
		}
		if attempt > 0 && byAttempt[attempt] != receipt {
			s.t.Errorf("attempt %d was acknowledged as %s, and the journal has %s", attempt, receipt, byAttempt[attempt])
		}
	}
	for receipt, n := range byReceipt {
		if n != 1 {
			s.t.Errorf("receipt %s is in the journal %d times", receipt, n)
		}
	}
	if int64(len(byAttempt)) > attempts {
		s.t.Errorf("%d attempts left %d sales", attempts, len(byAttempt))
	}
}
