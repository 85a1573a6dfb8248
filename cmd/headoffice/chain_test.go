package main

import (
	"bufio"
	"context"
	"crypto/rand"
	"crypto/tls"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"bonuskasse/pos"
	"bonuskasse/pos/chain"
	"bonuskasse/pos/loyalty"
	"bonuskasse/pos/till"
	"bonuskasse/store"
	"bonuskasse/store/central"
	tillsync "bonuskasse/sync"
	"bonuskasse/sync/headoffice"
	"bonuskasse/sync/link"
)

// office is a head office that answers, as the program serves it.
type office struct {
	data, url, fingerprint string
	db                     string // of PostgreSQL; "" is SQLite, in data
}

// with adds to a command where the database is.
func (o *office) with(args ...string) []string {
	args = append(args, "--data", o.data)
	if o.db != "" {
		args = append(args, "--db", o.db)
	}
	return args
}

// database is the head office's own, beside the program that serves it.
func (o *office) database(t *testing.T) *central.Store {
	t.Helper()
	s, err := central.OpenSQLite(t.Context(), o.data, central.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func serve(t *testing.T, more ...string) *office {
	t.Helper()
	o := &office{data: t.TempDir()}
	r, w := io.Pipe()
	go func() {
		code := run(o.with(append([]string{"serve", "--listen", "127.0.0.1:0"}, more...)...), w, io.Discard)
		w.CloseWithError(fmt.Errorf("serve ended with %d", code))
	}()
	line, err := bufio.NewReader(r).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	go io.Copy(io.Discard, r)
	if _, err := fmt.Sscanf(line, "ready on %s fingerprint %s", &o.url, &o.fingerprint); err != nil {
		t.Fatalf("%q: %v", line, err)
	}
	return o
}

// code asks the program for a one-time code.
func (o *office) code(t *testing.T, name string) string {
	t.Helper()
	var out strings.Builder
	if code := run(o.with("enrol-code", "--till", name), &out, io.Discard); code != exitDone {
		t.Fatalf("enrol-code ended with %d", code)
	}
	return strings.TrimSpace(out.String())
}

// desk is a till of the chain.
type desk struct {
	*till.Till
	store *store.Store
	agent *tillsync.Agent
}

func openDesk(t *testing.T, name string) *desk {
	t.Helper()
	ctx := context.Background()
	dir := filepath.Join(t.TempDir(), name)
	opt := store.Options{Random: rand.Reader, Now: time.Now}
	shop := till.Shop{Name: name, Currency: pos.DKK, Language: "da", TillNo: 1, TimeZone: "Europe/Copenhagen", Training: true}
	if err := store.Init(ctx, dir, shop, opt, func(tx till.Tx) error { return till.FirstFacts(tx, time.Now(), pos.DKK) }); err != nil {
		t.Fatal(err)
	}
	s, err := store.Open(ctx, dir, opt)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	d := &desk{store: s, agent: tillsync.NewAgent(link.Port{Store: s}, tillsync.Options{})}
	if d.Till, err = till.New(ctx, s, till.Options{Now: time.Now, Random: rand.Reader, Lender: link.Lender{Agent: d.agent}, Patience: 20 * time.Second}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(d.Till.Close)
	return d
}

func (d *desk) enrol(t *testing.T, o *office, name string) {
	t.Helper()
	if _, err := link.Enrol(context.Background(), d.store, o.url, o.fingerprint, o.code(t, name), "test"); err != nil {
		t.Fatal(err)
	}
}

func (d *desk) meet(t *testing.T) {
	t.Helper()
	if _, err := d.agent.Round(context.Background(), false); err != nil {
		t.Fatal(err)
	}
}

func (d *desk) sell(t *testing.T, card string, bonus int64) (till.Done, error) {
	t.Helper()
	ctx := context.Background()
	s, err := d.NewSale(ctx, pos.System)
	if err != nil {
		t.Fatal(err)
	}
	tea := pos.Product{SKU: "tea", Name: "Te", Kind: pos.Goods, Price: 100_00, VATBp: 2500, Discountable: true, Earns: true, BonusPayable: true}
	if err := d.AddProduct(ctx, &s, tea, 1000); err != nil {
		t.Fatal(err)
	}
	if _, err := d.AttachCard(ctx, &s, card, false); err != nil {
		t.Fatal(err)
	}
	return d.Complete(ctx, s, till.Payment{Bonus: bonus, BankCard: till.Exact})
}

func (d *desk) balance(t *testing.T, card string) (balance, rights int64) {
	t.Helper()
	_, s, err := d.MemberByCard(context.Background(), card)
	if err != nil {
		t.Fatal(err)
	}
	return s.Account.Holding() - s.Account.Debt, s.Rights
}

func (d *desk) whole(t *testing.T) {
	t.Helper()
	if r, err := d.store.Verify(context.Background(), nil); err != nil || !r.OK {
		t.Fatalf("%+v %v", r, err)
	}
}

// TestTwoTillsAndAHeadOffice: a member joins at one till and shops at another;
// bonus earned there is spent here, once, and never without the right to it.
func TestTwoTillsAndAHeadOffice(t *testing.T) {
	o := serve(t)
	a, b := openDesk(t, "a"), openDesk(t, "b")
	ctx := context.Background()
	if _, err := a.AddMember(ctx, till.NewMember{Username: "soren", Name: "Søren Åkjær", Tier: "Bonus 5%", Card: "10001"}, till.By(pos.System)); err != nil {
		t.Fatal(err)
	}
	if _, err := a.sell(t, "10001", 0); err != nil {
		t.Fatal(err)
	}
	a.enrol(t, o, "Kasse a")
	b.enrol(t, o, "Kasse b")
	a.meet(t)
	b.meet(t)
	if balance, rights := b.balance(t, "10001"); balance != 500 || rights != 0 {
		t.Fatalf("b knows of %d points and may spend %d", balance, rights)
	}
	// Without a line b could spend none; with one it is lent what a keeps, once a
	// has released it.
	if done, err := b.sell(t, "10001", 0); err != nil || done.Sale.PointsEarned != 500 {
		t.Fatalf("%+v %v", done.Sale, err)
	}
	b.meet(t)
	a.meet(t)
	if balance, _ := a.balance(t, "10001"); balance != 1000 {
		t.Fatalf("a knows of %d points", balance)
	}
	keep, stop := context.WithCancel(ctx)
	ran := make(chan struct{})
	go func() { b.agent.Run(keep); close(ran) }()
	time.Sleep(200 * time.Millisecond) // b waits for news
	done, err := a.sell(t, "10001", 900)
	if err != nil || done.Sale.PointsUsed != 900 {
		t.Fatalf("a has rights to 500 and a line to who keeps 500: %+v %v", done.Sale, err)
	}
	stop()
	<-ran
	a.meet(t)
	b.meet(t)
	a.meet(t)
	pa, ra := a.balance(t, "10001")
	pb, rb := b.balance(t, "10001")
	if want := int64(1000 - 900 + 455); pa != want || pb != want || ra+rb > want {
		t.Errorf("a says %d (rights %d), b says %d (rights %d)", pa, ra, pb, rb)
	}
	a.whole(t)
	b.whole(t)
	if code := run([]string{"verify", "--data", o.data}, io.Discard, io.Discard); code != exitDone {
		t.Errorf("headoffice verify ends with %d", code)
	}
}

// TestATillThatIsAloneSpendsWhatItHolds: the line is gone, and bonus works up to
// the till's rights.
func TestATillThatIsAloneSpendsWhatItHolds(t *testing.T) {
	o := serve(t)
	a, b := openDesk(t, "a"), openDesk(t, "b")
	ctx := context.Background()
	if _, err := a.AddMember(ctx, till.NewMember{Username: "inga", Name: "Inga", Tier: "Bonus 5%", Card: "10002"}, till.By(pos.System)); err != nil {
		t.Fatal(err)
	}
	if _, err := a.sell(t, "10002", 0); err != nil {
		t.Fatal(err)
	}
	a.enrol(t, o, "a")
	b.enrol(t, o, "b")
	a.meet(t)
	b.meet(t)
	cut := *o
	cut.url = "https://127.0.0.1:1"
	for _, d := range []*desk{a, b} {
		l, err := link.Port{Store: d.store}.Link(ctx)
		if err != nil {
			t.Fatal(err)
		}
		l.URL = cut.url
		if err := (link.Port{Store: d.store}).Join(ctx, l); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := b.sell(t, "10002", 100); pos.CodeOf(err) != pos.BonusOverCap && pos.CodeOf(err) != pos.BonusNotOwned {
		t.Errorf("b has no rights and no line: %v", err)
	}
	if done, err := a.sell(t, "10002", loyalty.MaxBonus); err != nil || done.Sale.PointsUsed != 500 {
		t.Errorf("a keeps the member's rights: %+v %v", done.Sale, err)
	}
	if _, err := a.agent.Round(ctx, false); tillsync.LineOf(err) != tillsync.NoLine {
		t.Errorf("the line is %s: %v", tillsync.LineOf(err), err)
	}
}

// TestWhoIsNoHeadOffice: a login page that answers everything with 200, a
// certificate that is another's, a wrong code, a till that was shut out.
func TestWhoIsNoHeadOffice(t *testing.T) {
	o := serve(t)
	ctx := context.Background()
	d := openDesk(t, "a")
	if _, err := link.Enrol(ctx, d.store, o.url, o.fingerprint, "00000-00000", "test"); chain.WhyOf(err) != chain.BadCode {
		t.Errorf("a wrong code: %v", err)
	}
	if _, err := link.Enrol(ctx, d.store, o.url, strings.Repeat("ab", 32), o.code(t, "x"), "test"); tillsync.LineOf(err) != tillsync.Stranger {
		t.Errorf("a wrong certificate: %v", err)
	}
	if _, err := d.agent.Round(ctx, false); tillsync.LineOf(err) != tillsync.Alone {
		t.Errorf("a till that is alone: %v", err)
	}
	d.enrol(t, o, "Kasse 1")
	d.meet(t)

	cert, err := headoffice.Certificate(t.TempDir(), time.Now(), []string{"127.0.0.1"})
	if err != nil {
		t.Fatal(err)
	}
	l, err := tls.Listen("tcp", "127.0.0.1:0", &tls.Config{Certificates: []tls.Certificate{cert}})
	if err != nil {
		t.Fatal(err)
	}
	portal := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprint(w, "<html>Velkommen til caféens net</html>")
	})}
	go portal.Serve(l)
	defer portal.Close()
	p := link.Port{Store: d.store}
	was, err := p.Link(ctx)
	if err != nil {
		t.Fatal(err)
	}
	fake := was
	fake.URL, fake.Fingerprint = "https://"+l.Addr().String(), headoffice.Fingerprint(cert.Certificate[0])
	if err := p.Join(ctx, fake); err != nil {
		t.Fatal(err)
	}
	if _, err := d.agent.Round(ctx, false); tillsync.LineOf(err) != tillsync.Portal {
		t.Errorf("a login page: %v", err)
	}
	if err := p.Join(ctx, was); err != nil {
		t.Fatal(err)
	}
	d.meet(t)
	if code := run([]string{"till", "revoke", "--data", o.data, "Kasse 1"}, io.Discard, io.Discard); code != exitDone {
		t.Fatalf("revoke ends with %d", code)
	}
	if _, err := d.agent.Round(ctx, false); tillsync.LineOf(err) != tillsync.ShutOut {
		t.Errorf("a till that was shut out: %v", err)
	}
	d.whole(t)
}

// TestARestoredTill: a till that comes back from a backup does not go on with its
// old sequence, and spends only when the head office has fenced it.
func TestARestoredTill(t *testing.T) {
	o := serve(t)
	ctx := context.Background()
	a := openDesk(t, "a")
	if _, err := a.AddMember(ctx, till.NewMember{Username: "ole", Name: "Ole", Tier: "Bonus 5%", Card: "10003"}, till.By(pos.System)); err != nil {
		t.Fatal(err)
	}
	if _, err := a.sell(t, "10003", 0); err != nil {
		t.Fatal(err)
	}
	a.enrol(t, o, "a")
	a.meet(t)
	backup := filepath.Join(t.TempDir(), "shop.db")
	if err := a.store.Backup(ctx, backup, nil); err != nil {
		t.Fatal(err)
	}
	if _, err := a.sell(t, "10003", 200); err != nil { // heard of by the head office, not by the backup
		t.Fatal(err)
	}
	a.meet(t)
	r := restore(t, a, backup)
	if _, err := r.sell(t, "10003", 100); err == nil {
		t.Error("a till spends that was restored and has not spoken with the head office")
	}
	if _, err := r.sell(t, "10003", 0); err != nil {
		t.Errorf("it sells and earns at once: %v", err)
	}
	r.meet(t)
	r.meet(t)
	if balance, _ := r.balance(t, "10003"); balance != 500-200+490+500 {
		t.Errorf("it knows of %d points", balance)
	}
	if done, err := r.sell(t, "10003", 300); err != nil || done.Sale.PointsUsed != 300 {
		t.Errorf("after that it spends again: %+v %v", done.Sale, err)
	}
	r.meet(t)
	r.whole(t)
	s := o.database(t)
	if d, err := s.Verify(ctx); err != nil || d != "" {
		t.Errorf("%s %v", d, err)
	}
}

// restore puts a backup in the place of a till's database.
func restore(t *testing.T, a *desk, backup string) *desk {
	t.Helper()
	return restoreAt(t, a, backup, time.Now)
}

// restoreAt is restore on a machine whose clock is another.
func restoreAt(t *testing.T, a *desk, backup string, now func() time.Time) *desk {
	t.Helper()
	ctx := context.Background()
	dir := a.store.Dir()
	a.Till.Close()
	if err := a.store.Close(); err != nil {
		t.Fatal(err)
	}
	for _, end := range []string{"-wal", "-shm"} {
		os.Remove(filepath.Join(dir, "shop.db"+end))
	}
	if err := os.Rename(backup, filepath.Join(dir, "shop.db")); err != nil {
		t.Fatal(err)
	}
	s, err := store.Open(ctx, dir, store.Options{Random: rand.Reader, Now: now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	d := &desk{store: s, agent: tillsync.NewAgent(link.Port{Store: s}, tillsync.Options{})}
	if d.Till, err = till.New(ctx, s, till.Options{Now: now, Random: rand.Reader, Lender: link.Lender{Agent: d.agent}}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(d.Till.Close)
	return d
}
