package central_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"bonuskasse/pos"
	"bonuskasse/pos/chain"
	"bonuskasse/store/central"
	"bonuskasse/store/central/centraltest"
)

// TestVerifyFinds changes one thing behind the store's back, and wants Verify to
// name it.
func TestVerifyFinds(t *testing.T) {
	for _, c := range []struct{ name, change, finds string }{
		{"nothing", "UPDATE account SET points = points", ""},
		{"points from nowhere", "UPDATE account SET points = points + 1", "points"},
		{"rights from nowhere", "UPDATE holding SET rights = rights + 1", "holds"},
		{"an account that is gone", "DELETE FROM account", "is missing"},
		{"a holding that is gone", "DELETE FROM holding", "is missing"},
		{"an event that is not folded", "DELETE FROM account_event", "folded from no event"},
		{"another payload", "UPDATE event SET payload = x'00' WHERE type = 'member_set'", "not what its hash says"},
		{"another signature", "UPDATE event SET signature = x'00' WHERE type = 'member_set'", "the signature is not the till's"},
		{"an event that is gone", "DELETE FROM event WHERE type = 'sale_completed'", "event"},
		{"events more than applied", "UPDATE life SET applied = applied - 1", "were applied"},
		{"another head", "UPDATE life SET head = x'" + strings.Repeat("00", 32) + "' WHERE applied > 0", "head"},
		{"a fact of nobody's", "UPDATE fact SET body = x'00' WHERE kind = 30", "not what the newest event says"},
		{"an older fact", "UPDATE fact SET place = x'00' WHERE kind = 30", "not what the newest event says"},
		{"a fact that is gone", "DELETE FROM fact", "are missing"},
		{"money on a gift card", "UPDATE gift_card SET balance = 500", "gift card G1"},
		{"a gift card that is gone", "DELETE FROM gift_card", "gift cards"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := openSQLite(t, central.Options{})
			x := centraltest.NewTill(t, "one")
			ctx, anna := t.Context(), centraltest.ID("anna")
			if err := s.AddCode(ctx, chain.Code{Hash: [32]byte{1}, TillName: "one", Until: pos.At(x.Now.Add(time.Hour))}); err != nil {
				t.Fatal(err)
			}
			if _, err := s.Enrol(ctx, chain.Enrolment{CodeHash: [32]byte{1}, Till: x.ID, Lives: []chain.Life{x.Life()}, At: pos.At(x.Now)}); err != nil {
				t.Fatal(err)
			}
			x.Join(anna, "Anna")
			x.Join(anna, "Anna Holm")
			x.Sell(anna, 100, 0, time.Time{})
			x.Gift("G1", 20)
			if _, err := s.Push(ctx, x.Batch(1), pos.At(x.Now)); err != nil {
				t.Fatal(err)
			}
			if err := s.Tamper(ctx, c.change); err != nil {
				t.Fatal(err)
			}
			found, err := s.Verify(ctx)
			if err != nil {
				t.Fatal(err)
			}
			if c.finds == "" && found != "" || !strings.Contains(found, c.finds) {
				t.Fatalf("found %q, and should say %q", found, c.finds)
			}
		})
	}
}

// TestBackup: a copy can be opened, and has the same state.
func TestBackup(t *testing.T) {
	s := openSQLite(t, central.Options{})
	x := centraltest.NewTill(t, "one")
	if err := s.AddCode(t.Context(), chain.Code{Hash: [32]byte{1}, Until: pos.At(x.Now.Add(time.Hour))}); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Enrol(t.Context(), chain.Enrolment{CodeHash: [32]byte{1}, Till: x.ID, Lives: []chain.Life{x.Life()}, At: pos.At(x.Now)}); err != nil {
		t.Fatal(err)
	}
	x.Sell(centraltest.ID("anna"), 100, 0, time.Time{})
	if _, err := s.Push(t.Context(), x.Batch(1), pos.At(x.Now)); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	f, err := os.Create(filepath.Join(dir, "headoffice.db"))
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Backup(t.Context(), f); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	copied, err := central.OpenSQLite(t.Context(), dir, central.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer copied.Close()
	want, err1 := s.StateHash(t.Context())
	got, err2 := copied.StateHash(t.Context())
	if err1 != nil || err2 != nil || got != want {
		t.Fatalf("the copy has another state: %v, %v", err1, err2)
	}
	if office, err := copied.Chain(t.Context()); err != nil || office.ID.IsZero() {
		t.Fatalf("%+v, %v", office, err)
	}
}
