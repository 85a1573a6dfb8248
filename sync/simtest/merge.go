package simtest

import (
	"context"
	"fmt"

	"bonuskasse/pos"
	"bonuskasse/pos/chain"
	"bonuskasse/pos/till"
)

// Two members turn out to be one person: the last is merged into the first, at one
// till, while others go on with both.

const (
	keptMember   = 0
	mergedMember = membersOf - 1
)

func (w *world) merge(ctx context.Context, d *desk) error {
	if w.merged {
		return nil
	}
	_, err := d.MergeMembers(ctx, w.members[keptMember], w.members[mergedMember], clerk)
	if w.refused(err) {
		return nil
	}
	if err != nil {
		return err
	}
	w.merged = true
	return w.book.add(ctx, d, entry{member: keptMember, merges: true})
}

// follow is what the head office does by itself, now and then.
func (w *world) follow(ctx context.Context) error {
	n, err := w.office.FollowMerged(ctx, pos.At(w.now))
	if n > 0 {
		w.note("  what came late goes to member %d", keptMember)
	}
	return err
}

// keptAs is who a member is at this till now; a pool is nobody but itself.
func (d *desk) keptAs(ctx context.Context, member int) (int, error) {
	if member == pool {
		return member, nil
	}
	err := d.store.View(ctx, func(r till.Reader) error {
		m, err := r.Member(d.w.members[member])
		if !m.AliasOf.IsZero() {
			member = keptMember
		}
		return err
	})
	return member, err
}

// person are the members that are one: what they have is counted together.
func (w *world) person(member int) []int {
	switch {
	case w.merged && member == keptMember:
		return []int{keptMember, mergedMember}
	case w.merged && member == mergedMember:
		return nil
	}
	return []int{member}
}

// grouped counts what a person has, once; of the other it is nothing.
func (w *world) grouped(sums [accountsOf]sum) (of [accountsOf]sum) {
	for m := range of {
		for _, x := range w.person(m) {
			of[m].points += sums[x].points
			of[m].unbacked += sums[x].unbacked
		}
	}
	return of
}

// let is what managers have let tills spend of a person, whichever member they were
// then; of one life, or of all.
func (w *world) let(member int, life pos.ID) (points int64) {
	for _, x := range w.person(member) {
		points += w.book.let(x, life)
	}
	return points
}

// holds are a till's rights to what a person has; below zero what it spent of a
// member beyond them.
func (d *desk) holds(ctx context.Context, member int) (rights int64, err error) {
	for _, x := range d.w.person(member) {
		_, r, err := d.has(ctx, x)
		if err != nil {
			return 0, err
		}
		rights += r
	}
	return rights, nil
}

// nothingLeft wants an alias to have nothing once all have met.
func (w *world) nothingLeft(ctx context.Context) error {
	id := w.members[mergedMember]
	c, err := w.office.Fact(ctx, chain.Merged, string(id[:]))
	if err != nil || len(c.Said) == 0 { // the till that merged them never told
		return err
	}
	h, err := w.office.AccountOf(ctx, id)
	if err != nil {
		return err
	}
	// What a newer till spent keeps the rest back, until a program knows which points
	// those were.
	if p := h.Points.State.Points; h.Points.Unread == 0 && w.rules.floor+w.rules.override == 0 && (p.Holding() != 0 || p.Debt != 0) {
		return fmt.Errorf("member %d was merged, and %d points and a debt of %d are left behind", mergedMember, p.Holding(), p.Debt)
	}
	return nil
}
