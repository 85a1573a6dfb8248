package chain

import (
	"crypto/ed25519"

	"bonuskasse/pos"
)

// Office is the head office's identity: the chain's.
type Office struct {
	ID   pos.ID
	Name string
	Key  ed25519.PrivateKey // countersigns heads, and signs the head office's own events
}

// Code is a one-time code of enrolment.
type Code struct {
	Hash     [32]byte // SHA-256 of the code
	TillName string
	Shop     string
	Until    pos.Millis
}

// Enrolment is a till that shows a code.
type Enrolment struct {
	CodeHash  [32]byte
	TokenHash [32]byte
	Till      pos.ID
	Currency  string
	Desk      bool // it is the head office's own
	Lives     []Life
	At        pos.Millis
}

// Holdings is an account and who holds its rights.
type Holdings struct {
	Points  AccountPoints
	Debt    int64 // D: taken back after it was spent
	Keepers []Keeper
}
