package store

import (
	"bufio"
	"context"
	"crypto/rand"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"bonuskasse/pos"
	"bonuskasse/pos/till"
)

// The crash tests start this test program again as a till of its own, and kill
// it. STORE_KILLS is how often.
const childEnv = "STORE_TEST_CHILD"

func TestMain(m *testing.M) {
	switch os.Getenv(childEnv) {
	case "sell":
		if ms := envCount("STORE_TEST_CHILD_MS", 0); ms > 0 {
			time.AfterFunc(time.Duration(ms)*time.Millisecond, func() { os.Exit(0) })
		}
		childSells(os.Args[1])
	case "hogs":
		childHogs(os.Args[1])
	case "init":
		childInits(os.Args[1])
	default:
		// A history opens a shop of its own, which takes a while; more are
		// asked for by -rapid.checks.
		flag.Set("rapid.checks", "30")
		flag.Parse()
		os.Exit(m.Run())
	}
}

func childOptions() Options { return Options{Random: rand.Reader, Now: time.Now} }

// childSells completes sales for ever, and says each receipt as soon as the
// till believes it durable.
func childSells(dir string) {
	ctx := context.Background()
	s, err := Open(ctx, dir, childOptions())
	if err != nil {
		fmt.Println("trouble", err)
		os.Exit(1)
	}
	app, err := till.New(ctx, s, till.Options{Now: time.Now, Random: rand.Reader})
	if err != nil {
		fmt.Println("trouble", err)
		os.Exit(1)
	}
	for n := 0; ; n++ {
		d, err := app.NewSale(ctx, pos.System)
		if err == nil {
			d.Lines = []pos.LineItem{{SKU: "x", Name: "Rødgrød", Kind: pos.Goods, QtyMilli: 2000, UnitPrice: 5000, Earns: true, BonusPayable: true}}
			_, err = app.AttachCard(ctx, &d, "90001", false)
		}
		if err == nil {
			pay := till.Payment{Cash: till.Exact}
			if n%3 == 2 {
				pay.Bonus = 10
			}
			var done till.Done
			if done, err = app.Complete(ctx, d, pay); err == nil {
				fmt.Println("sold", done.Sale.Receipt)
				if n%7 == 6 {
					_, err = app.Refund(ctx, till.Return{Receipt: done.Sale.Receipt, Lines: []till.ReturnLine{{QtyMilli: 500}}}, till.By(pos.System))
				}
			}
		}
		if err != nil {
			fmt.Println("trouble", err)
			os.Exit(1)
		}
	}
}

// childInits makes one shop after another.
func childInits(base string) {
	for n := 0; ; n++ {
		dir := filepath.Join(base, fmt.Sprintf("%d-%d", os.Getpid(), n))
		fmt.Println("begin", dir)
		err := Init(context.Background(), dir, testShop, childOptions(), func(tx till.Tx) error { return till.FirstFacts(tx, time.Now(), pos.DKK) })
		if err != nil {
			fmt.Println("trouble", err)
			os.Exit(1)
		}
		fmt.Println("made", dir)
	}
}

// child is a program under test.
type child struct {
	t   *testing.T
	cmd *exec.Cmd
	out *bufio.Scanner
}

func startChild(t *testing.T, what, dir string) *child {
	t.Helper()
	cmd := exec.Command(os.Args[0], dir)
	cmd.Env = append(os.Environ(), childEnv+"="+what)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cmd.Process.Kill(); cmd.Wait() })
	return &child{t, cmd, bufio.NewScanner(out)}
}

// next is what the child says next.
func (c *child) next() (word, what string, ok bool) {
	if !c.out.Scan() {
		return "", "", false
	}
	word, what, _ = strings.Cut(c.out.Text(), " ")
	if word == "trouble" {
		c.t.Errorf("the child: %s", what)
	}
	return word, what, true
}

// kill ends it without a word (SIGKILL), and gives the lines that it had said.
func (c *child) kill() (said []string) {
	c.cmd.Process.Kill()
	for {
		word, what, ok := c.next()
		if !ok {
			break
		}
		if word == "sold" || word == "made" {
			said = append(said, what)
		}
	}
	c.cmd.Wait()
	return said
}

