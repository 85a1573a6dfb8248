package simtest

import (
	"context"
	"fmt"
	"slices"

	"bonuskasse/pos"
	"bonuskasse/pos/till"
)

// An employer whose people have their bonus together: who works there spends, earns
// and is given out of one account, and what was on their own waits until they leave.
// Tills that are apart do not know at once who has come or gone.

const (
	employer       = "Værket"
	employedMember = 1         // from the start
	pool           = membersOf // its account among those of the members
)

// account is which of the accounts it is.
func (w *world) account(holder pos.ID) int { return slices.Index(w.members, holder) }

// accountOf is whose points a member's are at this till now: the pool's, or those of
// who they were merged into.
func (d *desk) accountOf(ctx context.Context, member int) (account int, err error) {
	s, err := d.standing(ctx, member)
	return d.w.account(s.Holder), err
}

// standing is a member, or whom they were merged into, as this till knows them.
func (d *desk) standing(ctx context.Context, member int) (s till.Standing, err error) {
	if member, err = d.keptAs(ctx, member); err != nil {
		return s, err
	}
	err = d.store.View(ctx, func(r till.Reader) error {
		s, err = r.Standing(d.w.members[member])
		return err
	})
	return s, err
}

// employ lets a member come to the employer, or leave them.
func (w *world) employ(ctx context.Context, d *desk) error {
	m, err := d.keptAs(ctx, w.anybody())
	if w.refused(err) {
		return nil
	}
	if err != nil {
		return err
	}
	s, err := d.standing(ctx, m)
	if err != nil {
		return err
	}
	works, e := pos.ID{}, entry{member: m, leaves: true, at: w.now}
	if s.Member.Organisation.IsZero() {
		works, e.employs, e.leaves = w.members[pool], true, false
	}
	_, err = d.ChangeMember(ctx, w.members[m], till.MemberChange{Organisation: &works}, clerk)
	if w.refused(err) {
		return nil
	}
	if err != nil {
		return err
	}
	w.note("  member %d comes %v", m, e.employs)
	return w.book.add(ctx, d, e)
}

// employers wants all tills to know at the end who works where: as it was said last.
func (w *world) employers(ctx context.Context) error {
	applied, _, err := w.applied(ctx)
	if err != nil {
		return err
	}
	for m := range w.members {
		if m == pool {
			continue
		}
		works, sure := w.book.works(m, applied)
		sure = sure && len(w.person(m)) == 1 && m < pool // a merge takes the employer along, and so does who was invited and joins
		for _, d := range w.desks {
			if d.lost {
				continue
			}
			account, err := d.accountOf(ctx, m)
			if m > pool && pos.CodeOf(err) == pos.UnknownMember { // the till that made them never told
				continue
			}
			if err != nil {
				return err
			}
			if !sure { // then all say the same
				works, sure = account == pool, true
			}
			if works != (account == pool) {
				return fmt.Errorf("member %d is an employee %v, and at till %d they are not of one mind: account %d", m, works, d.no, account)
			}
		}
	}
	return nil
}

// works is where a member works by what was said last; not sure where two tills said
// something at one moment.
func (b *book) works(member int, applied map[pos.ID]int64) (works, sure bool) {
	works, sure = member == employedMember, true
	last := entry{}
	for _, e := range b.entries {
		if e.member != member || !e.employs && !e.leaves || e.gone && e.seq > applied[e.incarnation] {
			continue
		}
		switch {
		case e.at.After(last.at):
			works, sure, last = e.employs, true, e
		case e.at.Equal(last.at):
			sure = false
		}
	}
	return works, sure
}
