package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"time"

	"bonuskasse/hardware"
	"bonuskasse/pos"
	"bonuskasse/pos/loyalty"
	"bonuskasse/pos/paper"
	"bonuskasse/pos/screen"
	"bonuskasse/pos/till"
	"bonuskasse/store"
)

// shop is a shop made for the pictures: the same people, goods and sales each
// time, at the same hour of the same day.
type shop struct {
	store  *store.Store
	till   *till.Till
	random *rand.ChaCha8
	now    time.Time
	inga   pos.Person // a cashier
	yrsa   pos.Person // a clerk
	bo     pos.Person // a manager
	last   string     // the receipt of a sale with bonus
	big    string     // a receipt above a cashier's limit
	// Coupons: a free one with what its QR code says, and one that is used.
	coupon, signed, used string
	giftCards            giftCards // see gifts
}

// zone is the shop's; the pictures must not depend on the machine's.
const zone = "Europe/Copenhagen"

// noon is when the pictures are taken: 24 November 2026, 14:05 in Copenhagen.
var noon = time.Date(2026, 11, 24, 13, 5, 0, 0, time.UTC)

func openShop(ctx context.Context, dir string) (*shop, error) {
	s := &shop{now: noon.Add(-6 * time.Hour)}
	random := rand.NewChaCha8([32]byte{7})
	opt := store.Options{Random: random, Now: s.clock}
	err := store.Init(ctx, dir, till.Shop{
		Name: "Ribe Te & Kaffe", Currency: pos.DKK, Language: "da", TillNo: 2, TimeZone: zone,
	}, opt, func(tx till.Tx) error { return till.FirstFacts(tx, s.now, pos.DKK) })
	if err != nil {
		return nil, err
	}
	if s.store, err = store.Open(ctx, dir, opt); err != nil {
		return nil, err
	}
	s.random = random
	if err = s.open(ctx); err != nil {
		return nil, err
	}
	if err = s.fill(ctx); err != nil {
		return nil, err
	}
	s.now = noon
	return s, nil
}

func (s *shop) open(ctx context.Context) (err error) {
	s.till, err = till.New(ctx, s.store, till.Options{Now: s.clock, Random: s.random, Papers: paper.Papers{}, Lender: lender{}})
	return err
}

