package simtest

import (
	"context"
	"errors"
	"fmt"

	"bonuskasse/pos"
)

// applied is up to where the head office has taken up each life, and how many
// lives there were.
func (w *world) applied(ctx context.Context) (map[pos.ID]int64, int64, error) {
	tills, err := w.office.Tills(ctx)
	if err != nil {
		return nil, 0, err
	}
	of, lives := map[pos.ID]int64{}, int64(0)
	for _, t := range tills {
		for _, l := range t.Lives {
			of[l.Incarnation] = l.Applied
			lives++
		}
	}
	return of, lives, nil
}

// check holds the world against the book, after every step: nothing is spent that
// was not there, and all rights together are of points that are there. The second
// is why the first can never be.
func (w *world) check(ctx context.Context) error {
	applied, lives, err := w.applied(ctx)
	if err = errors.Join(err, w.fault); err != nil {
		return err
	}
	w.merged = w.book.merged(applied)
	sums := w.book.sums(applied)
	if err := w.capped(sums, applied, lives+1); err != nil {
		return err
	}
	for m, s := range w.grouped(sums) {
		if m >= len(w.members) {
			break
		}
		floors := w.rules.floor*(lives+1) + w.let(m, pos.ID{})
		if have := s.points + s.unbacked; have < -floors {
			return fmt.Errorf("member %d: overspent by %d points, and %d are allowed", m, -have, floors)
		}
		var rights int64
		for _, d := range w.desks {
			if d.lost {
				continue
			}
			r, err := d.holds(ctx, m)
			if err != nil {
				return err
			}
			life, err := d.life(ctx)
			if err != nil {
				return err
			}
			if most := w.rules.floor + w.let(m, life); r < -most {
				return fmt.Errorf("member %d: till %d has spent %d beyond its rights, and %d are allowed", m, d.no, -r, most)
			}
			rights += max(r, 0)
		}
		most := s.points + s.unbacked + floors
		if rights > most {
			for _, x := range w.person(m) {
				back, err := w.cameBack(ctx, x, applied)
				if err != nil {
					return err
				}
				most += back
			}
		}
		if rights > most {
			return fmt.Errorf("member %d: tills have rights to %d points, and there are %d", m, rights, most)
		}
	}
	return nil
}

// capped holds the bound of all members together: no till spends more without
// rights than C, and what managers let it, until the head office has heard of it.
// So what is lost is no more than what was heard of, and that for each life.
func (w *world) capped(sums [accountsOf]sum, applied map[pos.ID]int64, lives int64) error {
	if w.rules.cap == 0 {
		return nil
	}
	for _, life := range w.book.lives() {
		switch beyond, let := w.book.unheard(life, applied[life]); {
		case beyond > w.rules.cap:
			return fmt.Errorf("life %s has spent %d of all members beyond its rights, and %d are allowed", life, beyond, w.rules.cap)
		case let > w.rules.override:
			return fmt.Errorf("managers have let life %s spend %d, and %d are allowed", life, let, w.rules.override)
		}
	}
	var loss int64
	for _, s := range sums {
		loss += max(-(s.points + s.unbacked), 0)
	}
	if most := w.book.heard(applied) + lives*(w.rules.cap+w.rules.override); loss > most {
		return fmt.Errorf("%d points are lost, and %d may be", loss, most)
	}
	return nil
}

// cameBack is how much less was expired of a member than the head office had told:
// what a till says late may have used it before.
func (w *world) cameBack(ctx context.Context, m int, applied map[pos.ID]int64) (int64, error) {
	h, err := w.office.AccountOf(ctx, w.members[m])
	if err != nil {
		return 0, err
	}
	there := h.Points.State.Points
	back := there.Holding() - there.Debt - w.book.sumsOf(applied, true)[m].points
	return max(min(back, w.book.expired[m]), 0), nil
}

// calm mends every line, lets all meet until nothing is new, and compares
// everything with everything.
func (w *world) calm(ctx context.Context) error {
	w.net.weather = fair
	for len(w.net.late) > 0 {
		w.net.deliverLate()
	}
	for _, d := range w.desks {
		d.line.down = false
	}
	if err := w.check(ctx); err != nil {
		return err
	}
	if err := w.meetAll(ctx); err != nil {
		return err
	}
	for _, d := range w.desks {
		if d.lost {
			continue
		}
		if err := w.due(ctx, d); err != nil {
			return err
		}
	}
	if err := w.awardGivenUp(ctx); err != nil {
		return err
	}
	if err := w.expire(ctx); err != nil {
		return err
	}
	for range 3 { // what tills hold of who was merged is recalled, and follows
		if err := w.meetAll(ctx); err != nil {
			return err
		}
		if err := w.follow(ctx); err != nil {
			return err
		}
	}
	if err := w.meetAll(ctx); err != nil {
		return err
	}
	for _, wants := range []func(context.Context) error{w.check, w.givenAll, w.nothingLeft, w.broughtAll, w.giftCardsAgree} {
		if err := wants(ctx); err != nil {
			return err
		}
	}
	if err := errors.Join(w.agree(ctx), w.employers(ctx)); err != nil || !w.reread {
		return err
	}
	return w.whole(ctx)
}

