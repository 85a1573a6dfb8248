package till_test

import (
	"errors"
	"math/rand/v2"
	"testing"
	"time"

	"bonuskasse/pos"
	"bonuskasse/pos/till"
)

// coupon makes one of 50 points, for ever.
func (c *club) coupon() string {
	c.t.Helper()
	made, err := c.MakeCoupons(c.t.Context(), till.NewCoupons{Count: 1, Points: 50}, till.By(c.bo))
	c.must(err)
	return made.Codes[0]
}

// signedUnmade is what the QR says of a coupon that this till does not know:
// its own key has signed it, in a journal that is gone.
func (c *club) signedUnmade(points int64, until pos.Millis) pos.SignedCoupon {
	c.t.Helper()
	code, err := pos.NewCouponCode(rand.NewChaCha8([32]byte{byte(points)}))
	c.must(err)
	s := pos.SignedCoupon{Code: code, Points: points, ValidUntil: until}
	c.must(c.store.Do(c.t.Context(), func(tx till.Tx) error {
		s, err = tx.SignCoupon(s)
		return err
	}))
	return s
}

// TestCouponsAreCountedTo is the table of whom a coupon is counted to, and of
// what is refused. What is refused leaves the coupon free.
func TestCouponsAreCountedTo(t *testing.T) {
	c := newClub(t)
	limited := c.inga // a clerk
	c.must(c.Set(t.Context(), "limit.clerk.coupon_points", "49", till.By(c.bo)))
	for _, x := range []struct {
		name, to string
		who      till.Who
		code     pos.Code
		whose    string
	}{
		{"a member", "karen", till.By(c.bo), "", "karen"},
		{"who was merged", "old", till.By(c.bo), "", "soren"},
		{"who is blocked", "blocked", till.By(c.bo), pos.MemberBlocked, ""},
		{"who is erased", "gone", till.By(c.bo), pos.UnknownMember, ""},
		{"above the limit", "karen", till.By(limited), pos.LimitCoupon, ""},
		{"above it, approved", "karen", till.Who{Person: limited, Approved: &c.bo}, "", "karen"},
		{"one's own account", "inga", till.Who{Person: limited, Approved: &c.bo}, pos.OwnAccount, ""},
	} {
		code := c.coupon()
		var before int64
		if x.whose != "" {
			before = c.points(x.whose)
		}
		done, err := c.RegisterCoupon(t.Context(), code, c.id[x.to], till.CouponTyped, x.who)
		if pos.CodeOf(err) != x.code {
			t.Errorf("%s: %v, want %q", x.name, err, x.code)
		}
		if x.code != "" {
			if d, err := c.CouponBy(t.Context(), code); err != nil || d.State != pos.FreeCoupon {
				t.Errorf("%s: the coupon is %s (%v)", x.name, d.State, err)
			}
			continue
		}
		if got := c.points(x.whose) - before; got != 50 || done.Points != 50 || done.Standing.Member.Username != x.whose {
			t.Errorf("%s: %s got %d, %+v", x.name, x.whose, got, done.Standing.Member.Username)
		}
		_, err = c.RegisterCoupon(t.Context(), code, c.id["soren"], till.CouponTyped, till.By(c.bo))
		var used *till.CouponUsed
		if !errors.As(err, &used) || used.TillNo != 1 || used.At == 0 || used.By == "" {
			t.Errorf("%s, again: %v", x.name, err)
		}
	}
	c.verify()
}