// clear forgets the sale that the last shot left on the screen, as if it had
// never been rung up: the next one begins with an empty till.
func (s *shop) clear(ctx context.Context) error {
	s.till.Close() // what is being saved is saved now
	err := s.store.Do(ctx, func(tx till.Tx) error {
		drafts, err := tx.Drafts()
		if err != nil {
			return err
		}
		for _, d := range drafts {
			if err := tx.DropDraft(d.ID); err != nil {
				return err
			}
		}
		lists, err := tx.NotedDrafts()
		if err != nil {
			return err
		}
		for _, d := range lists {
			if err := tx.DropNotedDraft(d.ID); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return s.open(ctx)
}

func (s *shop) clock() time.Time { return s.now }

func (s *shop) close() {
	s.till.Close()
	s.store.Close()
}

type goods struct {
	sku, name string
	price     pos.Money
	category  string
}

var stock = []goods{
	{"5701234001010", "Rødgrød med fløde", 100_00, "Mad"}, {"5701234001027", "Æblemost 75 cl", 24_95, "Mad"}, {"5701234001034", "Kaffe, malet 250 g", 49_95, "Te og kaffe"},
	{"5701234001041", "Ribe te 100 g", 59_00, "Te og kaffe"}, {"5701234001058", "Chokolade, mørk 100 g", 29_00, "Mad"}, {"5701234001188", "Krus, blå glasur", 129_00, "Isenkram"},
	{"5701234001232", "Kasket", 79_50, "Tøj"}, {"5701234001256", "Tørklæde, merino", 349_00, "Tøj"}, {"5701234001263", "Espressomaskine", 2499_00, "Isenkram"},
	{"5701234001126", "Ost, danbo 45+ (kg)", 189_00, "Mad"},
}

func (s *shop) fill(ctx context.Context) (err error) {
	boss := till.By(pos.System)
	steps := []func() error{
		func() error {
			return s.till.SetTier(ctx, pos.Tier{Name: "Guld", RateBp: 800, DiscountBp: 1000, Threshold: 5000_00}, boss)
		},
		func() error { s.bo, err = s.person(ctx, "Bo Krogh", pos.Manager); return err },
		func() error { s.inga, err = s.person(ctx, "Inga Møller", pos.Cashier); return err },
		func() error { s.yrsa, err = s.person(ctx, "Yrsa Åkjær", pos.Clerk); return err },
		func() error { return s.stock(ctx) },
		func() error { return s.members(ctx) },
		func() error { return s.past(ctx) },
		func() error { return s.till.Set(ctx, till.LimitKey(pos.Clerk, till.PointsRowLimit), "5000", boss) },
		func() error { return s.till.Set(ctx, till.AlarmKey("day_sales"), "2", boss) },
		func() error { // the cashier is a customer too
			m, err := s.till.MemberByUsername(ctx, "maja")
			if err != nil {
				return err
			}
			s.inga.Member = m.Member.ID
			s.inga, err = s.till.SetPerson(ctx, s.inga, "", boss)
			return err
		},
		func() error { return s.till.Set(ctx, till.AddressSetting, "Torvet 2\n6760 Ribe", boss) },
		func() error { return s.till.SetDevices(ctx, setUp, boss) },
		func() error {
			_, err := s.till.SetProgram(ctx, map[string]string{"cap_bp": "3000", "expiry_months": "24"}, boss)
			return err
		},
		func() error { return s.coupons(ctx) },
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// setUp is a printer on the network and two readers.
var setUp = till.Devices{
	Printer: till.PrinterSetup{Kind: till.PrinterTCP, Address: "192.168.1.50:9100", WidthMM: 80, Drawer: true},
	Readers: []till.ReaderSetup{
		{Name: "Zebra DS2208", Kind: till.ReaderSerial, Source: hardware.SerialBarcode, Port: "/dev/serial/by-id/usb-Zebra_DS2208-if00", Speed: 115200, ExpectAIM: true},
		{Name: "MagTek", Kind: till.ReaderWedge, Source: hardware.WedgeMSR, Layout: "dk"},
	},
	Numbers: hardware.Profile{ClubMin: 10001, ClubMax: 9_999_999, QRURL: "https://klub.example/k/"},
}

func (s *shop) person(ctx context.Context, name string, role pos.Role) (pos.Person, error) {
	return s.till.SetPerson(ctx, pos.Person{Name: name, Role: role, Active: true}, "2580", till.By(pos.System))
}

func (s *shop) stock(ctx context.Context) error {
	var list []pos.Product
	for i, g := range stock {
		list = append(list, pos.Product{
			SKU: fmt.Sprintf("A-%d", i+1), Barcodes: []string{g.sku}, Name: g.name, Price: g.price, VATBp: 2500,
			Kind: pos.Goods, Discountable: true, Earns: true, BonusPayable: true, Category: g.category,
		})
	}
	for i, name := range []string{"Klipning", "Yoga, 60 minutter", "Tesmagning"} {
		points := int64(50 * (i + 1))
		list = append(list, pos.Product{SKU: fmt.Sprintf("S-%d", i+1), Name: name, Price: pos.Money(150_00 + 100_00*i), VATBp: 2500,
			Kind: pos.Service, Earns: true, BonusPayable: true, FixedPoints: &points})
	}
	list = append(list, pos.Product{SKU: "L-1", Barcodes: []string{longCode}, Name: longGoods, Category: "Mad", Price: 99_999_00, VATBp: 2500,
		Kind: pos.Goods, Discountable: true, Earns: true, BonusPayable: true})
	no := false
	if err := s.till.SetCategory(ctx, pos.Category{Name: "Aviser", Earns: &no, BonusPayable: &no}, till.By(pos.System)); err != nil {
		return err
	}
	return s.till.SetProducts(ctx, list, till.By(pos.System))
}

func (s *shop) members(ctx context.Context) error {
	for i, m := range []till.NewMember{
		{Username: "soren", Name: "Søren Åkjær", Phone: "+45 20 11 22 33", Email: "soren@example.dk", Language: "da", Tier: pos.FirstTier},
		{Username: "karen", Name: "Karen Højgaard", Phone: "+45 29 77 88 99", Tier: "Guld", Language: "da"},
		{Username: "ines", Name: "Inès Lefèvre", Phone: "+33 6 12 34 56 78", Language: "fr", Tier: pos.FirstTier},
		{Username: "maja", Name: "Maja Nørregaard-Christiansen", Language: "da"},
	} {
		m.Card = fmt.Sprint(10001 + i)
		if _, err := s.till.AddMember(ctx, m, till.By(pos.System)); err != nil {
			return err
		}
	}
	return s.club(ctx)
}

// club is an organisation with a pool, a photo, and somebody who was invited.
func (s *shop) club(ctx context.Context) error {
	boss := till.By(pos.System)
	office, err := s.till.SetOrganisation(ctx, pos.Organisation{Name: "Ribe Kommune", Number: "29 18 97 75", Pooled: true}, boss)
	if err != nil {
		return err
	}
	maja, err := s.till.MemberByUsername(ctx, "maja")
	if err != nil {
		return err
	}
	if _, err := s.till.ChangeMember(ctx, maja.Member.ID, till.MemberChange{Organisation: &office.ID}, boss); err != nil {
		return err
	}
	soren, err := s.till.MemberByUsername(ctx, "soren")
	if err != nil {
		return err
	}
	yes, birthday, notes := true, "1980-02-29", "Grøn te, helst uden citron"
	change := till.MemberChange{Consent: &yes, Birthday: &birthday, Notes: &notes}
	if _, err := s.till.ChangeMember(ctx, soren.Member.ID, change, boss); err != nil {
		return err
	}
	if err := s.till.SetPhoto(ctx, soren.Member.ID, portrait(), boss); err != nil {
		return err
	}
	_, err = s.till.InviteMember(ctx, till.NewMember{Username: "yrsab", Name: "Yrsa Bjørn", Email: "yrsa@example.dk"}, boss)
	return err
}

// coupons are a batch of which some were used, and what was made by the way.
func (s *shop) coupons(ctx context.Context) error {
	boss := till.By(s.bo)
	_, err := s.till.MakeCoupons(ctx, till.NewCoupons{Count: 3, Points: 25, ValidUntil: pos.At(s.now), Title: "Sommer"}, boss)
	if err != nil {
		return err
	}
	end, err := s.till.EndOfDay("2026-12-31")
	if err != nil {
		return err
	}
	s.now = s.now.Add(time.Minute)
	made, err := s.till.MakeCoupons(ctx, till.NewCoupons{Count: 12, Points: 50, ValidUntil: end, Title: "Advent", Output: till.OnSheets}, boss)
	if err != nil {
		return err
	}
	s.coupon, s.used, s.signed = made.Codes[0], made.Codes[1], made.Paper.Coupons[0].QR
	s.now = s.now.Add(time.Minute)
	boss.Reason = "Beskadiget i trykken"
	if _, err := s.till.VoidCoupon(ctx, made.Codes[2], boss); err != nil {
		return err
	}
	for i, card := range []string{"10004", "10003"} {
		_, m, err := s.till.MemberByCard(ctx, card)
		if err != nil {
			return err
		}
		s.now = s.now.Add(time.Minute)
		if _, err := s.till.RegisterCoupon(ctx, made.Codes[1+2*i], m.Member.ID, till.CouponScanned, boss); err != nil {
			return err
		}
		if i == 0 {
			if _, err := s.till.GiveCoupon(ctx, 120, m.Member.ID, boss); err != nil {
				return err
			}
		}
	}
	return nil
}

// past is what was sold since eight in the morning.
func (s *shop) past(ctx context.Context) error {
	for _, b := range []struct {
		card  string
		items []int
		qty   int64
		pay   till.Payment
		note  *string
	}{
		{"10001", []int{7, 5}, 2000, till.Payment{BankCard: till.Exact}, nil},
		{"", []int{0, 1}, 1000, till.Payment{Cash: 200_00}, nil},
		{"10002", []int{8}, 1000, till.Payment{BankCard: till.Exact}, &s.big},
		{"10003", []int{3, 4, 2}, 1000, till.Payment{Mobile: till.Exact}, nil},
		{"10001", []int{0, 2, 6}, 3000, till.Payment{Bonus: loyalty.MaxBonus, Cash: 1000_00}, &s.last},
		{"", []int{9}, 1275, till.Payment{Cash: till.Exact}, nil},
		{"10002", []int{6, 5}, 1000, till.Payment{Bonus: 5000, BankCard: till.Exact}, nil},
		{"10004", []int{4}, 2000, till.Payment{Mobile: till.Exact}, nil},
	} {
		s.now = s.now.Add(41 * time.Minute)
		d, err := s.till.NewSale(ctx, s.inga)
		if err != nil {
			return err
		}
		for _, i := range b.items {
			if err := s.till.AddBarcode(ctx, &d, stock[i].sku, b.qty); err != nil {
				return err
			}
		}
		if b.card != "" {
			if _, err := s.till.AttachCard(ctx, &d, b.card, false); err != nil {
				return err
			}
		}
		done, err := s.till.Complete(ctx, d, b.pay)
		if err != nil {
			return err
		}
		if b.note != nil {
			*b.note = done.Sale.Receipt
		}
	}
	_, err := s.till.Reprint(ctx, s.last, till.By(s.inga))
	return err
}

// counter stands for the drivers: a printer low on paper, one reader that works.
type counter struct{}

func (counter) Wake()                      {}
func (counter) Kick(context.Context) error { return nil }
func (counter) Printer() hardware.State {
	return hardware.State{Status: hardware.Attention, Reason: hardware.PaperLow}
}
func (counter) Readers() []screen.Reader {
	return []screen.Reader{
		{Name: "Zebra DS2208", State: hardware.State{Status: hardware.Ready}},
		{Name: "MagTek", State: hardware.State{Status: hardware.Absent, Reason: hardware.Unplugged}},
	}
}
func (counter) DrawSheets(_ context.Context, name string, _ till.CouponPaper, _ func(done, of int)) (string, till.DrawnSheets, error) {
	return "/srv/shop/papers/" + name + ".pdf", counter{}, nil
}
func (counter) Printers(context.Context) []string                     { return nil }
func (counter) PrintFile(context.Context, string, string, bool) error { return nil }
func (counter) CanShow() bool                                         { return false }
func (counter) ShowFile(context.Context, string) error                { return nil }
func (counter) Home() string                                          { return "/home/inga/Dokumenter" }
func (counter) Browse(dir string, _ []string) ([]screen.ImportFile, error) {
	return []screen.ImportFile{
		{Name: "..", Folder: true}, {Name: "Klubbens billeder", Folder: true},
		{Name: "karen.jpg", Changed: pos.At(noon.AddDate(0, 0, -1))}, {Name: "karen-2.png", Changed: pos.At(noon)},
	}, nil
}
func (counter) Path(dir, typed string) (string, bool, error) { return dir + "/" + typed, false, nil }
func (counter) Keep() error                                  { return nil }
func (counter) Drop()                                        {}
func (counter) Ports() []string                              { return []string{"/dev/serial/by-id/usb-Zebra_DS2208-if00"} }
func (counter) Apply(till.Devices) {
}
func (counter) TestPrint(context.Context) (hardware.Result, error) { return hardware.Confirmed, nil }

func (counter) Photo(string) ([]byte, error)                 { return portrait(), nil }
func (counter) Save(string, till.PersonalData, string) error { return nil }
func (counter) Place(pos.Member) string                      { return "/home/kasse/bonuskasse-019cadc6.pdf" }
