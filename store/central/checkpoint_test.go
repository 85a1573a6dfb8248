package central_test

import (
	"crypto/sha256"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"

	"bonuskasse/pos"
	"bonuskasse/pos/chain"
	"bonuskasse/pos/checkpoint"
	"bonuskasse/pos/journal"
	"bonuskasse/store/central"
	"bonuskasse/store/central/centraltest"
	"bonuskasse/store/central/pgtest"
)

// logged is a head office that a till has sent two days to, with a checkpoint
// after each.
func logged(t *testing.T, s *central.Store) (x *centraltest.Till, first, second string) {
	t.Helper()
	x = centraltest.NewTill(t, "one")
	ctx, anna := t.Context(), centraltest.ID("anna")
	if err := s.AddCode(ctx, chain.Code{Hash: [32]byte{1}, TillName: "one", Until: pos.At(x.Now.Add(time.Hour))}); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Enrol(ctx, chain.Enrolment{CodeHash: [32]byte{1}, Till: x.ID, Lives: []chain.Life{x.Life()}, At: pos.At(x.Now)}); err != nil {
		t.Fatal(err)
	}
	x.Join(anna, "Anna")
	day := func() string {
		from := len(x.Events)
		for range 5 {
			x.Sell(anna, 100, 0, time.Time{})
		}
		if _, err := s.Push(ctx, x.Batch(int64(from)), pos.At(x.Now)); err != nil {
			t.Fatal(err)
		}
		text, err := s.Checkpoint(ctx, pos.At(x.Now))
		if err != nil {
			t.Fatal(err)
		}
		return text
	}
	if _, err := s.Push(ctx, x.Batch(1), pos.At(x.Now)); err != nil {
		t.Fatal(err)
	}
	first = day()
	return x, first, day()
}

// TestCheckpoints holds on both engines, with the same notes: a later log is the
// earlier one with something added, an event is in it by a proof that needs the
// chain's key alone, and what is not there is in none.
func TestCheckpoints(t *testing.T) {
	post := openPostgres(pgtest.Start(t, "fsync=off"))
	var notes [][2]string
	for _, open := range []centraltest.Open{openSQLite, post} {
		s := open(t, central.Options{Name: "Test", Random: centraltest.Dice()})
		ctx := t.Context()
		if text, err := s.Checkpoint(ctx, 1); text != "" || err != nil {
			t.Fatalf("of nothing: %q %v", text, err)
		}
		x, first, second := logged(t, s)
		notes = append(notes, [2]string{first, second})
		if again, err := s.Checkpoint(ctx, pos.At(x.Now.Add(time.Hour))); err != nil || again != second {
			t.Fatalf("nothing has come, and there is another checkpoint: %v", err)
		}
		key, err := s.VerifierKey()
		if err != nil {
			t.Fatal(err)
		}
		was, errWas := checkpoint.Open(first, key)
		now, errNow := checkpoint.Open(second, key)
		if errWas != nil || errNow != nil {
			t.Fatal(errWas, errNow)
		}
		extension, err := s.Extension(ctx, was.Size, now.Size)
		if err != nil {
			t.Fatal(err)
		}
		if err := checkpoint.Extends(was.Checkpoint, now.Checkpoint, extension); err != nil {
			t.Fatal(err)
		}
		other := was.Checkpoint
		other.Root[0]++
		if err := checkpoint.Extends(other, now.Checkpoint, extension); err == nil {
			t.Fatal("another earlier log is believed")
		}
		for _, e := range x.Events {
			bits, err := journal.CodeBits(strings.ToLower(e.Hash.Code()))
			if err != nil {
				t.Fatal(err)
			}
			found, err := s.ByCode(ctx, bits)
			if err != nil {
				t.Fatal(err)
			}
			if e.Type != "sale_completed" && e.Type != "sale_refunded" { // no paper has its code
				if len(found) != 0 {
					t.Fatalf("event %d, a %s, is found by a receipt's code", e.Seq, e.Type)
				}
				w, err := s.Witnessed(ctx, e.Hash)
				if err != nil {
					t.Fatal(err)
				}
				found = append(found, w)
			}
			if len(found) != 1 || found[0].Event.Hash != e.Hash || found[0].Till != "one" || found[0].Proof == nil {
				t.Fatalf("event %d: %+v", e.Seq, found)
			}
			if _, err := found[0].Proof.Check(key); err != nil {
				t.Fatal(err)
			}
			wrong := *found[0].Proof
			wrong.Seq++
			if _, err := wrong.Check(key); err == nil {
				t.Fatal("a proof holds for another event")
			}
		}
		if found, err := s.ByCode(ctx, [5]byte{1, 2, 3}); err != nil || len(found) != 0 {
			t.Fatalf("%v %v", found, err)
		}
		anna := centraltest.ID("anna")
		x.Return(anna, x.Sell(anna, 1, 0, time.Time{}), 1, 1)
		if _, err := s.Push(ctx, x.Batch(int64(len(x.Events)-1)), pos.At(x.Now)); err != nil {
			t.Fatal(err)
		}
		bits, err := journal.CodeBits(x.Events[len(x.Events)-1].Hash.Code())
		if err != nil {
			t.Fatal(err)
		}
		if found, err := s.ByCode(ctx, bits); err != nil || len(found) != 1 || found[0].Proof != nil {
			t.Fatalf("what is in no checkpoint yet: %+v %v", found, err)
		}
		if plan, err := s.PlanOfCode(ctx); err != nil || !strings.Contains(plan, "event_receipt") {
			t.Fatalf("a code is looked for in all of the journal: %s %v", plan, err)
		}
		for _, text := range []string{first, second} {
			if signed, difference, err := s.CheckCheckpoint(ctx, text); err != nil || difference != "" || len(signed.By) != 1 {
				t.Fatal(difference, err)
			}
		}
		if difference, err := s.Verify(ctx); err != nil || difference != "" {
			t.Fatal(difference, err)
		}
	}
	if notes[0] != notes[1] {
		t.Errorf("SQLite: %s\nPostgreSQL: %s", notes[0], notes[1])
	}
}

