package pos

import (
	"encoding/hex"
	"fmt"
	"io"
)

// ID names a thing for ever and in every shop of the chain: 128 random bits.
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
