package main

import (
	"bufio"
	"context"
	"crypto/rand"
	"fmt"
	"io"
	mrand "math/rand/v2"
	"net"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"bonuskasse/pos"
	"bonuskasse/pos/chain"
	"bonuskasse/pos/journal"
	"bonuskasse/pos/till"
	"bonuskasse/store"
	tillsync "bonuskasse/sync"
	"bonuskasse/sync/link"
)

// The test's own binary is the head office and the till that are killed: real
// processes, over real sockets, on real files.
func TestMain(m *testing.M) {
	switch {
	case os.Getenv("BONUSKASSE_RUN") == "headoffice":
		os.Exit(run(os.Args[1:], os.Stdout, os.Stderr))
	case os.Getenv("BONUSKASSE_RUN") == "till":
		sellForEver(os.Args[1])
	}
	os.Exit(m.Run())
}

func kills(t *testing.T) (n int, dice *mrand.Rand) {
	n, seed := 4, 20261126
	for name, to := range map[string]*int{"KILLS": &n, "SEED": &seed} {
		if text := os.Getenv(name); text != "" {
			var err error
			if *to, err = strconv.Atoi(text); err != nil {
				t.Fatalf("%s=%q", name, text)
			}
		}
	}
	t.Logf("KILLS=%d SEED=%d", n, seed)
	return n, mrand.New(mrand.NewPCG(uint64(seed), 1))
}

// process runs this binary as a program, and waits for its first line.
func process(t *testing.T, as string, args ...string) (c *exec.Cmd, lines *bufio.Reader) {
	t.Helper()
	c = exec.Command(os.Args[0], args...)
	c.Env = append(os.Environ(), "BONUSKASSE_RUN="+as)
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	c.Stderr = io.Discard
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	return c, bufio.NewReader(out)
}

// killable is a head office at an address that stays, whoever answers there.
type killable struct {
	office
	listen string
	cmd    *exec.Cmd
}

func (k *killable) start(t *testing.T) {
	t.Helper()
	var lines *bufio.Reader
	k.cmd, lines = process(t, "headoffice", k.with("serve", "--listen", k.listen)...)
	line, err := lines.ReadString('\n')
	if err != nil {
		t.Fatalf("the head office does not start again: %v", err)
	}
	if _, err := fmt.Sscanf(line, "ready on %s fingerprint %s", &k.url, &k.fingerprint); err != nil {
		t.Fatalf("%q: %v", line, err)
	}
	go io.Copy(io.Discard, lines)
}

func (k *killable) kill() {
	k.cmd.Process.Kill()
	k.cmd.Wait()
}

// newKillable starts one on a database of PostgreSQL, or, with "", on SQLite.
func newKillable(t *testing.T, db string) *killable {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	k := &killable{office: office{data: t.TempDir(), db: db}, listen: l.Addr().String()}
	l.Close()
	k.start(t)
	t.Cleanup(k.kill)
	return k
}

// TestKillOffice kills a head office at random moments while tills push to it. What
// it has acknowledged is there after it, each sale once, and the books agree.
//
//	KILLS=200 SEED=7 go test -run KillOffice ./cmd/headoffice
func TestKillOffice(t *testing.T) {
	n, dice := kills(t)
	k := newKillable(t, "")
	k.survives(t, n, dice, func() {
		k.kill()
		k.start(t)
	})
}

