package central

import (
	"encoding/binary"

	"bonuskasse/pos"
	"bonuskasse/pos/chain"
	"bonuskasse/pos/journal"
)

// weight is who says a thing: what weighs more holds, whenever it was said.
type weight byte

// The weights. They are stored: never change one.
const (
	// asFirst counts only where there is nothing else (chain.Fact.First).
	asFirst weight = 0
	// asSaid is what any till says.
	asSaid weight = 1
	// What is firmer than what any till says follows asSaid in the order of
	// chain.Firmness: of kinds that the chain does not own.

	// asFounder is what the till that began the chain says of what the chain owns.
	asFounder weight = 2
	// asOffice is what the head office says of it.
	asOffice weight = 3
)

// place is an event's key as bytes that compare as events of one weight do. Of two
// facts that count only where there is none the earlier event's stands last: so
// the greatest place holds.
func place(k chain.EventKey, by weight) []byte {
	b := make([]byte, 1, 1+placeSize)
	b[0] = byte(by)
	b = binary.BigEndian.AppendUint64(b, uint64(k.Clock))
	b = append(b, k.Till[:]...)
	b = append(b, k.Incarnation[:]...)
	b = binary.BigEndian.AppendUint64(b, uint64(k.Seq))
	if by == asFirst {
		for i := range b {
			b[i] = ^b[i]
		}
		b[0] = byte(asFirst)
	}
	return b
}

const placeSize = 8 + 16 + 16 + 8

// placeKey is the event of a place; the zero key where there is none.
func placeKey(b []byte) (k chain.EventKey) {
	if len(b) != 1+placeSize {
		return k
	}
	first := b[0] == 0
	b = append([]byte(nil), b[1:]...)
	if first {
		for i := range b {
			b[i] = ^b[i]
		}
	}
	return chain.EventKey{
		Clock: journal.Clock(binary.BigEndian.Uint64(b)), Till: pos.IDFromBytes(b[8:24]), Incarnation: pos.IDFromBytes(b[24:40]),
		Seq: int64(binary.BigEndian.Uint64(b[40:])),
	}
}
