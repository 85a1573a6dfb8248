package till

import "bonuskasse/pos"

// MessageReader reads what was to be sent to members, and the shop's own words
// for it.
type MessageReader interface {
	// Messages are a member's, the oldest first.
	Messages(member pos.ID) ([]MessageRow, error)
	Message(id pos.ID) (MessageRow, error)
	// MessagesIn are those of a state and a kind (empty: all), the newest first.
	MessagesIn(state pos.MessageState, kind pos.MessageKind, limit int) ([]MessageRow, error)
	// MessageTemplate is the shop's own; false where it has none.
	MessageTemplate(kind pos.MessageKind, language string) (pos.MessageText, bool, error)
	// NoteOf is what was written beside the points that a message is about; empty of
	// other messages.
	NoteOf(message pos.ID) (string, error)
	// ToRemind are the members who want to hear of points that end in a span of
	// time, and did not yet, by their places in the store.
	ToRemind(from, to pos.Millis) (members []int64, err error)
	// Expiring are the points of such members, of those at these places, added up
	// by their last moment. At most 100 are asked for at once.
	Expiring(members []int64, from, to pos.Millis) ([]ExpiringPoints, error)
}

// ExpiringPoints are a member's points that end together.
type ExpiringPoints struct {
	Member    pos.ID
	Points    int64
	ExpiresAt pos.Millis
}

// MessageRow is something that was to be sent to a member. What it says is made
// when it is sent: nothing that names them stands in it.
type MessageRow struct {
	ID        pos.ID           `json:"id"`
	At        pos.Millis       `json:"at"`
	Kind      pos.MessageKind  `json:"kind"`
	Channel   string           `json:"channel"` // email, phone
	State     pos.MessageState `json:"state"`
	Member    pos.ID           `json:"-"`
	Points    int64            `json:"points,omitempty"`
	ExpiresAt pos.Millis       `json:"expires_at,omitempty"`
	About     string           `json:"-"` // a gift card's code, a level
}