// survives lets three tills sell and push while something of the head office is
// ended n times, at random moments after a till has met it. Then each of their
// events is there, once.
func (k *killable) survives(t *testing.T, n int, dice *mrand.Rand, strike func()) {
	t.Helper()
	ctx := context.Background()
	var desks []*desk
	for i := range 3 {
		name := fmt.Sprint("till", i)
		d := openDesk(t, name)
		if _, err := d.AddMember(ctx, till.NewMember{Username: name, Name: name, Tier: "Bonus 5%", Card: strconv.Itoa(10001 + i)}, till.By(pos.System)); err != nil {
			t.Fatal(err)
		}
		d.enrol(t, &k.office, name)
		desks = append(desks, d)
	}
	var stop atomic.Bool
	var wg sync.WaitGroup
	var cut, met, sold atomic.Int64
	for i, d := range desks {
		wg.Go(func() {
			for !stop.Load() {
				for range 5 {
					if _, err := d.sell(t, strconv.Itoa(10001+i), 0); err == nil {
						sold.Add(1)
					}
				}
				switch _, err := d.agent.Round(ctx, false); {
				case tooOften(err):
				case err != nil:
					cut.Add(1)
				default:
					met.Add(1)
				}
			}
		})
	}
	for range n {
		for before, wait := met.Load(), 0; met.Load() == before; wait++ {
			if time.Sleep(10 * time.Millisecond); wait > 6000 {
				t.Fatal("for a minute no till has met the head office")
			}
		}
		time.Sleep(time.Duration(dice.IntN(150)) * time.Millisecond)
		strike()
	}
	stop.Store(true)
	wg.Wait()
	for _, d := range desks {
		for try := 0; ; try++ { // of a database that was ended the first call may find a dead connection
			if _, err := d.agent.Round(ctx, false); err == nil {
				break
			} else if !tooOften(err) && try >= 10 || try == 200 {
				t.Fatal(err)
			}
		}
	}
	k.kill()
	sales := 0
	for _, d := range desks {
		sales += k.holds(t, d.store)
	}
	if int64(sales) != sold.Load() {
		t.Errorf("%d sales were completed, and %d are at the head office", sold.Load(), sales)
	}
	if _, errs, code := k.try("verify"); code != exitDone {
		t.Errorf("verify: %s", errs)
	}
	t.Logf("%d kills, %d sales, %d rounds, %d of them cut: 0 lost, 0 doubled", n, sales, met.Load()+cut.Load(), cut.Load())
	if cut.Load() == 0 {
		t.Error("no round was cut: the kills missed the moments that matter")
	}
}

