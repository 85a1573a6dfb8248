package store

import (
	"context"
	"fmt"
	"os"
	"testing"
	"time"

	"bonuskasse/pos"
	"bonuskasse/pos/journal/journalpb"
	"bonuskasse/pos/till"
)

// childHogs writes one event after another and takes its time over each.
func childHogs(dir string) {
	s, err := Open(context.Background(), dir, childOptions())
	for first := true; err == nil; first = false {
		err = s.Do(context.Background(), func(tx till.Tx) error {
			time.Sleep(10 * time.Millisecond)
			return openDrawer(tx)
		})
		if first {
			fmt.Println("hogs", err)
		}
	}
	fmt.Println("trouble", err)
	os.Exit(1)
}

func openDrawer(tx till.Tx) error {
	_, err := tx.Append(time.Now(), &journalpb.Body{What: &journalpb.Body_DrawerOpened{DrawerOpened: &journalpb.DrawerOpened{}}}, pos.ID{}, 0)
	return err
}

// TestWritersTakeTurns has a program that writes without a pause beside this
// one: at most the transaction that runs, and one that was asked for just
// before, may be committed ahead of one of ours.
func TestWritersTakeTurns(t *testing.T) {
	u := newShop(t)
	hog := startChild(t, "hogs", u.dir)
	if !hog.out.Scan() || hog.out.Text() != "hogs <nil>" {
		t.Fatal(hog.out.Text())
	}
	var longest time.Duration
	most := int64(0)
	for range 40 {
		before := u.headSeq()
		asked := time.Now()
		var found int64
		err := u.Do(t.Context(), func(tx till.Tx) error {
			longest = max(longest, time.Since(asked))
			shop, err := tx.Shop()
			found = shop.Events
			if err != nil {
				return err
			}
			return openDrawer(tx)
		})
		if err != nil {
			t.Fatal(err)
		}
		most = max(most, found-before)
	}
	t.Logf("at most %d transactions of another program went ahead; the longest wait was %v", most, longest)
	if most > 2 {
		t.Errorf("%d transactions of another program went ahead of one", most)
	}
	if most == 0 {
		t.Error("the other program wrote nothing: nothing was measured")
	}
}

func (u *shopUnderTest) headSeq() (seq int64) {
	u.t.Helper()
	err := u.View(u.t.Context(), func(r till.Reader) error {
		shop, err := r.Shop()
		seq = shop.Events
		return err
	})
	if err != nil {
		u.t.Fatal(err)
	}
	return seq
}
