package screen_test

import (
	"context"
	"errors"
	"math/rand/v2"
	"os"
	"sync"
	"testing"
	"time"

	"bonuskasse/hardware"
	"bonuskasse/pos"
	"bonuskasse/pos/paper"
	"bonuskasse/pos/screen"
	"bonuskasse/pos/screen/reports"
	"bonuskasse/pos/screen/returns"
	"bonuskasse/pos/screen/screentest"
	"bonuskasse/pos/till"
	"bonuskasse/store"
)

// counter is a till with a real store behind it, driven by a line of words as
// a cashier would tell it.
type counter struct {
	t      *testing.T
	shell  *screen.Shell
	till   *till.Till
	store  *screentest.Flaky
	now    time.Time
	sounds []screen.Sound
	later  []func()
	woken  int
	logged []string
	kicks  int
	lends  lends
	saved  string // personal data
}

// Photo, Save and Place stand for the machine's folders.
func (c *counter) Photo(path string) ([]byte, error) {
	if path != "/home/kasse/soren.jpg" {
		return nil, pos.Refuse(pos.BadPhoto)
	}
	return []byte("JFIF"), nil
}

func (c *counter) Save(path string, p till.PersonalData, _ string) error {
	c.saved = path + " of " + p.Member.Name
	return nil
}
func (c *counter) Place(pos.Member) string { return "/home/kasse/export.pdf" }

// The folders are screentest.SomeFolders.
func (c *counter) Home() string { return screentest.SomeFolders.Home() }
func (c *counter) Browse(dir string, endings []string) ([]screen.ImportFile, error) {
	return screentest.SomeFolders.Browse(dir, endings)
}
func (c *counter) Path(dir, typed string) (string, bool, error) {
	return screentest.SomeFolders.Path(dir, typed)
}

func (c *counter) Wake()                      { c.woken++ }
func (c *counter) Kick(context.Context) error { c.kicks++; return nil }

// stocked is a shop that was filled once; each test sells from a copy of it.
var stocked = sync.OnceValues(func() (dir string, err error) {
	if dir, err = os.MkdirTemp("", "counter-"); err != nil {
		return "", err
	}
	ctx, random := context.Background(), rand.NewChaCha8([32]byte{7})
	opt := store.Options{Random: random, Now: func() time.Time { return opening }}
	shop := till.Shop{Name: "Ribe Te", Currency: pos.DKK, Language: "da", TillNo: 1, TimeZone: "Europe/Copenhagen"}
	err = store.Init(ctx, dir, shop, opt, func(tx till.Tx) error { return till.FirstFacts(tx, opening, pos.DKK) })
	if err != nil {
		return "", err
	}
	st, err := store.Open(ctx, dir, opt)
	if err != nil {
		return "", err
	}
	t, err := till.New(ctx, st, till.Options{Now: opt.Now, Random: random})
	if err == nil {
		err = fill(ctx, t)
		t.Close()
	}
	return dir, errors.Join(err, st.Close())
})

var opening = time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)

func TestMain(m *testing.M) {
	code := m.Run()
	if dir, err := stocked(); err == nil {
		os.RemoveAll(dir)
	}
	os.Exit(code)
}

func newCounter(t *testing.T) *counter {
	t.Helper()
	c := &counter{t: t, now: opening}
	check := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	whole, err := stocked()
	check(err)
	ctx, random, dir := t.Context(), rand.NewChaCha8([32]byte{8}), t.TempDir()
	check(os.CopyFS(dir, os.DirFS(whole)))
	clock := func() time.Time { return c.now }
	st, err := store.Open(ctx, dir, store.Options{Random: random, Now: clock})
	check(err)
	t.Cleanup(func() { st.Close() })
	c.store = &screentest.Flaky{Store: st}
	c.till, err = till.New(ctx, c.store, till.Options{Now: clock, Random: random, Papers: paper.Papers{}, Lender: &c.lends,
		PaymentCard: screentest.PaymentCard})
	check(err)
	t.Cleanup(c.till.Close)
	c.shell = screen.NewShell(screen.Options{
		Log: func(what, cause string) { c.logged = append(c.logged, what+": "+cause) },
		Now: clock, Language: "da", Currency: pos.DKK, Zone: c.till.Zone(),
		After: func(_ time.Duration, f func()) { c.later = append(c.later, f) },
		Sound: func(s screen.Sound) { c.sounds = append(c.sounds, s) },
	})
	c.shell.Add(screen.SalePlace, screen.NewSale(c.till, c))
	c.shell.Add(screen.PaymentPlace, screen.NewPayment(c.till, c.store, c))
	c.shell.Add(screen.RefundPlace, returns.New(c.till, c))
	c.shell.Add(screen.MemberPlace, screen.NewMembers(c.till, c))
	c.shell.Add(screen.ReportsPlace, reports.New(c.till, c))
	c.shell.Add(screen.JoinPlace, screen.NewJoin(c.till))
	c.shell.Add(screen.LockPlace, screen.NewLock(c.till, nil))
	c.shell.Add(screen.PapersPlace, screen.NewPapers(c.till, c))
	c.shell.SetLocks(true)
	c.signIn("Inga")
	c.shell.Start(ctx, screen.SalePlace)
	return c
}