// TestUnheardOfCoupons: a coupon that the till does not know is counted by its
// signature, once.
func TestUnheardOfCoupons(t *testing.T) {
	c := newClub(t)
	count := func(text string) error {
		_, err := c.RegisterCoupon(t.Context(), text, c.id["karen"], till.CouponScanned, till.By(c.bo))
		return err
	}
	tomorrow := pos.At(pos.EndOfDay(c.now.AddDate(0, 0, 1)))
	good := c.signedUnmade(70, tomorrow)
	if err := count(good.Code); pos.CodeOf(err) != pos.UnknownCoupon {
		t.Errorf("its code alone: %v", err)
	}
	forged := good
	forged.Points = 7000
	if err := count(forged.Text("BKC")); pos.CodeOf(err) != pos.CouponForged {
		t.Errorf("with other points: %v", err)
	}
	forged = good
	forged.ValidUntil = 0
	if err := count(forged.Text("BKC")); pos.CodeOf(err) != pos.CouponForged {
		t.Errorf("with another end: %v", err)
	}
	foreign := good
	foreign.Maker[0] ^= 1
	if err := count(foreign.Text("BKC")); pos.CodeOf(err) != pos.CouponForeign {
		t.Errorf("of a stranger: %v", err)
	}
	old := c.signedUnmade(71, pos.At(pos.EndOfDay(c.now.AddDate(0, 0, -1))))
	if err := count(old.Text("BKC")); pos.CodeOf(err) != pos.CouponExpired {
		t.Errorf("expired: %v", err)
	}
	if err := count(good.Text("https://other.example/")); err != nil || c.points("karen") != 70 {
		t.Errorf("a good one: %v, karen has %d", err, c.points("karen"))
	}
	if err := count(good.Text("BKC")); pos.CodeOf(err) != pos.CouponUsed {
		t.Errorf("again: %v", err)
	}
	if err := count(good.Code); pos.CodeOf(err) != pos.CouponUsed {
		t.Errorf("again, typed: %v", err)
	}
	d, err := c.CouponBy(t.Context(), good.Code)
	if err != nil || d.State != pos.RegisteredCoupon || d.Points != 70 || d.Member == nil || d.BatchNo != 0 {
		t.Errorf("%+v %v", d, err)
	}
	c.verify()
}

// guest sells goods of 100.00 to a guest, twice as many lines as that.
func (c *club) guest() till.Done {
	c.t.Helper()
	ctx := c.t.Context()
	c.must(c.SetProducts(ctx, []pos.Product{{SKU: "te", Name: "Te", Price: 100_00, VATBp: 2500, Kind: pos.Goods, Earns: true, BonusPayable: true}}, till.By(c.bo)))
	d, err := c.NewSale(ctx, c.bo)
	c.must(err)
	c.must(c.AddBarcode(ctx, &d, "te", 4000))
	done, err := c.Complete(ctx, d, till.Payment{Cash: till.Exact})
	c.must(err)
	return done
}

func (c *club) events() int64 {
	c.t.Helper()
	s, err := c.Shop(c.t.Context())
	c.must(err)
	return s.Events
}

// TestGuestCoupons: off, asked for, always.
func TestGuestCoupons(t *testing.T) {
	c := newClub(t)
	ctx := t.Context()
	boss := till.By(c.bo)
	c.must(c.Set(ctx, till.GuestTierSetting, pos.FirstTier, boss))
	c.guest() // the goods are made
	before := c.events()
	if done := c.guest(); done.CouponPoints != 0 || c.events() != before+2 { // goods, sale
		t.Errorf("off: %d points offered, %d events", done.CouponPoints, c.events()-before)
	}
	if err := c.Set(ctx, till.GuestCouponSetting, "sometimes", boss); pos.CodeOf(err) != pos.BadSetting {
		t.Errorf("a word that is none: %v", err)
	}

	c.must(c.Set(ctx, till.GuestCouponSetting, till.CouponAsk, boss))
	asked := c.guest()
	if asked.CouponPoints != 2000 {
		t.Fatalf("%d points are offered for 400.00 at 5 %%", asked.CouponPoints)
	}
	if f, err := c.Receipt(ctx, asked.Sale.Receipt); err != nil || f.Coupon != nil {
		t.Errorf("unasked there is a coupon: %+v %v", f.Coupon, err)
	}
	row, err := c.GuestCoupon(ctx, asked.Sale.ID, boss)
	if err != nil || row.Points != 2000 {
		t.Fatalf("%+v %v", row, err)
	}
	if _, err := c.GuestCoupon(ctx, asked.Sale.ID, boss); pos.CodeOf(err) != pos.AlreadyThere {
		t.Errorf("a second one: %v", err)
	}

	c.must(c.Set(ctx, till.GuestCouponSetting, till.CouponAlways, boss))
	done := c.guest()
	f, err := c.Receipt(ctx, done.Sale.Receipt)
	if err != nil || f.Coupon == nil || f.Coupon.Points != 2000 || done.CouponPoints != 0 {
		t.Fatalf("always: %+v %v", f.Coupon, err)
	}
	d, err := c.CouponBy(ctx, f.Coupon.Code)
	if err != nil || d.Receipt != done.Sale.Receipt || d.Prints != 1 || d.ValidUntil == 0 {
		t.Errorf("%+v %v", d, err)
	}
	// A copy of the receipt is a copy of the coupon.
	if _, err := c.Reprint(ctx, done.Sale.Receipt, boss); err != nil {
		t.Fatal(err)
	}
	if d, err = c.CouponBy(ctx, f.Coupon.Code); err != nil || d.Prints != 2 {
		t.Errorf("after a copy it was printed %d times (%v)", d.Prints, err)
	}

	// A quarter of the goods comes back before it is counted, a half after.
	back := func(qty int64) {
		t.Helper()
		if _, err := c.Refund(ctx, till.Return{Receipt: done.Sale.Receipt, Lines: []till.ReturnLine{{Line: 0, QtyMilli: qty}}}, boss); err != nil {
			t.Fatal(err)
		}
	}
	back(1000)
	counted, err := c.RegisterCoupon(ctx, f.Coupon.Code, c.id["karen"], till.CouponTyped, boss)
	if err != nil || counted.Points != 1500 || c.points("karen") != 1500 {
		t.Errorf("three quarters are %d points (%v)", counted.Points, err)
	}
	back(2000)
	if got := c.points("karen"); got != 500 {
		t.Errorf("of a quarter there are %d points", got)
	}
	back(1000)
	if got := c.points("karen"); got != 0 {
		t.Errorf("of nothing there are %d points", got)
	}
	// All of it back: the coupon is worth nothing.
	other := c.guest()
	g, err := c.Receipt(ctx, other.Sale.Receipt)
	c.must(err)
	if _, err := c.Refund(ctx, till.Return{Receipt: other.Sale.Receipt, Lines: []till.ReturnLine{{Line: 0}}}, boss); err != nil {
		t.Fatal(err)
	}
	if _, err := c.RegisterCoupon(ctx, g.Coupon.Code, c.id["karen"], till.CouponTyped, boss); pos.CodeOf(err) != pos.CouponVoid {
		t.Errorf("all goods are back, and it is counted: %v", err)
	}
	c.verify()
}

