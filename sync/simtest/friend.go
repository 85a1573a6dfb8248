package simtest

import (
	"context"
	"fmt"
	"slices"

	"bonuskasse/pos"
	"bonuskasse/pos/till"
)

// What counts once: who joins is welcomed, a friend who was brought and who brought
// them are given something for the first purchase that is paid, and a birthday is
// celebrated once a year. Friends are invited or join at one till, and what they do
// next may be at another, which does not know.

const (
	welcomePoints  = 30
	referralPoints = 60
	referrerPoints = 40
	birthdayPoints = 20
)

// birthday is the day of a member, one soon after the other.
func birthday(member int) string { return fmt.Sprintf("1990-03-%02d", 4+3*(member%9)) }

// anybody is one of the members, or of the friends who came.
func (w *world) anybody() int {
	m := w.chance.IntN(max(len(w.members)-1, membersOf))
	if m >= pool {
		m++
	}
	return m
}

// welcomed enters what the members have from the day that they joined.
func (w *world) welcomed(ctx context.Context) error {
	for m := range w.members {
		a, _, err := w.desks[0].has(ctx, m)
		if err != nil {
			return err
		}
		w.book.entries = append(w.book.entries, entry{desk: -1, member: m, points: a.Holding()})
	}
	return nil
}

// friendComes is somebody whom a member brings: invited, or there at once.
func (w *world) friendComes(ctx context.Context, d *desk) (err error) {
	f := pool + 1 + w.chance.IntN(friendsOf)
	fresh := f >= len(w.members)
	if fresh {
		f = len(w.members)
	}
	in := till.NewMember{Username: fmt.Sprint("friend", f), Name: fmt.Sprint("Friend ", f), Tier: pos.FirstTier, Card: card(f)}
	if !fresh {
		in.Invited = w.members[f]
		return w.joins(ctx, d, f, in)
	}
	by := w.chance.IntN(membersOf)
	in.ReferredBy, in.Phone = w.members[by], fmt.Sprint("2000000", f)
	w.note("  member %d, whom member %d brings", f, by)
	if w.chance.IntN(2) == 0 {
		return w.joins(ctx, d, f, in)
	}
	m, err := d.InviteMember(ctx, in, clerk)
	if err == nil {
		w.members, w.brought = append(w.members, m.ID), append(w.brought, by)
	}
	return err
}

// joins makes a friend a member, and welcomes them: at two tills that are apart twice.
func (w *world) joins(ctx context.Context, d *desk, f int, in till.NewMember) error {
	m, err := d.AddMember(ctx, in, clerk)
	if w.refused(err) {
		return nil
	}
	if err != nil {
		return err
	}
	if f == len(w.members) {
		w.members, w.brought = append(w.members, m.ID), append(w.brought, slices.Index(w.members, in.ReferredBy))
	}
	if m.ID != w.members[f] {
		return fmt.Errorf("member %d joins as %s, who is another", f, m.ID)
	}
	account, err := d.accountOf(ctx, f)
	if err != nil {
		return err
	}
	w.note("  member %d joins: %+d points to %d", f, welcomePoints, account)
	return w.book.add(ctx, d, entry{member: account, points: welcomePoints, thing: fmt.Sprint("welcome ", f)})
}

// bringing is a sale to a friend, with what they and who brought them had before.
type bringing struct {
	friend, to, by int // to and by are accounts
	had, byHad     int64
}

// bringing looks at what there is before a sale to a friend; nil is a sale to another.
func (w *world) bringing(ctx context.Context, d *desk, chosen int) (*bringing, error) {
	if chosen <= pool {
		return nil, nil
	}
	b := &bringing{friend: chosen}
	var err error
	if b.to, err = d.accountOf(ctx, chosen); err != nil {
		return nil, err
	}
	if b.by, err = d.accountOf(ctx, w.brought[chosen-pool-1]); err != nil {
		return nil, err
	}
	if b.had, err = d.points(ctx, b.to); err != nil {
		return nil, err
	}
	b.byHad, err = d.points(ctx, b.by)
	return b, err
}