// holds compares what the head office has of a till with the till's own journal,
// event by event, and counts the sales.
func (o *office) holds(t *testing.T, s *store.Store) (sales int) {
	t.Helper()
	ctx := context.Background()
	c, err := where{Data: o.data, DB: o.db}.open(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if difference, err := c.Verify(ctx); err != nil || difference != "" {
		t.Fatal(difference, err)
	}
	if r, err := s.Verify(ctx, nil); err != nil || !r.OK {
		t.Fatalf("%+v %v", r, err)
	}
	me, err := s.Me(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if me.Unsent != 0 {
		t.Errorf("%d events are unsent", me.Unsent)
	}
	seen := map[string]bool{}
	for _, l := range me.Lives {
		var seq int64
		var head journal.Hash
		if err := c.Events(ctx, me.Till, l.Incarnation, 1, func(e *journal.Event) error {
			seq, head = e.Seq, e.Hash
			body, err := e.Body()
			if sale := body.GetSaleCompleted(); err == nil && sale != nil {
				if seen[string(sale.Sale)] {
					t.Errorf("sale %x is there twice", sale.Sale)
				}
				seen[string(sale.Sale)] = true
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
		if seq != l.Applied || head != l.Head {
			t.Errorf("the head office has %d events, and the till %d", seq, l.Applied)
		}
	}
	return len(seen)
}

// tooOften tells that a till that does not rest between its rounds has used up the
// calls that a head office takes of one, and waits for some more.
func tooOften(err error) bool {
	if chain.WhyOf(err) != chain.Busy {
		return false
	}
	time.Sleep(50 * time.Millisecond)
	return true
}

// sellForEver sells and meets the head office until it is killed. A sale that is
// committed is told.
func sellForEver(dir string) {
	ctx := context.Background()
	s, err := store.Open(ctx, dir, store.Options{Random: rand.Reader, Now: time.Now})
	if err != nil {
		fmt.Println("trouble", err)
		os.Exit(1)
	}
	d, err := newDesk(ctx, s)
	if err != nil {
		fmt.Println("trouble", err)
		os.Exit(1)
	}
	fmt.Println("ready")
	for {
		for range 3 {
			sale, err := d.NewSale(ctx, pos.System)
			if err == nil {
				err = d.AddProduct(ctx, &sale, tea, 1000)
			}
			if err == nil {
				_, err = d.AttachCard(ctx, &sale, "10001", false)
			}
			if err != nil {
				fmt.Println("trouble", err)
				os.Exit(1)
			}
			done, err := d.Complete(ctx, sale, till.Payment{BankCard: till.Exact})
			if err != nil {
				fmt.Println("trouble", err)
				os.Exit(1)
			}
			fmt.Println("sold", done.Sale.Receipt)
		}
		switch _, err := d.agent.Round(ctx, false); {
		case tooOften(err):
		case err != nil && chain.WhyOf(err) != "":
			fmt.Println("trouble", err)
			os.Exit(1)
		}
	}
}

var tea = pos.Product{SKU: "tea", Name: "Te", Kind: pos.Goods, Price: 100_00, VATBp: 2500, Discountable: true, Earns: true, BonusPayable: true}

func newDesk(ctx context.Context, s *store.Store) (*desk, error) {
	d := &desk{store: s, agent: tillsync.NewAgent(link.Port{Store: s}, tillsync.Options{})}
	var err error
	d.Till, err = till.New(ctx, s, till.Options{Now: time.Now, Random: rand.Reader, Lender: link.Lender{Agent: d.agent}})
	return d, err
}

// TestKillTill kills a till at random moments while it sells and pushes. Every
// sale that it told of is in its journal and at the head office, once.
func TestKillTill(t *testing.T) {
	n, dice := kills(t)
	k := newKillable(t, "")
	ctx := context.Background()
	d := openDesk(t, "a")
	if _, err := d.AddMember(ctx, till.NewMember{Username: "anna", Name: "Anna", Tier: "Bonus 5%", Card: "10001"}, till.By(pos.System)); err != nil {
		t.Fatal(err)
	}
	d.enrol(t, &k.office, "a")
	d.meet(t)
	dir := d.store.Dir()
	d.Till.Close()
	if err := d.store.Close(); err != nil {
		t.Fatal(err)
	}
	told := map[string]bool{}
	for range n {
		cmd, lines := process(t, "till", dir)
		if line, err := lines.ReadString('\n'); err != nil || line != "ready\n" {
			t.Fatalf("%q %v", line, err)
		}
		gone := time.AfterFunc(time.Duration(5+dice.IntN(400))*time.Millisecond, func() { cmd.Process.Kill() })
		for {
			line, err := lines.ReadString('\n')
			if err != nil {
				break
			}
			if receipt, sold := strings.CutPrefix(strings.TrimSpace(line), "sold "); sold {
				if told[receipt] {
					t.Fatalf("receipt %s was given twice", receipt)
				}
				told[receipt] = true
			} else {
				t.Fatal(line)
			}
		}
		gone.Stop()
		cmd.Wait()
	}
	s, err := store.Open(ctx, dir, store.Options{Random: rand.Reader, Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if d, err = newDesk(ctx, s); err != nil {
		t.Fatal(err)
	}
	defer d.Till.Close()
	for receipt := range told {
		if _, err := d.Receipt(ctx, receipt); err != nil {
			t.Errorf("receipt %s was told, and is lost: %v", receipt, err)
		}
	}
	for try := 0; ; try++ {
		if _, err = d.agent.Round(ctx, false); err == nil {
			break
		} else if !tooOften(err) || try == 200 {
			t.Fatal(err)
		}
	}
	k.kill()
	sales := k.holds(t, s)
	if sales < len(told) {
		t.Errorf("%d sales were told, and %d are at the head office", len(told), sales)
	}
	t.Logf("%d kills, %d sales told, %d at the head office: 0 lost, 0 doubled", n, len(told), sales)
}
