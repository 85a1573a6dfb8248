package chain

import (
	"crypto/ed25519"

	"bonuskasse/pos"
	"bonuskasse/pos/journal"
	"bonuskasse/pos/journal/journalpb"
)

// Life is one incarnation of a till, as the head office knows it.
type Life struct {
	Till        pos.ID
	Incarnation pos.ID
	Ordinal     int64 // from 1, in the order of the till's lives
	PublicKey   ed25519.PublicKey
	Applied     int64 // the sequence up to which all is taken up
	Head        journal.Hash
	Fenced      bool // nothing more of it is taken up
}

// Till is a till of the chain.
type Till struct {
	ID       pos.ID
	Name     string
	Shop     string
	Currency string
	Desk     bool // the head office's own: it sets what the chain owns
	Enrolled pos.Millis
	Seen     pos.Millis // its last Hello, push or pull
	Revoked  bool
	Lives    []Life // the oldest first
}

// PersonalKey opens a member's sealed data. It travels beside the events.
type PersonalKey struct {
	Member pos.ID
	Key    journal.PersonalKey
}

// Batch is a run of one incarnation's events without a gap.
type Batch struct {
	Till        pos.ID
	Incarnation pos.ID
	Events      []Event
	Keys        []PersonalKey
}

// Ack says up to where the head office has taken up an incarnation's journal:
// durable, and countersigned.
type Ack struct {
	Incarnation pos.ID
	Seq         int64
	Head        journal.Hash
	Signature   []byte // the head office's, over AckBytes
}

// AckBytes are what the head office signs of an ack.
func AckBytes(till pos.ID, a Ack) []byte {
	b := append([]byte("bonuskasse ack v1\n"), till[:]...)
	b = append(b, a.Incarnation[:]...)
	b = append(b, number(a.Seq)...)
	return append(b, a.Head[:]...)
}

// Lease is rights that a till asks for and the head office grants out of what is
// free. The till makes the id and stores it before it asks.
type Lease struct {
	ID          pos.ID
	Account     pos.ID
	Till        pos.ID
	Incarnation pos.ID
	Want        int64
	Granted     int64 // no more than Want, and than was free
	// Keepers are tills that hold rights of the account, where the lease is less
	// than was wanted. One that has been heard of lately was asked to release.
	Keepers []Keeper
}

// Keeper is a till that holds rights of an account.
type Keeper struct {
	Till   pos.ID
	Name   string
	Rights int64
	Online bool // heard of within the last poll or two
}

// Recall asks a till to release what it holds of an account.
type Recall struct {
	Account pos.ID
	Points  int64 // that somebody waits for
}

// CardBlock is numbers of cards that one incarnation alone gives out.
type CardBlock struct {
	ID    pos.ID
	First int64
	Count int64
}

// Cursor is a place in the order of commits at the head office.
type Cursor int64

// Change is the newest state of one thing, at a place in the order of commits.
//
// A till is not sent what it said itself: a change whose last mover is the asking
// till counts from the last move by anybody else. (The head office keeps with
// each change its place, its mover, and the place of the last move by another.)
type Change struct {
	At     Cursor
	Kind   Kind
	Key    string
	Said   []Said         // the facts that make it; of a coupon: how it was made, then what became of it
	Opens  *PersonalKey   // what opens them; nil where nothing is sealed, or the person is erased
	Points *AccountPoints // of an Account
	Gift   *GiftState     // of a GiftCard
}

// Said is a fact and the event that said it.
type Said struct {
	Of   EventKey
	Body *journalpb.Body // sealed as it came
}

// GiftState is what of a gift card its facts do not say by themselves.
type GiftState struct {
	Balance pos.Money
	Blocked bool
}

// AccountPoints is an account as it goes to the tills: folded by the head office.
type AccountPoints struct {
	State AccountState
	Free  int64 // at the head office
	// Unread is what newer tills did to their rights in ways that the program cannot
	// fold yet: State does not have it, Free does.
	Unread int64
	// Home is the till that keeps the member's rights while it has no line.
	Home pos.ID
}

// Changes are what happened since a cursor. Applied is what of the asking till's
// own journal is in it.
type Changes struct {
	List    []Change
	Next    Cursor
	More    bool // there is more behind Next
	Applied []Life
	Recalls []Recall
	Leases  []Lease // granted to the till and not accepted by its journal yet
	// ToSettle is the mark of the things to settle: another than before says that
	// there are others.
	ToSettle int64
}

// ConflictKind says what a person must look at.
type ConflictKind = pos.ConflictKind

// The kinds of conflict.
const (
	CouponTwice    = pos.CouponTwice
	CouponVoidUsed = pos.CouponVoidUsed
	GiftOverspent  = pos.GiftOverspent
	GivenTwice     = pos.GivenTwice
	ServiceTwice   = pos.ServiceTwice
	ServiceEnded   = pos.ServiceEnded
	Overspent      = pos.Overspent
	OverrideDebt   = pos.OverrideDebt
	Forked         = pos.Forked
	FencedEvents   = pos.FencedEvents
	CardTwice      = pos.CardTwice
	UsernameTwice  = pos.UsernameTwice
	ClockFarOff    = pos.ClockFarOff
	LostTillRights = pos.LostTillRights
)

// Conflict is something to settle: what happened, where, who, how much, and what
// the system did. Nothing of it disappears unread.
type Conflict struct {
	ID      pos.ID
	Kind    ConflictKind
	At      pos.Millis
	Till    pos.ID
	TillTwo pos.ID // the other one, where there is one
	Member  pos.ID
	Subject string // the code, the number, the username
	Points  int64
	Settled pos.Millis
	Note    string
}