// TestKilledTillLosesNothing kills a selling till at any moment. What it said
// was sold is there, once, and the journal is whole.
func TestKilledTillLosesNothing(t *testing.T) {
	u := busyShop(t)
	before := u.shopNow()
	u.Close()
	ctx := context.Background()
	last := before.Events
	for round := range envCount("STORE_KILLS", 24) {
		c := startChild(t, "sell", u.dir)
		var sold []string
		// The moment of the kill: after so many sales, and a little of the next.
		for range 1 + round%9 {
			word, what, ok := c.next()
			if !ok {
				t.Fatal("the child ended by itself")
			}
			if word == "sold" {
				sold = append(sold, what)
			}
		}
		time.Sleep(time.Duration(round*37%900) * time.Microsecond)
		sold = append(sold, c.kill()...)
		s, err := Open(ctx, u.dir, childOptions())
		if err != nil {
			t.Fatal(err)
		}
		err = s.View(ctx, func(r till.Reader) error {
			for _, receipt := range sold {
				if _, err := r.SaleByReceipt(receipt); err != nil {
					t.Errorf("round %d: receipt %s was printed: %v", round, receipt, err)
				}
			}
			shop, err := r.Shop()
			if shop.Incarnation != before.Incarnation {
				t.Errorf("round %d: a crash began an incarnation", round)
			}
			// A refund may follow the last sale, and one sale be durable that
			// the child could not speak of any more.
			if n := shop.Events - last; n < int64(len(sold)) || n > int64(len(sold)+len(sold)/6+2) {
				t.Errorf("round %d: %d events for %d sales", round, n, len(sold))
			}
			last = shop.Events
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		if round%4 == 0 {
			if r, err := s.Verify(ctx, nil); err != nil || !r.OK {
				t.Fatalf("round %d: %+v %v", round, r, err)
			}
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if r := verifyFolder(t, u.dir); !r.OK {
		t.Error(r.FirstDifference)
	}
}

// TestKilledInitLeavesNoHalfShop: what looks like a shop is one.
func TestKilledInitLeavesNoHalfShop(t *testing.T) {
	base := t.TempDir()
	whole, none := 0, 0
	for round := range envCount("STORE_KILLS", 24) / 2 {
		c := startChild(t, "init", base)
		made := map[string]bool{}
		for range 1 + round%3 {
			word, what, _ := c.next()
			if word == "made" {
				made[what] = true
			}
		}
		time.Sleep(time.Duration(round) * time.Millisecond)
		for _, dir := range c.kill() {
			made[dir] = true
		}
		dirs, err := filepath.Glob(filepath.Join(base, "*"))
		if err != nil {
			t.Fatal(err)
		}
		for _, dir := range dirs {
			s, err := Open(context.Background(), dir, childOptions())
			if pos.TroubleOf(err) == pos.NoShop && !made[dir] {
				none++
			} else if err != nil {
				t.Errorf("%s: %v", dir, err)
			} else {
				whole++
				s.Close()
				if r := verifyFolder(t, dir); !r.OK {
					t.Errorf("%s: %s", dir, r.FirstDifference)
				}
			}
			os.RemoveAll(dir)
		}
	}
	t.Logf("%d whole shops, %d folders without one", whole, none)
	if whole == 0 {
		t.Error("no shop was made")
	}
}

// TestTwoPrograms sell on one folder at once, and a third verifies.
func TestTwoPrograms(t *testing.T) {
	u := busyShop(t)
	app := u.till()
	c := startChild(t, "sell", u.dir)
	mine, theirs := map[string]bool{}, map[string]bool{}
	for len(mine) < 60 || len(theirs) < 30 {
		mine[sell(t, app, "90001", 0).Sale.Receipt] = true
		if len(theirs) < 30 {
			if word, what, ok := c.next(); word == "sold" {
				theirs[what] = true
			} else if !ok {
				t.Fatal("the child ended")
			}
		}
		if len(mine) == 30 {
			if r := verifyFolder(t, u.dir); !r.OK {
				t.Error(r.FirstDifference)
			}
		}
	}
	for _, receipt := range c.kill() {
		theirs[receipt] = true
	}
	for receipt := range theirs {
		if mine[receipt] {
			t.Errorf("both tills printed %s", receipt)
		}
		if _, err := app.SaleByReceipt(context.Background(), receipt); err != nil {
			t.Errorf("%s: %v", receipt, err)
		}
	}
	sell(t, app, "90001", 0)
	if r := verifyFolder(t, u.dir); !r.OK {
		t.Error(r.FirstDifference)
	}
	before := u.shopNow()
	u.Close()
	u.open()
	if got := u.shopNow(); got != before {
		t.Errorf("opened again %+v, before %+v", got, before)
	}
}
