// Package journal is the form of a till's events: the envelope, its hash, its
// signature, and the bytes inside. It does no I/O; store keeps the events and
// sync carries them, and both see the same bytes.
//
//	key, _ := journal.NewKey(rand.Reader)
//	e := journal.Event{Till: till, Incarnation: inc, Seq: 1, Clock: clock.Next(now), ...}
//	e.Seal(previousHash, key)
//	err := e.Verify(previousHash, key.Public())
//
// Event contents are the messages of event.proto. Payload bytes are stored as
// they were first encoded and never encoded again, so a hash holds for ever.
package journal

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"strings"

	"google.golang.org/protobuf/proto"

	"bonuskasse/pos"
	"bonuskasse/pos/journal/journalpb"
)

// Version is the version of the envelope and its messages that this program
// writes.
const Version = 1

// domainTag keeps a journal hash from being mistaken for any other hash.
const domainTag = "bonuskasse journal event v1\n"

// Hash is SHA-256 (FIPS 180-4) over an event and the hash before it.
type Hash [sha256.Size]byte

// Event is an envelope and its bytes.
type Event struct {
	Till        pos.ID
	Incarnation pos.ID
	Seq         int64 // from 1, without a gap within an incarnation
	Clock       Clock
	Type        string // the name of the message in Body's oneof
	Version     int64
	Member      pos.ID // whose account it touches; zero is nobody's
	RightsDelta int64  // points of rights over Member that this till gains or spends
	Payload     []byte // an encoded journalpb.Body
	Prev        Hash
	Hash        Hash
	Signature   []byte // Ed25519 (RFC 8032) over Hash
}

// New is an event of a body, not yet chained. What names a person must have
// been sealed (SealPersonal): in the clear it is never encoded.
func New(body *journalpb.Body, member pos.ID, rightsDelta int64) (Event, error) {
	payload, err := encode(body)
	if err != nil {
		return Event{}, fmt.Errorf("encode event: %w", err)
	}
	return Event{Type: TypeOf(body), Version: Version, Member: member, RightsDelta: rightsDelta, Payload: payload}, nil
}

// TypeOf is the name of what a body says, as in event.proto; empty where it
// says something that this program does not know.
func TypeOf(body *journalpb.Body) string {
	m := body.ProtoReflect()
	f := m.WhichOneof(m.Descriptor().Oneofs().ByName("what"))
	if f == nil {
		return ""
	}
	return string(f.Name())
}

// Body decodes the payload. An event of a newer till decodes too; then
// GetWhat() is nil and only the envelope is of use.
func (e *Event) Body() (*journalpb.Body, error) {
	b := new(journalpb.Body)
	if err := proto.Unmarshal(e.Payload, b); err != nil {
		return nil, fmt.Errorf("event %d: payload: %w", e.Seq, err)
	}
	return b, nil
}

// Chain puts the event behind the one whose hash is given.
func (e *Event) Chain(prev Hash) {
	e.Prev = prev
	e.Hash = e.compute()
}

// Seal chains the event to the one before it and signs it.
func (e *Event) Seal(prev Hash, key ed25519.PrivateKey) {
	e.Chain(prev)
	e.Signature = ed25519.Sign(key, e.Hash[:])
}

// What a verification can find.
var (
	ErrChain     = errors.New("journal: the hash of the event before is not the one it names")
	ErrHash      = errors.New("journal: the event is not what its hash says")
	ErrSignature = errors.New("journal: the signature is not the till's")
)

// Verify checks the event against the one before it and the till's key.
func (e *Event) Verify(prev Hash, key ed25519.PublicKey) error {
	if err := e.VerifyHash(prev); err != nil {
		return err
	}
	if !e.SignedBy(key).OK() {
		return ErrSignature
	}
	return nil
}

// SignedBy is the event's seal as it would be of a key.
func (e *Event) SignedBy(key ed25519.PublicKey) Signed {
	return Signed{Key: key, Hash: e.Hash, Signature: e.Signature}
}

// VerifyHash checks all but the signature.
func (e *Event) VerifyHash(prev Hash) error {
	switch {
	case e.Prev != prev:
		return ErrChain
	case e.Hash != e.compute():
		return ErrHash
	}
	return nil
}

// compute hashes every field but the signature, each with its length before
// it, so that no two events can have the same bytes.
func (e *Event) compute() (h Hash) {
	w := sha256.New()
	io.WriteString(w, domainTag)
	field(w, e.Till[:])
	field(w, e.Incarnation[:])
	number(w, e.Seq)
	number(w, int64(e.Clock))
	field(w, []byte(e.Type))
	number(w, e.Version)
	field(w, e.Member[:])
	number(w, e.RightsDelta)
	field(w, e.Prev[:])
	field(w, e.Payload)
	w.Sum(h[:0])
	return h
}

func field(w hash.Hash, b []byte) {
	number(w, int64(len(b)))
	w.Write(b)
}

func number(w hash.Hash, n int64) {
	var b [8]byte
	binary.BigEndian.PutUint64(b[:], uint64(n))
	w.Write(b[:])
}

// crockford is Crockford's base 32: no I, L, O, U to be misread.
const crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

// Code is the short form of a hash that a receipt prints: 8 characters, 40
// bits, so that every customer holds a witness of the journal.
func (h Hash) Code() string {
	var b bytes.Buffer
	n := binary.BigEndian.Uint64(h[:8])
	for i := range 8 {
		if i == 4 {
			b.WriteByte('-')
		}
		b.WriteByte(crockford[n>>(59-5*i)&31])
	}
	return b.String()
}

// NewKey makes a till's key from a source of randomness.
func NewKey(random io.Reader) (ed25519.PrivateKey, error) {
	_, key, err := ed25519.GenerateKey(random)
	return key, err
}

// ParseHash reads a hash in hexadecimal.
func ParseHash(s string) (h Hash, err error) {
	b, err := hex.DecodeString(s)
	if err != nil || len(b) != len(h) {
		return h, fmt.Errorf("journal: %q is no hash", s)
	}
	copy(h[:], b)
	return h, nil
}

// CodeBits are the first bytes of the hashes that a printed code stands for. It is
// read as people type it: O is 0, I and L are 1, hyphens and spaces do not count.
func CodeBits(code string) (b [5]byte, err error) {
	code = strings.NewReplacer("-", "", " ", "", "O", "0", "I", "1", "L", "1").Replace(strings.ToUpper(code))
	if len(code) != 8 {
		return b, errCode
	}
	var n uint64
	for _, c := range code {
		i := strings.IndexRune(crockford, c)
		if i < 0 {
			return b, errCode
		}
		n = n<<5 | uint64(i)
	}
	var all [8]byte
	binary.BigEndian.PutUint64(all[:], n)
	copy(b[:], all[3:])
	return b, nil
}

var errCode = errors.New("journal: a receipt's code is eight letters and figures")
