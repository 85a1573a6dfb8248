package chain

import (
	"bytes"
	"cmp"

	"bonuskasse/pos"
	"bonuskasse/pos/journal"
)

// EventKey names an event in the chain and gives it its place: events are folded
// in the order of clock, till, incarnation, sequence, wherever they arrive.
type EventKey struct {
	Clock       journal.Clock
	Till        pos.ID
	Incarnation pos.ID
	Seq         int64
}

// KeyOf is an event's.
func KeyOf(e *journal.Event) EventKey {
	return EventKey{e.Clock, e.Till, e.Incarnation, e.Seq}
}

// Compare orders events; equal only for the same one.
func (k EventKey) Compare(o EventKey) int {
	return cmp.Or(cmp.Compare(k.Clock, o.Clock), bytes.Compare(k.Till[:], o.Till[:]),
		bytes.Compare(k.Incarnation[:], o.Incarnation[:]), cmp.Compare(k.Seq, o.Seq))
}
