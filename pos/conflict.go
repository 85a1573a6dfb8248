package pos

import "slices"

// ConflictKind says what a person must look at: what two tills did while they
// were apart, or what a till did that it should not.
type ConflictKind string

// The kinds of conflict.
const (
	CouponTwice    ConflictKind = "coupon_twice"     // registered at two tills while apart
	CouponVoidUsed ConflictKind = "coupon_void_used" // made void at one till, registered at another that was apart
	GiftOverspent  ConflictKind = "gift_overspent"   // spent at two tills while apart
	GivenTwice     ConflictKind = "given_twice"      // what counts once, at two tills while apart: a review, a welcome, a friend
	ServiceTwice   ConflictKind = "service_twice"    // a booked service gave its points, and was rung up elsewhere
	ServiceEnded   ConflictKind = "service_ended"    // a booked service gave its points, and was called off elsewhere
	Overspent      ConflictKind = "overspent"        // bonus beyond the rights: the floor limit, or a till out of order
	OverrideDebt   ConflictKind = "override_debt"    // a manager let a till spend beyond its rights, and it was not there
	Forked         ConflictKind = "forked"           // two machines went on with one journal
	FencedEvents   ConflictKind = "fenced_events"    // a till that was replaced has come back
	CardTwice      ConflictKind = "card_twice"       // one number issued to two members
	UsernameTwice  ConflictKind = "username_twice"   // one username, two members
	ClockFarOff    ConflictKind = "clock_far_off"    // over five minutes
	LostTillRights ConflictKind = "lost_till_rights" // a till was given up, with what it may have spent unheard
)

// ConflictKinds are all of them. A screen has words for each.
var ConflictKinds = []ConflictKind{
	CouponTwice, CouponVoidUsed, GiftOverspent, GivenTwice, ServiceTwice, ServiceEnded, Overspent, OverrideDebt, Forked, FencedEvents, CardTwice, UsernameTwice, ClockFarOff, LostTillRights,
}

// Known reports whether this program has words for the kind: a newer head office
// may find more.
func (k ConflictKind) Known() bool { return slices.Contains(ConflictKinds, k) }

// Conflict is something to settle, as the head office tells it: what happened,
// where, to whom, how much. Nothing of it disappears unread.
type Conflict struct {
	ID      ID           `json:"conflict"`
	Kind    ConflictKind `json:"kind"`
	At      Millis       `json:"at"`
	Till    string       `json:"till"` // by name
	TillTwo string       `json:"till_two,omitempty"`
	Member  ID           `json:"member,omitzero"`
	// Subject is the code of the coupon or gift card, the number of the card; of what
	// was given twice its origin, of a service its name; of a
	// username, the id of the other member; of what a manager let, the receipt.
	Subject string `json:"subject,omitempty"`
	// Points are what it is about; of a gift card minor units, of a clock minutes,
	// of a till that was replaced events.
	Points  int64  `json:"points"`
	Settled Millis `json:"settled,omitempty"`
	// Note is what a person said who settled it. Before that it is what more there
	// is to know: of a card, the id of the member who had it first; of what a manager
	// let, why they did.
	Note string `json:"note,omitempty"`
}
