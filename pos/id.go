package pos

import (
	"encoding/hex"
	"fmt"
	"io"
	"time"
)

// ID names a thing for ever and in every shop of the chain: 128 bits, at least
// 80 of them random.
// The one who makes a thing makes its ID, before anything is sent or stored.
type ID [16]byte

// NewID takes an ID from a source of randomness (crypto/rand.Reader in a
// program, a seeded one in a test).
func NewID(random io.Reader) (ID, error) {
	var id ID
	if _, err := io.ReadFull(random, id[:]); err != nil {
		return ID{}, fmt.Errorf("new id: %w", err)
	}
	return id, nil
}

// NewIDAt is an ID whose first 48 bits are the moment, in milliseconds since
// 1970 UTC, and whose other 80 are random (the idea of UUID version 7, RFC
// 9562): what is made together lies together, so that an index of a million
// sales is written at its end and not all over.
func NewIDAt(at time.Time, random io.Reader) (ID, error) {
	id, err := NewID(random)
	ms := uint64(at.UnixMilli())
	for i := range 6 {
		id[i] = byte(ms >> (40 - 8*i))
	}
	return id, err
}

// ParseID reads what String wrote.
func ParseID(s string) (ID, error) {
	var id ID
	if len(s) != 2*len(id) {
		return ID{}, fmt.Errorf("id %q has not %d characters", s, 2*len(id))
	}
	_, err := hex.Decode(id[:], []byte(s))
	return id, err
}

// IDFromBytes takes 16 bytes as they are stored; other lengths give the zero ID.
func IDFromBytes(b []byte) (id ID) {
	if len(b) == len(id) {
		copy(id[:], b)
	}
	return id
}

func (id ID) String() string { return hex.EncodeToString(id[:]) }

// IsZero reports whether the ID names nothing.
func (id ID) IsZero() bool { return id == ID{} }

// MarshalText makes an ID readable in JSON; the zero ID is empty.
func (id ID) MarshalText() ([]byte, error) {
	if id.IsZero() {
		return nil, nil
	}
	return []byte(id.String()), nil
}

// UnmarshalText reads what MarshalText wrote.
func (id *ID) UnmarshalText(text []byte) (err error) {
	if len(text) == 0 {
		*id = ID{}
		return nil
	}
	*id, err = ParseID(string(text))
	return err
}
