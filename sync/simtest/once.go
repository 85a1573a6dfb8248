package simtest

import (
	"context"

	"bonuskasse/pos"
)

// What counts once stands where the head office has heard of it first. Where two
// tills gave for it to different accounts, that decides whose it is.

// arrive notes what the head office has heard of since the last letter: a letter is
// of one life of one till, and in its order.
func (w *world) arrive(ctx context.Context) error {
	if !w.book.expects() {
		return nil
	}
	applied, _, err := w.applied(ctx)
	if err == nil {
		w.book.arrive(applied)
	}
	return err
}

// counts says that what an entry is for counts once.
func (e *entry) counts() bool { return e.thing != "" }

func (b *book) expects() bool {
	for i := range b.entries {
		if e := &b.entries[i]; e.counts() && e.arrived == 0 {
			return true
		}
	}
	return false
}

func (b *book) arrive(applied map[pos.ID]int64) {
	for i := range b.entries {
		if e := &b.entries[i]; e.counts() && e.arrived == 0 && e.seq <= applied[e.incarnation] {
			b.arrivals++
			e.arrived = b.arrivals
		}
	}
}

// standing are the entries that stand, by what they are for: those that the head
// office heard of first.
func (b *book) standing(applied map[pos.ID]int64) map[string]int {
	first := map[string]int{}
	for i := range b.entries {
		e := &b.entries[i]
		if !e.counts() || e.seq > applied[e.incarnation] {
			continue
		}
		if x, there := first[e.thing]; !there || e.arrived < b.entries[x].arrived {
			first[e.thing] = i
		}
	}
	return first
}
