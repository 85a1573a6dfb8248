package checkpoint

import (
	"crypto/ed25519"
	"crypto/sha256"
	"strings"
	"testing"

	"bonuskasse/pos"
)

func signed(t *testing.T, log *Log, key ed25519.PrivateKey) string {
	t.Helper()
	root, err := log.Root(log.Size())
	if err != nil {
		t.Fatal(err)
	}
	text, err := Sign(Checkpoint{Chain: pos.ID{7}, Size: log.Size(), Root: root, At: 1_795_000_000_000}, key)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// TestANoteIsReadAsItWasSigned: not with another key, not with a letter changed,
// and not as something else that the chain has signed.
func TestANoteIsReadAsItWasSigned(t *testing.T) {
	seed := sha256.Sum256([]byte("chain"))
	key := ed25519.NewKeyFromSeed(seed[:])
	public, err := VerifierKey(pos.ID{7}, key.Public().(ed25519.PublicKey))
	if err != nil {
		t.Fatal(err)
	}
	log := &Log{}
	if err := log.Add([]byte("a run")); err != nil {
		t.Fatal(err)
	}
	text := signed(t, log, key)
	c, err := Open(text, public)
	if err != nil || c.Size != 1 || c.At != 1_795_000_000_000 || c.Chain != (pos.ID{7}) || len(c.By) != 1 {
		t.Fatalf("%+v %v", c, err)
	}
	for name, bad := range map[string]string{
		"nothing": "", "another size": strings.Replace(text, "\n1\n", "\n2\n", 1), "another moment": strings.Replace(text, "at 1", "at 2", 1),
		"no signature": text[:strings.Index(text, "\n\n")+2],
	} {
		if _, err := Open(bad, public); err == nil {
			t.Errorf("%s is read", name)
		}
	}
	stranger := sha256.Sum256([]byte("stranger"))
	if _, err := Open(signed(t, log, ed25519.NewKeyFromSeed(stranger[:])), public); err == nil {
		t.Error("a stranger's note is read")
	}
}

// TestALogOnlyGrows: each size extends each before it, and no log with another
// record in it does.
func TestALogOnlyGrows(t *testing.T) {
	log, forged := &Log{}, &Log{}
	at := func(l *Log, size int64) Checkpoint {
		root, err := l.Root(size)
		if err != nil {
			t.Fatal(err)
		}
		return Checkpoint{Size: size, Root: root}
	}
	for i := range 40 {
		record := Run{From: int64(i), To: int64(i)}
		if err := log.Add(record.Bytes()); err != nil {
			t.Fatal(err)
		}
		if i == 3 {
			record.To++
		}
		if err := forged.Add(record.Bytes()); err != nil {
			t.Fatal(err)
		}
	}
	for to := int64(1); to <= log.Size(); to++ {
		for from := int64(1); from <= to; from++ {
			proof, err := log.Extension(from, to)
			if err != nil {
				t.Fatal(err)
			}
			if err := Extends(at(log, from), at(log, to), proof); err != nil {
				t.Fatalf("%d to %d: %v", from, to, err)
			}
			lie, err := forged.Extension(from, to)
			if err != nil {
				t.Fatal(err)
			}
			if err := Extends(at(log, from), at(forged, to), lie); from > 3 && err == nil {
				t.Fatalf("%d to %d of another log", from, to)
			}
		}
	}
	if _, err := log.Inclusion(40, 40); err == nil {
		t.Error("a record beyond the end is proved")
	}
}
