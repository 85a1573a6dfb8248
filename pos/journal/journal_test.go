package journal_test

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"testing"
	"time"

	"google.golang.org/protobuf/encoding/protowire"

	"bonuskasse/pos"
	"bonuskasse/pos/journal"
	"bonuskasse/pos/journal/journalpb"
)

func seeded() *rand.ChaCha8 { return rand.NewChaCha8([32]byte{7}) }

// chain is a few sealed events of one till.
func chain(t *testing.T) ([]journal.Event, []byte) {
	t.Helper()
	random := seeded()
	key, err := journal.NewKey(random)
	if err != nil {
		t.Fatal(err)
	}
	till, _ := pos.NewID(random)
	member, _ := pos.NewID(random)
	var prev journal.Hash
	var list []journal.Event
	for i := range 5 {
		e, err := journal.New(&journalpb.Body{What: &journalpb.Body_SaleCompleted{SaleCompleted: &journalpb.SaleCompleted{
			Receipt: "1-000001", PointsUsed: int64(i), Lines: []*journalpb.Line{{Name: "Rødgrød", Net: 10_000}},
		}}}, member, int64(-i))
		if err != nil {
			t.Fatal(err)
		}
		e.Till, e.Incarnation, e.Seq, e.Clock = till, till, int64(i+1), journal.Clock(i+1)
		e.Seal(prev, key)
		prev = e.Hash
		list = append(list, e)
	}
	return list, key[32:]
}

func TestChainHolds(t *testing.T) {
	list, key := chain(t)
	var prev journal.Hash
	for _, e := range list {
		if err := e.Verify(prev, key); err != nil {
			t.Fatalf("event %d: %v", e.Seq, err)
		}
		if e.Type != "sale_completed" {
			t.Errorf("type %q", e.Type)
		}
		prev = e.Hash
	}
}

// Every bit of every field of an event is held by its hash or its signature.
func TestEveryFlippedBitIsFound(t *testing.T) {
	list, key := chain(t)
	prev := list[1].Hash
	whole := list[2]
	fields := map[string]func(e *journal.Event) []byte{
		"till":        func(e *journal.Event) []byte { return e.Till[:] },
		"incarnation": func(e *journal.Event) []byte { return e.Incarnation[:] },
		"member":      func(e *journal.Event) []byte { return e.Member[:] },
		"prev":        func(e *journal.Event) []byte { return e.Prev[:] },
		"hash":        func(e *journal.Event) []byte { return e.Hash[:] },
		"payload":     func(e *journal.Event) []byte { e.Payload = bytes.Clone(e.Payload); return e.Payload },
		"signature":   func(e *journal.Event) []byte { e.Signature = bytes.Clone(e.Signature); return e.Signature },
	}
	for name, bitsOf := range fields {
		for i := range len(bitsOf(&whole)) * 8 {
			e := whole
			bitsOf(&e)[i/8] ^= 1 << (i % 8)
			if e.Verify(prev, key) == nil {
				t.Fatalf("bit %d of %s can be flipped", i, name)
			}
		}
	}
	numbers := map[string]func(e *journal.Event, mask int64){
		"seq":          func(e *journal.Event, m int64) { e.Seq ^= m },
		"clock":        func(e *journal.Event, m int64) { e.Clock ^= journal.Clock(m) },
		"version":      func(e *journal.Event, m int64) { e.Version ^= m },
		"rights delta": func(e *journal.Event, m int64) { e.RightsDelta ^= m },
	}
	for name, flip := range numbers {
		for i := range 64 {
			e := whole
			flip(&e, 1<<i)
			if !errors.Is(e.Verify(prev, key), journal.ErrHash) {
				t.Fatalf("bit %d of %s can be flipped", i, name)
			}
		}
	}
	if e := whole; !errors.Is(e.Verify(list[0].Hash, key), journal.ErrChain) {
		t.Error("an event stands behind one it does not name")
	}
}

// What a newer till writes is kept as it came: its envelope counts, and its
// body says that it is not known.
func TestEventOfANewerTill(t *testing.T) {
	e := journal.Event{Payload: protowire.AppendBytes(protowire.AppendTag(nil, 900, protowire.BytesType), []byte{8, 1})}
	body, err := e.Body()
	if err != nil || body.GetWhat() != nil {
		t.Fatalf("%v, %v", body, err)
	}
	if journal.TypeOf(body) != "" {
		t.Errorf("type %q", journal.TypeOf(body))
	}
}

func TestClockNeverGoesBack(t *testing.T) {
	noon := time.UnixMilli(1_795_000_000_000)
	c := journal.Clock(0).After(noon)
	if c.Millis() != noon.UnixMilli() {
		t.Errorf("%d, want %d", c.Millis(), noon.UnixMilli())
	}
	for _, now := range []time.Time{noon, noon.Add(-time.Hour), noon.Add(-365 * 24 * time.Hour)} {
		next := c.After(now)
		if next <= c {
			t.Fatalf("%d after %d", next, c)
		}
		c = next
	}
	if later := c.After(noon.Add(time.Second)); later.Millis() != noon.Add(time.Second).UnixMilli() {
		t.Errorf("the clock did not catch up: %d", later.Millis())
	}
}

func TestCodeIsReadable(t *testing.T) {
	h := journal.Hash{0xff, 0x00, 0xab}
	code := h.Code()
	if len(code) != 9 || code[4] != '-' || bytes.ContainsAny([]byte(code), "ILOU") {
		t.Errorf("code %q", code)
	}
	other := h
	other[4] ^= 1
	if other.Code() == code {
		t.Error("40 bits are not in the code")
	}
}
