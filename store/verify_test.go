package store

import (
	"context"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"bonuskasse/pos"
	"bonuskasse/pos/till"
)

// busyShop is a shop with a little of everything in it: a row in every table.
func busyShop(t testing.TB) *shopUnderTest {
	t.Helper()
	u := newShop(t)
	ctx := context.Background()
	app := u.till()
	who := till.By(pos.System)
	who.Reason = "test"
	fixed := int64(7)
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(u.Fill(ctx, Filling{Members: 3, Sales: 5, Seed: 3}, nil))
	must(app.SetProducts(ctx, []pos.Product{{SKU: "K1", Barcodes: []string{"4006381333931"}, Name: "Klipning", Price: 300_00, VATBp: 2500,
		Kind: pos.Service, Earns: true, FixedPoints: &fixed}}, who))
	must(app.Set(ctx, "language.paper", "da", who))
	_, err := app.AddMember(ctx, till.NewMember{Username: "soren", Name: "Søren Åkjær", Tier: pos.FirstTier, Card: "90001"}, who)
	must(err)
	inga, err := app.SetPerson(ctx, pos.Person{Name: "Inga", Role: pos.Manager, Active: true}, "4711", who)
	must(err)
	if _, err = app.SignIn(ctx, inga.ID, "0000"); pos.CodeOf(err) != pos.WrongPIN {
		t.Fatal(err)
	}
	sell(t, app, "90001", 0)
	done := sell(t, app, "90001", 200)
	_, err = app.Refund(ctx, till.Return{Receipt: done.Sale.Receipt, Lines: []till.ReturnLine{{Line: 0, QtyMilli: 1000}}}, who)
	must(err)
	d, err := app.NewSale(ctx, pos.System)
	must(err)
	must(app.AddBarcode(ctx, &d, "4006381333931", 1000))
	_, err = app.AttachCard(ctx, &d, "90001", true)
	must(err)
	_, err = app.Complete(ctx, d, till.Payment{Cash: till.Exact})
	must(err)
	must(app.OpenDrawer(ctx, who))
	must(u.SaveDraft(ctx, pos.Draft{ID: pos.ID{1}, Opened: 5, Label: "suspended"}))
	must(u.AddJob(ctx, till.Job{ID: pos.ID{2}, Made: 6, Title: "receipt", Document: []byte("{}"), State: till.JobWaiting}))
	shop, err := app.Shop(ctx)
	must(err)
	must(u.Acked(ctx, shop.Incarnation, 3))
	clubFacts(t, u)
	return u
}

func verifyFolder(t testing.TB, dir string) Report {
	t.Helper()
	r, err := Verify(context.Background(), dir, Options{}, nil)
	if err != nil {
		t.Fatalf("verify could not be made: %v", err)
	}
	if r.OK != (r.FirstDifference == "") {
		t.Fatalf("report %+v", r)
	}
	return r
}

func TestVerifyWhole(t *testing.T) {
	u := busyShop(t)
	stages := map[string]int64{}
	r, err := u.Verify(context.Background(), func(stage string, done, total int64) {
		if done < stages[stage] || done > total {
			t.Errorf("%s went from %d to %d of %d", stage, stages[stage], done, total)
		}
		stages[stage] = done
	})
	if err != nil || !r.OK || r.Events < 20 || len(stages) != 3 {
		t.Fatalf("%+v %v %v", r, stages, err)
	}
}

func TestVerifyIsOneStateWhileOthersSell(t *testing.T) {
	u := busyShop(t)
	app := u.till()
	stop, sold := make(chan struct{}), make(chan int)
	go func() {
		n := 0
		for {
			select {
			case <-stop:
				sold <- n
				return
			default:
				sell(t, app, "90001", 0)
				n++
			}
		}
	}()
	for range 5 {
		if r := verifyFolder(t, u.dir); !r.OK {
			t.Errorf("%+v", r)
		}
	}
	close(stop)
	if n := <-sold; n == 0 {
		t.Error("nothing was sold meanwhile")
	}
}

