package central_test

import (
	"testing"
	"time"

	"bonuskasse/pos"
	"bonuskasse/pos/chain"
	"bonuskasse/store/central"
	"bonuskasse/store/central/centraltest"
	"bonuskasse/store/central/pgtest"
)

// TestLateCommitIsNotSkipped holds a push before its commit while another till
// pushes and a third pulls: whatever the third has seen, what commits late comes
// after it.
func TestLateCommitIsNotSkipped(t *testing.T) {
	url := pgtest.Start(t, "fsync=off").Database(t)
	ctx := t.Context()
	open := func() *central.Store {
		s, err := central.OpenPostgres(ctx, url, central.Options{})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { s.Close() })
		return s
	}
	one, two := open(), open() // two instances on one database
	slow, quick, reader := centraltest.NewTill(t, "slow"), centraltest.NewTill(t, "quick"), centraltest.NewTill(t, "reader")
	for i, x := range []*centraltest.Till{slow, quick, reader} {
		code := [32]byte{byte(i + 1)}
		if err := one.AddCode(ctx, chain.Code{Hash: code, TillName: x.ID.String(), Until: pos.At(x.Now.Add(time.Hour))}); err != nil {
			t.Fatal(err)
		}
		if _, err := two.Enrol(ctx, chain.Enrolment{CodeHash: code, TokenHash: code, Till: x.ID, Lives: []chain.Life{x.Life()}, At: pos.At(x.Now)}); err != nil {
			t.Fatal(err)
		}
	}
	anna, birte := centraltest.ID("anna"), centraltest.ID("birte")
	slow.Join(anna, "Anna")
	quick.Join(birte, "Birte")

	written, commit, done := make(chan struct{}), make(chan struct{}), make(chan error, 2)
	go func() {
		done <- one.PushHeld(ctx, slow.Batch(1), pos.At(slow.Now), func() { close(written); <-commit })
	}()
	<-written
	go func() {
		_, err := two.Push(ctx, quick.Batch(1), pos.At(quick.Now))
		done <- err
	}()
	seen := map[string]bool{}
	var cursor chain.Cursor
	pull := func() {
		c, err := two.Pull(ctx, reader.ID, reader.Incarnation, cursor, 100, pos.At(reader.Now))
		if err != nil {
			t.Fatal(err)
		}
		for _, x := range c.List {
			if x.At <= cursor {
				t.Fatalf("%+v is before the cursor %d", x, cursor)
			}
			if x.Kind == chain.Member {
				seen[x.Key] = true
			}
		}
		cursor = c.Next
	}
	for range 20 { // the quick one may or may not commit meanwhile
		pull()
		time.Sleep(5 * time.Millisecond)
	}
	close(commit)
	for range 2 {
		if err := <-done; err != nil {
			t.Fatal(err)
		}
	}
	pull()
	if !seen[string(anna[:])] || !seen[string(birte[:])] {
		t.Fatalf("a member was skipped: %d seen", len(seen))
	}
}
