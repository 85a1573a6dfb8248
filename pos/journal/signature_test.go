package journal_test

import (
	"crypto/ed25519"
	"slices"
	"testing"

	"bonuskasse/pos/journal"
)

// sealed are n seals of two tills' keys, in turn.
func sealed(t testing.TB, n int) []journal.Signed {
	t.Helper()
	random := seeded()
	var keys [2]ed25519.PrivateKey
	for i := range keys {
		var err error
		if keys[i], err = journal.NewKey(random); err != nil {
			t.Fatal(err)
		}
	}
	list := make([]journal.Signed, n)
	for i := range list {
		key := keys[i%len(keys)]
		s := journal.Signed{Key: key.Public().(ed25519.PublicKey), Hash: journal.Hash{byte(i), byte(i >> 8)}}
		s.Signature = ed25519.Sign(key, s.Hash[:])
		list[i] = s
	}
	return list
}

func TestForgedIsTheFirstThatIsWrong(t *testing.T) {
	list := sealed(t, 600)
	for _, n := range []int{0, 1, 2, 127, 128, 129, 600} {
		if i := journal.Forged(list[:n]); i != -1 {
			t.Errorf("%d good seals: %d is called forged", n, i)
		}
	}
	forge := map[string]func(*journal.Signed){
		"a bit of the signature's point":  func(s *journal.Signed) { s.Signature[0] ^= 1 },
		"a bit of the signature's scalar": func(s *journal.Signed) { s.Signature[40] ^= 1 },
		"another event's hash":            func(s *journal.Signed) { s.Hash[5] ^= 1 },
		"another till's key":              func(s *journal.Signed) { s.Key = sealed(t, 2)[1].Key },
		"no signature":                    func(s *journal.Signed) { s.Signature = nil },
		"a short key":                     func(s *journal.Signed) { s.Key = s.Key[:31] },
	}
	for name, do := range forge {
		for _, first := range []int{0, 126, 128, 298, 300, 598} {
			bad := slices.Clone(list)
			for _, at := range []int{first, 598} { // another one behind it
				bad[at].Signature = slices.Clone(bad[at].Signature)
				if do(&bad[at]); bad[at].OK() {
					t.Fatalf("%s: the seal alone is good", name)
				}
				if first == 598 {
					break
				}
			}
			if i := journal.Forged(bad); i != first {
				t.Errorf("%s at %d: found at %d", name, first, i)
			}
		}
	}
}

// BenchmarkForged is what a head office pays for 512 pushed events, beside the
// same checks one by one.
func BenchmarkForged(b *testing.B) {
	list := sealed(b, 512)
	b.Run("together", func(b *testing.B) {
		for b.Loop() {
			if journal.Forged(list) >= 0 {
				b.Fatal("forged")
			}
		}
	})
	b.Run("alone", func(b *testing.B) {
		for b.Loop() {
			for _, s := range list {
				if !ed25519.Verify(s.Key, s.Hash[:], s.Signature) {
					b.Fatal("forged")
				}
			}
		}
	})
}
