package store

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"testing"

	"bonuskasse/pos"
	"bonuskasse/pos/till"
)

// TestEraseMember: what hangs on a person goes with them: papers that wait,
// the name on a sale that was put aside, cards, those merged into them.
func TestEraseMember(t *testing.T) {
	u := newShop(t)
	ctx, boss := context.Background(), till.By(pos.System)
	app := u.till()
	soren, sa := join(t, app, "soren", "Søren Åkjær", "10001", pos.ID{}), join(t, app, "sa", "Sören Akjaer", "10003", pos.ID{})
	join(t, app, "karen", "Karen Højgaard", "10002", pos.ID{})
	if _, err := app.MergeMembers(ctx, soren.ID, sa.ID, boss); err != nil {
		t.Fatal(err)
	}
	sold := sell(t, app, "10001", 0)
	aside, err := app.NewSale(ctx, pos.System)
	if err != nil {
		t.Fatal(err)
	}
	if err := app.AddProduct(ctx, &aside, pos.Product{SKU: "R1", Name: "Rødgrød", Price: 100_00, VATBp: 2500, Kind: pos.Goods}, 1000); err != nil {
		t.Fatal(err)
	}
	if _, err := app.AttachCard(ctx, &aside, "10001", false); err != nil {
		t.Fatal(err)
	}
	if err := app.Suspend(ctx, aside, "Søren Åkjær"); err != nil {
		t.Fatal(err)
	}
	paper := func(text string, sale pos.ID) {
		data := fmt.Appendf(nil, `{"v":1,"title":"paper","body":[{"kind":"row","text":%q,"right":"1"}]}`, text)
		id := pos.ID{byte(len(text))}
		if err := u.AddJob(ctx, till.Job{ID: id, Title: text, Sale: sale, Document: data, State: till.JobWaiting}); err != nil {
			t.Fatal(err)
		}
	}
	paper("Kære Søren Åkjær", pos.ID{})
	paper("a receipt", sold.Sale.ID)
	paper("Karen Højgaard", pos.ID{})
	if err := app.EraseMember(ctx, soren.ID, till.By(pos.Person{Role: pos.Clerk})); pos.CodeOf(err) != pos.NotAllowed {
		t.Errorf("a clerk erased: %v", err)
	}
	if err := app.EraseMember(ctx, soren.ID, boss); err != nil {
		t.Fatal(err)
	}
	jobs, err := app.Jobs(ctx)
	if err != nil || len(jobs) != 1 || jobs[0].Title != "Karen Højgaard" {
		t.Errorf("%+v %v", jobs, err)
	}
	left, err := app.Suspended(ctx)
	if err != nil || len(left) != 1 || !left[0].Member.IsZero() || left[0].Label != "" || len(left[0].Lines) != 1 {
		t.Errorf("%+v %v", left, err)
	}
	if s, err := app.Standing(ctx, soren.ID); err != nil || s.Account.Holding() != 1500 || s.Cards[0].State != pos.CardBarred {
		t.Errorf("the account is %+v %v", s, err)
	}
	entries, err := os.ReadDir(u.dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		data, err := os.ReadFile(u.path(e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		for _, word := range []string{"Åkjær", "Akjaer", "soren", "akjar"} {
			if bytes.Contains(data, []byte(word)) {
				t.Errorf("%s says %q", e.Name(), word)
			}
		}
		if e.Name() == fileDB && !bytes.Contains(data, []byte("Højgaard")) {
			t.Error("nobody else is there either: the test finds nothing")
		}
	}
	for _, again := range []error{
		app.EraseMember(ctx, soren.ID, boss),
		func() error { _, err := app.ExportMember(ctx, sa.ID, boss); return err }(),
		func() error { _, err := app.ChangeMember(ctx, soren.ID, till.MemberChange{}, boss); return err }(),
		app.SetPhoto(ctx, soren.ID, []byte("JFIF"), boss),
	} {
		if pos.CodeOf(again) != pos.UnknownMember {
			t.Errorf("of who was erased: %v", again)
		}
	}
	if r := verifyFolder(t, u.dir); !r.OK {
		t.Error(r.FirstDifference)
	}
}

// TestScrubBesideOthers: the log is emptied while the window is open too, and
// while the checkpointer is at work.
func TestScrubBesideOthers(t *testing.T) {
	u := busyShop(t)
	ctx := context.Background()
	window, err := Open(ctx, u.dir, u.opt)
	if err != nil {
		t.Fatal(err)
	}
	defer window.Close()
	stop := make(chan struct{})
	done := make(chan struct{})
	go func() { // looks, and writes back, all the time
		defer close(done)
		q, err := openSession(ctx, u.path(fileDB), asWriter, 0)
		if err != nil {
			t.Error(err)
			return
		}
		defer q.close()
		for {
			select {
			case <-stop:
				return
			default:
			}
			passive(q)
			if err := window.View(ctx, func(r till.Reader) error { _, err := r.LastSales(5); return err }); err != nil {
				t.Error(err)
			}
		}
	}()
	for i := range 30 {
		if err := u.SaveDraft(ctx, pos.Draft{ID: pos.ID{1}, Opened: pos.Millis(i)}); err != nil {
			t.Fatal(err)
		}
		if err := u.Scrub(ctx); err != nil {
			t.Fatal(i, err)
		}
	}
	close(stop)
	<-done
}
