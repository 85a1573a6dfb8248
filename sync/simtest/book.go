package simtest

import (
	"context"
	"slices"
	"time"

	"bonuskasse/pos"
)

// book is what is true, whatever the programs think: what cashiers were told, one
// entry a verb. An entry that a till wrote and nobody else had heard of when the
// till's disk was put back, or lost, did not happen for anybody but the customer:
// that is the bound of what a lost till costs, and no overspending of the others.
type book struct {
	entries  []entry
	arrivals int               // how much the head office has heard of that counts once
	expired  [accountsOf]int64 // taken by the head office, because their day was over
}

// entry is what one verb at one till did to a member's points.
type entry struct {
	desk        int
	incarnation pos.ID
	seq         int64 // the verb's last event
	member      int   // or the pool: whose account it is
	points      int64
	// unbacked are points taken back which this till had no rights to: the head
	// office finds them in what is free, or they are a debt.
	unbacked int64
	// beyond are points spent without rights, within the floor limits, and overridden
	// those that a manager let the till spend above them.
	beyond, overridden int64
	thing              string // that the points are for, and that counts once: a coupon, a welcome, a friend
	arrived            int    // as which of the things that count once the head office heard of it; 0: not yet
	// once is a service, of which these are the points; or, where it ends, that it is
	// to give none by itself.
	once   string
	ends   bool
	merges bool // two members are one
	pays   bool // a friend who was brought has paid for something
	friend int  // which
	// employs says that the member has come to the employer with the pool, or left them.
	employs, leaves bool
	at              time.Time
	giftCard        string // that money was put on, or taken off
	money           pos.Money
	unread          int64 // points that were spent as a newer program does
	gone            bool  // the till's own disk has it no more
}

// add enters what a verb did, with where the till's journal stands now.
func (b *book) add(ctx context.Context, d *desk, e entry) error {
	me, err := d.store.Me(ctx)
	if err != nil {
		return err
	}
	last := me.Lives[len(me.Lives)-1]
	e.desk, e.incarnation, e.seq = d.no, last.Incarnation, last.Applied
	b.entries = append(b.entries, e)
	return nil
}

// lives are the lives that entries are of, in the order that they came.
func (b *book) lives() (list []pos.ID) {
	for _, e := range b.entries {
		if !slices.Contains(list, e.incarnation) {
			list = append(list, e.incarnation)
		}
	}
	return list
}

// unheard is what a life has spent without rights since the head office last heard
// of all that.
func (b *book) unheard(life pos.ID, applied int64) (beyond, overridden int64) {
	for _, e := range b.entries {
		if e.incarnation == life && e.seq > applied {
			beyond, overridden = beyond+e.beyond, overridden+e.overridden
		}
	}
	return beyond, overridden
}

// let is what managers have let tills spend of a member; of one life, or of all.
func (b *book) let(member int, life pos.ID) (points int64) {
	for _, e := range b.entries {
		if e.member == member && (life.IsZero() || life == e.incarnation) {
			points += e.overridden
		}
	}
	return points
}

// heard is what was spent without rights and the head office knows of.
func (b *book) heard(applied map[pos.ID]int64) (points int64) {
	for _, e := range b.entries {
		if e.seq <= applied[e.incarnation] {
			points += e.beyond + e.overridden
		}
	}
	return points
}

// merged says that two members are one: nobody is where the till that said so was
// put back from a copy of before, or lost, and had told nobody.
func (b *book) merged(applied map[pos.ID]int64) bool {
	return slices.ContainsFunc(b.entries, func(e entry) bool { return e.merges && !(e.gone && e.seq > applied[e.incarnation]) })
}

// sum is what a member's points are, and by how much of them tills may together
// hold more rights than there are points: what was taken back without rights.
type sum struct{ points, unbacked int64 }

// sums adds up what holds. applied is up to where the head office has taken up
// each life.
func (b *book) sums(applied map[pos.ID]int64) (of [accountsOf]sum) { return b.sumsOf(applied, false) }

// sumsOf leaves out, if asked, what the head office has not heard of.
func (b *book) sumsOf(applied map[pos.ID]int64, heard bool) (of [accountsOf]sum) {
	stands, services := b.standing(applied), map[string]*service{}
	for m := range of {
		of[m].points -= b.expired[m]
	}
	for i, e := range b.entries {
		there := e.seq <= applied[e.incarnation]
		if (e.gone || heard) && !there {
			continue
		}
		s := &of[e.member]
		s.points += e.points
		s.unbacked += e.unbacked
		if e.once != "" && there {
			add(services, e)
		}
		if e.thing == "" || !there {
			continue
		}
		if stands[e.thing] != i { // the head office has reversed it
			s.points -= e.points
			s.unbacked += e.points
		}
	}
	for _, x := range services {
		s := &of[x.member]
		s.points -= x.tooMany()
		s.unbacked += x.tooMany()
	}
	return of
}

// service is what the head office has heard of one.
type service struct {
	member int
	given  int64 // times
	points int64 // each time
	ended  bool
}

func add(services map[string]*service, e entry) {
	x := services[e.once]
	if x == nil {
		x = &service{member: e.member}
		services[e.once] = x
	}
	if x.ended = x.ended || e.ends; !e.ends {
		x.given, x.points = x.given+1, e.points
	}
}

// tooMany are the points that the head office has taken back: all but the first,
// or all.
func (x *service) tooMany() int64 {
	if x.ended {
		return x.given * x.points
	}
	return max(x.given-1, 0) * x.points
}