// brings enters what a sale to a friend gave for their coming: to both, or nothing.
// given is what of it came to the account that paid.
func (w *world) brings(ctx context.Context, d *desk, b *bringing, done till.Done) (given int64, err error) {
	if b == nil {
		return 0, nil
	}
	has, err := d.points(ctx, b.to)
	if err != nil {
		return 0, err
	}
	byHas, err := d.points(ctx, b.by)
	if err != nil {
		return 0, err
	}
	given = has - b.had - done.Sale.PointsEarned + done.Sale.PointsUsed
	theirs, referrers := given, byHas-b.byHad
	if b.to == b.by {
		theirs, referrers = given-referrerPoints, referrerPoints
	}
	switch {
	case given == 0 && (b.to == b.by || referrers == 0):
		return 0, nil
	case theirs != referralPoints || referrers != referrerPoints:
		return 0, fmt.Errorf("member %d got %d points for coming, and account %d %d for bringing them", b.friend, theirs, b.by, referrers)
	}
	w.note("  member %d came: %+d points to %d, and %+d to %d", b.friend, referralPoints, b.to, referrerPoints, b.by)
	if err := w.book.add(ctx, d, entry{member: b.to, points: referralPoints, thing: fmt.Sprint("came ", b.friend)}); err != nil {
		return 0, err
	}
	return given, w.book.add(ctx, d, entry{member: b.by, points: referrerPoints, thing: fmt.Sprint("brought ", b.friend)})
}

// points are an account's at this till, less what is owed.
func (d *desk) points(ctx context.Context, account int) (int64, error) {
	a, _, err := d.has(ctx, account)
	return a.Holding() - a.Debt, err
}

// broughtAll wants something to have been given for every friend who has paid for
// something: what counts once is not to be taken back to the last.
func (w *world) broughtAll(ctx context.Context) error {
	applied, _, err := w.applied(ctx)
	if err != nil {
		return err
	}
	stands := w.book.standing(applied)
	for i, e := range w.book.entries {
		if !e.pays || e.seq > applied[e.incarnation] {
			continue
		}
		for _, what := range []string{"came ", "brought "} {
			thing := fmt.Sprint(what, e.friend)
			if _, given := stands[thing]; !given {
				return fmt.Errorf("member %d has paid for something (%d), and nothing stands that is called %q", e.friend, i, thing)
			}
		}
	}
	return nil
}

// birthdays are the head office's to give: once, whoever asks.
func (w *world) birthdays(ctx context.Context) error {
	before, err := w.balances(ctx)
	if err != nil {
		return err
	}
	given, _, err := w.office.Birthdays(ctx, w.now)
	if err != nil {
		return err
	}
	again, _, err := w.office.Birthdays(ctx, w.now)
	if err != nil || again != 0 {
		return fmt.Errorf("%d members were celebrated twice: %w", again, err)
	}
	after, err := w.balances(ctx)
	if err != nil {
		return err
	}
	var got int64
	for m := range w.members {
		if points := after[m] - before[m]; points != 0 {
			got += points
			w.note("  birthday of member %d: %+d points", m, points)
			w.book.entries = append(w.book.entries, entry{desk: -1, member: m, points: points})
		}
	}
	w.feted += given
	if got != int64(given)*birthdayPoints || w.feted > membersOf {
		return fmt.Errorf("%d birthdays in all, and %d points for %d of them", w.feted, got, given)
	}
	return nil
}

// balances are what all have at the head office.
func (w *world) balances(ctx context.Context) (of [accountsOf]int64, err error) {
	for m, id := range w.members {
		h, err := w.office.AccountOf(ctx, id)
		if err != nil {
			return of, err
		}
		p := h.Points.State.Points
		of[m] = p.Holding() - p.Debt
	}
	return of, nil
}
