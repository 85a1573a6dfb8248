package main

import (
	"context"
	"crypto/rand"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"bonuskasse/assets"
	"bonuskasse/pos"
	"bonuskasse/pos/chain"
	"bonuskasse/pos/screen"
	"bonuskasse/pos/screen/words"
	"bonuskasse/pos/till"
	"bonuskasse/store"
	tillsync "bonuskasse/sync"
	"bonuskasse/sync/link"
)

// openFolder opens a till's folder that is there.
func openFolder(t *testing.T, dir string, now func() time.Time) *desk {
	t.Helper()
	ctx := context.Background()
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

// twin is a second machine with a copy of a till's folder; both are opened again.
func twin(t *testing.T, d *desk) (one, two *desk) {
	t.Helper()
	dir, other := d.store.Dir(), filepath.Join(t.TempDir(), "twin")
	d.Till.Close()
	if err := d.store.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.CopyFS(other, os.DirFS(dir)); err != nil {
		t.Fatal(err)
	}
	return openFolder(t, dir, time.Now), openFolder(t, other, time.Now)
}

// member joins one at a till.
func (d *desk) member(t *testing.T, username, name, card string) pos.ID {
	t.Helper()
	m, err := d.AddMember(context.Background(), till.NewMember{Username: username, Name: name, Tier: "Bonus 5%", Card: card}, till.By(pos.System))
	if err != nil {
		t.Fatal(err)
	}
	return m.ID
}

// told is the one thing of a kind that a till has to settle, in words.
func (d *desk) told(t *testing.T, kind pos.ConflictKind) (till.ToSettle, string) {
	t.Helper()
	s, err := d.ToSettle(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	var found []till.ToSettle
	for _, x := range s.List {
		if x.Kind == kind {
			found = append(found, x)
		}
	}
	if len(found) != 1 {
		t.Fatalf("%d things of kind %s among %+v", len(found), kind, s.List)
	}
	for _, lang := range assets.Languages() {
		w := screen.WordsOf(found[0])
		for _, x := range []screen.Sentence{w.Kind, w.What, w.Did, w.May} {
			if text := words.Say(lang, "DKK", nil, x); text == "" || strings.ContainsAny(text, "{}") {
				t.Errorf("%s in %s: %q", kind, lang, text)
			}
		}
	}
	text := words.Say("en", "DKK", nil, screen.WordsOf(found[0]).What)
	t.Log(text)
	return found[0], strings.ReplaceAll(text, "\u00a0", " ")
}

// settled says at one till that a thing is settled, without a line, and sees it
// gone at another once both have spoken with the head office.
func settled(t *testing.T, o *office, here, there *desk, x till.ToSettle) {
	t.Helper()
	ctx := context.Background()
	who := till.By(pos.System)
	who.Reason = "Looked at"
	if err := here.SettleConflict(ctx, x.ID, who); err != nil {
		t.Fatal(err)
	}
	gone := func(d *desk) bool {
		s, err := d.ToSettle(ctx)
		if err != nil {
			t.Fatal(err)
		}
		return !slices.ContainsFunc(s.List, func(y till.ToSettle) bool { return x.ID == y.ID })
	}
	if !gone(here) {
		t.Error("what was settled stands there still")
	}
	if err := here.SettleConflict(ctx, x.ID, who); pos.CodeOf(err) != pos.NothingToSettle {
		t.Errorf("settled twice: %v", err)
	}
	if gone(there) {
		t.Error("the other till cannot know yet")
	}
	here.meet(t)
	there.meet(t)
	if !gone(there) {
		t.Error("the other till has not heard that it is settled")
	}
	var out strings.Builder
	if code := run([]string{"settle", "list", "--all", "--json", "--data", o.data}, &out, io.Discard); code != exitDone || !strings.Contains(out.String(), "Looked at") {
		t.Errorf("the head office has %d %s", code, out.String())
	}
}

// pair is two tills of one chain, and a member of both with 500 points at a.
func pair(t *testing.T, o *office, set map[string]string) (a, b *desk, soren pos.ID) {
	t.Helper()
	a, b = openDesk(t, "a"), openDesk(t, "b")
	if _, err := a.SetProgram(context.Background(), set, till.By(pos.System)); len(set) > 0 && err != nil {
		t.Fatal(err)
	}
	soren = a.member(t, "soren", "Søren Åkjær", "10001")
	if _, err := a.sell(t, "10001", 0); err != nil {
		t.Fatal(err)
	}
	a.enrol(t, o, "Kasse a")
	b.enrol(t, o, "Kasse b")
	a.meet(t)
	b.meet(t)
	return a, b, soren
}

// apart cuts a till's line and gives what mends it.
func (d *desk) apart(t *testing.T) (mend func()) {
	t.Helper()
	p := link.Port{Store: d.store}
	was, err := p.Link(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	cut := was
	cut.URL = "https://127.0.0.1:1"
	set := func(l tillsync.Link) {
		if err := p.Join(context.Background(), l); err != nil {
			t.Fatal(err)
		}
	}
	set(cut)
	return func() { set(was) }
}

// TestConflictsOfTillsApart: what two tills do to one thing while apart comes to
// both as a thing to settle, with who, where and how much.
func TestConflictsOfTillsApart(t *testing.T) {
	ctx := context.Background()
	boss := till.By(pos.System)
	boss.Reason = "A present"
	o := serve(t)
	a, b, soren := pair(t, o, map[string]string{"floor_limit_points": "100", "earn_when_redeeming": "false"})
	made, err := a.MakeCoupons(ctx, till.NewCoupons{Count: 1, Points: 50}, boss)
	if err != nil {
		t.Fatal(err)
	}
	gift, err := a.GiveGiftCard(ctx, 80_00, soren, boss)
	if err != nil {
		t.Fatal(err)
	}
	a.meet(t)
	b.meet(t)
	mendA, mendB := a.apart(t), b.apart(t)
	for _, d := range []*desk{a, b} {
		if _, err := d.RegisterCoupon(ctx, made.Codes[0], soren, till.CouponScanned, boss); err != nil {
			t.Fatal(err)
		}
		if done, err := d.buy(t, "", till.Payment{GiftCards: []string{gift.Code}, BankCard: till.Exact}); err != nil || done.Sale.ToPay != 20_00 {
			t.Fatalf("%+v %v", done.Sale, err)
		}
	}
	a.member(t, "inga", "Inga Holm", "10009")
	b.member(t, "inga", "Inga Krogh", "10010")
	a.member(t, "ole", "Ole Lund", "10011")
	b.member(t, "eva", "Eva Dahl", "10011")
	if _, err := a.sell(t, "10001", 550); err != nil { // all there is, and the coupon's
		t.Fatal(err)
	}
	if _, err := b.sell(t, "10001", 100); err != nil { // the floor limit
		t.Fatal(err)
	}
	mendA()
	mendB()
	a.meet(t)
	b.meet(t)
	b.meet(t)
	a.meet(t)
	x, text := a.told(t, pos.CouponTwice)
	if text != "Coupon "+made.Codes[0]+" was registered twice while the tills were apart: first at Kasse a, then at Kasse b for Søren Åkjær (soren), for 50 points." {
		t.Error(text)
	}
	settled(t, o, a, b, x)
	if x, text = b.told(t, pos.GiftOverspent); !strings.Contains(text, "80.00") || !strings.Contains(text, gift.Code) || x.Till != "Kasse b" {
		t.Error(text)
	}
	if x, text = b.told(t, pos.UsernameTwice); text != "Inga Krogh ("+x.Who.Username+") was given a username at Kasse b that Inga Holm (inga) has already." || x.Who.Username == "inga" {
		t.Errorf("%s %+v", text, x)
	}
	if _, text = a.told(t, pos.CardTwice); text != "Card 10011 was given to Ole Lund (ole) at Kasse a and to Eva Dahl (eva) at Kasse b while the tills were apart." {
		t.Error(text)
	}
	if x, text = a.told(t, pos.Overspent); x.Till != "Kasse b" || x.Who.Username != "soren" {
		t.Errorf("%s %+v", text, x)
	}
	a.whole(t)
	b.whole(t)
}

// buy rings up tea for 100 kr.
// TestAVoidCouponThatIsUsed: a coupon that is made void at one till and counted at
// another that is apart is told, whichever the head office hears of first; the
// customer keeps the points.
func TestAVoidCouponThatIsUsed(t *testing.T) {
	ctx := context.Background()
	boss := till.By(pos.System)
	boss.Reason = "Stolen"
	o := serve(t)
	a, b, soren := pair(t, o, nil)
	made, err := a.MakeCoupons(ctx, till.NewCoupons{Count: 2, Points: 50}, boss)
	if err != nil {
		t.Fatal(err)
	}
	meetTwice(t, a, b)
	for i, code := range made.Codes {
		mendA, mendB := a.apart(t), b.apart(t)
		if _, err := a.VoidCoupon(ctx, code, boss); err != nil {
			t.Fatal(err)
		}
		if _, err := b.RegisterCoupon(ctx, code, soren, till.CouponScanned, boss); err != nil {
			t.Fatal(err)
		}
		mendA()
		mendB()
		first, second := a, b
		if i == 1 {
			first, second = b, a
		}
		meetTwice(t, first, second)
		x, text := a.told(t, pos.CouponVoidUsed)
		if text != "Coupon "+code+" was made void at Kasse a, and registered at Kasse b for Søren Åkjær (soren), for 50 points, while the tills were apart." {
			t.Error(text)
		}
		settled(t, o, a, b, x)
		for _, d := range []*desk{a, b} {
			if c, err := d.CouponBy(ctx, code); err != nil || c.State != pos.RegisteredCoupon {
				t.Errorf("%+v %v", c, err)
			}
			d.whole(t)
		}
	}
	o.do(t, "verify")
}

func (d *desk) buy(t *testing.T, card string, p till.Payment) (till.Done, error) {
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
	if card != "" {
		if _, err := d.AttachCard(ctx, &s, card, false); err != nil {
			t.Fatal(err)
		}
	}
	return d.Complete(ctx, s, p)
}

// TestATillThatWasCopied: of two machines with one journal, the one that is heard
// first goes on, and everybody is told of the other.
func TestATillThatWasCopied(t *testing.T) {
	o := serve(t)
	a, b, _ := pair(t, o, nil)
	a, other := twin(t, a)
	for _, d := range []*desk{a, other} {
		if _, err := d.sell(t, "10001", 0); err != nil {
			t.Fatal(err)
		}
	}
	a.meet(t)
	if _, err := other.agent.Round(context.Background(), false); tillsync.LineOf(err) != tillsync.Unsettled || chain.WhyOf(err) != chain.Fork {
		t.Errorf("the second machine: %v", err)
	}
	b.meet(t)
	if x, text := b.told(t, pos.Forked); x.Till != "Kasse a" {
		t.Error(text)
	}
}

// TestATillThatCameBack: the machine that a restored one replaced is switched on
// again, and what it sold since is not taken up.
func TestATillThatCameBack(t *testing.T) {
	o := serve(t)
	ctx := context.Background()
	a, b, _ := pair(t, o, nil)
	a, old := twin(t, a)
	backup := filepath.Join(t.TempDir(), "shop.db")
	if err := a.store.Backup(ctx, backup, nil); err != nil {
		t.Fatal(err)
	}
	r := restore(t, a, backup)
	if _, err := r.sell(t, "10001", 0); err != nil {
		t.Fatal(err)
	}
	r.meet(t)
	for range 2 {
		if _, err := old.sell(t, "10001", 0); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := old.agent.Round(ctx, false); tillsync.LineOf(err) != tillsync.Replaced {
		t.Errorf("the old machine: %v", err)
	}
	b.meet(t)
	x, text := b.told(t, pos.FencedEvents)
	if x.Till != "Kasse a" || x.Points == 0 || !strings.Contains(text, " events") {
		t.Errorf("%s %+v", text, x)
	}
	r.meet(t)
	settled(t, o, b, r, x)
}

// TestAClockAndALostTill: a clock that runs ahead, and a till that was given up
// with what it held.
func TestAClockAndALostTill(t *testing.T) {
	o := serve(t)
	a, b, _ := pair(t, o, nil)
	dir := a.store.Dir()
	a.Till.Close()
	a.store.Close()
	a = openFolder(t, dir, func() time.Time { return time.Now().Add(21 * time.Minute) })
	if _, err := a.sell(t, "10001", 0); err != nil {
		t.Fatal(err)
	}
	a.meet(t)
	b.meet(t)
	if x, text := b.told(t, pos.ClockFarOff); x.Till != "Kasse a" || !strings.Contains(text, "is 2") || !strings.Contains(text, " minutes ahead") {
		t.Errorf("%s %+v", text, x)
	}
	if code := run([]string{"till", "revoke", "--lost", "--data", o.data, "Kasse a"}, io.Discard, io.Discard); code != exitDone {
		t.Fatalf("revoke ends with %d", code)
	}
	b.meet(t)
	if x, text := b.told(t, pos.LostTillRights); x.Till != "Kasse a" || x.Points != 1000 || !strings.Contains(text, "1,000 points") {
		t.Errorf("%s %+v", text, x)
	}
	// All of it can be read with no line, and it says how old it is.
	b.apart(t)
	s, err := b.ToSettle(context.Background())
	if err != nil || len(s.List) != 2 || s.Tills != 1 || time.Since(s.Told.Time(time.UTC)) > time.Minute {
		t.Errorf("%+v %v", s, err)
	}
	b.whole(t)
}