func TestVerifyWordsSayWhere(t *testing.T) {
	for _, c := range []struct{ change, says string }{
		{"UPDATE sale SET to_pay = to_pay + 1 WHERE receipt = '1-000006'", "table sale, row event = 1099511627793: to_pay is 30001, and the journal says 30000"},
		{"DELETE FROM tender WHERE sale = (SELECT max(sale) FROM tender)", "table tender: the row sale ="},
		{"UPDATE event SET payload = zeroblob(length(payload)) WHERE id & 255 = 9", "event 1.9"},
		{"DELETE FROM event WHERE id & 255 = 9", "the sequence has a gap"},
		{"UPDATE event SET clock = 1 WHERE id & 255 = 9", "the clock goes back"},
		{"UPDATE setting SET value = 'fr'", `table setting, row key = "language.paper": value is "fr", and the journal says "da"`},
		{"UPDATE draft SET opened = 6", "table draft, row id = 01"},
		{"UPDATE pin_try SET wrong = 0", "table pin_try, row person ="},
		{"DELETE FROM member_word WHERE word = 'soren'", "table member_word: the row word = \"soren\""},
		{"INSERT INTO card VALUES ('77777', 'both', 'printed', NULL, 0, '', NULL)", "and the journal knows nothing of it"},
		{"CREATE TABLE extra (x)", "table sqlite_schema"},
		{"PRAGMA user_version = 0", "user_version is 0"},
	} {
		u := busyShop(t)
		u.Close()
		raw := openRaw(t, u.dir)
		if _, err := raw.Exec(c.change); err != nil {
			t.Fatal(err)
		}
		raw.Close()
		if r := verifyFolder(t, u.dir); r.OK || !strings.Contains(r.FirstDifference, c.says) {
			t.Errorf("after %s: %+v", c.change, r)
		}
	}
}

// TestVerifyOfRubble: whatever stands in the file, verify answers.
func TestVerifyOfRubble(t *testing.T) {
	u := busyShop(t)
	u.Close()
	path := u.path(fileDB)
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	rnd := rand.New(rand.NewPCG(3, 3))
	noise := func(from, to int) []byte {
		data := append([]byte(nil), whole...)
		for i := from; i < to; i++ {
			data[i] = byte(rnd.Uint32())
		}
		return data
	}
	for name, data := range map[string][]byte{
		"all noise":   noise(0, len(whole)),
		"no header":   noise(0, 100),
		"first page":  noise(100, 4096),
		"half":        noise(len(whole)/2, len(whole)),
		"truncated":   whole[:len(whole)/2],
		"a page less": whole[:len(whole)-4096],
		"odd end":     whole[:len(whole)-100],
		"zeros":       make([]byte, len(whole)),
		"text":        []byte("this is a letter, and no shop"),
	} {
		t.Run(name, func(t *testing.T) {
			if err := os.WriteFile(path, data, 0o600); err != nil {
				t.Fatal(err)
			}
			if r := verifyFolder(t, u.dir); r.OK {
				t.Error("found nothing")
			} else {
				t.Log(r.FirstDifference)
			}
		})
	}
}

func TestVerifyChecksTheFilesBeside(t *testing.T) {
	for name, harm := range map[string]func(dir string) error{
		"no guard":     func(dir string) error { return os.Remove(filepath.Join(dir, fileGuard)) },
		"no key":       func(dir string) error { return os.Remove(filepath.Join(dir, fileKey)) },
		"key flipped":  func(dir string) error { return flipFile(filepath.Join(dir, fileKey), 8*3) },
		"guard slot 0": func(dir string) error { return flipFile(filepath.Join(dir, fileGuard), 8*30) },
		"guard slot 1": func(dir string) error { return flipFile(filepath.Join(dir, fileGuard), 8*(slotEvery+50)+7) },
	} {
		u := busyShop(t)
		u.Close()
		if err := harm(u.dir); err != nil {
			t.Fatal(err)
		}
		if r := verifyFolder(t, u.dir); r.OK {
			t.Errorf("%s: found nothing", name)
		}
	}
}

func flipFile(path string, b int) error {
	data, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	data[b/8] ^= 1 << (b % 8)
	return os.WriteFile(path, data, 0o600)
}