// TestCouponPaging: pages follow each other without a gap, whatever is asked.
func TestCouponPaging(t *testing.T) {
	c := newClub(t)
	ctx := t.Context()
	boss := till.By(c.bo)
	all := map[string]bool{}
	var batch pos.ID
	for range 3 {
		c.now = c.now.Add(time.Minute)
		made, err := c.MakeCoupons(ctx, till.NewCoupons{Count: 40, Points: 50}, boss)
		c.must(err)
		batch = made.ID
		for i, code := range made.Codes {
			all[code] = true
			if i%4 == 0 {
				_, err := c.RegisterCoupon(ctx, code, c.id["karen"], till.CouponTyped, boss)
				c.must(err)
			}
		}
	}
	for name, x := range map[string]struct {
		q    till.CouponQuery
		want int
	}{
		"all": {till.CouponQuery{}, 120}, "free": {till.CouponQuery{State: pos.FreeCoupon}, 90}, "registered": {till.CouponQuery{State: pos.RegisteredCoupon}, 30},
		"of a batch": {till.CouponQuery{Batch: batch}, 40}, "of a batch, free": {till.CouponQuery{Batch: batch, State: pos.FreeCoupon}, 30},
		"of a member": {till.CouponQuery{Member: c.id["karen"]}, 30}, "of 50 points": {till.CouponQuery{Points: 50}, 120},
		"of 51 points": {till.CouponQuery{Points: 51}, 0}, "void": {till.CouponQuery{State: pos.VoidCoupon}, 0},
		"of a batch and a member": {till.CouponQuery{Batch: batch, Member: c.id["karen"]}, 10},
	} {
		x.q.Limit = 7
		seen := map[string]bool{}
		for more := true; more; {
			var rows []till.CouponRow
			var err error
			rows, more, err = c.FindCoupons(ctx, x.q)
			c.must(err)
			for _, r := range rows {
				if seen[r.Code] || !all[r.Code] {
					t.Fatalf("%s: %s comes twice, or from nowhere", name, r.Code)
				}
				seen[r.Code] = true
				x.q.After = r.After()
			}
		}
		if len(seen) != x.want {
			t.Errorf("%s: %d, not %d", name, len(seen), x.want)
		}
	}
}
