package central

import (
	"encoding/binary"

	"bonuskasse/pos"
	"bonuskasse/pos/chain"
	"bonuskasse/pos/journal"
)

// place is an event's key as bytes that compare as events do. A fact that counts
// only where there is none (chain.Fact.First) stands before all others, and of
// two such the earlier event's stands last: so the greatest place holds.
func place(k chain.EventKey, first bool) []byte {
	b := make([]byte, 1, 1+placeSize)
	b[0] = 1
	b = binary.BigEndian.AppendUint64(b, uint64(k.Clock))
	b = append(b, k.Till[:]...)
	b = append(b, k.Incarnation[:]...)
	b = binary.BigEndian.AppendUint64(b, uint64(k.Seq))
	if first {
		for i := range b {
			b[i] = ^b[i]
		}
		b[0] = 0
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