func (c *counter) signIn(name string) {
	c.t.Helper()
	people, err := c.till.People(c.t.Context())
	if err != nil {
		c.t.Fatal(err)
	}
	for _, p := range people {
		if p.Name == name {
			c.shell.SignIn(c.t.Context(), p)
		}
	}
}

// fill stocks the shop: Søren with 89.50 of bonus, Karen in a tier with 10 %
// discount, goods.
func fill(ctx context.Context, t *till.Till) (err error) {
	boss := till.By(pos.System)
	check := func(e error) { err = errors.Join(err, e) }
	for name, role := range map[string]pos.Role{"Inga": pos.Cashier, "Bo": pos.Manager} {
		_, err := t.SetPerson(ctx, pos.Person{Name: name, Role: role}, "2580", boss)
		check(err)
	}
	check(t.SetTier(ctx, pos.Tier{Name: "Guld", RateBp: 800, DiscountBp: 1000}, boss))
	goods := func(sku, gtin, name string, price pos.Money) pos.Product {
		return pos.Product{
			SKU: sku, Barcodes: []string{gtin}, Name: name, Price: price, VATBp: 2500, Kind: pos.Goods,
			Discountable: true, Earns: true, BonusPayable: true,
		}
	}
	check(t.SetProducts(ctx, []pos.Product{
		goods("rg", "5701234001010", "Rødgrød", 100_00), goods("am", "5701234001027", "Æblemost", 24_95),
		goods("ost", "5701234001126", "Ost", 189_00), goods("10002", "5701234001287", "Gavepapir", 25_00),
		goods("te1", "5701234001041", "Ribe te, grøn", 59_00), goods("te2", "5701234001058", "Ribe te, sort", 49_00),
	}, boss))
	for _, m := range []till.NewMember{
		{Username: "soren", Name: "Søren Åkjær", Phone: "+4520112233", Tier: pos.FirstTier, Card: "10001"},
		{Username: "karen", Name: "Karen Højgaard", Phone: "+4529778899", Tier: "Guld", Card: "10002"},
		{Username: "liam", Name: "Liam O’Brien", Email: "liam@example.ie", Tier: pos.FirstTier, Card: "10003"},
	} {
		_, err := t.AddMember(ctx, m, boss)
		check(err)
	}
	check(t.BlockCard(ctx, "10003", boss))
	d, err := t.NewSale(ctx, pos.System)
	check(err)
	check(t.AddBarcode(ctx, &d, "rg", 17_900))
	_, err = t.AttachCard(ctx, &d, "10001", false)
	check(err)
	_, err = t.Complete(ctx, d, till.Payment{BankCard: till.Exact})
	check(err)
	return err
}

// play does a line of words (see screentest.Hand), and each takes a second.
func (c *counter) play(line string) *counter {
	c.t.Helper()
	c.hand().Play(line)
	return c
}

func (c *counter) hand() *screentest.Hand {
	return &screentest.Hand{T: c.t, Shell: c.shell, Now: &c.now, Later: &c.later}
}

func (c *counter) scan(s hardware.Scan) { c.hand().Scan(s) }

func (c *counter) send(e screen.Event) bool { return c.shell.Handle(c.t.Context(), e) }

func (c *counter) sale() screen.SaleState {
	c.t.Helper()
	return c.shell.Screen(screen.SalePlace).State().(screen.SaleState)
}

func (c *counter) pay() screen.PaymentState {
	c.t.Helper()
	return c.shell.Screen(screen.PaymentPlace).State().(screen.PaymentState)
}

func (c *counter) said() string { return c.shell.State().Notice.Text.Key }

func (c *counter) asked() string {
	if q := c.shell.State().Question; q != nil {
		return q.Title.Key
	}
	return ""
}

var errDisk = errors.New("no space left on device")
