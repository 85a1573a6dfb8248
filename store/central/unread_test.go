package central_test

import (
	"testing"
	"time"

	"bonuskasse/pos"
	"bonuskasse/pos/chain"
	"bonuskasse/store/central"
	"bonuskasse/store/central/centraltest"
)

// TestReread: the program that knows what one before it could not fold counts again
// when it starts, and tells the tills; what it does not know either stays as it is.
func TestReread(t *testing.T) {
	ctx, dir, anna, birte := t.Context(), t.TempDir(), centraltest.ID("anna"), centraltest.ID("birte")
	open := func() *central.Store {
		s, err := central.OpenSQLite(ctx, dir, central.Options{})
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	s := open()
	x := centraltest.NewTill(t, "one")
	if err := s.AddCode(ctx, chain.Code{Hash: [32]byte{1}, TillName: "one", Until: pos.At(x.Now.Add(time.Hour))}); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Enrol(ctx, chain.Enrolment{CodeHash: [32]byte{1}, Till: x.ID, Lives: []chain.Life{x.Life()}, At: pos.At(x.Now)}); err != nil {
		t.Fatal(err)
	}
	x.Sell(anna, 100, 0, time.Time{})
	x.Sell(anna, 0, 40, time.Time{})
	x.Sell(birte, 50, 0, time.Time{})
	x.NextYear(birte, -20)
	if _, err := s.Push(ctx, x.Batch(1), pos.At(x.Now)); err != nil {
		t.Fatal(err)
	}
	// As of a program that knew nothing of sales: the 40 still stand on the account.
	if err := s.Tamper(ctx, "UPDATE account SET points = points + 40, unread = -40 WHERE id = ?", anna[:]); err != nil {
		t.Fatal(err)
	}
	before, err := s.Now(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s = open()
	defer s.Close()
	for id, want := range map[pos.ID]int64{anna: 60, birte: 50} {
		if points, free, _, held, err := s.Sums(ctx, id); err != nil || points != want || free != 0 {
			t.Errorf("%d points, %d free, %d held, %v; want %d", points, free, held, err, want)
		}
	}
	if difference, err := s.Verify(ctx); err != nil || difference != "" {
		t.Error(difference, err)
	}
	if now, err := s.Now(ctx); err != nil || now != before+1 {
		t.Errorf("the tills are told of %d accounts, %v", now-before, err)
	}
}
