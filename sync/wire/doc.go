// Package wire is the form that the chain's nouns have between a till and the
// head office: the messages of wire.proto, refusals as Connect errors, and the
// bounds that both sides hold.
package wire

import (
	"crypto/sha256"
	"time"

	"bonuskasse/pos"
)

// Version is the newest version of the wire that this program speaks; a head
// office speaks all from OldestVersion on.
const (
	Version       = 1
	OldestVersion = 1
)

// The bounds. A batch is cut by the first that it reaches; a message that is
// larger is refused before it is read.
const (
	MaxEvents  = 2000
	MaxBytes   = 2 << 20
	MaxMessage = 8 << 20
	MaxChanges = 2000
)

// The beat of a till: how long it waits between two polls at the least, how long
// a poll waits for news, and how soon one that found no line tries again.
const (
	Poll     = 2 * time.Second
	LongPoll = 25 * time.Second
	Timeout  = 20 * time.Second // of one call that does not wait
)

// Mark is the header by which a till knows a head office from a network's login
// page, which answers everything with 200.
const Mark = "Bonuskasse-Head-Office"

// Proof is what a till signs to show that it has the key it enrols with.
func Proof(code string, till pos.ID) []byte {
	return append([]byte("bonuskasse enrol v1\n"+code+"\n"), till[:]...)
}

// HashCode reads a one-time code as people type it; the code itself is kept nowhere.
func HashCode(code string) [32]byte {
	return sha256.Sum256([]byte("bonuskasse code " + plain(code)))
}
