package screen_test

import (
	"context"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"bonuskasse/hardware"
	"bonuskasse/pos"
	"bonuskasse/pos/paper"
	"bonuskasse/pos/screen"
	"bonuskasse/pos/till"
	"bonuskasse/store"
)

// testShop is a real till over a real store, with a frame around one screen
// that is driven by events.
type testShop struct {
	store *store.Store
	t     *testing.T
	till  *till.Till
	shell *screen.Shell
	now   time.Time
	// The people, by name.
	people map[string]pos.Person
	desk   *fakeDesk
	looks  []string
	// The head office: how the line is, what it says to a code, and what it was shown.
	line       screen.LineNow
	officeSays error
	shown      []string
	joining    till.Joining
}

// fakeDesk stands for the drivers.
type fakeDesk struct {
	woken, kicked, tested int
	applied               []till.Devices
	printer               hardware.State
	result                hardware.Result
	err                   error
}

func (d *fakeDesk) Wake()                      { d.woken++ }
func (d *fakeDesk) Kick(context.Context) error { d.kicked++; return d.err }
func (d *fakeDesk) Printer() hardware.State    { return d.printer }
func (d *fakeDesk) Readers() []screen.Reader   { return nil }
func (d *fakeDesk) Ports() []string            { return []string{"/dev/serial/by-id/usb-scanner"} }
func (d *fakeDesk) Apply(devices till.Devices) { d.applied = append(d.applied, devices) }
func (d *fakeDesk) TestPrint(context.Context) (hardware.Result, error) {
	d.tested++
	return d.result, d.err
}

const testPIN = "2580"

func newTestShop(t *testing.T) *testShop {
	t.Helper()
	s := &testShop{t: t, now: time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC), people: map[string]pos.Person{},
		desk: &fakeDesk{result: hardware.Confirmed}}
	ctx, random, dir := t.Context(), rand.NewChaCha8([32]byte{3}), t.TempDir()
	opt := store.Options{Random: random, Now: s.clock}
	must(t, store.Init(ctx, dir, till.Shop{Name: "Ribe Te", Currency: pos.DKK, Language: "da", TillNo: 2, TimeZone: "Europe/Copenhagen"},
		opt, func(tx till.Tx) error { return till.FirstFacts(tx, s.now, pos.DKK) }))
	st, err := store.Open(ctx, dir, opt)
	must(t, err)
	t.Cleanup(func() { st.Close() })
	s.store = st
	s.till, err = till.New(ctx, st, till.Options{Now: s.clock, Random: random, Papers: paper.Papers{}})
	must(t, err)
	t.Cleanup(s.till.Close)
	boss := till.By(pos.System)
	for name, role := range map[string]pos.Role{"Bo": pos.Manager, "Inga": pos.Cashier} {
		s.people[name], err = s.till.SetPerson(ctx, pos.Person{Name: name, Role: role, Active: true}, testPIN, boss)
		must(t, err)
	}
	five := int64(5)
	must(t, s.till.SetProducts(ctx, []pos.Product{
		{SKU: "te", Barcodes: []string{"5701234001041"}, Name: "Ribe te", Price: 50_00, VATBp: 2500, Kind: pos.Goods, Discountable: true, Earns: true, BonusPayable: true},
		{SKU: "ost", Name: "Ost", Price: 189_00, VATBp: 2500, Kind: pos.Goods, Discountable: true, Earns: true, BonusPayable: true},
		{SKU: "maskine", Name: "Espressomaskine", Price: 2499_00, VATBp: 2500, Kind: pos.Goods, Earns: true, BonusPayable: true},
		{SKU: "pose", Name: "Pose", Price: 5_00, VATBp: 2500, Kind: pos.Goods, Earns: true, FixedPoints: &five},
	}, boss))
	_, err = s.till.AddMember(ctx, till.NewMember{Username: "soren", Name: "Søren Åkjær", Tier: pos.FirstTier, Card: "10001"}, boss)
	must(t, err)
	s.shell = screen.NewShell(screen.Options{Now: s.clock, Language: "da", Theme: "light", Currency: pos.DKK, Zone: s.till.Zone()})
	s.shell.Add(screen.ReportsPlace, screen.NewReports(s.till, s.desk))
	s.shell.Add(screen.RefundPlace, screen.NewReturns(s.till, s.desk))
	s.shell.Add(screen.SettingsPlace, screen.NewSettings(s.till, s.desk, s, func(ctx context.Context, language, theme string) {
		s.looks = append(s.looks, language+"/"+theme)
		s.shell.SetLook(ctx, language, theme)
	}))
	s.signIn("Bo")
	return s
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// clock goes on by a millisecond each time it is read, as real ones do.
func (s *testShop) clock() time.Time {
	s.now = s.now.Add(time.Millisecond)
	return s.now
}

func (s *testShop) signIn(name string) { s.shell.SignIn(s.t.Context(), s.people[name]) }

// sell sells goods by SKU, in thousandths, and gives the receipt's number.
func (s *testShop) sell(card string, pay till.Payment, goods map[string]int64) string {
	s.t.Helper()
	ctx := s.t.Context()
	d, err := s.till.NewSale(ctx, s.people["Inga"])
	must(s.t, err)
	skus := make([]string, 0, len(goods))
	for sku := range goods {
		skus = append(skus, sku)
	}
	slices.Sort(skus)
	for _, sku := range skus {
		must(s.t, s.till.AddBarcode(ctx, &d, sku, goods[sku]))
	}
	if card != "" {
		_, err = s.till.AttachCard(ctx, &d, card, false)
		must(s.t, err)
	}
	s.now = s.now.Add(time.Minute)
	done, err := s.till.Complete(ctx, d, pay)
	must(s.t, err)
	return done.Sale.Receipt
}

// What a person does.

func (s *testShop) show(p screen.Place) { s.shell.Start(s.t.Context(), p) }

func (s *testShop) send(e screen.Event) bool { return s.shell.Handle(s.t.Context(), e) }

func (s *testShop) keys(names ...screen.KeyName) {
	for _, k := range names {
		s.send(screen.Key{Name: k})
	}
}

func (s *testShop) typed(text string) { s.send(screen.Typed{Text: text}) }

func (s *testShop) runes(text string) {
	for _, r := range text {
		s.send(screen.Rune{Rune: r})
	}
}

func (s *testShop) answer(do string, row int, text string) {
	s.t.Helper()
	if s.shell.State().Question == nil {
		s.t.Fatalf("nothing is asked, so %q is no answer", do)
	}
	s.send(screen.Answered{Reply: screen.Reply{Do: do, Row: row, Text: text}})
}

// asked is the key of the question on top, or "".
func (s *testShop) asked() string {
	if q := s.shell.State().Question; q != nil {
		return q.Title.Key
	}
	return ""
}

// said is the key of the notice.
func (s *testShop) said() string { return s.shell.State().Notice.Text.Key }
