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

// TestPostgresIsKilled ends PostgreSQL in the midst of pushes, as a power cut
// does. What was acknowledged is there, and a till that goes on from what the head
// office has loses and doubles nothing.
func TestPostgresIsKilled(t *testing.T) {
	server := pgtest.Start(t)
	url, ctx := server.Database(t), t.Context()
	s, err := central.OpenPostgres(ctx, url, central.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	x, anna := centraltest.NewTill(t, "one"), centraltest.ID("anna")
	if err := s.AddCode(ctx, chain.Code{Hash: [32]byte{1}, Until: pos.At(x.Now.Add(time.Hour))}); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Enrol(ctx, chain.Enrolment{CodeHash: [32]byte{1}, Till: x.ID, Lives: []chain.Life{x.Life()}, At: pos.At(x.Now)}); err != nil {
		t.Fatal(err)
	}
	acked := int64(0)
	for range 3 {
		for range 400 {
			x.Sell(anna, 1, 0, time.Time{})
		}
		stopped := make(chan struct{})
		go func() {
			defer close(stopped)
			for acked < int64(len(x.Events)) {
				b := x.Batch(acked + 1)
				b.Events = b.Events[:min(5, len(b.Events))]
				l, err := s.Push(ctx, b, pos.At(x.Now))
				if err != nil {
					return
				}
				acked = l.Applied
			}
		}()
		time.Sleep(40 * time.Millisecond)
		server.Kill()
		<-stopped
		if err := server.Run(ctx); err != nil {
			t.Fatal(err)
		}
		tills, err := s.Tills(ctx)
		for try := 0; err != nil && try < 20; try++ { // the pool still has connections of before
			tills, err = s.Tills(ctx)
		}
		if err != nil {
			t.Fatal(err)
		}
		if applied := tills[0].Lives[0].Applied; applied < acked {
			t.Fatalf("%d events were acknowledged, and %d are there", acked, applied)
		} else {
			acked = applied
		}
	}
	if acked < int64(len(x.Events)) {
		if _, err := s.Push(ctx, x.Batch(acked+1), pos.At(x.Now)); err != nil {
			t.Fatal(err)
		}
	}
	if difference, err := s.Verify(ctx); err != nil || difference != "" {
		t.Fatal(difference, err)
	}
	h, err := s.AccountOf(ctx, anna)
	if err != nil || h.Points.State.Points.Holding() != int64(len(x.Events)-1) {
		t.Fatalf("%d points of %d sales, %v", h.Points.State.Points.Holding(), len(x.Events)-1, err)
	}
}
