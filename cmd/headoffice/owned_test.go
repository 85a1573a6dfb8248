package main

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"bonuskasse/pos"
	"bonuskasse/pos/till"
	tillsync "bonuskasse/sync"
)

// do runs a command of the program on the head office's data.
func (o *office) do(t *testing.T, args ...string) string {
	t.Helper()
	out, errs, code := o.try(args...)
	if code != exitDone {
		t.Fatalf("%v ended with %d: %s", args, code, errs)
	}
	return out
}

func (o *office) try(args ...string) (out, errs string, code int) {
	var stdout, stderr strings.Builder
	code = run(o.with(args...), &stdout, &stderr)
	return stdout.String(), stderr.String(), code
}

// goods is a file to import.
func goods(t *testing.T, text string) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "goods.csv")
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

func (d *desk) price(t *testing.T, sku string) pos.Money {
	t.Helper()
	list, err := d.FindProducts(context.Background(), sku, 10)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range list {
		if p.SKU == sku {
			return p.Price
		}
	}
	return -1
}

// TestTheHeadOfficeSetsWhatTheChainOwns: goods, programme, tiers and people are
// set at the head office and come to every till, whatever a till brought along
// when it joined; a till is told that it sets them no more.
func TestTheHeadOfficeSetsWhatTheChainOwns(t *testing.T) {
	o := serve(t)
	ctx := context.Background()
	a := openDesk(t, "a")
	who := till.By(pos.System)
	if err := a.SetProducts(ctx, []pos.Product{
		{SKU: "tea", Name: "Te", Price: 1000, VATBp: 2500, Kind: pos.Goods}, {SKU: "own", Name: "Eget", Price: 500, VATBp: 2500, Kind: pos.Goods},
	}, who); err != nil {
		t.Fatal(err)
	}
	o.do(t, "product", "import", goods(t, "sku,name,price\ntea,Te,4500\ncake,Kage,2500\n"))
	o.do(t, "programme", "set", "cap_bp=7000")
	o.do(t, "tier", "define", "Guld", "--rate-bp", "1000")
	o.do(t, "person", "add", "--name", "Mette", "--role", "manager", "--pin", "2468")
	b := openDesk(t, "b") // its own programme begins later than the chain's
	a.enrol(t, o, "Kasse a")
	b.enrol(t, o, "Kasse b")
	for _, d := range []*desk{a, b, a} {
		d.meet(t)
	}
	for name, d := range map[string]*desk{"a": a, "b": b} {
		if tea, cake, own := d.price(t, "tea"), d.price(t, "cake"), d.price(t, "own"); tea != 4500 || cake != 2500 || own != 500 {
			t.Errorf("%s: tea %d, cake %d, own %d", name, tea, cake, own)
		}
		if p, err := d.Program(ctx); err != nil || p.CapBp != 7000 {
			t.Errorf("%s: the programme's cap is %d: %v", name, p.CapBp, err)
		}
		tiers, err := d.Tiers(ctx)
		if err != nil || len(tiers) != 3 {
			t.Errorf("%s: %v %v", name, tiers, err)
		}
		people, err := d.People(ctx)
		if err != nil || len(people) != 1 {
			t.Fatalf("%s: %v %v", name, people, err)
		}
		if _, err := d.SignIn(ctx, people[0].ID, "2468"); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if err := d.SetProducts(ctx, []pos.Product{{SKU: "tea", Name: "Te", Price: 1, Kind: pos.Goods}}, who); pos.CodeOf(err) != pos.ChainOwned {
			t.Errorf("%s sets a price: %v", name, err)
		}
	}
	// A bad row is told with its line, the good ones are taken, and a till that is
	// on the way learns of it.
	if _, errs, code := o.try("product", "import", goods(t, "sku,name,price\ntea,Te,4600\nbad,Bad,abc\n")); code != exitFound || !strings.Contains(errs, string(pos.BadFile)) {
		t.Errorf("%d %s", code, errs)
	}
	o.do(t, "person", "pin", "Mette", "--pin", "1357")
	if _, errs, code := o.try("person", "block", "Mette"); code != exitFound || !strings.Contains(errs, "manager") {
		t.Errorf("the last manager is blocked: %d %s", code, errs)
	}
	a.meet(t)
	if tea := a.price(t, "tea"); tea != 4600 {
		t.Errorf("tea costs %d", tea)
	}
	people, err := a.People(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := a.SignIn(ctx, people[0].ID, "1357"); err != nil {
		t.Error(err)
	}
	// Where its folder is lost, the head office's own till is made anew.
	if err := os.RemoveAll(filepath.Join(o.data, "desk")); err != nil {
		t.Fatal(err)
	}
	o.do(t, "programme", "set", "cap_bp=6000")
	b.meet(t)
	if p, err := b.Program(ctx); err != nil || p.CapBp != 6000 || p.Version != 3 {
		t.Errorf("version %d, cap %d: %v", p.Version, p.CapBp, err)
	}
	a.meet(t)
	a.whole(t)
	b.whole(t)
	o.do(t, "verify")
}

// TestTheChainsProgrammeHoldsForWhoHadMoreVersions: a shop that had changed its
// programme more often than the chain, or had planned a change, goes by the chain's
// from the moment it joins, as it was told before; and so by the chain's next one.
func TestTheChainsProgrammeHoldsForWhoHadMoreVersions(t *testing.T) {
	o := serve(t)
	ctx := context.Background()
	who := till.By(pos.System)
	a, b := openDesk(t, "a"), openDesk(t, "b")
	a.enrol(t, o, "Kasse a")
	a.meet(t)
	for _, set := range []string{"6000", "6500"} {
		if _, err := b.SetProgram(ctx, map[string]string{"cap_bp": set, "points_worth": "3"}, who); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := b.PlanProgram(ctx, map[string]string{"cap_bp": "9000"}, pos.At(b.Now().Add(time.Hour)), who); err != nil {
		t.Fatal(err)
	}
	b.enrol(t, o, "Kasse b")
	b.meet(t)
	holds := func(worth, limit int64, versions int) {
		t.Helper()
		for name, d := range map[string]*desk{"a": a, "b": b} {
			if p, err := d.Program(ctx); err != nil || p.CapBp != limit || p.PointsWorth != worth {
				t.Errorf("%s: a point is worth %d, the cap is %d: %v", name, p.PointsWorth, p.CapBp, err)
			}
			if list, err := d.Programs(ctx); err != nil || len(list) != versions {
				t.Errorf("%s: the versions are %+v %v", name, list, err)
			}
		}
	}
	holds(1, 3000, 1)
	o.do(t, "programme", "set", "cap_bp=4000")
	o.do(t, "programme", "set", "cap_bp=4100")
	if out := o.do(t, "programme", "show", "--json"); !strings.Contains(out, `"version":3,`) || !strings.Contains(out, `"cap_bp":4100`) {
		t.Error(out)
	}
	a.meet(t)
	b.meet(t)
	holds(1, 4100, 3)
	a.whole(t)
	b.whole(t)
	o.do(t, "verify")
}

// TestShops: a chain whose shops have names takes a till into none of another
// name.
func TestShops(t *testing.T) {
	o := &office{data: t.TempDir()}
	o.do(t, "shop", "add", "Torvet")
	if _, errs, code := o.try("enrol-code", "--till", "Kasse 1", "--shop", "Tovret"); code == exitDone || !strings.Contains(errs, "Torvet") {
		t.Errorf("%d %s", code, errs)
	}
	d := openDesk(t, "a")
	served := serve(t)
	served.do(t, "shop", "add", "Torvet")
	d.enrol(t, served, "Kasse 1")
	served.do(t, "till", "set", "Kasse 1", "--rename", "Kasse 7", "--shop", "Torvet")
	if out := served.do(t, "shop", "list", "--json"); out != `[{"shop":"Torvet","tills":["Kasse 7"]}]`+"\n" {
		t.Error(out)
	}
	if code := run([]string{"shop", "list"}, io.Discard, io.Discard); code != exitUsage {
		t.Errorf("no --data: %d", code)
	}
}

// TestTillsOfOneName: a till that replaced one of its name is the one that is shut
// out by it, and of two that work the name is nobody's.
func TestTillsOfOneName(t *testing.T) {
	o := serve(t)
	a, b, c := openDesk(t, "a"), openDesk(t, "b"), openDesk(t, "c")
	a.enrol(t, o, "Kasse 1")
	a.meet(t)
	o.do(t, "till", "revoke", "Kasse 1")
	b.enrol(t, o, "Kasse 1")
	b.meet(t)
	o.do(t, "till", "revoke", "kasse 1")
	if _, err := b.agent.Round(context.Background(), false); tillsync.LineOf(err) != tillsync.ShutOut {
		t.Errorf("the till that came after is let in: %v", err)
	}
	b.enrol(t, o, "Kasse 1")
	c.enrol(t, o, "Kasse 1")
	me, err := c.store.Me(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if _, errs, code := o.try("till", "revoke", "Kasse 1"); code != exitUsage || !strings.Contains(errs, me.Till.String()) {
		t.Errorf("%d %s", code, errs)
	}
	b.meet(t)
	o.do(t, "till", "revoke", me.Till.String())
	b.meet(t)
	if _, err := c.agent.Round(context.Background(), false); tillsync.LineOf(err) != tillsync.ShutOut {
		t.Errorf("it is let in: %v", err)
	}
	o.do(t, "programme", "set", "cap_bp=4000")
	if _, errs, code := o.try("till", "revoke", deskName); code != exitUsage {
		t.Errorf("the head office shuts itself out: %d %s", code, errs)
	}
	o.do(t, "programme", "set", "cap_bp=4100")
	if _, errs, code := o.try("enrol-code", "--till", " "); code != exitFound || !strings.Contains(errs, string(pos.BadName)) {
		t.Errorf("a till of no name: %d %s", code, errs)
	}
}
