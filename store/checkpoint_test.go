package store

import (
	"bytes"
	"context"
	"testing"

	"bonuskasse/pos"
	"bonuskasse/pos/journal/journalpb"
	"bonuskasse/pos/till"
)

// TestTheLogIsLookedAtInTime: small events wake what writes the log back every
// thirty-second commit, those of many members every eighth.
func TestTheLogIsLookedAtInTime(t *testing.T) {
	u := newShop(t)
	u.back.close()
	done := make(chan struct{})
	close(done)
	u.back = &checkpointer{wake: make(chan struct{}, 1), stop: make(chan struct{}), done: done}
	member := pos.ID{1}
	looksAfter := func(bytesOfOne int) (commits int) {
		photo := &journalpb.PhotoSet{Member: member[:], Jpeg: bytes.Repeat([]byte{7}, bytesOfOne)}
		for len(u.back.wake) == 0 {
			err := u.Do(context.Background(), func(tx till.Tx) error {
				_, err := tx.Append(u.opt.Now(), &journalpb.Body{What: &journalpb.Body_PhotoSet{PhotoSet: photo}}, member, 0)
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			commits++
		}
		<-u.back.wake
		return commits
	}
	u.commits.Store(0)
	if n := looksAfter(10); n != lookEvery {
		t.Errorf("small events are looked at after %d commits", n)
	}
	if n := looksAfter(2 * wideBytes); n != lookEveryWide {
		t.Errorf("wide events are looked at after %d commits", n)
	}
}