// TestWhatWasChangedIsFound changes one thing behind the store's back: Verify
// finds it, and so does whoever kept a checkpoint outside.
func TestWhatWasChangedIsFound(t *testing.T) {
	other := sha256.Sum256([]byte("another"))
	for _, c := range []struct {
		name, change string
		args         []any
		outside      bool // a checkpoint from outside finds it too
	}{
		{"a payload", "UPDATE event SET payload = x'00' WHERE id = (SELECT min(id) + 2 FROM event)", nil, true},
		{"a hash", "UPDATE event SET hash = ? WHERE id = (SELECT min(id) + 2 FROM event)", []any{other[:]}, true},
		{"an event is gone", "DELETE FROM event WHERE id = (SELECT min(id) + 2 FROM event)", nil, true},
		{"two change places", "UPDATE event SET hash = (SELECT e.hash FROM event e WHERE e.id = event.id + 1) WHERE id = (SELECT min(id) FROM event)", nil, true},
		{"a run's root", "UPDATE log_run SET root = ? WHERE n = 0", []any{other[:]}, false},
		{"a run is gone", "DELETE FROM log_run WHERE n = 0", nil, true},
		{"a checkpoint", "UPDATE checkpoint SET note = (SELECT max(c.note) FROM checkpoint c WHERE c.size <> checkpoint.size)", nil, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := openSQLite(t, central.Options{})
			_, _, text := logged(t, s)
			if err := s.Tamper(t.Context(), c.change, c.args...); err != nil {
				t.Fatal(err)
			}
			if difference, err := s.Verify(t.Context()); err != nil || difference == "" {
				t.Errorf("verify finds %q %v", difference, err)
			}
			if _, difference, err := s.CheckCheckpoint(t.Context(), text); err != nil || (difference != "") != c.outside {
				t.Errorf("the checkpoint finds %q %v", difference, err)
			}
		})
	}
}

// TestWitness: an outsider signs what only adds to what they have signed before.
func TestWitness(t *testing.T) {
	s := openSQLite(t, central.Options{})
	ctx := t.Context()
	_, first, second := logged(t, s)
	secret, public, err := note.GenerateKey(strings.NewReader(strings.Repeat("witness", 10)), "revisor.example.dk")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.AddWitness(ctx, public); err != nil {
		t.Fatal(err)
	}
	key, err := s.VerifierKey()
	if err != nil {
		t.Fatal(err)
	}
	one, err := checkpoint.Cosign(first, key, secret, "", nil)
	if err != nil {
		t.Fatal(err)
	}
	was, _ := checkpoint.Open(first, key)
	now, _ := checkpoint.Open(second, key)
	proof, err := s.Extension(ctx, was.Size, now.Size)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := checkpoint.Cosign(second, key, secret, one, nil); err == nil {
		t.Fatal("signed without a proof")
	}
	two, err := checkpoint.Cosign(second, key, secret, one, proof)
	if err != nil {
		t.Fatal(err)
	}
	signed, err := s.KeepSignatures(ctx, two)
	if err != nil || !slices.Contains(signed.By, "revisor.example.dk") {
		t.Fatalf("%v %v", signed.By, err)
	}
	if _, err := s.KeepSignatures(ctx, strings.Replace(two, "\n2\n", "\n1\n", 1)); err == nil {
		t.Fatal("a checkpoint that nobody signed so is kept")
	}
	if difference, err := s.Verify(ctx); err != nil || difference != "" {
		t.Fatal(difference, err)
	}
}
