package central

import (
	"bytes"
	"cmp"
	"maps"
	"slices"

	"bonuskasse/pos"
)

// What is written is sorted, so that all lock rows in one order, and so that a
// tree is written from one end to the other.

func sortedIDs[V any](m map[pos.ID]V) []pos.ID {
	return slices.SortedFunc(maps.Keys(m), func(a, b pos.ID) int { return bytes.Compare(a[:], b[:]) })
}

func sortedThings[V any](m map[thing]V) []thing {
	return slices.SortedFunc(maps.Keys(m), func(a, b thing) int { return cmp.Or(cmp.Compare(a.kind, b.kind), cmp.Compare(a.key, b.key)) })
}

func sortedHoldings[V any](m map[holdingKey]V) []holdingKey {
	return slices.SortedFunc(maps.Keys(m), func(a, b holdingKey) int {
		return cmp.Or(bytes.Compare(a.account[:], b.account[:]), cmp.Compare(a.life, b.life))
	})
}

// sortedIndex sorts a list in place, and leaves out what is in it twice.
func sortedIndex(list []indexKey) []indexKey {
	slices.SortFunc(list, func(a, b indexKey) int {
		return cmp.Or(bytes.Compare(a.account[:], b.account[:]), cmp.Compare(a.event, b.event))
	})
	return slices.Compact(list)
}