// meetAll lets all tills meet the head office until nothing is new.
func (w *world) meetAll(ctx context.Context) error {
	const most = 12
	for round := 0; ; round++ {
		if round == most {
			return fmt.Errorf("after %d rounds of all tills there is still something new", most)
		}
		moved := 0
		for _, d := range w.desks {
			if d.lost {
				continue
			}
			done, err := d.agent.Round(ctx, false)
			if err != nil {
				return fmt.Errorf("till %d, with a line: %w", d.no, err)
			}
			moved += done.Pushed + done.Pulled
		}
		if moved == 0 {
			return nil
		}
	}
}

// agree compares what every till, the head office and the book say of each
// member.
func (w *world) agree(ctx context.Context) error {
	applied, _, err := w.applied(ctx)
	if err != nil {
		return err
	}
	for _, d := range w.desks {
		if d.lost {
			continue
		}
		me, err := d.store.Me(ctx)
		if err != nil {
			return err
		}
		for _, l := range me.Lives {
			if applied[l.Incarnation] < l.Applied {
				return fmt.Errorf("till %d has %d events of a life, and the head office %d", d.no, l.Applied, applied[l.Incarnation])
			}
		}
	}
	for m, s := range w.grouped(w.book.sums(applied)) {
		if len(w.person(m)) == 0 || m >= len(w.members) {
			continue
		}
		if err := w.agreeOn(ctx, m, s, w.unread(m, applied)); err != nil {
			return err
		}
	}
	return nil
}

// agreeOn compares what all say of one person, on whose account unread points stand
// that a newer program has spent.
func (w *world) agreeOn(ctx context.Context, m int, s sum, unread int64) error {
	var balance, free, held, expired, apart int64
	waits := false // what was merged away waits for a program that can read it
	kept := map[pos.ID]int64{}
	for _, x := range w.person(m) {
		h, err := w.office.AccountOf(ctx, w.members[x])
		if err != nil {
			return err
		}
		there := h.Points.State.Points
		balance, free, expired = balance+there.Holding()-there.Debt, free+h.Points.Free, expired+w.book.expired[x]
		var here int64
		for _, k := range h.Keepers {
			here += k.Rights
			kept[k.Till] += k.Rights
		}
		held += here
		apart += max(there.Holding()-there.Debt+h.Points.Unread-here, 0)
		waits = waits || len(w.person(m)) > 1 && h.Points.Unread != 0
	}
	// What a till says late may have used what was expired meanwhile: less was
	// expired then than the head office told, and never more.
	if back := balance - unread - s.points; back < 0 || back > expired {
		return fmt.Errorf("member %d has %d points by the book, and %d at the head office, of which %d are unread", m, s.points, balance, unread)
	}
	want := max(balance-unread-held, 0)
	if waits { // as a debt does, and what it would take is free meanwhile
		want = apart
	}
	if free != want && w.rules.floor+w.rules.override == 0 {
		return fmt.Errorf("member %d: %d points are free, and tills hold %d of %d", m, free, held, balance)
	}
	for _, d := range w.desks {
		if d.lost {
			continue
		}
		var got, rights int64
		for _, x := range w.person(m) {
			a, r, err := d.has(ctx, x)
			if err != nil {
				return err
			}
			got, rights = got+a.Holding()-a.Debt, rights+max(r, 0)
		}
		if got != balance {
			return fmt.Errorf("member %d has %d points at the head office, and %d at till %d", m, balance, got, d.no)
		}
		if rights != kept[d.till] {
			return fmt.Errorf("member %d: till %d has rights to %d points, and the head office says %d", m, d.no, rights, kept[d.till])
		}
	}
	return nil
}

// whole lets every program re-read all that it has.
func (w *world) whole(ctx context.Context) error {
	for _, d := range w.desks {
		if d.lost {
			continue
		}
		if r, err := d.store.Verify(ctx, nil); err != nil || !r.OK {
			return fmt.Errorf("till %d is not whole: %+v %w", d.no, r, err)
		}
	}
	difference, err := w.office.Verify(ctx)
	if err == nil && difference != "" {
		err = errors.New(difference)
	}
	if err != nil {
		err = fmt.Errorf("the head office is not whole: %w", err)
	}
	return err
}
